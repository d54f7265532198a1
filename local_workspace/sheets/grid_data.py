"""GridData: the cells of an area with the sizes of its rows and columns."""

from __future__ import annotations

import json
from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.sheets import conditional, metadata
from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book
from local_workspace.sheets.formats import DEFAULT_FORMAT
from local_workspace.sheets.rendering import cell_data
from local_workspace.sheets.sheet import DEFAULT_PIXELS, Sheet


def of(book: Book, area: Area) -> Json:
    """GridData for an area; rows and cells at the end that hold nothing are left out."""
    default = book.facts.get("defaultFormat", DEFAULT_FORMAT)
    look = conditional.looks(book, area)
    rows: list[Json] = []
    for number, cells in book.rows(area.sheet, area.top, area.bottom):
        inside = [column for column in cells if area.left <= column < area.right]
        if not inside:
            continue
        rows += [{} for _ in range(number - area.top - len(rows))]
        values = [
            cell_data(cells.get(column, {}), book.locale, default, look(number, column, cells.get(column, {})))
            for column in range(area.left, max(inside) + 1)
        ]
        rows.append({"values": values})
    out: Json = {name: place for name, place in (("startRow", area.top), ("startColumn", area.left)) if place}
    if rows:
        out["rowData"] = rows
    out["rowMetadata"] = dimension_properties(book, area.sheet, "ROWS", area.top, area.bottom)
    out["columnMetadata"] = dimension_properties(book, area.sheet, "COLUMNS", area.left, area.right)
    return out


def dimension_properties(book: Book, sheet: Sheet, dimension: str, start: int, end: int) -> list[Json]:
    """DimensionProperties of each row or column."""
    own = stored(book, sheet, dimension, start, end)
    tagged = metadata.by_place(book, sheet, dimension, start, end)
    default = {"pixelSize": DEFAULT_PIXELS[dimension]}
    out = []
    for place in range(start, end):
        one = {**default, **own.get(place, {})}
        if place in tagged:
            one["developerMetadata"] = tagged[place]
        out.append(one)
    return out


def stored(book: Book, sheet: Sheet, dimension: str, start: int = 0, end: int = 10**9) -> Mapping[int, Json]:
    """What rows or columns say that is not the default, by their number."""
    found = book.workspace.db.execute(
        "SELECT place, json FROM sheet_dimensions "
        "WHERE file_id = ? AND sheet_id = ? AND dimension = ? AND place >= ? AND place < ?",
        (book.file_id, sheet.id, dimension, start, end),
    )
    return {row["place"]: json.loads(row["json"]) for row in found}


def store(book: Book, sheet: Sheet, dimension: str, place: int, properties: Json) -> None:
    """Keep what one row or column says; the defaults are not kept."""
    kept = {name: value for name, value in properties.items() if value and name != "developerMetadata"}
    if kept.get("pixelSize") == DEFAULT_PIXELS[dimension]:
        del kept["pixelSize"]
    key = (book.file_id, sheet.id, dimension, place)
    if kept:
        book.workspace.db.execute("INSERT OR REPLACE INTO sheet_dimensions VALUES (?, ?, ?, ?, ?)", (*key, json.dumps(kept)))
    else:
        statement = "DELETE FROM sheet_dimensions WHERE file_id = ? AND sheet_id = ? AND dimension = ? AND place = ?"
        book.workspace.db.execute(statement, key)
