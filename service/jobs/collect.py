"""Collect: what people sent with the Forms, into the workbooks of answers, into people's own Docs, and onto the record.

Gather, decide, act. Every Form has its own high-water mark; a run asks for what was sent since then, and for a little more,
for what arrives late; once a day it asks for all. Everything that is done is known by the response's id, so doing it again
changes nothing; what was done is written into the log last, and the marks after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import chain

from service.errors import WorkspaceError
from service.jobs.answer_log import (
    LOG,
    LOOK,
    WAITING,
    Logged,
    logged,
    stamp,
)
from service.jobs.applying import Progress
from service.jobs.collected import Collected, row_of
from service.jobs.deciding import Arrived, Intake
from service.jobs.gather import asks_of, read_register
from service.jobs.high_water import HighWater
from service.jobs.holding import Hold, take
from service.jobs.report import plain
from service.jobs.runs import Order, Run
from service.jobs.taking_in import take_in
from service.jobs.world import World
from service.policy.appendix import Appendix
from service.policy.judging import Judge
from service.policy.register import Register
from service.policy.register_table import TABS
from service.policy.teams import all_teams
from service.reconcile.actual import Stage
from service.reconcile.documents_for import document_key
from service.reconcile.forms_for import check_ins_key, form_key
from service.reconcile.tabs import LEDGER, TRACKING
from service.reconcile.tracking import Mark, marks_in

FRESH = timedelta(hours=1)
BLOCK = 500
"""So many responses are taken in together: a batch of that size stays below the two megabytes that Google recommends
(developers.google.com/workspace/sheets/api/limits)."""


@dataclass
class Memory:
    """What a process remembers between runs, so that a look at which nothing is new costs one call for each Form. forms: file
    ids by the template's key; marks: by file id."""

    read_at: datetime | None = None
    forms: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def forget(self) -> None:
        self.read_at = None


def collect(
    world: World, order: Order, calls: Mapping[str, int], memory: Memory | None = None, progress: Progress = lambda done, of: None
) -> Collected:
    """One run. calls: the door's running counts. Raises what reading the workbook or listing raises.

    A look at which nothing is new leaves no row: it is no run, and there are hundreds of them a day.
    """
    run = Run.begin(world, order, calls)
    memory = memory if memory is not None else Memory()
    _remember(world, memory)
    outcome = Collected(listed=len(memory.forms), run_id=run.id)
    whole = {one for one in memory.forms.values() if _is_due_whole(memory.marks.get(one), world.today())}
    arrived = list(_arrived(world, memory, whole))
    if not arrived and not whole:
        return outcome
    tables = world.workbook.tables(dict.fromkeys((*TABS, TRACKING), ""))
    hold = take(world, run.id, tables.claim)
    if hold is None:
        outcome.busy = bool(arrived)
        return outcome
    try:
        _collect_held(run, tables.rows, arrived, memory, whole, outcome, hold, progress)
    except WorkspaceError as problem:
        outcome.stopped = plain(problem)
    finally:
        memory.forget()
        if outcome.new or outcome.stopped:
            run.enter(row_of(run, outcome))
        hold.let_go()
    return outcome


def _remember(world: World, memory: Memory) -> None:
    """Which Forms there are and how far each was read; asked for again once an hour, for other processes make and read, too."""
    now = world.clock.now()
    if memory.read_at is not None and timedelta() <= now - memory.read_at < FRESH:
        return
    files = _files(world, (f"{world.cycle.id}/form/",))
    tracking = world.workbook.tables({TRACKING: ""}).rows.get(TRACKING, [()]) if files else [()]
    memory.forms = {key.removeprefix(form_key(world.cycle, "")): one for key, one in files.items()}
    memory.marks, _ = marks_in(tracking)
    memory.read_at = now


def _files(world: World, prefixes: tuple[str, ...]) -> dict[str, str]:
    """Ids by key, of what is made and filled."""
    found = {}
    for cells in chain.from_iterable(world.workbook.pages(LEDGER, "A:D")):
        key, _, stage, file_id = (*cells, "", "", "", "")[:4]
        if key.startswith(prefixes) and file_id and stage == Stage.READY:
            found[str(key)] = str(file_id)
    return found


def _is_due_whole(mark: Mark | None, today: date) -> bool:
    """Whether all of a Form is to be read: once a day, for what no mark and no filter would show."""
    return mark is None or mark.all_before is None or mark.all_before < today


def _arrived(world: World, memory: Memory, whole: set[str]) -> Iterator[Arrived]:
    for key, file_id in sorted(memory.forms.items()):
        mark = memory.marks.get(file_id)
        water = HighWater.of(mark.token) if mark and mark.token and file_id not in whole else None
        for page in world.forms.responses(file_id, water.since if water else None):
            yield from (Arrived(key, one) for one in page if water is None or not water.has(one))


def _collect_held(
    run: Run,
    tables: Mapping[str, Sequence[Sequence[str]]],
    arrived: Sequence[Arrived],
    memory: Memory,
    whole: set[str],
    outcome: Collected,
    hold: Hold,
    progress: Progress,
) -> None:
    world = run.world
    register, _ = read_register(world, {tab: tables.get(tab, ()) for tab in TABS})
    cycle = world.cycle
    documents = (document_key(cycle, one, "") for one in (Appendix.A, Appendix.B, Appendix.C))
    files = _files(world, (f"{cycle.id}/answers/", *documents))
    book = files.get(check_ins_key(cycle))
    if book is None:
        return
    known = logged(world.books.rows(book, LOG)) if LOG in world.books.look(book) else {}
    fresh = list(_fresh(arrived, known, retry=bool(whole)))
    outcome.new = len(fresh)
    asks, judge, failed = asks_of(world, register), _judge(world, register), set[str]()
    for start in range(0, len(fresh), BLOCK):
        if run.time_is_up():
            failed |= {one.response.id for one in fresh[start:]}
            outcome.left += len(fresh) - start
            break
        intake = Intake(world, register, asks, files, judge, known, outcome)
        failed |= take_in(run, intake, fresh[start : start + BLOCK], hold, progress)
    _write_marks(world, arrived, failed, whole, memory, tables.get(TRACKING, [()]))


def _fresh(arrived: Sequence[Arrived], known: Mapping[str, Logged], *, retry: bool) -> Iterator[Arrived]:
    """What the log does not know, or knows as it was before; each response once, as it was last sent. retry: also what could
    not be used before."""
    latest: dict[str, Arrived] = {}
    for one in arrived:
        there = latest.get(one.response.id)
        if there is None or there.response.sent <= one.response.sent:
            latest[one.response.id] = one
    for one in sorted(latest.values(), key=lambda one: (one.response.sent, one.response.id)):
        before = known.get(one.response.id)
        if before is None or before.sent < stamp(one.response.sent) or (retry and before.state in (LOOK, WAITING)):
            yield one


def _judge(world: World, register: Register) -> Judge:
    return Judge(register, cache(world.addresses), cache(lambda day: all_teams(register, day)))


def _write_marks(
    world: World,
    arrived: Sequence[Arrived],
    failed: set[str],
    whole: set[str],
    memory: Memory,
    rows: Sequence[Sequence[str]],
) -> None:
    """Each Form's high-water mark: what was sent last, but nothing beyond a response that has to be tried again."""
    marks, numbers = marks_in(rows)
    written = {}
    for key, file_id in sorted(memory.forms.items()):
        mine = [one.response for one in arrived if one.form == key]
        stuck = [one.sent for one in mine if one.id in failed]
        before = marks.get(file_id) or Mark(file_id, "")
        water = HighWater.of(before.token).after([one for one in mine if one.id not in failed], min(stuck, default=None))
        after = replace(before, token=water.token)
        if file_id in whole:
            after = replace(after, all_before=world.today())
        if after != marks.get(file_id):
            numbers.setdefault(file_id, max(numbers.values(), default=1) + 1)
            written[numbers[file_id]] = after.to_row()
    world.workbook.write_rows(TRACKING, written)
