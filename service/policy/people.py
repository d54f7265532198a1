"""People, and who their line manager is on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NO_MANAGER = "none"
"""What the register says of the one who has no line manager: the chief executive answers to the trustees."""


@dataclass(frozen=True)
class Person:
    """One member of staff, known by a staff id for ever: names and addresses change.

    line_manager and the like are staff ids; new_line_manager takes over on its date, acting_manager stands in between
    two dates, both included; second_line_manager has the same rights beside whoever is line manager. leads: teams
    of their school whose check-ins they lead. ends: the last day, or None. fte: full-time equivalent, 0 to 1.
    former_emails: addresses that a dated change replaced.
    """

    staff_id: str
    given_name: str
    family_name: str
    email: str
    role: str
    standards: str
    school: str
    teams: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    line_manager: str = NO_MANAGER
    second_line_manager: str = ""
    new_line_manager: str = ""
    new_from: date | None = None
    acting_manager: str = ""
    acting_from: date | None = None
    acting_until: date | None = None
    starts: date | None = None
    ends: date | None = None
    fte: float = 1.0
    job_description: str = ""
    former_emails: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


def line_manager_on(person: Person, day: date) -> str | None:
    """The staff id of whoever is the person's line manager that day; None for one who has none."""
    acting = person.acting_manager and person.acting_from and person.acting_from <= day
    if acting and (person.acting_until is None or day <= person.acting_until):
        return person.acting_manager
    if person.new_line_manager and person.new_from and person.new_from <= day:
        return person.new_line_manager
    return None if person.line_manager == NO_MANAGER else person.line_manager


def line_managers_on(person: Person, day: date) -> tuple[str, ...]:
    """The staff ids of all who are line managers of the person that day, the first one first."""
    first = line_manager_on(person, day)
    both = (first or "", person.second_line_manager)
    return tuple(dict.fromkeys(one for one in both if one and one not in (NO_MANAGER, person.staff_id)))


def is_employed(person: Person, day: date) -> bool:
    """Whether the day is one of the person's: from the first to the last, both included."""
    return (person.starts is None or person.starts <= day) and (person.ends is None or day <= person.ends)


def has_left(person: Person, day: date) -> bool:
    """Whether the last day lies behind."""
    return person.ends is not None and person.ends < day
