"""Number format patterns, taken apart (developers.google.com/workspace/sheets/api/guides/formats)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

TOKEN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|am/pm|a/p|am|pm|h+|m+|s+|d+|y+|e[+-]|[0#?]|.',
    re.IGNORECASE | re.DOTALL,
)
ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
COMPARE = {
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "=": lambda one, other: one == other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
    "<>": lambda one, other: one != other,
}
Kind = Literal["number", "date", "text"]


@dataclass(frozen=True)
class Section:
    """One part of a pattern between semicolons. tokens: (what it is, its text); is: literal, digit, date and so on."""

    tokens: tuple[tuple[str, str], ...]
    kind: Kind
    condition: tuple[str, float] | None = None

    def admits(self, value: float) -> bool:
        return self.condition is None or bool(COMPARE[self.condition[0]](value, self.condition[1]))


@cache
def sections(pattern: str) -> tuple[Section, ...]:
    """The sections of a pattern."""
    parts: list[list[str]] = [[]]
    for token in TOKEN.findall(pattern):
        if token == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(part) for part in parts)


def _section(raw: list[str]) -> Section:
    condition = None
    tokens: list[tuple[str, str]] = []
    for text in raw:
        if found := CONDITION.fullmatch(text):
            condition = (found[1], float(found[2]))
        elif (token := _token(text)) is not None:
            tokens.append(token)
    names = {name for name, _ in tokens}
    if names & {"date", "elapsed", "half"}:
        return Section(tuple(_with_minutes(tokens)), "date", condition)
    kind: Kind = "text" if "text" in names and "digit" not in names else "number"
    return Section(tuple(tokens), kind, condition)


HALVES = frozenset({"am/pm", "a/p", "am", "pm"})
"""What shows the half of the day, and makes hours go to twelve."""
LITERALS = frozenset({'"', "\\", "_", "*"})


def _token(text: str) -> tuple[str, str] | None:
    """What a token is; None for one that shows nothing (a colour, a filler)."""
    first = text[0]
    if first == "[" and len(text) > 1:
        return _bracketed(text)
    if first in LITERALS and len(text) > 1:
        return {"*": None, "_": ("literal", " ")}.get(first, ("literal", text.strip('"') if first == '"' else text[1:]))
    if text.lower() in HALVES:
        return "half", text
    if first.lower() in "hmsdy":
        return "date", "M" * len(text) if set(text) == {"M"} and len(text) <= 2 else text.lower()
    if text in ("0", "#", "?"):
        return "digit", text
    if text.lower() in ("e+", "e-"):
        return "exponent", text
    return {".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "text"}.get(text, "literal"), text


def _bracketed(text: str) -> tuple[str, str] | None:
    if found := ELAPSED.fullmatch(text):
        return "elapsed", found[1].lower()
    if text.startswith("[$"):
        return "literal", text[2:-1].partition("-")[0]
    return None


def _with_minutes(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """An `m` after hours or before seconds is minutes; one anywhere else is the month."""
    out = list(tokens)
    dated = [place for place, (name, _) in enumerate(tokens) if name in ("date", "elapsed")]
    for position, place in enumerate(dated):
        text = tokens[place][1]
        if tokens[place][0] != "date" or set(text) != {"m"}:
            continue
        before = tokens[dated[position - 1]][1] if position else ""
        after = tokens[dated[position + 1]][1] if position + 1 < len(dated) else ""
        if before.startswith("h") or after.startswith("s"):
            out[place] = ("date", "n" * len(text))
    return out
