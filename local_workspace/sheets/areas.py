"""Rectangles of cells: as Google's GridRange, and as plain numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets.book import Book
from local_workspace.sheets.sheet import Sheet

EDGES = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")


@dataclass(frozen=True)
class Area:
    """A rectangle of a sheet: rows and columns from 0, ends not included. open_rows: no last row was named."""

    sheet: Sheet
    top: int
    left: int
    bottom: int
    right: int
    open_rows: bool = False
    open_columns: bool = False

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def rows(self) -> range:
        return range(self.top, self.bottom)

    @property
    def columns(self) -> range:
        return range(self.left, self.right)

    def clipped(self) -> Area:
        """Cut to the grid."""
        return replace(self, bottom=min(self.bottom, self.sheet.rows), right=min(self.right, self.sheet.columns))

    def meets(self, other: Area) -> bool:
        return (
            self.sheet.id == other.sheet.id
            and self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )

    def holds(self, other: Area) -> bool:
        return (
            self.sheet.id == other.sheet.id
            and self.top <= other.top
            and other.bottom <= self.bottom
            and self.left <= other.left
            and other.right <= self.right
        )

    def __contains__(self, place: tuple[int, int]) -> bool:
        """Whether (row, column) is inside."""
        return self.top <= place[0] < self.bottom and self.left <= place[1] < self.right


def whole(sheet: Sheet) -> Area:
    return Area(sheet, 0, 0, sheet.rows, sheet.columns, True, True)


def area_of(book: Book, given: Json) -> Area:
    """A GridRange as an area; an edge that is not said is the grid's. Raises BadRequest."""
    sheet = book.sheet(given.get("sheetId", 0))
    if sheet.kind != "GRID":
        raise BadRequest(f"No grid with id: {sheet.id}")
    top, left = given.get("startRowIndex", 0), given.get("startColumnIndex", 0)
    bottom, right = given.get("endRowIndex", sheet.rows), given.get("endColumnIndex", sheet.columns)
    if bottom < top or right < left:
        edge = "Row" if bottom < top else "Column"
        raise BadRequest(f"range.end{edge}Index must be greater than range.start{edge}Index")
    return Area(sheet, top, left, bottom, right, "endRowIndex" not in given, "endColumnIndex" not in given)


def range_of(area: Area) -> Json:
    """A GridRange with all of its edges."""
    return {"sheetId": area.sheet.id, **dict(zip(EDGES, (area.top, area.bottom, area.left, area.right), strict=True))}


def bounded(book: Book, given: Json) -> Json:
    """A GridRange with the edges that it leaves open said."""
    return range_of(area_of(book, given).clipped())


def pieces(area: Area, other: Area) -> Iterator[Area]:
    """What is left of an area where another is taken out of it."""
    if not area.meets(other):
        yield area
        return
    top, bottom = max(area.top, other.top), min(area.bottom, other.bottom)
    yield from (replace(area, bottom=top), replace(area, top=bottom))
    middle = replace(area, top=top, bottom=bottom)
    yield from (replace(middle, right=max(area.left, other.left)), replace(middle, left=min(area.right, other.right)))
