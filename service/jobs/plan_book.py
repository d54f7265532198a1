"""The Plans tab as one run sees it: what was last read of each plan, and what is not written yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from service.jobs.world import World
from service.reconcile.plan_lines import PlanLine, from_row
from service.reconcile.tabs import PLANS

BLOCK = 50
"""So many lines are written at once: what a stopped run has to do again is less than that."""


@dataclass
class PlanBook:
    """Lines and row numbers by staff id; the first free row; rows that are not written yet."""

    lines: dict[str, PlanLine]
    numbers: dict[str, int]
    next_row: int
    unwritten: dict[int, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]], cycle: str) -> PlanBook:
        """From the tab's rows, headings first. Lines of other cycles stay as they are, and so do rows that are none."""
        book = cls({}, {}, 2)
        for number, cells in enumerate(rows, start=1):
            if any(cells):
                book.next_row = number + 1
            with suppress(ValueError):
                line = from_row(cells)
                if line.cycle == cycle and line.staff_id not in book.lines:
                    book.lines[line.staff_id], book.numbers[line.staff_id] = line, number
        return book

    def note(self, line: PlanLine) -> None:
        if line.staff_id not in self.numbers:
            self.numbers[line.staff_id] = self.next_row
            self.next_row += 1
        self.lines[line.staff_id] = line
        self.unwritten[self.numbers[line.staff_id]] = line.to_row()

    def save(self, world: World) -> None:
        """Write what changed since the last time; twice is once, for every row is named."""
        world.workbook.write_rows(PLANS, self.unwritten)
        self.unwritten = {}

    def save_block(self, world: World) -> None:
        """The same, once there is enough to write."""
        if len(self.unwritten) >= BLOCK:
            self.save(world)
