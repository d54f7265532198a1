"""What was shared by hand, as the control workbook's Access tab keeps it: with whom, since when it was seen, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from service.reconcile.access import Foreign, whom_by
from service.reconcile.actual import PUBLISHED

ACCESS_HEADINGS = ("Key", "File id", "Staff id", "Address", "Role", "Kind", "First seen on", "Gone on")
ANSWERS, MEMBER = "responder", "member"
"""A role: may answer a Form. A kind: a member of the drive, whom a folder should keep out and does not."""
CAN = {
    "reader": "can read",
    "commenter": "can read and comment",
    "writer": "can write",
    "fileOrganizer": "can write and move things",
    ANSWERS: "can answer",
}


@dataclass(frozen=True)
class Share:
    """One share that nobody asked the service for. role and kind: as Drive has them, or `ANSWERS` and `MEMBER`; gone: the day on
    which it was not there any more, None while it is."""

    key: str
    file_id: str
    staff_id: str
    address: str
    role: str
    kind: str
    first_seen: date
    gone: date | None = None

    @property
    def whom(self) -> str:
        """In plain English."""
        return whom_by(self.kind, self.address)

    @property
    def can(self) -> str:
        """What they can do with it, in plain English."""
        return CAN.get(self.role, self.role)

    @property
    def identity(self) -> tuple[str, str, str, bool]:
        """Whoever is given another role has the same share."""
        return self.file_id, self.kind, self.address.casefold(), self.role == ANSWERS

    def to_row(self) -> list[str]:
        """In the order of `ACCESS_HEADINGS`."""
        days = [self.first_seen.isoformat(), self.gone.isoformat() if self.gone else ""]
        return [self.key, self.file_id, self.staff_id, self.address, self.role, self.kind, *days]


def share_of(one: Foreign, today: date) -> Share:
    """A foreign permission as it is noted when it is first seen."""
    permission = one.permission
    role = ANSWERS if permission.view == PUBLISHED else permission.role
    kind = MEMBER if permission.inherited else permission.kind
    return Share(one.thing.key, one.thing.file_id, one.thing.staff_id, permission.address, role, kind, today)


def shares_in(rows: Sequence[Sequence[str]]) -> dict[int, Share]:
    """What stands in the tab (headings first), by row number. A row that somebody spoiled is none."""
    found = {}
    for number, cells in enumerate(rows[1:], start=2):
        row = [*cells, *[""] * (len(ACCESS_HEADINGS) - len(cells))]
        with suppress(ValueError):
            seen, gone = date.fromisoformat(row[6]), date.fromisoformat(row[7]) if row[7] else None
            found[number] = Share(row[0], row[1], row[2], row[3], row[4], row[5], seen, gone)
    return found


def open_shares(rows: Mapping[int, Share]) -> list[Share]:
    """Those that are there, in the order in which they were seen."""
    return [one for _, one in sorted(rows.items()) if one.gone is None]


def noted(known: Mapping[int, Share], looked: Mapping[str, Iterable[Share]], next_row: int, today: date) -> dict[int, Share]:
    """The rows to write, by number. looked: what is foreign on each file that was looked at, by its id; nothing is said of other
    files. next_row: the first that is free."""
    written: dict[int, Share] = {}
    fresh = {one.identity: one for shares in looked.values() for one in shares}
    for number, before in sorted(known.items()):
        if before.gone is None and before.file_id in looked:
            now = fresh.pop(before.identity, None)
            after = replace(before, gone=today) if now is None else replace(now, first_seen=before.first_seen)
            if after != before:
                written[number] = after
    return {**written, **dict(enumerate(fresh.values(), start=next_row))}
