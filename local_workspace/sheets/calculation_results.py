"""Results of formulas, written into the cells where they differ from what is there."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.sheets.a1 import column_letters
from local_workspace.sheets.book import Book
from local_workspace.sheets.formula_engine import Engine, Formula, Place
from local_workspace.sheets.formula_results import Result
from local_workspace.sheets.sheet import Sheet

Changes = dict[tuple[int, int], dict[int, tuple[Result | None, bool]]]
"""By sheet and row: a column's result, None where a spilled one is gone, and whether it spilled from elsewhere."""


def keep(book: Book, engine: Engine, *, fresh: bool) -> None:
    """Every formula's result, and the cells that arrays spill into; what spilled before and does no more is taken out.

    fresh: whether what the cells hold may be of another engine, or look otherwise.
    """
    changes: Changes = {}
    had_arrays = fresh or bool(engine.arrays)
    for place, formula in engine.each():
        if not engine.changed(place, formula) and not fresh:
            continue
        result = _fitted(book, formula.sheet, place, engine.result(place, formula))
        if result != formula.result:
            changes.setdefault(place[:2], {})[place[2]] = (result, False)
        formula.result = result
        _spill(engine, formula, place, result, changes)
        if result.has_no_room:
            engine.block(place, formula)
        if result.height * result.width > 1 or result.has_no_room:
            engine.arrays.add(place)
        else:
            engine.arrays.discard(place)
    sheets = {one.id: one for one in book.sheets()}
    for sheet in sheets.values() if had_arrays else ():
        _find_gone(book, sheet, changes)
    _write(book, sheets, changes)


def _find_gone(book: Book, sheet: Sheet, changes: Changes) -> None:
    for number in book.calculated_rows(sheet):
        for column, cell in book.row(sheet, number).items():
            if "_from" in cell:
                changes.setdefault((sheet.id, number), {}).setdefault(column, (None, True))


def _spill(engine: Engine, formula: Formula, place: Place, result: Result, changes: Changes) -> None:
    sheet_id, top, left = place
    for row in range(top, top + result.height):
        for column in range(left, left + result.width):
            if (row, column) != (top, left):
                changes.setdefault((sheet_id, row), {})[column] = (engine.spilled(formula.sheet, row, column, result.look), True)


def _fitted(book: Book, sheet: Sheet, place: Place, result: Result) -> Result:
    """The result, or the error that says why its array has no room."""
    _, top, left = place
    if result.height * result.width == 1:
        return result
    if top + result.height > sheet.rows:
        return _no_room(f"Result was not automatically expanded, please insert more rows ({top + result.height - sheet.rows}).")
    if left + result.width > sheet.columns:
        more = left + result.width - sheet.columns
        return _no_room(f"Result was not automatically expanded, please insert more columns ({more}).")
    for number, cells in book.rows(sheet, top, top + result.height):
        for column in range(left, left + result.width):
            if (number, column) != (top, left) and cells.get(column, {}).get("userEnteredValue"):
                where = f"{column_letters(column)}{number + 1}"
                return _no_room(f"Array result was not expanded because it would overwrite data in {where}.")
    return result


def _no_room(message: str) -> Result:
    return Result({"errorValue": {"type": "REF", "message": message}})


def _write(book: Book, sheets: Mapping[int, Sheet], changes: Changes) -> None:
    for (sheet_id, row), columns in changes.items():
        cells = book.row(sheets[sheet_id], row)
        changed = False
        for column, (result, spilled) in columns.items():
            before = cells.get(column, {})
            after = _with_result(before, result, spilled)
            if after != before:
                cells[column], changed = after, True
        if changed:
            book.put(sheets[sheet_id], row, cells)


def _with_result(cell: Json, result: Result | None, spilled: bool) -> Json:
    out = {name: one for name, one in cell.items() if name not in ("effectiveValue", "_type", "_from")}
    if result is None:
        return out
    if result.value:
        out["effectiveValue"] = result.value
    if result.look and "numberValue" in result.value:
        out["_type"] = result.look
    if spilled:
        out["_from"] = True
    return out
