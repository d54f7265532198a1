"""A small seeded Workspace for the tests of the pages: a teacher's plan in a limited-access folder of a shared drive, which
her manager may read and comment on, and which a colleague gets nothing of; and a Sheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from werkzeug.test import Client, TestResponse

from local_workspace.core.assembly import HANDLERS, build
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.workspace import Workspace
from local_workspace.pages.app import make_pages
from local_workspace.pages.drive_view import EDITORS
from local_workspace.seed import seed

ADA, TESS, LINA, COLIN = (f"{name}@stour.example" for name in ("ada.min", "tess.teacher", "lina.manager", "colin.colleague"))
SAM, ZOE = "sam.left@stour.example", "zoe.obrien@stour.example"
SERVICE = "ggp@ggp-local.iam.gserviceaccount.com"
DOC, FORM, SHEET = sorted(EDITORS)
FOLDER = "application/vnd.google-apps.folder"
SEED: dict[str, Any] = {
    "clock": "2025-10-06T08:00:00Z",
    "domains": ["stour.example"],
    "accounts": [
        {"email": ADA, "given_name": "Ada", "family_name": "Min", "admin": True},
        {"email": TESS, "given_name": "Tess", "family_name": "Teacher", "aliases": ["tt@stour.example"]},
        {"email": LINA, "given_name": "Lina", "family_name": "Manager"},
        {"email": COLIN, "given_name": "Colin", "family_name": "Colleague"},
        {"email": SAM, "given_name": "Sam", "family_name": "Left", "suspended": True},
        {"email": ZOE, "given_name": "Zoë", "family_name": "O’Brien"},
    ],
    "groups": [{"email": "staff@stour.example", "name": "Staff", "members": [TESS]}],
    "service_accounts": [{"email": SERVICE, "project": "ggp-local"}],
    "drives": [
        {
            "name": "People",
            "members": [{"email": ADA, "role": "organizer"}, {"email": SERVICE, "role": "organizer"}],
            "sheets": ["Status"],
        }
    ],
}
LINES = (
    "My growth plan",
    "This plan is yours.",
    "My focus",
    "One sentence: what, with whom, by when.",
    "",
    "My main driver",
    "Main driver: ",
    "Lina helps until then. Read the guide.",
    "talk partners",
    "every lesson",
    "My year",
    "",
)
TITLES = {0: "TITLE", 2: "HEADING_1", 5: "HEADING_1", 10: "HEADING_1"}
OPTIONS = [("unchosen", "Choose a driver"), ("wellbeing", "Wellbeing & Learning"), ("systemness", "Systemness")]


class Recording(Dispatcher):
    """A dispatcher that keeps what the pages asked for: (method, who, body)."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, HANDLERS)
        self.asked: list[tuple[str, str, Any]] = []

    def as_person(self, method_id: str, email: str, params: Any, body: Any = None) -> Any:
        self.asked.append((method_id, email, body))
        return super().as_person(method_id, email, params, body)


@dataclass
class Trust:
    """The Workspace and where things are in it."""

    dispatcher: Recording
    drive: str = ""
    folder: str = ""
    plan: str = ""
    sheet: str = ""

    @property
    def workspace(self) -> Workspace:
        return self.dispatcher.workspace

    def ask(self, who: str, method: str, body: Any = None, **params: Any) -> Any:
        return Dispatcher.as_person(self.dispatcher, method, who, params, body)

    def drive_of(self, who: str, method: str, body: Any = None, **params: Any) -> Any:
        return self.ask(who, f"drive.{method}", body, supportsAllDrives=True, **params)

    def document(self, who: str = ADA) -> Any:
        return self.ask(who, "docs.documents.get", documentId=self.plan, includeTabsContent=True)

    def edit(self, *requests: Any, who: str = ADA) -> None:
        self.ask(who, "docs.documents.batchUpdate", {"requests": list(requests)}, documentId=self.plan)

    def paragraphs(self) -> list[str]:
        """The plan's paragraphs outside its table, chips as ``*``."""
        content = self.document()["tabs"][0]["documentTab"]["body"]["content"]
        found = [one["paragraph"]["elements"] for one in content if "paragraph" in one]
        return ["".join(part.get("textRun", {"content": "*"})["content"] for part in parts).rstrip("\n") for parts in found]

    def start_of(self, text: str) -> int:
        """Where the paragraph begins that begins with a text."""
        for one in self.document()["tabs"][0]["documentTab"]["body"]["content"]:
            if "paragraph" in one:
                elements = one["paragraph"]["elements"]
                said = "".join(part.get("textRun", {"content": "*"})["content"] for part in elements)
                if said.startswith(text):
                    return int(one["startIndex"])
        raise AssertionError(text)

    def range_text(self, name: str) -> str:
        """What a named range that stands before the table covers."""
        tab = self.document()["tabs"][0]["documentTab"]
        [span] = tab["namedRanges"][name]["namedRanges"][0]["ranges"]
        text = "\0"  # the section break
        for one in tab["body"]["content"]:
            for part in one.get("paragraph", {}).get("elements", ()):
                text += part.get("textRun", {"content": "*"})["content"]
        return text.encode("utf-16-le")[2 * span["startIndex"] : 2 * span["endIndex"]].decode("utf-16-le")

    def as_(self, who: str) -> Visitor:
        return Visitor(self, who)


@dataclass
class Visitor:
    """Someone with a browser that runs no scripts."""

    trust: Trust
    who: str
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(make_pages(self.trust.dispatcher))
        self.get("/drive")

    def get(self, path: str, *, as_: str | None = None) -> TestResponse:
        who = self.who if as_ is None else as_
        parted = path.partition("#")[0]
        joined = parted + ("&" if "?" in parted else "?") + urlencode({"authuser": who}) if who else parted
        return self.client.get(joined if "authuser=" not in parted else parted)

    def form(self, page: TestResponse, action: str) -> tuple[str, dict[str, list[str]]]:
        """The last form of a page with a part of its action: where it goes, and what is filled in."""
        return [one for one in Forms(page.text).forms if action in one[0]][-1]

    def submit(self, page: TestResponse, action: str, *, follow: bool = True, button: str = "", **filled: Any) -> TestResponse:
        """Send a form of a page, with some fields filled in; by a button that sends it elsewhere, if one is named."""
        where, fields = self.form(page, action)
        assert button in page.text
        where = where.replace(action, button or action)
        fields |= {name: value if isinstance(value, list) else [value] for name, value in filled.items() if value is not None}
        for name in [name for name, value in filled.items() if value is None]:
            fields.pop(name, None)
        answer = self.client.post(where, data=fields)
        while follow and answer.status_code in (302, 303):
            answer = self.client.get(answer.headers["Location"])
        return answer


class Forms(HTMLParser):
    """The forms of a page as a browser would send them: (action, fields)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._inside = False
        self._area = self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = True
            self.forms.append((given.get("action", ""), {}))
        elif self._inside:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "")
        if tag == "input" and name and (kind not in ("radio", "checkbox") or "checked" in given):
            self._put(name, given.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "textarea":
            self._area = name
            self._put(name, "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in given or self._select not in self.forms[-1][1]):
            self.forms[-1][1][self._select] = [given["value"]]

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][1][self._area][-1] += data.removeprefix("\n")

    def _put(self, name: str, value: str) -> None:
        self.forms[-1][1].setdefault(name, []).append(value)


def trust() -> Trust:
    """The whole of it, made by the people who would make it."""
    workspace = build(seed=1)
    seed(workspace, SEED)
    made = Trust(Recording(workspace))
    [drive] = made.ask(ADA, "drive.drives.list")["drives"]
    made.drive = drive["id"]
    listing = {"corpora": "drive", "driveId": made.drive, "includeItemsFromAllDrives": True}
    [sheet] = made.drive_of(ADA, "files.list", **listing)["files"]
    made.sheet = sheet["id"]
    body = {"name": "Tess · Growing Great People", "mimeType": FOLDER, "parents": [made.drive]}
    made.folder = made.drive_of(ADA, "files.create", {**body, "inheritedPermissionsDisabled": True})["id"]
    made.plan = made.drive_of(ADA, "files.create", {"name": "My plan", "mimeType": DOC, "parents": [made.folder]})["id"]
    for who, role in ((TESS, "writer"), (LINA, "commenter")):
        share(made, made.folder, who, role)
    fill_document(made)
    fill_sheet(made)
    return made


def share(made: Trust, file_id: str, who: str, role: str, **more: Any) -> None:
    body = {"type": "user", "role": role, "emailAddress": who}
    made.drive_of(ADA, "permissions.create", body, fileId=file_id, **{"sendNotificationEmail": False, **more})


def fill_document(made: Trust) -> None:
    made.edit({"insertText": {"location": {"index": 1}, "text": "\n".join(LINES)}})
    for place, style in TITLES.items():
        at = sum(len(line) + 1 for line in LINES[:place]) + 1
        span = {"startIndex": at, "endIndex": at + len(LINES[place]) + 1}
        style_it = {"range": span, "paragraphStyle": {"namedStyleType": style}, "fields": "namedStyleType"}
        made.edit({"updateParagraphStyle": style_it})
    bullets = {"startIndex": made.start_of("talk"), "endIndex": made.start_of("My year")}
    made.edit({"createParagraphBullets": {"range": bullets, "bulletPreset": "BULLET_DISC_CIRCLE_SQUARE"}})
    guide = made.start_of("Lina") + LINES[7].index("the guide")
    link = {"range": {"startIndex": guide, "endIndex": guide + 9}, "textStyle": {"link": {"url": "https://example.org/guide"}}}
    hint = made.start_of("One sentence")
    italic = {"range": {"startIndex": hint, "endIndex": hint + len(LINES[3])}, "textStyle": {"italic": True}, "fields": "italic"}
    made.edit({"updateTextStyle": {**link, "fields": "link"}}, {"updateTextStyle": italic})
    fill_table(made)
    fill_chips(made)
    name_ranges(made)


def fill_table(made: Trust) -> None:
    end = made.start_of("My year") + len("My year") + 1
    made.edit({"insertTable": {"location": {"index": end}, "rows": 2, "columns": 2}})
    table = next(one for one in made.document()["tabs"][0]["documentTab"]["body"]["content"] if "table" in one)
    cells = [cell for row in table["table"]["tableRows"] for cell in row["tableCells"]]
    words = ["When", "What I will do", "Autumn", ""]
    puts = [
        {"insertText": {"location": {"index": cell["startIndex"] + 1}, "text": text}}
        for cell, text in zip(cells, words, strict=True)
        if text
    ]
    pin = {"tableStartLocation": {"index": table["startIndex"]}, "pinnedHeaderRowsCount": 1}
    made.edit(*reversed(puts), {"pinTableHeaderRows": pin})


def fill_chips(made: Trust) -> None:
    """A dropdown, and in the line below it a person, a date and a link to a file."""
    options = [{"optionId": f"dropdownItem.{key}", "displayValue": text} for key, text in OPTIONS]
    definition = {"title": "My main driver", "options": options}
    made.edit({"createDropdownDefinition": {"dropdownDefinition": _definition("kix.driver", definition)}})
    line = made.start_of("Lina")
    made.edit(
        {"insertDate": {"location": {"index": line + LINES[7].index("then")}, "dateElementProperties": DATE}},
        {"insertPerson": {"location": {"index": line}, "personProperties": {"email": LINA, "name": "Lina Manager"}}},
    )
    at = made.start_of("Main driver") + len("Main driver: ")
    made.edit({"insertDropdown": {"location": {"index": at}, "dropdownDefinitionId": "kix.driver"}})


DATE = {"timestamp": "2025-12-19T12:00:00Z", "locale": "en-GB"}


def _definition(identity: str, properties: Any) -> Any:
    return {"dropdownDefinitionId": identity, "dropdownDefinitionProperties": properties}


def name_ranges(made: Trust) -> None:
    focus, driver = made.start_of("My focus"), made.start_of("My main driver")
    hint = made.start_of("One sentence")
    spans = {"ggp.focus": (focus, hint + len(LINES[3])), "ggp.driver": (driver, driver + len(LINES[5]))}
    for name, (start, end) in spans.items():
        made.edit({"createNamedRange": {"name": name, "range": {"startIndex": start, "endIndex": end}}})


def fill_sheet(made: Trust) -> None:
    first = made.ask(ADA, "sheets.spreadsheets.get", spreadsheetId=made.sheet)["sheets"][0]["properties"]["sheetId"]
    fields = {"properties": {"sheetId": first, "title": "People", "gridProperties": {"frozenRowCount": 1}}}
    requests = [
        {"updateSheetProperties": {**fields, "fields": "title,gridProperties.frozenRowCount"}},
        {"addSheet": {"properties": {"title": "Their notes"}}},
        {"addSheet": {"properties": {"title": "Secret", "hidden": True}}},
    ]
    made.ask(ADA, "sheets.spreadsheets.batchUpdate", {"requests": requests}, spreadsheetId=made.sheet)
    rows = [["Name", "Met", "Agreed"], ["Tess Teacher", 3, True], *[[f"Person {number}"] for number in range(3, 451)]]
    params = {"spreadsheetId": made.sheet, "range": "People!A1", "valueInputOption": "RAW"}
    made.ask(ADA, "sheets.spreadsheets.values.update", {"values": rows}, **params)
    share(made, made.sheet, LINA, "reader")


def said(page: TestResponse) -> str:
    """A page's text without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<(?!br)[^>]+>", " ", page.text))
