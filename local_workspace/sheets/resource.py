"""The Spreadsheet resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from local_workspace.core.call import Json
from local_workspace.drive import access
from local_workspace.sheets import grid_data, metadata, protection, table_parts
from local_workspace.sheets.areas import Area, whole
from local_workspace.sheets.book import Book
from local_workspace.sheets.comment_threads import ANCHORS, threads
from local_workspace.sheets.formats import DEFAULT_FORMAT, THEME
from local_workspace.sheets.sheet import Sheet

PROPERTIES = ("locale", "autoRecalc", "timeZone", "iterativeCalculationSettings", "importFunctionsExternalUrlAccessAllowed")


def spreadsheet(book: Book, areas: Sequence[Area] = (), *, with_cells: bool = False, with_comments: bool = False) -> Json:
    """The resource. areas: only their sheets, and of the cells only these; none means everything."""
    sheets = [one for one in book.sheets() if not areas or any(area.sheet.id == one.id for area in areas)]
    out: Json = {
        "spreadsheetId": book.file_id,
        "properties": properties(book),
        "sheets": [_sheet(book, one, areas, with_cells, with_comments) for one in sheets],
        "spreadsheetUrl": f"{book.workspace.base_url or 'https://docs.google.com'}/spreadsheets/d/{book.file_id}/edit",
    }
    if with_comments and (found := threads(book)):
        out["comments"] = found
    for name, listed in (("namedRanges", book.facts.get("namedRanges")), ("developerMetadata", metadata.of_spreadsheet(book))):
        if listed:
            out[name] = as_shown(listed)
    return out


def properties(book: Book) -> Json:
    """As SpreadsheetProperties."""
    own = {name: book.facts[name] for name in PROPERTIES if name in book.facts}
    defaults = {"defaultFormat": book.facts.get("defaultFormat", DEFAULT_FORMAT)}
    theme = {"spreadsheetTheme": book.facts.get("spreadsheetTheme", THEME)}
    return {"title": access.title(book.workspace, book.file_id), **own, **defaults, **theme}


def _sheet(book: Book, sheet: Sheet, areas: Sequence[Area], with_cells: bool, with_comments: bool) -> Json:
    out: Json = {"properties": sheet.properties()}
    if with_cells and sheet.kind == "GRID":
        mine = [area.clipped() for area in areas if area.sheet.id == sheet.id]
        out["data"] = [grid_data.of(book, area) for area in mine or [whole(sheet)]]
    for name, part in sheet.parts.items():
        if name == ANCHORS and not with_comments:
            continue
        show = SHOWN.get(name)
        out[name] = as_shown(show(book, part) if show else part)
    if listed := metadata.of_sheet(book, sheet):
        out["developerMetadata"] = listed
    return out


SHOWN: Mapping[str, Callable[[Book, Any], Any]] = {
    "protectedRanges": lambda book, listed: [protection.shown(book, one) for one in listed],
    "tables": lambda book, listed: [table_parts.shown(book, one) for one in listed],
}
"""Parts that are not shown as they are kept."""


def as_shown(value: Any) -> Any:
    """Kept JSON as Google sends it: a sheetId of zero in a range is left out, and so is what only we know."""
    if isinstance(value, list):
        return [as_shown(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: as_shown(one)
        for name, one in value.items()
        if not name.startswith("_") and not (name == "sheetId" and one == 0 and "title" not in value)
    }
