"""A1 notation (developers.google.com/workspace/sheets/api/guides/concepts#cell)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from local_workspace.core.errors import BadRequest
from local_workspace.sheets.areas import Area, area_of, whole
from local_workspace.sheets.book import Book
from local_workspace.sheets.sheet import Sheet

PART = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d*)")
R1C1 = re.compile(r"[Rr](\d+)[Cc](\d+)")


@dataclass(frozen=True)
class Corner:
    """One end of a range: row and column from 0, None where the notation leaves it open."""

    row: int | None
    column: int | None


def column_number(letters: str) -> int:
    """``A`` → 0, ``AA`` → 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 → ``A``, 26 → ``AA``."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def quoted(title: str) -> str:
    """A title as it stands in an A1 range: in quotes unless it is a plain word."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", title) and not re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d+[Cc]\d+", title):
        return title
    return "'" + title.replace("'", "''") + "'"


def written(area: Area) -> str:
    """An area as Google writes it in answers: ``Sheet1!A1:C2``."""
    start = f"{column_letters(area.left)}{area.top + 1}"
    end = f"{column_letters(area.right - 1)}{area.bottom}"
    return f"{quoted(area.sheet.title)}!{start}" + (f":{end}" if end != start else "")


def parse(book: Book, text: str) -> Area:
    """An area from A1 notation, as far as the grid goes. Raises BadRequest `Unable to parse range` or `exceeds grid limits`."""
    found = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.DOTALL)
    title, mark, cells = (found[1].replace("''", "'"), "!", found[2] or "") if found else text.rpartition("!")
    if not mark:
        return _unqualified(book, text)
    sheet = book.titled(title)
    if sheet is None:
        raise BadRequest(f"Unable to parse range: {text}")
    named = _named(book, cells) if corners(cells) is None else None
    if named is not None:
        return named
    return area_in(sheet, cells, text) if cells else _whole(sheet, text)


def _whole(sheet: Sheet, text: str) -> Area:
    """All of a sheet; one that a chart fills has no cells."""
    if sheet.kind != "GRID":
        raise BadRequest(f"Unable to parse range: {text}")
    return whole(sheet)


def _unqualified(book: Book, text: str) -> Area:
    """Cells of the first visible sheet; else a named range; else a sheet (the guide's order)."""
    if corners(text):
        return area_in(next(one for one in book.sheets() if not one.hidden and one.kind == "GRID"), text, text)
    named = _named(book, text)
    if named is not None:
        return named
    sheet = book.titled(text)
    if sheet is None:
        raise BadRequest(f"Unable to parse range: {text}")
    return _whole(sheet, text)


def _named(book: Book, name: str) -> Area | None:
    """A named range's area. It may stand behind a sheet's title too (gspread's recordings)."""
    found = (one["range"] for one in book.facts.get("namedRanges", []) if one["name"].lower() == name.lower())
    return next((area_of(book, one) for one in found), None)


def corner(text: str) -> Corner | None:
    """``B3``, ``B``, ``3`` or ``R3C2``."""
    if r1c1 := R1C1.fullmatch(text):
        return Corner(int(r1c1[1]) - 1, int(r1c1[2]) - 1)
    part = PART.fullmatch(text)
    if part is None or not (part[1] or part[2]) or part[2] == "0":
        return None
    return Corner(int(part[2]) - 1 if part[2] else None, column_number(part[1]) if part[1] else None)


def corners(text: str) -> tuple[Corner, Corner] | None:
    """Both ends of ``A1:B2``, ``A:B``, ``1:2``, ``A2:B``; None for what is no range. A cell alone is both its ends."""
    start, colon, end = text.partition(":")
    first, last = corner(start), corner(end if colon else start)
    if first is None or last is None or (not colon and (first.row is None or first.column is None)):
        return None
    return first, last


def area_in(sheet: Sheet, cells: str, text: str) -> Area:
    """A range of a sheet. text: what the refusals quote. Raises BadRequest."""
    ends = corners(cells)
    if ends is None or sheet.kind != "GRID":
        raise BadRequest(f"Unable to parse range: {text}")
    first, last = ends
    top, bottom = _span(first.row, last.row, sheet.rows)
    left, right = _span(first.column, last.column, sheet.columns)
    area = Area(sheet, top, left, bottom, right, last.row is None, last.column is None)
    if area.top >= sheet.rows or area.left >= sheet.columns:
        raise beyond(area)
    return area


def _span(first: int | None, last: int | None, count: int) -> tuple[int, int]:
    """From the lesser end to the greater; one that is open runs to the edge of the grid."""
    if first is None and last is None:
        return 0, count
    if first is None or last is None:
        known = first if last is None else last
        start = known or 0
        return start, max(count, start + 1)
    return min(first, last), max(first, last) + 1


def beyond(area: Area) -> BadRequest:
    limits = f"Max rows: {area.sheet.rows}, max columns: {area.sheet.columns}"
    return BadRequest(f"Range ({written(area)}) exceeds grid limits. {limits}")
