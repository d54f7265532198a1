"""findReplace, trimWhitespace and deleteDuplicates
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets import cell_shifting
from local_workspace.sheets.areas import Area, area_of, whole
from local_workspace.sheets.book import Book
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.protection import guard
from local_workspace.sheets.rendering import formatted
from local_workspace.sheets.rows import effective
from local_workspace.sheets.writing import cleared, entered

GROUP = re.compile(r"\$(\d+)")
SPACES = re.compile(r"\s+")


@dataclass
class Found:
    """What was replaced: cells with values, cells with formulas, and places within them."""

    values: int = 0
    formulas: int = 0
    occurrences: int = 0

    @property
    def cells(self) -> int:
        return self.values + self.formulas


def find_replace(book: Book, request: Json) -> Json:
    """In a range, a sheet, or all. Regular expressions are Python's, which differ from Java's at the edges."""
    pattern, replacement = _pattern(request), _replacement(request)
    total, rows, sheets = Found(), 0, 0
    for area in _where(book, request):
        guard(book, area)
        before = total.cells
        for number, cells in list(book.rows(area.sheet, area.top, area.bottom)):
            in_row = total.cells
            for column in sorted(one for one in cells if one in area.columns):
                cells[column] = _replaced(book, cells[column], pattern, replacement, request, total)
            if total.cells > in_row:
                rows += 1
                book.put(area.sheet, number, cells)
        sheets += total.cells > before
    answer = {
        "valuesChanged": total.values,
        "formulasChanged": total.formulas,
        "rowsChanged": rows,
        "sheetsChanged": sheets,
        "occurrencesChanged": total.occurrences,
    }
    return {"findReplace": {name: number for name, number in answer.items() if number}}


def _where(book: Book, request: Json) -> list[Area]:
    if request.get("allSheets"):
        return [whole(one) for one in book.sheets()]
    if "range" in request:
        return [area_of(book, request["range"]).clipped()]
    if "sheetId" in request:
        return [whole(book.sheet(request["sheetId"]))]
    raise BadRequest("Must specify a range, a sheetId or allSheets.")


def _pattern(request: Json) -> re.Pattern[str]:
    if not request.get("find"):
        raise BadRequest("The find value must not be empty.")
    text = request["find"] if request.get("searchByRegex") else re.escape(request["find"])
    whole_cell = rf"\A(?:{text})\Z" if request.get("matchEntireCell") else text
    try:
        return re.compile(whole_cell, 0 if request.get("matchCase") else re.IGNORECASE)
    except re.error as problem:
        raise BadRequest(f"The regular expression is not valid: {problem.msg}.") from problem


def _replacement(request: Json) -> Callable[[re.Match[str]], str]:
    """The text that takes a match's place; ``$1`` stands for a group where the search is by regular expression."""
    text = str(request.get("replacement", ""))
    if not request.get("searchByRegex"):
        return lambda match: text

    def filled(match: re.Match[str]) -> str:
        try:
            return GROUP.sub(lambda one: match[int(one[1])] or "", text)
        except IndexError as problem:
            raise BadRequest("The replacement names a group that the regular expression does not have.") from problem

    return filled


def _replaced(
    book: Book, cell: Json, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], request: Json, total: Found
) -> Json:
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if formula and not request.get("includeFormulas"):
        return cell
    text, times = pattern.subn(replacement, formula or formatted(cell, book.locale))
    if not times:
        return cell
    total.occurrences += times
    total.formulas += formula is not None
    total.values += formula is None
    return entered(book, cell, text, "USER_ENTERED") if text else cleared(cell)


def trim_whitespace(book: Book, request: Json) -> Json:
    """A text that then looks like a formula stays a text."""
    area = area_of(book, request.get("range", {})).clipped()
    guard(book, area)
    trimmed = 0
    for number, cells in list(book.rows(area.sheet, area.top, area.bottom)):
        for column in [one for one in cells if one in area.columns]:
            text = cells[column].get("userEnteredValue", {}).get("stringValue")
            if text is not None and SPACES.sub(" ", text).strip() != text:
                cells[column] = entered(book, cells[column], SPACES.sub(" ", text).strip(), "RAW")
                trimmed += 1
        book.put(area.sheet, number, cells)
    return {"trimWhitespace": {"cellsChangedCount": trimmed} if trimmed else {}}


def delete_duplicates(book: Book, request: Json) -> Json:
    """The first of each stays; what is below in the range moves up, and nothing outside of it moves."""
    area = area_of(book, request.get("range", {})).clipped()
    guard(book, area)
    columns = sorted(_compared(request.get("comparisonColumns", []), area))
    seen: set[tuple[str, ...]] = set()
    doubled = []
    for number, key in _keys(book, area, columns):
        if key in seen:
            doubled.append(number)
        seen.add(key)
    for number in reversed(doubled):
        cell_shifting.delete(book, Area(area.sheet, number, area.left, number + 1, area.right), "ROWS")
        cell_shifting.insert(book, Area(area.sheet, area.bottom - 1, area.left, area.bottom, area.right), "ROWS")
    return {"deleteDuplicates": {"duplicatesRemovedCount": len(doubled)} if doubled else {}}


def _compared(given: list[Json], area: Area) -> set[int]:
    """The columns that count. Raises BadRequest where one is not in the range."""
    named = {at for one in given for at in range(one.get("startIndex", area.left), one.get("endIndex", area.right))}
    if not named <= set(area.columns):
        raise BadRequest("The comparison columns must be within the range.")
    return named or set(area.columns)


def _keys(book: Book, area: Area, columns: list[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """What a row is compared by, whatever its letters' case, formats and formulas."""
    rows = dict(book.rows(area.sheet, area.top, area.bottom))
    for number in area.rows:
        cells = rows.get(number, {})
        yield number, tuple(repr(_folded(effective(cells.get(column, {})))) for column in columns)


def _folded(value: Json) -> object:
    return {name: one.casefold() if isinstance(one, str) else one for name, one in value.items()}


KINDS: Mapping[str, Perform] = {
    "deleteDuplicates": delete_duplicates,
    "findReplace": find_replace,
    "trimWhitespace": trim_whitespace,
}
