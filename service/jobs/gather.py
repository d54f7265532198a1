"""Gathers both sides: what should be, from the register; what is, from the ledger and the marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache

from service.errors import NotThere, SetUpError
from service.jobs.library import offered
from service.jobs.mornings import Mornings, mornings_since
from service.jobs.turning import Rows, Turning
from service.jobs.wanting import Known, asks_of, forms_by_key, wanted_on
from service.jobs.world import World
from service.policy.appendix import Appendix
from service.policy.form_template import FormTemplate
from service.policy.lazy_tabs import together
from service.policy.problems import Problem, held_on
from service.policy.register import Register
from service.policy.register_entries import Entries, entries_in
from service.policy.register_table import TABS
from service.policy.template import DocumentTemplate
from service.policy.years import Phase, Years, rows_of_cycles
from service.ports import Claim, Tables
from service.reconcile.actual import Actual, Item, Sight, Stage
from service.reconcile.closing import WRITTEN, of_cycle
from service.reconcile.desired import CONTROL_FOLDER, Desired, Kind
from service.reconcile.forms_for import check_ins_key
from service.reconcile.ledger import from_row
from service.reconcile.plan_lines import PlanLine
from service.reconcile.plan_lines import from_row as plan_line
from service.reconcile.review import Review, reviews_in
from service.reconcile.tabs import CYCLES, KEPT, LEDGER, PLANS, REVIEWS, TODAY, TRACKING
from service.reconcile.tracking import COMPLETE, SURE_EVERY, Mark, last_complete, marks_in

ADMINS = "Admins"
REGISTER_TABS = tuple(TABS)


@dataclass(frozen=True)
class Gathered:
    """One look at everything. asks: what each Form of the current cycle should ask, by the template's key; forms: the same of
    every year, by the Form's own key. known: what else was looked up. reviews: what years were turned by, and what else was
    reviewed. ledger_rows: the row number of each key in the Ledger tab; next_row: the first free one."""

    now: datetime
    tables: Tables
    register: Register
    problems: Sequence[Problem]
    desired: Desired
    asks: Mapping[str, FormTemplate]
    actual: Actual
    ledger_rows: Mapping[str, int]
    next_row: int
    known: Known
    forms: Mapping[str, FormTemplate] = field(default_factory=dict)
    reviews: Sequence[Review] = ()

    @property
    def years(self) -> Years:
        return self.known.years

    @property
    def templates(self) -> Mapping[str, DocumentTemplate]:
        """Every year's templates, by what they are known by."""
        return self.known.years.templates

    @property
    def claim(self) -> Claim | None:
        return self.tables.claim


def first_tabs(world: World) -> Mapping[str, Sequence[Sequence[str]]]:
    """Every tab of the control workbook as it is first made, in the order in which the tabs stand. What the register
    starts with is read at each look."""
    kept: dict[str, Sequence[Sequence[str]]] = {tab: [headings] for tab, headings in KEPT.items()}
    marks = (Mark(world.places.workbook_id, world.tabs_version, world.today()), Mark(COMPLETE, ""))
    kept[TRACKING] = [*kept[TRACKING], *(mark.to_row() for mark in marks)]
    return together({TODAY: kept.pop(TODAY)}, world.trust.starting_tabs, kept)


def contents(world: World, tables: Tables) -> Mapping[str, Sequence[Sequence[str]]]:
    """Every tab's rows; those of a tab that is not there yet are what it will be made with."""
    return together(first_tabs(world), written(tables))


def written(tables: Tables) -> Mapping[str, Sequence[Sequence[str]]]:
    """The tabs that have been made. All of them are filled in one write, the Ledger's headings among them: while those
    are not there, setting up was interrupted, and a blank tab is one that is still to be filled."""
    return {tab: rows for tab, rows in tables.rows.items() if rows or tables.rows.get(LEDGER)}


def read_register(
    world: World, tabs: Mapping[str, Sequence[Sequence[str]]], day: date | None = None
) -> tuple[Register, Sequence[Problem]]:
    """The register in a workbook's tabs as it is on a day, by default today, and what is wrong with it then."""
    return register_on(world, entries_of(world, tabs), day or world.today())


def entries_of(world: World, tabs: Mapping[str, Sequence[Sequence[str]]]) -> Entries:
    """What is entered in the register's tabs of a workbook."""
    return entries_in({tab: tabs[tab] for tab in REGISTER_TABS}, world.trust.domains, world.trust.standards)


def register_on(world: World, entries: Entries, day: date) -> tuple[Register, Sequence[Problem]]:
    """The register as it is on a day, and what is wrong with it then. There is always an admin who can mend it."""
    register, problems = entries.on(day)
    declared = entries_in({ADMINS: world.trust.starting_tabs[ADMINS]}, world.trust.domains).admins
    if register.admins or not declared:
        return register, problems
    nobody = Problem(ADMINS, 1, "", "E-mail", "", "nobody is named here: until somebody is, the admins of trust.yaml are")
    return replace(register, admins=declared), (*problems, nobody)


def gather(world: World, before: Gathered | None = None, turning: Turning | None = None) -> Gathered:
    """Read the workbook and the drives: two Sheets reads, one listing a drive, and a look at each doubtful file.

    before: an earlier look of the same run, whose drives' restrictions and workbook's place still hold. turning: a decision
    about a cycle that is not written down yet.
    """
    now = world.clock.now()
    tables = world.workbook.tables()
    found = contents(world, tables)
    today = world.today()
    entries = entries_of(world, found)
    register, problems = register_on(world, entries, today)
    held = held_on(problems, register, today)
    items, rows, doubled, unreadable = read_ledger(found[LEDGER])
    known = Known(years_in(world, found), items)
    known = look_up(world, turning.known(world, known, cycles_in(found)) if turning else known, found)
    known = replace(known, mornings=_mornings(world, entries, known.years, found))
    actual = _actual(world, tables, Actual(items=items, doubled=doubled, unreadable=unreadable), now, before)
    return Gathered(
        now,
        tables,
        register,
        problems,
        wanted_on(world, register, held, known, world.today()),
        asks_of(world.of(known.years.current(world.today())), register),
        actual,
        rows,
        len(found[LEDGER]) + 1,
        known,
        forms_by_key(world, register, known.years, world.today()),
        reviews_in(found[REVIEWS]),
    )


def as_if(world: World, gathered: Gathered, turning: Turning) -> Gathered:
    """The same look, as if something had been decided about a cycle. Of a cycle that is taken back every document that is not
    closed is read, and nothing else."""
    today, register = world.today(), gathered.register
    known = turning.known(world, gathered.known, cycles_in(contents(world, gathered.tables)))
    known = replace(known, written=_written(world, known))
    return replace(
        gathered,
        known=known,
        desired=wanted_on(world, register, held_on(gathered.problems, register, today), known, today),
        asks=asks_of(world.of(known.years.current(today)), register),
        forms=forms_by_key(world, register, known.years, today),
    )


def _mornings(world: World, entries: Entries, years: Years, found: Mapping[str, Sequence[Sequence[str]]]) -> Mornings:
    """Those since the last complete run. Each is looked at once."""

    @cache
    def look(day: date) -> tuple[Register, frozenset[str]]:
        register = entries.register(day)
        return register, held_on(entries.problems(register, day), register, day)

    return mornings_since(last_complete(found[TRACKING]), world.today(), entries, years, look)


def years_in(world: World, found: Mapping[str, Sequence[Sequence[str]]]) -> Years:
    """Every year that was begun, by the Cycles tab. Raises SetUpError."""
    return world.years([one for _, one in cycles_in(found).values()])


def cycles_in(found: Mapping[str, Sequence[Sequence[str]]]) -> Rows:
    """The rows of the Cycles tab. Raises SetUpError where they can't be read: which years are open must not be guessed."""
    try:
        return rows_of_cycles(found.get(CYCLES, [()]))
    except ValueError as problem:
        raise SetUpError(f"{problem}: it is hidden in the control workbook, whose history has it as it was") from problem


def look_up(world: World, known: Known, found: Mapping[str, Sequence[Sequence[str]]]) -> Known:
    """What else has to be read before it can be said what should exist."""
    offers = {year.id: _offered(world.of(year), known.items) for year in known.years.working(world.today())}
    return replace(known, offered=offers, plans=plans_in(found.get(PLANS, ())), written=_written(world, known))


def _offered(world: World, items: Mapping[str, Item]) -> frozenset[str]:
    """Who offers their presentation to the trust, once presentations have opened."""
    book = items.get(check_ins_key(world.cycle))
    if book is None or not world.cycle.has_opened(Appendix.D, world.today()):
        return frozenset()
    return offered(world, book.file_id)


def plans_in(rows: Sequence[Sequence[str]]) -> Mapping[str, Mapping[str, PlanLine]]:
    """What was last read of each plan, by cycle and staff id."""
    plans: dict[str, dict[str, PlanLine]] = {}
    for cells in rows[1:]:
        with suppress(ValueError):
            line = plan_line(cells)
            plans.setdefault(line.cycle, {}).setdefault(line.staff_id, line)
    return plans


def _written(world: World, known: Known) -> frozenset[str]:
    """Of cycles that were taken back, what people wrote in: each document is looked at until it is closed or known to be so."""
    found = set()
    for year in known.years:
        if year.phase(world.today()) is Phase.UNDONE:
            for key, item in of_cycle(known.items, year.id).items():
                if item.kind is Kind.DOCUMENT and not item.closed and WRITTEN not in item.digests:
                    template = known.years.templates.get(item.template)
                    if template is None or _is_written_in(world, item, template):
                        found.add(key)
    return frozenset(found)


def _is_written_in(world: World, item: Item, template: DocumentTemplate) -> bool:
    """Whether anybody but the service worked in it, or something of a person's was put there. One that is gone is not."""
    try:
        return world.reader.others_wrote(item.file_id) or world.documents.is_written_in(item.file_id, template)
    except NotThere:
        return False


def read_ledger(
    table: Sequence[Sequence[str]],
) -> tuple[dict[str, Item], dict[str, int], frozenset[str], dict[str, int]]:
    """Items by key, row numbers by key, keys that stand twice, and the numbers of rows that can't be read, by key.

    Row 1 is the headings.
    """
    items: dict[str, Item] = {}
    rows: dict[str, int] = {}
    doubled = set()
    unreadable: dict[str, int] = {}
    for number, cells in enumerate(table[1:], start=2):
        if not any(cells):
            continue
        try:
            item = from_row(cells)
        except (ValueError, TypeError):
            unreadable[cells[0] or LEDGER] = number
            continue
        if item.key in items:
            doubled.add(item.key)
        items[item.key] = item
        rows.setdefault(item.key, number)
    return items, rows, frozenset(doubled), unreadable


def _actual(
    world: World,
    tables: Tables,
    ledger: Actual,
    now: datetime,
    before: Gathered | None,
) -> Actual:
    """What the ledger says, with what the drives and the workbook show."""
    marked = [one for drive in world.places.drives for one in world.reader.marked(drive)]
    return replace(
        ledger,
        marked=marked,
        sights=_sights(world, ledger.items, {one.file_id for one in marked}, now),
        drives_to_restrict=before.actual.drives_to_restrict if before else _unrestricted(world),
        missing_tabs=[tab for tab in first_tabs(world) if tab not in written(tables)],
        tabs_to_keep=_tabs_to_keep(world, written(tables)),
        workbook_at_home=before.actual.workbook_at_home if before else _at_home(world, ledger.items),
    )


def _tabs_to_keep(world: World, tabs: Mapping[str, Sequence[Sequence[str]]]) -> tuple[str, int] | None:
    """Whether the tabs are of another version, or were last looked after a week ago."""
    marks, numbers = marks_in(tabs.get(TRACKING, [()]))
    id_, version = world.places.workbook_id, world.tabs_version
    mark = marks.get(id_)
    if mark and mark.token == version and mark.all_before and mark.all_before > world.today() - SURE_EVERY:
        return None
    return version, numbers.get(id_, max(numbers.values(), default=1) + 1)


def _unrestricted(world: World) -> list[str]:
    drives = [one for one in world.reader.drives() if one.drive_id in world.places.drives]
    return [one.drive_id for one in drives if not one.restricted]


def _at_home(world: World, items: Mapping[str, Item]) -> bool:
    """Whether the control workbook is in its own folder."""
    control = items.get(CONTROL_FOLDER)
    return control is not None and control.file_id == world.reader.facts(world.places.workbook_id).parent_id


def _sights(world: World, items: Mapping[str, Item], listed: set[str], now: datetime) -> dict[str, Sight]:
    """A direct look at what the listing should show and does not. What was made within the lag is not looked at, but
    for folders whose making was never confirmed: their ids were chosen beforehand, so a look is certain."""
    doubtful = [
        item.file_id for item in items.values() if item.file_id and item.file_id not in listed and _worth_a_look(item, now, world)
    ]
    return {file_id: world.reader.sight(file_id) for file_id in doubtful}


def _worth_a_look(item: Item, now: datetime, world: World) -> bool:
    if item.stage is Stage.INTENDED:
        return item.kind is Kind.FOLDER
    return now >= item.since + world.trust.lag
