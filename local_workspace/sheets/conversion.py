"""What uploads that become spreadsheets have in common: what was there goes, and values become what typing them makes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from local_workspace.core.workspace import Workspace
from local_workspace.sheets import calculation
from local_workspace.sheets.book import Book
from local_workspace.sheets.files import FACTS
from local_workspace.sheets.parsing import typed
from local_workspace.sheets.rows import Cells
from local_workspace.sheets.sheet import COLUMNS, ROWS, Sheet, new_sheet

TIME_ZONE = "America/Los_Angeles"
"""Of a spreadsheet that was converted for someone who says no other (gspread's recording of import_csv)."""


def emptied(workspace: Workspace, file_id: str) -> Book:
    """The spreadsheet without anything on it, not even a sheet."""
    book = Book(workspace, file_id)
    for sheet in list(book.sheets()):
        book.remove(sheet)
    workspace.db.execute("DELETE FROM developer_metadata WHERE file_id = ?", (file_id,))
    book.facts = {**FACTS, "locale": book.locale, "timeZone": TIME_ZONE}
    book.save_facts()
    return book


def add_sheet(book: Book, title: str, height: int, width: int) -> Sheet:
    """A sheet after the others, with room for so much and never smaller than an empty one."""
    facts = {"gridProperties": {"rowCount": max(height, ROWS), "columnCount": max(width, COLUMNS)}}
    book.save(new_sheet(book.new_id(), title, len(book.sheets()), facts))
    book.require_room()
    return book.sheets()[-1]


def typed_cells(book: Book, values: Sequence[str]) -> Cells:
    """A row of texts as the cells that typing them makes."""
    year = book.workspace.clock.now().year
    cells: Cells = {}
    for column, text in enumerate(values):
        found = typed(text, book.locale, year)
        if found.value:
            cells[column] = {"userEnteredValue": found.value}
            if found.number_format:
                cells[column]["userEnteredFormat"] = {"numberFormat": found.number_format}
    return cells


def fill(book: Book, sheet: Sheet, rows: Iterable[tuple[int, Cells]]) -> None:
    """Write rows, by their number, into a sheet that has none."""
    for number, cells in rows:
        if cells:
            book.put(sheet, number, cells)


def finish(book: Book) -> None:
    """Formulas are calculated when everything is there. Raises NotWritten for a function that is not built."""
    calculation.recalculate(book)


def width_of(rows: Sequence[Sequence[Any]]) -> int:
    return max((len(row) for row in rows), default=0)
