"""How far each drive's change log has been followed, and which plans are to be read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.reconcile.plan_lines import PlanLine

TRACKING_HEADINGS = ("Drive", "Token", "Read all before")
COMPLETE = "complete run"
"""In the place of a drive: its day is that of the last run that left nothing to do."""
SURE_EVERY = timedelta(days=7)
"""A plan that no change log names is read all the same once a week."""


@dataclass(frozen=True)
class Mark:
    """Where the log of a drive was left. all_before: plans in it that were read before this day are to be read again, for
    the log was lost then; None where it never was."""

    drive_id: str
    token: str
    all_before: date | None = None

    def to_row(self) -> list[str]:
        return [self.drive_id, self.token, self.all_before.isoformat() if self.all_before else ""]


def marks_in(rows: Sequence[Sequence[str]]) -> tuple[dict[str, Mark], dict[str, int]]:
    """Marks and row numbers by drive, from the Tracking tab (headings first). A row that is none counts as lost."""
    marks, numbers = {}, {}
    for number, cells in enumerate(rows[1:], start=2):
        drive, token, before = (*cells, "", "", "")[:3]
        if not drive or drive in numbers:
            continue
        numbers[drive] = number
        try:
            marks[drive] = Mark(drive, token, date.fromisoformat(before) if before else None)
        except ValueError:
            continue
    return marks, numbers


def last_complete(rows: Sequence[Sequence[str]]) -> date | None:
    """The day of the last run that left nothing to do, from the Tracking tab; None where there was none yet."""
    marks, _ = marks_in(rows)
    return marks[COMPLETE].all_before if COMPLETE in marks else None


@dataclass(frozen=True)
class Followed:
    """A drive's log, followed to its end. changed: ids of files that it names; by_others: those that somebody else than the
    service changed last; lost: whether the log could not be
    followed, so that everything is to be read. mark: where to go on the next time."""

    mark: Mark
    changed: Collection[str] = frozenset()
    by_others: Collection[str] = frozenset()
    lost: bool = False


def due(plans: Mapping[str, str], lines: Mapping[str, PlanLine], followed: Sequence[Followed], today: date) -> list[str]:
    """Staff ids of the plans to read, in order.

    plans: the file id of each person's plan. lines: what was last read, by staff id. A plan is due if it was never read,
    if a log names it, if the last reading is a week old, or if a log was lost since. Which drive a plan is in does not
    matter: a lost log makes every plan due.
    """
    changed = {file_id for one in followed for file_id in one.changed}
    before = max([one.mark.all_before for one in followed if one.mark.all_before], default=date.min)
    oldest = max(before, today - SURE_EVERY + timedelta(days=1))
    return [
        staff_id
        for staff_id, file_id in sorted(plans.items())
        if (line := lines.get(staff_id)) is None or line.file_id != file_id or file_id in changed or line.read_on < oldest
    ]
