"""What changes cost: how many calls, and how long at least at Google's quotas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from service.reconcile.change import (
    AddTabs,
    Build,
    Change,
    Grant,
    KeepTabs,
    MakeBlankForm,
    MakeDocument,
    MakeFolder,
    MakeForm,
    MakeSheet,
    MakeTemplate,
    Mark,
    Mend,
    MoveWorkbook,
    Refresh,
    Rename,
    Restore,
    Restrict,
    Revoke,
    ShapeForm,
)
from service.reconcile.year_changes import CarryForward, Close, Reopen, TurnYear

GOOGLE_RATES: Mapping[str, tuple[int, int]] = {
    # Calls and seconds. Drive: 3 sustained writes a second for an account (Workspace admin help); Docs and Sheets: per
    # minute and user (developers.google.com/workspace/docs/api/limits, .../sheets/api/limits,
    # .../forms/api/limits, where listing responses is an expensive read).
    "drive write": (3, 1),
    "docs write": (60, 60),
    "docs read": (300, 60),
    "sheets write": (60, 60),
    "sheets read": (60, 60),
    "forms write": (150, 60),
    "forms read": (180, 60),
}
BLOCK = 50
"""So many changes share a write of the ledger."""
CALLS: Mapping[type[Change], Mapping[str, int]] = {
    AddTabs: {"sheets write": 2},
    KeepTabs: {"sheets write": 3, "sheets read": 1},
    TurnYear: {"sheets write": 1},
    Restrict: {"drive write": 1},
    MoveWorkbook: {"drive write": 1},
    MakeFolder: {"drive write": 1},
    MakeTemplate: {"drive write": 1, "docs write": 1, "docs read": 1},
    Build: {"docs write": 1, "docs read": 1},
    Mend: {"docs write": 1, "docs read": 1},
    MakeDocument: {"drive write": 1, "docs write": 1},
    MakeSheet: {"drive write": 1},
    MakeBlankForm: {"drive write": 1},
    MakeForm: {"drive write": 1, "forms write": 2, "forms read": 1},
    ShapeForm: {"forms write": 1, "forms read": 1},
    Grant: {"drive write": 1},
    Revoke: {"drive write": 1},
    Rename: {"drive write": 1},
    Restore: {"drive write": 1},
    Mark: {"drive write": 1},
    Refresh: {"docs write": 1, "docs read": 1},
    Close: {"drive write": 2},
    Reopen: {"drive write": 2},
    CarryForward: {"docs write": 1, "docs read": 2},
}
"""What each kind of change asks for, by what Google counts together. A kind that is not here asks for nothing."""


@dataclass(frozen=True)
class Cost:
    """calls: how many; least: how long they take at Google's quotas if nothing else is slow."""

    calls: int
    least: timedelta

    def sentence(self) -> str:
        minutes = round(self.least.total_seconds() / 60)
        time = f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.1f} hours"
        return f"about {self.calls:,} calls, at Google's quotas at least {time if minutes > 1 else 'a minute'}"


def cost_of(changes: Iterable[Change]) -> Cost:
    """The cost of making changes in one run after the other."""
    counted: Counter[str] = Counter()
    number = 0
    for number, change in enumerate(changes, start=1):  # noqa: B007 how many there were
        counted.update(CALLS.get(type(change), {}))
    counted["sheets write"] += -(-number // BLOCK) + 1 if number else 0
    slowest = max((counted[name] * seconds / calls for name, (calls, seconds) in GOOGLE_RATES.items()), default=0.0)
    return Cost(counted.total(), timedelta(seconds=slowest))
