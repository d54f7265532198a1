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

from service.errors import NotThere, WorkspaceError
from service.jobs.answer_log import (
    CHECK_IN_COLUMNS,
    CHECK_INS,
    LOG,
    LOG_COLUMNS,
    LOOK,
    LOOK_COLUMNS,
    LOOKS,
    SETTLED,
    TAKEN,
    WAITING,
    Logged,
    check_in_row,
    log_row,
    logged,
    look_row,
    reflection_columns,
    reflection_row,
    stamp,
)
from service.jobs.applying import Progress
from service.jobs.collected import Collected, row_of
from service.jobs.gather import asks_of, read_register
from service.jobs.high_water import HighWater
from service.jobs.holding import Hold, take
from service.jobs.report import plain
from service.jobs.runs import Order, Run
from service.jobs.world import World
from service.policy.agreements import places_of
from service.policy.appendix import Appendix
from service.policy.check_ins import check_in_of
from service.policy.form_template import FormTemplate
from service.policy.forms import CHECK_IN, CONVERSATION
from service.policy.judging import Judge, Verdict
from service.policy.record import Record
from service.policy.register import Register
from service.policy.register_table import TABS
from service.policy.responses import Response
from service.policy.returning import agreed_on, conversation_record, day_of_sending, offer_record, reflection_record
from service.policy.teams import all_teams
from service.reconcile.actual import Stage
from service.reconcile.answer_books import AnswerColumn, Upsert
from service.reconcile.documents_for import document_key
from service.reconcile.forms_for import check_ins_key, form_key, reflections_key
from service.reconcile.tabs import AGREEMENTS, LEDGER, TRACKING
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


@dataclass(frozen=True)
class Arrived:
    """One response, with the key of the template of its Form."""

    form: str
    response: Response


@dataclass
class Desk:
    """One run's work in progress. files: ids by key, of Docs and workbooks; shelf: what is to be put into each workbook, by
    tab; agreed: rows of the Agreements tab; log: what became of each response."""

    world: World
    register: Register
    asks: Mapping[str, FormTemplate]
    files: Mapping[str, str]
    judge: Judge
    known: Mapping[str, Logged]
    outcome: Collected
    reflections: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    check_ins: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    agreed: dict[str, list[str]] = field(default_factory=dict)
    records: list[tuple[Arrived, str, Record]] = field(default_factory=list)
    log: dict[str, dict[str, str]] = field(default_factory=dict)


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
        desk = Desk(world, register, asks, files, judge, known, outcome)
        failed |= _take_in(run, desk, fresh[start : start + BLOCK], hold, progress)
    _write_marks(world, arrived, failed, whole, memory, tables.get(TRACKING, [()]))


def _take_in(run: Run, desk: Desk, block: Sequence[Arrived], hold: Hold, progress: Progress) -> set[str]:
    """Some responses, to their end: one batch for each workbook. The ids of those that have to be tried again."""
    hold.keep()
    for one in block:
        _decide(desk, one)
    _write_reflections(desk)
    failed = _return(run, desk, hold, progress)
    _write_agreements(desk)
    _write_check_ins(desk)
    return failed


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


def _decide(desk: Desk, one: Arrived) -> None:
    """What is to be done about one response. A Form that is not open any more is read as it was asked last."""
    template = desk.asks.get(one.form)
    day = day_of_sending(one.response.sent)
    if template is None:
        _look(desk, one, FormTemplate(one.form, one.form, "", "", ()), "its Form is not one of this day's", Verdict())
        return
    verdict = desk.judge.verdict(one.form, one.response, day)
    if verdict.reason or verdict.by is None:
        _look(desk, one, template, verdict.reason, verdict)
    elif template.kind == CONVERSATION:
        _agree(desk, one, template, verdict)
    elif template.kind == CHECK_IN:
        _check_in(desk, one, template, verdict, day)
    else:
        _reflect(desk, one, template, verdict)


def _look(desk: Desk, one: Arrived, template: FormTemplate, reason: str, verdict: Verdict) -> None:
    """Nothing is dropped: it stands in the tab of the workbook that may hold it, or in the Form, and is judged again daily."""
    desk.outcome.looks += 1
    own = template.kind == CHECK_IN
    kept = desk.world.trust.reflections_workbook and template.kind not in (CHECK_IN, CONVERSATION)
    shelf = desk.reflections if kept else desk.check_ins
    shelf.setdefault(LOOKS, {})[one.response.id] = look_row(one.response, template, reason, with_answers=own or kept)
    _log(desk, one, verdict, LOOK)


def _settle(desk: Desk, one: Arrived, shelf: dict[str, dict[str, dict[str, str]]]) -> None:
    """What needed a look before and counts now."""
    before = desk.known.get(one.response.id)
    if before and before.state == LOOK:
        shelf.setdefault(LOOKS, {})[one.response.id] = {"response": one.response.id, "state": SETTLED}


def _log(desk: Desk, one: Arrived, verdict: Verdict, state: str) -> None:
    desk.log[one.response.id] = log_row(one.response, one.form, verdict.by.staff_id if verdict.by else "", state)


def _reflect(desk: Desk, one: Arrived, template: FormTemplate, verdict: Verdict) -> None:
    assert verdict.by is not None  # noqa: S101 judged
    whose = verdict.by.staff_id
    if desk.world.trust.reflections_workbook:
        desk.reflections.setdefault(one.form, {})[one.response.id] = reflection_row(one.response, verdict.by, desk.register)
        _settle(desk, one, desk.reflections)
    wanted = [(Appendix.A, reflection_record(one.response, template)), (Appendix.B, offer_record(one.response, template))]
    _to_doc(desk, one, verdict, whose, [(appendix, record) for appendix, record in wanted if record], "reflections")


def _agree(desk: Desk, one: Arrived, template: FormTemplate, verdict: Verdict) -> None:
    assert verdict.by is not None  # noqa: S101 judged
    assert verdict.about is not None  # noqa: S101 judged
    on = agreed_on(one.response)
    about = verdict.about.staff_id
    desk.agreed[one.response.id] = [about, desk.world.cycle.id, on.isoformat(), verdict.by.staff_id, one.response.id]
    _settle(desk, one, desk.check_ins)
    record = conversation_record(one.response, template, verdict.by.name, on)
    _to_doc(desk, one, verdict, about, [(Appendix.C, record)], "agreements")


def _check_in(desk: Desk, one: Arrived, template: FormTemplate, verdict: Verdict, day: date) -> None:
    assert verdict.by is not None  # noqa: S101 judged
    school = desk.register.school(one.form.partition("/")[2])
    assert school is not None  # noqa: S101 judged
    team = desk.judge.teams(day)[school.id, one.response.text("team")]
    found = check_in_of(one.response, template, school, team, desk.world.cycle, day)
    if isinstance(found, str):
        _look(desk, one, template, found, verdict)
        return
    row = check_in_row(one.response, found, verdict.by, desk.register, desk.world.cycle.half_terms)
    desk.check_ins.setdefault(CHECK_INS, {})[one.response.id] = row
    _settle(desk, one, desk.check_ins)
    _log(desk, one, verdict, TAKEN)
    desk.outcome.counted["check-ins"] += 1


def _to_doc(
    desk: Desk, one: Arrived, verdict: Verdict, whose: str, records: Sequence[tuple[Appendix, Record]], kind: str
) -> None:
    """Into the person's own Docs. One that is not made yet is waited for: it is tried again every day."""
    found = [(desk.files.get(document_key(desk.world.cycle, appendix, whose), ""), record) for appendix, record in records]
    desk.records += [(one, file_id, record) for file_id, record in found if file_id]
    waits = any(not file_id for file_id, _ in found)
    desk.outcome.waiting += waits
    desk.outcome.counted[kind] += 1
    _log(desk, one, verdict, WAITING if waits else TAKEN)


def _write_reflections(desk: Desk) -> None:
    """The reflections workbook, in one batch."""
    file_id = desk.files.get(reflections_key(desk.world.cycle))
    if not desk.reflections or file_id is None:
        return
    upserts = [_reflections_of(desk, key, rows) for key, rows in sorted(desk.reflections.items())]
    desk.world.books.write(file_id, desk.world.books.look(file_id), upserts)


def _reflections_of(desk: Desk, key: str, rows: Mapping[str, Mapping[str, str]]) -> Upsert:
    if key == LOOKS:
        return Upsert(LOOKS, LOOK_COLUMNS, rows)
    template = desk.asks[key]
    columns = reflection_columns(template)
    there = {one.id for one in columns}
    more = sorted({one for cells in rows.values() for one in cells} - there)
    standards = desk.world.cycle.standards[key.partition("/")[2]].title
    return Upsert(standards, (*columns, *(AnswerColumn(one, "Not asked any more") for one in more)), rows)


def _return(run: Run, desk: Desk, hold: Hold, progress: Progress) -> set[str]:
    """Put records into Docs. The ids of responses of which one could not be put there now: they are not in the log."""
    failed: set[str] = set()
    for done, (one, file_id, record) in enumerate(desk.records):
        if run.time_is_up():
            left = {other.response.id for other, _, _ in desk.records[done:]}
            desk.outcome.left += len(left)
            failed |= left
            break
        hold.keep()
        try:
            desk.world.documents.keep_record(file_id, record)
        except NotThere:
            desk.log[one.response.id]["state"] = WAITING
            desk.outcome.waiting += 1
        except WorkspaceError as problem:
            desk.outcome.failures[plain(problem)] += 1
            failed.add(one.response.id)
        progress(done + 1, len(desk.records))
    for identity in failed:
        del desk.log[identity]
    return failed


def _write_agreements(desk: Desk) -> None:
    """One row for each answer that agrees a plan."""
    if desk.agreed:
        places = places_of(desk.world.workbook.tables({AGREEMENTS: ""}).rows.get(AGREEMENTS, [()]))
        free = places.pop("")
        numbers = {one: places[one] if one in places else free + number for number, one in enumerate(_new(desk.agreed, places))}
        numbers |= {one: places[one] for one in desk.agreed if one in places}
        desk.world.workbook.write_rows(AGREEMENTS, {numbers[one]: cells for one, cells in desk.agreed.items()})


def _new(agreed: Mapping[str, object], places: Mapping[str, int]) -> list[str]:
    return [one for one in agreed if one not in places]


def _write_check_ins(desk: Desk) -> None:
    """The check-ins workbook, the log with it, in one batch: what the log says was done, was done."""
    file_id = desk.files[check_ins_key(desk.world.cycle)]
    looked = desk.world.books.look(file_id)
    upserts = []
    if desk.check_ins.get(CHECK_INS) or CHECK_INS not in looked:
        upserts.append(Upsert(CHECK_INS, CHECK_IN_COLUMNS, desk.check_ins.get(CHECK_INS, {})))
    if desk.check_ins.get(LOOKS):
        upserts.append(Upsert(LOOKS, LOOK_COLUMNS, desk.check_ins[LOOKS]))
    if desk.log:
        upserts.append(Upsert(LOG, LOG_COLUMNS, desk.log, hidden=True))
    if upserts:
        desk.world.books.write(file_id, looked, upserts)


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
