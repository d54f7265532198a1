"""How a run of cells goes on: the values that autoFill puts after it.

Several numbers go on by their trend, texts that end in a number count, names of days and months follow each other; everything
else, and everything where the alternate series is asked for, repeats (developers.google.com/apps-script/reference/spreadsheet/
auto-fill-series: increments by default, copies for the alternate one).
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Callable, Mapping, Sequence

from local_workspace.core.call import Json
from local_workspace.sheets.formats import number_format
from local_workspace.sheets.locales import Width, days, months
from local_workspace.sheets.number_format import is_date
from local_workspace.sheets.rows import effective

COUNTED = re.compile(r"(.*?)(\d+)", re.DOTALL)
WIDTHS: tuple[Width, ...] = ("wide", "abbreviated")
Continued = Callable[[int], Json]
"""The place of a cell, counted from the run's first, to its value as ExtendedValue."""


def continued(cells: Sequence[Json], locale: str, *, alternate: bool) -> Continued | None:
    """What goes on after (or, for places below 0, before) a run of cells; None where they repeat. Formulas repeat."""
    if alternate or any("formulaValue" in one.get("userEnteredValue", {}) for one in cells):
        return None
    values = [effective(one) for one in cells]
    if all("numberValue" in one for one in values):
        return _numbers([one["numberValue"] for one in values], dated=is_date(number_format(cells[0])))
    if all("stringValue" in one for one in values):
        texts = [one["stringValue"] for one in values]
        return _named(texts, locale) or _counted(texts)
    return None


def _numbers(numbers: Sequence[float], *, dated: bool) -> Continued | None:
    """A day goes on by a day, a number alone repeats, several go on by their trend (a straight line through them)."""
    if len(numbers) == 1:
        return (lambda place: _number(numbers[0] + place)) if dated else None
    trend = statistics.linear_regression(range(len(numbers)), numbers)
    exact = {later - one for one, later in itertools.pairwise(numbers)}
    if len(exact) == 1:
        step = exact.pop()
        return lambda place: _number(numbers[0] + step * place)
    return lambda place: _number(trend.intercept + trend.slope * place)


def _number(value: float) -> Json:
    whole = float(value).is_integer()
    return {"numberValue": int(value) if whole else value}


def _counted(texts: Sequence[str]) -> Continued | None:
    """``Team 1`` goes on as ``Team 2``; texts before the number have to be the same."""
    found = [COUNTED.fullmatch(one) for one in texts]
    if not all(found):
        return None
    stems = {one[1] for one in found if one}
    numbers = [int(one[2]) for one in found if one]
    width = min(len(one[2]) for one in found if one)
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 1
    steady = all(later - one == step for one, later in itertools.pairwise(numbers))
    if len(stems) > 1 or not steady:
        return None
    [stem] = stems
    return lambda place: {"stringValue": f"{stem}{str(abs(numbers[0] + step * place)).rjust(width, '0')}"}


def _named(texts: Sequence[str], locale: str) -> Continued | None:
    """Names of days or of months, by the spreadsheet's language or in English."""
    every = (names(language, width) for language in (locale, "en_US") for names in (days, months) for width in WIDTHS)
    return next((found for one in every if (found := _cycle(texts, one))), None)


def _cycle(texts: Sequence[str], names: Mapping[int, str]) -> Continued | None:
    order = [names[number] for number in sorted(names)]
    places = {name.casefold(): place for place, name in enumerate(order)}
    found = [places.get(one.casefold()) for one in texts]
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return None
    step = (known[1] - known[0]) % len(order) if len(known) > 1 else 1
    if any((later - one) % len(order) != step for one, later in itertools.pairwise(known)):
        return None
    return lambda place: {"stringValue": order[(known[0] + step * place) % len(order)]}
