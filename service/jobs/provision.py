"""Provision: see that everyone has the folder and the documents that are due, and that the right people may open them.

Gather, decide, act. A preview stops after deciding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from service.errors import WorkspaceError
from service.jobs.applying import Progress, apply
from service.jobs.disposal_log import DisposalLog
from service.jobs.doer import Doer, FolderIds
from service.jobs.due_for_disposal import due_for_disposal
from service.jobs.gather import Gathered, contents, first_tabs, gather
from service.jobs.holding import Hold, take
from service.jobs.notebook import Notebook
from service.jobs.report import Report, plain
from service.jobs.room import Room
from service.jobs.runs import Order, Run, may, run_row
from service.jobs.soundness import Conditions, conditions, sound
from service.jobs.today import tell, today_lines
from service.jobs.turning import Turning
from service.jobs.world import World, today_in_london
from service.reconcile.between import between
from service.reconcile.change import Change, Mend
from service.reconcile.changeset import Changeset
from service.reconcile.safety import check
from service.reconcile.tabs import DISPOSALS, RUNS, TRACKING
from service.reconcile.tracking import COMPLETE, Mark, last_complete, marks_in


@dataclass(frozen=True)
class Looked:
    """One look: what was gathered, what a run would do about it, and how the templates are. turning: as for `preview`."""

    gathered: Gathered
    report: Report
    conditions: Conditions
    turning: Turning | None = None


def preview(world: World, before: Looked | None = None, turning: Turning | None = None) -> Looked:
    """What a run would do now. Writes nothing. before: an earlier look of the same run. turning: a decision about a cycle that
    the run writes down first."""
    gathered = gather(world, before.gathered if before else None, turning)
    changeset = between(gathered.desired, gathered.actual, gathered.now, world.trust.lag)
    found = conditions(world, gathered, changeset, before.conditions if before else {})
    changeset = sound(changeset, gathered, found)
    refused = check(changeset, gathered.actual, world.trust.limits, gathered.now, reviewed_by(gathered))
    return Looked(gathered, Report(changeset, refused, problems=len(gathered.problems)), found, turning)


def reviewed_by(gathered: Gathered) -> Callable[[Change], bool]:
    """Whether a change is one that somebody reviewed before a year was turned by it."""
    used = {year.fingerprint for year in gathered.years if year.fingerprint}
    reviews = [one for one in gathered.reviews if one.fingerprint in used]
    return lambda change: any(one.covers(change) for one in reviews)


def provision(
    world: World,
    order: Order,
    calls: Mapping[str, int],
    progress: Progress = lambda done, of: None,
    turning: Turning | None = None,
) -> Report:
    """One run: preview, and if there is something to do, take the workbook, look again and apply.

    calls: the door's running counts, for the run's row. turning: a decision about a cycle, reviewed by a
    person. Every run that reaches a workbook with its tabs leaves a row.
    Raises what looking raises; what goes wrong in applying is in the report.
    """
    run = Run.begin(world, order, calls)
    try:
        looked = preview(world, turning=turning)
        report = looked.report
        if report.changeset and may(report, order):
            looked = _apply_held(run, looked, progress)
            report = looked.report
        elif not report.changeset:
            note_day(world, looked)
    except WorkspaceError as problem:
        stopped = Report(Changeset(), stopped=plain(problem), applied=True)
        with suppress(WorkspaceError):
            run.enter(run_row(run, stopped))
        raise
    report.applied, report.run_id = True, run.id
    if RUNS in looked.gathered.tables.rows or report.done:
        run.enter(run_row(run, report))
        if not report.lost:
            past = len(due_for_disposal(world, looked.gathered).changeset.changes)
            with suppress(WorkspaceError):
                tell(world, looked.gathered.tables, today_lines(report, looked.gathered.problems, past))
    return report


def _apply_held(run: Run, before: Looked, progress: Progress) -> Looked:
    """Apply under the run's claim: what was seen before the claim may be another run's half-done work."""
    hold = take(run.world, run.id, before.gathered.claim)
    if hold is None:
        looked = preview(run.world, before, before.turning)
        looked.report.busy = bool(looked.report.changeset)
        return looked
    try:
        looked = preview(run.world, before, before.turning)
        if may(looked.report, run.order):
            _act(run, looked, hold, progress)
            if looked.report.done[Mend.verb]:
                looked = _and_then(run, looked.report, hold, progress)
            note_day(run.world, looked)
        return looked
    finally:
        hold.let_go()


def note_day(world: World, looked: Looked) -> None:
    """Keep the day of a run that left nothing to do: the next one, whenever that is, makes up for the mornings since."""
    rows = contents(world, looked.gathered.tables)[TRACKING]
    day = today_in_london(looked.gathered.now)
    lacking = any(one.problems for one in looked.conditions.values())
    if looked.report.exit_code or lacking or last_complete(rows) == day:
        return
    _, numbers = marks_in(rows)
    number = numbers.get(COMPLETE, max(numbers.values(), default=1) + 1)
    with suppress(WorkspaceError):
        world.workbook.write_rows(TRACKING, {number: Mark(COMPLETE, "", day).to_row()})


def _act(run: Run, looked: Looked, hold: Hold, progress: Progress) -> None:
    doer = doer_for(run.world, looked.gathered)
    apply(looked.report.changeset.changes, doer, looked.report, run.time_is_up, hold.keep, progress)


def _and_then(run: Run, first: Report, hold: Hold, progress: Progress) -> Looked:
    """What a mended template made possible, as part of the same run, which was found not to be too big before."""
    looked = preview(run.world)
    report = looked.report
    _act(run, looked, hold, progress)
    report.changeset = replace(report.changeset, changes=(*first.changeset.changes, *report.changeset.changes))
    report.refused = ()
    report.done += first.done
    report.failures += first.failures
    report.unsure += first.unsure
    report.stopped = report.stopped or first.stopped
    return looked


def doer_for(world: World, gathered: Gathered, review: str = "") -> Doer:
    """What doing this changeset needs, with the ledger as it was gathered. review: the fingerprint by which things are disposed
    of."""
    items = gathered.actual.items
    log = DisposalLog(gathered.tables.rows.get(DISPOSALS, ()), review, partial(world.workbook.write_rows, DISPOSALS))
    return Doer(
        writer=world.writer,
        documents=world.documents,
        workbook=world.workbook,
        notebook=Notebook(dict(items), dict(gathered.ledger_rows), gathered.next_row, world.workbook.write_ledger),
        templates=gathered.templates,
        forms=world.forms,
        asks=gathered.forms,
        workbook_id=world.places.workbook_id,
        first_tabs=first_tabs(world),
        room=Room.of(world.places.people_drives, world.trust.people_per_drive, items.values()).one,
        now=world.clock.now,
        ids=FolderIds(world.writer.new_ids),
        disposals=log,
    )
