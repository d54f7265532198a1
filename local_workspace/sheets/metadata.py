"""Developer metadata: keys and values on a spreadsheet, a sheet, a row or a column
(developers.google.com/workspace/sheets/api/guides/metadata). It follows its row or column; keys may repeat.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets.book import Book
from local_workspace.sheets.sheet import Sheet

LOCATIONS = {"ROWS": "ROW", "COLUMNS": "COLUMN"}


def _resource(row: sqlite3.Row) -> Json:
    out: Json = {"metadataId": row["id"], "metadataKey": row["key"]}
    if row["value"]:
        out["metadataValue"] = row["value"]
    return {**out, "location": _location(row), "visibility": row["visibility"]}


def _location(row: sqlite3.Row) -> Json:
    if row["sheet_id"] is None:
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if row["dimension"] is None:
        return {"locationType": "SHEET", "sheetId": row["sheet_id"]}
    where = {"dimension": row["dimension"], "startIndex": row["place"], "endIndex": row["place"] + 1}
    sheet = {"sheetId": row["sheet_id"]} if row["sheet_id"] else {}
    return {"locationType": LOCATIONS[row["dimension"]], "dimensionRange": {**sheet, **where}}


def select(book: Book, where: str = "", values: Sequence[object] = ()) -> list[Json]:
    """DeveloperMetadata that a SQL condition finds, by id."""
    condition = f"AND {where}" if where else ""
    statement = f"SELECT * FROM developer_metadata WHERE file_id = ? {condition} ORDER BY id"  # noqa: S608 conditions from here
    return [_resource(row) for row in book.workspace.db.execute(statement, (book.file_id, *values))]


def of_spreadsheet(book: Book) -> list[Json]:
    return select(book, "sheet_id IS NULL")


def of_sheet(book: Book, sheet: Sheet) -> list[Json]:
    return select(book, "sheet_id = ? AND dimension IS NULL", (sheet.id,))


def by_place(book: Book, sheet: Sheet, dimension: str, start: int, end: int) -> dict[int, list[Json]]:
    """That of rows or columns, by their number."""
    out: dict[int, list[Json]] = defaultdict(list)
    where = "sheet_id = ? AND dimension = ? AND place >= ? AND place < ?"
    for one in select(book, where, (sheet.id, dimension, start, end)):
        out[one["location"]["dimensionRange"]["startIndex"]].append(one)
    return out


def find(book: Book, metadata_id: int) -> Json | None:
    return next(iter(select(book, "id = ?", (metadata_id,))), None)


def place_of(book: Book, location: Json) -> tuple[int | None, str | None, int | None]:
    """Sheet, dimension and place that a DeveloperMetadataLocation names. Raises BadRequest."""
    if "dimensionRange" in location:
        where = location["dimensionRange"]
        sheet = book.sheet(where.get("sheetId", 0))
        start, end = where.get("startIndex", 0), where.get("endIndex", sheet.count(where.get("dimension", "ROWS")))
        if end - start != 1:
            raise BadRequest("Developer metadata can only be associated with a single row or column.")
        return sheet.id, where.get("dimension", "ROWS"), start
    if "sheetId" in location:
        return book.sheet(location["sheetId"]).id, None, None
    if location.get("spreadsheet"):
        return None, None, None
    raise BadRequest("Developer metadata must have a location.")


def save(book: Book, given: Json) -> Json:
    """Keep a DeveloperMetadata as it is given, and give it back. Raises BadRequest."""
    if not given.get("metadataKey"):
        raise BadRequest("Developer metadata must have a key.")
    if given.get("visibility", "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED") == "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED":
        raise BadRequest("Developer metadata must have a visibility.")
    place = place_of(book, given.get("location", {}))
    row = (book.file_id, given["metadataId"], *place, given["metadataKey"], given.get("metadataValue"), given["visibility"])
    book.workspace.db.execute("INSERT OR REPLACE INTO developer_metadata VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    return find(book, given["metadataId"]) or {}


def delete(book: Book, metadata_id: int) -> None:
    book.workspace.db.execute("DELETE FROM developer_metadata WHERE file_id = ? AND id = ?", (book.file_id, metadata_id))
