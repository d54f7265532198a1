/* Choosing a cell by mouse, finger or arrow keys puts it into the form above the table; the form saves it. */

const table = document.querySelector("table[data-editable]");
const form = document.querySelector("[data-entry]");
const { cell: name, value, then } = form.elements;
const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("[data-cell]")]);
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const note = document.querySelector("[data-note-shown]");

let current = null;
let edited = false;

const called = (text) => table.querySelector(`[data-cell="${CSS.escape(text.trim().toUpperCase())}"]`);
const inside = (event) => event.target.closest("[data-cell]");

function choose(cell) {
  if (edited && current !== cell) {
    then.value = cell.dataset.cell;
    form.requestSubmit();
    return;
  }
  show(cell);
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function show(cell) {
  if (current) {
    current.classList.remove("chosen");
    current.tabIndex = -1;
    current.removeAttribute("aria-selected");
  }
  current = cell;
  edited = false;
  cell.classList.add("chosen");
  cell.tabIndex = 0;
  cell.setAttribute("aria-selected", "true");
  name.value = cell.dataset.cell;
  value.value = cell.dataset.entered === undefined ? cell.textContent : cell.dataset.entered;
  note.hidden = !cell.title;
  note.textContent = cell.title ? `Note on ${cell.dataset.cell}: ${cell.title}` : "";
}

function move(cell, [down, right]) {
  const row = rows.findIndex((one) => one.includes(cell));
  const to = (rows[row + down] || [])[rows[row].indexOf(cell) + right];
  if (to) choose(to);
}

function edit(text) {
  value.focus();
  if (text === undefined) {
    value.select();
  } else {
    value.value = text;
    edited = true;
  }
}

table.addEventListener("click", (event) => {
  if (inside(event)) choose(inside(event));
});

table.addEventListener("dblclick", () => edit());

table.addEventListener("keydown", (event) => {
  const cell = inside(event);
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = {
    ...Object.fromEntries(Object.keys(ARROWS).map((key) => [key, () => move(cell, ARROWS[key])])),
    Enter: () => edit(),
    F2: () => edit(),
    Delete: () => { edit(""); form.requestSubmit(); },
    Backspace: () => { edit(""); form.requestSubmit(); },
  }[event.key] || (event.key.length === 1 && (() => edit(event.key)));
  if (!act) return;
  event.preventDefault();
  if (cell !== current) show(cell);
  act();
});

value.addEventListener("input", () => { edited = true; });

value.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !current) return;
  edited = false;
  choose(current);
});

name.addEventListener("change", () => {
  if (called(name.value)) show(called(name.value));
});

table.setAttribute("role", "grid");
table.closest("[data-cells]").removeAttribute("tabindex"); // the cells themselves can be reached
rows[0][0].tabIndex = 0;
if (document.querySelector("[role=alert]")) {
  value.focus();
  edited = true;
} else if (name.value && called(name.value)) {
  rows[0][0].tabIndex = -1;
  choose(called(name.value));
}
