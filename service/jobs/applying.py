"""Does the changes of a changeset, one at a time, in blocks that share their ledger writes.

Before a block, everything it will make is written down as intended; after it, what came of it. The second write of one
block is the first of the next. Whatever stops a run, the ledger says what may exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from secrets import token_hex

from service.errors import LostHold, NoAccount, NoRoom, Refused, Unsure, WorkspaceError
from service.jobs.doer import Doer
from service.jobs.doing import DO
from service.jobs.report import Failure, Report, plain
from service.jobs.world import today_in_london
from service.reconcile.actual import Item, Stage
from service.reconcile.change import (
    AddTabs,
    Change,
    Grant,
    MakeBlankForm,
    MakeDocument,
    MakeFolder,
    MakeForm,
    MakeSheet,
    MakeTemplate,
)
from service.reconcile.desired import Kind
from service.reconcile.disposal_changes import BEGUN, NOT_DONE, Disposal
from service.reconcile.year_changes import TurnYear

BLOCK = 50

MAKING = {
    MakeFolder: Kind.FOLDER,
    MakeTemplate: Kind.TEMPLATE,
    MakeDocument: Kind.DOCUMENT,
    MakeSheet: Kind.SHEET,
    MakeBlankForm: Kind.FORM,
    MakeForm: Kind.FORM,
}

FIRST = (AddTabs, TurnYear)

Progress = Callable[[int, int], None]


def apply(
    changes: Sequence[Change],
    doer: Doer,
    report: Report,
    time_is_up: Callable[[], bool],
    keep_hold: Callable[[], None],
    progress: Progress,
) -> None:
    """Do `changes` in order and write the outcome into `report`; nothing that the Workspace says is raised.

    time_is_up: asked before each change; once true, the rest is left for the next run. keep_hold: called before each
    change; raises LostHold where another run may have taken over, and then not another line is written. progress: told
    how many of how many are done.
    """
    finished = 0
    report.applied = True
    doer.ids.expect(sum(1 for change in changes if isinstance(change, MakeFolder)))
    try:
        for block in _blocks(changes):
            if time_is_up():
                break
            keep_hold()
            _intend(block, doer)
            doer.save()
            for change in block:
                if time_is_up():
                    _unintend(change, doer)
                    continue
                keep_hold()
                _attempt(change, doer, report)
                finished += 1
                progress(finished, len(changes))
                if isinstance(change, FIRST) and report.failures:
                    break
            if isinstance(block[0], FIRST) and report.failures:
                break
        doer.save()
    except LostHold as problem:
        report.stopped, report.lost = plain(problem), True
    except WorkspaceError as problem:
        report.stopped = plain(problem)
        with suppress(WorkspaceError):
            doer.save()
    report.left = len(changes) - finished


def _blocks(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    """Fifty at a time; the ledger's own tab comes first, for the blocks are written down in it, and then what was decided
    about a cycle: were that not written down, the next run would not know why the rest was done."""
    for kind in FIRST:
        first = [change for change in changes if isinstance(change, kind)]
        if first:
            yield first
    rest = [change for change in changes if not isinstance(change, FIRST)]
    for start in range(0, len(rest), BLOCK):
        yield rest[start : start + BLOCK]


def _intend(block: Sequence[Change], doer: Doer) -> None:
    """Write into the notebook everything the block will make; a folder gets its id and its place now. What it will dispose of is
    written into the log.

    A folder that was intended before and is not there keeps its id: should that request still come through, it makes
    the same folder.
    """
    now = doer.now()
    for change in block:
        if isinstance(change, Disposal):
            doer.disposals.note(change, today_in_london(now), BEGUN)
        kind = MAKING.get(type(change))
        if kind is None:
            continue
        known = doer.notebook.get(change.key)
        again = known if known and kind is Kind.FOLDER and known.file_id else None
        doer.notebook.note(
            Item(
                key=change.key,
                kind=kind,
                stage=Stage.INTENDED,
                mark=again.mark if again else token_hex(8),
                since=now,
                file_id=again.file_id if again else doer.ids.one() if kind is Kind.FOLDER else "",
                parent_id=again.parent_id if again else _place(change, doer),
                staff_id=change.staff_id,
                name=getattr(change, "name", ""),
                template=getattr(change, "template", ""),
            )
        )


def _place(change: Change, doer: Doer) -> str:
    """Where it will be, if that is certain yet."""
    with suppress(KeyError, NoRoom):
        return doer.place(getattr(change, "parent", ""))
    return ""


def _unintend(change: Change, doer: Doer) -> None:
    if isinstance(change, Disposal):
        doer.disposals.note(change, today_in_london(doer.now()), NOT_DONE)
    item = doer.notebook.get(change.key)
    if type(change) in MAKING and item and item.stage is Stage.INTENDED:
        doer.notebook.strike(change.key)


def _attempt(change: Change, doer: Doer, report: Report) -> None:
    try:
        left_alone = DO[type(change)](doer, change)
    except NoAccount:
        _hold(change, doer, report)
    except Unsure as problem:
        report.unsure.append(change.key)
        report.failures.append(Failure(change.key, change.verb, plain(problem)))
    except Refused as problem:
        _unintend(change, doer)
        report.failures.append(Failure(change.key, change.verb, plain(problem)))
    except NoRoom as problem:
        _unintend(change, doer)
        report.failures.append(Failure(change.key, change.verb, str(problem)))
    except KeyError:
        _unintend(change, doer)
        report.failures.append(Failure(change.key, change.verb, "what it belongs in was not made; the next run will"))
    else:
        report.did(change)
        report.failures.extend(Failure(change.key, change.verb, reason) for reason in left_alone)


def _hold(change: Change, doer: Doer, report: Report) -> None:
    """A share with an address that has no account yet is kept for another day."""
    item = doer.notebook[change.key]
    if isinstance(change, Grant):
        doer.notebook.note(item.holding(change.email, doer.now().date()))
    report.held.append(change.key)
