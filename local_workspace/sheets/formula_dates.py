"""Dates in formulas, by the calendar that Google keeps: day 1 is 31 December 1899, and 1900 is no leap year."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial

from local_workspace.sheets.date_text import EPOCH, moment_of, serial
from local_workspace.sheets.formula_coercion import Failure, Function, each, figure
from local_workspace.sheets.parsing import typed

FIRST_DAYS: Mapping[int, int] = {1: 6, 2: 0, 3: 0, **{kind: (kind - 11) % 7 for kind in range(11, 18)}}
"""Weekday (Monday is 0) with which a week begins, by the `type` of WEEKDAY and WEEKNUM."""


def _moment(value: float) -> datetime:
    if value < 0:
        raise Failure("Num")
    return moment_of(value)


def _made(year: float, month: float, day: float) -> float:
    """DATE: months and days past their ends go on into the next; years up to 1899 count from 1900."""
    year = int(year) + (1900 if 0 <= year < 1900 else 0)
    months = year * 12 + int(month) - 1
    if not 1900 <= months // 12 <= 9999:
        raise Failure("Num")
    made = serial(date(months // 12, months % 12 + 1, 1) + timedelta(int(day) - 1))
    if made < 0:
        raise Failure("Num")
    return made


def _later(value: float, months: float, *, last: bool) -> float:
    """EDATE and EOMONTH: so many months on, on the same day or the last of the month."""
    start = _moment(value).date()
    count = start.year * 12 + start.month - 1 + int(months)
    year, month = count // 12, count % 12 + 1
    days = calendar.monthrange(year, month)[1]
    return serial(date(year, month, days if last else min(start.day, days)))


def _weekday(value: float, kind: float) -> float:
    if int(kind) not in FIRST_DAYS:
        raise Failure("Num")
    return (_moment(value).weekday() - FIRST_DAYS[int(kind)]) % 7 + (int(kind) != 3)


def _week(value: float, kind: float) -> float:
    if int(kind) == 21:
        return _moment(value).isocalendar().week
    if int(kind) not in FIRST_DAYS or int(kind) == 3:
        raise Failure("Num")
    day = _moment(value).date()
    first = date(day.year, 1, 1)
    return ((day - first).days + (first.weekday() - FIRST_DAYS[int(kind)]) % 7) // 7 + 1


def _time(hour: float, minute: float, second: float) -> float:
    seconds = int(hour) * 3600 + int(minute) * 60 + int(second)
    if seconds < 0:
        raise Failure("Num")
    return seconds % 86400 / 86400


def _read(value: object, wanted: frozenset[str], locale: str, year: int) -> float:
    if not isinstance(value, str):
        raise Failure("Value")
    found = typed(value, locale, year)
    if found.number_format.get("type") not in wanted:
        raise Failure("Value")
    return float(found.value["numberValue"])


def _date_of(value: object, *, locale: str, year: int) -> float:
    return _read(value, frozenset({"DATE", "DATE_TIME"}), locale, year) // 1


def _time_of(value: object, *, locale: str, year: int) -> float:
    return _read(value, frozenset({"DATE", "TIME", "DATE_TIME"}), locale, year) % 1


def _clock(part: str, value: float) -> float:
    seconds = round(figure(value) % 1 * 86400)
    return {"HOUR": seconds // 3600 % 24, "MINUTE": seconds // 60 % 60, "SECOND": seconds % 60}[part]


LOCAL: Mapping[str, Function] = {"DATEVALUE": _date_of, "TIMEVALUE": _time_of}
FUNCTIONS: Mapping[str, Function] = {
    "DATE": each(_made),
    "DAY": each(lambda value: _moment(value).day),
    "DAYS": each(lambda end, start: end // 1 - start // 1),
    "EDATE": each(partial(_later, last=False)),
    "EOMONTH": each(partial(_later, last=True)),
    "EPOCHTODATE": each(lambda value, unit: value / 86400 / 1000 ** (int(unit) - 1) + (datetime(1970, 1, 1) - EPOCH).days),  # noqa: DTZ001
    "HOUR": each(partial(_clock, "HOUR")),
    "ISOWEEKNUM": each(lambda value: _moment(value).isocalendar().week),
    "MINUTE": each(partial(_clock, "MINUTE")),
    "MONTH": each(lambda value: _moment(value).month),
    "SECOND": each(partial(_clock, "SECOND")),
    "TIME": each(_time),
    "WEEKDAY": each(_weekday),
    "WEEKNUM": each(_week),
    "YEAR": each(lambda value: _moment(value).year),
}
