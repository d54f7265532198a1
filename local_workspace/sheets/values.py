"""spreadsheets.values.*: reading and writing values by A1 range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets.a1 import parse, written
from local_workspace.sheets.appending import table_at
from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book
from local_workspace.sheets.dimension_changes import insert_rows
from local_workspace.sheets.opening import changed, opened
from local_workspace.sheets.reading import rendering, value_range
from local_workspace.sheets.writing import Written, put_rows, required_option, rows_of, write
from local_workspace.sheets.writing import clear as take_out


def get(call: Call) -> Json:
    book = opened(call, "read")
    area = parse(book, call.params["range"])
    return value_range(book, area, rendering(book, call.params), call.params.get("majorDimension", ""))


def batch_get(call: Call) -> Json:
    book = opened(call, "read")
    how, dimension = rendering(book, call.params), call.params.get("majorDimension", "")
    ranges = [value_range(book, parse(book, one), how, dimension) for one in call.params.get("ranges", [])]
    return {"spreadsheetId": book.file_id, "valueRanges": ranges}


def update(call: Call) -> Json:
    book = opened(call, "write")
    text, named = call.params["range"], call.body.get("range")
    area = parse(book, text)
    if named and parse(book, named) != area:
        raise BadRequest(f"Request range[{text}] does not match value's range[{named}]")
    option = required_option(call.params.get("valueInputOption"))
    done = write(book, area, text, rows_of(call.body), option)
    changed(call, book)
    return answer(book, done, call.params, call.body.get("majorDimension", ""))


def answer(book: Book, done: Written, asked: Mapping[str, Any], dimension: str = "") -> Json:
    """UpdateValuesResponse, with the values if they were asked for."""
    out = done.resource(book.file_id)
    if asked.get("includeValuesInResponse"):
        out["updatedData"] = value_range(book, done.area, rendering(book, asked, "response"), dimension)
    return out


def batch_update(call: Call) -> Json:
    """All of the ranges or none."""
    book = opened(call, "write")
    option = required_option(call.body.get("valueInputOption"))
    data = call.body.get("data", [])
    done = [write(book, parse(book, one.get("range", "")), one.get("range", ""), rows_of(one), option) for one in data]
    changed(call, book)
    dimensions = [one.get("majorDimension", "") for one in data]
    return totals(book, done, [answer(book, *pair) for pair in _each(done, call.body, dimensions)])


def _each(done: Iterable[Written], asked: Json, dimensions: Iterable[str]) -> Iterable[tuple[Written, Json, str]]:
    return ((one, asked, dimension) for one, dimension in zip(done, dimensions, strict=True))


def totals(book: Book, done: list[Written], responses: list[Json]) -> Json:
    """The answer to a batch of writes."""
    rows = {(one.area.sheet.id, one.area.top + row) for one in done for row in one.rows}
    columns = {(one.area.sheet.id, one.area.left + column) for one in done for column in one.columns}
    return {
        "spreadsheetId": book.file_id,
        "totalUpdatedRows": len(rows),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(one.cells for one in done),
        "totalUpdatedSheets": len({one.area.sheet.id for one in done}),
        "responses": responses,
    }


def append(call: Call) -> Json:
    """Below the table that the range points into; the grid grows if it has to."""
    book = opened(call, "write")
    area = parse(book, call.params["range"])
    option = required_option(call.params.get("valueInputOption"))
    table = table_at(book, area)
    rows = rows_of(call.body)
    top, left = (table.bottom, table.left) if table else (area.top, area.left)
    width = max((len(row) for row in rows), default=0)
    target = Area(area.sheet, top, left, top + max(len(rows), 1), left + max(width, 1))
    if call.params.get("insertDataOption") == "INSERT_ROWS" and table:
        insert_rows(book, area.sheet, top, len(rows))
    _grow(book, target)
    done = put_rows(book, target, rows, option)
    changed(call, book)
    updates = answer(book, done, call.params, call.body.get("majorDimension", ""))
    out: Json = {"spreadsheetId": book.file_id, "updates": updates}
    return {**out, "tableRange": written(table)} if table else out


def _grow(book: Book, target: Area) -> None:
    sheet = target.sheet
    if target.bottom > sheet.rows or target.right > sheet.columns:
        sheet.rows, sheet.columns = max(sheet.rows, target.bottom), max(sheet.columns, target.right)
        book.save(sheet)
        book.require_room()


def clear(call: Call) -> Json:
    """Values go, formats and notes stay."""
    book = opened(call, "write")
    area = parse(book, call.params["range"]).clipped()
    take_out(book, area)
    changed(call, book)
    return {"spreadsheetId": book.file_id, "clearedRange": written(area)}


def batch_clear(call: Call) -> Json:
    book = opened(call, "write")
    areas = [parse(book, one).clipped() for one in call.body.get("ranges", [])]
    for area in areas:
        take_out(book, area)
    changed(call, book)
    return {"spreadsheetId": book.file_id, "clearedRanges": [written(area) for area in areas]}
