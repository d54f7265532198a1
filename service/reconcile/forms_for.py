"""Which Forms should exist on a day, who may answer them, and what they ask. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from service.policy.appendix import Appendix
from service.policy.cycle import Cycle
from service.policy.form_template import FormTemplate
from service.policy.forms import REFLECTION
from service.policy.people import is_employed
from service.policy.register import Register
from service.policy.teams import all_teams
from service.reconcile.closing import closing_name
from service.reconcile.desired import ANSWERS_FOLDER, FORMS_FOLDER, SHEETS_FOLDER, TEMPLATES_FOLDER, Desired, Kind, Role, Wanted
from service.reconcile.documents_for import document_key

FORM = "form"
"""The one field of a Form: what is declared, as a digest."""
BLANK_FORM = "template/form"
"""The Form that all others are copies of: what no API can set (its look, the words at the end, whether answers can be
changed) is set there by hand."""


def form_key(cycle: Cycle, template: str) -> str:
    return f"{cycle.id}/form/{template}"


def reflections_key(cycle: Cycle) -> str:
    return f"{cycle.id}/answers/reflections"


def check_ins_key(cycle: Cycle) -> str:
    return f"{cycle.id}/answers/check-ins"


def library_key(cycle: Cycle) -> str:
    return f"{cycle.id}/library"


def library_for(cycle: Cycle, groups: Sequence[str], today: date) -> Iterator[Wanted]:
    """The list of presentations that were offered to the whole trust, for all staff to read, once presentations open."""
    if groups and cycle.has_opened(Appendix.D, today):
        name = f"What we learned {cycle.id}: the trust's library"
        yield Wanted(library_key(cycle), Kind.SHEET, name, SHEETS_FOLDER, grants=dict.fromkeys(groups, Role.GROUP_READER))


def opened_to_all(desired: Desired, cycle: Cycle, offered: Collection[str], groups: Sequence[str]) -> Desired:
    """With the presentations of those who offered theirs open to all staff; who takes it back closes it again."""
    keys = [document_key(cycle, Appendix.D, one) for one in sorted(offered)]
    there = [desired.wanted[key] for key in keys if key in desired.wanted]
    everyone = dict.fromkeys(groups, Role.GROUP_READER)
    return desired.and_also(replace(one, grants={**one.grants, **everyone}) for one in there)


def teams_key(cycle: Cycle, staff_id: str) -> str:
    return f"{cycle.id}/teams/{staff_id}"


def team_sheets_for(register: Register, cycle: Cycle, today: date, held_back: Collection[str]) -> Iterator[Wanted]:
    """For each lead a Sheet of their teams' check-ins, which is theirs alone. Who leads no team any more can't open it."""
    leads = {one for team in all_teams(register, today).values() for one in team.leads}
    for person in register.people:
        if person.staff_id not in held_back and is_employed(person, today):
            leading = person.staff_id in leads
            name = f"{person.name}: my teams' check-ins {cycle.id}"
            grants = {person.email: Role.WRITER} if leading else {}
            yield Wanted(
                teams_key(cycle, person.staff_id), Kind.SHEET, name, SHEETS_FOLDER, person.staff_id, grants, make=leading
            )


def forms_for(
    asks: Mapping[str, FormTemplate],
    cycle: Cycle,
    groups: Sequence[str],
    admins: Collection[str],
    trust_drive: str,
    *,
    reflections: bool,
    late: bool = False,
) -> Iterator[Wanted]:
    """Their folder, shared with nobody, for who opens a Form sees what people sent; the blank Form; one for each that is open,
    published to the staff's Groups; the workbooks that hold the answers, for the admins alone. Nothing where no Group is
    named. late: after the cycle's end reflections are not asked for any more; what agreements and check-ins are late, is."""
    if not groups:
        return
    responders, readers = dict.fromkeys(groups, Role.RESPONDER), dict.fromkeys(sorted(admins), Role.WRITER)
    yield Wanted(FORMS_FOLDER, Kind.FOLDER, "Forms", f"drive/{trust_drive}")
    yield Wanted(ANSWERS_FOLDER, Kind.FOLDER, "Answers", f"drive/{trust_drive}", grants=readers)
    yield Wanted(BLANK_FORM, Kind.FORM, "Template for our Forms", TEMPLATES_FOLDER)
    for key, template in asks.items():
        fields = {FORM: hashlib.sha256(repr(template).encode()).hexdigest()[:16]}
        one = Wanted(form_key(cycle, key), Kind.FORM, template.name, FORMS_FOLDER, "", responders, key, fields)
        over = late and template.kind == REFLECTION
        yield replace(one, name=closing_name(one.name), fields={}, closed=True) if over else one
    if reflections and any(one.kind == REFLECTION for one in asks.values()):
        yield Wanted(reflections_key(cycle), Kind.SHEET, f"Reflections {cycle.id}", ANSWERS_FOLDER)
    yield Wanted(check_ins_key(cycle), Kind.SHEET, f"Check-ins {cycle.id}", ANSWERS_FOLDER)
