"""copyPaste and cutPaste (developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request)."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import NotWritten
from local_workspace.sheets.a1 import beyond
from local_workspace.sheets.areas import Area, area_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.formula_text import offset
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.protection import guard
from local_workspace.sheets.rows import effective
from local_workspace.sheets.writing import VALUE_PARTS

Block = Mapping[tuple[int, int], Json]
"""Cells by row and column within a block, from 0; blank ones are left out."""
LOOKS = frozenset({"userEnteredFormat", "textFormatRuns"})


def copy_paste(book: Book, request: Json) -> Json:
    """What the source holds, once, or as often as the destination is a multiple of it; formulas move with their cells."""
    source = area_of(book, request.get("source", {})).clipped()
    turned = request.get("pasteOrientation", "NORMAL") == "TRANSPOSE"
    paste = _paste_of("copyPaste", book, request, source)
    block = _block(book, source)
    height, width = (source.width, source.height) if turned else (source.height, source.width)
    where = _repeated(area_of(book, request.get("destination", {})), height, width)
    require_room(where)
    guard(book, where)
    for number in where.rows:
        cells = book.row(where.sheet, number)
        for column in where.columns:
            row, place = (number - where.top) % height, (column - where.left) % width
            at = (place, row) if turned else (row, place)
            moved = (number - source.top - at[0], column - source.left - at[1])
            cells[column] = paste(cells.get(column, {}), block.get(at, {}), moved)
        book.put(where.sheet, number, cells)
    return {}


def cut_paste(book: Book, request: Json) -> Json:
    """What the source holds is taken out and put at the destination, formulas as they are.

    Formulas elsewhere that look at what was moved go on looking at the old place, which Google's do not.
    """
    source = area_of(book, request.get("source", {})).clipped()
    paste = _paste_of("cutPaste", book, request, source)
    block = _block(book, source)
    to = request.get("destination", {})
    sheet = book.sheet(to.get("sheetId", 0))
    top, left = to.get("rowIndex", 0), to.get("columnIndex", 0)
    where = Area(sheet, top, left, top + source.height, left + source.width)
    require_room(where)
    guard(book, source)
    guard(book, where)
    for number in source.rows:
        cells = book.row(source.sheet, number)
        book.put(source.sheet, number, {column: one for column, one in cells.items() if column not in source.columns})
    for number in where.rows:
        cells = book.row(where.sheet, number)
        for column in where.columns:
            cells[column] = paste(cells.get(column, {}), block.get((number - top, column - left), {}), (0, 0))
        book.put(where.sheet, number, cells)
    return {}


def _paste_of(kind: str, book: Book, request: Json, source: Area) -> Paste:
    name = request.get("pasteType", "PASTE_NORMAL")
    merged = any(area_of(book, one).meets(source) for one in source.sheet.parts.get("merges", ()))
    if name not in PASTES or merged:
        raise NotWritten(f"sheets.spreadsheets.batchUpdate {kind} {'of merged cells' if merged else name}")
    return PASTES[name]


def _block(book: Book, area: Area) -> Block:
    rows = book.rows(area.sheet, area.top, area.bottom)
    return {
        (number - area.top, column - area.left): copy.deepcopy(cell)
        for number, cells in rows
        for column, cell in cells.items()
        if column in area.columns
    }


def _repeated(where: Area, height: int, width: int) -> Area:
    """The destination: a multiple of the source is filled with it, anything else takes it once, beyond its end if need be."""
    where = where.clipped()
    tall = where.height if height and where.height % height == 0 and where.height else height
    wide = where.width if width and where.width % width == 0 and where.width else width
    return Area(where.sheet, where.top, where.left, where.top + tall, where.left + wide)


def require_room(where: Area) -> None:
    """Raises BadRequest for an area that reaches beyond the grid."""
    if where.bottom > where.sheet.rows or where.right > where.sheet.columns:
        raise beyond(where)


Paste = Callable[[Json, Json, tuple[int, int]], Json]
"""From the cell that was there, the cell that is pasted, and by how many rows and columns it moved, to the cell that is."""


def _everything(old: Json, new: Json, moved: tuple[int, int]) -> Json:
    return {**new, **_formula(new, moved)}


def _without_borders(old: Json, new: Json, moved: tuple[int, int]) -> Json:
    own = {name: one for name, one in new.get("userEnteredFormat", {}).items() if name != "borders"}
    kept = old.get("userEnteredFormat", {}).get("borders")
    look = {**own, **({"borders": kept} if kept else {})}
    rest = {name: one for name, one in _everything(old, new, moved).items() if name != "userEnteredFormat"}
    return {**rest, **({"userEnteredFormat": look} if look else {})}


def _values(old: Json, new: Json, moved: tuple[int, int]) -> Json:
    """What a formula gave, not the formula."""
    value = effective(new)
    kept = {name: one for name, one in old.items() if name not in VALUE_PARTS}
    return {**kept, **({"userEnteredValue": value} if value and "errorValue" not in value else {})}


def _formulas(old: Json, new: Json, moved: tuple[int, int]) -> Json:
    kept = {name: one for name, one in old.items() if name not in VALUE_PARTS}
    value = {name: new[name] for name in ("userEnteredValue",) if name in new}
    return {**kept, **value, **_formula(new, moved)}


def _looks(old: Json, new: Json, moved: tuple[int, int]) -> Json:
    """The format and the validation."""
    kept = {name: one for name, one in old.items() if name not in {*LOOKS, "dataValidation"}}
    return {**kept, **{name: new[name] for name in ("userEnteredFormat", "dataValidation") if name in new}}


def _validation(old: Json, new: Json, moved: tuple[int, int]) -> Json:
    kept = {name: one for name, one in old.items() if name != "dataValidation"}
    return {**kept, **{name: new[name] for name in ("dataValidation",) if name in new}}


def _formula(new: Json, moved: tuple[int, int]) -> Json:
    formula = new.get("userEnteredValue", {}).get("formulaValue")
    return {"userEnteredValue": {"formulaValue": offset(formula, *moved)}} if formula else {}


PASTES: Mapping[str, Paste] = {
    "PASTE_NORMAL": _everything,
    "PASTE_NO_BORDERS": _without_borders,
    "PASTE_VALUES": _values,
    "PASTE_FORMULA": _formulas,
    "PASTE_FORMAT": _looks,
    "PASTE_DATA_VALIDATION": _validation,
}
"""Every PasteType but PASTE_CONDITIONAL_FORMATTING."""
KINDS: Mapping[str, Perform] = {"copyPaste": copy_paste, "cutPaste": cut_paste}
