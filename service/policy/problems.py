"""What is wrong with the register: each problem with its row, in words that say how to mend it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.policy.people import NO_MANAGER, Person, is_employed, line_manager_on
from service.policy.register import Register

ADDRESS = re.compile(r"[^@\s]+@([^@\s]+)")
EVERYONE = "*"
"""In a problem's place for a staff id: whatever is missing, it may be anybody's."""
NOTICE = timedelta(days=30)
"""How long before a line manager's last day their people are told of."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. row: as the Sheet numbers it. staff_id: whose documents wait for it, '' for nobody's, EVERYONE for all.

    found may hold an address: it is for the admin's eyes, never for a log.
    """

    tab: str
    row: int
    staff_id: str
    column: str
    found: str
    message: str

    def sentence(self) -> str:
        return f"{self.tab}, row {self.row}, {self.column}: {self.message}" + (f" (found '{self.found}')" if self.found else "")


def held_back(problems: Iterable[Problem], people: Iterable[Person]) -> frozenset[str]:
    """The staff ids whose documents wait until a row is mended. people: everyone in the register."""
    found = frozenset(problem.staff_id for problem in problems if problem.staff_id)
    return found | {person.staff_id for person in people} if EVERYONE in found else found


def register_problems(
    register: Register, rows: Mapping[str, Sequence[int]], domains: frozenset[str], standards: frozenset[str], today: date
) -> Iterator[Problem]:
    """What is wrong between people on a day. rows: the row numbers on which each staff id stands in the Staff tab."""
    emails = Counter(person.email.lower() for person in register.people)
    doubtful = {one.staff_id for one in register.people if emails[one.email.lower()] > 1 or not is_ours(one.email, domains)}
    for person in register.people:
        row = rows[person.staff_id][0]
        yield from _own(person, row, register, domains, standards)
        if emails[person.email.lower()] > 1:
            yield Problem(
                "Staff", row, person.staff_id, "E-mail", person.email, "two people have this address; each needs their own"
            )
        if person.line_manager != NO_MANAGER:
            yield from _managers(person, row, register)
            yield from _reached(person, row, rows, doubtful)
            yield from _left(person, row, register, today)
        yield from _dated(person, row)
    for staff_id in _in_a_loop(register):
        message = "their line managers go round in a circle; someone in it needs another line manager"
        yield Problem("Staff", rows[staff_id][0], staff_id, "Line manager", "", message)


def _own(person: Person, row: int, register: Register, domains: frozenset[str], standards: frozenset[str]) -> Iterator[Problem]:
    if register.school(person.school) is None:
        allowed = ", ".join(sorted(school.id for school in register.schools))
        yield Problem("Staff", row, person.staff_id, "School", person.school, f"no such school; one of {allowed}")
    if not is_ours(person.email, domains):
        allowed = ", ".join(sorted(domains))
        yield Problem(
            "Staff", row, person.staff_id, "E-mail", person.email, f"not an address of the trust; allowed after the @: {allowed}"
        )
    if standards and person.standards not in standards:
        yield Problem("Staff", row, person.staff_id, "Standards", person.standards, f"one of {', '.join(sorted(standards))}")
    if person.starts and person.ends and person.ends < person.starts:
        yield Problem("Staff", row, person.staff_id, "Ends", str(person.ends), f"before the start on {person.starts}")


def _managers(person: Person, row: int, register: Register) -> Iterator[Problem]:
    named = (
        ("Line manager", person.line_manager),
        ("Second line manager", person.second_line_manager),
        ("New line manager", person.new_line_manager),
        ("Acting manager", person.acting_manager),
    )
    for column, staff_id in named:
        if column == "Line manager" and not staff_id:
            message = f"nobody; give a staff id, or '{NO_MANAGER}' for someone who answers to the trustees"
            yield Problem("Staff", row, person.staff_id, column, "", message)
        elif staff_id and register.person(staff_id) is None:
            yield Problem("Staff", row, person.staff_id, column, staff_id, "nobody in the register has this staff id")
        elif staff_id and staff_id == person.staff_id:
            yield Problem("Staff", row, person.staff_id, column, staff_id, "this is the person's own staff id")


def _dated(person: Person, row: int) -> Iterator[Problem]:
    """A change of line manager counts from its date: without one nobody could say who it is today."""
    pairs = (
        ("New from", person.new_from, "New line manager", person.new_line_manager),
        ("Acting from", person.acting_from, "Acting manager", person.acting_manager),
    )
    for date_column, day, column, staff_id in pairs:
        if staff_id and day is None:
            yield Problem("Staff", row, person.staff_id, date_column, "", f"needed: the first day of '{column}'")
        if day and not staff_id:
            yield Problem("Staff", row, person.staff_id, column, "", f"needed: '{date_column}' says from when, nobody says who")
    if person.acting_from and person.acting_until and person.acting_until < person.acting_from:
        message = f"before it begins on {person.acting_from}"
        yield Problem("Staff", row, person.staff_id, "Acting until", str(person.acting_until), message)


def _left(person: Person, row: int, register: Register, today: date) -> Iterator[Problem]:
    """A line manager who has left, or who leaves soon with nobody to follow. The latter holds nothing back yet."""
    second = register.person(person.second_line_manager)
    if second and second.ends and second.ends < today and is_employed(person, today):
        message = f"this second line manager left on {second.ends}; name another, or clear the cell"
        yield Problem("Staff", row, "", "Second line manager", second.staff_id, message)
    manager = register.person(line_manager_on(person, today) or "")
    if manager is None or manager.ends is None or manager.staff_id == person.staff_id or (person.ends and person.ends < today):
        return
    if manager.ends < today:
        message = f"this line manager left on {manager.ends}; name a new line manager"
        yield Problem("Staff", row, person.staff_id, "Line manager", manager.staff_id, message)
    elif manager.ends <= today + NOTICE and not _followed(person, manager):
        message = f"this line manager leaves on {manager.ends}; name a new line manager from the day after"
        yield Problem("Staff", row, "", "Line manager", manager.staff_id, message)


def _reached(person: Person, row: int, rows: Mapping[str, Sequence[int]], doubtful: Collection[str]) -> Iterator[Problem]:
    """A line manager's wrong address would open the person's documents to whoever has it."""
    named = {person.line_manager, person.second_line_manager, person.new_line_manager, person.acting_manager}
    for staff_id in sorted(named & set(doubtful)):
        message = f"this line manager's e-mail has to be mended first, on row {rows[staff_id][0]}"
        yield Problem("Staff", row, person.staff_id, "Line manager", staff_id, message)


def is_ours(email: str, domains: frozenset[str]) -> bool:
    """Whether an address is a whole one, in one of the trust's mail domains."""
    address = ADDRESS.fullmatch(email)
    return address is not None and address[1].lower() in domains


def _followed(person: Person, leaver: Person) -> bool:
    """Whether somebody else is line manager on the day after the leaver's last, or the person leaves by then too."""
    assert leaver.ends is not None  # noqa: S101 the caller asks only about leavers
    if person.ends and person.ends <= leaver.ends:
        return True
    return line_manager_on(person, leaver.ends + timedelta(days=1)) != leaver.staff_id


def _in_a_loop(register: Register) -> Iterator[str]:
    """Staff ids from whom the chain of line managers comes back to themselves, as it is or when all changes have come."""
    now = {person.staff_id: person.line_manager for person in register.people}
    later = {person.staff_id: person.new_line_manager or person.line_manager for person in register.people}
    return iter(sorted({*_circling(now), *_circling(later)}))


def _circling(above: Mapping[str, str]) -> Iterator[str]:
    for staff_id in above:
        seen, at = {staff_id}, above[staff_id]
        while at in above and at not in seen:
            seen.add(at)
            at = above[at]
        if at == staff_id and above[staff_id] != staff_id:
            yield staff_id
