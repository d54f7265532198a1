"""Does the changes of a changeset, one at a time, in blocks that share their ledger writes.

Before a block, everything it will make is written down as intended; after it, what came of it. The second write of one
block is the first of the next. Whatever stops a run, the ledger says what may exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from secrets import token_hex

from service.errors import NoAccount, NotThere, Refused, Throttled, Unsure, WorkspaceError
from service.jobs.doing import DO, Doer
from service.jobs.report import Failure, Report
from service.reconcile.actual import Item, Stage
from service.reconcile.change import AddTabs, Change, Grant, MakeDocument, MakeFolder, MakeTemplate
from service.reconcile.desired import Kind

BLOCK = 50

MAKING = {MakeFolder: Kind.FOLDER, MakeTemplate: Kind.TEMPLATE, MakeDocument: Kind.DOCUMENT}

Progress = Callable[[int, int], None]


def apply(
    changes: Sequence[Change],
    doer: Doer,
    report: Report,
    time_is_up: Callable[[], bool],
    keep_hold: Callable[[], None],
    progress: Progress,
) -> None:
    """Do `changes` in order and write the outcome into `report`.

    time_is_up: asked before each change; once true, the rest is left for the next run. keep_hold: called between
    blocks, to renew the run's claim. progress: told how many of how many are done.
    """
    finished = 0
    report.applied = True
    doer.ids.expect(sum(1 for change in changes if isinstance(change, MakeFolder)))
    for block in _blocks(changes):
        if time_is_up():
            break
        keep_hold()
        _intend(block, doer)
        doer.notebook.save()
        for change in block:
            if time_is_up():
                _unintend(change, doer)
                continue
            _attempt(change, doer, report)
            finished += 1
            progress(finished, len(changes))
    doer.notebook.save()
    report.left = len(changes) - finished


def _blocks(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    """Fifty at a time; the ledger's own tab comes first, for the blocks are written down in it."""
    first = [change for change in changes if isinstance(change, AddTabs)]
    if first:
        yield first
    rest = changes[len(first) :]
    for start in range(0, len(rest), BLOCK):
        yield rest[start : start + BLOCK]


def _intend(block: Sequence[Change], doer: Doer) -> None:
    """Write into the notebook everything the block will make; folders get their ids now."""
    now = doer.now()
    for change in block:
        kind = MAKING.get(type(change))
        if kind is None:
            continue
        doer.notebook.note(
            Item(
                key=change.key,
                kind=kind,
                stage=Stage.INTENDED,
                mark=token_hex(8),
                since=now,
                file_id=doer.ids.one() if kind is Kind.FOLDER else "",
                staff_id=change.staff_id,
                name=getattr(change, "name", ""),
                template=getattr(change, "template", ""),
            )
        )


def _unintend(change: Change, doer: Doer) -> None:
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
        report.failures.append(Failure(change.key, change.verb, _plain(problem)))
    except Refused as problem:
        _unintend(change, doer)
        report.failures.append(Failure(change.key, change.verb, _plain(problem)))
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


def _plain(problem: WorkspaceError) -> str:
    """Why, in words an admin can act on."""
    if isinstance(problem, Throttled):
        return "Google asked to slow down for too long; the next run will go on"
    if isinstance(problem, NotThere):
        return f"Google says that it is not there ({problem.attempted})"
    if isinstance(problem, Unsure):
        return f"no certain answer from Google ({problem.attempted}); the next run finds out what came of it"
    return f"Google refused ({problem.attempted}, {problem.reason or problem.code})"


def until_deadline(now: Callable[[], datetime], deadline: datetime | None) -> Callable[[], bool]:
    """A `time_is_up` for a deadline, or for none."""
    return lambda: deadline is not None and now() >= deadline
