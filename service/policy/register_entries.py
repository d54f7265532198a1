"""What is entered in the register's tabs, read once: from it come the register as it is on any day, and what is wrong then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from service.policy.dated_changes import DatedChange
from service.policy.dated_rows import Coming, dated_rows
from service.policy.days import full_day
from service.policy.exemption import Exemption
from service.policy.history import Version, in_force, person_on, versions_of
from service.policy.people import Person
from service.policy.problems import NOTICE, Problem, register_problems
from service.policy.register import Register
from service.policy.register_lines import Line, lines, missing_columns, numbered
from service.policy.register_rows import admins_in, exemptions_in, schools_in
from service.policy.register_table import DATED_TAB, READ, STAFF, TABS, Rows
from service.policy.schools import School
from service.policy.staff_cells import Allowed
from service.policy.turning import turning_days

KIND = {column.heading: column.kind for column in STAFF}


def from_rows(
    tabs: Mapping[str, Rows], domains: frozenset[str], today: date, standards: frozenset[str] = frozenset()
) -> tuple[Register, tuple[Problem, ...]]:
    """The register in its tabs as it is on a day, and everything that is wrong with it then, or soon will be.

    tabs: rows of displayed text by tab, headings first; columns in any order, others left alone, blank rows passed over.
    domains: the trust's mail domains. standards: keys of the standards sets; none checks nothing.
    """
    return entries_in(tabs, domains, standards).on(today)


@dataclass(frozen=True)
class Entries:
    """The tabs, read. people: what each row of the Staff tab says and becomes, by staff id, in their order; rows: the numbers of
    the rows on which each staff id stands. wrong: what is wrong whatever the day; coming: wrong dated changes."""

    people: Mapping[str, Sequence[Version]]
    rows: Mapping[str, Sequence[int]]
    schools: tuple[School, ...]
    exemptions: tuple[Exemption, ...]
    admins: frozenset[str]
    changes: tuple[DatedChange, ...]
    wrong: tuple[Problem, ...]
    coming: tuple[Coming, ...]
    allowed: Allowed

    @cached_property
    def _schools(self) -> Mapping[str, School]:
        return {one.id: one for one in self.schools}

    def on(self, day: date) -> tuple[Register, tuple[Problem, ...]]:
        """The register as it is on a day, and everything that is wrong with it then, or that a dated change will soon bring."""
        register = self.register(day)
        now = self.problems(register, day)
        return register, tuple(sorted((*now, *self._ahead(register, now, day))))

    def register(self, day: date) -> Register:
        """The register as it is on a day."""
        people: list[Person] = []
        unread: list[Person] = []
        for versions in self.people.values():
            sound = not in_force(versions, day).problems
            (people if sound else unread).append(person_on(versions, self._schools, day))
        return Register(tuple(people), self.schools, self.exemptions, self.admins, self.changes, tuple(unread))

    def problems(self, register: Register, day: date) -> list[Problem]:
        """What is wrong on a day. register: as it is then."""
        own = (problem for versions in self.people.values() for problem in in_force(versions, day).problems)
        between = self._placed(self._between(register, day), day)
        return [*self.wrong, *own, *(one.on(day) for one in self.coming), *between]

    def turning_days(self, first: date, last: date) -> frozenset[date]:
        """Those of some days on which something is otherwise than it was the day before. Both are included."""
        versions = [one for found in self.people.values() for one in found]
        starts = [*(one.start for one in versions), *(one.start for one in self.coming)]
        return turning_days([one.person for one in versions], self.schools, self.exemptions, starts, first, last)

    def _between(self, register: Register, day: date) -> Iterator[Problem]:
        allowed = replace(self.allowed, staff_ids={one.staff_id for one in register.people})
        return register_problems(register, self.rows, allowed, self._typed, day)

    def _typed(self, staff_id: str, day: date) -> Person:
        return in_force(self.people[staff_id], day).person

    def _ahead(self, register: Register, now: Sequence[Problem], day: date) -> Iterator[Problem]:
        """What dated changes will bring within the time of notice: what would not be wrong on that day without them."""
        told = {_identity(one) for one in now}
        for start in sorted({one.start for one in self.changes if day < one.start <= day + NOTICE}):
            without = {_identity(one) for one in self._placed(self._between(register, start), day)}
            for one in self._placed(self._between(self.register(start), start), start):
                if one.staff_id and _identity(one) not in told | without:
                    told.add(_identity(one))
                    yield replace(one, staff_id="", message=f"from {full_day(start)}: {one.message}")

    def _placed(self, problems: Iterable[Problem], day: date) -> Iterator[Problem]:
        """Each problem where it can be mended: in the row of the dated change that says what is wrong, if one does."""
        whose = {numbers[0]: staff_id for staff_id, numbers in self.rows.items()} if self.changes else {}
        said = {(one.staff_id, one.column): one for one in self.changes if one.start <= day}
        for problem in problems:
            change = said.get((whose.get(problem.row, ""), problem.column))
            moved = change is not None and problem.found in ("", change.becomes, str(READ[KIND[change.column]](change.becomes)))
            if change and moved:
                yield replace(problem, tab=DATED_TAB, row=change.row, column="Becomes", about=problem.column)
            else:
                yield problem


def _identity(problem: Problem) -> tuple[str, int, str, str]:
    return problem.tab, problem.row, problem.column, problem.found


def entries_in(tabs: Mapping[str, Rows], domains: frozenset[str], standards: frozenset[str] = frozenset()) -> Entries:
    """Read the register's tabs. For the arguments see `from_rows`."""
    staff = tabs.get("Staff", ())
    found = {tab: list(lines(tab, tabs.get(tab, ()))) for tab in TABS if tab != "Staff"}
    wrong = [problem for tab in TABS for problem in missing_columns(tab, staff if tab == "Staff" else tabs.get(tab, ()))]
    wrong += [problem for tab, ones in found.items() if tab != DATED_TAB for line in ones for problem in line.problems]
    rows = numbered(staff, "Staff id")
    schools = schools_in(found["Schools"], found["Term dates"], frozenset(rows), wrong)
    exemptions = exemptions_in(found["Exemptions"], frozenset(rows), wrong)
    admins = admins_in(found["Admins"], domains, wrong)
    allowed = Allowed(frozenset(rows), frozenset(one.id for one in schools), domains, standards)
    changes, coming = dated_rows(found[DATED_TAB], allowed)
    people = dict(_people(lines("Staff", staff), rows, changes, wrong))
    return Entries(people, rows, schools, exemptions, admins, changes, tuple(wrong), coming, allowed)


def _people(
    staff: Iterable[Line], rows: Mapping[str, Sequence[int]], changes: Sequence[DatedChange], problems: list[Problem]
) -> Iterator[tuple[str, tuple[Version, ...]]]:
    """People by their first row, in the order of the tab; one whose staff id stands twice is held back. A row without a staff
    id is nobody's."""
    mine: dict[str, list[DatedChange]] = defaultdict(list)
    for one in changes:
        mine[one.staff_id].append(one)
    for line in staff:
        staff_id = line.values.get("staff_id", "")
        if staff_id and line.number == rows[staff_id][0]:
            yield staff_id, versions_of(line, mine.get(staff_id, ()))
            continue
        problems += line.problems
        if staff_id:
            message = f"this staff id stands on row {rows[staff_id][0]} already; each person has one row"
            problems.append(Problem("Staff", line.number, staff_id, "Staff id", staff_id, message))
