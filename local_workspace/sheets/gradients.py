"""Gradient rules: a cell's background from where its number lies between interpolation points
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#gradientrule).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from local_workspace.core.call import Json
from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book
from local_workspace.sheets.colours import colour
from local_workspace.sheets.parsing import typed
from local_workspace.sheets.rows import cell_of, effective

POINTS = ("minpoint", "midpoint", "maxpoint")
Stop = tuple[float, Json]
"""A number and the colour there."""


def gradient(book: Book, ranges: Sequence[Area], rule: Json) -> Callable[[int, int, Json], Json]:
    """What a gradient lays over the cells of its ranges. Only numbers are painted; beyond the ends the ends' colours go on."""
    numbers = sorted(_numbers(book, ranges))
    stops = [
        (where, rule[name].get("colorStyle", {}).get("rgbColor", {}))
        for name in POINTS
        if name in rule and (where := _place(book, rule[name], numbers)) is not None
    ]

    def paint(row: int, column: int, cell: Json) -> Json:
        number = effective(cell).get("numberValue")
        if number is None or not stops:
            return {}
        shade = _between(stops, number)
        return {"backgroundColor": shade, "backgroundColorStyle": {"rgbColor": shade}}

    return paint


def _numbers(book: Book, ranges: Sequence[Area]) -> list[float]:
    rows = ((area, kept) for area in ranges for _, kept in book.kept_rows(area.sheet, area.top, area.bottom))
    cells = (effective(cell_of(one)) for area, kept in rows for one in kept[area.left : area.right])
    return [cell["numberValue"] for cell in cells if "numberValue" in cell]


def _place(book: Book, point: Json, numbers: Sequence[float]) -> float | None:
    """The number that a point stands at; None where there are no numbers to count from."""
    if point.get("type") == "NUMBER":
        return _value(book, point)
    if not numbers:
        return None
    return FROM[point["type"]](numbers, _value(book, point))


def _value(book: Book, point: Json) -> float:
    found = typed(str(point.get("value", "")), book.locale, book.workspace.clock.now().year).value
    return float(found.get("numberValue", 0))


def _percentile(numbers: Sequence[float], value: float) -> float:
    """Between its neighbours, as the function PERCENTILE does."""
    place = (len(numbers) - 1) * value / 100
    below = min(int(place), len(numbers) - 1)
    above = min(below + 1, len(numbers) - 1)
    return numbers[below] + (numbers[above] - numbers[below]) * (place - below)


FROM: Mapping[str, Callable[[Sequence[float], float], float]] = {
    "MIN": lambda numbers, value: numbers[0],
    "MAX": lambda numbers, value: numbers[-1],
    "PERCENT": lambda numbers, value: numbers[0] + (numbers[-1] - numbers[0]) * value / 100,
    "PERCENTILE": _percentile,
}


def _between(stops: Sequence[Stop], number: float) -> Json:
    if number <= stops[0][0]:
        return stops[0][1]
    for (low, first), (high, last) in pairwise(stops):
        if number <= high:
            share = (number - low) / (high - low) if high > low else 1.0
            return colour({name: _mix(first, last, name, share) for name in ("red", "green", "blue")})
    return stops[-1][1]


def _mix(first: Json, last: Json, name: str, share: float) -> float:
    low, high = first.get(name, 0), last.get(name, 0)
    return float(low + (high - low) * share)
