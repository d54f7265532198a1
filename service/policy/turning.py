"""Days on which something dated begins or ends: between two of them, nothing in the register is otherwise than the day before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from service.policy.exemption import Exemption
from service.policy.people import Person
from service.policy.schools import School

DAY = timedelta(days=1)


def turning_days(
    people: Iterable[Person],
    schools: Iterable[School],
    exemptions: Iterable[Exemption],
    starts: Iterable[date],
    first: date,
    last: date,
) -> frozenset[date]:
    """Those days from `first` to `last`, both included. people: as their rows say, each as often as they change; starts: days
    from which a dated change counts. What ends on a day is otherwise on the day after."""
    begins, ends = set[date | None](starts), set[date | None]()
    for person in people:
        begins |= {person.starts, person.new_from, person.acting_from}
        ends |= {person.ends, person.acting_until}
    for school in schools:
        begins.add(school.joins)
        ends.add(school.leaves)
    for one in exemptions:
        begins.add(one.starts)
        ends.add(one.ends)
    after = {day + DAY for day in ends if day and first - DAY <= day < last}
    return frozenset({day for day in begins if day and first <= day <= last} | after)
