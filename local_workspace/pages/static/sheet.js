/* Choosing a cell by mouse, finger or arrow keys puts it into the form above the table; the form saves it. */
"use strict";
(() => {
  const table = document.querySelector("table[data-editable]");
  const form = document.querySelector("[data-entry]");
  if (!table || !form) return;
  const { cell: name, value } = form.elements;
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("[data-cell]")]);
  let current = null;

  function place(cell) {
    const row = rows.findIndex((one) => one.includes(cell));
    return [row, rows[row].indexOf(cell)];
  }

  function choose(cell, focus = true) {
    if (current) { current.classList.remove("chosen"); current.tabIndex = -1; current.removeAttribute("aria-selected"); }
    current = cell;
    cell.classList.add("chosen");
    cell.tabIndex = 0;
    cell.setAttribute("aria-selected", "true");
    name.value = cell.dataset.cell;
    value.value = cell.dataset.entered === undefined ? cell.textContent : cell.dataset.entered;
    if (focus) { cell.focus({ preventScroll: true }); cell.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  }

  function move(cell, down, right) {
    const [row, column] = place(cell);
    const to = (rows[row + down] || [])[column + right];
    if (to) choose(to);
  }

  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  table.setAttribute("role", "grid");
  table.closest("[data-cells]").removeAttribute("tabindex");
  table.addEventListener("click", (event) => { const cell = event.target.closest("[data-cell]"); if (cell) choose(cell); });
  table.addEventListener("dblclick", () => value.focus());
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (ARROWS[event.key]) { event.preventDefault(); move(cell, ...ARROWS[event.key]); return; }
    if (event.key === "Enter" || event.key === "F2") { event.preventDefault(); value.focus(); value.select(); return; }
    if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); value.value = ""; form.requestSubmit(); return; }
    if (event.key.length === 1) { event.preventDefault(); value.focus(); value.value = event.key; }
  });
  value.addEventListener("keydown", (event) => { if (event.key === "Escape" && current) choose(current); });
  name.addEventListener("change", () => {
    const cell = table.querySelector(`[data-cell="${CSS.escape(name.value.trim().toUpperCase())}"]`);
    if (cell) choose(cell, false);
  });

  const asked = name.value && table.querySelector(`[data-cell="${CSS.escape(name.value.toUpperCase())}"]`);
  const problem = document.querySelector("[role=alert]");
  if (asked && problem) { asked.tabIndex = 0; value.focus(); } else if (asked) { choose(asked); } else { rows[0][0].tabIndex = 0; }
})();
