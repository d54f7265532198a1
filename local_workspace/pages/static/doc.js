/* Typing in a document: every paragraph is a field, saved when it is left and when one pauses. Only a paragraph's text is
   sent; the server works out what differs. Without this script every paragraph has an Edit link instead. */
"use strict";
(() => {
  const editor = document.querySelector("[data-editor][data-write]");
  if (!editor) return;
  const OBJECT = "\uFFFC"; // stands for a chip in a paragraph's text
  const PAUSE = 1200; // milliseconds without a key after which what was typed is saved
  const status = document.querySelector("[data-status]");
  const kept = document.querySelector("[data-words]");
  let queue = Promise.resolve();
  let pause = 0;
  let shift = false;
  let composing = false;

  const every = (root = editor) => [...root.querySelectorAll("[data-p]")];
  const article = () => editor.querySelector("[data-doc]");
  const paragraphOf = (node) => (node.nodeType === 1 ? node : node.parentElement).closest("[data-p]");
  const pieces = (p) => (p.hasAttribute("data-piece") ? [p] : [...p.querySelectorAll("[data-piece]")]);
  const say = (text) => { if (status.textContent !== text) status.textContent = text; };

  /* The text of a paragraph as the server knows it: an OBJECT for a chip, U+000B for a line that ends inside it. */
  function read(node) {
    if (node.nodeType === 3) return node.nodeValue.replaceAll(OBJECT, "");
    if (node.nodeType !== 1 && node.nodeType !== 11) return "";
    if (node.nodeType === 1 && !node.hasAttribute("data-p")) {
      if (node.nodeName === "BR") return node.hasAttribute("data-soft") ? "\v" : "";
      if (node.hasAttribute("data-skip")) return "";
      if (node.hasAttribute("data-chip")) return OBJECT.repeat(Number(node.dataset.chip));
    }
    return [...node.childNodes].map(read).join("");
  }

  const dirty = (p) => read(p) !== p.was;

  function enable(p) {
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

  const look = (p) => p.classList.toggle("blank", read(p) === "");

  /* Sending: one thing after the other, so that each is told of what the one before it did. */

  function later(work) {
    queue = queue.then(work).catch(() => say("Not saved: the Workspace cannot be reached. Your words stay here; keep this page open."));
    return queue;
  }

  function where(p) {
    const all = every();
    const previous = all[all.indexOf(p) - 1];
    return { tab: article().dataset.tab, start: p.dataset.start, revision: article().dataset.revision, was: p.was, before: previous ? previous.was : "" };
  }

  async function post(address, fields, texts = []) {
    const body = new URLSearchParams(fields);
    for (const text of texts) body.append("text", text);
    const headers = { Accept: "application/json", "X-CSRFToken": editor.dataset.token };
    const answer = await fetch(address, { method: "POST", headers, body, keepalive: true });
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) {
      say("Not saved: this page no longer fits. Copy what you typed and reload the page.");
      return null;
    }
    return answer.json();
  }

  const save = (p) => later(() => send(p, [p]));

  /* Send the text of neighbours that stand for one paragraph of the server's: one, or two after Enter. */
  async function send(p, standing) {
    if (!p.isConnected || (standing.length === 1 && !dirty(p))) return;
    say("Saving …");
    const texts = standing.map(read);
    const answer = await post(editor.dataset.write, where(p), texts.join("\n").split(OBJECT));
    if (!answer) return;
    standing.forEach((one, place) => { one.was = texts[place]; });
    if (answer.problem) keep(answer.problem, texts.join("\n"), standing);
    settle(answer.html);
    if (!answer.problem) say("Saved.");
  }

  function keep(problem, words, standing) {
    say("Not saved.");
    kept.hidden = false;
    kept.setAttribute("role", "alert");
    kept.querySelector("[data-why]").textContent = problem;
    const field = kept.querySelector("textarea");
    field.value = [field.value, words.replaceAll(OBJECT, "")].filter(Boolean).join("\n\n");
    for (const one of standing) one.was = read(one);
  }

  /* Showing what the server now has, without taking anything from under someone's fingers. */

  const skeleton = (p) => { let path = ""; for (let one = p; one && !one.hasAttribute("data-doc"); one = one.parentElement) path += one.nodeName; return path; };

  function settle(html) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const olds = every();
    const news = every(fresh.content);
    const new_article = fresh.content.querySelector("[data-doc]");
    const alike = olds.length === news.length && olds.every((one, place) => skeleton(one) === skeleton(news[place]));
    if (alike) {
      article().dataset.revision = new_article.dataset.revision;
      olds.forEach((old, place) => patch(old, news[place]));
    } else {
      renew(olds, news, new_article);
    }
  }

  function patch(old, neu) {
    if (dirty(old) || old.contains(document.activeElement)) {
      for (const name of ["start", "label"]) old.dataset[name] = neu.dataset[name];
      old.id = neu.id;
      return;
    }
    old.replaceWith(neu);
    enable(neu);
  }

  function renew(olds, news, new_article) {
    const active = olds.find((one) => one.contains(document.activeElement));
    const at = active ? { text: active.was, typed: caret(active), place: olds.indexOf(active) } : null;
    const unsaved = olds.filter(dirty);
    article().replaceWith(new_article);
    news.forEach(enable);
    for (const old of unsaved) {
      const same = news.filter((one) => one.was === old.was);
      if (same.length !== 1) { keep("The document was changed at the same time.", read(old), []); continue; }
      same[0].replaceChildren(...old.childNodes);
      look(same[0]);
    }
    if (at) focus(news.find((one) => one.was === at.text && at.text) || news[Math.min(at.place, news.length - 1)], at.typed);
  }

  /* The caret, counted in the paragraph's text. */

  function caret(p) {
    const selection = getSelection();
    if (!selection.rangeCount || !p.contains(selection.focusNode)) return 0;
    const before = document.createRange();
    before.setStart(p, 0);
    before.setEnd(selection.focusNode, selection.focusOffset);
    return read(before.cloneContents()).length;
  }

  function focus(p, offset) {
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
    const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest("[data-skip]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    let last = null;
    while (walker.nextNode()) {
      last = walker.currentNode;
      if (left <= last.length) { getSelection().collapse(last, left); return; }
      left -= last.length;
    }
    getSelection().collapse(last || field, last ? last.length : 0);
  }

  /* Keys */

  function split(p) {
    const plain = p.hasAttribute("data-piece") && !p.hasAttribute("data-bulleted");
    const selection = getSelection();
    if (!selection.isCollapsed) selection.deleteFromDocument();
    const at = caret(p);
    if (!plain) {
      const place = every().indexOf(p);
      later(async () => {
        const text = read(p);
        const ends_list = p.hasAttribute("data-bulleted") && !text;
        const answer = await post(editor.dataset.write, where(p), (text.slice(0, at) + "\n" + text.slice(at)).split(OBJECT));
        if (!answer) return;
        p.was = text;
        if (answer.problem) keep(answer.problem, text, [p]);
        settle(answer.html);
        say(answer.problem ? "Not saved." : "Saved.");
        focus(every()[place + (ends_list ? 0 : 1)], 0);
      });
      return;
    }
    const rest = document.createRange();
    rest.setStart(selection.focusNode, selection.focusOffset);
    rest.setEnd(p, p.childNodes.length);
    const tail = rest.extractContents();
    const heads_plain = /^H/.test(p.nodeName) && !read(tail);
    const next = heads_plain ? document.createElement("div") : p.cloneNode(false);
    if (heads_plain) { next.className = "para normal-text"; next.setAttribute("data-p", ""); next.setAttribute("data-piece", ""); }
    next.removeAttribute("id");
    next.removeAttribute("data-start");
    next.dataset.label = p.dataset.label;
    next.append(tail);
    p.after(next);
    enable(next);
    look(p);
    later(() => send(p, [p, next]));
    focus(next, 0);
  }

  function takeOut(p) {
    const all = every();
    const place = all.indexOf(p);
    const to = all[place - 1] || all[1];
    focus(to, place ? read(to).length : 0);
    later(async () => {
      if (!p.isConnected || read(p)) return;
      const answer = await post(editor.dataset.takeOut, where(p));
      if (!answer) return;
      if (!answer.problem) (p.parentElement.nodeName === "LI" && every(p.parentElement).length === 1 ? p.parentElement : p).remove();
      settle(answer.html);
      say(answer.problem || "Saved.");
    });
  }

  function softBreak() {
    const range = getSelection().getRangeAt(0);
    range.deleteContents();
    const line = document.createElement("br");
    line.setAttribute("data-soft", "");
    range.insertNode(line);
    if (!line.nextSibling || (line.nextSibling.nodeType === 3 && !line.nextSibling.nodeValue)) line.after(document.createElement("br"));
    getSelection().collapse(line.parentNode, [...line.parentNode.childNodes].indexOf(line) + 1);
  }

  function typed(p) {
    look(p);
    clearTimeout(pause);
    if (dirty(p)) say("Not saved yet.");
    pause = setTimeout(() => { if (!composing) every().filter(dirty).forEach(save); }, PAUSE);
  }

  const removable = (p) => read(p) === "" && p.hasAttribute("data-piece") && !p.hasAttribute("data-alone") && every().length > 1;

  editor.addEventListener("keydown", (event) => {
    shift = event.shiftKey;
    const p = paragraphOf(event.target);
    if (!p || event.target.nodeName === "SELECT" || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = every();
    const place = all.indexOf(p);
    if (event.key === "Backspace" && removable(p)) { event.preventDefault(); takeOut(p); }
    if (event.shiftKey || !getSelection().isCollapsed) return;
    if (event.key === "ArrowDown" && caret(p) === read(p).length && all[place + 1]) { event.preventDefault(); focus(all[place + 1], 0); }
    if (event.key === "ArrowUp" && caret(p) === 0 && place) { event.preventDefault(); focus(all[place - 1], read(all[place - 1]).length); }
  });

  editor.addEventListener("beforeinput", (event) => {
    const p = paragraphOf(event.target);
    if (!p) return;
    if (event.inputType === "insertParagraph" || event.inputType === "insertLineBreak") {
      event.preventDefault();
      if (shift) { softBreak(); typed(p); } else { split(p); }
    } else if (event.inputType === "deleteContentBackward" && removable(p)) {
      event.preventDefault();
      takeOut(p);
    }
  });

  editor.addEventListener("paste", (event) => {
    const p = paragraphOf(event.target);
    if (!p) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replaceAll(OBJECT, "");
    if (!text.includes("\n")) { document.execCommand("insertText", false, text); return; }
    const range = getSelection().getRangeAt(0);
    range.deleteContents();
    const node = document.createTextNode(text);
    range.insertNode(node);
    getSelection().collapse(node, node.length);
    save(p);
  });

  editor.addEventListener("input", (event) => { const p = paragraphOf(event.target); if (p && event.target.nodeName !== "SELECT") typed(p); });
  editor.addEventListener("focusout", (event) => { const p = paragraphOf(event.target); if (p && dirty(p)) save(p); });
  editor.addEventListener("compositionstart", () => { composing = true; });
  editor.addEventListener("compositionend", () => { composing = false; });

  editor.addEventListener("change", (event) => {
    const select = event.target.closest("[data-dropdown]");
    if (!select) return;
    const fields = { tab: article().dataset.tab, start: paragraphOf(select).dataset.start, dropdown: select.dataset.dropdown, option: select.value };
    later(async () => {
      say("Saving …");
      const answer = await post(editor.dataset.choose, fields);
      if (!answer) return;
      if (answer.problem) select.blur();
      settle(answer.html);
      say(answer.problem || "Saved.");
    });
  });

  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") every().filter(dirty).forEach(save); });
  addEventListener("beforeunload", (event) => { if (every().some(dirty)) { every().filter(dirty).forEach(save); event.preventDefault(); } });

  every().forEach(enable);
})();
