/* Sending: one thing after the other, so that each is told of what the one before it did. */

import { article, block, dirty, editor, every, known, OBJECT, read } from "./paragraphs.js";
import { settle } from "./showing.js";
import { keep, say } from "./telling.js";

const UNREACHED = "Not saved: the Workspace cannot be reached. Your words stay here; keep this page open.";
const OUTDATED = "Not saved: this page no longer fits. Copy what you typed and reload the page.";

let queue = Promise.resolve();

export function later(work) {
  queue = queue.then(work).catch(() => say(UNREACHED));
}

/* A paragraph as the server last had it. */
export function where(p) {
  const all = known();
  const previous = all[all.indexOf(p) - 1];
  const { tab, revision } = article().dataset;
  return { tab, revision, start: p.dataset.start, was: p.was, before: previous ? previous.was : "" };
}

/* The server's answer: {html, problem}, or null where there is none that fits. */
export async function post(address, fields, texts = []) {
  const body = new URLSearchParams(fields);
  for (const text of texts) body.append("text", text);
  const headers = { Accept: "application/json", "X-CSRFToken": editor.dataset.token };
  const answer = await fetch(address, { method: "POST", headers, body, keepalive: true });
  if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) {
    say(OUTDATED);
    return null;
  }
  return answer.json();
}

export const save = (p) => later(() => send(p));

/* Send a paragraph, together with those behind it that Enter made of it and the server does not have yet. */
async function send(p) {
  if (!p.isConnected) return;
  const all = every();
  let first = all.indexOf(p);
  while (all[first].unsent) first -= 1;
  let end = first + 1;
  while (end < all.length && all[end].unsent) end += 1;
  const standing = all.slice(first, end);
  if (!standing.some(dirty)) return;
  say("Saving …");
  const texts = standing.map(read);
  const answer = await post(editor.dataset.write, where(standing[0]), texts.join("\n").split(OBJECT));
  if (!answer) return;
  if (answer.problem) {
    keep(answer.problem, texts.join("\n"));
    standing.slice(1).forEach((one) => block(one).remove());
    standing[0].was = read(standing[0]);
  } else {
    standing.forEach((one, place) => {
      one.was = texts[place];
      one.unsent = false;
    });
  }
  settle(answer.html);
  const done = every().some(dirty) ? "Not saved yet." : "Saved.";
  say(answer.problem ? "Not saved." : done);
}
