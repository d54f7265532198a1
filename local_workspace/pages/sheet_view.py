"""A spreadsheet's values as a table that a page can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from local_workspace.core.call import Json
from local_workspace.sheets.a1 import column_letters, quoted

ROWS = 200
FEWEST_COLUMNS, MOST_COLUMNS, SPARE_COLUMNS = 8, 60, 2


@dataclass(frozen=True)
class SheetTab:
    """One tab. rows, columns: how large its grid is; frozen: how many rows stay at its top."""

    id: int
    title: str
    rows: int
    columns: int
    frozen: int

    def range(self, first: int, last: int) -> str:
        """Rows, counted from 1, as an A1 range."""
        return f"{quoted(self.title)}!A{first}:{column_letters(self.columns - 1)}{last}"

    def at(self, cell: str) -> str:
        return f"{quoted(self.title)}!{cell}"


@dataclass(frozen=True)
class Cell:
    """name: such as ``C5``. shown: as it reads; entered: as it was typed."""

    name: str
    shown: str
    entered: str


@dataclass(frozen=True)
class Grid:
    """A page of a tab's rows. letters: the columns'. rows: (row number, cells)."""

    letters: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    first: int
    last: int


def visible_tabs(spreadsheet: Json) -> list[SheetTab]:
    """Every tab that is not hidden, in order."""
    return [_tab(one["properties"]) for one in spreadsheet["sheets"] if not one["properties"].get("hidden")]


def _tab(properties: Json) -> SheetTab:
    grid = properties.get("gridProperties", {})
    frozen = grid.get("frozenRowCount", 0)
    return SheetTab(
        properties.get("sheetId", 0), properties["title"], grid.get("rowCount", 0), grid.get("columnCount", 0), frozen
    )


def rows_on(tab: SheetTab, page: int) -> tuple[int, int]:
    """The first and the last row of a page, counted from 1; the last page for one beyond it."""
    page = max(0, min(page, (tab.rows - 1) // ROWS))
    return page * ROWS + 1, min((page + 1) * ROWS, tab.rows)


def grid(tab: SheetTab, first: int, last: int, shown: Sequence[Sequence[object]], entered: Sequence[Sequence[object]]) -> Grid:
    """A page of cells from two readings of its values. Empty columns beyond the last one used are mostly left out."""
    used = max((len(row) for row in shown), default=0)
    width = min(tab.columns, MOST_COLUMNS, max(used + SPARE_COLUMNS, FEWEST_COLUMNS))
    letters = tuple(column_letters(place) for place in range(width))
    rows = []
    for place in range(last - first + 1):
        number = first + place
        cells = (
            Cell(f"{letter}{number}", _value(shown, place, column), _value(entered, place, column))
            for column, letter in enumerate(letters)
        )
        rows.append((number, tuple(cells)))
    return Grid(letters, tuple(rows), first, last)


def _value(values: Sequence[Sequence[object]], row: int, column: int) -> str:
    """A value as text; the API leaves out what is empty at the ends of rows and of the range."""
    if row >= len(values) or column >= len(values[row]):
        return ""
    value = values[row][column]
    return str(value).upper() if isinstance(value, bool) else str(value)
