"""Library functions of single values, gone through arrays as ARRAYFORMULA does: the library calculates them one by one, aside."""

from __future__ import annotations

from typing import Any

import formualizer

from local_workspace.sheets.formula_coercion import Function, answered, each, is_error

NAME = "LIFT"
SHEET = "Aside"


class Lifting:
    """LIFT(name, which arguments are ranges, arguments ...): the function for each cell of the arguments that are no ranges.

    The library allows no use of a workbook while that calls back, but of another; so this one has its own.
    """

    def __init__(self) -> None:
        self._workbook: Any = None

    def __call__(self, name: str, ranges: str, *arguments: Any) -> Any:
        self._prepare()
        whole = [place for place, letter in enumerate(ranges) if letter == "r"]
        listed = []
        for place in range(len(arguments)):
            listed.append(self._range(place, arguments[place]) if place in whole else f"{SHEET}!{chr(65 + place)}1")
        self._workbook.set_formula(SHEET, 2, 1, f"={name}({','.join(listed)})")
        singles = [place for place in range(len(arguments)) if place not in whole]
        return _through(lambda *values: self._one(singles, values), [arguments[place] for place in singles])

    def _prepare(self) -> None:
        if self._workbook is None:
            self._workbook = formualizer.Workbook()
            self._workbook.set_temporal_egress("serial")
            self._workbook.add_sheet(SHEET)

    def _range(self, place: int, rows: Any) -> str:
        """Put a range on a sheet of its own; its address."""
        title = f"{SHEET}{place}"
        self._workbook.add_sheet(title)
        rows = rows if isinstance(rows, list) else [[rows]]
        for row, line in enumerate(rows, start=1):
            for column, value in enumerate(line, start=1):
                self._workbook.set_value(title, row, column, _settable(value))
        last = formualizer.CellRef(None, len(rows), len(rows[0]), False, False)
        return f"{title}!A1:{last}"

    def _one(self, places: list[int], values: tuple[Any, ...]) -> Any:
        for place, value in zip(places, values, strict=True):
            self._workbook.set_value(SHEET, 1, place + 1, _settable(value))
        return self._workbook.evaluate_cell(SHEET, 2, 1)


def _settable(value: Any) -> Any:
    return formualizer.LiteralValue.error(value["kind"], None) if is_error(value) else value


def _through(function: Function, arguments: list[Any]) -> Any:
    """Like `each`, but errors are handed on: some functions ask after them."""
    wrapped = [_boxed(one) for one in arguments]
    return each(lambda *boxes: answered(function)(*(box[0] if isinstance(box, tuple) else box for box in boxes)))(*wrapped)


def _boxed(value: Any) -> Any:
    if isinstance(value, list):
        rows = value if value and isinstance(value[0], list) else [value]
        return [[(one,) for one in row] for row in rows]
    return (value,)
