"""What a typed text becomes (USER_ENTERED): the value, and the number format that typing it gives the cell.

developers.google.com/workspace/sheets/api/reference/rest/v4/ValueInputOption; formats as probed live in September 2026
(`1-2` gives DATE `m-d`, `2026-09-05` DATE `yyyy-mm-dd`, `$100.15` CURRENCY `"$"#,##0.00`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from local_workspace.core.call import Json
from local_workspace.sheets import parsing_dates
from local_workspace.sheets.locales import CURRENCIES, currency, separators


@dataclass(frozen=True)
class Typed:
    """An ExtendedValue, and a NumberFormat or {}."""

    value: Json
    number_format: Json = field(default_factory=dict)


@cache
def number_pattern(locale: str) -> re.Pattern[str]:
    """A number as it is typed in a locale: with groups or without, with a fraction, with an exponent."""
    decimal, group = (re.escape(mark) for mark in separators(locale))
    group = r"[ \u00a0\u202f]" if group.strip("\\") in ("\u00a0", "\u202f", " ") else group
    grouped = rf"(?P<grouped>\d{{1,3}}(?:{group}\d{{3}})+)"
    return re.compile(rf"(?:{grouped}|(?P<plain>\d+)|(?={decimal}\d))(?P<rest>{decimal}\d*)?(?P<power>[eE][+-]?\d+)?")


@dataclass(frozen=True)
class Number:
    """A typed number. grouped, decimals, power: how it was written, which decides its format."""

    value: float
    grouped: bool
    decimals: bool
    power: bool


def number(text: str, locale: str) -> Number | None:
    """A number with an optional sign, or None."""
    sign = -1 if text.startswith("-") else 1
    found = number_pattern(locale).fullmatch(text[1:] if text[:1] in "+-" and text else text)
    if found is None:
        return None
    whole = re.sub(r"\D", "", found["grouped"] or found["plain"] or "0")
    rest = (found["rest"] or "")[1:]
    value = sign * float(f"{whole}.{rest or '0'}{found['power'] or ''}")
    exact = int(value) if value.is_integer() and abs(value) < 1e15 else value
    return Number(exact, bool(found["grouped"]), bool(rest), bool(found["power"]))


def typed(text: str, locale: str, this_year: int) -> Typed:
    """A text as if a person had typed it. An empty text is no value. this_year: that of a date without one."""
    if text.startswith("'"):
        return Typed({"stringValue": text[1:]})
    if text.startswith("=") and len(text) > 1:
        return Typed({"formulaValue": text})
    if text.strip().upper() in ("TRUE", "FALSE"):
        return Typed({"boolValue": text.strip().upper() == "TRUE"})
    stripped = text.strip()
    for reader in READERS:
        if stripped and (found := reader(stripped, locale, this_year)) is not None:
            return found
    return Typed({"stringValue": text} if text else {})


def _plain(text: str, locale: str, _year: int) -> Typed | None:
    found = number(text, locale)
    if found is None:
        return None
    value = {"numberValue": found.value}
    if found.power:
        return Typed(value, {"type": "SCIENTIFIC", "pattern": "0.00E+00"})
    if found.grouped:
        return Typed(value, {"type": "NUMBER", "pattern": "#,##0.00" if found.decimals else "#,##0"})
    return Typed(value)


def _percent(text: str, locale: str, _year: int) -> Typed | None:
    found = number(text[:-1].strip(), locale) if text.endswith("%") else None
    if found is None:
        return None
    value = float(f"{found.value / 100:.15g}")
    pattern = "0.00%" if found.decimals else "0%"
    return Typed({"numberValue": int(value) if value.is_integer() else value}, {"type": "PERCENT", "pattern": pattern})


def _money(text: str, locale: str, _year: int) -> Typed | None:
    negative = text.startswith("-") or (text.startswith("(") and text.endswith(")"))
    bare = text.strip("()").removeprefix("-").strip()
    own = currency(locale)
    for sign in dict.fromkeys((own, *CURRENCIES)):
        if not (bare.startswith(sign) or bare.endswith(sign)):
            continue
        found = number(bare.removeprefix(sign).removesuffix(sign).strip(), locale)
        if found is None or found.power:
            return None
        shown = f'"{sign}"' if sign == own else f"[${sign}]"
        digits = "#,##0.00" if found.decimals else "#,##0"
        pattern = f"{shown}{digits}" if bare.startswith(sign) else f"{digits} {shown}"
        return Typed({"numberValue": -found.value if negative else found.value}, {"type": "CURRENCY", "pattern": pattern})
    return None


def _date(text: str, locale: str, this_year: int) -> Typed | None:
    found = parsing_dates.read(text, locale, this_year)
    if found is None:
        return None
    value, kind, pattern = found
    return Typed({"numberValue": value}, {"type": kind, "pattern": pattern})


READERS: tuple[Callable[[str, str, int], Typed | None], ...] = (_plain, _percent, _money, _date)
