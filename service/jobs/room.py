"""Room for people's folders: a shared drive holds only so many things, so people are spread over several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.errors import NoRoom
from service.reconcile.actual import Item


@dataclass
class Room:
    """How many people's folders each people-drive holds. most: how many one may."""

    drives: Sequence[str]
    most: int
    used: Counter[str]

    @classmethod
    def of(cls, drives: Sequence[str], most: int, items: Iterable[Item]) -> Room:
        return cls(drives, most, Counter(item.parent_id for item in items if item.key.startswith("person/")))

    def one(self) -> str:
        """The first drive with room for one more, which then is taken. Raises NoRoom."""
        for drive in self.drives:
            if self.used[drive] < self.most:
                self.used[drive] += 1
                return drive
        raise NoRoom("every people-drive is full: make another, add the service as Manager and name it in trust.yaml")
