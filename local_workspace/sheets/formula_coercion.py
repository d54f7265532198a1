"""Values inside formulas, as Google turns one kind into another, and functions of single values gone through arrays.

Values are the library's: numbers (dates too), texts, truth values, None for an empty cell, an error as an object; an array is a
list of rows. What cannot be turned is #VALUE!, as `Failure`.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from local_workspace.core.call import Json
from local_workspace.sheets import number_text
from local_workspace.sheets.locales import DEFAULT, separators
from local_workspace.sheets.parsing import typed

Rows: TypeAlias = list[list[Any]]
Function: TypeAlias = Callable[..., Any]


class Failure(Exception):
    """An error as a formula gives it. The argument is the library's kind: Div, Na, Name, Num, Ref, Value."""

    @property
    def value(self) -> Json:
        return {"type": "Error", "kind": self.args[0]}


def is_error(value: Any) -> bool:
    return isinstance(value, dict)


def rows_of(value: Any) -> Rows:
    """A range as rows; a single value as one row of one."""
    if isinstance(value, list):
        return value if value and isinstance(value[0], list) else [value]
    return [[value]]


def flat(values: Sequence[Any]) -> Iterator[Any]:
    """Every cell of every argument, row by row. Raises Failure at an error."""
    for value in values:
        for row in rows_of(value):
            for one in row:
                if is_error(one):
                    raise Failure(one["kind"])
                yield one


def answered(function: Function) -> Function:
    """A function whose failures are values, and whose exceptions are #VALUE!"""

    @functools.wraps(function)
    def answer(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except Failure as failure:
            return failure.value
        except (ArithmeticError, AttributeError, IndexError, LookupError, TypeError, ValueError):
            return Failure("Value").value

    return answer


def each(function: Function) -> Function:
    """A function of single values, over arrays: single rows and columns are repeated; where one is too short, #N/A."""
    one = answered(_after_errors(function))

    def over(*arguments: Any) -> Any:
        if not any(isinstance(argument, list) for argument in arguments):
            return one(*arguments)
        ranges = [rows_of(argument) for argument in arguments]
        height, width = max(map(len, ranges)), max(len(rows[0]) for rows in ranges)
        return [[one(*(_at(rows, row, column) for rows in ranges)) for column in range(width)] for row in range(height)]

    return over


def _after_errors(function: Function) -> Function:
    def checked(*arguments: Any) -> Any:
        for argument in arguments:
            if is_error(argument):
                return argument
        return function(*arguments)

    return checked


def _at(rows: Rows, row: int, column: int) -> Any:
    row, column = row if len(rows) > 1 else 0, column if len(rows[0]) > 1 else 0
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else Failure("Na").value


def number(value: Any, locale: str = DEFAULT, year: int = 1970) -> Any:
    """A value as a number: an empty one is 0, a text what it would be if it were typed. Raises Failure."""
    if value is None or value == "":
        return 0
    if isinstance(value, str):
        found = typed(value, locale, year).value
        if "numberValue" not in found:
            raise Failure("Value")
        return found["numberValue"]
    return value


def figure(value: Any) -> float:
    """The same, and a truth value as 1 or 0."""
    return float(number(value))


def text(value: Any, locale: str = DEFAULT) -> str:
    """A value as it is joined to a text: numbers with fifteen digits at most."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        rounded = float(f"{value:.15g}")
        if 1e-5 <= abs(rounded) < 1e15 or not rounded:
            return (str(int(rounded)) if rounded.is_integer() else repr(rounded)).replace(".", separators(locale)[0])
        return number_text.general(value, locale)
    return str(value)


def truth(value: Any) -> bool:
    """A value as a condition. Raises Failure for a text that is neither word."""
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        if value == "":
            return False
        raise Failure("Value")
    return bool(value)


def rank(value: Any) -> tuple[int, Any]:
    """For ordering values of any kind: numbers, then texts without regard to case (accents break ties), then truth values."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, str):
        folded = value.casefold()
        return 1, (
            folded if folded.isascii() else unicodedata.normalize("NFD", folded).encode("ascii", "ignore").decode(),
            folded,
        )
    return 0, value or 0
