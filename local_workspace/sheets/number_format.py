"""A number by its NumberFormat: type and pattern, or only a type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from local_workspace.core.call import Json
from local_workspace.sheets import date_text, number_text
from local_workspace.sheets.locales import currency, date_pattern, time_pattern
from local_workspace.sheets.patterns import Section, sections

DATES = frozenset({"DATE", "TIME", "DATE_TIME"})
DEFAULTS: Mapping[str, Callable[[str], str]] = {
    "TEXT": lambda _: "@",
    "NUMBER": lambda _: "#,##0.00",
    "PERCENT": lambda _: "0.00%",
    "CURRENCY": lambda locale: f'"{currency(locale)}"#,##0.00',
    "DATE": date_pattern,
    "TIME": time_pattern,
    "DATE_TIME": lambda locale: f"{date_pattern(locale)} h:mm:ss",
    "SCIENTIFIC": lambda _: "0.00E+00",
}
"""The pattern of a type that comes without one. DATE and DATE_TIME: as probed live in May 2026 (a sheet in en_US showed
`3/19/2023` and `5/23/2026 20:22:35`)."""


def pattern_of(number_format: Json, locale: str) -> str:
    """The pattern that a NumberFormat stands for; empty for the automatic format."""
    if number_format.get("pattern"):
        return str(number_format["pattern"])
    kind = number_format.get("type", "")
    return DEFAULTS[kind](locale) if kind in DEFAULTS else ""


def number(value: float, number_format: Json, locale: str) -> str:
    """A number as it is displayed."""
    pattern = pattern_of(number_format, locale)
    if not pattern or pattern.lower() == "general":
        return number_text.general(value, locale)
    parts = sections(pattern)
    section, bare = _chosen(parts[:-1] if len(parts) > 1 and parts[-1].kind == "text" else parts, value)
    if section.kind == "text":
        return _text(number_text.general(value, locale), section)
    try:
        show = date_text.by_section if section.kind == "date" else number_text.by_section
        return show(abs(value) if bare else value, section, locale)
    except OverflowError:
        return number_text.general(value, locale)


def text(value: str, number_format: Json, locale: str) -> str:
    """A text as it is displayed: only a fourth section, or a section of its own, changes it."""
    pattern = pattern_of(number_format, locale)
    if "@" not in pattern:
        return value
    parts = sections(pattern)
    section = parts[3] if len(parts) > 3 else (parts[-1] if parts[-1].kind == "text" else None)
    return _text(value, section) if section else value


def _text(value: str, section: Section) -> str:
    return "".join(value if name == "text" else literal for name, literal in section.tokens)


def _chosen(parts: tuple[Section, ...], value: float) -> tuple[Section, bool]:
    """The section for a number, and whether it shows the number without its sign."""
    numbers = parts[:3]
    if any(one.condition for one in numbers):
        return next((one for one in numbers if one.admits(value)), numbers[-1]), False
    if value < 0 and len(numbers) > 1 and numbers[1].tokens:
        return numbers[1], True
    if value == 0 and len(numbers) > 2:
        return numbers[2], False
    return numbers[0], False


def is_date(number_format: Json) -> bool:
    """Whether a number of this format is a date or a time."""
    if number_format.get("type") in DATES:
        return True
    return bool(number_format.get("pattern")) and sections(number_format["pattern"])[0].kind == "date"
