"""The Disposals tab as one run sees it: what was disposed of, when, why and by which review; nobody's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from service.reconcile.disposal_changes import Disposal

Write = Callable[[Mapping[int, Sequence[str]]], None]


@dataclass
class DisposalLog:
    """rows: as they were read, headings first; review: the fingerprint by which this run goes. numbers: the row of each disposal
    by its id; next_row: the first free one.

    A disposal that is tried again keeps its row, so that each stands in the log once.
    """

    rows: Sequence[Sequence[str]]
    review: str
    write: Write
    numbers: dict[str, int] = field(init=False)
    next_row: int = field(init=False)
    _unsaved: dict[int, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = {cells[0]: number for number, cells in enumerate(self.rows[1:], start=2) if cells and cells[0]}
        self.next_row = max(len(self.rows), 1) + 1

    def note(self, change: Disposal, day: date, state: str) -> None:
        """Remember how far a disposal has come. How many things went with it stays as it was counted first: in the bin fewer
        are found."""
        number = self.numbers.setdefault(change.id, self.next_row)
        self.next_row += number == self.next_row
        before = self.rows[number - 1] if number <= len(self.rows) else ()
        holds = before[7] if len(before) > 7 else str(change.holds)
        file_id = getattr(change, "file_id", "")
        cells = [change.id, change.what, change.key, file_id, day.isoformat(), change.because, self.review, holds]
        self._unsaved[number] = [*cells, state]

    def settle(self, row: int, state: str) -> None:
        """Remember what came of one that an earlier run began."""
        self._unsaved[row] = [*self.rows[row - 1][:-1], state]

    def save(self) -> None:
        """Write what changed since the last time. Writing twice is writing once, for every row is named."""
        if self._unsaved:
            self.write(dict(self._unsaved))
            self._unsaved.clear()
