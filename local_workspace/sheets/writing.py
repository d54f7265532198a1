"""Writing values into a sheet: what each becomes, and where there is room for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets import protection
from local_workspace.sheets.a1 import beyond, column_letters, written
from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book
from local_workspace.sheets.parsing import typed
from local_workspace.sheets.reading import Values

OPTIONS = ("RAW", "USER_ENTERED")


@dataclass(frozen=True)
class Written:
    """What a write did. area: from the range's corner as far as the data goes. rows, columns: where in it values were given."""

    area: Area
    rows: frozenset[int]
    columns: frozenset[int]
    cells: int

    def resource(self, file_id: str) -> Json:
        """As UpdateValuesResponse."""
        return {
            "spreadsheetId": file_id,
            "updatedRange": written(self.area),
            "updatedRows": len(self.rows),
            "updatedColumns": len(self.columns),
            "updatedCells": self.cells,
        }


def required_option(option: Any) -> str:
    """RAW or USER_ENTERED. Raises BadRequest where neither was said."""
    if option not in OPTIONS:
        raise BadRequest("'valueInputOption' is required but not specified")
    return str(option)


def rows_of(body: Json) -> Values:
    """A ValueRange's values as rows."""
    rows: Values = body.get("values", [])
    return _columns(rows) if body.get("majorDimension") == "COLUMNS" else rows


def _columns(columns: Values) -> Values:
    """Like `turned`, but a cell that was not given stays as it is: null."""
    height = max((len(column) for column in columns), default=0)
    return [[column[index] if index < len(column) else None for column in columns] for index in range(height)]


def write(book: Book, area: Area, text: str, rows: Values, option: str, *, exact: bool = False) -> Written:
    """Write into an area that a request named; null leaves a cell as it is, and an empty text empties it.

    exact: a single cell is not the corner of a larger write.
    Raises BadRequest for data that reaches past the area, or past the grid.
    """
    height, width = len(rows), max((len(row) for row in rows), default=0)
    target = Area(area.sheet, area.top, area.left, area.top + max(height, 1), area.left + max(width, 1))
    alone = not exact and area.height == 1 and area.width == 1 and ":" not in text.rpartition("!")[2]
    bottom = area.sheet.rows if alone else area.bottom
    right = area.sheet.columns if alone else area.right
    if target.bottom > bottom or target.right > right:
        where = f"row [{bottom + 1}]" if target.bottom > bottom else f"column [{column_letters(right)}]"
        raise BadRequest(f"Requested writing within range [{text}], but tried writing to {where}")
    if target.bottom > area.sheet.rows or target.right > area.sheet.columns:
        raise beyond(target)
    return put_rows(book, target, rows, option)


def put_rows(book: Book, area: Area, rows: Values, option: str) -> Written:
    """Write rows from an area's corner."""
    protection.guard(book, area)
    written_rows: set[int] = set()
    written_columns: set[int] = set()
    count = 0
    for offset, row in enumerate(rows):
        cells = book.row(area.sheet, area.top + offset)
        for place, value in enumerate(row):
            if value is not None:
                column = area.left + place
                cells[column] = entered(book, cells.get(column, {}), value, option, (offset, place))
                count += 1
                written_rows.add(offset)
                written_columns.add(place)
        book.put(area.sheet, area.top + offset, cells)
    return Written(area, frozenset(written_rows), frozenset(written_columns), count)


def entered(book: Book, cell: Json, value: Any, option: str, place: tuple[int, int] = (0, 0)) -> Json:
    """A cell after a value was entered: its format, note and validation stay. place: row and column, for the refusal."""
    rest = {name: one for name, one in cell.items() if name not in VALUE_PARTS}
    if isinstance(value, (list, dict)):
        kind = "list_value" if isinstance(value, list) else "struct_value"
        raise BadRequest(f"Invalid values[{place[0]}][{place[1]}]: {kind} {{\n}}\n")
    if isinstance(value, bool):
        return {**rest, "userEnteredValue": {"boolValue": value}}
    if isinstance(value, (int, float)):
        return {**rest, "userEnteredValue": {"numberValue": value}}
    if option == "RAW" or number_type(rest) == "TEXT":
        return {**rest, "userEnteredValue": {"stringValue": value}} if value else rest
    return _typed(book, rest, value)


VALUE_PARTS = frozenset({"userEnteredValue", "effectiveValue", "textFormatRuns", "chipRuns", "_from", "_type", "_spill"})
"""What of a cell a new value takes the place of."""


def number_type(cell: Json) -> str:
    return str(cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type", ""))


def _typed(book: Book, rest: Json, text: str) -> Json:
    found = typed(text, book.locale, book.workspace.clock.now().year)
    out = {**rest, "userEnteredValue": found.value} if found.value else rest
    own = rest.get("userEnteredFormat", {})
    if found.number_format and not own.get("numberFormat"):
        out["userEnteredFormat"] = {**own, "numberFormat": found.number_format}
    return out


def cleared(cell: Json) -> Json:
    """A cell without its value: format, note and validation stay."""
    return {name: one for name, one in cell.items() if name not in VALUE_PARTS}


def clear(book: Book, area: Area) -> None:
    """Take the values out of an area."""
    protection.guard(book, area)
    for number, cells in book.rows(area.sheet, area.top, area.bottom):
        for column in [column for column in cells if area.left <= column < area.right]:
            cells[column] = cleared(cells[column])
        book.put(area.sheet, number, cells)
