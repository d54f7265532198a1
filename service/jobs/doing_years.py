"""How the changes are done by which one year ends and another begins."""

from __future__ import annotations

from dataclasses import replace

from service.errors import Refused, Throttled
from service.jobs.doer import Doer, Left, digests_of
from service.policy.carrying import carried_record
from service.reconcile.actual import Stage
from service.reconcile.between import CARRIED
from service.reconcile.closing import WRITTEN
from service.reconcile.desired import Kind
from service.reconcile.tabs import CYCLES
from service.reconcile.year_changes import CarryForward, Close, KeepOpen, Reopen, TurnYear


def turn_year(doer: Doer, change: TurnYear) -> Left:
    cells = [change.key.removeprefix("cycle/"), change.state, change.since, change.fingerprint, change.data]
    doer.workbook.write_rows(CYCLES, {change.row: cells})
    return ()


def close(doer: Doer, change: Close) -> Left:
    """Its name first: what is locked can't be renamed (developers.google.com/workspace/drive/api/guides/content-restrictions).
    Where a run died after it had locked it, and before that was written down, it is unlocked to be named."""
    item = doer.notebook[change.key]
    if change.name and change.name != change.before:
        try:
            doer.writer.rename(change.file_id, change.name)
        except Refused as problem:
            if isinstance(problem, Throttled) or change.kind is Kind.FORM:
                raise
            doer.writer.unlock(change.file_id)
            doer.writer.rename(change.file_id, change.name)
    if change.kind is Kind.FORM:
        doer.forms.close(change.file_id)
    else:
        doer.writer.lock(change.file_id)
    doer.notebook.note(replace(item, name=change.name or item.name, closed=True))
    return ()


def reopen(doer: Doer, change: Reopen) -> Left:
    item = doer.notebook[change.key]
    if change.kind is Kind.FORM:
        doer.forms.reopen(change.file_id)
    else:
        doer.writer.unlock(change.file_id)
    if change.name and change.name != change.before:
        doer.writer.rename(change.file_id, change.name)
    doer.notebook.note(replace(item, name=change.name or item.name, closed=False))
    return ()


def keep_open(doer: Doer, change: KeepOpen) -> Left:
    item = doer.notebook[change.key]
    doer.notebook.note(replace(item, digests={**item.digests, **digests_of({WRITTEN: WRITTEN})}))
    return ()


def carry_forward(doer: Doer, change: CarryForward) -> Left:
    """What its person wrote in last year's plan, as a section of its own in this year's; nothing where they took it out."""
    item, source = doer.notebook[change.key], doer.notebook[change.source]
    if item.stage is Stage.INTENDED:
        raise KeyError(item.key)
    read = doer.documents.read(source.file_id, doer.templates[source.template])
    record = carried_record(read, change.source, doer.now())
    if record is not None:
        doer.documents.keep_record(item.file_id, record)
    doer.notebook.note(replace(item, digests={**item.digests, **digests_of({CARRIED: change.source})}))
    return ()
