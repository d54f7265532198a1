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
    tokens = section.tokens
    precise = _fraction_digits(tokens)
    step = 10**-precise / 86_400
    value = round(value / step) * step if precise else value
    at = Shown(value, moment_of(value), locale, any(name == "half" for name, _ in tokens))
    out, digit, larger = "", 0, ""
    for place, (name, text) in enumerate(tokens):
        if name == "elapsed":
            out += _elapsed(value, text, larger)
            larger = text[0]
        elif name == "digit" and precise and digit < precise and tokens[place - 1][0] in ("point", "digit"):
            out += _padded(round(at.moment.microsecond / 1000), 3)[digit]
            digit += 1
        else:
            out += _part(at, name, text)
    return out


def _fraction_digits(tokens: tuple[tuple[str, str], ...]) -> int:
    """How many digits of a second are shown: what follows a point, three at most."""
    names = [name for name, _ in tokens]
    if "point" not in names:
        return 0
    after = names[names.index("point") + 1 :]
    return min(next((place for place, name in enumerate(after) if name != "digit"), len(after)), 3)


def _elapsed(value: float, text: str, larger: str) -> str:
    """Elapsed hours, minutes or seconds: all of them, or those beyond a larger unit that came before."""
    per_day = PER_DAY[text[0]]
    count = int(abs(value) * per_day + 1e-6)
    if larger:
        count %= per_day // PER_DAY[larger]
    return ("-" if value < 0 and not larger else "") + _padded(count, len(text))


def _part(at: Shown, name: str, text: str) -> str:
    if name == "half":
        half = "AM" if at.moment.hour < 12 else "PM"
        short = half[0] if text[0].isupper() else half[0].lower()
        return short if text.lower() == "a/p" else half
    return PARTS[text[0].lower()](at, len(text)) if name == "date" else text
