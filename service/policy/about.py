"""What a document's own block says about the person it is for."""

from __future__ import annotations

from datetime import date

from service.policy.cycle import Cycle
from service.policy.days import full_day
from service.policy.people import Person, is_employed, line_managers_on
from service.policy.register import Register
from service.policy.schools import HalfTerm

FIELDS = (
    "name",
    "role",
    "school",
    "team",
    "line_manager",
    "standards",
    "cycle",
    "priorities",
    "check_ins",
    "from_form",
    "who_can_open",
)
NOBODY = "nobody"
FROM_FORM = "comes in below a few minutes after it is sent, the newest first"


def about(person: Person, register: Register, cycle: Cycle, today: date) -> dict[str, str]:
    """The values of the fields, none of them empty; several lines where there are several things."""
    school = register.school(person.school)
    named = [register.person(one) for one in line_managers_on(person, today)]
    managers = " and ".join(one.name for one in named if one and is_employed(one, today))
    half_terms = school.half_terms.get(cycle.id, ()) if school else ()
    lines = [_check_in(cycle.half_terms[one.number - 1], one) for one in half_terms]
    return {
        "name": person.name,
        "role": person.role,
        "school": school.name if school else person.school,
        "team": ", ".join(person.teams) or "no team yet",
        "line_manager": managers or NOBODY,
        "standards": cycle.standards[person.standards].title if person.standards in cycle.standards else person.standards,
        "cycle": cycle.id,
        "priorities": "\n".join(school.priorities) if school and school.priorities else "none set yet",
        "check_ins": "\n".join(lines) or "dates to follow",
        "from_form": FROM_FORM,
        "who_can_open": who_can_open(person.name, managers),
    }


def _check_in(name: str, half_term: HalfTerm) -> str:
    return f"{name}: {full_day(half_term.starts)} to {full_day(half_term.ends)}"


def who_can_open(name: str, managers: str) -> str:
    """Who can open a person's documents, in a sentence. managers: their line manager's name, or both of them."""
    role = "the line managers" if " and " in managers else "the line manager"
    others = f" {managers}, {role}, can read and comment." if managers else ""
    return f"{name} can write.{others} Nobody else is given access but the service itself and the trust's emergency account."
