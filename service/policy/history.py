"""What a person is on a day: by their row, by the dated changes of it, and by the days on which their school is in the trust."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from service.policy.dated_changes import DatedChange
from service.policy.people import Person
from service.policy.problems import Problem
from service.policy.register_lines import Line
from service.policy.register_table import READ, STAFF
from service.policy.schools import School

Schools = Mapping[str, School]
DAY = timedelta(days=1)
COLUMNS = {column.heading: column for column in STAFF}
BLANK = dict.fromkeys(("given_name", "family_name", "email", "role", "standards", "school"), "")


@dataclass(frozen=True)
class Version:
    """What a person's row says from a morning on. person: as far as the row can be read; problems: what of it can't be."""

    start: date
    person: Person
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Spell:
    """Days on end on which a person is here, both included."""

    first: date
    last: date


def versions_of(line: Line, changes: Iterable[DatedChange]) -> tuple[Version, ...]:
    """A row of the Staff tab as it is, and as it becomes. changes: of this person, in the order of their dates."""
    values: dict[str, Any] = {**BLANK, **line.values}
    problems = line.problems
    found = [Version(date.min, Person(**values), problems)]
    for start, ones in groupby(changes, key=lambda one: one.start):
        new = {one.column: READ[COLUMNS[one.column].kind](one.becomes) for one in ones}
        values = {**values, **{COLUMNS[heading].field: value for heading, value in new.items()}}
        problems = tuple(one for one in problems if one.column not in new)
        found.append(Version(start, Person(**values), problems))
    return tuple(found)


def in_force(versions: Sequence[Version], day: date) -> Version:
    """What the row says on a day."""
    return next(one for one in reversed(versions) if one.start <= day)


def person_on(versions: Sequence[Version], schools: Schools, day: date) -> Person:
    """The person as of a day. They start and end with their school, where it joins later or leaves before."""
    person = in_force(versions, day).person
    if len(versions) == 1 and not _is_dated(schools.get(person.school)):
        return person
    spell = _spell_on(versions, schools, day)
    starts, ends = (spell.first, spell.last) if spell else _own_days(person, schools.get(person.school))
    before = {one.person.email for one in versions if one.start <= day} - {person.email, ""}
    return replace(
        person,
        starts=None if starts == date.min else starts,
        ends=None if ends == date.max else ends,
        former_emails=tuple(sorted(before)),
    )


def _is_dated(school: School | None) -> bool:
    return school is not None and (school.joins is not None or school.leaves is not None)


def _spell_on(versions: Sequence[Version], schools: Schools, day: date) -> Spell | None:
    """The one that a day is in; else the one that ended last before it; else the next."""
    found = _spells(versions, schools)
    begun = [one for one in found if one.first <= day]
    return begun[-1] if begun else next(iter(found), None)


def _spells(versions: Sequence[Version], schools: Schools) -> list[Spell]:
    """All of them, in order. A move on the morning after a school's last day is one before it leaves: no day lies between."""
    found: list[Spell] = []
    for at, one in enumerate(versions):
        until = _day_before(versions[at + 1].start) if at + 1 < len(versions) else date.max
        starts, ends = _own_days(one.person, schools.get(one.person.school))
        first, last = max(starts, one.start), min(ends, until)
        if first > last:
            continue
        if found and found[-1].last + DAY == first:
            found[-1] = Spell(found[-1].first, last)
        else:
            found.append(Spell(first, last))
    return found


def _day_before(day: date) -> date:
    return max(day, date.min + DAY) - DAY


def _own_days(person: Person, school: School | None) -> tuple[date, date]:
    """The first and the last day as one version says; the first may lie behind the last: then there is no day at all."""
    joins = school.joins if school and school.joins else date.min
    leaves = school.leaves if school and school.leaves else date.max
    return max(person.starts or date.min, joins), min(person.ends or date.max, leaves)
