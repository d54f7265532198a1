"""What a look at who can open things found and did, and how it says so: never a name or an address in the run's row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from service.jobs.report import Report
from service.jobs.runs import Run, in_words, why
from service.reconcile.changeset import Changeset
from service.reconcile.shares import Share


@dataclass
class AccessOutcome:
    """due: how many things were to be looked at; looked: how many were; left: how many were not come to; failures: how many
    could not be looked at, by why.

    report: what was to be changed, and came of it; repaired: how many things were put right; removed: how many foreign shares
    were taken back. first_seen, gone: how many shares by hand are new, or not there any more; shares: those that are there.
    ready: False while the control workbook has no tabs yet.
    """

    due: int = 0
    looked: int = 0
    left: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    report: Report = field(default_factory=lambda: Report(Changeset(), applied=True))
    repaired: int = 0
    removed: int = 0
    first_seen: int = 0
    gone: int = 0
    shares: Sequence[Share] = ()
    ready: bool = True
    run_id: str = ""

    @property
    def exit_code(self) -> int:
        """0 all well, or put right · 3 refused · 4 partly done."""
        if self.report.exit_code == 3:
            return 3
        return 4 if self.left or self.failures or self.report.exit_code else 0

    @property
    def rest(self) -> int:
        """How much is left for the next run."""
        return self.left + self.failures.total() + self.report.left + len(self.report.failures)

    def as_json(self) -> dict[str, Any]:
        """For ``--json``, which is for the admin: addresses and all."""
        return {
            "exit": self.exit_code,
            "run": self.run_id,
            "due": self.due,
            "looked": self.looked,
            "left": self.left,
            "could_not_look": dict(self.failures),
            "repaired": self.repaired,
            "removed": self.removed,
            "first_seen": self.first_seen,
            "gone": self.gone,
            "shared_by_hand": [share_json(one) for one in self.shares],
            "report": self.report.as_json(),
        }


def share_json(one: Share) -> dict[str, str]:
    return {
        "key": one.key,
        "file_id": one.file_id,
        "staff_id": one.staff_id,
        "address": one.address,
        "role": one.role,
        "kind": one.kind,
        "first_seen": one.first_seen.isoformat(),
        "gone": one.gone.isoformat() if one.gone else "",
    }


def in_a_sentence(outcome: AccessOutcome) -> str:
    """How a run ended."""
    report = outcome.report
    if not outcome.ready:
        return "There is nothing to look at yet."
    if report.busy:
        return "Another run is going on; the next one looks at what this one would have."
    told = f"Things looked at: {outcome.looked}; put right: {outcome.repaired}; shared by hand: {len(outcome.shares)}."
    if outcome.removed:
        told += f" Taken back: {outcome.removed}."
    if report.stopped:
        return f"{told} Then {report.stopped}."
    if report.stale_review:
        return f"{told} What you reviewed has changed since; nothing was changed."
    if report.refused:
        return f"{told} Nothing was changed: there was more to put right than a run may do unreviewed."
    return f"{told} Left for the next run: {outcome.rest}." if outcome.rest else told


def row_of(run: Run, outcome: AccessOutcome) -> list[str]:
    """The run's row."""
    report = outcome.report
    looking = {"look at who can open things": outcome.due}
    did = {
        "look at who can open things": outcome.looked,
        "repaired": outcome.repaired,
        "shared by hand, taken back": outcome.removed,
        "shared by hand, first seen": outcome.first_seen,
        "shared by hand, gone since": outcome.gone,
    }
    could_not = {
        "could not be looked at": outcome.failures.total(),
        "not looked at yet": outcome.left,
        "failed": len(report.failures),
        "left for the next run": report.left,
        "held for an account": len(report.held),
        "need a look": len(report.changeset.needs_a_look),
    }
    reasons = [f"{reason} ({number})" for reason, number in outcome.failures.most_common(5)]
    return run.row(
        in_words({**_told(looking), **report.changeset.counts()}),
        in_words(_told(did)),
        "; ".join(f"{what}: {number}" for what, number in could_not.items() if number),
        "; ".join(one for one in (why(report), *reasons) if one),
    )


def _told(counts: dict[str, int]) -> dict[str, int]:
    return {what: number for what, number in counts.items() if number}
