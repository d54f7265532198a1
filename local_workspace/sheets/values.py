"""spreadsheets.values.*: reading and writing values by A1 range."""

from __future__ import annotations

from typing import Any

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest
from local_workspace.drive import access
from local_workspace.sheets.a1 import Area, parse, written
from local_workspace.sheets.book import Book
from local_workspace.sheets.cells import entered, shown


def _book(call: Call, need: access.Need) -> Book:
    access.require(call, call.params["spreadsheetId"], need)
    return Book(call.workspace, call.params["spreadsheetId"])


def get(call: Call) -> Json:
    return value_range(_book(call, "read"), call.params["range"], call.params)


def batch_get(call: Call) -> Json:
    book = _book(call, "read")
    ranges = [value_range(book, one, call.params) for one in call.params.get("ranges", [])]
    return {"spreadsheetId": book.file_id, "valueRanges": ranges}


def value_range(book: Book, text: str, params: Any) -> Json:
    """A ValueRange; empty rows and cells at the end are left out."""
    area = parse(book, text)
    area = Area(area.sheet, area.top, area.left, min(area.bottom, area.sheet.rows), min(area.right, area.sheet.columns))
    option = params.get("valueRenderOption", "FORMATTED_VALUE")
    rows = read(book, area, option)
    dimension = params.get("majorDimension", "ROWS")
    dimension = "ROWS" if dimension == "DIMENSION_UNSPECIFIED" else dimension
    values = rows if dimension == "ROWS" else _turned(rows)
    out: Json = {"range": written(area), "majorDimension": dimension}
    return {**out, "values": values} if values else out


def read(book: Book, area: Area, option: str) -> list[list[Any]]:
    """Rows of values, trimmed at the end of each row and of the area."""
    rows: list[list[Any]] = []
    for number, cells in book.rows(area.sheet, area.top, area.bottom):
        row: list[Any] = []
        for column in sorted(column for column in cells if area.left <= column < area.right):
            value = shown(cells[column], option)
            if value == "":
                continue
            row += [""] * (column - area.left - len(row))
            row.append(value)
        if row:
            rows += [[] for _ in range(number - area.top - len(rows))]
            rows.append(row)
    return rows


def _turned(rows: list[list[Any]]) -> list[list[Any]]:
    width = max((len(row) for row in rows), default=0)
    columns = [[row[index] if index < len(row) else "" for row in rows] for index in range(width)]
    for column in columns:
        while column and column[-1] == "":
            column.pop()
    return columns


def update(call: Call) -> Json:
    book = _book(call, "write")
    named = call.body.get("range")
    if named and named != call.params["range"]:
        text = f"Requested writing within range [{call.params['range']}], but tried writing to range [{named}]"
        raise BadRequest(text)
    out = write(book, call.params["range"], call.body, _option(call.params.get("valueInputOption")))
    access.touch(call, book.file_id)
    return _with_values(book, out, call.params, "includeValuesInResponse")


def _with_values(book: Book, out: Json, params: Any, flag: str) -> Json:
    if not params.get(flag):
        return out
    option = params.get("responseValueRenderOption", "FORMATTED_VALUE")
    return {**out, "updatedData": value_range(book, out["updatedRange"], {"valueRenderOption": option})}


def _option(option: str | None) -> str:
    if option not in ("RAW", "USER_ENTERED"):
        raise BadRequest("'valueInputOption' is required but not specified")
    return option


def batch_update(call: Call) -> Json:
    book = _book(call, "write")
    option = _option(call.body.get("valueInputOption"))
    responses = [write(book, one.get("range", ""), one, option) for one in call.body.get("data", [])]
    access.touch(call, book.file_id)
    touched = {one["updatedRange"].rpartition("!")[0] for one in responses}
    totals = {f"totalUpdated{name}": sum(one[f"updated{name}"] for one in responses) for name in ("Rows", "Columns", "Cells")}
    return {"spreadsheetId": book.file_id, **totals, "totalUpdatedSheets": len(touched), "responses": responses}


def write(book: Book, text: str, body: Json, option: str) -> Json:
    """Write values into a range; null leaves a cell as it is. Values beyond the range are refused."""
    area = parse(book, text)
    rows = body.get("values", [])
    rows = _turned(rows) if body.get("majorDimension") == "COLUMNS" else rows
    height, width = len(rows), max((len(row) for row in rows), default=0)
    single = ":" not in text.rpartition("!")[2]
    target = Area(area.sheet, area.top, area.left, area.top + max(height, 1), area.left + max(width, 1))
    if not single and (target.bottom > area.bottom or target.right > area.right):
        where = f"row {area.bottom + 1}" if target.bottom > area.bottom else f"column {area.right + 1}"
        raise BadRequest(f"Requested writing within range [{written(area)}], but tried writing to {where}")
    if target.bottom > area.sheet.rows or target.right > area.sheet.columns:
        limits = f"Max rows: {area.sheet.rows}, max columns: {area.sheet.columns}"
        raise BadRequest(f"Range ({written(target)}) exceeds grid limits. {limits}")
    count = put_rows(book, target, rows, option)
    return {
        "spreadsheetId": book.file_id,
        "updatedRange": written(target),
        "updatedRows": height,
        "updatedColumns": width,
        "updatedCells": count,
    }


def put_rows(book: Book, area: Area, rows: list[list[Any]], option: str) -> int:
    """Write rows from an area's corner; how many cells were written."""
    count = 0
    for offset, row in enumerate(rows):
        cells = book.row(area.sheet, area.top + offset)
        for place, value in enumerate(row):
            if value is None:
                continue
            column = area.left + place
            rest = {name: one for name, one in cells.get(column, {}).items() if name != "userEnteredValue"}
            cells[column] = {**rest, **entered(value, option)}
            count += 1
        book.put(area.sheet, area.top + offset, cells)
    return count


def append(call: Call) -> Json:
    """Below the table that the range points into."""
    book = _book(call, "write")
    area = parse(book, call.params["range"])
    option = _option(call.params.get("valueInputOption"))
    table = _table(book, area)
    rows = call.body.get("values", [])
    top, left = (table.bottom, table.left) if table else (area.top, area.left)
    width = max((len(row) for row in rows), default=0)
    target = Area(area.sheet, top, left, top + max(len(rows), 1), left + max(width, 1))
    if call.params.get("insertDataOption") == "INSERT_ROWS" and top < book.last_row(area.sheet):
        book.shift_rows(area.sheet, top, len(rows))
        area.sheet.rows += len(rows)
    area.sheet.rows = max(area.sheet.rows, target.bottom)
    area.sheet.columns = max(area.sheet.columns, target.right)
    book.save(area.sheet)
    count = put_rows(book, target, rows, option)
    access.touch(call, book.file_id)
    updates: Json = {
        "spreadsheetId": book.file_id,
        "updatedRange": written(target),
        "updatedRows": len(rows),
        "updatedColumns": width,
        "updatedCells": count,
    }
    out: Json = {"spreadsheetId": book.file_id, "updates": _with_values(book, updates, call.params, "includeValuesInResponse")}
    return {**out, "tableRange": written(table)} if table else out


def _table(book: Book, area: Area) -> Area | None:
    """The block of filled cells that touches the range, or the last one in it: its rows run on while they hold anything."""
    last = book.last_row(area.sheet)
    bottom = min(area.bottom, last) if area.bottom > area.top + 1 else area.top + 1
    filled = dict(book.rows(area.sheet, 0, last))
    start = next((row for row in range(bottom - 1, area.top - 1, -1) if _has(filled.get(row, {}))), None)
    if start is None:
        return None
    top = bottom = start
    while top > 0 and _has(filled.get(top - 1, {})):
        top -= 1
    while _has(filled.get(bottom + 1, {})):
        bottom += 1
    columns = [column for row in range(top, bottom + 1) for column, cell in filled[row].items() if cell.get("userEnteredValue")]
    return Area(area.sheet, top, min(columns), bottom + 1, max(columns) + 1)


def _has(cells: dict[int, Json]) -> bool:
    return any(cell.get("userEnteredValue") for cell in cells.values())


def clear(call: Call) -> Json:
    book = _book(call, "write")
    cleared = _clear(book, call.params["range"])
    access.touch(call, book.file_id)
    return {"spreadsheetId": book.file_id, "clearedRange": cleared}


def batch_clear(call: Call) -> Json:
    book = _book(call, "write")
    cleared = [_clear(book, one) for one in call.body.get("ranges", [])]
    access.touch(call, book.file_id)
    return {"spreadsheetId": book.file_id, "clearedRanges": cleared}


def _clear(book: Book, text: str) -> str:
    """Values go, formats and notes stay."""
    area = parse(book, text)
    for number, cells in list(book.rows(area.sheet, area.top, area.bottom)):
        for column in [column for column in cells if area.left <= column < area.right]:
            cells[column] = {name: value for name, value in cells[column].items() if name != "userEnteredValue"}
        book.put(area.sheet, number, cells)
    return written(Area(area.sheet, area.top, area.left, min(area.bottom, area.sheet.rows), min(area.right, area.sheet.columns)))
