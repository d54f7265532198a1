"""What should exist on a day: of every year that was begun, each in its phase. Pure, but for what is looked up beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from service.jobs.world import World
from service.policy.appendix import Appendix
from service.policy.form_template import FormTemplate
from service.policy.forms import CHECK_IN, forms_of
from service.policy.register import Register
from service.policy.years import Phase, Year, Years
from service.reconcile.actual import Item
from service.reconcile.closing import Gone, closed, late, of_cycle, undone
from service.reconcile.desired import Desired, Turn, Wanted
from service.reconcile.documents_for import Made, document_key, documents_for, together
from service.reconcile.forms_for import form_key, forms_for, library_for, opened_to_all, team_sheets_for
from service.reconcile.plan_lines import PlanLine
from service.reconcile.sheets_for import sheets_for


@dataclass(frozen=True)
class Known:
    """What is known beside the register. items: the ledger's; offered: who offered their presentation to the trust, by cycle;
    plans: what was last read of each plan, by cycle and staff id; written: keys of what people wrote in, of cycles that were
    taken back; turns: decisions about cycles that are yet to be written down."""

    years: Years
    items: Mapping[str, Item] = field(default_factory=dict)
    offered: Mapping[str, Collection[str]] = field(default_factory=dict)
    plans: Mapping[str, Mapping[str, PlanLine]] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    turns: tuple[Turn, ...] = ()


def asks_of(world: World, register: Register, day: date | None = None) -> Mapping[str, FormTemplate]:
    """What each Form of the world's own cycle should ask on a day, by the template's key; nothing before the cycle begins, or
    where no Group may answer. Its asking goes on until it is closed."""
    today, cycle = day or world.today(), world.cycle
    if not world.trust.staff_groups or world.forms_declared is None or today < cycle.starts:
        return {}
    return forms_of(world.forms_declared, register, cycle, today)


def wanted_on(world: World, register: Register, held: frozenset[str], known: Known, day: date) -> Desired:
    """Everything that should exist on a day, of all years. register: as it is on that day."""
    parts = [_of_year(world.of(year), register, held, known, year, day) for year in known.years]
    desired = replace(together(parts), turns=known.turns)
    keep_open = frozenset(key for key in known.written if key in desired.wanted and not desired.wanted[key].closed)
    return replace(desired, keep_open=keep_open)


def _of_year(world: World, register: Register, held: frozenset[str], known: Known, year: Year, day: date) -> Desired:
    """One year's. Its own things are in its phase; the trust's folders and people's own are everyone's."""
    phase, items = year.phase(day), of_cycle(known.items, year.id)
    made = Made({key: one.template for key, one in items.items()}, year.names, _carrying(known, year))
    desired = documents_for(register, world.cycle, world.templates, day, world.places.trust_drive, held, made)
    if phase is Phase.COMING:
        return desired
    over = phase is Phase.UNDONE
    own = {one.key: one for one in _kept(world, register, held, known, desired, day)}
    both = {**desired.wanted, **own}
    rest = {key: replace(one, make=one.make and not over) for key, one in both.items() if not key.startswith(f"{year.id}/")}
    mine = {key: one for key, one in both.items() if key.startswith(f"{year.id}/")}
    phased = _phased(phase, items, mine, known, desired)
    return replace(desired, wanted={**rest, **{one.key: one for one in phased}})


def _phased(
    phase: Phase, items: Mapping[str, Item], mine: Mapping[str, Wanted], known: Known, desired: Desired
) -> Iterable[Wanted]:
    held, gone = desired.held_back, Gone(desired.closed, desired.gone)
    if phase is Phase.LATE:
        return late(mine.values())
    if phase is Phase.CLOSED:
        return closed({key: one for key, one in items.items() if one.staff_id not in held}, mine, gone)
    if phase is Phase.UNDONE:
        return undone(items, mine, known.written, held, gone)
    return mine.values()


def _kept(
    world: World, register: Register, held: frozenset[str], known: Known, documents: Desired, day: date
) -> Iterator[Wanted]:
    """Forms, workbooks and Sheets of the world's own cycle, and presentations that were opened to all."""
    cycle, trust, drive = world.cycle, world.trust, world.places.trust_drive
    asks = asks_of(world, register, day)
    yield from forms_for(
        asks,
        cycle,
        trust.staff_groups,
        register.admins,
        drive,
        reflections=trust.reflections_workbook,
        late=day > cycle.ends,
    )
    if trust.status_sheets and any(one.kind == CHECK_IN for one in asks.values()):
        yield from team_sheets_for(register, cycle, day, held)
    if asks:
        yield from library_for(cycle, trust.staff_groups, day)
    if trust.status_sheets:
        yield from sheets_for(register, cycle, day, drive, held)
    offered = known.offered.get(cycle.id, ())
    keys = [document_key(cycle, Appendix.D, one) for one in offered]
    opened = opened_to_all(documents, cycle, offered, trust.staff_groups)
    yield from (opened.wanted[key] for key in keys if key in opened.wanted)


def _carrying(known: Known, year: Year) -> Mapping[str, str]:
    """Who carries last year's focus forward into this year: those who chose so in a plan that is there."""
    before = [one for one in known.years.begun() if one.id < year.id]
    if not before:
        return {}
    last = before[-1].cycle
    lines = known.plans.get(last.id, {})
    keys = {one: document_key(last, Appendix.B, one) for one, line in lines.items() if line.evidence.carries}
    return {one: key for one, key in keys.items() if key in known.items}


def forms_by_key(world: World, register: Register, years: Years, day: date) -> Mapping[str, FormTemplate]:
    """What each Form of every year should ask on a day, by the key of the Form itself."""
    found: dict[str, FormTemplate] = {}
    for year in years:
        asks = asks_of(world.of(year), register, day)
        found.update({form_key(year.cycle, key): one for key, one in asks.items()})
    return found
