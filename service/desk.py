"""The desk behind the pages: what they ask, answered from the control workbook and the jobs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from service.errors import Refused
from service.jobs.answer_log import LOG
from service.jobs.collect import Memory, collect
from service.jobs.collected import in_a_sentence as collected_in_a_sentence
from service.jobs.gather import asks_of, contents, read_ledger, read_register
from service.jobs.provision import preview, provision
from service.jobs.report import Report
from service.jobs.runs import Order
from service.jobs.track import in_a_sentence, track
from service.jobs.world import LONDON, World
from service.policy.appendix import Appendix
from service.policy.exemption import takes_part
from service.policy.forms import CHECK_IN, REFLECTION
from service.policy.people import Person, is_employed, line_manager_on
from service.policy.problems import Problem
from service.policy.register import Register
from service.policy.teams import teams_of
from service.reconcile.actual import Item, Stage
from service.reconcile.documents_for import document_key
from service.reconcile.forms_for import BLANK_FORM, check_ins_key, form_key, library_key, reflections_key, teams_key
from service.reconcile.sheets_for import manager_key, overview_key, people_of, school_key
from service.reconcile.tabs import LEDGER, RUNS
from service.web.desk import (
    Count,
    MyDocument,
    MyPage,
    Outcome,
    Place,
    PreviewPage,
    Progress,
    RegisterProblem,
    RunRow,
    Seat,
)

FRESH_SECONDS = 20.0
LONGEST_COLLECTING = timedelta(minutes=4)
"""Less than the time between two runs; what is left is collected by the next."""
LONGEST_RUN = timedelta(hours=23)
"""App Engine's basic scaling ends a request after 24 hours (cloud.google.com/tasks/docs/creating-appengine-handlers)."""
SHOWN = 200

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

PLURALS = {
    "add tabs": "Tabs added to the control workbook",
    "adopt": "Things entered in the ledger",
    "build template": "Templates checked",
    "keep tabs": "Control workbook brought up to date",
    "make blank form": "Blank Form made",
    "make document": "Documents made",
    "make form": "Forms made",
    "make sheet": "Status Sheets made",
    "make folder": "Folders made",
    "make template": "Templates made",
    "mark": "Marks set again",
    "mend template": "Templates mended",
    "move workbook": "Control workbook moved",
    "refresh": "Documents brought up to date",
    "rename": "Things renamed",
    "restore": "Things taken out of the bin",
    "shape form": "Forms brought up to date",
    "restrict drive": "Drives limited to the trust's people",
    "share": "Shares given",
    "unshare": "Shares taken back",
}


class Links(Protocol):
    """Where things open, and what was asked of Google so far."""

    def link(self, kind: str, file_id: str) -> str: ...

    @property
    def counts(self) -> Mapping[str, int]: ...


@dataclass(frozen=True)
class Seen:
    """One look at the workbook. reflected: staff ids of those whose reflection was collected."""

    register: Register
    problems: Sequence[Problem]
    items: Mapping[str, Item]
    runs: Sequence[Sequence[str]]
    reflected: frozenset[str] = frozenset()


@dataclass
class ServiceDesk:
    """`service.web.desk.Desk`. The workbook is read at most every few seconds, however many people come."""

    pages: Callable[[], World]
    runs: Callable[[], World]
    links: Links
    run_links: Links
    _memory: Memory = field(default_factory=Memory)
    _seen: Seen | None = None
    _seen_at: float = field(default=-FRESH_SECONDS)

    def today(self) -> date:
        return self.pages().today()

    def look(self) -> Seen:
        """The workbook as it is, or was a moment ago."""
        if self._seen is None or time.monotonic() - self._seen_at > FRESH_SECONDS:
            self._seen, self._seen_at = self._read(), time.monotonic()
        return self._seen

    def _read(self) -> Seen:
        world = self.pages()
        found = contents(world, world.workbook.tables())
        register, problems = read_register(world, found)
        items, _, _, _ = read_ledger(found[LEDGER])
        return Seen(register, problems, items, found[RUNS][1:], reflected_in(world, items))

    def person_by_email(self, email: str) -> MyPage | None:
        world, seen, today = self.pages(), self.look(), self.today()
        person = seen.register.by_email(email)
        if person is None or not is_employed(person, today):
            return None
        if not takes_part(person.staff_id, seen.register.exemptions_of(person.staff_id), today):
            return None
        manager = seen.register.person(line_manager_on(person, today) or "")
        school = seen.register.school(person.school)
        return MyPage(
            name=person.name,
            school=school.name if school else "",
            documents=self._all_of(person, seen, world),
            line_manager=f"Your line manager is {manager.name}, who can read and comment." if manager else "",
            half_term=self._half_term(person, seen.register, world, today),
        )

    def _all_of(self, person: Person, seen: Seen, world: World) -> list[MyDocument]:
        """The reflection first, while it is asked for and was not sent; else the plan."""
        documents = [self._document(one, person, seen, world) for one in WHAT_FOR]
        forms = list(self._forms(person, seen, world))
        asked = self.today() <= world.cycle.windows[Appendix.A].closes and person.staff_id not in seen.reflected
        first = [one for one in forms if one.key == "reflect" and asked]
        return [*first, *documents, *(one for one in forms if one not in first), *self._sheets(person, seen, world)]

    def _document(self, appendix: Appendix, person: Person, seen: Seen, world: World) -> MyDocument:
        key, title, what_for = WHAT_FOR[appendix]
        item = seen.items.get(document_key(world.cycle, appendix, person.staff_id))
        ready = item is not None and item.stage is Stage.READY
        link = self.links.link("document", item.file_id) if item and ready else ""
        return MyDocument(key, title, what_for, link, world.cycle.windows[appendix].opens)

    def _forms(self, person: Person, seen: Seen, world: World) -> Iterator[MyDocument]:
        """What a person can answer today: their reflection, and the check-in of the teams that they lead."""
        asks = asks_of(world, seen.register)
        own = {"reflect": f"{REFLECTION}/{person.standards}"}
        if self._leads(person, seen.register, world.today()):
            own["check-in"] = f"{CHECK_IN}/{person.school}"
        for key, form in own.items():
            if form in asks:
                item = seen.items.get(form_key(world.cycle, form))
                link = self.links.link("forms", item.file_id) if item and item.stage is Stage.READY else ""
                yield MyDocument(key, *TO_ANSWER[key], link)

    def _leads(self, person: Person, register: Register, today: date) -> bool:
        return any(person.staff_id in team.leads for team in teams_of(register, person.school, today))

    def _sheets(self, person: Person, seen: Seen, world: World) -> Iterator[MyDocument]:
        """The status Sheets of whoever manages people, or leads a school."""
        today, cycle = world.today(), world.cycle
        people = people_of(seen.register, cycle, today)
        if library_key(cycle) in seen.items:
            yield self._sheet(
                library_key(cycle), "library", "What we learned", "What colleagues offered to the whole trust.", seen
            )
        if self._leads(person, seen.register, today) and teams_key(cycle, person.staff_id) in seen.items:
            what_for = "Who was there, to correct if need be. Apologies show to you alone."
            yield self._sheet(teams_key(cycle, person.staff_id), "teams", "My teams' check-ins", what_for, seen)
        own = manager_key(cycle, person.staff_id)
        if own in people:
            yield self._sheet(own, "people", "My people", "Where each of your people is. It is never said what they wrote.", seen)
        for school in seen.register.schools:
            if person in seen.register.leaders_of(school, today):
                key, title = school_key(cycle, school.id), f"Everyone at {school.name}"
                yield self._sheet(key, "school", title, "Where everyone is. It is never said what they wrote.", seen)

    def _sheet(self, key: str, kind: str, title: str, what_for: str, seen: Seen) -> MyDocument:
        item = seen.items.get(key)
        link = self.links.link("spreadsheets", item.file_id) if item and item.file_id else ""
        return MyDocument(kind, title, what_for, link)

    def _half_term(self, person: Person, register: Register, world: World, today: date) -> str:
        school = register.school(person.school)
        for one in school.half_terms.get(world.cycle.id, ()) if school else ():
            if one.starts <= today <= one.ends:
                name = world.cycle.half_terms[one.number - 1]
                return f"It is {name}: your team's check-in is some time before {one.ends.day} {one.ends:%B}."
        return ""

    def is_admin(self, email: str) -> bool:
        return email in self.look().register.admins

    def people(self) -> Sequence[Seat]:
        seen, today = self.look(), self.today()
        plays = _plays(seen.register, today)
        admins = [
            Seat(email, "The trust's admin", "Admin", "", "admin: runs, preview and apply")
            for email in sorted(seen.register.admins)
        ]
        return admins + [
            Seat(one.email.lower(), one.name, one.role, _school_name(seen.register, one), plays.get(one.staff_id, ""))
            for one in seen.register.people
        ]

    def recent_runs(self) -> Sequence[RunRow]:
        rows = [row for row in (_run(cells) for cells in self.look().runs) if row]
        return list(reversed(rows))

    def register_problems(self) -> Sequence[RegisterProblem]:
        return _told(self.look().problems)

    def places(self) -> Sequence[Place]:
        world = self.pages()
        templates = self.look().items.get("place/templates")
        found = [
            Place("Control workbook", self.links.link("spreadsheets", world.places.workbook_id), "The register and the runs")
        ]
        if templates:
            found.append(
                Place("Templates", self.links.link("folder", templates.file_id), "The wording and look of the appendices")
            )
        overview = self.look().items.get(overview_key(world.cycle))
        if overview and overview.file_id:
            link = self.links.link("spreadsheets", overview.file_id)
            found.append(Place("The trust's overview", link, "Where the plans are, and which drivers they help"))
        for key, kind, title, what_for in (
            (reflections_key(world.cycle), "spreadsheets", "Reflections", "What was answered, for you alone"),
            (check_ins_key(world.cycle), "spreadsheets", "Check-ins", "Who met when, and the answers that need a look"),
            (BLANK_FORM, "form-editor", "Template for our Forms", "The look of all Forms, and whether answers can be changed"),
        ):
            item = self.look().items.get(key)
            if item and item.file_id:
                found.append(Place(title, self.links.link(kind, item.file_id), what_for))
        return [
            *found,
            Place("Trust drive", self.links.link("folder", world.places.trust_drive), "Everything of the trust's own"),
        ]

    def preview(self) -> PreviewPage:
        looked = preview(self.pages())
        gathered, report, changeset = looked.gathered, looked.report, looked.report.changeset
        return PreviewPage(
            fingerprint=changeset.fingerprint,
            counts=[Count(PLURALS[verb], number) for verb, number in changeset.counts().items()],
            lines=[change.sentence() for change in changeset.changes[:SHOWN]],
            more=max(0, len(changeset.changes) - SHOWN),
            refusal=[one.sentence() for one in report.refused],
            problems=_told(gathered.problems),
            waiting=[one.sentence() for one in changeset.waiting],
            held=[one.sentence() for one in changeset.held],
            needs_a_look=[one.sentence() for one in changeset.needs_a_look],
        )

    def apply(self, fingerprint: str, on_progress: Progress) -> Outcome:
        return self._provision(Order("a person, from the admin's page", fingerprint, LONGEST_RUN), on_progress)

    def collect_now(self) -> Outcome:
        collected = collect(
            self.runs(), Order("the schedule of collecting", within=LONGEST_COLLECTING), self.run_links.counts, self._memory
        )
        if collected.new:
            self._seen = None
        return Outcome(not collected.exit_code, collected_in_a_sentence(collected), collected.run_id)

    def provision_tonight(self) -> Outcome:
        return self._provision(Order("the nightly schedule", within=LONGEST_RUN), lambda done, of: None)

    def track_tonight(self) -> Outcome:
        try:
            tracked = track(self.runs(), Order("the nightly schedule", within=LONGEST_RUN), self.run_links.counts)
        finally:
            self._seen = None
        return Outcome(not tracked.exit_code, in_a_sentence(tracked), tracked.run_id)

    def _provision(self, order: Order, on_progress: Progress) -> Outcome:
        try:
            report = provision(self.runs(), order, self.run_links.counts, on_progress)
        finally:
            self._seen = None
            self._memory.forget()
        return Outcome(_finished(report), summary(report), report.run_id)


def reflected_in(world: World, items: Mapping[str, Item]) -> frozenset[str]:
    """Staff ids of those whose reflection was collected this year."""
    book = items.get(check_ins_key(world.cycle))
    if book is None or not book.file_id:
        return frozenset()
    try:
        rows = world.books.rows(book.file_id, LOG)
    except Refused:
        return frozenset()
    return frozenset(row.get("staff_id", "") for row in rows if row.get("form", "").startswith(REFLECTION))


def summary(report: Report) -> str:
    """How a run ended, in one sentence."""
    if report.stale_review:
        return "What you reviewed has changed since; nothing was done. Look at the preview again."
    if report.refused:
        return "Nothing was done: there was more to do than a run may do unreviewed."
    if report.busy:
        return "Another run is going on; it does the same work."
    if not report.changeset and not report.done:
        return "There was nothing to do."
    rest = report.left + len(report.failures) + report.waiting
    done = sum(report.done.values())
    return f"{done} changes were made." if not rest else f"{done} changes were made; {rest} are left for the next run."


def _finished(report: Report) -> bool:
    return report.busy or report.exit_code in (0, 3)


def _told(problems: Sequence[Problem]) -> list[RegisterProblem]:
    return [RegisterProblem(one.row, one.sentence()) for one in problems]


def _school_name(register: Register, person: Person) -> str:
    school = register.school(person.school)
    return school.name if school else person.school


def _lines(cell: str) -> tuple[str, ...]:
    """``make folder: 2; share: 4`` → ``Folders made: 2``, …; nothing to do → ()."""
    lines = []
    for part in (part.strip() for part in cell.split(";") if part.strip()):
        verb, colon, number = part.rpartition(": ")
        lines.append(f"{PLURALS.get(verb, verb.capitalize())}: {number}" if colon else part.capitalize())
    return tuple(line for line in lines if line != "Nothing to do")


def _run(cells: Sequence[str]) -> RunRow | None:
    row = [*cells, *[""] * (9 - len(cells))]
    try:
        when = datetime.strptime(row[1], "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)
        seconds, calls = float(row[8] or 0), int(row[7] or 0)
    except ValueError:
        return None
    why = tuple(part.strip() for part in row[6].split("; ") if part.strip())
    return RunRow(row[0], when, row[2], _lines(row[3]), _lines(row[4]), _lines(row[5]), why, seconds, calls)


def _plays(register: Register, today: date) -> dict[str, str]:
    """Whom a newcomer would like to be, and why: one of each kind."""
    leads = {line_manager_on(person, today) for person in register.people}
    kinds: dict[str, Callable[[Person], bool]] = {
        "a teacher with a plan to write": lambda one: one.role == "Teacher" and one.staff_id not in leads,
        "a line manager": lambda one: one.role == "Phase leader" and one.staff_id in leads,
        "a headteacher": lambda one: one.role == "Headteacher",
        "a teaching assistant": lambda one: one.standards == "teaching-assistants",
        "office, with a job description": lambda one: one.role == "Office administrator",
        "an early career teacher, not taking part until induction ends": lambda one: one.role == "Early career teacher",
        "has an acting line manager": lambda one: bool(one.acting_manager),
    }
    found: dict[str, str] = {}
    for why, fits in kinds.items():
        one = next((one for one in register.people if is_employed(one, today) and one.staff_id not in found and fits(one)), None)
        if one:
            found[one.staff_id] = why
    return found
