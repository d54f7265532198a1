"""What a collecting run did, and how it says so: never a name, an address or an answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from service.jobs.runs import Run


@dataclass
class Collected:
    """listed: how many Forms were asked; new: how many responses were not known, or were known otherwise; counted: what was
    made of them, by kind; looks: how many need a look; waiting: for how many there is no Doc yet; failures: what could not be
    done, by why."""

    listed: int = 0
    new: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    looks: int = 0
    waiting: int = 0
    left: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    busy: bool = False
    stopped: str = ""
    run_id: str = ""

    @property
    def exit_code(self) -> int:
        """0 done, or nothing to do · 4 partly done."""
        return 4 if self.busy or self.left or self.failures or self.stopped else 0

    def as_json(self) -> dict[str, Any]:
        return {"exit": self.exit_code, **vars(self), "counted": dict(self.counted), "failures": dict(self.failures)}


def in_a_sentence(outcome: Collected) -> str:
    """How a run ended."""
    if outcome.busy:
        return "Another run is going on; the next one collects what this one would have."
    if outcome.stopped:
        return f"Answers collected: {outcome.counted.total()}. Then {outcome.stopped}."
    if not outcome.new:
        return "Nothing new was sent." if outcome.listed else "There are no Forms yet."
    told = f"Answers collected: {outcome.counted.total()}."
    if outcome.looks:
        told += f" In need of a look: {outcome.looks}."
    if outcome.waiting:
        told += f" Waiting for a Doc: {outcome.waiting}."
    rest = outcome.left + outcome.failures.total()
    return f"{told} Left for the next run: {rest}." if rest else told


def row_of(run: Run, outcome: Collected) -> list[str]:
    """The run's row."""
    did = {f"collected, {kind}": number for kind, number in sorted(outcome.counted.items())}
    could_not = {
        "need a look": outcome.looks,
        "waiting for a Doc": outcome.waiting,
        "left for the next run": outcome.left,
        "could not be returned": outcome.failures.total(),
    }
    reasons = [f"{why} ({number})" for why, number in outcome.failures.most_common(5)]
    return run.row(
        f"collect answers: {outcome.new}" if outcome.new else "nothing to do",
        "; ".join(f"{what}: {number}" for what, number in did.items() if number) or "nothing to do",
        "; ".join(f"{what}: {number}" for what, number in could_not.items() if number),
        "; ".join([outcome.stopped, *reasons] if outcome.stopped else reasons),
    )
