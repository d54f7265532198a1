"""Dates, times and durations as people type them, each with the pattern that shows it the same way again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from local_workspace.sheets.date_text import serial
from local_workspace.sheets.locales import date_order, date_pattern, month_numbers

TIME = re.compile(r"(\d{1,9}):(\d{1,2})(?::(\d{1,2})(\.\d{1,3})?)?\s*([aApP][mM]?)?")
HOUR = re.compile(r"(\d{1,2})\s*([aApP][mM])")
NUMERIC = re.compile(r"(\d{1,4})([/.-])(\d{1,2})(?:\2(\d{1,4}))?")
WORDED = re.compile(r"[^\W\d_]+\.?|\d+|[^\w\s]|\s+")
CENTURY = 30
"""Two digits of a year below this are this century's (support.google.com/docs/answer/3092969)."""

Read = tuple[float, str, str]
"""The serial, the NumberFormat's type and its pattern."""


def read(text: str, locale: str, this_year: int) -> Read | None:
    """A date, a time, both, or a duration. this_year: the year of a date without one."""
    if (found := _date(text, locale, this_year)) is not None:
        return found[0], "DATE", found[1]
    if (time := _time(text)) is not None:
        return time
    day, _, rest = text.rpartition("T") if re.match(r"\d{4}-\d\d-\d\dT", text) else _apart(text)
    when, clock = _date(day.strip(), locale, this_year), _time(rest.strip())
    if when is None or clock is None or clock[0] >= 1:
        return None
    return when[0] + clock[0], "DATE_TIME", f"{when[1]} {clock[2]}"


def _apart(text: str) -> tuple[str, str, str]:
    """A date and the time after it: the time is the last word with a colon, and what follows it."""
    found = re.search(r"\s+\d{1,2}(:\d{2}){1,2}(\.\d+)?\s*([aApP][mM]?)?$|\s+\d{1,2}\s*[aApP][mM]$", text)
    return (text[: found.start()], " ", text[found.start() :]) if found else ("", "", "")


def _time(text: str) -> Read | None:
    if found := HOUR.fullmatch(text):
        hour, half = int(found[1]), found[2].lower()
        return (_hours(hour, half) / 24, "TIME", "h am/pm") if 1 <= hour <= 12 else None
    found = TIME.fullmatch(text)
    if found is None or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[5] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    seconds = float(f"{found[3] or 0}{found[4] or ''}")
    value = (timedelta(hours=_hours(hour, half), minutes=minute, seconds=seconds)) / timedelta(days=1)
    after = (":ss" if found[3] else "") + (f".{'0' * (len(found[4]) - 1)}" if found[4] else "")
    if hour > 23:
        return value, "TIME", f"[h]:mm{after}"
    pattern = f"{'hh' if len(found[1]) == 2 and hour < 10 else 'h'}:mm{after}{' am/pm' if half else ''}"
    return value, "TIME", pattern


def _hours(hour: int, half: str) -> int:
    return hour if not half else hour % 12 + (12 if half.startswith("p") else 0)


def _date(text: str, locale: str, this_year: int) -> tuple[float, str] | None:
    if found := NUMERIC.fullmatch(text):
        return _numeric(found, locale, this_year)
    return _worded(text, locale, this_year)


def _numeric(found: re.Match[str], locale: str, this_year: int) -> tuple[float, str] | None:
    """``2025-10-06`` in every locale; ``10/6/2025`` or ``06.10.2025`` in the locale's order; without a year, this year's."""
    first, mark, second, third = found[1], found[2], found[3], found[4]
    order = date_order(locale)
    if mark == "." and (third is None or "." not in date_pattern(locale)):
        return None
    if len(first) == 4:
        names = "ymd"
    elif third is None:
        names = order.replace("y", "")
    else:
        names = order if len(first) <= 2 and not order.startswith("y") else "ymd"
    given = dict(zip(names, (first, second, third), strict=False))
    if any(len(text) > 2 for name, text in given.items() if name != "y" and text):
        return None
    if given.get("d") is None and third is None and "y" in given:
        return None
    day = _day(given, this_year)
    padded = names == "ymd" or any(_pads(text or "") for name, text in given.items() if name != "y")
    shown = (_digits(name, text, padded) for name, text in given.items() if text)
    return None if day is None else (day, mark.join(shown))


def _digits(name: str, text: str, padded: bool) -> str:
    """How a part shows again: with leading zeros if any was typed with one."""
    if name == "y":
        return "yyyy" if len(text) > 2 else "yy"
    return name * 2 if padded else name


def _pads(text: str) -> bool:
    return len(text) == 2 and text.startswith("0")


def _day(given: Mapping[str, str | None], this_year: int) -> float | None:
    year = int(given["y"] or 0) if given.get("y") else this_year
    if given.get("y") and len(str(given["y"])) <= 2:
        year += 2000 if year < CENTURY else 1900
    try:
        return serial(date(year, int(str(given["m"])), int(str(given.get("d") or 1))))
    except ValueError:
        return None


def _worded(text: str, locale: str, this_year: int) -> tuple[float, str] | None:
    """``6 October 2025``, ``Oct 6, 2025``, ``6-Oct``, ``October 2025``."""
    names = month_numbers(locale)
    given: dict[str, str] = {}
    pattern = ""
    for token in WORDED.findall(text):
        word = token.lower().rstrip(".")
        if word in names and "m" not in given:
            given["m"] = str(names[word])
            pattern += "mmmm" if len(word) > 3 else "mmm"
        elif token.isdigit() and len(token) <= 2 and "d" not in given:
            given["d"] = token
            pattern += "dd" if _pads(token) else "d"
        elif token.isdigit() and len(token) in (2, 4) and "y" not in given:
            given["y"] = token
            pattern += "y" * len(token)
        elif token.isspace() or token in "-/,.":
            pattern += token
        else:
            return None
    if "m" not in given or len(given) < 2:
        return None
    day = _day(given, this_year)
    return None if day is None else (day, pattern)
