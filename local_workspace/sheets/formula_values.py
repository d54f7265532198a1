"""Formulas calculated beside cells: the conditions of filters, conditional formats and validation."""

from __future__ import annotations

from local_workspace.core.call import Json
from local_workspace.sheets.book import Book
from local_workspace.sheets.sheet import Sheet

Place = tuple[int, int]


def condition_holds(book: Book, sheet: Sheet, condition: Json, corner: Place, place: Place, cell: Json) -> bool:
    """Whether a condition with a formula holds for a cell. corner: where the formula was written for."""
    return False
