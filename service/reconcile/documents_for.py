"""What the register, the cycle and the templates say should exist on a day: the desired side, as a pure function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from service.policy.about import about
from service.policy.appendix import Appendix
from service.policy.cycle import Cycle
from service.policy.due import due
from service.policy.people import Person, is_employed, line_managers_on
from service.policy.register import Register
from service.policy.template import DocumentTemplate, template_key
from service.reconcile.desired import CONTROL_FOLDER, TEMPLATES_FOLDER, Desired, Kind, Role, Wanted

PEOPLE = "people"
"""The parent of a person's folder: whichever people-drive has room."""


@dataclass(frozen=True)
class Made:
    """What the ledger says of a cycle's documents. templates: what each was made from, by key; names: what each of the cycle's
    templates is known by among all years'; carrying: the key of last year's plan by the staff id of those who carry its focus
    forward."""

    templates: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    carrying: Mapping[str, str] = field(default_factory=dict)

    def name(self, key: str) -> str:
        return self.names.get(key, key)

    def by_person(self) -> Mapping[str, Sequence[str]]:
        """The keys of each person's documents."""
        found: dict[str, list[str]] = defaultdict(list)
        for key in self.templates:
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
    closed = set()
    gone = {one.email for one in register.people if one.ends is not None and one.ends < today}
    gone -= {one.email for one in register.people if is_employed(one, today)}
    for person in register.people:
        if person.staff_id in held_back:
            continue
        if is_employed(person, today):
            mine = _Mine(person, register, cycle, named, today, made)
            wanted |= {one.key: one for one in mine.wanted(there.get(person.staff_id, ()))}
        elif person.ends is not None and person.ends < today:
            closed.add(person.staff_id)
    return Desired(wanted, frozenset(closed), frozenset(held_back), frozenset(gone))


def together(parts: Iterable[Desired]) -> Desired:
    """What several years want: a person's folder is made where any of them makes it."""
    wanted: dict[str, Wanted] = {}
    closed: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    for part in parts:
        for key, one in part.wanted.items():
            before = wanted.get(key)
            wanted[key] = replace(one, make=one.make or before.make) if before else one
        closed, gone, held = closed | part.closed, gone | part.gone, held | part.held_back
    return Desired(wanted, closed, held, gone)


def person_key(staff_id: str) -> str:
    return f"person/{staff_id}"


def document_key(cycle: Cycle, appendix: Appendix, staff_id: str) -> str:
    return f"{cycle.id}/{appendix.value}/{staff_id}"


def reflection_key(cycle: Cycle, staff_id: str, standards: str, template: str, made: Mapping[str, str]) -> str:
    """A person's Appendix A: one a cycle, and another one where they came to reflect against another set of standards.

    template: what it is made from; made: what each document that exists was made from, by key.
    """
    key = document_key(cycle, Appendix.A, staff_id)
    return key if made.get(key, template) == template else f"{key}/{standards}"


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
        """The folder, and the documents: those that are due, and of those that are there the others too."""
        person = self.person
        named = [self.register.person(one) for one in line_managers_on(person, self.today)]
        managers = [one for one in named if one and is_employed(one, self.today)]
        appendices = due(person, self.register, self.cycle, self.today)
        grants = {**dict.fromkeys((one.email for one in managers), Role.COMMENTER), person.email: Role.WRITER}
        folder, name = person_key(person.staff_id), f"{person.name} · Growing Great People"
        yield Wanted(folder, Kind.FOLDER, name, PEOPLE, person.staff_id, grants, make=bool(appendices))
        facts = about(person, self.register, self.cycle, self.today)
        together = {one.email: Role.WRITER for one in managers if one.email != person.email}
        keys = {self._key(appendix): self._template(appendix) for appendix in appendices}
        for key in [*keys, *(one for one in there if one not in keys)]:
            template = keys.get(key) or self.made.templates[key]
            if template in self.templates:
                yield self._document(key, template, folder, facts, together, make=key in keys)

    def _key(self, appendix: Appendix) -> str:
        if appendix is not Appendix.A:
            return document_key(self.cycle, appendix, self.person.staff_id)
        template = self._template(appendix)
        return reflection_key(self.cycle, self.person.staff_id, self.person.standards, template, self.made.templates)

    def _template(self, appendix: Appendix) -> str:
        return self.made.name(template_key(appendix, self.person.standards))

    def _document(
        self, key: str, named: str, folder: str, facts: Mapping[str, str], together: Mapping[str, Role], *, make: bool
    ) -> Wanted:
        template = self.templates[named]
        own = {name: facts[name] for name in template.fields}
        grants = together if template.appendix is Appendix.C else {}
        title = template.title(cycle=self.cycle.id, name=self.person.name)
        carries = self.made.carrying.get(self.person.staff_id, "") if template.appendix is Appendix.B else ""
        return Wanted(key, Kind.DOCUMENT, title, folder, self.person.staff_id, grants, named, own, make=make, carries=carries)
