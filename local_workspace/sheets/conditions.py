"""Boolean conditions, as filters, conditional formats and validation put them to a cell
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/other#booleancondition).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from local_workspace.core.call import Json
from local_workspace.sheets.book import Book
from local_workspace.sheets.date_text import serial
from local_workspace.sheets.formats import number_format
from local_workspace.sheets.number_format import is_date
from local_workspace.sheets.parsing import typed
from local_workspace.sheets.rendering import formatted
from local_workspace.sheets.rows import effective

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"(?:https?|ftp)://\S+|mailto:\S+|www\.\S+", re.IGNORECASE)
RELATIVE = {"PAST_YEAR": -365, "PAST_MONTH": -30, "PAST_WEEK": -7, "YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}


@dataclass(frozen=True)
class Asked:
    """A cell and the values that a condition compares it to. text: as displayed."""

    text: str
    number: float | None
    dated: bool
    values: tuple[Any, ...]

    def value(self, place: int = 0) -> Any:
        return self.values[place] if place < len(self.values) else None

    def compares(self, how: Callable[[float, float], bool], place: int = 0) -> bool:
        other = self.value(place)
        return self.number is not None and isinstance(other, (int, float)) and how(self.number, other)

    def between(self) -> bool:
        return self.compares(lambda one, low: one >= low) and self.compares(lambda one, high: one <= high, 1)

    @property
    def wanted(self) -> str:
        return str(self.value() if self.value() is not None else "").casefold()


Check = Callable[[Asked], bool]


def _same(asked: Asked) -> bool:
    return asked.compares(lambda one, other: one == other)


NUMBERS: Mapping[str, Check] = {
    "GREATER": lambda asked: asked.compares(lambda one, other: one > other),
    "GREATER_THAN_EQ": lambda asked: asked.compares(lambda one, other: one >= other),
    "LESS": lambda asked: asked.compares(lambda one, other: one < other),
    "LESS_THAN_EQ": lambda asked: asked.compares(lambda one, other: one <= other),
    "EQ": _same,
    "NOT_EQ": lambda asked: asked.number is not None and not _same(asked),
    "BETWEEN": Asked.between,
    "NOT_BETWEEN": lambda asked: asked.number is not None and not asked.between(),
}
DATES = {
    "EQ": "EQ",
    "NOT_EQ": "NOT_EQ",
    "BEFORE": "LESS",
    "AFTER": "GREATER",
    "ON_OR_BEFORE": "LESS_THAN_EQ",
    "ON_OR_AFTER": "GREATER_THAN_EQ",
    "BETWEEN": "BETWEEN",
    "NOT_BETWEEN": "NOT_BETWEEN",
}
CHECKS: Mapping[str, Check] = {
    **{f"NUMBER_{name}": check for name, check in NUMBERS.items()},
    **{f"DATE_{name}": NUMBERS[number] for name, number in DATES.items()},
    "DATE_IS_VALID": lambda asked: asked.dated,
    "TEXT_CONTAINS": lambda asked: asked.wanted in asked.text.casefold(),
    "TEXT_NOT_CONTAINS": lambda asked: asked.wanted not in asked.text.casefold(),
    "TEXT_STARTS_WITH": lambda asked: asked.text.casefold().startswith(asked.wanted),
    "TEXT_ENDS_WITH": lambda asked: asked.text.casefold().endswith(asked.wanted),
    "TEXT_EQ": lambda asked: asked.text.casefold() == asked.wanted,
    "TEXT_NOT_EQ": lambda asked: asked.text.casefold() != asked.wanted,
    "TEXT_IS_EMAIL": lambda asked: EMAIL.fullmatch(asked.text) is not None,
    "TEXT_IS_URL": lambda asked: URL.fullmatch(asked.text) is not None,
    "BLANK": lambda asked: asked.text == "",
    "NOT_BLANK": lambda asked: asked.text != "",
    "ONE_OF_LIST": lambda asked: asked.text in (str(one) for one in asked.values),
    "BOOLEAN": lambda asked: asked.text.casefold() in ([str(one).casefold() for one in asked.values] or ["true", "false"]),
}
"""Every condition that a cell can be asked by itself; formulas and lists in ranges are `meets`'s matter."""


def meets(book: Book, condition: Json, cell: Json) -> bool | None:
    """Whether a cell meets a condition; None for one that needs a formula to be calculated."""
    kind = condition.get("type", "")
    values = tuple(_value(book, one, kind) for one in condition.get("values", []))
    if kind not in CHECKS or any(isinstance(one, str) and one.startswith("=") for one in values):
        return None
    value = effective(cell)
    number = value.get("numberValue")
    dated = number is not None and is_date(number_format(cell))
    return CHECKS[kind](Asked(formatted(cell, book.locale), number, dated, values))


def _value(book: Book, given: Json, kind: str) -> Any:
    """A ConditionValue: what a person would have typed, or a date counted from today."""
    if "relativeDate" in given:
        today = book.workspace.clock.now().date()
        return serial(today + timedelta(days=RELATIVE.get(given["relativeDate"], 0)))
    text = given.get("userEnteredValue", "")
    if kind.startswith(("NUMBER", "DATE")):
        return next(iter(typed(text, book.locale, book.workspace.clock.now().year).value.values()), text)
    return text
