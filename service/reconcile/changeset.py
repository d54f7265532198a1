"""The list of changes, sorted and fingerprinted: what is shown and what is applied is the same list."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.reconcile.change import Change


@dataclass(frozen=True, order=True)
class Waiting:
    """A thing of which it is not yet certain whether it exists. until: when it will be."""

    key: str
    until: datetime

    def sentence(self) -> str:
        return f"{self.key} was asked for and the answer was lost; by {self.until:%H:%M} UTC it is certain whether it exists"


@dataclass(frozen=True, order=True)
class Held:
    """A share that waits for the person's Google account to exist. It is tried again on another day."""

    key: str
    email: str

    def sentence(self) -> str:
        return f"{self.key} will be shared with {self.email} once that Google account exists"


@dataclass(frozen=True, order=True)
class NeedsALook:
    """Something that a person has to look at; the service leaves it alone."""

    key: str
    message: str

    def sentence(self) -> str:
        return f"{self.key}: {self.message}"


@dataclass(frozen=True)
class Changeset:
    """What the engine intends, in the order in which it will be done."""

    changes: tuple[Change, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    held: tuple[Held, ...] = ()
    needs_a_look: tuple[NeedsALook, ...] = ()

    @classmethod
    def of(
        cls,
        changes: Iterable[Change],
        waiting: Iterable[Waiting] = (),
        held: Iterable[Held] = (),
        needs_a_look: Iterable[NeedsALook] = (),
    ) -> Changeset:
        ordered = tuple(sorted(changes, key=lambda change: change.order()))
        return cls(ordered, tuple(sorted(waiting)), tuple(sorted(held)), tuple(sorted(needs_a_look)))

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def fingerprint(self) -> str:
        """Twelve letters that stand for exactly these changes: the same changes, the same fingerprint."""
        text = json.dumps([change.as_json() for change in self.changes], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def counts(self) -> Mapping[str, int]:
        """How many changes of each verb."""
        return dict(sorted(Counter(change.verb for change in self.changes).items()))

    def as_json(self) -> dict[str, Any]:
        return {
            "fingerprint": self.fingerprint,
            "counts": dict(self.counts()),
            "changes": [change.as_json() for change in self.changes],
            "waiting": [{"key": one.key, "until": one.until.isoformat()} for one in self.waiting],
            "held": [{"key": one.key, "email": one.email} for one in self.held],
            "needs_a_look": [{"key": one.key, "message": one.message} for one in self.needs_a_look],
        }
