"""Builders for the tests of the pages: a Desk of their own, a person, a run, a preview. All people are made up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from service.web.app import Service, create_app
from service.web.config import WebConfig
from service.web.desk import (
    Copy,
    Count,
    CycleRow,
    MyDocument,
    MyPage,
    Outcome,
    Place,
    PreviewPage,
    RegisterProblem,
    RunRow,
    Seat,
    Section,
    Table,
    YearPage,
    YearsPage,
)

TODAY = date(2025, 10, 6)
AMARA = "amara.okafor@stour.example"
ADMIN = "jo.hale@stour.example"

LOCAL = WebConfig(
    workspace_is_google=False,
    secret_key="a secret of the tests",
    log_salt="salt of the tests",
    trust_name="Stour Valley Trust",
    domains=frozenset({"stour.example"}),
    contact="the people team on extension 210",
)
GOOGLE = replace(LOCAL, workspace_is_google=True)


@dataclass
class Someone:
    """An identity that is always the same person's, or no one's."""

    who: str | None
    switch_url: str = "/switch"

    def email(self, request: Any) -> str | None:
        return self.who

    def ask(self) -> Any:
        return "who are you?", 401


def _years() -> YearsPage:
    return years()


def _year() -> YearPage:
    return year()


@dataclass
class FakeDesk:
    """A Desk of plain fields. trouble: what a method raises, by its name. asked: the methods called, in order."""

    persons: dict[str, MyPage] = field(default_factory=dict)
    admins: set[str] = field(default_factory=lambda: {ADMIN})
    seats: list[Seat] = field(default_factory=list)
    runs: list[RunRow] = field(default_factory=list)
    problems: list[RegisterProblem] = field(default_factory=list)
    drives: list[Place] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    previewed: PreviewPage = field(default_factory=lambda: PreviewPage("000000000000"))
    all_years: YearsPage = field(default_factory=_years)
    year: YearPage = field(default_factory=_year)
    copies: dict[str, Copy] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=lambda: Outcome(True, "All 3 changes are made."))
    work: Any = None
    trouble: dict[str, Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def _answer(self, name: str, value: Any) -> Any:
        self.asked.append(name)
        if name in self.trouble:
            raise self.trouble[name]
        return value

    def today(self) -> date:
        return TODAY

    def person_by_email(self, email: str) -> MyPage | None:
        return self._answer("person_by_email", self.persons.get(email))

    def copy_for(self, email: str) -> Copy | None:
        self.asked.append(f"copy_for {email}")
        if self.work:
            self.work(None)
        return self._answer("copy_for", self.copies.get(email))

    def is_admin(self, email: str) -> bool:
        return self._answer("is_admin", email in self.admins)

    def people(self) -> list[Seat]:
        return self._answer("people", self.seats)

    def recent_runs(self) -> list[RunRow]:
        return self._answer("recent_runs", self.runs)

    def register_problems(self) -> list[RegisterProblem]:
        return self._answer("register_problems", self.problems)

    def shared_by_hand(self) -> list[str]:
        return self._answer("shared_by_hand", self.shared)

    def places(self) -> list[Place]:
        return self._answer("places", self.drives)

    def preview(self) -> PreviewPage:
        return self._answer("preview", self.previewed)

    def apply(self, fingerprint: str, on_progress: Any) -> Outcome:
        self.asked.append(f"apply {fingerprint}")
        if self.work:
            self.work(on_progress)
        return self._answer("apply", self.outcome)

    def years(self) -> YearsPage:
        return self._answer("years", self.all_years)

    def year_page(self, what: str) -> YearPage:
        return self._answer("year_page", replace(self.year, what=what))

    def turn_year(self, what: str, fingerprint: str, on_progress: Any) -> Outcome:
        self.asked.append(f"turn_year {what} {fingerprint}")
        if self.work:
            self.work(on_progress)
        return self._answer("turn_year", self.outcome)

    def track_tonight(self) -> Outcome:
        return self._answer("track_tonight", self.outcome)

    def collect_now(self) -> Outcome:
        return self._answer("collect_now", self.outcome)

    def look_at_access_tonight(self) -> Outcome:
        return self._answer("look_at_access_tonight", self.outcome)

    def provision_tonight(self) -> Outcome:
        return self._answer("provision_tonight", self.outcome)


def app(desk: FakeDesk | None = None, who: str | None = AMARA, config: WebConfig = LOCAL) -> Service:
    return create_app(config, desk or FakeDesk(), Someone(who))


def document(key: str = "plan", **different: Any) -> MyDocument:
    usual = MyDocument(
        key,
        {"plan": "My growth plan", "conversation": "Our growth conversation", "presentation": "What I tried"}.get(key, key),
        "Five questions and one driver. Write as little or as much as helps you.",
        f"https://docs.google.com/document/d/{key}-1/edit",
    )
    return replace(usual, **different)


def person(**different: Any) -> MyPage:
    usual = MyPage(
        "Amara",
        "St Osyth Primary School",
        (
            document("plan", note="You and your line manager can open it. No one else."),
            document("conversation", what_for="Talk your focus over with your line manager, usually in October."),
            document("presentation", what_for="One page to share with colleagues.", opens=date(2026, 6, 8)),
        ),
        "Your line manager is Tomasz Zieliński. He can read your plan and comment in it.",
        "It is half-term 1 of 6 at your school. It ends on 24 October.",
    )
    return replace(usual, **different)


def run(**different: Any) -> RunRow:
    usual = RunRow(
        "20251006T010003-ab12cd",
        datetime(2025, 10, 6, 1, 0, 3, tzinfo=UTC),
        "the nightly run",
        ("make folder: 2", "make document: 3"),
        ("make folder: 2", "make document: 3"),
        (),
        (),
        41.2,
        1234,
    )
    return replace(usual, **different)


def failed_run(**different: Any) -> RunRow:
    return run(
        run_id="20251005T010002-ff00aa",
        did=("make folder: 2",),
        could_not=("failed: 3", "held for an account: 1"),
        why=("Google was turning requests away for a while (2)", "The template 'Growth plan' lacks the driver's field (1)"),
        **different,
    )


def preview(**different: Any) -> PreviewPage:
    usual = PreviewPage(
        "3f2a9c0d1e4b",
        (Count("Folders to make", 2), Count("Documents to make", 3), Count("Shares to give", 4)),
        tuple(f"Make 'Growth plan 2025-26, person {number}' and fill in who it is for" for number in range(1, 10)),
    )
    return replace(usual, **different)


def large_preview(**different: Any) -> PreviewPage:
    counts = (Count("Names to change", 208), Count("Documents to make", 3), Count("Shares to take back", 1))
    return preview(counts=counts, more=203, **different)


def years(**different: Any) -> YearsPage:
    cycles = (
        CycleRow("2025-26", "over, open for what is late", date(2025, 9, 1), date(2026, 8, 31), date(2026, 10, 31)),
        CycleRow("2026-27", "under way", date(2026, 9, 1), date(2027, 8, 31), date(2027, 10, 31)),
    )
    return replace(YearsPage("2026-27 is under way. It ends on 31 August 2027.", cycles, "2027-28", "2026-27"), **different)


def year(**different: Any) -> YearPage:
    table = Table(
        ("When", "What", "Made", "Unshared", "Closed"),
        (
            ("1 September 2026", "2026-27 begins; Reflection opens", "412", "9", "7"),
            ("1 November 2026", "2025-26 is closed", "0", "0", "1,730"),
        ),
    )
    check = Table(
        ("School", "What would trip it", "Who can mend it"),
        (
            (
                "St Osyth Primary School",
                "term dates of 2026-27 are missing: half-term 1, 2",
                "Jo Hale can say; an admin types them in",
            ),
        ),
    )
    sections = (
        Section("short", "What happens when", ("2,158 changes: about 4,300 calls.",), table),
        Section("check", "Data check", ("1 thing to mend first.",), check),
        Section("managers", "Who has no line manager", ("Everyone has one.",)),
        Section(
            "taken",
            "What is unshared (9)",
            (),
            None,
            ("1 September 2026: Stop sharing 'Ben *By* · Growing' with Hal",),
            3,
            folded=True,
        ),
    )
    usual = YearPage(
        "turn", "2026-27", "From 2025-26 to 2026-27", "2026-27 begins on 1 September 2026.", "3f2a9c0d1e4b", 2158, 1, sections
    )
    return replace(usual, **different)


OUTSIZED = ("212 of 350 things that exist would be renamed, unshared or rewritten: more than 25 and more than 30% in one go.",)
PROBLEMS = (
    RegisterProblem(14, "The line manager's staff id S0999 is not in the register."),
    RegisterProblem(31, "The e-mail address is outside the trust's domains."),
)
PLACES = (
    Place("Control workbook", "https://docs.google.com/spreadsheets/d/wb/edit", "The staff register, runs and exemptions"),
    Place("People drive", "https://drive.google.com/drive/folders/pd", "Everyone's own folder"),
)
SEATS = (
    Seat(AMARA, "Amara Okafor", "Teacher", "St Osyth Primary School", "has a plan"),
    Seat(ADMIN, "Jo Hale", "Operations lead", "Central team", "admin"),
    Seat("zoe.obrien@stour.example", "Zoë O’Brien", "Teaching assistant", "Mistley High School"),
)
