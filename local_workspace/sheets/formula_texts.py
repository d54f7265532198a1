"""Texts in formulas where the formula library lacks a function or differs from Google."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from local_workspace.sheets import number_format
from local_workspace.sheets.conditions import EMAIL, URL
from local_workspace.sheets.formula_coercion import Failure, Function, Rows, answered, each, flat, number, text


def _shown(value: Any, pattern: str, *, locale: str, year: int) -> str:
    """TEXT: a number by a pattern; a text that is no number stays as it is."""
    if isinstance(value, bool):
        return text(value)
    try:
        return number_format.number(float(number(value, locale, year)), {"pattern": pattern}, locale)
    except Failure:
        return number_format.text(str(value), {"pattern": pattern}, locale)


def _split(value: str, delimiter: str, by_each: bool = True, drop_empty: bool = True, *, locale: str, year: int) -> Rows:
    """SPLIT: at every letter of the delimiter, unless told to take it whole; parts that are numbers are numbers."""
    if not delimiter or not value:
        raise Failure("Value")
    pattern = "|".join(re.escape(one) for one in (delimiter if by_each else [delimiter]))
    parts = [one for one in re.split(pattern, value) if one or not drop_empty]
    return [[_guessed(one, locale, year) for one in parts]]


def _guessed(part: str, locale: str, year: int) -> Any:
    try:
        return number(part, locale, year) if part else ""
    except Failure:
        return part


def _extracted(value: str, pattern: str) -> Any:
    found = _expression(pattern).search(value)
    if found is None:
        raise Failure("Na")
    groups = [one or "" for one in found.groups()]
    return [groups] if len(groups) > 1 else (groups[0] if groups else found[0])


def _replaced(value: str, pattern: str, by: str) -> str:
    return _expression(pattern).sub(re.sub(r"\$(\d)", r"\\\1", by.replace("\\", r"\\")), value)


def _expression(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error:
        raise Failure("Ref") from None


def _joined(delimiter: Any, *values: Any) -> str:
    return text(delimiter).join(text(one) for one in flat(values))


def _joined_text(delimiter: str, skips_empty: bool, *values: Any) -> str:
    """TEXTJOIN."""
    parts = [text(one) for one in flat(values)]
    return delimiter.join(one for one in parts if one or not skips_empty)


def _middle(value: str, start: float, count: float) -> str:
    if start < 1 or count < 0:
        raise Failure("Num")
    return value[int(start) - 1 : int(start) - 1 + int(count)]


def _put_in(value: str, start: float, count: float, new: str) -> str:
    """REPLACE."""
    if start < 1 or count < 0:
        raise Failure("Value")
    first = int(start) - 1
    return value[:first] + new + value[first + int(count) :]


def _link(address: Any, label: Any = None) -> Any:
    return address if label is None else label


LOCAL: Mapping[str, Function] = {"SPLIT": _split, "TEXT": _shown}
FUNCTIONS: Mapping[str, Function] = {
    "CONCATENATE": answered(lambda *values: "".join(text(one) for one in flat(values))),
    "ENCODEURL": each(lambda value: quote(value, safe="-_.~*")),
    "HYPERLINK": each(_link),
    "ISEMAIL": each(lambda value: EMAIL.fullmatch(text(value)) is not None),
    "ISURL": each(lambda value: URL.fullmatch(text(value)) is not None),
    "JOIN": answered(_joined),
    "MID": each(_middle),
    "REGEXEXTRACT": each(_extracted),
    "REGEXMATCH": each(lambda value, pattern: _expression(pattern).search(value) is not None),
    "REGEXREPLACE": each(_replaced),
    "REPLACE": each(_put_in),
    "TEXTJOIN": answered(_joined_text),
}
