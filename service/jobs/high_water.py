"""How far a Form's responses were collected."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.jobs.answer_log import stamp
from service.policy.responses import Response

OVERLAP = timedelta(minutes=10)
"""So far back a run asks again: a response may show later than it was sent."""
MOST = 300
"""So many responses within the overlap are remembered by a mark; what it forgets is found in the log."""


@dataclass(frozen=True)
class HighWater:
    """at: when the newest response was sent that needs nothing more, None before there is any; seen: digests of those within
    the overlap before it."""

    at: datetime | None = None
    seen: tuple[str, ...] = ()

    @classmethod
    def of(cls, token: str) -> HighWater:
        """From a mark's token."""
        first, *seen = token.split() or [""]
        try:
            return cls(datetime.fromisoformat(first), tuple(seen))
        except ValueError:
            return cls()

    @property
    def token(self) -> str:
        return " ".join([stamp(self.at), *self.seen]) if self.at else ""

    @property
    def since(self) -> datetime | None:
        """From when to ask."""
        return self.at - OVERLAP if self.at else None

    def has(self, response: Response) -> bool:
        """Whether a response was collected as it is."""
        return _digest(response) in self.seen

    def after(self, done: Sequence[Response], stuck: datetime | None) -> HighWater:
        """With more that is done; never beyond what has to be tried again (stuck: when the first such was sent)."""
        at = max([one.sent for one in done] + ([self.at] if self.at else []), default=None)
        if at is None:
            return self
        at = min(at, stuck) if stuck else at
        recent = sorted((one for one in done if one.sent >= at - OVERLAP), key=lambda one: one.sent)
        fresh = [_digest(one) for one in recent]
        return HighWater(at, tuple(dict.fromkeys([*self.seen, *fresh]))[-MOST:])


def _digest(response: Response) -> str:
    return hashlib.sha256(f"{response.id} {stamp(response.sent)}".encode()).hexdigest()[:8]
