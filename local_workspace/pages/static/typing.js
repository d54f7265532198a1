/* What Enter, Backspace, pauses and pasting do. */

import { beforeCaret, block, dirty, editor, enable, every, focus, known, look, OBJECT, read } from "./paragraphs.js";
import { later, post, save, where } from "./sending.js";
import { settle } from "./showing.js";
import { keep, say } from "./telling.js";

const PAUSE = 1200; // milliseconds without a key after which what was typed is saved

let pause = 0;

export function typed(p) {
  look(p);
  clearTimeout(pause);
  if (dirty(p)) say("Not saved yet.");
  pause = setTimeout(saveAll, PAUSE);
}

export const saveAll = () => every().filter(dirty).forEach(save);
export const wait = () => clearTimeout(pause);

/* Enter: at once on the page, so that the next letter already goes where it belongs. */
export function split(p) {
  const selection = getSelection();
  if (!selection.isCollapsed) selection.deleteFromDocument();
  if (!p.hasAttribute("data-piece") || (p.hasAttribute("data-bulleted") && !read(p))) {
    splitThere(p, beforeCaret(p).length);
    return;
  }
  const rest = document.createRange();
  rest.setStart(selection.focusNode, selection.focusOffset);
  rest.setEnd(p, p.childNodes.length);
  const tail = rest.extractContents();
  const next = following(p, read(tail));
  next.append(tail);
  putAfter(p, next);
  enable(next);
  next.unsent = true;
  look(p);
  save(next);
  focus(next, 0);
}

/* What Enter begins: more of the same, but ordinary text behind a heading. */
function following(p, rest) {
  const plain = /^H/.test(p.nodeName) && !rest;
  const next = plain ? document.createElement("div") : p.cloneNode(false);
  for (const name of ["id", "data-start", "data-alone"]) next.removeAttribute(name);
  if (plain) {
    next.className = "para normal-text";
    next.setAttribute("data-p", "");
    next.setAttribute("data-piece", "");
    next.dataset.label = p.dataset.label;
  }
  return next;
}

function putAfter(p, next) {
  if (block(p) === p) {
    p.after(next);
    return;
  }
  const item = document.createElement("li");
  item.append(next);
  p.parentElement.after(item);
}

/* Among chips, and where Enter ends a list, the server says what becomes of it. */
function splitThere(p, at) {
  p.busy = true;
  later(async () => {
    const text = read(p);
    const place = known().indexOf(p);
    const answer = await post(editor.dataset.write, where(p), `${text.slice(0, at)}\n${text.slice(at)}`.split(OBJECT));
    p.busy = false;
    if (!answer) return;
    if (answer.problem) keep(answer.problem, text);
    p.was = text;
    settle(answer.html);
    say(answer.problem ? "Not saved." : "Saved.");
    if (!answer.problem && text) focus(known()[place + 1], 0);
  });
}

export function isRemovable(p) {
  return read(p) === "" && p.hasAttribute("data-piece") && !p.hasAttribute("data-alone") && every().length > 1;
}

/* Backspace in an empty paragraph. */
export function takeOut(p) {
  const all = every();
  const place = all.indexOf(p);
  const to = all[place - 1] || all[1];
  focus(to, place ? read(to).length : 0);
  p.busy = true;
  later(async () => {
    p.busy = false;
    if (!p.isConnected || read(p)) return;
    if (p.unsent) {
      block(p).remove();
      return;
    }
    const answer = await post(editor.dataset.takeOut, where(p));
    if (!answer) return;
    if (!answer.problem) block(p).remove();
    settle(answer.html);
    say(answer.problem || "Saved.");
  });
}

/* Shift and Enter: a line that ends inside its paragraph. */
export function softBreak() {
  const range = getSelection().getRangeAt(0);
  range.deleteContents();
  const line = document.createElement("br");
  line.setAttribute("data-soft", "");
  range.insertNode(line);
  const next = line.nextSibling;
  if (!next || (next.nodeType === 3 && !next.nodeValue)) line.after(document.createElement("br")); // a last line shows only so
  getSelection().collapse(line.parentNode, [...line.parentNode.childNodes].indexOf(line) + 1);
}

/* Only text is pasted; its lines become paragraphs. */
export function paste(p, text) {
  const plain = text.replace(/\r\n?/g, "\n").replaceAll(OBJECT, "");
  if (!plain.includes("\n")) {
    document.execCommand("insertText", false, plain);
    return;
  }
  const range = getSelection().getRangeAt(0);
  range.deleteContents();
  const node = document.createTextNode(plain);
  range.insertNode(node);
  getSelection().collapse(node, node.length);
  save(p);
}

export function choose(select, fields) {
  later(async () => {
    say("Saving …");
    const answer = await post(editor.dataset.choose, fields);
    if (!answer) return;
    if (answer.problem) select.blur();
    settle(answer.html);
    say(answer.problem || "Saved.");
  });
}
