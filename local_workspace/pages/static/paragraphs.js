/* The paragraphs of a document as fields: what is in them, and where the caret is. */

export const OBJECT = "\uFFFC"; // stands for a chip in a paragraph's text
export const editor = document.querySelector("[data-editor]");

export const every = (root = editor) => [...root.querySelectorAll("[data-p]")];
export const article = () => editor.querySelector("[data-doc]");
export const paragraphOf = (node) => (node.nodeType === 1 ? node : node.parentElement).closest("[data-p]");
export const pieces = (p) => (p.hasAttribute("data-piece") ? [p] : [...p.querySelectorAll("[data-piece]")]);

/* The text of a paragraph as the server knows it: an OBJECT for a chip, U+000B for a line that ends inside it. */
export function read(node) {
  if (node.nodeType === 3) return node.nodeValue.replaceAll(OBJECT, "");
  if (node.nodeType !== 1 && node.nodeType !== 11) return "";
  if (node.nodeType === 1 && !node.hasAttribute("data-p")) {
    if (node.nodeName === "BR") return node.hasAttribute("data-soft") ? "\v" : "";
    if (node.hasAttribute("data-skip")) return "";
    if (node.hasAttribute("data-chip")) return OBJECT.repeat(Number(node.dataset.chip));
  }
  return [...node.childNodes].map(read).join("");
}

/* p.was is the text that the server has; p.unsent is a paragraph that it does not have yet; p.busy is waiting for it. */
export const dirty = (p) => Boolean(p.unsent) || read(p) !== p.was;
export const isActive = (p) => p.contains(document.activeElement);
export const known = () => every().filter((p) => !p.unsent);

/* What goes when a paragraph goes: it, or the list item that holds nothing else. */
export function block(p) {
  const item = p.parentElement;
  return item.nodeName === "LI" && every(item).length === 1 ? item : p;
}

export const look = (p) => p.classList.toggle("blank", read(p) === "");

export function enable(p) {
  p.was = read(p);
  for (const piece of pieces(p)) {
    piece.setAttribute("contenteditable", "plaintext-only");
    if (piece.contentEditable !== "plaintext-only") piece.setAttribute("contenteditable", "true");
    piece.spellcheck = true;
    if (/^H[1-6]$/.test(piece.nodeName)) continue;
    piece.setAttribute("role", "textbox");
    piece.setAttribute("aria-multiline", "true");
    piece.setAttribute("aria-label", p.dataset.label);
  }
  look(p);
}

/* What stands before the caret. */
export function beforeCaret(p) {
  const selection = getSelection();
  if (!selection.rangeCount || !p.contains(selection.focusNode)) return "";
  const before = document.createRange();
  before.setStart(p, 0);
  before.setEnd(selection.focusNode, selection.focusOffset);
  return read(before.cloneContents());
}

/* Put the caret into a paragraph, behind as many characters of its text. */
export function focus(p, offset) {
  if (!p) return;
  let left = offset;
  let field = pieces(p)[0];
  for (const piece of pieces(p)) {
    field = piece;
    const size = read(piece).length;
    if (left <= size) break;
    left -= size + 1;
  }
  field.focus();
  const shown = (node) => (node.parentElement.closest("[data-skip]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT, shown);
  let last = null;
  while (walker.nextNode()) {
    last = walker.currentNode;
    if (left <= last.length) {
      getSelection().collapse(last, left);
      return;
    }
    left -= last.length;
  }
  getSelection().collapse(last || field, last ? last.length : 0);
}
