"""What differs by a spreadsheet's locale: separators, names, the order of dates, the currency. From CLDR, through babel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names
from babel.numbers import get_currency_symbol, get_decimal_symbol, get_group_symbol, get_territory_currencies

DEFAULT = "en_US"
Width = Literal["wide", "abbreviated", "narrow"]
WIDTHS: tuple[Width, ...] = ("wide", "abbreviated")
CURRENCIES = ("$", "£", "€", "¥", "₹", "₩", "₽", "zł", "kr")


@cache
def known(name: str) -> Locale:
    """The locale of a name such as ``en_GB`` or ``de``. Raises ValueError for one that there is not."""
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError) as problem:
        raise ValueError(name) from problem


@cache
def separators(name: str) -> tuple[str, str]:
    """The decimal mark and the mark between thousands."""
    locale = known(name)
    return get_decimal_symbol(locale), get_group_symbol(locale)


@cache
def months(name: str, width: Width) -> Mapping[int, str]:
    """From January, which is 1."""
    return dict(get_month_names(width, locale=known(name)))


@cache
def days(name: str, width: Width) -> Mapping[int, str]:
    """From Monday, which is 0."""
    return dict(get_day_names(width, locale=known(name)))


@cache
def month_numbers(name: str) -> Mapping[str, int]:
    """Months by their names, long and short, in lower case; English ones are always known."""
    found: dict[str, int] = {}
    for locale in ("en_US", name):
        for width in WIDTHS:
            found |= {text.lower().rstrip("."): number for number, text in months(locale, width).items()}
    return found


@cache
def date_pattern(name: str) -> str:
    """The locale's short date in the words of number formats: ``m/d/yyyy``, ``dd/mm/yyyy``."""
    pattern = str(known(name).datetime_skeletons["yMd"].pattern)
    return re.sub(r"y+", "yyyy", pattern.replace("M", "m"))


@cache
def date_order(name: str) -> str:
    """The order in which a date is typed: ``mdy``, ``dmy`` or ``ymd``."""
    return "".join(dict.fromkeys(re.findall(r"[dmy]", date_pattern(name))))


@cache
def time_pattern(name: str) -> str:
    half_days = "a" in str(known(name).time_formats["short"].pattern)
    return "h:mm:ss am/pm" if half_days else "h:mm:ss"


@cache
def currency(name: str) -> str:
    """The sign of the money of the locale's territory: ``$``, ``£``."""
    locale = known(name)
    current = get_territory_currencies(locale.territory or "US")
    return get_currency_symbol(current[-1], locale) if current else "$"
