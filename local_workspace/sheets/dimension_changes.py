"""Inserting, deleting and moving rows and columns, with all that goes with them: cells, sizes, metadata, ranges, formulas."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from local_workspace.core.call import Json
from local_workspace.sheets import formula_text
from local_workspace.sheets.book import FAR, Book
from local_workspace.sheets.changes import Change
from local_workspace.sheets.rows import Cells
from local_workspace.sheets.sheet import Sheet
from local_workspace.sheets.shifting import shifted, specs
from local_workspace.sheets.table_parts import after_columns

Rewrite = Callable[[str, Sheet], str]
"""(formula, the sheet it is on) to the formula."""


def insert_rows(book: Book, sheet: Sheet, start: int, count: int) -> None:
    apply(book, sheet, Change(sheet.id, "ROWS", "insert", start, start + count))


def apply(book: Book, sheet: Sheet, change: Change) -> None:
    """Make a change of rows or columns, whole. The grid's size changes with it."""
    _cells(book, sheet, change)
    _dimensions(book, sheet, change)
    _metadata(book, sheet, change)
    growth = {"insert": change.length, "delete": -change.length, "move": 0}[change.kind]
    sheet.resize(change.dimension, sheet.count(change.dimension) + growth)
    _parts(book, change)
    rewrite_formulas(book, lambda text, own: formula_text.after_change(text, change, own.title, sheet.title))
    book.save(sheet)
    if growth > 0:
        book.require_room()
    book.reshaped = True


def _cells(book: Book, sheet: Sheet, change: Change) -> None:
    if change.dimension == "COLUMNS":
        book.each_row(sheet, lambda cells: _placed(cells, change))
    elif change.kind == "insert":
        book.move_rows(sheet, change.start, FAR, change.length)
    elif change.kind == "delete":
        book.drop_rows(sheet, change.start, change.end)
        book.move_rows(sheet, change.end, FAR, -change.length)
    else:
        _move_rows(book, sheet, change)


def _placed(cells: Cells, change: Change) -> Cells | None:
    placed = {change.index(column): cell for column, cell in cells.items()}
    kept = {column: cell for column, cell in placed.items() if column is not None}
    return kept if kept != cells else None


def _move_rows(book: Book, sheet: Sheet, change: Change) -> None:
    """Only the rows between the old place and the new one change theirs."""
    low, high = min(change.start, change.destination), max(change.end, change.destination)
    rows = dict(book.rows(sheet, low, high))
    book.drop_rows(sheet, low, high)
    for number, cells in rows.items():
        book.put(sheet, change.index(number) or 0, cells)


def _dimensions(book: Book, sheet: Sheet, change: Change) -> None:
    """Sizes and hiding, row by row or column by column; what is inserted begins as the grid's default."""
    db, key = book.workspace.db, (book.file_id, sheet.id, change.dimension)
    found = db.execute(
        "SELECT place, json FROM sheet_dimensions WHERE file_id = ? AND sheet_id = ? AND dimension = ? AND place >= ?",
        (*key, min(change.start, change.destination) if change.kind == "move" else change.start),
    ).fetchall()
    db.executemany(
        "DELETE FROM sheet_dimensions WHERE file_id = ? AND sheet_id = ? AND dimension = ? AND place = ?",
        [(*key, row["place"]) for row in found],
    )
    placed = [(change.index(row["place"]), row["json"]) for row in found]
    statement = "INSERT INTO sheet_dimensions VALUES (?, ?, ?, ?, ?)"
    db.executemany(statement, [(*key, place, text) for place, text in placed if place is not None])


def _metadata(book: Book, sheet: Sheet, change: Change) -> None:
    """Developer metadata follows its row or column, and goes with it."""
    db = book.workspace.db
    found = db.execute(
        "SELECT id, place FROM developer_metadata WHERE file_id = ? AND sheet_id = ? AND dimension = ?",
        (book.file_id, sheet.id, change.dimension),
    ).fetchall()
    for row in found:
        place = change.index(row["place"])
        if place is None:
            db.execute("DELETE FROM developer_metadata WHERE file_id = ? AND id = ?", (book.file_id, row["id"]))
        elif place != row["place"]:
            db.execute("UPDATE developer_metadata SET place = ? WHERE file_id = ? AND id = ?", (place, book.file_id, row["id"]))


def _parts(book: Book, change: Change) -> None:
    if "namedRanges" in book.facts:
        book.facts["namedRanges"] = shifted(book.facts["namedRanges"], change)
        book.save_facts()
    for sheet in book.sheets():
        moved = {name: _part(sheet, one, change) for name, one in sheet.parts.items()}
        kept = {name: one for name, one in moved.items() if one not in (None, [])}
        if kept != sheet.parts:
            sheet.parts = kept
            book.save(sheet)


def _part(sheet: Sheet, part: Any, change: Change) -> Any:
    moved = shifted(part, change)
    if change.dimension == "COLUMNS" and change.sheet_id == sheet.id:
        for one in moved if isinstance(moved, list) else [moved]:
            for name in ("sortSpecs", "filterSpecs"):
                if isinstance(one, dict) and name in one:
                    one[name] = specs(one[name], change)
        _follow_columns(part, moved, change)
    return moved


def _follow_columns(before: Any, after: Any, change: Change) -> None:
    """Tables know their columns by their place in the table."""
    known = {one["tableId"]: one for one in before if "columnProperties" in one} if isinstance(before, list) else {}
    for one in after if known else ():
        if one.get("tableId") in known:
            after_columns(known[one["tableId"]], one, change)


def rewrite_formulas(book: Book, rewrite: Rewrite) -> None:
    """Every formula of the spreadsheet: in cells, and in the conditions of validation and of conditional formats."""
    for sheet in book.sheets():
        for number in book.calculated_rows(sheet):
            cells = book.row(sheet, number)
            for cell in cells.values():
                _rewrite_cell(cell, sheet, rewrite)
            book.put(sheet, number, cells)
        text = json.dumps(sheet.parts)
        if '"=' in text:
            sheet.parts = _rewrite_values(sheet.parts, sheet, rewrite)
            book.save(sheet)


def _rewrite_cell(cell: Json, sheet: Sheet, rewrite: Rewrite) -> None:
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if formula:
        cell["userEnteredValue"] = {"formulaValue": rewrite(formula, sheet)}
    if "dataValidation" in cell:
        cell["dataValidation"] = _rewrite_values(cell["dataValidation"], sheet, rewrite)


def _rewrite_values(value: Any, sheet: Sheet, rewrite: Rewrite) -> Any:
    """ConditionValues that are formulas, wherever they are."""
    if isinstance(value, list):
        return [_rewrite_values(one, sheet, rewrite) for one in value]
    if not isinstance(value, dict):
        return value
    out = {name: _rewrite_values(one, sheet, rewrite) for name, one in value.items()}
    text = out.get("userEnteredValue")
    if isinstance(text, str) and text.startswith("="):
        out["userEnteredValue"] = rewrite(text, sheet)
    return out
