"""Check-ins: who met with their team in a half-term. What is recorded is that people met, never what was said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from service.policy.cycle import Cycle
from service.policy.form_template import FormTemplate
from service.policy.forms import APOLOGIES, CAUGHT_UP, HALF_TERM, TEAM, THERE, everyone_key, mark_key, presented_key
from service.policy.people import Person
from service.policy.responses import Response
from service.policy.schools import School
from service.policy.teams import Team


class Mark(Enum):
    """A person's mark in a check-in."""

    PRESENT = "present"
    APOLOGIES = "apologies"
    CAUGHT_UP = "caught up"


MARKS = {THERE: Mark.PRESENT, APOLOGIES: Mark.APOLOGIES, CAUGHT_UP: Mark.CAUGHT_UP}
MET = frozenset({Mark.PRESENT, Mark.CAUGHT_UP})
SHOWN = {Mark.PRESENT: "met", Mark.CAUGHT_UP: "caught up", Mark.APOLOGIES: "not yet"}
"""What others see: who sent apologies has not met yet, and no more is said."""
NOT_YET, NONE_YET = "not yet", "no check-in yet"


@dataclass(frozen=True)
class CheckIn:
    """What a team's lead recorded at one time. half_term: 1 to 6; marks and presented: by staff id, of those of whom something
    is said; sent: aware."""

    school: str
    team: str
    half_term: int
    sent: datetime
    marks: Mapping[str, Mark] = field(default_factory=dict)
    presented: frozenset[str] = frozenset()


def check_in_of(response: Response, template: FormTemplate, school: School, team: Team, cycle: Cycle, day: date) -> CheckIn | str:
    """What a response says, or why it can't be told, in plain English.

    *Everyone* stands for all who are in the team on that day; a line that is ticked says more than it.
    """
    number = _half_term(response, school, cycle, day)
    if number is None:
        return "the school has no half-term that has begun by that day"
    everyone = response.text(everyone_key(team.name)) in _everyone(template)
    marks = {one.staff_id: Mark.PRESENT for one in team.members} if everyone else {}
    words = _words(template)
    for person in team.members:
        said = response.text(mark_key(team.name, person.staff_id))
        if said and said not in words:
            return "an answer in it is none of those that the Form offers now"
        if said:
            marks[person.staff_id] = words[said]
    presented = frozenset(one.staff_id for one in team.members if response.text(presented_key(team.name, one.staff_id)))
    return CheckIn(school.id, response.text(TEAM), number, response.sent, marks, presented)


def _half_term(response: Response, school: School, cycle: Cycle, day: date) -> int | None:
    """The one that was chosen, or the last that has begun."""
    chosen = response.text(HALF_TERM)
    if chosen in cycle.half_terms:
        return cycle.half_terms.index(chosen) + 1
    return max((one.number for one in school.half_terms.get(cycle.id, ()) if one.starts <= day), default=None)


def _everyone(template: FormTemplate) -> frozenset[str]:
    """How a Form says that everyone was there, whatever the team."""
    asked = [one for one in template.items if one.key.startswith(everyone_key(""))]
    return frozenset(option.name for one in asked for option in getattr(one, "options", ()) if option.key == "yes")


def _words(template: FormTemplate) -> Mapping[str, Mark]:
    """What the marks are called on the Form."""
    options = (option for item in template.items for option in getattr(item, "options", ()))
    return {one.name: MARKS[one.key] for one in options if one.key in MARKS}


@dataclass(frozen=True)
class Attendance:
    """What counts now. marks: by school, team, half-term, then staff id; presented: the day, by staff id."""

    marks: Mapping[tuple[str, str, int], Mapping[str, Mark]] = field(default_factory=dict)
    presented: Mapping[str, datetime] = field(default_factory=dict)


def attendance(check_ins: Iterable[CheckIn]) -> Attendance:
    """The latest word on each person in each check-in, whatever order they came in."""
    marks: dict[tuple[str, str, int], dict[str, Mark]] = defaultdict(dict)
    presented: dict[str, datetime] = {}
    for one in sorted(check_ins, key=lambda one: one.sent):
        marks[one.school, one.team, one.half_term].update(one.marks)
        for staff_id in one.presented:
            presented.setdefault(staff_id, one.sent)
    return Attendance(marks, presented)


def shown(person: Person, school: School | None, found: Attendance, cycle: Cycle, today: date) -> dict[int, str]:
    """What a status Sheet says of a person's half-terms that have begun, by number.

    Whoever is in two teams met if they met with either. Where a team has not met, that is the team's gap, not the person's.
    """
    out = {}
    for one in school.half_terms.get(cycle.id, ()) if school else ():
        if one.starts <= today:
            held = [there for team in person.teams if (there := found.marks.get((person.school, team, one.number)))]
            out[one.number] = _best([there.get(person.staff_id) for there in held]) if held else NONE_YET
    return out


def _best(marks: Sequence[Mark | None]) -> str:
    met = [one for one in marks if one in MET]
    best = Mark.PRESENT if Mark.PRESENT in met else Mark.CAUGHT_UP if met else None
    return SHOWN[best] if best else NOT_YET
