"""Which status Sheets should exist on a day, whose people stand in each, and who may open it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from service.policy.cycle import Cycle
from service.policy.people import NO_MANAGER, Person, is_employed, line_managers_on
from service.policy.register import Register
from service.reconcile.desired import SHEETS_FOLDER, Kind, Role, Wanted


def school_key(cycle: Cycle, school_id: str) -> str:
    return f"{cycle.id}/sheet/school/{school_id}"


def manager_key(cycle: Cycle, staff_id: str) -> str:
    return f"{cycle.id}/sheet/manager/{staff_id}"


def overview_key(cycle: Cycle) -> str:
    return f"{cycle.id}/sheet/overview"


def people_of(register: Register, cycle: Cycle, today: date) -> Mapping[str, Sequence[Person]]:
    """Whose lines stand in each Sheet, by its key: a school's people, and each line manager's own. In the order of their
    teams and names. Whoever came after the cycle's end is in none of its Sheets."""
    found: dict[str, list[Person]] = defaultdict(list)
    here = [one for one in register.people if is_employed(one, today) and (one.starts is None or one.starts <= cycle.ends)]
    for person in sorted(here, key=lambda one: (one.teams, one.family_name, one.given_name, one.staff_id)):
        found[school_key(cycle, person.school)].append(person)
        for manager in line_managers_on(person, today):
            found[manager_key(cycle, manager)].append(person)
    return found


def sheets_for(register: Register, cycle: Cycle, today: date, trust_drive: str, held_back: Collection[str]) -> Iterator[Wanted]:
    """Their folder; the trust's overview; one for each school that has people, shared with its leaders; one for each line
    manager.

    Someone who manages nobody any more keeps theirs, if they have one: it is emptied, not taken. A leader or manager whose
    own row is wrong gets nothing new.
    """
    yield Wanted(SHEETS_FOLDER, Kind.FOLDER, "Status Sheets", f"drive/{trust_drive}")
    everyone = f"Growing Great People {cycle.id} · The trust's overview"
    yield Wanted(overview_key(cycle), Kind.SHEET, everyone, SHEETS_FOLDER, grants=_overseers(register, today, held_back))
    people = people_of(register, cycle, today)
    for school in register.schools:
        leaders = [one for one in register.leaders_of(school, today) if one.staff_id not in held_back]
        key = school_key(cycle, school.id)
        name = f"{school.name} · Growing Great People {cycle.id}"
        yield Wanted(key, Kind.SHEET, name, SHEETS_FOLDER, grants=_writers(leaders), make=bool(people.get(key)))
    for manager in register.people:
        if manager.staff_id in held_back or not is_employed(manager, today):
            continue
        key = manager_key(cycle, manager.staff_id)
        name = f"{manager.name}: my people · Growing Great People {cycle.id}"
        yield Wanted(key, Kind.SHEET, name, SHEETS_FOLDER, manager.staff_id, _writers([manager]), make=bool(people.get(key)))


def _overseers(register: Register, today: date, held_back: Collection[str]) -> dict[str, Role]:
    """Who reads the overview: the admins, and whoever answers to the trustees."""
    found = dict.fromkeys(sorted(register.admins), Role.READER)
    for one in register.people:
        if one.line_manager == NO_MANAGER and is_employed(one, today) and one.staff_id not in held_back:
            found[one.email] = Role.READER
    return found


def _writers(people: Sequence[Person]) -> dict[str, Role]:
    return {one.email: Role.WRITER for one in people}
