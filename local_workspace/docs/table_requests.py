"""Tables: insert them, their rows and columns; style rows and cells; pin header rows."""

from __future__ import annotations

from local_workspace.core.errors import BadRequest
from local_workspace.docs import editing
from local_workspace.docs.context import Context
from local_workspace.docs.model import CELL, DEFAULT_PARAGRAPH, END, ROW, TABLE, TABLE_END, Json, Tab, Unit
from local_workspace.docs.places import Place, place_of
from local_workspace.docs.style_requests import masked
from local_workspace.docs.text_requests import put_text

ROW_FIELDS = ("minRowHeight", "tableHeader", "preventOverflow")
CELL_FIELDS = (
    "rowSpan",
    "columnSpan",
    "backgroundColor",
    "borderLeft",
    "borderRight",
    "borderTop",
    "borderBottom",
    "paddingLeft",
    "paddingRight",
    "paddingTop",
    "paddingBottom",
    "contentAlignment",
)
EVEN: Json = {"widthType": "EVENLY_DISTRIBUTED"}


def cell_units() -> list[Unit]:
    return [Unit(CELL, {}), Unit(END, DEFAULT_PARAGRAPH)]


def insert_table(context: Context, request: Json) -> Json:
    """A newline is put before the table (discovery document, InsertTableRequest)."""
    rows, columns = request.get("rows", 0), request.get("columns", 0)
    if rows < 1 or columns < 1:
        raise BadRequest("The number of rows and columns must be at least 1.")
    place = place_of(context.document, request)
    editing.check_insertion(place.tab, place.segment, place.index)
    put_text(place.tab, place.segment, place.index, "\n")
    row = [Unit(ROW, {}), *[unit for _ in range(columns) for unit in cell_units()]]
    table = [Unit(TABLE, {"columns": [EVEN] * columns}), *[unit for _ in range(rows) for unit in row], Unit(TABLE_END)]
    editing.insert(place.tab, place.segment, place.index + 1, table)
    return {}


class Grid:
    """The places of a table's rows and cells. rows: for each row, its own place and its cells' places; end: TABLE_END."""

    def __init__(self, units: list[Unit], start: int) -> None:
        if start >= len(units) or units[start].kind != TABLE:
            raise BadRequest("The provided table start location is invalid.")
        self.start = start
        self.rows: list[tuple[int, list[int]]] = []
        depth = 0
        for place in range(start, len(units)):
            kind = units[place].kind
            depth += (kind == TABLE) - (kind == TABLE_END)
            if kind == ROW and depth == 1:
                self.rows.append((place, []))
            elif kind == CELL and depth == 1:
                self.rows[-1][1].append(place)
            if depth == 0:
                self.end = place
                return

    def row_end(self, index: int) -> int:
        return self.rows[index + 1][0] if index + 1 < len(self.rows) else self.end

    def cell_end(self, row: int, column: int) -> int:
        cells = self.rows[row][1]
        return cells[column + 1] if column + 1 < len(cells) else self.row_end(row)


def _grid(context: Context, location: Json) -> tuple[Place, Grid]:
    place = place_of(context.document, {"location": location})
    return place, Grid(place.tab.segments[place.segment], place.index)


def _cell(context: Context, request: Json) -> tuple[Place, Grid, int, int]:
    location = request.get("tableCellLocation", {})
    place, grid = _grid(context, location.get("tableStartLocation", {}))
    row, column = location.get("rowIndex", 0), location.get("columnIndex", 0)
    if row >= len(grid.rows) or column >= len(grid.rows[0][1]):
        raise BadRequest("The provided table cell location is invalid.")
    return place, grid, row, column


def insert_table_row(context: Context, request: Json) -> Json:
    place, grid, row, _ = _cell(context, request)
    at = grid.row_end(row) if request.get("insertBelow") else grid.rows[row][0]
    columns = len(grid.rows[row][1])
    editing.insert(place.tab, place.segment, at, [Unit(ROW, {}), *[unit for _ in range(columns) for unit in cell_units()]])
    return {}


def insert_table_column(context: Context, request: Json) -> Json:
    place, grid, _, column = _cell(context, request)
    units = place.tab.segments[place.segment]
    for index in reversed(range(len(grid.rows))):
        at = grid.cell_end(index, column) if request.get("insertRight") else grid.rows[index][1][column]
        editing.insert(place.tab, place.segment, at, cell_units())
    units[grid.start] = Unit(TABLE, {"columns": [*units[grid.start].value["columns"], EVEN]})
    return {}


def delete_table_row(context: Context, request: Json) -> Json:
    place, grid, row, _ = _cell(context, request)
    whole = len(grid.rows) == 1
    start, end = (grid.start, grid.end + 1) if whole else (grid.rows[row][0], grid.row_end(row))
    editing.delete(place.tab, place.segment, start, end)
    return {}


def delete_table_column(context: Context, request: Json) -> Json:
    place, grid, _, column = _cell(context, request)
    units = place.tab.segments[place.segment]
    if len(grid.rows[0][1]) == 1:
        editing.delete(place.tab, place.segment, grid.start, grid.end + 1)
        return {}
    for index in reversed(range(len(grid.rows))):
        editing.delete(place.tab, place.segment, grid.rows[index][1][column], grid.cell_end(index, column))
    units[grid.start] = Unit(TABLE, {"columns": units[grid.start].value["columns"][:-1]})
    return {}


def update_table_row_style(context: Context, request: Json) -> Json:
    place, grid = _grid(context, request.get("tableStartLocation", {}))
    chosen = request.get("rowIndices") or range(len(grid.rows))
    units = place.tab.segments[place.segment]
    for index in chosen:
        if index >= len(grid.rows):
            raise BadRequest("The provided row index is invalid.")
        at = grid.rows[index][0]
        units[at] = Unit(ROW, masked(units[at].value, request.get("tableRowStyle", {}), request.get("fields", ""), ROW_FIELDS))
    return {}


def pin_table_header_rows(context: Context, request: Json) -> Json:
    place, grid = _grid(context, request.get("tableStartLocation", {}))
    count = request.get("pinnedHeaderRowsCount", 0)
    units = place.tab.segments[place.segment]
    for index, (at, _) in enumerate(grid.rows):
        units[at] = Unit(ROW, {**units[at].value, "tableHeader": index < count})
    return {}


def update_table_cell_style(context: Context, request: Json) -> Json:
    cells = _cell_range(context, request)
    for tab, segment, at in cells:
        units = tab.segments[segment]
        style = masked(units[at].value, request.get("tableCellStyle", {}), request.get("fields", ""), CELL_FIELDS)
        units[at] = Unit(CELL, style)
    return {}


def _cell_range(context: Context, request: Json) -> list[tuple[Tab, str, int]]:
    if "tableRange" not in request:
        place, grid = _grid(context, request.get("tableStartLocation", {}))
        return [(place.tab, place.segment, at) for _, cells in grid.rows for at in cells]
    asked = request["tableRange"]
    place, grid, row, column = _cell(context, asked)
    rows = grid.rows[row : row + asked.get("rowSpan", 1)]
    return [(place.tab, place.segment, at) for _, cells in rows for at in cells[column : column + asked.get("columnSpan", 1)]]


def update_table_column_properties(context: Context, request: Json) -> Json:
    place, grid = _grid(context, request.get("tableStartLocation", {}))
    units = place.tab.segments[place.segment]
    columns = list(units[grid.start].value["columns"])
    for index in request.get("columnIndices") or range(len(columns)):
        new = request.get("tableColumnProperties", {})
        columns[index] = masked(columns[index], new, request.get("fields", ""), ("widthType", "width"))
    units[grid.start] = Unit(TABLE, {"columns": columns})
    return {}
