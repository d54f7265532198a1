"""The beginning and the end of every method: a spreadsheet that the caller may open, and what follows from a change."""

from __future__ import annotations

from local_workspace.core.call import Call
from local_workspace.drive import access
from local_workspace.sheets import calculation
from local_workspace.sheets.book import Book


def opened(call: Call, need: access.Need) -> Book:
    """The spreadsheet that a call names. Raises NotFound or Forbidden."""
    file_id = call.params["spreadsheetId"]
    access.require(call, file_id, need)
    book = Book(call.workspace, file_id, call.principal.email.lower())
    calculation.refresh(book)
    return book


def changed(call: Call, book: Book) -> None:
    """After a write: formulas are calculated, and Drive is told."""
    calculation.recalculate(book)
    access.touch(call, book.file_id)
