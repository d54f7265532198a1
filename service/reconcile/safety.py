"""Refuses a changeset that is too big to be meant: by share and by count, with the numbers and the way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.reconcile.actual import Actual, Item
from service.reconcile.change import Change, MakeFolder, Refresh, Rename, Restore, Revoke
from service.reconcile.changeset import Changeset
from service.reconcile.year_changes import Close, Reopen

DISTURBING = (Revoke, Rename, Restore, Refresh, Close, Reopen)
WHAT = "things that exist would be renamed, unshared or rewritten"
FIRST_PROVISIONING = timedelta(days=7)


@dataclass(frozen=True)
class Limits:
    """A kind of change is outsized when it touches more than `count` things *and* more than `share` (0 to 1) of them:
    a school of six is small, and so is one person in it."""

    share: float = 0.3
    count: int = 25


@dataclass(frozen=True)
class Outsized:
    """Why a changeset refuses itself."""

    what: str
    number: int
    of: int
    limits: Limits

    def sentence(self) -> str:
        return (
            f"{self.number} of {self.of} {self.what}: more than {self.limits.count} and more "
            f"than {self.limits.share:.0%} in one go. If that is right, review the preview and apply it by its "
            "fingerprint."
        )


def check(
    changeset: Changeset, actual: Actual, limits: Limits, now: datetime, reviewed: Callable[[Change], bool] = lambda change: False
) -> tuple[Outsized, ...]:
    """Every way in which the changeset is outsized; none when it may go ahead. now: aware, UTC. reviewed: whether a change was
    seen by a person who let the year turn by it; such ones are meant, however many."""
    existing = [item for item in actual.items.values() if item.file_id]
    folders = [item for item in existing if item.key.startswith("person/")]
    disturbed = {one.key for one in changeset.changes if isinstance(one, DISTURBING) and not reviewed(one)}
    unseen = [one for one in changeset.changes if not reviewed(one)]
    joiners = 0 if _beginning(folders, now) else _made_beside(unseen)
    found = []
    if _outsized(len(disturbed), len(existing), limits):
        found.append(Outsized(WHAT, len(disturbed), len(existing), limits))
    if _outsized(joiners, len(folders), limits):
        found.append(Outsized("new people beside those with a folder", joiners, len(folders), limits))
    return tuple(found)


def _beginning(folders: Sequence[Item], now: datetime) -> bool:
    """Whether the trust is still being provisioned for the first time, which may take a run that stops at its deadline,
    or is killed, and others that go on: everyone is new then."""
    return not folders or now < min(item.since for item in folders) + FIRST_PROVISIONING


def _made_beside(changes: Sequence[Change]) -> int:
    return sum(1 for change in changes if isinstance(change, MakeFolder) and change.key.startswith("person/"))


def _outsized(number: int, of: int, limits: Limits) -> bool:
    return number > limits.count and number > limits.share * of
