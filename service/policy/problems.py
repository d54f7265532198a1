"""What is wrong with the register: each problem with its row, in words that say how to mend it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.policy.people import NO_MANAGER, Person, has_left, is_employed, line_manager_on
from service.policy.register import Register
from service.policy.staff_cells import MANAGERS, Allowed, is_ours

EVERYONE = "*"
"""In a problem's place for a staff id: whatever is missing, it may be anybody's."""
NOTICE = timedelta(days=30)
"""How long before it comes it is told what a day will bring: a line manager's last one, or a dated change's first."""

DATES = frozenset({"Staff id", "Starts", "Ends"})
"""Columns that say whether somebody is here; of a staff id that stands twice it is not certain which row does."""

Typed = Callable[[str, date], Person]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. row: as the Sheet numbers it. staff_id: whose documents wait for it, '' for nobody's, EVERYONE for all.
    about: the column of the Staff tab that it is about, where that is not the column it stands in.

    found may hold an address: it is for the admin's eyes, never for a log.
    """

    tab: str
    row: int
    staff_id: str
    column: str
    found: str
    message: str
    about: str = ""

    def sentence(self) -> str:
        return f"{self.tab}, row {self.row}, {self.column}: {self.message}" + (f" (found '{self.found}')" if self.found else "")


def held_back(problems: Iterable[Problem], people: Iterable[Person]) -> frozenset[str]:
    """The staff ids whose documents wait until a row is mended. people: everyone in the register."""
    found = frozenset(problem.staff_id for problem in problems if problem.staff_id)
    return found | {person.staff_id for person in people} if EVERYONE in found else found


def held_on(problems: Sequence[Problem], register: Register, day: date) -> frozenset[str]:
    """The staff ids whose documents wait on a day. What is taken from a leaver waits for nothing, where it is certain that they
    have left: not where a whole column is missing and their row can't be read."""
    found = held_back(problems, register.people)
    about: dict[str, set[str]] = defaultdict(set)
    for one in problems:
        if one.about or one.tab == "Staff":
            about[one.staff_id].add(one.about or one.column)
    unread = () if EVERYONE in found else register.unread
    return found - {
        one.staff_id for one in (*register.people, *unread) if _left_for_sure(one, about[one.staff_id], register, day)
    }


def _left_for_sure(person: Person, about: Collection[str], register: Register, day: date) -> bool:
    """Whether no wrong cell may be the one that says when they leave. about: the columns in which something is wrong."""
    school = register.school(person.school)
    with_school = school is not None and school.leaves == person.ends
    return has_left(person, day) and DATES.isdisjoint(about) and not (with_school and "School" in about)


def register_problems(
    register: Register, rows: Mapping[str, Sequence[int]], allowed: Allowed, typed: Typed, today: date
) -> Iterator[Problem]:
    """What is wrong between people on a day. rows: the row numbers on which each staff id stands in the Staff tab. typed: what a
    person's row says on a day, whatever their school does."""
    emails = Counter(person.email.lower() for person in register.people)
    doubtful = {
        one.staff_id for one in register.people if emails[one.email.lower()] > 1 or not is_ours(one.email, allowed.domains)
    }
    for person in register.people:
        row = rows[person.staff_id][0]
        yield from _own(person, row, allowed, typed(person.staff_id, today))
        if emails[person.email.lower()] > 1:
            yield Problem(
                "Staff", row, person.staff_id, "E-mail", person.email, "two people have this address; each needs their own"
            )
        if person.line_manager != NO_MANAGER:
            yield from _managers(person, row, allowed)
            yield from _reached(person, row, rows, doubtful)
            yield from _left(person, row, register, typed, today)
        yield from _dated(person, row)
    for staff_id in _in_a_loop(register):
        message = "their line managers go round in a circle; someone in it needs another line manager"
        yield Problem("Staff", rows[staff_id][0], staff_id, "Line manager", "", message)


def _own(person: Person, row: int, allowed: Allowed, typed: Person) -> Iterator[Problem]:
    for column, text in (("School", person.school), ("E-mail", person.email), ("Standards", person.standards)):
        message = allowed.wrong(column, text, person.staff_id)
        if message:
            yield Problem("Staff", row, person.staff_id, column, text, message)
    if typed.starts and typed.ends and typed.ends < typed.starts:
        yield Problem("Staff", row, person.staff_id, "Ends", str(typed.ends), f"before the start on {typed.starts}")


def _managers(person: Person, row: int, allowed: Allowed) -> Iterator[Problem]:
    named = (person.line_manager, person.second_line_manager, person.new_line_manager, person.acting_manager)
    for column, staff_id in zip(MANAGERS, named, strict=True):
        message = allowed.wrong(column, staff_id, person.staff_id)
        if message:
            yield Problem("Staff", row, person.staff_id, column, staff_id, message)


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


def _left(person: Person, row: int, register: Register, typed: Typed, today: date) -> Iterator[Problem]:
    """A line manager who has left, or who leaves soon with nobody to follow. The latter holds nothing back yet."""
    second = register.person(person.second_line_manager)
    if second and has_left(second, today) and is_employed(person, today):
        message = f"this second line manager left on {second.ends}; name another, or clear the cell"
        yield Problem("Staff", row, "", "Second line manager", second.staff_id, message)
    manager = register.person(line_manager_on(person, today) or "")
    if manager is None or manager.ends is None or manager.staff_id == person.staff_id or has_left(person, today):
        return
    if manager.ends < today:
        message = f"this line manager left on {manager.ends}; name a new line manager"
        yield Problem("Staff", row, person.staff_id, "Line manager", manager.staff_id, message)
    elif manager.ends <= today + NOTICE and not _followed(person, manager, typed):
        message = f"this line manager leaves on {manager.ends}; name a new line manager from the day after"
        yield Problem("Staff", row, "", "Line manager", manager.staff_id, message)


def _reached(person: Person, row: int, rows: Mapping[str, Sequence[int]], doubtful: Collection[str]) -> Iterator[Problem]:
    """A line manager's wrong address would open the person's documents to whoever has it."""
    named = {person.line_manager, person.second_line_manager, person.new_line_manager, person.acting_manager}
    for staff_id in sorted(named & set(doubtful)):
        message = f"this line manager's e-mail has to be mended first, on row {rows[staff_id][0]}"
        yield Problem("Staff", row, person.staff_id, "Line manager", staff_id, message)


def _followed(person: Person, leaver: Person, typed: Typed) -> bool:
    """Whether somebody else is line manager on the day after the leaver's last, or the person leaves by then too."""
    assert leaver.ends is not None  # noqa: S101 the caller asks only about leavers
    if person.ends and person.ends <= leaver.ends:
        return True
    after = leaver.ends + timedelta(days=1)
    return line_manager_on(typed(person.staff_id, after), after) != leaver.staff_id


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
