"""Changes by which one year ends and another begins."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from service.reconcile.change import Change
from service.reconcile.desired import Kind


@dataclass(frozen=True)
class TurnYear(Change):
    """Write down what was decided about a cycle: from then on every run works by it.

    row: of the Cycles tab. state: ``begun`` or ``undone``; since: the day of the decision; data: the cycle, as JSON.
    """

    row: int
    state: str
    since: str
    fingerprint: str
    data: str
    verb: ClassVar[str] = "turn the year"
    rank: ClassVar[int] = 0

    def sentence(self) -> str:
        cycle = self.key.removeprefix("cycle/")
        days = json.loads(self.data)
        if self.state != "begun":
            return f"Take the cycle {cycle} back"
        return f"Enter the cycle {cycle}: it begins on {days.get('starts')} and closes on {days.get('closing')}"


@dataclass(frozen=True)
class CarryForward(Change):
    """Put the focus of last year's plan into this year's, where its person chose so. source: last year's key."""

    source: str
    verb: ClassVar[str] = "carry forward"
    rank: ClassVar[int] = 14

    def sentence(self) -> str:
        return f"Carry the focus of {self.source} forward into {self.key}, as its person chose"


@dataclass(frozen=True)
class Close(Change):
    """Name a thing as a past year's and lock it; of a Form: take no more answers. name: what it is called from then on, '' where
    somebody gave it a name of their own, which stays."""

    kind: Kind
    file_id: str
    before: str
    name: str
    verb: ClassVar[str] = "close"
    rank: ClassVar[int] = 15

    def sentence(self) -> str:
        named = f" and call it '{self.name}'" if self.name and self.name != self.before else ""
        if self.kind is Kind.FORM:
            return f"Close the Form '{self.before}' to answers{named}"
        return f"Lock '{self.before}'{named}"


@dataclass(frozen=True)
class Reopen(Change):
    """Unlock a thing that was closed, and give it its name back; of a Form: take answers again."""

    kind: Kind
    file_id: str
    before: str
    name: str
    verb: ClassVar[str] = "reopen"
    rank: ClassVar[int] = 8

    def sentence(self) -> str:
        return f"Open '{self.before}' again" + (f", as '{self.name}'" if self.name and self.name != self.before else "")


@dataclass(frozen=True)
class KeepOpen(Change):
    """Note that a thing of a cycle that was taken back stays open, for somebody wrote in it."""

    name: str
    verb: ClassVar[str] = "keep open"
    rank: ClassVar[int] = 15

    def sentence(self) -> str:
        return f"Leave '{self.name}' open: somebody has written in it"
