"""Merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets.areas import Area, area_of, range_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.protection import guard
from local_workspace.sheets.rows import has_value
from local_workspace.sheets.writing import cleared

PARTIAL = "You must select all cells in a merged range to merge or unmerge them."


def merge_cells(book: Book, request: Json) -> Json:
    """Merge a range into one cell, a cell a row, or a cell a column; only the first value of each stays."""
    area = area_of(book, request.get("range", {})).clipped()
    guard(book, area)
    others = _apart_from(book, area)
    made = [one for one in _parts(area, request.get("mergeType", "MERGE_ALL")) if one.height * one.width > 1]
    for one in made:
        _keep_first(book, one)
    _save(book, area, [*others, *(range_of(one) for one in made)])
    return {}


def _parts(area: Area, kind: str) -> Iterator[Area]:
    if kind == "MERGE_ROWS":
        yield from (replace(area, top=row, bottom=row + 1) for row in area.rows)
    elif kind == "MERGE_COLUMNS":
        yield from (replace(area, left=column, right=column + 1) for column in area.columns)
    else:
        yield area


def unmerge_cells(book: Book, request: Json) -> Json:
    area = area_of(book, request.get("range", {})).clipped()
    guard(book, area)
    _save(book, area, _apart_from(book, area))
    return {}


def _apart_from(book: Book, area: Area) -> list[Json]:
    """The merges that do not touch an area. Raises BadRequest for one that is only partly in it."""
    others = []
    for one in area.sheet.parts.get("merges", []):
        where = area_of(book, one)
        if not area.meets(where):
            others.append(one)
        elif not area.holds(where):
            raise BadRequest(PARTIAL)
    return others


def _save(book: Book, area: Area, merges: list[Json]) -> None:
    area.sheet.parts["merges"] = merges
    if not merges:
        del area.sheet.parts["merges"]
    book.save(area.sheet)


def _keep_first(book: Book, area: Area) -> None:
    """The top left cell takes the first value that there is, row by row; the others lose theirs."""
    first: Json | None = None
    for number, cells in book.rows(area.sheet, area.top, area.bottom):
        for column in sorted(column for column in cells if column in area.columns):
            if first is None and has_value(cells[column]):
                first = cells[column]
            cells[column] = cleared(cells[column])
        book.put(area.sheet, number, cells)
    if first is not None:
        cells = book.row(area.sheet, area.top)
        own = cells.get(area.left, {})
        cells[area.left] = {**own, **{name: one for name, one in first.items() if name in ("userEnteredValue", "textFormatRuns")}}
        book.put(area.sheet, area.top, cells)


KINDS: Mapping[str, Perform] = {"mergeCells": merge_cells, "unmergeCells": unmerge_cells}
