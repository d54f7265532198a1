"""What the register, the cycle and the templates say should exist on a day: the desired side, as a pure function."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from service.policy.about import about
from service.policy.appendix import Appendix
from service.policy.cycle import Cycle
from service.policy.due import due
from service.policy.people import Person, is_employed, line_manager_on
from service.policy.register import Register
from service.policy.template import DocumentTemplate, template_key
from service.reconcile.desired import CONTROL_FOLDER, TEMPLATES_FOLDER, Desired, Kind, Role, Wanted

PEOPLE = "people"
"""The parent of a person's folder: whichever people-drive has room."""


def documents_for(
    register: Register,
    cycle: Cycle,
    templates: Mapping[str, DocumentTemplate],
    today: date,
    trust_drive: str,
    held_back: Collection[str] = (),
) -> Desired:
    """Folders, templates and documents that should exist on `today` (a day in London).

    trust_drive: the id of the shared drive for the trust's own things. held_back: staff ids of people whose register
    row is wrong: nothing can be said of them, for the wrong cell may be the one that says what they need.
    """
    wanted = {one.key: one for one in _places(templates, trust_drive, register.admins)}
    closed = set()
    for person in register.people:
        if person.staff_id in held_back:
            continue
        if is_employed(person, today):
            wanted |= {one.key: one for one in _for_person(person, register, cycle, templates, today)}
        elif person.ends is not None and person.ends < today:
            closed.add(person.staff_id)
    return Desired(wanted, frozenset(closed), frozenset(held_back))


def person_key(staff_id: str) -> str:
    return f"person/{staff_id}"


def document_key(cycle: Cycle, appendix: Appendix, staff_id: str) -> str:
    return f"{cycle.id}/{appendix.value}/{staff_id}"


def _places(templates: Mapping[str, DocumentTemplate], trust_drive: str, admins: Collection[str]) -> Iterator[Wanted]:
    """The folders of the trust's own things, in which the admins work, and the templates."""
    root = f"drive/{trust_drive}"
    grants = dict.fromkeys(sorted(admins), Role.WRITER)
    yield Wanted(CONTROL_FOLDER, Kind.FOLDER, "Control", root, grants=grants)
    yield Wanted(TEMPLATES_FOLDER, Kind.FOLDER, "Templates", root, grants=grants)
    for key, template in sorted(templates.items()):
        yield Wanted(f"template/{key}", Kind.TEMPLATE, template.name, TEMPLATES_FOLDER, template=key)


def _for_person(
    person: Person, register: Register, cycle: Cycle, templates: Mapping[str, DocumentTemplate], today: date
) -> Iterator[Wanted]:
    appendices = due(person, register, cycle, today)
    manager = register.person(line_manager_on(person, today) or "")
    folder = person_key(person.staff_id)
    grants = {person.email: Role.WRITER}
    if manager:
        grants[manager.email] = Role.COMMENTER
    yield Wanted(
        folder,
        Kind.FOLDER,
        f"{person.name} · Growing Great People",
        PEOPLE,
        person.staff_id,
        grants,
        make=bool(appendices),
    )
    facts = about(person, register, cycle, today)
    for appendix in appendices:
        key = template_key(appendix, person.standards)
        template = templates[key]
        own = {name: facts[name] for name in template.fields}
        together = {manager.email: Role.WRITER} if manager and appendix is Appendix.C else {}
        title = template.title(cycle=cycle.id, name=person.name)
        where = document_key(cycle, appendix, person.staff_id)
        yield Wanted(where, Kind.DOCUMENT, title, folder, person.staff_id, together, key, own)
