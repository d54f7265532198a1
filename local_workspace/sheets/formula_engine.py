"""A spreadsheet's formulas, calculated by formualizer.

Only the cells that formulas look at are given to it. Dates are numbers there, as they are here; how a result looks is inferred
from the formula (see `formula_looks`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import formualizer

from local_workspace.core.call import Json
from local_workspace.sheets.formats import number_format
from local_workspace.sheets.formula_calls import SCRATCH
from local_workspace.sheets.formula_functions import functions, library_name
from local_workspace.sheets.formula_lifting import NAME as LIFT
from local_workspace.sheets.formula_lifting import Lifting
from local_workspace.sheets.formula_looks import look
from local_workspace.sheets.formula_results import Result, extended, failed
from local_workspace.sheets.formula_syntax import Node, Unreadable, parse
from local_workspace.sheets.formula_text import End, Reference
from local_workspace.sheets.formula_translation import Scene, Translation, named_cells
from local_workspace.sheets.rows import Kept, cell_of, effective, is_formula
from local_workspace.sheets.sheet import Sheet

END = re.compile(r"\$?([A-Z]+)\$?(\d+)$")
PARSE_ERROR: Json = {"errorValue": {"type": "ERROR", "message": "Formula parse error."}}
Place = tuple[int, int, int]
"""Sheet id, row and column from 0."""


@dataclass
class Formula:
    """A formula at its place. node, translation: None where the text is none.

    raw, result: what the library gave last, and as it is kept in the cell; no result where the cell has to be written in any
    case. blocked: whether its array was found to have no room.
    """

    text: str
    sheet: Sheet
    node: Node | None = None
    translation: Translation | None = None
    raw: Any = None
    result: Result | None = None
    blocked: bool = False


@dataclass
class Engine:
    """The library's workbook with what formulas need.

    formulas: by sheet and row, then by column. looks: NumberFormats of cells that formulas look at. wanted: the columns that
    they look at, by sheet; fed: the cells of a row that the library was given. token: which state of the database it knows.
    arrays: the formulas that fill other cells, or would. volatile: whether any formula changes by itself. stale: whether anything
    changed since it was last calculated. fresh: whether results may look otherwise though they are the same.
    """

    scene: Scene
    workbook: Any
    formulas: dict[tuple[int, int], dict[int, Formula]] = field(default_factory=dict)
    looks: dict[Place, Json] = field(default_factory=dict)
    wanted: dict[int, set[int]] = field(default_factory=dict)
    fed: dict[tuple[int, int], dict[int, Any]] = field(default_factory=dict)
    arrays: set[Place] = field(default_factory=set)
    token: str = ""
    volatile: bool = False
    stale: bool = True
    fresh: bool = True

    def each(self) -> Iterator[tuple[Place, Formula]]:
        for (sheet_id, row), line in self.formulas.items():
            for column, formula in line.items():
                yield (sheet_id, row, column), formula

    def put(self, sheet: Sheet, row: int, column: int, text: str) -> Translation | None:
        """Enter a formula; the answer says what it looks at. Raises NotWritten."""
        formula = self.formulas.setdefault((sheet.id, row), {})[column] = Formula(text, sheet)
        self.arrays.discard((sheet.id, row, column))
        self.stale = True
        try:
            formula.node = parse(text, self.scene.locale)
        except Unreadable:
            self.workbook.set_value(sheet.title, row + 1, column + 1, formualizer.LiteralValue.error("Error", None))
            return None
        formula.translation = Translation(self.scene, sheet, row, column).translate(formula.node)
        self.volatile = self.volatile or formula.translation.volatile
        self.workbook.set_formula(sheet.title, row + 1, column + 1, formula.translation.text)
        return formula.translation

    def take_out(self, sheet: Sheet, row: int, column: int) -> None:
        """A formula that is no longer there."""
        del self.formulas[sheet.id, row][column]
        self.arrays.discard((sheet.id, row, column))
        self.workbook.set_value(sheet.title, row + 1, column + 1, None)
        self.stale = True

    def feed(self, sheet: Sheet, row: int, kept: Iterable[Kept]) -> None:
        """Give it one row as it is now: values where formulas look, and what is no longer there taken away."""
        wanted = self.wanted.get(sheet.id)
        if not wanted:
            return
        now: dict[int, Any] = {}
        for column, one in enumerate(kept):
            if one is None or column not in wanted or is_formula(one):
                continue
            cell = cell_of(one)
            self._note_look((sheet.id, row, column), cell)
            value = library_value(cell)
            if value is not None:
                now[column] = value
        self._feed(sheet, row, now)

    def _feed(self, sheet: Sheet, row: int, now: dict[int, Any]) -> None:
        """Only what differs from what the library was given before."""
        before = self.fed.pop((sheet.id, row), {})
        for column, value in now.items():
            if before.get(column, self) != value or type(before[column]) is not type(value):
                self.workbook.set_value(sheet.title, row + 1, column + 1, value)
                self.stale = True
        for column in before.keys() - now.keys():
            self.stale = True
            if column not in self.formulas.get((sheet.id, row), {}):
                self.workbook.set_value(sheet.title, row + 1, column + 1, None)
        if now:
            self.fed[sheet.id, row] = now

    def _note_look(self, place: Place, cell: Json) -> None:
        found = {} if "_from" in cell else number_format(cell)
        if found == self.looks.get(place, {}):
            return
        self.looks[place] = found
        self.stale = self.fresh = True

    def calculate(self) -> None:
        try:
            self.workbook.evaluate_all()
        except formualizer.ExcelEvaluationError:
            self._calculate_one_by_one()
        self.stale = self.fresh = False

    def _calculate_one_by_one(self) -> None:
        """An array that fills cells which it looks at itself ends everything: it is found, and is a circle."""
        for (_, row, column), formula in list(self.each()):
            try:
                self.workbook.evaluate_cell(formula.sheet.title, row + 1, column + 1)
            except formualizer.ExcelEvaluationError:
                self.workbook.set_value(formula.sheet.title, row + 1, column + 1, formualizer.LiteralValue.error("Circ", None))

    def changed(self, place: Place, formula: Formula) -> bool:
        """Whether the library gives something else than it gave last, or than is kept; it is noted."""
        raw = self.workbook.get_value(formula.sheet.title, place[1] + 1, place[2] + 1)
        same = type(raw) is type(formula.raw) and raw == formula.raw
        formula.raw = raw
        return not same or formula.result is None or place in self.arrays

    def result(self, place: Place, formula: Formula) -> Result:
        """What a formula gives, once it is calculated and `changed` was asked."""
        if formula.translation is None or formula.node is None:
            return Result(PARSE_ERROR)
        if formula.blocked and formula.result is not None:
            return formula.result
        _, row, column = place
        raw = formula.raw
        height, width = self._extent(formula.sheet, row, column) if formula.translation.may_spill else (1, 1)
        if isinstance(raw, dict) and raw.get("kind") == "Spill":
            return Result(failed(raw, {}), {}, *self.size(formula))
        if isinstance(raw, dict):
            return Result(failed(raw, formula.translation.messages), {}, height, width)
        found = look(formula.node, lambda one: self._look_at(one, formula.sheet))
        return Result(extended(raw), found, height, width)

    def aside(self, translation: Translation) -> Json:
        """What a formula would give that stands nowhere. Its columns have to be fed."""
        place = (translation.row + 1, translation.column + 1)
        self.workbook.set_formula(SCRATCH, *place, translation.text)
        raw = self.workbook.evaluate_cell(SCRATCH, *place)
        self.workbook.set_value(SCRATCH, *place, None)
        return failed(raw, translation.messages) if isinstance(raw, dict) else extended(raw)

    def spilled(self, sheet: Sheet, row: int, column: int, like: Json) -> Result:
        """One cell of an array that spilled. like: how the array looks."""
        raw = self.workbook.get_value(sheet.title, row + 1, column + 1)
        return Result(failed(raw, {}) if isinstance(raw, dict) else extended(raw), like)

    def _look_at(self, one: Reference | str, own: Sheet) -> Json:
        if isinstance(one, str):
            area = self.scene.names.get(one.lower())
            return self._look_at(named_cells(area), own) if area else {}
        sheet = self.scene.titles.get(one.sheet.lower()) if one.sheet else own
        if sheet is None or one.first.column is None:
            return {}
        place = (sheet.id, one.first.row or 0, one.first.column)
        formula = self.formulas.get(place[:2], {}).get(place[2])
        return self.looks.get(place) or (formula.result.look if formula and formula.result else {})

    def block(self, place: Place, formula: Formula) -> None:
        """Let an array that has no room be an error for the formulas that look at it."""
        if not formula.blocked:
            self.workbook.set_formula(formula.sheet.title, place[1] + 1, place[2] + 1, "=#REF!")
            formula.blocked = self.stale = True

    def size(self, formula: Formula) -> tuple[int, int]:
        """How far the array of a formula would reach that the library found no room for."""
        if formula.translation is None:
            return 1, 1
        out = []
        for how in ("ROWS", "COLUMNS"):
            self.workbook.set_formula(SCRATCH, 1, 1, f"={how}({formula.translation.text[1:]})")
            found = self.workbook.evaluate_cell(SCRATCH, 1, 1)
            out.append(int(found) if isinstance(found, float) else 1)
        self.workbook.set_value(SCRATCH, 1, 1, None)
        return out[0], out[1]

    def _extent(self, sheet: Sheet, row: int, column: int) -> tuple[int, int]:
        address = str(Reference(sheet.title, End(row, column), None))
        spill = self.workbook.inspect_cell(address, include_values=False).cell.spill
        found = END.search(spill.extent) if spill is not None and spill.extent else None
        return (int(found[2]) - row, _column(found[1]) - column + 1) if found else (1, 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def library_value(cell: Json) -> Any:
    """A cell as the library takes it. None for an empty one, and for what an array spilled there."""
    value = effective(cell)
    if not value or "_from" in cell or "errorValue" in value:
        return None
    [content] = value.values()
    return content


def new_engine(scene: Scene, year: int, iterations: Json) -> Engine:
    """An engine with the spreadsheet's sheets and our functions, and nothing in it.

    iterations: SpreadsheetProperties.iterativeCalculationSettings; {} where circles are errors.
    """
    settings = formualizer.EvaluationConfig()
    settings.enable_parallel = False
    if iterations:
        settings.cycle_policy = "iterate"
        settings.iterate_max_iterations = iterations.get("maxIterations", 50)
        settings.iterate_max_change = iterations.get("convergenceThreshold", 0.05)
    workbook = formualizer.Workbook(config=formualizer.WorkbookConfig(eval_config=settings))
    workbook.set_temporal_egress("serial")
    workbook.add_sheet(SCRATCH)
    for sheet in scene.sheets.values():
        workbook.add_sheet(sheet.title)
    for name, function in functions(scene.locale, year).items():
        workbook.register_function(library_name(name), function, min_args=0, max_args=None)
    workbook.register_function(library_name(LIFT), Lifting(), min_args=2, max_args=None)
    return Engine(scene, workbook)
