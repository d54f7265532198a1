"""How many pixels a column needs for its texts: Google's servers measure in Roboto, in whole pixels of size.

Witness: gspread's recording of autoResizeDimensions: 1,024 letters A of 10 points are 8,691 pixels, which is Roboto's A at 13
pixels (10 points at 96 pixels an inch are 13.3) and seven more. Other letters have no witness.
"""

from __future__ import annotations

import math

from local_workspace.sheets.book import Book
from local_workspace.sheets.formats import DEFAULT_FORMAT
from local_workspace.sheets.rendering import formatted
from local_workspace.sheets.rows import effective
from local_workspace.sheets.sheet import DEFAULT_PIXELS, Sheet

PRINTABLE = "".join(map(chr, range(32, 127)))
ADVANCES = (
    *(508, 528, 656, 1261, 1151, 1500, 1274, 358, 701, 713, 882, 1162, 403, 566, 540, 845),
    *[1151] * 10,
    *(496, 433, 1041, 1124, 1071, 968, 1839),
    *(1336, 1276, 1333, 1344, 1164, 1132, 1395, 1461, 557, 1130, 1285, 1103, 1788),
    *(1461, 1409, 1292, 1409, 1262, 1216, 1222, 1328, 1304, 1817, 1284, 1230, 1227),
    *(543, 841, 543, 856, 924, 633),
    *(1114, 1150, 1072, 1155, 1086, 712, 1150, 1128, 498, 490, 1038, 498, 1796),
    *(1131, 1168, 1150, 1164, 694, 1057, 670, 1129, 992, 1539, 1016, 969, 1016),
    *(693, 500, 693, 1393),
)
"""Of the printable ASCII letters, in 2048ths of the size (Roboto Regular's hmtx table)."""
WIDTHS = dict(zip(PRINTABLE, ADVANCES, strict=True))
USUAL = 1151
EM = 2048
PIXELS_PER_POINT = 96 / 72
PADDING = 7
"""Three on either side, and the line between columns."""


def pixels(text: str, points: float) -> int:
    """The width of the widest line of a text."""
    line = max((sum(WIDTHS.get(letter, USUAL) for letter in one) for one in text.split("\n")), default=0)
    return math.ceil(line * int(points * PIXELS_PER_POINT) / EM)


def fitting(book: Book, sheet: Sheet, dimension: str, start: int, end: int) -> dict[int, int]:
    """The size that each row or column needs, for those that hold anything."""
    found: dict[int, int] = {}
    for number, cells in book.rows(sheet, *((start, end) if dimension == "ROWS" else ())):
        for column, cell in cells.items():
            if not effective(cell) or (dimension == "COLUMNS" and not start <= column < end):
                continue
            text = formatted(cell, book.locale)
            points = (
                cell.get("userEnteredFormat", {}).get("textFormat", {}).get("fontSize", DEFAULT_FORMAT["textFormat"]["fontSize"])
            )
            place, size = (number, _height(text, points)) if dimension == "ROWS" else (column, pixels(text, points) + PADDING)
            found[place] = max(found.get(place, 0), size)
    return found


def _height(text: str, points: float) -> int:
    lines = text.count("\n") + 1
    return max(DEFAULT_PIXELS["ROWS"], math.ceil(lines * points * PIXELS_PER_POINT * 1.15) + 5)
