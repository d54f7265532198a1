"""Things on sheets that have an id: found wherever they are, kept in the sheet's parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets.areas import EDGES
from local_workspace.sheets.book import Book
from local_workspace.sheets.sheet import Sheet


def listed(book: Book, part: str) -> Iterator[tuple[Sheet, Json]]:
    """Every one of a kind (``protectedRanges``, ``charts``, ...) with its sheet."""
    for sheet in book.sheets():
        for one in sheet.parts.get(part, []):
            yield sheet, one


def find(book: Book, part: str, name: str, value: Any, missing: str) -> tuple[Sheet, Json]:
    """One by its id. name: the member that holds it; missing: what the refusal says. Raises BadRequest."""
    for sheet, one in listed(book, part):
        if one.get(name) == value:
            return sheet, one
    raise BadRequest(missing.format(value))


def add(book: Book, sheet: Sheet, part: str, one: Json) -> None:
    sheet.parts[part] = [*sheet.parts.get(part, []), one]
    book.save(sheet)


def remove(book: Book, sheet: Sheet, part: str, one: Json) -> None:
    sheet.parts[part] = [other for other in sheet.parts[part] if other is not one]
    if not sheet.parts[part]:
        del sheet.parts[part]
    book.save(sheet)


def free(book: Book, part: str, name: str, wanted: Any, taken: str) -> Any:
    """The id that was asked for, or a new one. Raises BadRequest where it is taken."""
    if wanted in (None, 0, ""):
        return book.new_id()
    if any(one.get(name) == wanted for _, one in listed(book, part)):
        raise BadRequest(taken.format(wanted))
    return wanted


def with_sheet_ids(value: Any) -> Any:
    """JSON as a request gives it with the sheetId said in every range: zero is left out by clients that omit defaults."""
    if isinstance(value, list):
        return [with_sheet_ids(one) for one in value]
    if not isinstance(value, dict):
        return value
    out = {name: with_sheet_ids(one) for name, one in value.items()}
    ranged = any(edge in out for edge in EDGES) or "rowIndex" in out or ("dimension" in out and "startIndex" in out)
    return {"sheetId": 0, **out} if ranged else out
