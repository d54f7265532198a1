"""A subject access pack as it is put together: whom it is about, its tables, and the page that says what each is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from service.policy.people import Person
from service.policy.retention import Retention


@dataclass(frozen=True)
class Subject:
    """Whom a pack is about. person: None where the register does not know them any more; addresses: every one of theirs, lower
    case."""

    staff_id: str
    person: Person | None = None
    addresses: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.person.name if self.person else ""

    @cached_property
    def _words(self) -> re.Pattern[str]:
        known = [re.escape(one) for one in (self.staff_id, self.name, *sorted(self.addresses)) if one]
        return re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)", re.IGNORECASE)

    def is_named_in(self, text: str) -> bool:
        """Whether a text holds their staff id, their name or an address of theirs."""
        return bool(self._words.search(" ".join(text.split())))

    def is_in(self, key: str) -> bool:
        """Whether a key is of a thing of theirs, such as ``2025-26/B/S0001``."""
        return self.staff_id in key.split("/")[1:]


@dataclass(frozen=True)
class Part:
    """One table. folder, name: where it lies in the pack; what: what it is, in a sentence; where: where it is kept; kept: for how
    long; rows: headings first."""

    folder: str
    name: str
    what: str
    where: str
    kept: str
    rows: Sequence[Sequence[str]] = ()

    def __bool__(self) -> bool:
        return len(self.rows) > 1


REGISTER, RECORD, ANSWERS, SHEETS, DOCUMENTS = "1 Register", "2 Record", "3 Answers", "4 Sheets", "5 Documents"
"""The folders of a pack."""
ROW_KEPT = "as long as the trust keeps the row"


@dataclass
class Contents:
    """What a pack holds so far. by_hand: what a person has to look at, for no program can tell."""

    parts: list[Part] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)

    def add(self, parts: Iterable[Part]) -> None:
        self.parts += parts


def with_folder(retention: Retention, kind: str) -> str:
    """For how long something is kept that goes with a leaver's folder, or else by a setting of its own."""
    return f"{retention.in_words(kind)}; a leaver's {retention.in_words('leavers')}"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Rows as wide as their headings."""
    width = len(headings)
    return [list(headings), *([*row, *[""] * (width - len(row))] for row in rows)]
