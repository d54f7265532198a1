/* Showing what the server now has, without taking anything from under someone's fingers. */

import { article, beforeCaret, dirty, enable, every, focus, isActive, known, read } from "./paragraphs.js";
import { keep } from "./telling.js";

const AT_ONCE = "The document was changed at the same time.";

/* html: the article as the server has it. */
export function settle(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const olds = known();
  const news = every(fresh.content);
  const next = fresh.content.querySelector("[data-doc]");
  if (olds.length !== news.length || olds.some((old, place) => shape(old) !== shape(news[place]))) {
    renew(olds, news, next);
    return;
  }
  article().dataset.revision = next.dataset.revision;
  olds.forEach((old, place) => replace(old, news[place]));
}

function replace(old, neu) {
  const active = isActive(old);
  if (dirty(old) || old.busy || (active && read(neu) === old.was)) {
    adopt(old, neu);
    return;
  }
  const at = active ? beforeCaret(old).length : 0;
  old.replaceWith(neu);
  enable(neu);
  if (active) focus(neu, at);
}

/* A paragraph that stays on the page takes over where it is now. */
function adopt(old, neu) {
  old.id = neu.id;
  for (const name of ["start", "label"]) old.dataset[name] = neu.dataset[name];
  for (const name of ["data-alone", "data-bulleted"]) old.toggleAttribute(name, neu.hasAttribute(name));
}

/* What a paragraph is and what it stands in. */
function shape(p) {
  const names = [];
  for (let one = p; one && !one.hasAttribute("data-doc"); one = one.parentElement) names.push(one.nodeName);
  return names.join();
}

/* The document has another shape: all of it is put in anew, but for the paragraphs that someone is in the middle of. */
function renew(olds, news, next) {
  const all = every();
  const active = all.find(isActive);
  const head = active ? beforeCaret(active).split("\n") : [];
  const twins = pair(olds, news);
  const loose = all.filter((one) => one.unsent).map((one) => [one, all[all.indexOf(one) - 1]]);
  article().replaceWith(next);
  news.forEach(enable);
  for (const [old, neu] of twins) {
    if (!dirty(old) && !old.busy) continue;
    adopt(old, neu);
    neu.replaceWith(old);
    twins.set(old, old);
  }
  for (const [one, before] of loose) {
    const to = twins.get(before) || before;
    if (to.isConnected) to.after(one);
    else keep(AT_ONCE, read(one));
  }
  if (!active) return;
  const place = olds.indexOf(active) + head.length - 1; // text with newlines in it has become several paragraphs
  const to = active.isConnected ? active : twins.get(active) || news[Math.min(place, news.length - 1)];
  focus(to, head.at(-1).length);
}

/* Which new paragraph stands for which old one: by its place, else by its text where that is certain. */
function pair(olds, news) {
  const twins = new Map();
  for (const [place, old] of olds.entries()) {
    const alike = olds.length === news.length ? [news[place]] : news.filter((one) => read(one) === old.was);
    if (alike.length === 1) twins.set(old, alike[0]);
    else if (dirty(old)) keep(AT_ONCE, read(old));
  }
  return twins;
}
