"""The kinds of spreadsheets.batchUpdate request, by name. What is not here is not built, and says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest, NotWritten
from local_workspace.sheets.book import Book, Cells, Sheet, new_sheet

Perform = Callable[[Book, Json], Json]


def add_sheet(book: Book, request: Json) -> Json:
    properties = request.get("properties", {})
    sheets = book.sheets()
    title = properties.get("title") or _free_title(sheets)
    sheet_id = properties.get("sheetId")
    if book.titled(title):
        raise BadRequest(f'A sheet with the name "{title}" already exists. Please enter another name.')
    if sheet_id is not None and any(one.id == sheet_id for one in sheets):
        raise BadRequest(f"Sheet with id {sheet_id} already exists. Please enter another id.")
    if sheet_id is None:
        sheet_id = book.workspace.random.randrange(1, 2**31 - 1)
    sheet = new_sheet(sheet_id, title, len(sheets), properties)
    place = min(properties.get("index", len(sheets)), len(sheets))
    book.renumber([*sheets[:place], sheet, *sheets[place:]])
    return {"addSheet": {"properties": sheet.properties()}}


def _free_title(sheets: Sequence[Sheet]) -> str:
    titles = {one.title for one in sheets}
    return next(f"Sheet{number}" for number in range(1, len(sheets) + 2) if f"Sheet{number}" not in titles)


def delete_sheet(book: Book, request: Json) -> Json:
    sheet = _sheet(book, request.get("sheetId", 0))
    others = [one for one in book.sheets() if one.id != sheet.id]
    if not [one for one in others if not one.hidden]:
        raise BadRequest("You can't remove all the visible sheets in a document.")
    book.remove(sheet)
    book.renumber(others)
    return {}


def _sheet(book: Book, sheet_id: int) -> Sheet:
    try:
        return book.sheet(sheet_id)
    except BadRequest:
        raise BadRequest(f"No sheet with id: {sheet_id}") from None


def update_sheet_properties(book: Book, request: Json) -> Json:
    given = request.get("properties", {})
    sheet = _sheet(book, given.get("sheetId", 0))
    for field in _fields(request):
        _set_property(book, sheet, field, given)
    book.save(sheet)
    if "index" in _fields(request):
        others = [one for one in book.sheets() if one.id != sheet.id]
        place = given.get("index", 0)
        book.renumber([*others[:place], sheet, *others[place:]])
    return {}


def _fields(request: Json) -> list[str]:
    fields = [name.strip() for name in request.get("fields", "").split(",") if name.strip()]
    if not fields:
        raise BadRequest("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return fields


def _set_property(book: Book, sheet: Sheet, field: str, given: Json) -> None:
    grid = given.get("gridProperties", {})
    if field == "title":
        other = book.titled(given.get("title", ""))
        if other is not None and other.id != sheet.id:
            raise BadRequest(f'A sheet with the name "{given["title"]}" already exists. Please enter another name.')
        sheet.title = given.get("title", "")
    elif field == "hidden":
        sheet.hidden = given.get("hidden", False)
    elif field in ("gridProperties.rowCount", "gridProperties.columnCount"):
        _resize(book, sheet, field, grid)
    elif field.startswith("gridProperties."):
        name = field.partition(".")[2]
        own = {**sheet.more.get("gridProperties", {}), name: grid.get(name)}
        sheet.more["gridProperties"] = {name: value for name, value in own.items() if value}
    elif field in ("tabColor", "tabColorStyle", "rightToLeft"):
        sheet.more = (
            {**sheet.more, field: given[field]} if field in given else {k: v for k, v in sheet.more.items() if k != field}
        )
    elif field != "index":
        raise NotWritten(f"updateSheetProperties {field}")


def _resize(book: Book, sheet: Sheet, field: str, grid: Json) -> None:
    if field == "gridProperties.rowCount":
        sheet.rows = grid.get("rowCount", 0)
        book.delete_rows(sheet, sheet.rows, 10**9)
    else:
        sheet.columns = grid.get("columnCount", 0)
    if sheet.rows < 1 or sheet.columns < 1:
        raise BadRequest("The sheet must have at least one row and one column.")


def update_spreadsheet_properties(book: Book, request: Json) -> Json:
    given = request.get("properties", {})
    for field in _fields(request):
        if field == "title":
            book.facts["_title"] = given.get("title", "")
        elif field in ("locale", "timeZone", "autoRecalc"):
            book.facts[field] = given[field]
        else:
            raise NotWritten(f"updateSpreadsheetProperties {field}")
    book.save_facts()
    return {}


def update_cells(book: Book, request: Json) -> Json:
    """CellData by rows from a start or over a range; a field of the mask that a cell lacks is cleared."""
    start = request.get("start") or request.get("range", {})
    sheet = book.sheet(start.get("sheetId", 0))
    top = start.get("rowIndex", start.get("startRowIndex", 0))
    left = start.get("columnIndex", start.get("startColumnIndex", 0))
    fields = _fields(request)
    for offset, row in enumerate(request.get("rows", [])):
        cells = book.row(sheet, top + offset)
        for place, data in enumerate(row.get("values", [])):
            cells[left + place] = _patched(cells.get(left + place, {}), data, fields)
        if top + offset >= sheet.rows or left + len(row.get("values", [])) > sheet.columns:
            raise BadRequest("Attempting to write outside of the sheet's grid.")
        book.put(sheet, top + offset, cells)
    return {}


def _patched(cell: Json, data: Json, fields: Sequence[str]) -> Json:
    names = {field.split(".")[0] for field in fields}
    if "*" in names:
        return _own(data)
    kept = {name: value for name, value in cell.items() if name not in names}
    return {**kept, **{name: value for name, value in _own(data).items() if name in names}}


def _own(data: Json) -> Json:
    if "formulaValue" in data.get("userEnteredValue", {}):
        raise NotWritten("sheets: a formula")
    return {name: value for name, value in data.items() if name not in ("effectiveValue", "formattedValue", "effectiveFormat")}


def append_cells(book: Book, request: Json) -> Json:
    sheet = book.sheet(request.get("sheetId", 0))
    rows, top = request.get("rows", []), book.last_row(sheet)
    sheet.rows = max(sheet.rows, top + len(rows))
    book.save(sheet)
    return update_cells(book, {**request, "start": {"sheetId": sheet.id, "rowIndex": top, "columnIndex": 0}})


def append_dimension(book: Book, request: Json) -> Json:
    sheet = book.sheet(request.get("sheetId", 0))
    if request.get("dimension") == "ROWS":
        sheet.rows += request.get("length", 0)
    else:
        sheet.columns += request.get("length", 0)
    book.save(sheet)
    return {}


def insert_dimension(book: Book, request: Json) -> Json:
    where = request.get("range", {})
    sheet, start, end = book.sheet(where.get("sheetId", 0)), where.get("startIndex", 0), where.get("endIndex", 0)
    if where.get("dimension") == "ROWS":
        book.shift_rows(sheet, start, end - start)
        sheet.rows += end - start
    else:
        _each_row(book, sheet, lambda column: column if column < start else column + end - start)
        sheet.columns += end - start
    book.save(sheet)
    return {}


def delete_dimension(book: Book, request: Json) -> Json:
    where = request.get("range", {})
    sheet, start, end = book.sheet(where.get("sheetId", 0)), where.get("startIndex", 0), where.get("endIndex", 0)
    if where.get("dimension") == "ROWS":
        book.delete_rows(sheet, start, end)
        book.shift_rows(sheet, end, start - end)
        sheet.rows -= end - start
    else:
        _each_row(
            book, sheet, lambda column: None if start <= column < end else column if column < start else column - end + start
        )
        sheet.columns -= end - start
    if sheet.rows < 1 or sheet.columns < 1:
        raise BadRequest("You can't delete all the rows or columns on the sheet.")
    book.save(sheet)
    return {}


def _each_row(book: Book, sheet: Sheet, moved: Callable[[int], int | None]) -> None:
    for number, cells in list(book.rows(sheet, 0, 10**9)):
        new: Cells = {}
        for column, cell in cells.items():
            to = moved(column)
            if to is not None:
                new[to] = cell
        book.put(sheet, number, new)


def add_protected_range(book: Book, request: Json) -> Json:
    """Kept with the sheet. Who may still write there is not enforced yet."""
    given = request.get("protectedRange", {})
    sheet = book.sheet(given.get("range", {}).get("sheetId", 0))
    made = {**given, "protectedRangeId": given.get("protectedRangeId") or book.workspace.random.randrange(1, 2**31 - 1)}
    sheet.parts["protectedRanges"] = [*sheet.parts.get("protectedRanges", []), made]
    book.save(sheet)
    return {"addProtectedRange": {"protectedRange": made}}


def delete_protected_range(book: Book, request: Json) -> Json:
    wanted = request.get("protectedRangeId")
    for sheet in book.sheets():
        kept = [one for one in sheet.parts.get("protectedRanges", []) if one["protectedRangeId"] != wanted]
        if len(kept) < len(sheet.parts.get("protectedRanges", [])):
            sheet.parts["protectedRanges"] = kept
            book.save(sheet)
            return {}
    raise BadRequest(f"No protected range with id: {wanted}")


KINDS: Mapping[str, Perform] = {
    "addProtectedRange": add_protected_range,
    "addSheet": add_sheet,
    "appendCells": append_cells,
    "appendDimension": append_dimension,
    "deleteDimension": delete_dimension,
    "deleteProtectedRange": delete_protected_range,
    "deleteSheet": delete_sheet,
    "insertDimension": insert_dimension,
    "updateCells": update_cells,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}


def perform(book: Book, requests: Sequence[Json]) -> list[Json]:
    """Do every request in order; the transaction around the call undoes all of them if one is refused."""
    replies = []
    for place, request in enumerate(requests):
        if len(request) != 1:
            raise BadRequest(f"Invalid requests[{place}]: Must specify exactly one request.")
        [(kind, body)] = request.items()
        if kind not in KINDS:
            raise NotWritten(f"sheets.spreadsheets.batchUpdate {kind}")
        try:
            replies.append(KINDS[kind](book, body))
        except BadRequest as problem:
            raise BadRequest(f"Invalid requests[{place}].{kind}: {problem.message}") from problem
    return replies
