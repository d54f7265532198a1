"""Requests about whole sheets: added, deleted, renamed, hidden, resized, duplicated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.core.masks import Mask
from local_workspace.sheets import formula_text
from local_workspace.sheets.areas import whole
from local_workspace.sheets.book import Book
from local_workspace.sheets.changes import Change
from local_workspace.sheets.colours import with_both
from local_workspace.sheets.copying import copy_sheet
from local_workspace.sheets.dimension_changes import apply, rewrite_formulas
from local_workspace.sheets.field_masks import names, patched, wanted
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.protection import guard
from local_workspace.sheets.sheet import Sheet, new_sheet

LONGEST_TITLE = 100
MISSING = "No sheet with id: {}"
PROPERTIES = frozenset({"title", "index", "hidden", "gridProperties", "tabColor", "tabColorStyle", "rightToLeft"})
COUNTS = {"rowCount": "ROWS", "columnCount": "COLUMNS"}


def add_sheet(book: Book, request: Json) -> Json:
    properties = request.get("properties", {})
    if properties.get("sheetType", "GRID") != "GRID":
        raise BadRequest(f"Cannot add a sheet of type {properties['sheetType']}.")
    sheets = book.sheets()
    title = properties.get("title") or free_title(sheets)
    _require_title(book, title, None)
    sheet = new_sheet(free_id(book, properties.get("sheetId")), title, len(sheets), properties)
    if sheet.rows < 1 or sheet.columns < 1:
        raise BadRequest("gridProperties.rowCount and gridProperties.columnCount must be at least 1.")
    insert_at(book, sheet, properties.get("index"))
    book.require_room()
    return {"addSheet": {"properties": sheet.properties()}}


def free_id(book: Book, wanted_id: int | None) -> int:
    """The id that was asked for, or a new one. Raises BadRequest where it is taken."""
    if wanted_id is None:
        return book.new_id()
    if wanted_id < 0:
        raise BadRequest("sheetId must be non-negative.")
    if book.find(wanted_id):
        raise BadRequest(f"A sheet with the ID {wanted_id} already exists. Please enter another ID.")
    return wanted_id


def free_title(sheets: Sequence[Sheet]) -> str:
    titles = {one.title.lower() for one in sheets}
    return next(f"Sheet{number}" for number in range(1, len(sheets) + 2) if f"sheet{number}" not in titles)


def insert_at(book: Book, sheet: Sheet, place: int | None) -> None:
    """Put a sheet among the others; at the end where no place is said."""
    others = [one for one in book.sheets() if one.id != sheet.id]
    where = len(others) if place is None else min(place, len(others))
    book.arrange([*others[:where], sheet, *others[where:]])


def _require_title(book: Book, title: str, own: Sheet | None) -> None:
    if not title.strip():
        raise BadRequest("The sheet name cannot be empty.")
    if len(title) > LONGEST_TITLE:
        raise BadRequest(f"The sheet name cannot be greater than {LONGEST_TITLE} characters.")
    other = book.titled(title)
    if other is not None and other is not own:
        raise BadRequest(f'A sheet with the name "{title}" already exists. Please enter another name.')


def delete_sheet(book: Book, request: Json) -> Json:
    sheet = book.sheet(request.get("sheetId", 0), MISSING)
    guard(book, whole(sheet))
    others = [one for one in book.sheets() if one.id != sheet.id]
    if not [one for one in others if not one.hidden]:
        raise BadRequest("You can't remove all the visible sheets in a document.")
    book.remove(sheet)
    _forget_ranges(book, sheet)
    rewrite_formulas(book, lambda text, _own: formula_text.without_sheet(text, sheet.title))
    book.arrange(others)
    return {}


def _forget_ranges(book: Book, sheet: Sheet) -> None:
    listed = book.facts.get("namedRanges", [])
    book.facts["namedRanges"] = [one for one in listed if one["range"].get("sheetId", 0) != sheet.id]
    book.save_facts()


def update_sheet_properties(book: Book, request: Json) -> Json:
    given = request.get("properties", {})
    mask = wanted(request, "SheetProperties")
    sheet = book.sheet(given.get("sheetId", 0), MISSING)
    named = names(mask, PROPERTIES)
    for name in named & SETTERS.keys():
        SETTERS[name](book, sheet, given, mask.get(name, {}))
    sheet.more = _more(sheet, given, named)
    book.save(sheet)
    if "index" in named:
        place = given.get("index", 0)
        insert_at(book, sheet, place - 1 if place > sheet.place else place)
    return {}


def _set_title(book: Book, sheet: Sheet, given: Json, _mask: Mask) -> None:
    title, old = given.get("title", ""), sheet.title
    _require_title(book, title, sheet)
    sheet.title = title
    rewrite_formulas(book, lambda text, _own: formula_text.renamed(text, old, title))
    book.reshaped = True


def _set_hidden(book: Book, sheet: Sheet, given: Json, _mask: Mask) -> None:
    hidden = given.get("hidden", False)
    if hidden and not [one for one in book.sheets() if one.id != sheet.id and not one.hidden]:
        raise BadRequest("You can't hide all the sheets in a document.")
    sheet.hidden = hidden


def _set_grid(book: Book, sheet: Sheet, given: Json, mask: Mask) -> None:
    """A smaller count cuts rows or columns off at the end, a larger one adds empty ones."""
    grid = given.get("gridProperties", {})
    for name, dimension in COUNTS.items():
        asked = name in mask or "*" in mask or (not mask and name in grid)
        if asked:
            _resize(book, sheet, dimension, grid.get(name, 0))
    rest = {name: inner for name, inner in mask.items() if name not in COUNTS} or ({} if not mask else None)
    if rest is not None:
        kept = patched(sheet.grid, {name: one for name, one in grid.items() if name not in COUNTS}, rest)
        sheet.grid = {name: one for name, one in kept.items() if one}
    _require_unfrozen(sheet)


def _resize(book: Book, sheet: Sheet, dimension: str, count: int) -> None:
    old = sheet.count(dimension)
    if count < 1:
        raise BadRequest("gridProperties.rowCount and gridProperties.columnCount must be at least 1.")
    if count < old:
        guard(book, whole(sheet))
        apply(book, sheet, Change(sheet.id, dimension, "delete", count, old))
    else:
        sheet.resize(dimension, count)
        book.require_room()


def _require_unfrozen(sheet: Sheet) -> None:
    for name, count, what in (
        ("frozenRowCount", sheet.rows, "rows"),
        ("frozenColumnCount", sheet.columns, "columns"),
    ):
        if sheet.grid.get(name, 0) >= count:
            raise BadRequest(f"You can't freeze all visible {what} on the sheet.")


def _more(sheet: Sheet, given: Json, named: set[str]) -> Json:
    """The properties kept as they are given; a tab's colour in both its forms."""
    named = named | ({"tabColor", "tabColorStyle"} if named & {"tabColor", "tabColorStyle"} else set())
    own = {name: one for name, one in sheet.more.items() if name not in named}
    coloured = {name: given[name] for name in ("tabColor", "tabColorStyle", "rightToLeft") if name in named and name in given}
    return {**own, **{name: one for name, one in with_both(coloured).items() if one}}


SETTERS: Mapping[str, Any] = {"title": _set_title, "hidden": _set_hidden, "gridProperties": _set_grid}


def duplicate_sheet(book: Book, request: Json) -> Json:
    source = book.sheet(request.get("sourceSheetId", 0), MISSING)
    title = request.get("newSheetName") or _copy_title(book, source.title)
    _require_title(book, title, None)
    sheet = copy_sheet(book, source, book, free_id(book, request.get("newSheetId")), title)
    insert_at(book, sheet, request.get("insertSheetIndex", 0))
    book.require_room()
    return {"duplicateSheet": {"properties": sheet.properties()}}


def copied(book: Book, source_book: Book, source: Sheet) -> Sheet:
    """A sheet of another spreadsheet, or of the same, copied behind the others. Its formulas and ranges are its own."""
    sheet = copy_sheet(source_book, source, book, book.new_id(), _copy_title(book, source.title))
    insert_at(book, sheet, None)
    book.require_room()
    return sheet


def _copy_title(book: Book, title: str) -> str:
    names_ = (f"Copy of {title}" + (f" {number}" if number > 1 else "") for number in range(1, 10_000))
    return next(one for one in names_ if book.titled(one) is None)


KINDS: Mapping[str, Perform] = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
}
