"""Banding: the colours that alternate below the cells' own
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#bandedrange).
"""

from __future__ import annotations

from collections.abc import Callable

from local_workspace.core.call import Json
from local_workspace.sheets.areas import Area, area_of
from local_workspace.sheets.book import Book

BANDED = "bandedRanges"
ROWS, COLUMNS = "rowProperties", "columnProperties"


def bands(book: Book, area: Area) -> Callable[[int, int], Json] | None:
    """The part of a CellFormat that banding, or a table's rows, lay under each cell of an area; None where there is none."""
    tables = [{**one, ROWS: one["rowsProperties"]} for one in area.sheet.parts.get("tables", []) if "rowsProperties" in one]
    found = [(area_of(book, one["range"]).clipped(), one) for one in [*area.sheet.parts.get(BANDED, []), *tables]]
    found = [(where, one) for where, one in found if where.meets(area)]
    if not found:
        return None

    def under(row: int, column: int) -> Json:
        for where, one in found:
            if (row, column) in where:
                return _colour(where, one, row, column)
        return {}

    return under


def _colour(where: Area, one: Json, row: int, column: int) -> Json:
    """Headers and footers win over bands, first bands over second ones, and then rows over columns."""
    found = [
        _band(one.get(ROWS, {}), row - where.top, where.height),
        _band(one.get(COLUMNS, {}), column - where.left, where.width),
    ]
    ranked = (style for rank in range(3) for place, style in found if place == rank)
    shade = next((style["rgbColor"] for style in ranked if "rgbColor" in style), None)
    return {} if shade is None else {"backgroundColor": shade, "backgroundColorStyle": {"rgbColor": shade}}


def _band(properties: Json, place: int, count: int) -> tuple[int, Json]:
    """The colour style along one dimension, and its rank. The first row or column is the header's if it has a colour, the last
    the footer's; the others take turns."""
    header, footer = properties.get("headerColorStyle"), properties.get("footerColorStyle")
    if header and place == 0:
        return 0, header
    if footer and place == count - 1:
        return 0, footer
    second = (place - bool(header)) % 2
    return 1 + second, properties.get("secondBandColorStyle" if second else "firstBandColorStyle", {})
