"""Whole sheets copied: within a spreadsheet, and into another."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from local_workspace.sheets.book import Book
from local_workspace.sheets.sheet import Sheet
from local_workspace.sheets.table_parts import TABLES, free_name

LEFT_BEHIND = frozenset({"commentAnchors", "protectedRanges"})
"""Parts that a copy of a sheet does not get: comments are the spreadsheet's, and protection is not copied
(support.google.com/docs/answer/1218656)."""
OWN_IDS = ("filterViewId", "chartId", "slicerId", "bandedRangeId", "protectedRangeId", "objectId")


def copy_sheet(source_book: Book, source: Sheet, book: Book, sheet_id: int, title: str) -> Sheet:
    """A sheet with all of its cells, sizes and parts, under an id and a title of its own. It still needs a place."""
    parts = {name: one for name, one in source.parts.items() if name not in LEFT_BEHIND}
    sheet = replace(
        source,
        id=sheet_id,
        title=title,
        place=len(book.sheets()),
        hidden=False,
        grid=dict(source.grid),
        more=copy.deepcopy(source.more),
        parts=_own(copy.deepcopy(parts), source.id, sheet_id, book),
    )
    taken = [one for other in book.sheets() for one in other.parts.get(TABLES, [])]
    for one in sheet.parts.get(TABLES, []):
        one["name"] = free_name(taken, one["name"])
        taken.append(one)
    book.save(sheet)
    db, where = book.workspace.db, (book.file_id, sheet_id, source_book.file_id, source.id)
    db.execute(
        "INSERT INTO sheet_rows SELECT ?, ?, row, cells, filled, formulas FROM sheet_rows WHERE file_id = ? AND sheet_id = ?",
        where,
    )
    db.execute(
        "INSERT INTO sheet_dimensions "
        "SELECT ?, ?, dimension, place, json FROM sheet_dimensions WHERE file_id = ? AND sheet_id = ?",
        where,
    )
    book.reshaped = True
    return sheet


def _own(value: Any, old: int, new: int, book: Book) -> Any:
    """Ranges on the new sheet, and ids of its own for what has one."""
    if isinstance(value, list):
        return [_own(one, old, new, book) for one in value]
    if not isinstance(value, dict):
        return value
    out = {name: _own(one, old, new, book) for name, one in value.items()}
    if out.get("sheetId") == old:
        out["sheetId"] = new
    for name in OWN_IDS:
        if name in out:
            out[name] = book.new_id()
    if "tableId" in out:
        out["tableId"] = str(book.new_id())
    return out
