"""autoFill (developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#autofillrequest)."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets.areas import Area, area_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.formula_text import offset
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.paste_requests import require_room
from local_workspace.sheets.protection import guard
from local_workspace.sheets.rows import effective
from local_workspace.sheets.series import continued
from local_workspace.sheets.writing import VALUE_PARTS


def auto_fill(book: Book, request: Json) -> Json:
    """A range goes on from the rows or columns in it that have data; or a source is extended so far, backwards if below 0."""
    alternate = bool(request.get("useAlternateSeries"))
    if "range" in request:
        whole = area_of(book, request["range"]).clipped()
        source, down = _source(book, whole)
        length = whole.height - source.height if down else whole.width - source.width
    else:
        given = request.get("sourceAndDestination", {})
        source, length = area_of(book, given.get("source", {})).clipped(), given.get("fillLength", 0)
        if given.get("dimension") not in ("ROWS", "COLUMNS"):
            raise BadRequest("sourceAndDestination.dimension must be ROWS or COLUMNS.")
        down = given["dimension"] == "ROWS"
    if length and source.height and source.width:
        _fill(book, source, length, down=down, alternate=alternate)
    return {}


def _source(book: Book, whole: Area) -> tuple[Area, bool]:
    """The rows with data at the top of a range, or the columns at its left, and whether the range is filled downwards."""
    filled = {
        (number, column)
        for number, cells in book.rows(whole.sheet, whole.top, whole.bottom)
        for column, cell in cells.items()
        if column in whole.columns and effective(cell)
    }
    rows = {number for number, _ in filled}
    columns = {column for _, column in filled}
    height = next((row - whole.top for row in whole.rows if row not in rows), whole.height)
    width = next((column - whole.left for column in whole.columns if column not in columns), whole.width)
    if 0 < height < whole.height:
        return Area(whole.sheet, whole.top, whole.left, whole.top + height, whole.right), True
    return Area(whole.sheet, whole.top, whole.left, whole.bottom, whole.left + width), False


def _fill(book: Book, source: Area, length: int, *, down: bool, alternate: bool) -> None:
    count = source.height if down else source.width
    target = _target(source, length, down=down)
    require_room(target)
    guard(book, target)
    places = range(count, count + length) if length > 0 else range(length, 0)
    known = {number: book.row(source.sheet, number) for number in source.rows}
    lines = source.columns if down else source.rows
    made: dict[int, dict[int, Json]] = {}
    for line in lines:
        cells = [known[number].get(line, {}) for number in source.rows] if down else _across(known[line], source)
        following = continued(cells, book.locale, alternate=alternate)
        for place in places:
            like = cells[place % count]
            cell = copy.deepcopy(like) if following is None else _with_value(like, following(place))
            moved = place - place % count
            row, column = (source.top + place, line) if down else (line, source.left + place)
            made.setdefault(row, {})[column] = _shifted(cell, moved if down else 0, 0 if down else moved)
    for number, cells_made in made.items():
        book.put(target.sheet, number, {**book.row(target.sheet, number), **cells_made})


def _across(cells: Mapping[int, Json], source: Area) -> list[Json]:
    return [cells.get(column, {}) for column in source.columns]


def _target(source: Area, length: int, *, down: bool) -> Area:
    low, high = (source.top, source.bottom) if down else (source.left, source.right)
    first, last = (high, high + length) if length > 0 else (low + length, low)
    if first < 0:
        raise BadRequest("sourceAndDestination.fillLength reaches beyond the first row or column.")
    if down:
        return Area(source.sheet, first, source.left, last, source.right)
    return Area(source.sheet, source.top, first, source.bottom, last)


def _with_value(like: Json, value: Json) -> Json:
    return {**{name: one for name, one in like.items() if name not in VALUE_PARTS}, "userEnteredValue": value}


def _shifted(cell: Json, rows: int, columns: int) -> Json:
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if not formula:
        return cell
    rest = {name: one for name, one in cell.items() if name not in VALUE_PARTS}
    return {**rest, "userEnteredValue": {"formulaValue": offset(formula, rows, columns)}}


KINDS: Mapping[str, Perform] = {"autoFill": auto_fill}
