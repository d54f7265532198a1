"""Retention: what was kept for long enough is shown, and disposed of once a person has seen exactly that.

Nothing here runs by itself. A preview stops after deciding; disposing goes by the preview's fingerprint, under the hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from service.errors import NotThere, SetUpError, WorkspaceError
from service.jobs.applying import Progress, apply
from service.jobs.due_for_disposal import due_for_disposal
from service.jobs.gather import Gathered, gather
from service.jobs.holding import take
from service.jobs.provision import doer_for
from service.jobs.report import Report, plain
from service.jobs.runs import Order, Run, run_row
from service.jobs.world import World
from service.reconcile.change import Change
from service.reconcile.changeset import Changeset
from service.reconcile.desired import Kind
from service.reconcile.disposal_changes import Dispose
from service.reconcile.tabs import DISPOSALS

BUSY = "another run holds the control workbook; try again when it has ended"


@dataclass(frozen=True)
class Looked:
    """One look: what was gathered, what would be disposed of, and which rows of the register nobody needs here any more."""

    gathered: Gathered
    report: Report
    can_go: tuple[str, ...] = ()


def preview(world: World, before: Gathered | None = None) -> Looked:
    """What would be disposed of now. Writes nothing. before: an earlier look of the same run. Raises SetUpError where there is no
    tab yet to write it down in."""
    gathered = gather(world, before)
    if DISPOSALS in gathered.actual.missing_tabs:
        raise SetUpError(f"the control workbook has no tab {DISPOSALS} yet: `ggp apply --yes` makes it")
    due = due_for_disposal(world, gathered)
    binned = frozenset(one.file_id for one in gathered.actual.marked if one.trashed)
    changes = [_counted(world, gathered, one, binned) for one in due.changeset.changes]
    changeset = Changeset.of(changes, needs_a_look=due.changeset.needs_a_look)
    return Looked(gathered, Report(changeset, problems=len(gathered.problems)), due.can_go)


def _counted(world: World, gathered: Gathered, change: Change, binned: frozenset[str]) -> Change:
    """How many things lie in a folder, the person's own among them: whoever reviews it should know. Of one that is in the bin
    already, only what the ledger says can be told."""
    if not isinstance(change, Dispose) or change.kind is not Kind.FOLDER or change.file_id in binned:
        return change
    try:
        return replace(change, holds=len(world.reader.inside(gathered.actual.items[change.key].parent_id, change.file_id)))
    except NotThere:
        return replace(change, holds=0)


def dispose(world: World, order: Order, calls: Mapping[str, int], progress: Progress = lambda done, of: None) -> Report:
    """Dispose of exactly what was reviewed, or of nothing. order: with the fingerprint of what was seen.

    Every run leaves a row. Raises what looking raises; what goes wrong in disposing is in the report.
    """
    run = Run.begin(world, order, calls)
    try:
        looked = preview(world)
        report = _apply_held(run, looked, progress) if looked.report.changeset else looked.report
    except WorkspaceError as problem:
        stopped = Report(Changeset(), stopped=plain(problem), applied=True)
        with suppress(WorkspaceError):
            run.enter(run_row(run, stopped))
        raise
    report.applied, report.run_id = True, run.id
    run.enter(run_row(run, report))
    return report


def _apply_held(run: Run, before: Looked, progress: Progress) -> Report:
    """Under the run's claim, after another look: what was seen before it may be another run's half-done work."""
    if _is_stale(run, before.report):
        return before.report
    hold = take(run.world, run.id, before.gathered.claim)
    if hold is None:
        before.report.stopped = BUSY
        before.report.left = len(before.report.changeset.changes)
        return before.report
    try:
        looked = preview(run.world, before.gathered)
        if not _is_stale(run, looked.report):
            doer = doer_for(run.world, looked.gathered, run.order.reviewed)
            apply(looked.report.changeset.changes, doer, looked.report, run.time_is_up, hold.keep, progress)
        return looked.report
    finally:
        hold.let_go()


def _is_stale(run: Run, report: Report) -> bool:
    """Whether it is not what was reviewed any more."""
    report.stale_review = run.order.reviewed != report.changeset.fingerprint
    return report.stale_review
