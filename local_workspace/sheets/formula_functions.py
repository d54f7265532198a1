"""Functions of Google's that the formula library lacks or understands as Excel does (support.google.com/docs/table/25273)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from local_workspace.sheets import formula_arrays, formula_dates, formula_lookups, formula_numbers, formula_texts
from local_workspace.sheets.formula_coercion import Failure, Function, answered, each, flat, number, rank, rows_of, text, truth

PREFIX = "OUR_"
"""Before each of these names in the library's words, so that its own functions of the same name stay apart."""


def functions(locale: str, year: int) -> Mapping[str, Function]:
    """All of them by name. locale, year: how a text is read as a number or a date."""
    return {**PLAIN, **{name: each(partial(function, locale=locale, year=year)) for name, function in LOCAL.items()}}


def library_name(name: str) -> str:
    return PREFIX + name.replace(".", "_")


def _number(value: Any, *, locale: str, year: int) -> Any:
    return number(value, locale, year)


def _text(value: Any, *, locale: str, year: int) -> str:
    return text(value, locale)


def _value(value: Any, *, locale: str, year: int) -> float:
    if isinstance(value, bool):
        raise Failure("Value")
    return float(number(value, locale, year))


def _between(value: Any, low: Any, high: Any, low_in: bool, high_in: bool) -> bool:
    above = rank(value) >= rank(low) if low_in else rank(value) > rank(low)
    return above and (rank(value) <= rank(high) if high_in else rank(value) < rank(high))


def _counted(*values: Any) -> int:
    """COUNTUNIQUE: a number and the text of it are two."""
    return len({(type(one) is str, text(one)) for one in flat(values) if one not in (None, "")})


def _shown(value: Any) -> Any:
    """What a formula gives at last: an empty cell that is passed on shows nothing, and is no zero."""
    if isinstance(value, list):
        return [["" if one is None else one for one in row] for row in rows_of(value)]
    return "" if value is None else value


LOCAL: Mapping[str, Function] = {
    "NUMBER": _number,
    "TEXTUAL": _text,
    "VALUE": _value,
    **formula_dates.LOCAL,
    **formula_texts.LOCAL,
}
"""Functions that read texts by the locale. NUMBER and TEXTUAL are no one's but ours: what arguments are turned into."""
PLAIN: Mapping[str, Function] = {
    "SHOWN": _shown,
    "TRUTH": each(truth),
    "COUNTUNIQUE": answered(_counted),
    "ISBETWEEN": each(_between),
    **formula_arrays.FUNCTIONS,
    **formula_dates.FUNCTIONS,
    **formula_lookups.FUNCTIONS,
    **formula_numbers.FUNCTIONS,
    **formula_texts.FUNCTIONS,
}
