"""What the register, the cycle and the templates say should exist on a day: the desired side, as a pure function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from service.policy.about import about
from service.policy.appendix import Appendix
from service.policy.cycle import Cycle
from service.policy.due import due
from service.policy.people import Person, has_left, is_employed, line_managers_on
from service.policy.register import Register
from service.policy.template import DocumentTemplate, template_key
from service.reconcile.desired import CONTROL_FOLDER, TEMPLATES_FOLDER, Desired, Kind, Role, Wanted

PEOPLE = "people"
"""The parent of a person's folder: whichever people-drive has room."""


@dataclass(frozen=True)
class Made:
    """What the ledger says of a cycle's documents. templates: what each was made from, by key; missed: the same of those that
    were due on a morning without a run, and are to be made now; names: what each of the cycle's templates is known by among all
    years'; carrying: the key of last year's plan by the staff id of those who carry its focus forward."""

    templates: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    carrying: Mapping[str, str] = field(default_factory=dict)
    missed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def all(self) -> Mapping[str, str]:
        """What each document was made from, or is to be, for having been due before today."""
        return {**self.templates, **self.missed}

    def name(self, key: str) -> str:
        return self.names.get(key, key)

    def by_person(self) -> Mapping[str, Sequence[str]]:
        """The keys of each person's documents."""
        found: dict[str, list[str]] = defaultdict(list)
        for key in self.all:
            parts = key.split("/")
            if len(parts) > 2 and parts[1] in LETTERS:
                found[parts[2]].append(key)
        return found


LETTERS = frozenset(one.value for one in Appendix)
NOTHING = Made()


def documents_for(
    register: Register,
    cycle: Cycle,
    templates: Mapping[str, DocumentTemplate],
    today: date,
    trust_drive: str,
    held_back: Collection[str] = (),
    made: Made = NOTHING,
) -> Desired:
    """Folders, templates and documents that should exist on `today` (a day in London).

    trust_drive: the id of the shared drive for the trust's own things. held_back: staff ids of people whose register
    row is wrong: nothing can be said of them, for the wrong cell may be the one that says what they need. A document that was
    made is kept true while its person is here, whether it is due now or not.
    """
    named = {made.name(key): template for key, template in templates.items()}
    wanted = {one.key: one for one in _places(named, trust_drive, register.admins)}
    there = made.by_person()
    left = leavers(register, held_back, today)
    for person in register.people:
        if is_employed(person, today) and person.staff_id not in held_back:
            mine = _Mine(person, register, cycle, named, today, made)
            wanted |= {one.key: one for one in mine.wanted(there.get(person.staff_id, ()))}
    closed = frozenset(one.staff_id for one in left)
    return Desired(wanted, closed, frozenset(held_back), addresses_gone(left, register, today))


def leavers(register: Register, held_back: Collection[str], today: date) -> Sequence[Person]:
    """Those of whom it is certain that they have left."""
    return [one for one in (*register.people, *register.unread) if has_left(one, today) and one.staff_id not in held_back]


def addresses_gone(left: Iterable[Person], register: Register, today: date) -> frozenset[str]:
    """Every address of those who have left that nobody who is here has."""
    found = {email for one in left for email in (one.email, *one.former_emails) if email}
    return frozenset(found - {one.email for one in register.people if is_employed(one, today)})


def together(parts: Iterable[Desired]) -> Desired:
    """What several years want: a person's folder is made where any of them makes it, and a leaver's things are nobody's."""
    wanted: dict[str, Wanted] = {}
    closed: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    for part in parts:
        for key, one in part.wanted.items():
            before = wanted.get(key)
            wanted[key] = replace(one, make=one.make or before.make) if before else one
        closed, gone, held = closed | part.closed, gone | part.gone, held | part.held_back
    wanted |= {key: replace(one, grants={}) for key, one in wanted.items() if one.staff_id in closed}
    return Desired(wanted, closed, held, gone)


def person_key(staff_id: str) -> str:
    return f"person/{staff_id}"


def document_key(cycle: Cycle, appendix: Appendix, staff_id: str) -> str:
    return f"{cycle.id}/{appendix.value}/{staff_id}"


def reflection_key(cycle: Cycle, staff_id: str, standards: str, made: Mapping[str, str]) -> str:
    """A person's Appendix A: one a cycle, and another one where they came to reflect against another set of standards.

    made: what each document that exists was made from, by key.
    """
    key = document_key(cycle, Appendix.A, staff_id)
    return key if key not in made or standards_of(made[key]) == standards else f"{key}/{standards}"


def standards_of(template: str) -> str:
    """The standards set that an Appendix A is about. template: what it was made from, such as ``2026-27/A/teachers``."""
    return template.rpartition("/")[2]


def due_on(person: Person, register: Register, cycle: Cycle, day: date, made: Made) -> dict[str, str]:
    """The documents that are due for a person on a day: what each is made from, by key."""
    found = {}
    for appendix in due(person, register, cycle, day):
        key = document_key(cycle, appendix, person.staff_id)
        if appendix is Appendix.A:
            key = reflection_key(cycle, person.staff_id, person.standards, made.all)
        found[key] = made.name(template_key(appendix, person.standards))
    return found


def _places(templates: Mapping[str, DocumentTemplate], trust_drive: str, admins: Collection[str]) -> Iterator[Wanted]:
    """The folders of the trust's own things, in which the admins work, and the templates."""
    root = f"drive/{trust_drive}"
    grants = dict.fromkeys(sorted(admins), Role.WRITER)
    yield Wanted(CONTROL_FOLDER, Kind.FOLDER, "Control", root, grants=grants)
    yield Wanted(TEMPLATES_FOLDER, Kind.FOLDER, "Templates", root, grants=grants)
    for key, template in sorted(templates.items()):
        year, slash, _ = key.partition("/")
        name = f"{template.name} {year}" if slash and year[0].isdigit() else template.name
        yield Wanted(f"template/{key}", Kind.TEMPLATE, name, TEMPLATES_FOLDER, template=key)


@dataclass(frozen=True)
class _Mine:
    """What one person should have. templates: by what they are known by among all years'."""

    person: Person
    register: Register
    cycle: Cycle
    templates: Mapping[str, DocumentTemplate]
    today: date
    made: Made

    def wanted(self, there: Sequence[str]) -> Iterator[Wanted]:
        """The folder; the documents that are due, or were on a morning without a run; and the others that are there."""
        person = self.person
        named = [self.register.person(one) for one in line_managers_on(person, self.today)]
        managers = [one for one in named if one and is_employed(one, self.today)]
        keys = due_on(person, self.register, self.cycle, self.today, self.made)
        keys |= {key: self.made.missed[key] for key in there if key in self.made.missed}
        grants = {**dict.fromkeys((one.email for one in managers), Role.COMMENTER), person.email: Role.WRITER}
        folder, name = person_key(person.staff_id), f"{person.name} · Growing Great People"
        yield Wanted(folder, Kind.FOLDER, name, PEOPLE, person.staff_id, grants, make=bool(keys))
        facts = about(person, self.register, self.cycle, self.today)
        together = {one.email: Role.WRITER for one in managers if one.email != person.email}
        for key in [*keys, *(one for one in there if one not in keys)]:
            template = keys.get(key) or self.made.templates[key]
            if template in self.templates:
                yield self._document(key, template, folder, facts, together, make=key in keys)

    def _document(
        self, key: str, named: str, folder: str, facts: Mapping[str, str], together: Mapping[str, Role], *, make: bool
    ) -> Wanted:
        template = self.templates[named]
        own = {name: facts[name] for name in template.fields}
        grants = together if template.appendix is Appendix.C else {}
        title = template.title(cycle=self.cycle.id, name=self.person.name)
        carries = self.made.carrying.get(self.person.staff_id, "") if template.appendix is Appendix.B else ""
        return Wanted(key, Kind.DOCUMENT, title, folder, self.person.staff_id, grants, named, own, make=make, carries=carries)
