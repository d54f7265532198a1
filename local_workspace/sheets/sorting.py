"""The order of rows when people sort: numbers, then texts, then truth values; empty cells last whichever way."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book
from local_workspace.sheets.colours import with_both
from local_workspace.sheets.formula_text import offset
from local_workspace.sheets.protection import guard
from local_workspace.sheets.rows import Cells, effective

RANKS = {"numberValue": 0, "stringValue": 1, "boolValue": 2, "errorValue": 3}
COLOURS: Mapping[str, tuple[str, ...]] = {
    "backgroundColor": ("backgroundColor",),
    "foregroundColor": ("textFormat", "foregroundColor"),
}


def sort_rows(book: Book, area: Area, specs: Sequence[Json]) -> None:
    """Sort the rows of an area; cells move whole, with formats, notes and rules."""
    area = area.clipped()
    guard(book, area)
    for spec in specs:
        if spec.get("dimensionIndex", 0) not in area.columns:
            raise BadRequest("sortSpecs.dimensionIndex must be within the range being sorted.")
    rows = dict(book.rows(area.sheet, area.top, area.bottom))
    block = [(number, _part(rows.get(number, {}), area)) for number in area.rows]

    def order(one: tuple[int, Cells], other: tuple[int, Cells]) -> int:
        return compare(one[1], other[1], specs)

    ordered = sorted(block, key=functools.cmp_to_key(order))
    for number, (origin, cells) in zip(area.rows, ordered, strict=True):
        if number == origin:
            continue
        rest = {column: cell for column, cell in rows.get(number, {}).items() if column not in area.columns}
        if rest or cells or number in rows:
            book.put(area.sheet, number, {**rest, **moved(cells, number - origin)})


def _part(cells: Cells, area: Area) -> Cells:
    return {column: cell for column, cell in cells.items() if column in area.columns}


def moved(cells: Cells, rows: int) -> Cells:
    """Cells as they are so many rows down: their formulas go on looking at their own row."""
    out = {}
    for column, cell in cells.items():
        formula = cell.get("userEnteredValue", {}).get("formulaValue")
        out[column] = {**cell, "userEnteredValue": {"formulaValue": offset(formula, rows, 0)}} if formula else cell
    return out


def compare(one: Cells, other: Cells, specs: Sequence[Json]) -> int:
    """Below, at or above zero, by the first specification that tells the rows apart."""
    for spec in specs:
        column = spec.get("dimensionIndex", 0)
        found = _by_spec(one.get(column, {}), other.get(column, {}), spec)
        if found:
            return found
    return 0


def _by_spec(one: Json, other: Json, spec: Json) -> int:
    descending = spec.get("sortOrder") == "DESCENDING"
    if coloured := next((name for name in COLOURS if name in spec or f"{name}Style" in spec), None):
        wanted = with_both({coloured: spec[coloured]} if coloured in spec else {f"{coloured}Style": spec[f"{coloured}Style"]})
        hit, other_hit = (bool(_colour(cell, COLOURS[coloured]) == wanted[coloured]) for cell in (one, other))
        return (other_hit - hit) * (-1 if descending else 1)
    first, second = _key(one), _key(other)
    if first is None or second is None:
        return (first is None) - (second is None)
    return ((first > second) - (first < second)) * (-1 if descending else 1)


def _colour(cell: Json, path: tuple[str, ...]) -> Any:
    value: Any = cell.get("userEnteredFormat", {})
    for name in path:
        value = value.get(name, {})
    return value


def _key(cell: Json) -> tuple[int, Any] | None:
    """Something to compare by; None for an empty cell."""
    value = effective(cell)
    if not value or value == {"stringValue": ""}:
        return None
    [(kind, content)] = value.items()
    if kind == "errorValue":
        return RANKS[kind], content.get("type", "")
    return RANKS.get(kind, 1), content.casefold() if isinstance(content, str) else content
