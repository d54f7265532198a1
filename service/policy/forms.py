"""The Forms of a cycle, built from what is declared and from the register: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.policy.appendix import Appendix
from service.policy.cycle import Cycle
from service.policy.form_template import SUBMIT, Ask, FormTemplate, Grid, Item, Kind, Option, Row, Section
from service.policy.people import Person
from service.policy.register import Register
from service.policy.standards import StandardsSet
from service.policy.teams import Team, teams_of

REFLECTION, CONVERSATION, CHECK_IN = "reflection", "conversation", "check-in"
GROW = "grow"
"""The key of the option by which a standard is somewhere to grow."""
TEAM, HALF_TERM, WHO = "team", "half-term", "who"
THERE, APOLOGIES, CAUGHT_UP = "there", "apologies", "caught-up"


@dataclass(frozen=True)
class ReflectionDeclared:
    """forms/reflection.yaml. sentence: what the line under each standard is called; more: what is asked after them."""

    name: str
    title: str
    text: str
    hint: str
    options: tuple[Option, ...]
    sentence: str
    more: tuple[Ask, ...]


@dataclass(frozen=True)
class CheckInDeclared:
    """forms/check-in.yaml: its wording; the teams and their people come from the register."""

    name: str
    title: str
    text: str
    team: str
    half_term: str
    half_term_hint: str
    everyone: str
    everyone_yes: str
    everyone_no: str
    grid: str
    grid_hint: str
    marks: Mapping[str, str]
    presented: str
    presented_hint: str
    presented_yes: str


@dataclass(frozen=True)
class FormsDeclared:
    """Everything in forms/. conversation: a Form as it is, its name with {cycle}."""

    reflection: ReflectionDeclared
    conversation: FormTemplate
    check_in: CheckInDeclared


def forms_of(declared: FormsDeclared, register: Register, cycle: Cycle, today: date) -> Mapping[str, FormTemplate]:
    """Every Form that is open on a day, by key."""
    found: list[FormTemplate] = []
    if cycle.has_opened(Appendix.A, today):
        found += [reflection_form(declared.reflection, key, one, cycle) for key, one in cycle.standards.items()]
    if cycle.has_opened(Appendix.C, today):
        name = declared.conversation.name.replace("{cycle}", cycle.id)
        one = declared.conversation
        found.append(FormTemplate(one.key, name, one.title, one.text, one.items))
    for school in register.schools:
        teams = teams_of(register, school.id, today)
        if teams:
            found.append(check_in_form(declared.check_in, school.id, school.name, teams, cycle, today))
    return {one.key: one for one in found}


def reflection_form(declared: ReflectionDeclared, key: str, standards: StandardsSet, cycle: Cycle) -> FormTemplate:
    """One question and one line for each heading of a standards set, then what is asked of everyone."""

    def items() -> Iterator[Item]:
        for heading in standards.headings:
            yield Ask(standard_key(heading), heading, Kind.ONE, declared.hint, options=declared.options)
            yield Ask(sentence_key(heading), declared.sentence.replace("{heading}", heading), Kind.LINE)
        yield from declared.more

    places = {"{cycle}": cycle.id, "{set}": standards.title, "{link}": standards.link}
    return FormTemplate(
        f"{REFLECTION}/{key}",
        _put(declared.name, places),
        _put(declared.title, places),
        _put(declared.text, places),
        tuple(items()),
    )


def standard_key(heading: str) -> str:
    """The key of the question about a standard: by its heading, which is the Department's."""
    return f"standard {heading}"


def sentence_key(heading: str) -> str:
    return f"sentence {heading}"


def check_in_form(
    declared: CheckInDeclared, school_id: str, school: str, teams: Sequence[Team], cycle: Cycle, today: date
) -> FormTemplate:
    """Which team, and then one page for each: was everyone there; if not, who; and, in the summer, who presented.

    A page ends the Form with its one needed answer: what comes behind a section can't be set by the API otherwise.
    """
    presenting = cycle.has_opened(Appendix.D, today)

    def items() -> Iterator[Item]:
        options = tuple(Option(one.name, one.name, section_key(one.name)) for one in teams)
        yield Ask(TEAM, declared.team, Kind.LIST, needed=True, options=options)
        terms = tuple(Option(str(number), name) for number, name in enumerate(cycle.half_terms, start=1))
        yield Ask(HALF_TERM, declared.half_term, Kind.LIST, declared.half_term_hint, options=terms)
        for team in teams:
            yield from _team(declared, team, presenting=presenting)

    places = {"{cycle}": cycle.id, "{school}": school}
    return FormTemplate(
        f"{CHECK_IN}/{school_id}", _put(declared.name, places), _put(declared.title, places), declared.text, tuple(items())
    )


def _team(declared: CheckInDeclared, team: Team, *, presenting: bool) -> Iterator[Item]:
    yes, no = Option("yes", declared.everyone_yes, SUBMIT), Option("no", declared.everyone_no, SUBMIT)
    names = _names(team.members)
    marks = tuple(Option(key, declared.marks[key]) for key in (THERE, APOLOGIES, CAUGHT_UP))
    yield Section(section_key(team.name), team.name)
    yield Ask(everyone_key(team.name), declared.everyone, Kind.ONE, needed=True, options=(yes, no))
    rows = tuple(Row(mark_key(team.name, one.staff_id), names[one.staff_id]) for one in team.members)
    yield Grid(f"grid {team.name}", declared.grid, rows, marks, declared.grid_hint)
    if presenting:
        rows = tuple(Row(presented_key(team.name, one.staff_id), names[one.staff_id]) for one in team.members)
        yield Grid(
            f"presented {team.name}", declared.presented, rows, (Option("yes", declared.presented_yes),), declared.presented_hint
        )


def section_key(team: str) -> str:
    return f"section {team}"


def everyone_key(team: str) -> str:
    return f"everyone {team}"


def mark_key(team: str, staff_id: str) -> str:
    return f"mark {team} {staff_id}"


def presented_key(team: str, staff_id: str) -> str:
    return f"presented {team} {staff_id}"


def _names(people: Sequence[Person]) -> dict[str, str]:
    """What each is called on the Form; where two have one name, with their role."""
    often = Counter(one.name for one in people)
    return {one.staff_id: one.name if often[one.name] == 1 else f"{one.name} ({one.role}, {one.staff_id})" for one in people}


def _put(text: str, places: Mapping[str, str]) -> str:
    for place, value in places.items():
        text = text.replace(place, value)
    return text
