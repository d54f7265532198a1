"""The desk behind the pages: what they ask, answered from the control workbook and the jobs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from service.desk_words import PLURALS, finished, plays, run_of, school_name, summary, told, turned_outcome
from service.jobs.access import look_at_access
from service.jobs.access_outcome import in_a_sentence as access_in_a_sentence
from service.jobs.collect import Memory, collect
from service.jobs.collected import in_a_sentence as collected_in_a_sentence
from service.jobs.gather import contents, read_ledger, read_register, years_in
from service.jobs.portable import portable_copy
from service.jobs.provision import preview, provision
from service.jobs.rollover import review, turn
from service.jobs.runs import Order
from service.jobs.today import in_words
from service.jobs.track import in_a_sentence, track
from service.jobs.turning import UNDO, Turning
from service.jobs.world import World
from service.my_page import Links, MyPages, Seen, reflected_in
from service.policy.drafting import next_id
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
        parts = plays(seen.register, today)
        admins = [
            Seat(email, "The trust's admin", "Admin", "", "admin: runs, preview and apply")
            for email in sorted(seen.register.admins)
        ]
        return admins + [
            Seat(one.email.lower(), one.name, one.role, school_name(seen.register, one), parts.get(one.staff_id, ""))
            for one in seen.register.people
        ]

    def recent_runs(self) -> Sequence[RunRow]:
        rows = [row for row in (run_of(cells) for cells in self.look().runs) if row]
        return list(reversed(rows))

    def register_problems(self) -> Sequence[RegisterProblem]:
        return told(self.look().problems)

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
            problems=told(gathered.problems),
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
        return Outcome(finished(report), summary(report), report.run_id)
