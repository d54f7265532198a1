"""A fictional trust's people: who works where, in what role, for whom. Deterministic for a seed; linear in its size."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from service.policy.exemption import EARLY_CAREER, LONG_ABSENCE, Exemption
from service.policy.people import NO_MANAGER, Person
from service.sample.names import FAMILY, FORMULA_NAME, GIVEN

CENTRAL = "CEN"
TEAM = 8

ROLES = (
    ("Teacher", "teachers", 50),
    ("Teaching assistant", "teaching-assistants", 26),
    ("Office administrator", "job-description", 6),
    ("Site manager", "job-description", 4),
    ("Catering assistant", "job-description", 6),
    ("Pastoral lead", "job-description", 4),
    ("Learning mentor", "job-description", 4),
)
"""Role, standards set and how many in a hundred."""


@dataclass
class Making:
    """The people made so far, and the names that are taken."""

    random: random.Random
    domains: Sequence[str]
    people: list[Person] = field(default_factory=list)
    exemptions: list[Exemption] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def add(self, school: str, role: str, standards: str, manager: str, teams: tuple[str, ...]) -> Person:
        given, family = self.random.choice(GIVEN), self.random.choice(FAMILY)
        person = Person(
            staff_id=f"S{len(self.people) + 1:05d}",
            given_name=given,
            family_name=family,
            email=self._email(given, family, school),
            role=role,
            standards=standards,
            school=school,
            teams=teams,
            line_manager=manager,
            starts=date(self.random.randint(2008, 2024), 9, 1),
            fte=self.random.choice((1.0, 1.0, 1.0, 1.0, 0.8, 0.6, 0.5)),
        )
        self.people.append(person)
        return person

    def _email(self, given: str, family: str, school: str) -> str:
        plain = unicodedata.normalize("NFKD", f"{given}.{family}").encode("ascii", "ignore").decode().lower()
        local = "".join(letter for letter in plain if letter.isalnum() or letter in ".-")
        number = 1
        while (address := f"{local}{number if number > 1 else ''}") in self.taken:
            number += 1
        self.taken.add(address)
        domain = self.domains[1] if school == "OXB" and len(self.domains) > 1 else self.domains[0]
        return f"{address}@{domain}"

    def change(self, staff_id: str, **changes: object) -> None:
        place = int(staff_id[1:]) - 1
        self.people[place] = replace(self.people[place], **changes)  # type: ignore[arg-type]


def make_people(
    schools: Sequence[str], staff: int, seed: int, domains: Sequence[str], year: int
) -> tuple[list[Person], list[Exemption]]:
    """`staff` people in `schools` (ids; the central team is added), in the cycle that begins in September of `year`."""
    making = Making(random.Random(seed), domains)
    chief = making.add(CENTRAL, "Chief executive", "headteachers", NO_MANAGER, ("Executive",))
    making.change(chief.staff_id, fte=1.0)
    for place, size in enumerate(_sizes(staff - 1, [CENTRAL, *schools])):
        school = [CENTRAL, *schools][place]
        _school(making, school, size, chief.staff_id)
    for special in SPECIALS:
        special(making, year)
    return making.people, making.exemptions


def _sizes(staff: int, schools: Sequence[str]) -> Iterator[int]:
    """The central team is small; the rest is shared out evenly."""
    central = min(staff, max(staff // 40, 1)) if len(schools) > 1 else staff
    yield central
    left = staff - central
    for place in range(len(schools) - 1):
        share = left // (len(schools) - 1) + (1 if place < left % (len(schools) - 1) else 0)
        yield share


def _school(making: Making, school: str, size: int, chief: str) -> None:
    """A head, a leader for every team, and the team."""
    if not size:
        return
    central = school == CENTRAL
    head_role, head_standards = ("Director of people", "job-description") if central else ("Headteacher", "headteachers")
    head = making.add(school, head_role, head_standards, chief, ("Leadership",))
    left, number = size - 1, 1
    while left > 0:
        team = f"{school} team {number}"
        lead_role = "Service lead" if central else "Phase leader"
        standards = "job-description" if central else "teachers"
        lead = making.add(school, lead_role, standards, head.staff_id, (team, "Leadership"))
        members = min(TEAM - 1, left - 1)
        for _ in range(members):
            role, member_standards = _role(making, central)
            making.add(school, role, member_standards, lead.staff_id, (team,))
        left -= members + 1
        number += 1


def _role(making: Making, central: bool) -> tuple[str, str]:
    if central:
        return "Finance officer", "job-description"
    role, standards, _ = making.random.choices(ROLES, [weight for _, _, weight in ROLES])[0]
    return role, standards


def _of(making: Making, standards: str, number: int) -> Person | None:
    """The n-th member of staff of a standards set who leads no one."""
    leads = {person.line_manager for person in making.people}
    found = [person for person in making.people if person.standards == standards and person.staff_id not in leads]
    return found[number] if number < len(found) else None


def _early_career(making: Making, year: int) -> None:
    """Two whose induction ends in January, one whose goes on."""
    for number, ends in enumerate((date(year + 1, 1, 9), date(year + 1, 1, 9), date(year + 1, 8, 31))):
        person = _of(making, "teachers", number)
        if person:
            making.change(person.staff_id, role="Early career teacher", starts=date(year - 1, 9, 1))
            making.exemptions.append(Exemption(person.staff_id, EARLY_CAREER, "induction", date(year - 1, 9, 1), ends))


def _joiners(making: Making, year: int) -> None:
    """One who began in September, one who begins after half-term."""
    for number, starts in ((3, date(year, 9, 1)), (4, date(year, 11, 3))):
        person = _of(making, "teachers", number)
        if person:
            making.change(person.staff_id, starts=starts)


def _leavers(making: Making, year: int) -> None:
    """One who left in the summer, one who leaves at Christmas."""
    for number, ends in ((5, date(year, 8, 31)), (6, date(year, 12, 31))):
        person = _of(making, "teachers", number)
        if person:
            making.change(person.staff_id, ends=ends)


def _absent(making: Making, year: int) -> None:
    for number, ends in ((0, date(year + 1, 3, 1)), (1, None)):
        person = _of(making, "teaching-assistants", number)
        if person:
            making.exemptions.append(Exemption(person.staff_id, LONG_ABSENCE, "", date(year, 9, 1), ends))


def _new_managers(making: Making, year: int) -> None:
    """Two change line manager on a date; a third has an acting one for some weeks."""
    heads = [person for person in making.people if person.role == "Headteacher"]
    for number in (2, 3):
        person = _of(making, "teaching-assistants", number)
        if person and heads:
            head = next((one for one in heads if one.school == person.school), heads[0])
            making.change(person.staff_id, new_line_manager=head.staff_id, new_from=date(year, 11, 3))
    person = _of(making, "teaching-assistants", 4)
    if person and heads:
        head = next((one for one in heads if one.school == person.school), heads[0])
        making.change(
            person.staff_id, acting_manager=head.staff_id, acting_from=date(year, 9, 29), acting_until=date(year, 10, 31)
        )


def _formula(making: Making, year: int) -> None:
    """A family name that begins with an equals sign stays a name."""
    person = _of(making, "job-description", 2)
    if person:
        making.change(person.staff_id, family_name=FORMULA_NAME)


SPECIALS = (_early_career, _joiners, _leavers, _absent, _new_managers, _formula)


def without_account(people: Sequence[Person]) -> str | None:
    """The address of the joiner whose account does not exist yet: the last teacher who leads no one."""
    leads = {person.line_manager for person in people}
    plain = [person for person in people if person.standards == "teachers" and person.staff_id not in leads and not person.ends]
    return plain[-1].email if len(plain) > 9 else None
