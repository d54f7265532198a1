"""What is there to be looked at, and what the drives' logs say of it since the last time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.jobs.gather import Gathered
from service.jobs.provision import reviewed_by
from service.jobs.world import World
from service.reconcile.access import TO_MEND, Watched, watched
from service.reconcile.between import between
from service.reconcile.identify import identify
from service.reconcile.safety import check
from service.reconcile.tabs import TRACKING
from service.reconcile.tracking import Mark, marks_in
from service.reconcile.watching import PREFIX, Watch, days_since

WORKBOOK = "place/workbook"
"""What the control workbook is known by here; the ledger does not have it."""


def kept_key(cycle: str, staff_id: str) -> str:
    """What the text of a plan as it was agreed is known by; it is a PDF that stands in no ledger."""
    return f"{cycle}/as-agreed/{staff_id}"


def things_in(world: World, gathered: Gathered) -> list[Watched]:
    """Everything that is looked at: what the ledger has, the texts that are kept as they were agreed, the control workbook."""
    lag, limits = world.trust.lag, world.trust.limits
    intended = between(gathered.desired, gathered.actual, gathered.now, lag)
    refused = check(intended, gathered.actual, limits, gathered.now, reviewed_by(gathered))
    found = identify(gathered.desired, gathered.actual, gathered.now, lag)
    workbook = Watched(WORKBOOK, world.places.workbook_id, ours=False)
    return [*watched(gathered.desired, gathered.actual, found, refused=bool(refused)), *_kept(gathered), workbook]


def _kept(gathered: Gathered) -> Iterator[Watched]:
    for cycle, lines in gathered.known.plans.items():
        for one in lines.values():
            if one.as_agreed and one.kept_as:
                left_for = TO_MEND if one.staff_id in gathered.desired.held_back else ""
                yield Watched(kept_key(cycle, one.staff_id), one.kept_as, one.staff_id, left_for=left_for)


def follow(world: World, rows: Sequence[Sequence[str]]) -> Watch:
    """Follow each drive's log from where it was left. rows: the Tracking tab's."""
    marks, _ = marks_in(rows)
    before = [marks.get(f"{PREFIX}{drive}") for drive in world.places.drives]
    named: set[str] = set()
    after, everything = [], False
    for drive, mark in zip(world.places.drives, before, strict=True):
        changed = world.changes.since(drive, mark.token) if mark and mark.token else None
        everything = everything or changed is None
        named |= changed.file_ids if changed else frozenset()
        token = changed.token if changed else world.changes.token(drive)
        after.append(Mark(f"{PREFIX}{drive}", token, world.today()))
    return Watch(after, named, days_since(before, world.today()), everything)


def write_marks(world: World, marks: Sequence[Mark], gathered: Gathered) -> None:
    """Write down how far the logs were followed."""
    before, numbers = marks_in(gathered.tables.rows[TRACKING])
    for mark in marks:
        numbers.setdefault(mark.drive_id, max(numbers.values(), default=1) + 1)
    new = {numbers[mark.drive_id]: mark.to_row() for mark in marks if mark != before.get(mark.drive_id)}
    world.workbook.write_rows(TRACKING, new)
