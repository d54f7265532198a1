"""Values of an area as `values.get` answers them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from local_workspace.core.call import Json
from local_workspace.sheets.a1 import written
from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book
from local_workspace.sheets.rendering import Rendering

Values = list[list[Any]]


def rendering(book: Book, asked: Mapping[str, Any], prefix: str = "") -> Rendering:
    """As a request asks for it. prefix: ``response`` where the options are named for the answer to a write."""

    def option(name: str, default: str) -> str:
        return str(asked.get(f"response{name[0].upper()}{name[1:]}" if prefix else name) or default)

    serials = option("dateTimeRenderOption", "SERIAL_NUMBER") != "FORMATTED_STRING"
    return Rendering(book.locale, option("valueRenderOption", "FORMATTED_VALUE"), serials)


def value_range(book: Book, area: Area, how: Rendering, dimension: str = "ROWS") -> Json:
    """A ValueRange; empty rows and cells at the end are left out."""
    area = area.clipped()
    dimension = "COLUMNS" if dimension == "COLUMNS" else "ROWS"
    rows = values_of(book, area, how)
    values = turned(rows) if dimension == "COLUMNS" else rows
    out: Json = {"range": written(area), "majorDimension": dimension}
    return {**out, "values": values} if values else out


def values_of(book: Book, area: Area, how: Rendering) -> Values:
    """Rows of values, trimmed at the end of each row and of the area."""
    rows: Values = []
    show = how.shown
    for number, kept in book.valued_rows(area.sheet, area.top, area.bottom):
        row = [show(one) for one in kept[area.left : area.right]]
        while row and row[-1] == "":
            row.pop()
        if row:
            rows += [[] for _ in range(number - area.top - len(rows))]
            rows.append(row)
    return rows


def turned(rows: Values) -> Values:
    """Columns of rows, or rows of columns; empty cells at their ends are left out."""
    width = max((len(row) for row in rows), default=0)
    columns = [[row[index] if index < len(row) else "" for row in rows] for index in range(width)]
    for column in columns:
        while column and column[-1] == "":
            column.pop()
    return columns
