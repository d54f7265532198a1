"""A run, from its beginning to its row of the Runs tab, in plain English: never a name, an address or an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from time import monotonic

from service.jobs.report import Report
from service.jobs.world import LONDON, World


@dataclass(frozen=True)
class Order:
    """How a run was asked for. reviewed: the fingerprint that a person saw; with it an outsized changeset may go on.

    within: how long the run may take; what it does not come to is left for the next.
    """

    started_by: str
    reviewed: str = ""
    within: timedelta | None = None


@dataclass(frozen=True)
class Run:
    """One run. began: by the machine's monotonic seconds. calls: the door's running counts; before: those at the start."""

    world: World
    order: Order
    id: str
    started: datetime
    began: float
    calls: Mapping[str, int]
    before: Counter[str]

    @classmethod
    def begin(cls, world: World, order: Order, calls: Mapping[str, int]) -> Run:
        now = world.clock.now()
        return cls(world, order, f"{now:%Y%m%dT%H%M%S}-{token_hex(3)}", now, monotonic(), calls, Counter(calls))

    def time_is_up(self) -> bool:
        """Whether the run has taken as long as it may."""
        return self.order.within is not None and monotonic() - self.began >= self.order.within.total_seconds()

    def row(self, meant: str, did: str, could_not: str, why: str) -> list[str]:
        """The run's cells, in the order of `tabs.RUN_HEADINGS`. Times are London's."""
        return [
            self.id,
            f"{self.started.astimezone(LONDON):%Y-%m-%d %H:%M}",
            self.order.started_by,
            meant,
            did,
            could_not,
            why,
            str((Counter(self.calls) - self.before).total()),
            f"{monotonic() - self.began:.0f}",
        ]

    def enter(self, row: Sequence[str]) -> None:
        """Add the run's row."""
        self.world.workbook.append_run(row)


def may(report: Report, order: Order) -> bool:
    """Whether a changeset may go ahead; a reviewed one is applied only if it is still what was reviewed."""
    if order.reviewed and order.reviewed != report.changeset.fingerprint:
        report.stale_review = True
        return False
    if order.reviewed:
        report.refused = ()
    return not report.refused


def run_row(run: Run, report: Report) -> list[str]:
    """The cells of a run that made changes, or had none to make."""
    return run.row(in_words(report.changeset.counts()), in_words(report.done), could_not(report), why(report))


def in_words(counts: Mapping[str, int]) -> str:
    """``{"make folder": 2}`` → ``make folder: 2``; nothing → ``nothing to do``."""
    return "; ".join(f"{verb}: {number}" for verb, number in sorted(counts.items())) or "nothing to do"


def could_not(report: Report) -> str:
    """How many changes were not done, by what stood in the way."""
    parts = {
        "failed": len(report.failures),
        "left for the next run": report.left,
        "waiting for certainty": report.waiting,
        "held for an account": len(report.held) + len(report.changeset.held),
        "need a look": len(report.changeset.needs_a_look),
        "rows of the register to mend": report.problems,
    }
    return "; ".join(f"{what}: {number}" for what, number in parts.items() if number)


def why(report: Report) -> str:
    """The reasons, each once, the commonest first."""
    if report.stale_review:
        return "What was reviewed has changed since: look at the preview again."
    if report.refused:
        return " ".join(one.sentence() for one in report.refused)
    if report.busy:
        return "Another run was going on; it does the same work."
    reasons = Counter(failure.reason for failure in report.failures)
    stopped = [report.stopped] if report.stopped else []
    looks = [one.sentence() for one in report.changeset.needs_a_look[:5]]
    return "; ".join(stopped + [f"{reason} ({number})" for reason, number in reasons.most_common(5)] + looks)
