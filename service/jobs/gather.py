"""Gathers both sides: what should be, from the register; what is, from the ledger and the marks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from service.jobs.library import offered
from service.jobs.world import World
from service.policy.appendix import Appendix
from service.policy.form_template import FormTemplate
from service.policy.forms import CHECK_IN, forms_of
from service.policy.lazy_tabs import together
from service.policy.problems import Problem, held_back
from service.policy.register import Register
from service.policy.register_table import TABS, from_rows
from service.ports import Claim, Tables
from service.reconcile.actual import Actual, Item, Sight, Stage
from service.reconcile.desired import CONTROL_FOLDER, Desired, Kind
from service.reconcile.documents_for import documents_for
from service.reconcile.forms_for import check_ins_key, forms_for, library_for, opened_to_all, team_sheets_for
from service.reconcile.ledger import from_row
from service.reconcile.sheets_for import sheets_for
from service.reconcile.tabs import KEPT, LEDGER, TODAY, TRACKING
from service.reconcile.tracking import SURE_EVERY, Mark, marks_in

ADMINS = "Admins"
REGISTER_TABS = tuple(TABS)


@dataclass(frozen=True)
class Gathered:
    """One look at everything. asks: what each Form should ask, by the template's key. ledger_rows: the row number of each key in
    the Ledger tab; next_row: the first free one."""

    now: datetime
    tables: Tables
    register: Register
    problems: Sequence[Problem]
    desired: Desired
    asks: Mapping[str, FormTemplate]
    actual: Actual
    ledger_rows: Mapping[str, int]
    next_row: int

    @property
    def claim(self) -> Claim | None:
        return self.tables.claim


def first_tabs(world: World) -> Mapping[str, Sequence[Sequence[str]]]:
    """Every tab of the control workbook as it is first made, in the order in which the tabs stand. What the register
    starts with is read at each look."""
    kept: dict[str, Sequence[Sequence[str]]] = {tab: [headings] for tab, headings in KEPT.items()}
    kept[TRACKING] = [*kept[TRACKING], Mark(world.places.workbook_id, world.tabs_version, world.today()).to_row()]
    return together({TODAY: kept.pop(TODAY)}, world.trust.starting_tabs, kept)


def contents(world: World, tables: Tables) -> Mapping[str, Sequence[Sequence[str]]]:
    """Every tab's rows; those of a tab that is not there yet are what it will be made with."""
    return together(first_tabs(world), written(tables))


def written(tables: Tables) -> Mapping[str, Sequence[Sequence[str]]]:
    """The tabs that have been made. All of them are filled in one write, the Ledger's headings among them: while those
    are not there, setting up was interrupted, and a blank tab is one that is still to be filled."""
    return {tab: rows for tab, rows in tables.rows.items() if rows or tables.rows.get(LEDGER)}


def read_register(world: World, tabs: Mapping[str, Sequence[Sequence[str]]]) -> tuple[Register, Sequence[Problem]]:
    """The register in a workbook's tabs, and what is wrong with it today. There is always an admin who can mend it."""
    mine = {tab: tabs[tab] for tab in REGISTER_TABS}
    register, problems = from_rows(mine, world.trust.domains, world.today(), world.trust.standards)
    declared, _ = from_rows({ADMINS: world.trust.starting_tabs[ADMINS]}, world.trust.domains, world.today())
    if register.admins or not declared.admins:
        return register, problems
    nobody = Problem(ADMINS, 1, "", "E-mail", "", "nobody is named here: until somebody is, the admins of trust.yaml are")
    return replace(register, admins=declared.admins), (*problems, nobody)


def gather(world: World, before: Gathered | None = None) -> Gathered:
    """Read the workbook and the drives: two Sheets reads, one listing a drive, and a look at each doubtful file.

    before: an earlier look of the same run, whose drives' restrictions and workbook's place still hold.
    """
    now = world.clock.now()
    tables = world.workbook.tables()
    found = contents(world, tables)
    register, problems = read_register(world, found)
    held = held_back(problems, register.people)
    asks = asks_of(world, register)
    items, rows, doubled, unreadable = read_ledger(found[LEDGER])
    book = items.get(check_ins_key(world.cycle))
    offered_now = offered(world, book.file_id) if book and _presenting(world) else frozenset()
    desired = _desired(world, register, held, asks, offered_now)
    ledger = Actual(items=items, doubled=doubled, unreadable=unreadable)
    actual = _actual(world, tables, ledger, now, before)
    return Gathered(now, tables, register, problems, desired, asks, actual, rows, len(found[LEDGER]) + 1)


def asks_of(world: World, register: Register) -> Mapping[str, FormTemplate]:
    """What each Form should ask today, by the template's key; nothing outside of the cycle, or where no Group may answer."""
    today, cycle = world.today(), world.cycle
    if not world.trust.staff_groups or world.forms_declared is None or not cycle.starts <= today <= cycle.ends:
        return {}
    return forms_of(world.forms_declared, register, cycle, today)


def _presenting(world: World) -> bool:
    return world.cycle.has_opened(Appendix.D, world.today())


def _desired(
    world: World,
    register: Register,
    held: frozenset[str],
    asks: Mapping[str, FormTemplate],
    offered_now: Collection[str],
) -> Desired:
    today, drive, trust = world.today(), world.places.trust_drive, world.trust
    desired = documents_for(register, world.cycle, world.templates, today, drive, held)
    forms = forms_for(asks, world.cycle, trust.staff_groups, register.admins, drive, reflections=trust.reflections_workbook)
    desired = desired.and_also(forms)
    if trust.status_sheets and any(one.kind == CHECK_IN for one in asks.values()):
        desired = desired.and_also(team_sheets_for(register, world.cycle, today, held))
    desired = desired.and_also(library_for(world.cycle, trust.staff_groups, today) if asks else ())
    desired = opened_to_all(desired, world.cycle, offered_now, trust.staff_groups)
    return desired.and_also(sheets_for(register, world.cycle, today, drive, held)) if world.trust.status_sheets else desired


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
