"""Keeps the status Sheets: each is looked at when what it should say has changed, or when somebody changed it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from service.errors import WorkspaceError
from service.jobs.report import plain
from service.jobs.world import LONDON, World
from service.policy.agreement import Agreement
from service.policy.check_ins import Attendance, shown
from service.policy.days import full_day
from service.policy.exemption import takes_part
from service.policy.form_template import entry
from service.policy.forms import CONVERSATION, WHO
from service.policy.overview import Overview, Plan, overview
from service.policy.people import Person, is_employed
from service.policy.register import Register
from service.policy.returning import day_of_sending
from service.policy.status import standing
from service.policy.status_rows import Cell, OnRecord, status_row
from service.reconcile.forms_for import form_key
from service.reconcile.plan_lines import PlanLine
from service.reconcile.sheets_for import overview_key, people_of
from service.reconcile.tidy import tidy
from service.reconcile.tracking import SURE_EVERY, Mark

Rows = Mapping[str, Mapping[str, Cell]]


@dataclass(frozen=True)
class Known:
    """What one night knows. files: ids of plans and Sheets by key; lines: what each plan shows, by staff id; marks: what is
    remembered of drives and Sheets, by their ids; touched: files that somebody else than the service changed last; attendance:
    what was recorded of check-ins, None where there are no Forms."""

    register: Register
    files: Mapping[str, str]
    lines: Mapping[str, PlanLine]
    agreements: Mapping[str, Agreement]
    marks: Mapping[str, Mark]
    touched: frozenset[str]
    attendance: Attendance | None = None

    @cached_property
    def everyone(self) -> frozenset[str]:
        return frozenset(one.staff_id for one in self.register.people)


@dataclass(frozen=True)
class Sheet:
    """One status Sheet: its file, and whose lines stand in it."""

    file_id: str
    people: Sequence[Person]


@dataclass(frozen=True)
class Outcome:
    """What came of one Sheet. mark: what to remember of it; reason: why it could not be kept, in plain English."""

    mark: Mark | None = None
    written: bool = False
    reason: str = ""


def sheets_of(world: World, known: Known) -> list[Sheet]:
    """Every Sheet of people that is made, with whose lines should stand in it today."""
    people = people_of(known.register, world.cycle, world.today())
    prefix, apart = f"{world.cycle.id}/sheet/", overview_key(world.cycle)
    keys = sorted(key for key in known.files if key.startswith(prefix) and key != apart)
    return [Sheet(known.files[key], people.get(key, ())) for key in keys]


def keep(world: World, sheet: Sheet, known: Known, started: datetime) -> Outcome:
    """Bring one Sheet in line, or only say on top when it was last so."""
    today = world.today()
    rows = {one.staff_id: status_row(one, _record(world, known, one), known.register, world.cycle, today) for one in sheet.people}
    as_of, digest = on_top(world.sheet_template.as_of, started), _digest(rows)
    mark = known.marks.get(sheet.file_id)
    recent = mark is not None and mark.all_before is not None and mark.all_before > today - SURE_EVERY
    same = recent and mark is not None and mark.token == digest and sheet.file_id not in known.touched
    try:
        if same and world.sheets.stamp(sheet.file_id, as_of):
            return Outcome(mark)
        grid = world.sheets.look(sheet.file_id, world.sheet_template)
        edits = tidy(grid, world.sheet_template, rows, known.everyone)
        world.sheets.write(sheet.file_id, world.sheet_template, grid, edits, as_of)
    except WorkspaceError as problem:
        return Outcome(reason=plain(problem))
    return Outcome(Mark(sheet.file_id, digest, today), written=bool(edits))


def keep_overview(world: World, known: Known, started: datetime) -> Outcome:
    """The trust's overview, written anew when its counts have changed or somebody changed it."""
    file_id = known.files.get(overview_key(world.cycle))
    if not file_id:
        return Outcome()
    told, mark = overview_of(world, known), known.marks.get(file_id)
    as_of, digest = on_top(world.overview_template.as_of, started), hashlib.sha256(repr(told).encode()).hexdigest()[:16]
    same = mark is not None and mark.token == digest and file_id not in known.touched
    try:
        if same and world.sheets.stamp(file_id, as_of):
            return Outcome(mark)
        world.sheets.write_overview(file_id, world.overview_template, told, as_of)
    except WorkspaceError as problem:
        return Outcome(reason=plain(problem))
    return Outcome(Mark(file_id, digest, world.today()), written=True)


def overview_of(world: World, known: Known) -> Overview:
    """Today's counts, of everyone who is here and takes part."""
    today, register = world.today(), known.register
    names = {one.key: one.name for one in world.cycle.drivers}
    plans = []
    for person in register.people:
        exempt = not takes_part(person.staff_id, register.exemptions_of(person.staff_id), today)
        if exempt or not is_employed(person, today):
            continue
        record = _record(world, known, person)
        found = standing(record.evidence, record.agreement, record.presented)
        driver = names.get(record.evidence.driver, "") if record.evidence else ""
        plans.append(Plan(person.school, found.status, driver))
    return overview(plans, register, world.cycle)


def on_top(pattern: str, started: datetime) -> str:
    """The line on top: from when what it says is."""
    here = started.astimezone(LONDON)
    return pattern.format(time=f"{here:%H:%M}", day=full_day(here.date()))


def _record(world: World, known: Known, person: Person) -> OnRecord:
    line, agreement = known.lines.get(person.staff_id), known.agreements.get(person.staff_id)
    record = OnRecord(agreement=agreement, agree=_agree_link(world, known, person))
    if known.attendance is not None:
        school, at = known.register.school(person.school), known.attendance.presented.get(person.staff_id)
        check_ins = shown(person, school, known.attendance, world.cycle, world.today())
        record = replace(record, check_ins=check_ins, presented=day_of_sending(at) if at else None)
    if line is None:
        return record
    if agreement and line.has_kept(agreement):
        agreement = replace(agreement, kept=line.as_agreed)
    return replace(record, evidence=line.evidence, link=world.link("document", line.file_id), agreement=agreement)


def _agree_link(world: World, known: Known, person: Person) -> str:
    """The growth conversation Form, filled in with whom it is about: as Forms' own prefilled links are, which no API makes."""
    form = known.files.get(form_key(world.cycle, CONVERSATION))
    filled = urlencode({"usp": "pp_url", entry(WHO): f"{person.name} ({person.staff_id})"})
    return f"{world.link('forms', form)}?{filled}" if form else ""


def _digest(rows: Rows) -> str:
    text = json.dumps({one: {key: asdict(cell) for key, cell in cells.items()} for one, cells in rows.items()})
    return hashlib.sha256(text.encode()).hexdigest()[:16]
