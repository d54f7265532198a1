"""Provision: see that everyone has the folder and the documents that are due, and that the right people may open them.

Gather, decide, act. A preview stops after deciding.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex

import structlog

from service.errors import SetUpError, WorkspaceError
from service.jobs.applying import Progress, apply, until_deadline
from service.jobs.doing import Doer, FolderIds
from service.jobs.gather import RUNS, Gathered, first_tabs, gather
from service.jobs.notebook import Notebook
from service.jobs.report import Report
from service.jobs.runs import run_row
from service.jobs.soundness import Conditions, conditions, sound
from service.jobs.world import World
from service.ports import Claim
from service.reconcile.between import between
from service.reconcile.change import Mend
from service.reconcile.safety import check

log = structlog.get_logger(__name__)

HOLD = timedelta(minutes=15)


@dataclass(frozen=True)
class Looked:
    """One look: what was gathered, what a run would do about it, and how the templates are."""

    gathered: Gathered
    report: Report
    conditions: Conditions


@dataclass(frozen=True)
class Order:
    """How a run was asked for. reviewed: the fingerprint that a person saw; with it an outsized changeset may go on."""

    started_by: str
    reviewed: str = ""
    deadline: datetime | None = None


def preview(world: World, before: Looked | None = None) -> Looked:
    """What a run would do now. Writes nothing. before: an earlier look of the same run."""
    gathered = gather(world, before.gathered if before else None)
    changeset = between(gathered.desired, gathered.actual, gathered.now, world.trust.lag)
    found = conditions(world, gathered, changeset, before.conditions if before else {})
    changeset = sound(changeset, gathered, found)
    refused = check(changeset, gathered.actual, world.trust.limits, gathered.now)
    return Looked(gathered, Report(changeset, refused, problems=len(gathered.problems)), found)


def provision(world: World, order: Order, calls: Mapping[str, int], progress: Progress = lambda done, of: None) -> Report:
    """One run: preview, and if there is something to do, take the workbook, look again and apply.

    calls: the door's running counts, for the run's row. Every run that gets as far as the workbook leaves a row.
    """
    began, before = time.monotonic(), Counter(calls)
    run_id = f"{world.clock.now():%Y%m%dT%H%M%S}-{token_hex(3)}"
    looked = preview(world)
    gathered, report = looked.gathered, looked.report
    if report.changeset and _may(report, order):
        report = _apply_held(world, order, run_id, looked, progress)
    report.applied, report.run_id = True, run_id
    if RUNS in gathered.tables.rows or report.done:
        spent = Counter(calls) - before
        world.workbook.append_run(
            run_row(run_id, gathered.now, order.started_by, report, spent.total(), time.monotonic() - began)
        )
    return report


def _may(report: Report, order: Order) -> bool:
    """Whether a changeset may go ahead; a reviewed one is applied only if it is still what was reviewed."""
    if order.reviewed and order.reviewed != report.changeset.fingerprint:
        report.stale_review = True
        return False
    if order.reviewed:
        report.refused = ()
    return not report.refused


def _apply_held(world: World, order: Order, run_id: str, before: Looked, progress: Progress) -> Report:
    """Apply under the run's claim: what was seen before the claim may be another run's half-done work."""
    claim = _take(world, run_id, before.gathered.claim)
    if claim is None:
        report = preview(world, before).report
        report.busy = bool(report.changeset)
        return report
    try:
        looked = preview(world, before)
        report = looked.report
        if _may(report, order):
            doer = doer_for(world, looked.gathered)
            times_up = until_deadline(world.clock.now, order.deadline)
            hold = Hold(world, claim)
            apply(report.changeset.changes, doer, report, times_up, hold.keep, progress)
            if report.done[Mend.verb]:
                report = _and_then(world, report, times_up, hold, progress)
        return report
    finally:
        _let_go(world, claim)


def _and_then(world: World, first: Report, times_up: Callable[[], bool], hold: Hold, progress: Progress) -> Report:
    """What a mended template made possible, as part of the same run."""
    looked = preview(world)
    report = looked.report
    apply(report.changeset.changes, doer_for(world, looked.gathered), report, times_up, hold.keep, progress)
    report.changeset = replace(report.changeset, changes=(*first.changeset.changes, *report.changeset.changes))
    report.done += first.done
    report.failures += first.failures
    report.unsure += first.unsure
    return report


def _take(world: World, run_id: str, held: Claim | None) -> Claim | None:
    now = world.clock.now()
    if held and held.until > now:
        return None
    return world.workbook.claim(run_id, now + HOLD, held)


@dataclass
class Hold:
    """A claim that is kept up while a run goes on: renewed once half of it has passed."""

    world: World
    claim: Claim

    def keep(self) -> None:
        now = self.world.clock.now()
        if now + HOLD / 2 >= self.claim.until:
            self.world.workbook.renew(self.claim, now + HOLD)
            self.claim = replace(self.claim, until=now + HOLD)


def _let_go(world: World, claim: Claim) -> None:
    try:
        world.workbook.release(claim)
    except WorkspaceError:
        log.warning("the claim was not released; it lapses by itself", until=claim.until.isoformat())


def doer_for(world: World, gathered: Gathered) -> Doer:
    """What doing this changeset needs, with the ledger as it was gathered."""
    notebook = Notebook(dict(gathered.actual.items), dict(gathered.ledger_rows), gathered.next_row, world.workbook.write_ledger)
    return Doer(
        writer=world.writer,
        documents=world.documents,
        workbook=world.workbook,
        notebook=notebook,
        templates=world.templates,
        workbook_id=world.places.workbook_id,
        first_tabs=first_tabs(world),
        room=lambda: people_drive_with_room(world, notebook),
        now=world.clock.now,
        ids=FolderIds(world.writer.new_ids),
    )


def people_drive_with_room(world: World, notebook: Notebook) -> str:
    """The first people-drive that has fewer people's folders than the trust allows in one."""
    used = Counter(item.parent_id for item in notebook.items.values() if item.key.startswith("person/"))
    for drive in world.places.people_drives:
        if used[drive] < world.trust.people_per_drive:
            return drive
    raise SetUpError("every people-drive is full: make another, add the service as Manager and name it in trust.yaml")
