"""Dates, times and durations as text by a section of a number format. Serials count days from 30 December 1899."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from local_workspace.sheets.locales import Width, days, months
from local_workspace.sheets.patterns import Section

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 a spreadsheet's dates have no zone


def serial(moment: date | datetime | time | timedelta) -> float:
    """A date, time or duration as a number of days."""
    if isinstance(moment, timedelta):
        days_ = moment / timedelta(days=1)
    elif isinstance(moment, time):
        days_ = (datetime.combine(EPOCH, moment) - EPOCH) / timedelta(days=1)
    elif isinstance(moment, datetime):
        days_ = (moment.replace(tzinfo=None) - EPOCH) / timedelta(days=1)
    else:
        days_ = float((moment - EPOCH.date()).days)
    return int(days_) if days_.is_integer() else days_


def moment_of(value: float) -> datetime:
    """The date and time of a serial, to the millisecond. Raises OverflowError far out."""
    return EPOCH + timedelta(milliseconds=round(value * 86_400_000))


@dataclass(frozen=True)
class Shown:
    """A moment with what shows it: its names, and whether hours go to twelve."""

    value: float
    moment: datetime
    locale: str
    half_days: bool

    @property
    def hour(self) -> int:
        return (self.moment.hour % 12 or 12) if self.half_days else self.moment.hour


def _padded(number: int, width: int) -> str:
    return str(number).rjust(width, "0")


WIDTHS: Mapping[int, Width] = {3: "abbreviated", 4: "wide", 5: "narrow"}
PARTS: Mapping[str, Callable[[Shown, int], str]] = {
    "y": lambda at, n: _padded(at.moment.year % 100, 2) if n <= 2 else _padded(at.moment.year, 4),
    "m": lambda at, n: _padded(at.moment.month, n) if n <= 2 else months(at.locale, WIDTHS[min(n, 5)])[at.moment.month],
    "d": lambda at, n: _padded(at.moment.day, n) if n <= 2 else days(at.locale, WIDTHS[min(n, 4)])[at.moment.weekday()],
    "h": lambda at, n: _padded(at.hour, min(n, 2)),
    "n": lambda at, n: _padded(at.moment.minute, min(n, 2)),
    "s": lambda at, n: _padded(at.moment.second, min(n, 2)),
}
PER_DAY = {"h": 24, "m": 24 * 60, "s": 24 * 60 * 60}


def by_section(value: float, section: Section, locale: str) -> str:
    """A serial by a section of a pattern. Raises OverflowError for what is no date."""
    names = [text for name, text in section.tokens if name == "date"]
    half_days = "am/pm" in names or "a/p" in names
    at = Shown(value, moment_of(value), locale, half_days)
    out, after_point = "", False
    for name, text in section.tokens:
        if name == "digit" and after_point:
            out += _padded(at.moment.microsecond // 1000, 3)[len(out) - out.rindex(".") - 1]
            continue
        after_point = name == "point" or (after_point and name == "digit")
        out += _part(at, name, text)
    return out


def _part(at: Shown, name: str, text: str) -> str:
    if name == "elapsed":
        sign = "-" if at.value < 0 else ""
        return sign + _padded(int(abs(at.value) * PER_DAY[text[0]] + 1e-6), len(text))
    if name != "date":
        return text
    if text in ("am/pm", "a/p"):
        half = "AM" if at.moment.hour < 12 else "PM"
        return half if text == "am/pm" else half[0]
    return PARTS[text[0]](at, len(text))
