"""What every kind of batchUpdate request is: a function of the spreadsheet and the request, giving its reply."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from local_workspace.core.call import Json
from local_workspace.sheets.book import Book

Perform: TypeAlias = Callable[[Book, Json], Json]
"""Raises BadRequest in Google's words, without the `Invalid requests[0].kind:` before them."""
