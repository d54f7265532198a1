"""What a run did, could not do, and why: for the admin's page, the command line and the Runs tab."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from service.errors import LostHold, NotThere, Throttled, Unsure, WorkspaceError
from service.reconcile.change import Change
from service.reconcile.changeset import Changeset
from service.reconcile.safety import Outsized


@dataclass(frozen=True)
class Failure:
    """One change that was not done. reason: plain English, no name, no address."""

    key: str
    verb: str
    reason: str


@dataclass
class Report:
    """The outcome of one run. `done` counts changes by verb; `left` are changes not come to before the deadline, or
    before what `stopped` says in plain English; `lost`: another run holds the workbook by now."""

    changeset: Changeset
    refused: tuple[Outsized, ...] = ()
    busy: bool = False
    done: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    left: int = 0
    problems: int = 0
    applied: bool = False
    stale_review: bool = False
    run_id: str = ""
    stopped: str = ""
    lost: bool = False

    def did(self, change: Change) -> None:
        self.done[change.verb] += 1

    @property
    def waiting(self) -> int:
        return len(self.changeset.waiting) + len(self.unsure)

    @property
    def exit_code(self) -> int:
        """0 nothing to do or done · 2 changes pending · 3 refused · 4 partly done or waiting."""
        if self.refused or self.stale_review:
            return 3
        if not self.applied:
            return 2 if self.changeset else (4 if self.waiting else 0)
        return 4 if self.busy or self.failures or self.left or self.waiting or self.stopped else 0

    def as_json(self) -> dict[str, Any]:
        """For `--json`. changes: how many were made, or in a preview would be."""
        return {
            "exit": self.exit_code,
            "run": self.run_id,
            "applied": self.applied,
            "busy": self.busy,
            "stale_review": self.stale_review,
            "done": dict(sorted(self.done.items())),
            "changes": sum(self.done.values()) if self.applied else len(self.changeset.changes),
            "fingerprint": self.changeset.fingerprint,
            "failures": [vars(one) for one in self.failures],
            "left": self.left,
            "stopped": self.stopped,
            "waiting": [one.key for one in self.changeset.waiting] + self.unsure,
            "held": sorted({one.key for one in self.changeset.held} | set(self.held)),
            "needs_a_look": [one.sentence() for one in self.changeset.needs_a_look],
            "register_problems": self.problems,
            "refused": [one.sentence() for one in self.refused],
            "meant": self.changeset.as_json(),
        }


def plain(problem: WorkspaceError) -> str:
    """Why, in words an admin can act on."""
    if isinstance(problem, LostHold):
        return f"the run stopped, for {problem.reason}; the next run goes on"
    if isinstance(problem, Throttled):
        return "Google asked to slow down for too long; the next run will go on"
    if isinstance(problem, NotThere):
        return f"Google says that it is not there ({problem.attempted})"
    if isinstance(problem, Unsure):
        return f"no certain answer from Google ({problem.attempted}); the next run finds out what came of it"
    return f"Google refused ({problem.attempted}, {problem.reason or problem.code})"
