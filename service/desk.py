"""The desk behind the pages: what they ask, answered from the control workbook and the jobs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from service.jobs.access import look_at_access
from service.jobs.access_outcome import in_a_sentence as access_in_a_sentence
from service.jobs.collect import Memory, collect
from service.jobs.collected import in_a_sentence as collected_in_a_sentence
from service.jobs.gather import contents, read_ledger, read_register, years_in
from service.jobs.portable import portable_copy
from service.jobs.provision import preview, provision
from service.jobs.report import Report
from service.jobs.rollover import Turned, review, turn
from service.jobs.runs import Order
from service.jobs.today import in_words
from service.jobs.track import in_a_sentence, track
from service.jobs.turning import UNDO, Turning
from service.jobs.world import LONDON, World
from service.my_page import Links, MyPages, Seen, reflected_in
from service.policy.drafting import next_id
from service.policy.people import Person, is_employed, line_manager_on
from service.policy.problems import Problem
from service.policy.register import Register
from service.reconcile.forms_for import BLANK_FORM, check_ins_key, reflections_key
from service.reconcile.shares import open_shares, shares_in
from service.reconcile.sheets_for import overview_key
from service.reconcile.tabs import ACCESS, CYCLES, LEDGER, RUNS
from service.web.desk import (
    Copy,
    Count,
    MyPage,
    Outcome,
    Place,
    PreviewPage,
    Progress,
    RegisterProblem,
    RunRow,
    Seat,
    YearPage,
    YearsPage,
)
from service.year_outlook import year_page, years_page

FRESH_SECONDS = 20.0
LONGEST_COLLECTING = timedelta(minutes=4)
"""Less than the time between two runs; what is left is collected by the next."""
LONGEST_RUN = timedelta(hours=23)
"""App Engine's basic scaling ends a request after 24 hours (cloud.google.com/tasks/docs/creating-appengine-handlers)."""
SHOWN = 200

PLURALS = {
    "carry forward": "Focuses carried forward",
    "close": "Things of a past year closed",
    "keep open": "Things left open, for somebody wrote in them",
    "reopen": "Things opened again",
    "turn the year": "Decisions about cycles written down",
    "add tabs": "Tabs added to the control workbook",
    "adopt": "Things entered in the ledger",
    "build template": "Templates checked",
    "clear rows": "Rows past their retention cleared",
    "dispose": "Things past their retention put into the bin",
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
    "settle": "Disposals of a stopped run written down",
    "shape form": "Forms brought up to date",
    "restrict drive": "Drives limited to the trust's people",
    "share": "Shares given",
    "unshare": "Shares taken back",
}


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
        years = years_in(world, found)
        reflected = reflected_in(world.of(years.current(world.today())), items)
        shares = open_shares(shares_in(found[ACCESS]))
        return Seen(register, problems, items, found[RUNS][1:], years, reflected, shares)

    def _now(self) -> World:
        """The world as the year that people are in sees it."""
        world = self.pages()
        return world.of(self.look().years.current(world.today()))

    def person_by_email(self, email: str) -> MyPage | None:
        return MyPages(self.look(), self._now(), self.links).of(email)

    def copy_for(self, email: str) -> Copy | None:
        made = portable_copy(self.pages(), email)
        return Copy(made.name, made.content) if made else None

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

    def shared_by_hand(self) -> Sequence[str]:
        seen = self.look()
        return [in_words(one, seen.items) for one in seen.shares]

    def places(self) -> Sequence[Place]:
        world = self._now()
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

    def years(self) -> YearsPage:
        world = self.pages()
        found = contents(world, world.workbook.tables({CYCLES: ""}))
        years = years_in(world, found)
        return years_page(years, self.today(), next_id(list(years.begun())[-1].cycle))

    def year_page(self, what: str) -> YearPage:
        years = self.years()
        if what == UNDO:
            return year_page(review(self.pages(), years.undo, undo=True))
        return year_page(review(self.pages(), years.turn_to))

    def turn_year(self, what: str, fingerprint: str, on_progress: Progress) -> Outcome:
        years = self.years()
        turning = Turning(years.undo if what == UNDO else years.turn_to, what == UNDO, fingerprint)
        order = Order("a person, from the admin's page Year", within=LONGEST_RUN)
        try:
            turned = turn(self.runs(), order, self.run_links.counts, turning, on_progress)
        finally:
            self._seen = None
            self._memory.forget()
        return turned_outcome(turned)

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

    def look_at_access_tonight(self) -> Outcome:
        try:
            found = look_at_access(self.runs(), Order("the nightly schedule", within=LONGEST_RUN), self.run_links.counts)
        finally:
            self._seen = None
        finished = found.report.busy or found.exit_code in (0, 3)
        return Outcome(finished, access_in_a_sentence(found), found.run_id)

    def _provision(self, order: Order, on_progress: Progress) -> Outcome:
        try:
            report = provision(self.runs(), order, self.run_links.counts, on_progress)
        finally:
            self._seen = None
            self._memory.forget()
        return Outcome(_finished(report), summary(report), report.run_id)


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


def turned_outcome(turned: Turned) -> Outcome:
    """How turning a year ended: what the register brought since it was reviewed is told, and left to the nightly runs."""
    compared = turned.compared
    details = [
        (title, lines)
        for title, lines in (
            ("What would be otherwise than you reviewed", compared.differing),
            ("What the register brought since: on another day", compared.moved),
            ("What the register brought since: not to be done any more", compared.gone),
            ("What the register brought since: new", compared.new),
        )
        if lines
    ]
    if turned.refused:
        return Outcome(True, f"Nothing was done: {turned.refused}.")
    if compared.differing:
        number = len(compared.differing)
        return Outcome(True, f"Nothing was done: {number} of what you reviewed would be otherwise now. Look again.", "", details)
    assert turned.report is not None  # noqa: S101 what is not refused was run
    more = "The nightly runs do the rest, each thing on its day."
    return Outcome(_finished(turned.report), f"{summary(turned.report)} {more}", turned.report.run_id, details)


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
