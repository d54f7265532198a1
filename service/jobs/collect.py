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
from string import ascii_uppercase
from sys import intern

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
from service.jobs.gather import read_register, years_in
from service.jobs.high_water import HighWater
from service.jobs.holding import Hold, take
from service.jobs.report import plain
from service.jobs.runs import Order, Run
from service.jobs.taking_in import take_in
from service.jobs.wanting import asks_of
from service.jobs.world import World
from service.policy.appendix import Appendix
from service.policy.judging import Judge
from service.policy.register import Register
from service.policy.register_table import TABS
from service.policy.teams import all_teams
from service.policy.years import Year
from service.reconcile.actual import Stage
from service.reconcile.documents_for import document_key
from service.reconcile.forms_for import check_ins_key, form_key
from service.reconcile.ledger import LEDGER_HEADINGS
from service.reconcile.tabs import CYCLES, LEDGER, TRACKING
from service.reconcile.tracking import Mark, marks_in

FRESH = timedelta(hours=1)
TEMPLATE = LEDGER_HEADINGS.index("Template")
UP_TO_TEMPLATE = f"A:{ascii_uppercase[TEMPLATE]}"
"""The ledger's columns up to what a thing was made from."""
BLOCK = 500
"""So many responses are taken in together: a batch of that size stays below the two megabytes that Google recommends
(developers.google.com/workspace/sheets/api/limits)."""


@dataclass
class Memory:
    """What a process remembers between runs, so that a look at which nothing is new costs one call for each Form. years: those
    that are open; forms: each Form's file id by its year and its template's key; marks: by file id."""

    read_at: datetime | None = None
    years: Sequence[Year] = ()
    forms: Mapping[tuple[str, str], str] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def forget(self) -> None:
        self.read_at = None

    def of(self, year: Year) -> Mapping[str, str]:
        """A year's Forms: file ids by the template's key."""
        return {key: file_id for (cycle, key), file_id in self.forms.items() if cycle == year.id}


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
    arrived = {year.id: list(_arrived(world, memory, year, whole)) for year in memory.years}
    if not any(arrived.values()) and not whole:
        return outcome
    tables = world.workbook.tables(dict.fromkeys((*TABS, TRACKING), ""))
    hold = take(world, run.id, tables.claim)
    if hold is None:
        outcome.busy = any(arrived.values())
        return outcome
    try:
        register, _ = read_register(world, {tab: tables.rows.get(tab, ()) for tab in TABS})
        marks = marks_in(tables.rows.get(TRACKING, [()]))
        for year in memory.years:
            mine = replace(run, world=world.of(year))
            one = Gathering(mine, register, arrived[year.id], memory.of(year), whole, marks, outcome)
            one.work(hold, progress)
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
    tables = world.workbook.tables({TRACKING: "", CYCLES: ""}).rows
    memory.years = years_in(world, tables).working(world.today())
    prefixes = {form_key(year.cycle, ""): year.id for year in memory.years}
    files = _files(world, tuple(prefixes))
    memory.forms = {
        (cycle, key.removeprefix(prefix)): one
        for key, one in files.items()
        for prefix, cycle in prefixes.items()
        if key.startswith(prefix)
    }
    memory.marks, _ = marks_in(tables.get(TRACKING, [()]))
    memory.read_at = now


def _files(world: World, prefixes: tuple[str, ...]) -> dict[str, str]:
    """Ids by key, of what is made and filled."""
    found = {}
    for cells in chain.from_iterable(world.workbook.pages(LEDGER, "A:D")):
        key, _, stage, file_id = (*cells, "", "", "", "")[:4]
        if key.startswith(prefixes) and file_id and stage == Stage.READY:
            found[str(key)] = str(file_id)
    return found


def _documents(world: World) -> tuple[dict[str, str], dict[str, str]]:
    """Ids by key, of the workbooks of answers and the Docs that answers go into, as far as they are made and filled; and what
    each reflection's Doc was made from, by key."""
    cycle = world.cycle
    reflections, *others = (document_key(cycle, one, "") for one in (Appendix.A, Appendix.B, Appendix.C))
    prefixes = (f"{cycle.id}/answers/", reflections, *others)
    files, made = dict[str, str](), dict[str, str]()
    for cells in chain.from_iterable(world.workbook.pages(LEDGER, UP_TO_TEMPLATE)):
        key, _, stage, file_id, *_, template = [*cells, *[""] * (TEMPLATE + 1 - len(cells))]
        if key.startswith(prefixes) and file_id and stage == Stage.READY:
            files[key] = file_id
            if key.startswith(reflections):
                made[key] = intern(template)
    return files, made


def _is_due_whole(mark: Mark | None, today: date) -> bool:
    """Whether all of a Form is to be read: once a day, for what no mark and no filter would show."""
    return mark is None or mark.all_before is None or mark.all_before < today


def _arrived(world: World, memory: Memory, year: Year, whole: set[str]) -> Iterator[Arrived]:
    for key, file_id in sorted(memory.of(year).items()):
        mark = memory.marks.get(file_id)
        water = HighWater.of(mark.token) if mark and mark.token and file_id not in whole else None
        for page in world.forms.responses(file_id, water.since if water else None):
            yield from (Arrived(key, one) for one in page if water is None or not water.has(one))


@dataclass(frozen=True)
class Gathering:
    """One year's part of a run. forms: file ids by the template's key; marks: what the Tracking tab says, with row numbers."""

    run: Run
    register: Register
    arrived: Sequence[Arrived]
    forms: Mapping[str, str]
    whole: set[str]
    marks: tuple[dict[str, Mark], dict[str, int]]
    outcome: Collected

    def work(self, hold: Hold, progress: Progress) -> None:
        """Take in what is new, and write down how far each Form was read."""
        world, outcome, cycle = self.run.world, self.outcome, self.run.world.cycle
        files, made = _documents(world)
        book = files.get(check_ins_key(cycle))
        if book is None or not self.forms:
            return
        known = logged(world.books.rows(book, LOG)) if LOG in world.books.look(book) else {}
        fresh = list(_fresh(self.arrived, known, retry=bool(self.whole)))
        outcome.new += len(fresh)
        asks, judge, failed = asks_of(world, self.register), _judge(world, self.register), set[str]()
        for start in range(0, len(fresh), BLOCK):
            if self.run.time_is_up():
                failed |= {one.response.id for one in fresh[start:]}
                outcome.left += len(fresh) - start
                break
            intake = Intake(world, self.register, asks, files, made, judge, known, outcome)
            failed |= take_in(self.run, intake, fresh[start : start + BLOCK], hold, progress)
        _write_marks(world, self.arrived, failed, self.whole, self.forms, self.marks)


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
    forms: Mapping[str, str],
    remembered: tuple[dict[str, Mark], dict[str, int]],
) -> None:
    """Each Form's high-water mark: what was sent last, but nothing beyond a response that has to be tried again."""
    marks, numbers = remembered
    written = {}
    for key, file_id in sorted(forms.items()):
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
