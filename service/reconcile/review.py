"""What a person reviewed before a year was turned: kept in the control workbook, to be compared with what would be done now.

A change is known by what it does to which thing. It differs if the thing would be called, made or dated otherwise than was
shown. What the service writes into its own block, and ids, do not count: they are of the day on which a change is made.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from service.reconcile.change import Change

REVIEW_HEADINGS = ("Cycle", "What", "Fingerprint", "Reviewed on", "Part", "Kept by the service")
OF_THE_DAY = frozenset(
    {"staff_id", "key", "fields", "form", "file_id", "permission_id", "before", "mark", "row", "email", "change", "since"}
    | {"fingerprint"}
)
CELL = 45_000
"""A cell of Google's holds 50,000 characters."""
KEPT = 6
"""So many reviews are kept; the latest, and the one that a year was turned by, are always among them."""

Identity = tuple[str, str, str]
"""The verb, the key, and the address where there is one."""


@dataclass(frozen=True)
class Step:
    """What is done on one day; None: straight away. what: why then, in plain English."""

    day: date | None
    what: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Seen:
    """One change as it was shown: what it would be, and when."""

    day: date | None
    content: str

    @property
    def when(self) -> str:
        return self.day.isoformat() if self.day else ""

    @property
    def in_words(self) -> str:
        return f"on {self.when}" if self.day else "straight away"


@dataclass(frozen=True)
class Review:
    """What a person saw. what: ``turn`` or ``undo``."""

    cycle: str
    what: str
    seen: Mapping[Identity, Seen] = field(default_factory=dict)
    on: date = date.min

    @property
    def fingerprint(self) -> str:
        """Twelve letters that stand for exactly these changes on these days."""
        text = f"{self.cycle} {self.what} {_text(self.seen)}"
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def covers(self, change: Change) -> bool:
        """Whether a change is one that was seen, on whichever day it comes to be made."""
        seen = self.seen.get(identity(change))
        return seen is not None and seen.content == content(change)

    def to_rows(self) -> list[list[str]]:
        """In the order of `REVIEW_HEADINGS`, a cell's length each."""
        packed = b85encode(zlib.compress(_text(self.seen).encode(), 9)).decode()
        parts = [packed[start : start + CELL] for start in range(0, len(packed), CELL)]
        return [
            [self.cycle, self.what, self.fingerprint, self.on.isoformat(), str(number), part]
            for number, part in enumerate(parts, start=1)
        ]


@dataclass(frozen=True)
class Compared:
    """A review, and what would be done now. All are sentences.

    differing: what of what was reviewed would be otherwise, and how; moved: what would be done on another day, for the register
    says so; gone: what was reviewed and is not to be done any more; new: what was not there then.
    """

    differing: Sequence[str] = ()
    moved: Sequence[str] = ()
    gone: Sequence[str] = ()
    new: Sequence[str] = ()


def review_of(cycle: str, what: str, steps: Sequence[Step], on: date) -> Review:
    """What is shown, as it is kept."""
    return Review(cycle, what, {identity(one): Seen(step.day, content(one)) for step in steps for one in step.changes}, on)


def identity(change: Change) -> Identity:
    return (change.verb, change.key, str(getattr(change, "email", "")))


def content(change: Change) -> str:
    """What of a change was shown, as JSON."""
    shown = {name: value for name, value in change.as_json().items() if name not in OF_THE_DAY}
    return json.dumps(shown, sort_keys=True, ensure_ascii=False, default=str)


def compare(review: Review, steps: Sequence[Step]) -> Compared:
    """What was reviewed beside what would be done now.

    The days of the cycles themselves are among what their begin was reviewed with, so a change that only moves was moved by the
    register.
    """
    now = {identity(one): (Seen(step.day, content(one)), one) for step in steps for one in step.changes}
    both = [(one, seen, review.seen[key]) for key, (seen, one) in now.items() if key in review.seen]
    differing = [f"{one.sentence()}: {_difference(was, seen)}" for one, seen, was in both if seen.content != was.content]
    moved = [
        f"{one.sentence()}: {seen.in_words} instead of {was.in_words}"
        for one, seen, was in both
        if seen.content == was.content and seen.day != was.day
    ]
    gone = [in_words(key, seen) for key, seen in review.seen.items() if key not in now]
    new = [change.sentence() for key, (_, change) in now.items() if key not in review.seen]
    return Compared(sorted(differing), sorted(moved), sorted(gone), sorted(new))


def _difference(was: Seen, now: Seen) -> str:
    before, after = _told(was), _told(now)
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return "; ".join(f"{name} was {_plain(before.get(name))}, would be {_plain(after.get(name))}" for name in names)


def _told(seen: Seen) -> dict[str, object]:
    """What was shown, one thing a name; of a cycle each of its own settings."""
    told = dict(json.loads(seen.content))
    cycle = json.loads(told.pop("data", "") or "{}")
    return {**told, **{name.replace("_", " "): value for name, value in cycle.items()}}


def in_words(key: Identity, seen: Seen) -> str:
    """A change that was reviewed, for people: what is kept of it is not the whole change."""
    verb, thing, email = key
    told = {name: value for name, value in json.loads(seen.content).items() if name != "data" and value not in ("", None)}
    more = ", ".join(f"{name} {_plain(value)}" for name, value in sorted(told.items()))
    return f"{verb} {thing}{f' with {email}' if email else ''}{f' ({more})' if more else ''}, {seen.in_words}"


def _plain(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def reviews_in(rows: Sequence[Sequence[str]]) -> list[Review]:
    """The reviews in the tab's rows, headings first, in their order. One that somebody spoiled is none."""
    packed: dict[str, list[Sequence[str]]] = {}
    for cells in rows[1:]:
        if len(cells) >= len(REVIEW_HEADINGS):
            packed.setdefault(cells[2], []).append(cells)
    return [one for fingerprint, parts in packed.items() for one in _unpacked(fingerprint, parts)]


def _unpacked(fingerprint: str, parts: Sequence[Sequence[str]]) -> Iterator[Review]:
    ordered = sorted(parts, key=lambda cells: cells[4].zfill(6))
    try:
        text = zlib.decompress(b85decode("".join(cells[5] for cells in ordered))).decode()
        seen = {tuple(key): Seen(date.fromisoformat(day) if day else None, what) for key, day, what in json.loads(text)}
        found = Review(ordered[0][0], ordered[0][1], seen, date.fromisoformat(ordered[0][3]))
    except (ValueError, TypeError, zlib.error):
        return
    if found.fingerprint == fingerprint:
        yield found


def kept_with(reviews: Sequence[Review], new: Review, in_use: frozenset[str]) -> list[Review]:
    """The reviews to keep, the new one last. in_use: fingerprints of those that years were turned by."""
    others = [one for one in reviews if one.fingerprint != new.fingerprint]
    spare = [one for one in others if one.fingerprint not in in_use][-(KEPT - 1) :]
    return [one for one in others if one.fingerprint in in_use or one in spare] + [new]


def _text(seen: Mapping[Identity, Seen]) -> str:
    return json.dumps([[list(key), one.when, one.content] for key, one in sorted(seen.items())], ensure_ascii=False)
