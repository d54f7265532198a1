"""Requests that write cells: their values, formats, notes, borders."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.core.masks import Mask
from local_workspace.sheets import formats, table_parts, validation
from local_workspace.sheets.a1 import beyond
from local_workspace.sheets.areas import Area, area_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.colours import with_both
from local_workspace.sheets.dimension_changes import insert_rows
from local_workspace.sheets.field_masks import patched, wanted
from local_workspace.sheets.formula_text import offset
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.protection import guard
from local_workspace.sheets.rows import Cells, effective
from local_workspace.sheets.sheet import Sheet
from local_workspace.sheets.writing import VALUE_PARTS

SET = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns", "chipRuns", "pivotTable")
"""Members of CellData that may be written; the others are what Google makes of them."""


def update_cells(book: Book, request: Json) -> Json:
    """CellData by rows from a start, or over a range (in which cells without data are cleared); only what the mask names."""
    mask = wanted(request, "CellData")
    if "start" not in request:
        area = area_of(book, request.get("range", {})).clipped()
        write_rows(book, area, request.get("rows", []), mask)
        return {}
    start = request["start"]
    sheet = book.sheet(start.get("sheetId", 0))
    place = (start.get("rowIndex", 0), start.get("columnIndex", 0))
    write_from(book, sheet, place, request.get("rows", []), mask)
    return {}


def write_from(book: Book, sheet: Sheet, place: tuple[int, int], rows: list[Json], mask: Mask) -> None:
    """Write RowData from a corner; cells that are not given stay."""
    top, left = place
    width = max((len(row.get("values", [])) for row in rows), default=0)
    area = Area(sheet, top, left, top + max(len(rows), 1), left + max(width, 1))
    if area.bottom > sheet.rows or area.right > sheet.columns:
        raise beyond(area)
    guard(book, area)
    for number, row in enumerate(rows, start=top):
        cells = book.row(sheet, number)
        for column, data in enumerate(row.get("values", []), start=left):
            cells[column] = patched_cell(book, cells.get(column, {}), data, mask)
        book.put(sheet, number, cells)


def write_rows(book: Book, area: Area, rows: list[Json], mask: Mask) -> None:
    """Write RowData over an area: a cell that is not given is cleared of what the mask names."""
    width = max((len(row.get("values", [])) for row in rows), default=0)
    if len(rows) > area.height or width > area.width:
        edge = "row" if len(rows) > area.height else "column"
        raise BadRequest(f"Attempting to write {edge} outside of the range.")
    guard(book, area)
    held = {number for number, _ in book.kept_rows(area.sheet, area.top, area.bottom)}
    for number in sorted(held | set(range(area.top, area.top + len(rows)))):
        data = rows[number - area.top].get("values", []) if number - area.top < len(rows) else []
        cells = book.row(area.sheet, number)
        for column in {*(one for one in cells if one in area.columns), *range(area.left, area.left + len(data))}:
            given = data[column - area.left] if column - area.left < len(data) else {}
            cells[column] = patched_cell(book, cells.get(column, {}), given, mask)
        book.put(area.sheet, number, cells)


def patched_cell(book: Book, cell: Json, data: Json, mask: Mask) -> Json:
    """A cell with what the mask names as the data has it."""
    own = {name: data[name] for name in SET if name in data}
    if "userEnteredFormat" in own:
        own["userEnteredFormat"] = with_both(own["userEnteredFormat"])
    named = {name: inner for name, inner in mask.items() if name in SET} if "*" not in mask and mask else {}
    if not named and mask and "*" not in mask:
        return cell
    out: Json = patched(cell, own, named)
    if not named:
        out.update({name: one for name, one in cell.items() if name.startswith("_") and "userEnteredValue" not in own})
    if not named or "userEnteredValue" in named:
        out = _with_value(cell, out, own)
    if "userEnteredFormat" in out:
        out["userEnteredFormat"] = formats.kept(out["userEnteredFormat"])
    if "dataValidation" in out and "dataValidation" in own:
        out["dataValidation"] = validation.kept(book, out["dataValidation"])
    return out


def _with_value(old: Json, out: Json, given: Json) -> Json:
    """A new value ends what the old one's formula gave, and its styled and smart parts unless they are given too."""
    value = given.get("userEnteredValue", {})
    if "errorValue" in value:
        raise BadRequest("userEnteredValue.errorValue cannot be set.")
    left = VALUE_PARTS - {"userEnteredValue"} - given.keys()
    rest = {name: one for name, one in out.items() if name not in left}
    formula = value.get("formulaValue")
    if formula is not None and not formula.startswith("="):
        raise BadRequest("Formulas must begin with '='.")
    return rest if value != {"stringValue": ""} else {name: one for name, one in rest.items() if name != "userEnteredValue"}


def append_cells(book: Book, request: Json) -> Json:
    """After the last row with data, or of a table."""
    mask = wanted(request, "CellData")
    rows = request.get("rows", [])
    if "tableId" in request:
        sheet, top, left = _end_of_table(book, request["tableId"], len(rows))
    else:
        sheet = book.sheet(request.get("sheetId", 0))
        top, left = book.last_row(sheet), 0
    width = max((len(row.get("values", [])) for row in rows), default=0)
    sheet.rows, sheet.columns = max(sheet.rows, top + len(rows)), max(sheet.columns, left + width)
    book.save(sheet)
    book.require_room()
    write_from(book, sheet, (top, left), rows, mask)
    return {}


def _end_of_table(book: Book, table_id: str, count: int) -> tuple[Sheet, int, int]:
    """The row below a table's last one with data; the table grows over what is appended."""
    sheet, table = table_parts.find(book, table_id)
    where = area_of(book, table["range"])
    body = table_parts.body_of(where, footer=table_parts.has_footer(table))
    used = [
        number
        for number, cells in book.rows(sheet, body.top, body.bottom)
        if any(effective(cell) for column, cell in cells.items() if column in body.columns)
    ]
    top = max([where.top, *used]) + 1
    missing = top + count - body.bottom
    if missing > 0:
        if table_parts.has_footer(table) or book.last_row(sheet) > where.bottom:
            insert_rows(book, sheet, body.bottom, missing)
            sheet, table = table_parts.find(book, table_id)
        table["range"]["endRowIndex"] = where.bottom + missing
        book.save(sheet)
    return sheet, top, where.left


def repeat_cell(book: Book, request: Json) -> Json:
    """One CellData over a whole range; a formula's references move with the cells."""
    mask = wanted(request, "CellData")
    area = area_of(book, request.get("range", {})).clipped()
    guard(book, area)
    data = request.get("cell", {})
    formula = data.get("userEnteredValue", {}).get("formulaValue")
    clears = not any(name in data for name in SET)

    def repeated(cells: Cells, row: int = 0) -> Cells:
        for column in area.columns:
            given = data
            if formula:
                given = {**data, "userEnteredValue": {"formulaValue": offset(formula, row - area.top, column - area.left)}}
            if column in cells or not clears:
                cells[column] = patched_cell(book, cells.get(column, {}), copy.deepcopy(given), mask)
        return cells

    numbers = _rows_to_write(book, area, clears)
    if not formula:
        book.rewrite(area.sheet, numbers, repeated)
        return {}
    for number in numbers:
        book.put(area.sheet, number, repeated(book.row(area.sheet, number), number))
    return {}


def _rows_to_write(book: Book, area: Area, clears: bool) -> Iterable[int]:
    """Only rows that hold something have anything to clear."""
    return [number for number, _ in book.kept_rows(area.sheet, area.top, area.bottom)] if clears else area.rows


BORDERS = ("top", "bottom", "left", "right", "innerHorizontal", "innerVertical")


def update_borders(book: Book, request: Json) -> Json:
    """The borders around and inside of a range; an edge that is not given stays, one of style NONE goes."""
    area = area_of(book, request.get("range", {})).clipped()
    guard(book, area)
    given = {name: request[name] for name in BORDERS if name in request}
    for number in area.rows:
        cells = book.row(area.sheet, number)
        for column in area.columns:
            edges = _edges(area, number, column, given)
            if edges:
                cells[column] = _bordered(cells.get(column, {}), edges)
        book.put(area.sheet, number, cells)
    return {}


def _edges(area: Area, row: int, column: int, given: Json) -> Json:
    """What a cell's own edges become."""
    wants = {
        "top": "top" if row == area.top else "innerHorizontal",
        "bottom": "bottom" if row == area.bottom - 1 else "innerHorizontal",
        "left": "left" if column == area.left else "innerVertical",
        "right": "right" if column == area.right - 1 else "innerVertical",
    }
    return {edge: given[name] for edge, name in wants.items() if name in given}


def _bordered(cell: Json, edges: Json) -> Json:
    own = cell.get("userEnteredFormat", {})
    return {**cell, "userEnteredFormat": formats.kept({**own, "borders": {**own.get("borders", {}), **edges}})}


KINDS: Mapping[str, Perform] = {
    "appendCells": append_cells,
    "repeatCell": repeat_cell,
    "updateBorders": update_borders,
    "updateCells": update_cells,
}
