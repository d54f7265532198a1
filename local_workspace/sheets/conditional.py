"""Conditional formats: what they lay over cells."""

from __future__ import annotations

from collections.abc import Callable

from local_workspace.core.call import Json
from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book

Look = Callable[[int, int, Json], Json]
"""(row, column, cell) to the part of a CellFormat that is laid over it."""


def looks(book: Book, area: Area) -> Look:
    """How the cells of an area look beside their own formats."""
    return lambda row, column, cell: {}
