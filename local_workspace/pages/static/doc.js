/* Typing in a document: every paragraph is a field, saved when it is left and when one pauses. Only a paragraph's text is
   sent; the server works out what differs. Without scripts every paragraph has an Edit link instead. */

import { article, beforeCaret, dirty, editor, enable, every, focus, paragraphOf, read } from "./paragraphs.js";
import { save } from "./sending.js";
import { choose, isRemovable, paste, saveAll, softBreak, split, takeOut, typed, wait } from "./typing.js";

const BREAKS = ["insertParagraph", "insertLineBreak"];

let shift = false;

function field(event) {
  return event.target.nodeName === "SELECT" ? null : paragraphOf(event.target);
}

/* Arrow keys go on into the next field at the end of one, and back at its start. */
function arrow(event, p) {
  const all = every();
  const place = all.indexOf(p);
  const at = beforeCaret(p).length;
  const [to, offset] = {
    ArrowDown: at === read(p).length ? [all[place + 1], 0] : [],
    ArrowUp: at === 0 && place ? [all[place - 1], read(all[place - 1]).length] : [],
  }[event.key];
  if (!to) return;
  event.preventDefault();
  focus(to, offset);
}

editor.addEventListener("keydown", (event) => {
  shift = event.shiftKey;
  const p = field(event);
  if (!p || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Backspace" && isRemovable(p)) {
    event.preventDefault();
    takeOut(p);
  } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !shift && getSelection().isCollapsed) {
    arrow(event, p);
  }
});

editor.addEventListener("beforeinput", (event) => {
  const p = field(event);
  if (!p) return;
  const takes_out = event.inputType === "deleteContentBackward" && isRemovable(p); // on phones, keys do not say what they are
  if (!takes_out && !BREAKS.includes(event.inputType)) return;
  event.preventDefault();
  if (takes_out) {
    takeOut(p);
  } else if (shift) {
    softBreak();
    typed(p);
  } else {
    split(p);
  }
});

editor.addEventListener("paste", (event) => {
  const p = field(event);
  if (!p) return;
  event.preventDefault();
  paste(p, event.clipboardData.getData("text/plain"));
});

editor.addEventListener("input", (event) => {
  const p = field(event);
  if (p) typed(p);
});

editor.addEventListener("focusout", (event) => {
  const p = field(event);
  if (p && dirty(p)) save(p);
});

editor.addEventListener("compositionstart", wait);
editor.addEventListener("compositionend", (event) => typed(paragraphOf(event.target)));

editor.addEventListener("change", (event) => {
  const select = event.target.closest("[data-dropdown]");
  if (!select) return;
  const start = paragraphOf(select).dataset.start;
  choose(select, { tab: article().dataset.tab, start, dropdown: select.dataset.dropdown, option: select.value });
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") saveAll();
});

addEventListener("beforeunload", (event) => {
  if (!every().some(dirty)) return;
  saveAll();
  event.preventDefault();
});

every().forEach(enable);
