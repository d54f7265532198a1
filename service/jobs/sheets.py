"""Keeps the status Sheets: each is looked at when what it should say has changed, or when somebody changed it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from service.errors import WorkspaceError
from service.jobs.report import plain
from service.jobs.world import LONDON, World
from service.policy.agreement import Agreement
from service.policy.days import full_day
from service.policy.exemption import takes_part
from service.policy.overview import Overview, Plan, overview
from service.policy.people import is_employed
from service.policy.register import Register
from service.policy.status import standing
from service.policy.status_rows import Cell, OnRecord, status_row
from service.reconcile.actual import Item
from service.reconcile.plan_lines import PlanLine
from service.reconcile.sheets_for import overview_key, people_of
from service.reconcile.tidy import tidy
from service.reconcile.tracking import SURE_EVERY, Mark

Rows = Mapping[str, Mapping[str, Cell]]


@dataclass(frozen=True)
class Sheet:
    """One status Sheet and what it should say: cells by staff id and column. digest: stands for all of that."""

    key: str
    file_id: str
    rows: Rows

    @property
    def digest(self) -> str:
        text = json.dumps({one: {key: asdict(cell) for key, cell in cells.items()} for one, cells in self.rows.items()})
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Outcome:
    """What came of one Sheet. mark: what to remember of it; reason: why it could not be kept, in plain English."""

    mark: Mark | None = None
    written: bool = False
    reason: str = ""


def sheets_of(
    world: World,
    register: Register,
    items: Mapping[str, Item],
    lines: Mapping[str, PlanLine],
    agreements: Mapping[str, Agreement],
) -> Iterator[Sheet]:
    """Every Sheet that is made, with what it should say today."""
    today = world.today()
    people = people_of(register, world.cycle, today)
    said = {}
    for one in {person.staff_id: person for ones in people.values() for person in ones}.values():
        record = _record(world, lines.get(one.staff_id), agreements.get(one.staff_id))
        said[one.staff_id] = status_row(one, record, register, world.cycle, today)
    prefix = f"{world.cycle.id}/sheet/"
    for key, item in sorted(items.items()):
        if key.startswith(prefix) and key != overview_key(world.cycle) and item.file_id:
            yield Sheet(key, item.file_id, {one.staff_id: said[one.staff_id] for one in people.get(key, ())})


def _record(world: World, line: PlanLine | None, agreement: Agreement | None) -> OnRecord:
    if line is None:
        return OnRecord(agreement=agreement)
    kept = Agreement(agreement.staff_id, agreement.on, agreement.by, line.as_agreed) if agreement else None
    return OnRecord(line.evidence, world.link("document", line.file_id), kept)


def overview_of(world: World, register: Register, lines: Mapping[str, PlanLine], agreements: Mapping[str, Agreement]) -> Overview:
    """Today's counts, of everyone who is here and takes part."""
    today = world.today()
    names = {one.key: one.name for one in world.cycle.drivers}
    plans = []
    for person in register.people:
        exempt = not takes_part(person.staff_id, register.exemptions_of(person.staff_id), today)
        if exempt or not is_employed(person, today):
            continue
        record = _record(world, lines.get(person.staff_id), agreements.get(person.staff_id))
        found = standing(record.evidence, record.agreement, record.presented)
        driver = names.get(record.evidence.driver, "") if record.evidence else ""
        plans.append(Plan(person.school, found.status, driver))
    return overview(plans, register, world.cycle)


def keep_overview(
    world: World, item: Item | None, told: Overview, known: Mark | None, touched: bool, started: datetime
) -> Outcome:
    """The trust's overview, written anew when its counts have changed or somebody changed it."""
    if item is None or not item.file_id:
        return Outcome()
    digest = hashlib.sha256(repr(told).encode()).hexdigest()[:16]
    as_of = on_top(world.overview_template.as_of, started)
    try:
        if known and known.token == digest and not touched and world.sheets.stamp(item.file_id, as_of):
            return Outcome(known)
        world.sheets.write_overview(item.file_id, world.overview_template, told, as_of)
    except WorkspaceError as problem:
        return Outcome(reason=plain(problem))
    return Outcome(Mark(item.file_id, digest, world.today()), written=True)


def keep(world: World, sheet: Sheet, known: Mark | None, touched: bool, register: Register, started: datetime) -> Outcome:
    """Bring one Sheet in line, or only say on top when it was last so. touched: whether somebody changed it."""
    today = world.today()
    as_of = on_top(world.sheet_template.as_of, started)
    recent = known is not None and known.all_before is not None and known.all_before > today - SURE_EVERY
    try:
        if recent and not touched and known and known.token == sheet.digest and world.sheets.stamp(sheet.file_id, as_of):
            return Outcome(known)
        grid = world.sheets.look(sheet.file_id, world.sheet_template)
        everyone = frozenset(one.staff_id for one in register.people)
        edits = tidy(grid, world.sheet_template, sheet.rows, everyone)
        world.sheets.write(sheet.file_id, world.sheet_template, grid, edits, as_of)
    except WorkspaceError as problem:
        return Outcome(reason=plain(problem))
    return Outcome(Mark(sheet.file_id, sheet.digest, today), written=bool(edits))


def on_top(pattern: str, started: datetime) -> str:
    """The line on top: from when what it says is."""
    here = started.astimezone(LONDON)
    return pattern.format(time=f"{here:%H:%M}", day=full_day(here.date()))
