/* What the page tells the person who types. */

const status = document.querySelector("[data-status]");
const kept = document.querySelector("[data-words]");

export function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

/* Words that could not be put in are not lost: they stand above the document. */
export function keep(problem, words) {
  kept.hidden = false;
  kept.setAttribute("role", "alert");
  kept.querySelector("[data-why]").textContent = problem;
  const field = kept.querySelector("textarea");
  field.value = [field.value, words.replaceAll("\uFFFC", "")].filter(Boolean).join("\n\n");
}
