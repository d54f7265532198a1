"""A person's own page, from one look at the control workbook: what is theirs today, and where it opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from service.errors import Refused
from service.jobs.answer_log import LOG
from service.jobs.wanting import asks_of
from service.jobs.world import World
from service.policy.appendix import Appendix
from service.policy.days import full_day
from service.policy.exemption import takes_part
from service.policy.forms import CHECK_IN, REFLECTION
from service.policy.leaving import leaves_soon, leaving_message
from service.policy.people import Person, is_employed, line_managers_on
from service.policy.problems import Problem
from service.policy.register import Register
from service.policy.teams import teams_of
from service.policy.years import Years
from service.reconcile.actual import Item, Stage
from service.reconcile.desired import Kind
from service.reconcile.documents_for import document_key, person_key, reflection_key
from service.reconcile.forms_for import check_ins_key, form_key, library_key, teams_key
from service.reconcile.shares import Share
from service.reconcile.sheets_for import manager_key, people_of, school_key
from service.web.desk import MyDocument, MyPage

WHAT_FOR = {
    Appendix.B: ("plan", "My growth plan", "Your focus for the year. It stays open: change it whenever you learn something."),
    Appendix.C: ("conversation", "Our growth conversation", "To talk over with your line manager, usually in October."),
    Appendix.A: ("reflection", "My reflection", "Where you are, against the standards of your role. Short is fine."),
    Appendix.D: ("presentation", "What I learned", "One page to tell colleagues about your year."),
}
"""The main one first. Key for ``/me?go=``, title, what it is for."""

TO_ANSWER = {
    "reflect": ("Reflect", "Two minutes on your phone, against the standards of your role. Short is fine."),
    "check-in": ("Record a check-in", "Your team has met? Say who was there; it takes a minute."),
}
"""Title and what it is for, by the key for ``/me?go=``."""

OTHERS = {
    "as-agreed": "My growth plan, as it was agreed",
    "sheet": "My people",
    "teams": "My teams' check-ins",
}
"""What else of a person's may be shared by hand, by the middle part of its key."""


class Links(Protocol):
    """Where things open, and what was asked of Google so far."""

    def link(self, kind: str, file_id: str) -> str: ...

    @property
    def counts(self) -> Mapping[str, int]: ...


@dataclass(frozen=True)
class Seen:
    """One look at the workbook. reflected: staff ids of those whose reflection of this year was collected; shares: by hand."""

    register: Register
    problems: Sequence[Problem]
    items: Mapping[str, Item]
    runs: Sequence[Sequence[str]]
    years: Years
    reflected: frozenset[str] = frozenset()
    shares: Sequence[Share] = ()


@dataclass(frozen=True)
class MyPages:
    """Everyone's own page. world: as the year that people are in sees it."""

    seen: Seen
    world: World
    links: Links

    def of(self, email: str) -> MyPage | None:
        """None for whoever is not in the register, or does not take part: no reason is given. Someone who does not take part and
        leaves soon is told that, and no more."""
        today, register = self.world.today(), self.seen.register
        person = register.by_email(email)
        if person is None or not is_employed(person, today):
            return None
        leaving = self._leaving(person)
        if not takes_part(person.staff_id, register.exemptions_of(person.staff_id), today):
            return MyPage(person.name, leaving=leaving) if leaving else None
        managers = [one.name for staff_id in line_managers_on(person, today) if (one := register.person(staff_id))]
        school = register.school(person.school)
        return MyPage(
            name=person.name,
            school=school.name if school else "",
            documents=self._all_of(person),
            line_manager=_managed_by(managers),
            half_term=self._half_term(person),
            leaving=leaving,
            messages=[self._told(one) for one in self.seen.shares if one.staff_id == person.staff_id],
        )

    def _told(self, share: Share) -> str:
        """What somebody shared by hand: a writer of a Doc in a shared drive can share it on."""
        return (
            f"Somebody shared {what_is_shared(share.key)} with {share.whom}, who {share.can}; it was first seen on "
            f"{full_day(share.first_seen)}. If that is not what you want, remove it in Drive, or ask {self.world.trust.contact}. "
            "This note goes the night after."
        )

    def _leaving(self, person: Person) -> str:
        """For somebody who leaves soon and has documents here, whether they take part or not."""
        own = (one for one in self.seen.items.values() if one.kind is Kind.DOCUMENT and one.staff_id == person.staff_id)
        has_documents = any(one.stage is not Stage.INTENDED for one in own)
        if not has_documents or not person.ends or not leaves_soon(person, self.world.today()):
            return ""
        return leaving_message(person.ends) if self.seen.register.only_by_email(person.email) else ""

    def _all_of(self, person: Person) -> list[MyDocument]:
        """The reflection first, while it is asked for and was not sent; else the plan."""
        documents = [self._document(one, person) for one in WHAT_FOR]
        forms = list(self._forms(person))
        asked = self.world.today() <= self.world.cycle.windows[Appendix.A].closes and person.staff_id not in self.seen.reflected
        first = [one for one in forms if one.key == "reflect" and asked]
        now = [*first, *documents, *(one for one in forms if one not in first), *self._sheets(person)]
        return [*now, *self._last_year(person), *self._folder(person)]

    def _last_year(self, person: Person) -> Iterator[MyDocument]:
        """What is open of the year before for what is late: documents that were made, and the Form of its check-ins."""
        for year in self.seen.years.working(self.world.today()):
            if year.id == self.world.cycle.id:
                continue
            note = f"Last year's: open until {full_day(year.cycle.closing)}."
            for appendix, (key, title, what_for) in WHAT_FOR.items():
                item = self.seen.items.get(document_key(year.cycle, appendix, person.staff_id))
                if item is not None and item.stage is Stage.READY and not item.closed:
                    link = self.links.link("document", item.file_id)
                    yield MyDocument(f"{key}-{year.id}", f"{title} {year.id}", what_for, link, note=note)
            item = self.seen.items.get(form_key(year.cycle, f"{CHECK_IN}/{person.school}"))
            if self._leads(person) and item is not None and item.stage is Stage.READY and not item.closed:
                title, what_for = TO_ANSWER["check-in"]
                link = self.links.link("forms", item.file_id)
                yield MyDocument(f"check-in-{year.id}", f"{title} of {year.id}", what_for, link, note=note)

    def _folder(self, person: Person) -> Iterator[MyDocument]:
        """Everything of theirs, once a year of theirs is closed."""
        item = self.seen.items.get(person_key(person.staff_id))
        closed = any(
            one.closed and one.staff_id == person.staff_id and one.kind is Kind.DOCUMENT for one in self.seen.items.values()
        )
        if item is not None and item.file_id and closed:
            what_for = "Your earlier years, to read. Whoever could open them then still can."
            yield MyDocument("folder", "My earlier years", what_for, self.links.link("folder", item.file_id))

    def _document(self, appendix: Appendix, person: Person) -> MyDocument:
        key, title, what_for = WHAT_FOR[appendix]
        item = self.seen.items.get(self._key(appendix, person))
        ready = item is not None and item.stage is Stage.READY
        link = self.links.link("document", item.file_id) if item and ready else ""
        return MyDocument(key, title, what_for, link, self.world.cycle.windows[appendix].opens)

    def _key(self, appendix: Appendix, person: Person) -> str:
        """Of two reflections, the one about the standards that are the person's today."""
        key = document_key(self.world.cycle, appendix, person.staff_id)
        if appendix is not Appendix.A or key not in self.seen.items:
            return key
        made = {key: self.seen.items[key].template}
        return reflection_key(self.world.cycle, person.staff_id, person.standards, made)

    def _forms(self, person: Person) -> Iterator[MyDocument]:
        """What a person can answer today: their reflection, and the check-in of the teams that they lead."""
        asks = asks_of(self.world, self.seen.register)
        own = {"reflect": f"{REFLECTION}/{person.standards}"}
        if self._leads(person):
            own["check-in"] = f"{CHECK_IN}/{person.school}"
        for key, form in own.items():
            if form in asks:
                item = self.seen.items.get(form_key(self.world.cycle, form))
                link = self.links.link("forms", item.file_id) if item and item.stage is Stage.READY else ""
                yield MyDocument(key, *TO_ANSWER[key], link)

    def _leads(self, person: Person) -> bool:
        return any(person.staff_id in team.leads for team in teams_of(self.seen.register, person.school, self.world.today()))

    def _sheets(self, person: Person) -> Iterator[MyDocument]:
        """The status Sheets of whoever manages people, or leads a school."""
        today, cycle = self.world.today(), self.world.cycle
        people = people_of(self.seen.register, cycle, today)
        if library_key(cycle) in self.seen.items:
            what_for = "What colleagues offered to the whole trust."
            yield self._sheet(library_key(cycle), "library", "What we learned", what_for)
        if self._leads(person) and teams_key(cycle, person.staff_id) in self.seen.items:
            what_for = "Who was there, to correct if need be. Apologies show to you alone."
            yield self._sheet(teams_key(cycle, person.staff_id), "teams", "My teams' check-ins", what_for)
        own = manager_key(cycle, person.staff_id)
        if own in people:
            yield self._sheet(own, "people", "My people", "Where each of your people is. It is never said what they wrote.")
        for school in self.seen.register.schools:
            if person in self.seen.register.leaders_of(school, today):
                key, title = school_key(cycle, school.id), f"Everyone at {school.name}"
                yield self._sheet(key, "school", title, "Where everyone is. It is never said what they wrote.")

    def _sheet(self, key: str, kind: str, title: str, what_for: str) -> MyDocument:
        item = self.seen.items.get(key)
        link = self.links.link("spreadsheets", item.file_id) if item and item.file_id else ""
        return MyDocument(kind, title, what_for, link)

    def _half_term(self, person: Person) -> str:
        school, today = self.seen.register.school(person.school), self.world.today()
        for one in school.half_terms.get(self.world.cycle.id, ()) if school else ():
            if one.starts <= today <= one.ends:
                name = self.world.cycle.half_terms[one.number - 1]
                return f"It is {name}: your team's check-in is some time before {one.ends.day} {one.ends:%B}."
        return ""


def what_is_shared(key: str) -> str:
    """What a thing of a person's is called on their page, by its key."""
    cycle, _, rest = key.partition("/")
    kind = rest.partition("/")[0]
    titles = {appendix.value: title for appendix, (_, title, _) in WHAT_FOR.items()} | OTHERS
    if kind in titles:
        return f"'{titles[kind]} {cycle}'"
    return "your folder" if cycle == "person" else "something of yours"


def _managed_by(names: Sequence[str]) -> str:
    if not names:
        return ""
    many = len(names) > 1
    return f"Your line manager{'s are' if many else ' is'} {' and '.join(names)}, who can read and comment."


def reflected_in(world: World, items: Mapping[str, Item]) -> frozenset[str]:
    """Staff ids of those whose reflection was collected this year; nobody asks any more once reflections close."""
    book = items.get(check_ins_key(world.cycle))
    if book is None or not book.file_id or world.today() > world.cycle.windows[Appendix.A].closes:
        return frozenset()
    try:
        rows = world.books.rows(book.file_id, LOG)
    except Refused:
        return frozenset()
    return frozenset(row.get("staff_id", "") for row in rows if row.get("form", "").startswith(REFLECTION))
