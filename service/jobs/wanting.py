"""What should exist on a day: of every year that was begun, each in its phase. Pure, but for what is looked up beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from service.jobs.mornings import NONE, Mornings
from service.jobs.world import World
from service.policy.appendix import Appendix
from service.policy.form_template import FormTemplate
from service.policy.forms import CHECK_IN, forms_of
from service.policy.people import is_employed
from service.policy.register import Register
from service.policy.years import Phase, Year, Years
from service.reconcile.actual import Item
from service.reconcile.closing import Gone, closed, late, of_cycle, undone
from service.reconcile.desired import Desired, Turn, Wanted
from service.reconcile.documents_for import (
    Made,
    addresses_gone,
    document_key,
    documents_for,
    due_on,
    leavers,
    together,
)
from service.reconcile.forms_for import form_key, forms_for, library_for, opened_to_all, team_sheets_for
from service.reconcile.plan_lines import PlanLine
from service.reconcile.sheets_for import sheets_for


@dataclass(frozen=True)
class Known:
    """What is known beside the register. items: the ledger's; offered: who offered their presentation to the trust, by cycle;
    plans: what was last read of each plan, by cycle and staff id; written: keys of what people wrote in, of cycles that were
    taken back; turns: decisions about cycles that are yet to be written down; mornings: those since the last complete run."""

    years: Years
    items: Mapping[str, Item] = field(default_factory=dict)
    offered: Mapping[str, Collection[str]] = field(default_factory=dict)
    plans: Mapping[str, Mapping[str, PlanLine]] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    turns: tuple[Turn, ...] = ()
    mornings: Mornings = NONE


def asks_of(world: World, register: Register, day: date | None = None) -> Mapping[str, FormTemplate]:
    """What each Form of the world's own cycle should ask on a day, by the template's key; nothing before the cycle begins, or
    where no Group may answer. Its asking goes on until it is closed."""
    today, declared = day or world.today(), world.forms_declared
    return forms_of(declared, register, world.cycle, today) if declared and _asking(world, today) else {}


def _asking(world: World, day: date) -> bool:
    return bool(world.trust.staff_groups) and world.forms_declared is not None and day >= world.cycle.starts


def wanted_on(world: World, register: Register, held: frozenset[str], known: Known, day: date) -> Desired:
    """Everything that should exist on a day, of all years, with what was due on a morning without a run. register: as it is on
    that day."""
    missed = _missed(register, held, known, day)
    desired = together(_of_year(world.of(year), register, held, known, year, day, missed) for year in known.years)
    desired = _as_before(world, replace(desired, turns=known.turns), known, day, missed)
    desired = _with_sheets(world, desired, known, day)
    keep_open = frozenset(key for key in known.written if key in desired.wanted and not desired.wanted[key].closed)
    return replace(desired, keep_open=keep_open)


def _missed(register: Register, held: Collection[str], known: Known, day: date) -> Mapping[str, str]:
    """The documents that were due on an earlier morning, and are not there, of those who are here on a day: what each is made
    from, by key. One after the other: what came first is somebody's first reflection."""
    here = {one.staff_id for one in register.people if is_employed(one, day)}.union(held)
    missed: dict[str, str] = {}
    for morning in known.mornings.before(day):
        then, waiting = known.mornings.look(morning)
        people = [one for one in then.people if one.staff_id in here and one.staff_id not in waiting]
        for year in known.years.begun():
            made = _made(known, year, missed)
            due = [due_on(one, then, year.cycle, morning, made) for one in people]
            missed |= {key: template for keys in due for key, template in keys.items() if key not in made.all}
    return missed


def _as_before(world: World, desired: Desired, known: Known, day: date, missed: Mapping[str, str]) -> Desired:
    """With what was wanted of those who wait now on the last morning on which they did not: as far as that it had to come.
    Whoever has left since, though they came back, has nothing of it, and shares nothing."""
    wanted, waiting = dict(desired.wanted), set(desired.held_back)
    left, gone = set[str](), set(desired.gone)
    for morning in reversed(known.mornings.before(day) if waiting else ()):
        then, others = known.mornings.look(morning)
        sure = {one.staff_id for one in then.people if is_employed(one, morning)} & waiting - others
        if sure:
            rest = frozenset(one.staff_id for one in then.people) - sure
            parts = (_of_year(world.of(year), then, rest, known, year, morning, missed) for year in known.years)
            mine = [one for one in together(parts).wanted.values() if one.staff_id in sure]
            wanted |= {one.key: _without(one, set(one.grants) if one.staff_id in left else gone) for one in mine}
            waiting -= sure
        away = leavers(then, others, morning)
        left |= {one.staff_id for one in away}
        gone |= addresses_gone(away, then, morning)
    closed = desired.closed | (left & desired.held_back)
    return replace(desired, wanted=wanted, closed=closed, held_back=frozenset(waiting) - left)


def _without(one: Wanted, gone: Collection[str]) -> Wanted:
    return replace(one, grants={email: role for email, role in one.grants.items() if email not in gone})


def _with_sheets(world: World, desired: Desired, known: Known, day: date) -> Desired:
    """With the Sheets that were wanted on an earlier morning, such as that of somebody who managed people for three days."""
    keys: set[str] = set()
    for morning in known.mornings.before(day):
        then, waiting = known.mornings.look(morning)
        for mine in (world.of(year) for year in known.years if year.phase(morning) is Phase.OPEN):
            sheets = _sheets(mine, then, waiting, morning, teams=_asking(mine, morning))
            keys |= {one.key for one in sheets if one.make}
    missed = [replace(one, make=True) for key, one in desired.wanted.items() if key in keys and not one.closed]
    return desired.and_also(missed) if missed else desired


def _of_year(
    world: World,
    register: Register,
    held: frozenset[str],
    known: Known,
    year: Year,
    day: date,
    missed: Mapping[str, str],
) -> Desired:
    """One year's. Its own things are in its phase; the trust's folders and people's own are everyone's."""
    phase, items = year.phase(day), of_cycle(known.items, year.id)
    made = _made(known, year, missed)
    desired = documents_for(register, world.cycle, world.templates, day, world.places.trust_drive, held, made)
    if phase is Phase.COMING:
        return desired
    over = phase is Phase.UNDONE
    own = {one.key: one for one in _kept(world, register, held, known, desired, day)}
    both = {**desired.wanted, **own}
    rest = {key: replace(one, make=one.make and not over) for key, one in both.items() if not key.startswith(f"{year.id}/")}
    mine = {key: one for key, one in both.items() if key.startswith(f"{year.id}/")}
    ended = _at_its_end(world, known, year, made) if phase is Phase.LATE else {}
    phased = _phased(phase, items, mine, known, desired, made.missed, ended)
    return replace(desired, wanted={**rest, **{one.key: one for one in phased}})


def _at_its_end(world: World, known: Known, year: Year, made: Made) -> Mapping[str, Mapping[str, str]]:
    """The fields of a year's documents on its last day, by key, where that was a morning without a run."""
    last = year.cycle.ends
    if last not in known.mornings.days:
        return {}
    then, others = known.mornings.look(last)
    there = documents_for(then, world.cycle, world.templates, last, world.places.trust_drive, others, made)
    return {key: one.fields for key, one in there.wanted.items()}


def _made(known: Known, year: Year, missed: Mapping[str, str]) -> Made:
    """What there is of a year's documents. missed: what is to be made beside, of all years."""
    templates = {key: one.template for key, one in of_cycle(known.items, year.id).items()}
    mine = {key: template for key, template in missed.items() if key.startswith(f"{year.id}/")}
    return Made(templates, year.names, _carrying(known, year), mine)


def _phased(
    phase: Phase,
    items: Mapping[str, Item],
    mine: Mapping[str, Wanted],
    known: Known,
    desired: Desired,
    missed: Collection[str],
    ended: Mapping[str, Mapping[str, str]],
) -> Iterable[Wanted]:
    held, gone = desired.held_back, Gone(desired.closed, desired.gone)
    if phase is Phase.LATE:
        return late(mine.values(), missed, ended)
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
    if asks:
        yield from library_for(cycle, trust.staff_groups, day)
    yield from _sheets(world, register, held, day, teams=any(one.kind == CHECK_IN for one in asks.values()))
    offered = known.offered.get(cycle.id, ())
    keys = [document_key(cycle, Appendix.D, one) for one in offered]
    opened = opened_to_all(documents, cycle, offered, trust.staff_groups)
    yield from (opened.wanted[key] for key in keys if key in opened.wanted)


def _sheets(world: World, register: Register, held: frozenset[str], day: date, *, teams: bool) -> Iterator[Wanted]:
    """The Sheets of leads, where there are Forms to record check-ins with, of line managers and of schools."""
    if not world.trust.status_sheets:
        return
    if teams:
        yield from team_sheets_for(register, world.cycle, day, held)
    yield from sheets_for(register, world.cycle, day, world.places.trust_drive, held)


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
