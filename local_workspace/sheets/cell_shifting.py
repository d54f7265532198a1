"""insertRange and deleteRange: cells of a block shifted, without their rows or columns."""

from __future__ import annotations

from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book
from local_workspace.sheets.rows import Cells


def insert(book: Book, area: Area, dimension: str) -> None:
    """Cells from the area on move right or down by its width or height; the grid grows if what moves would fall off."""
    if dimension == "COLUMNS":
        _across(book, area, area.left, area.width)
    else:
        _down(book, area, area.top, area.height)


def delete(book: Book, area: Area, dimension: str) -> None:
    """The area's cells go; those beyond it move left or up into its place."""
    for number, cells in book.rows(area.sheet, area.top, area.bottom):
        book.put(area.sheet, number, {column: cell for column, cell in cells.items() if column not in area.columns})
    if dimension == "COLUMNS":
        _across(book, area, area.right, -area.width)
    else:
        _down(book, area, area.bottom, -area.height)


def _across(book: Book, area: Area, start: int, by: int) -> None:
    sheet = area.sheet
    for number, cells in book.rows(sheet, area.top, area.bottom):
        moved = {column + by if column >= start else column: cell for column, cell in cells.items()}
        sheet.columns = max(sheet.columns, max(moved, default=-1) + 1)
        book.put(sheet, number, moved)
    book.save(sheet)


def _down(book: Book, area: Area, start: int, by: int) -> None:
    sheet = area.sheet
    moving: dict[int, Cells] = {}
    for number, cells in book.rows(sheet, start):
        taken = {column: cell for column, cell in cells.items() if column in area.columns}
        if taken:
            moving[number + by] = taken
            book.put(sheet, number, {column: cell for column, cell in cells.items() if column not in area.columns})
    for number, taken in moving.items():
        book.put(sheet, number, {**book.row(sheet, number), **taken})
    sheet.rows = max(sheet.rows, max(moving, default=-1) + 1)
    book.save(sheet)
