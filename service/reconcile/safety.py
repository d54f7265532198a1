"""Refuses a changeset that is too big to be meant: by share and by count, with the numbers and the way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.reconcile.actual import Actual
from service.reconcile.change import Change, MakeFolder, Refresh, Rename, Restore, Revoke
from service.reconcile.changeset import Changeset

DISTURBING = (Revoke, Rename, Restore, Refresh)


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


def check(changeset: Changeset, actual: Actual, limits: Limits) -> tuple[Outsized, ...]:
    """Every way in which the changeset is outsized; none when it may go ahead."""
    existing = sum(1 for item in actual.items.values() if item.file_id)
    folders = sum(1 for item in actual.items.values() if item.file_id and item.key.startswith("person/"))
    disturbed = {change.key for change in changeset.changes if isinstance(change, DISTURBING)}
    joiners = _made_beside(changeset.changes) if folders else 0
    found = []
    if _outsized(len(disturbed), existing, limits):
        found.append(Outsized("things that exist would be renamed, unshared or rewritten", len(disturbed), existing, limits))
    if _outsized(joiners, folders, limits):
        found.append(Outsized("new people beside those with a folder", joiners, folders, limits))
    return tuple(found)


def _made_beside(changes: Sequence[Change]) -> int:
    return sum(1 for change in changes if isinstance(change, MakeFolder) and change.key.startswith("person/"))


def _outsized(number: int, of: int, limits: Limits) -> bool:
    return number > limits.count and number > limits.share * of
