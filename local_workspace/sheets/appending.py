"""Where `values.append` writes: below the table that its range points at
(developers.google.com/workspace/sheets/api/guides/values#append_values).

A table is a block of cells with values, apart from others by empty rows and columns. Of several in the range the last one
counts; a range in none of them is itself the place. Tables are found by the bits kept with each row, without reading cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book
from local_workspace.sheets.rows import WIDEST
from local_workspace.sheets.sheet import Sheet


@dataclass(frozen=True)
class Block:
    """Rows and columns of a table, ends not included."""

    top: int
    left: int
    bottom: int
    right: int


def table_at(book: Book, area: Area) -> Area | None:
    """The last table in an area, or the one that the area is inside of."""
    area = area.clipped()
    mask = _mask(area.left, area.right)
    bottom = _last(book, area.sheet, mask, area.top, area.bottom)
    block = _around(book, area.sheet, bottom, mask) if bottom is not None else _beside(book, area)
    if block is None:
        return None
    return Area(area.sheet, block.top, block.left, block.bottom, min(block.right, area.sheet.columns))


def _mask(left: int, right: int) -> int:
    """The bits of columns from left up to right."""
    right = min(right, WIDEST + 1)
    return (1 << right) - (1 << min(left, WIDEST))


def _last(book: Book, sheet: Sheet, mask: int, top: int, bottom: int) -> int | None:
    """The last row between two that has a value in one of the columns."""
    return _row(book, sheet, "filled & ? <> 0 AND row >= ? AND row < ? ORDER BY row DESC", (mask, top, bottom))


def _row(book: Book, sheet: Sheet, where: str, values: Iterable[int]) -> int | None:
    statement = f"SELECT row FROM sheet_rows WHERE file_id = ? AND sheet_id = ? AND {where} LIMIT 1"  # noqa: S608 from here
    found = book.workspace.db.execute(statement, (book.file_id, sheet.id, *values)).fetchone()
    return None if found is None else int(found["row"])


def _around(book: Book, sheet: Sheet, row: int, within: int) -> Block:
    """The block that a row's last value in the given columns belongs to: grown until empty rows and columns surround it."""
    filled = _bits(book, sheet, row, row + 1)
    columns = _run(filled, (filled & within).bit_length() - 1)
    top, bottom = row, row + 1
    while True:
        up, down = _reach(book, sheet, top, columns, up=True), _reach(book, sheet, bottom - 1, columns, up=False)
        union = _bits(book, sheet, up, down)
        wider = _run(union, columns.bit_length() - 1)
        if (up, down, wider) == (top, bottom, columns):
            return Block(top, _lowest(columns), bottom, columns.bit_length())
        top, bottom, columns = up, down, wider


def _reach(book: Book, sheet: Sheet, row: int, columns: int, *, up: bool) -> int:
    """As far as rows follow each other with values in the columns, or in those next to them."""
    near = columns | columns << 1 | columns >> 1
    step, order = (-1, "DESC") if up else (1, "ASC")
    compare = "<=" if up else ">="
    where = (
        f"filled & ? <> 0 AND row {compare} ? AND NOT EXISTS (SELECT 1 FROM sheet_rows n WHERE n.file_id = sheet_rows.file_id "  # noqa: S608
        f"AND n.sheet_id = sheet_rows.sheet_id AND n.row = sheet_rows.row + {step} AND n.filled & ? <> 0) ORDER BY row {order}"
    )
    found = _row(book, sheet, where, (near, row, near))
    edge = row if found is None else found
    return edge if up else edge + 1


def _bits(book: Book, sheet: Sheet, top: int, bottom: int) -> int:
    """The columns with a value in any of the rows."""
    statement = "SELECT DISTINCT filled FROM sheet_rows WHERE file_id = ? AND sheet_id = ? AND row >= ? AND row < ?"
    union = 0
    for found in book.workspace.db.execute(statement, (book.file_id, sheet.id, top, bottom)):
        union |= found["filled"]
    return union


def _run(bits: int, column: int) -> int:
    """The columns that follow each other without a gap, of which one is given."""
    left = right = column
    while left and bits >> (left - 1) & 1:
        left -= 1
    while bits >> (right + 1) & 1:
        right += 1
    return _mask(left, right + 1)


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _beside(book: Book, area: Area) -> Block | None:
    """A table that encloses an empty range: its cells are around, not in it."""
    above = _last(book, area.sheet, _mask(0, area.sheet.columns), 0, area.top + 1)
    if above is None or above < area.top - 1:
        return None
    block = _around(book, area.sheet, above, _mask(0, area.sheet.columns))
    inside = block.top <= area.top < block.bottom and block.left <= area.left < block.right
    return block if inside else None
