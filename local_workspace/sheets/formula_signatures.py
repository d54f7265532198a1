"""What each of Google's functions takes and gives, read from `google_functions.txt`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("google_functions.txt")
LACKING = "Not built"
NUMBERS = frozenset({"Date", "Financial", "Math", "Statistical"})
"""Categories whose functions give numbers, unless they may give an array."""
LOOKS = ("DATE", "TIME", "DATE_TIME", "PERCENT", "CURRENCY")


@dataclass(frozen=True)
class Parameter:
    """kind: the letter in the table. optional: may be left out. default: what it is then, as a formula has it."""

    kind: str
    optional: bool = False
    default: str = ""


@dataclass(frozen=True)
class Signature:
    """A function. repeated: the parameters that may follow again and again. look: a NumberFormat's type, or ``first``."""

    name: str
    category: str
    parameters: tuple[Parameter, ...]
    repeated: tuple[Parameter, ...] = ()
    array: bool = False
    look: str = ""

    @property
    def least(self) -> int:
        return sum(not one.optional for one in self.parameters)

    @property
    def most(self) -> int | None:
        return None if self.repeated else len(self.parameters)

    def takes(self, count: int) -> bool:
        more = count - len(self.parameters)
        return self.least <= count and (more <= 0 or (bool(self.repeated) and more % len(self.repeated) == 0))

    def parameter(self, place: int) -> Parameter:
        if place < len(self.parameters) or not self.repeated:
            return self.parameters[place]
        return self.repeated[(place - len(self.parameters)) % len(self.repeated)]

    def wants(self) -> str:
        """How many arguments it takes, as Google puts it."""
        if self.most is None:
            return f"at least {self.least} arguments"
        return f"{self.least} arguments" if self.least == self.most else f"between {self.least} and {self.most} arguments"


@cache
def signatures() -> Mapping[str, Signature]:
    """By name."""
    out: dict[str, Signature] = {}
    for category, line in _lines():
        if category != LACKING:
            one = _signature(category, line)
            out[one.name] = one
    return out


@cache
def lacking() -> frozenset[str]:
    """Google's functions that are not built."""
    return frozenset(name for category, line in _lines() if category == LACKING for name in line.split())


@cache
def _lines() -> tuple[tuple[str, str], ...]:
    category, out = "", []
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("["):
            category = line.strip("[]")
        elif line and not line.startswith("#"):
            out.append((category, line))
    return tuple(out)


def _signature(category: str, line: str) -> Signature:
    said, _, more = line.partition(";")
    name, _, listed = said.strip().partition(" ")
    first, _, repeated = listed.partition("|")
    flags = more.split()
    look = next((flag for flag in flags if flag in (*LOOKS, "first")), "")
    return Signature(name, category, _parameters(first), _parameters(repeated), "array" in flags, look)


def _parameters(text: str) -> tuple[Parameter, ...]:
    return tuple(_parameter(one) for one in text.split())


def _parameter(text: str) -> Parameter:
    kind, _, default = text.partition("=")
    return Parameter(kind.rstrip("?"), bool(default) or kind.endswith("?"), default)
