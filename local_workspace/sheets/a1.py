"""A1 notation (developers.google.com/workspace/sheets/api/guides/concepts#cell)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from local_workspace.core.errors import BadRequest
from local_workspace.sheets.book import Book, Sheet

PART = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d*)")


@dataclass(frozen=True)
class Area:
    """A rectangle of a sheet: rows and columns from 0, ends not included. open_rows: the notation named no last row."""

    sheet: Sheet
    top: int
    left: int
    bottom: int
    right: int
    open_rows: bool = False
    open_columns: bool = False


def column_number(letters: str) -> int:
    """``A`` → 0, ``AA`` → 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def quoted(title: str) -> str:
    """A title as it stands in an A1 range: in quotes unless it is a plain word."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", title) and not re.fullmatch(r"[A-Za-z]{1,3}\d+", title):
        return title
    return "'" + title.replace("'", "''") + "'"


def written(area: Area) -> str:
    """An area as Google writes it in answers: ``Sheet1!A1:C2``."""
    start = f"{column_letters(area.left)}{area.top + 1}"
    end = f"{column_letters(area.right - 1)}{area.bottom}"
    return f"{quoted(area.sheet.title)}!{start}" + (f":{end}" if end != start else "")


def parse(book: Book, text: str) -> Area:
    """An area from A1 notation, cut to nothing. Raises BadRequest `Unable to parse range`."""
    title, mark, cells = _split(text)
    sheet = book.titled(title) if title else book.sheets()[0]
    if sheet is None and not mark and (named := book.titled(text)) is not None:
        sheet = named
    if sheet is None:
        raise BadRequest(f"Unable to parse range: {text}")
    if not cells:
        return Area(sheet, 0, 0, sheet.rows, sheet.columns, True, True)
    return _area(sheet, cells, text)


def _split(text: str) -> tuple[str, str, str]:
    """Title, exclamation mark and cells; a bare word that is no cell is a title."""
    found = re.fullmatch(r"'((?:[^']|'')*)'(?:(!)(.*))?", text)
    if found:
        return found[1].replace("''", "'"), found[2] or "", found[3] or ""
    if "!" in text:
        title, _, cells = text.rpartition("!")
        return title, "!", cells
    start, _, end = text.partition(":")
    cellish = all(PART.fullmatch(part) for part in (start, end)) and re.search(r"\d|:", text)
    return ("", "", text) if cellish else (text, "", "")


def _area(sheet: Sheet, cells: str, text: str) -> Area:
    start, colon, end = cells.partition(":")
    first, last = PART.fullmatch(start), PART.fullmatch(end if colon else start)
    if first is None or last is None or not (first[1] or first[2]) or not (last[1] or last[2]):
        raise BadRequest(f"Unable to parse range: {text}")
    columns = sorted(column_number(part[1]) if part[1] else edge for part, edge in ((first, 0), (last, sheet.columns - 1)))
    rows = sorted(int(part[2]) - 1 if part[2] else edge for part, edge in ((first, 0), (last, sheet.rows - 1)))
    area = Area(sheet, rows[0], columns[0], rows[1] + 1, columns[1] + 1, not last[2], not last[1])
    if area.top >= sheet.rows or area.left >= sheet.columns:
        raise BadRequest(f"Range ({written(area)}) exceeds grid limits. Max rows: {sheet.rows}, max columns: {sheet.columns}")
    return area
