"""Teams: who is in one, and who leads its check-ins, on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.policy.exemption import takes_part
from service.policy.people import Person, is_employed, line_managers_on
from service.policy.register import Register


@dataclass(frozen=True)
class Team:
    """A team of a school. members: those who take part, by name; leads: staff ids of those whose word counts."""

    school: str
    name: str
    members: tuple[Person, ...]
    leads: frozenset[str]


def teams_of(register: Register, school: str, day: date) -> Sequence[Team]:
    """The teams of a school that have anyone who takes part, by name.

    Those lead a team whom the register names; where it names nobody, the line managers of its people do, and
    where there is none either, all of them.
    """
    members: dict[str, list[Person]] = defaultdict(list)
    named: dict[str, set[str]] = defaultdict(set)
    for person in register.people:
        if person.school != school or not is_employed(person, day):
            continue
        for name in person.leads:
            named[name].add(person.staff_id)
        if takes_part(person.staff_id, register.exemptions_of(person.staff_id), day):
            for name in dict.fromkeys(person.teams):
                members[name].append(person)
    return [
        Team(
            school,
            name,
            tuple(sorted(found, key=_by_name)),
            frozenset(named[name] or _managers(found, day) or {one.staff_id for one in found}),
        )
        for name, found in sorted(members.items())
    ]


def all_teams(register: Register, day: date) -> Mapping[tuple[str, str], Team]:
    """Every team of every school, by school and name."""
    found = (team for school in register.schools for team in teams_of(register, school.id, day))
    return {(team.school, team.name): team for team in found}


def _managers(people: Sequence[Person], day: date) -> set[str]:
    return {manager for one in people for manager in line_managers_on(one, day)}


def _by_name(person: Person) -> tuple[str, str, str]:
    return person.given_name, person.family_name, person.staff_id
