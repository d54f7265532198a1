"""What happens to rows or columns: inserted, deleted or moved, and where everything else then is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Change:
    """One change of a sheet's rows or columns, from start up to end; destination: where moved ones go, as counted before."""

    sheet_id: int
    dimension: str
    kind: Literal["insert", "delete", "move"]
    start: int
    end: int
    destination: int = 0

    @property
    def length(self) -> int:
        return self.end - self.start

    def index(self, place: int) -> int | None:
        """Where one row or column is afterwards; None if it is gone."""
        if self.kind == "insert":
            return place + self.length if place >= self.start else place
        if self.kind == "delete":
            return None if self.start <= place < self.end else place - self.length * (place >= self.end)
        return self._moved(place)

    def _moved(self, place: int) -> int:
        if self.start <= place < self.end:
            landing = self.destination if self.destination <= self.start else self.destination - self.length
            return place - self.start + landing
        if self.end <= place < self.destination:
            return place - self.length
        if self.destination <= place < self.start:
            return place + self.length
        return place

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a run from start up to end is afterwards; None if nothing of it is left.

        It grows with what is inserted inside it, not with what is inserted at its edges.
        """
        if self.kind == "insert":
            grown = end + self.length if end > self.start else end
            return (start + self.length, grown) if start >= self.start else (start, grown)
        if self.kind == "delete":
            first, last = self._after_deletion(start), self._after_deletion(end)
            return (first, last) if first < last else None
        if self.start <= start and end <= self.end:
            return self._moved(start), self._moved(end - 1) + 1
        return self._beside_the_move(start, end)

    def _after_deletion(self, edge: int) -> int:
        return edge if edge <= self.start else max(self.start, edge - self.length)

    def _beside_the_move(self, start: int, end: int) -> tuple[int, int] | None:
        """What is not moved whole loses what is moved out of it, and grows by what is moved into it."""
        out = Change(self.sheet_id, self.dimension, "delete", self.start, self.end)
        landing = self.destination if self.destination <= self.start else self.destination - self.length
        back = Change(self.sheet_id, self.dimension, "insert", landing, landing + self.length)
        left = out.span(start, end)
        return back.span(*left) if left else None
