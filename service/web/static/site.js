import { Button, SkipLink, createAll } from "./govuk-frontend.min.js";

createAll(Button);
createAll(SkipLink);
