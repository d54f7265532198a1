"""How many pixels a column needs for its texts: Arial's advance widths, at 96 pixels an inch.

Witness: gspread's recording of autoResizeDimensions.
"""

from __future__ import annotations

import math

from local_workspace.sheets.book import Book
from local_workspace.sheets.formats import DEFAULT_FORMAT
from local_workspace.sheets.rendering import formatted
from local_workspace.sheets.rows import effective
from local_workspace.sheets.sheet import DEFAULT_PIXELS, Sheet

NARROW = {" ": 278, "!": 278, '"': 355, "'": 191, "(": 333, ")": 333, "*": 389, "+": 584, ",": 278, "-": 333, ".": 278, "/": 278}
SIGNS = {":": 278, ";": 278, "<": 584, "=": 584, ">": 584, "@": 1015, "%": 889, "&": 667, "[": 278, "]": 278, "|": 260, "#": 556}
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CAPITAL_WIDTHS = (
    667,
    667,
    722,
    722,
    667,
    611,
    778,
    722,
    278,
    500,
    667,
    556,
    833,
    722,
    778,
    667,
    778,
    722,
    667,
    611,
    722,
    667,
    944,
)
SMALL_WIDTHS = (556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722)
WIDTHS = {
    **NARROW,
    **SIGNS,
    **dict.fromkeys("0123456789", 556),
    **dict(zip(CAPITALS, (*CAPITAL_WIDTHS, 667, 667, 611), strict=True)),
    **dict(zip(CAPITALS.lower(), (*SMALL_WIDTHS, 500, 500, 500), strict=True)),
}
USUAL = 556
PIXELS_PER_POINT = 96 / 72
PADDING = 6


def pixels(text: str, points: float) -> int:
    """The width of the widest line of a text."""
    line = max((sum(WIDTHS.get(letter, USUAL) for letter in one) for one in text.split("\n")), default=0)
    return math.ceil(line / 1000 * points * PIXELS_PER_POINT)


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
