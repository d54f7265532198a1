"""What the pages need from the rest of the service, as one small Protocol and plain values.

The pages know nothing of jobs, of Google or of the control workbook. `service.wiring` gives them a Desk; the tests give
them their own. Nothing here imports anything but the standard library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

Progress = Callable[[int, int], None]
"""Called with how many changes are done and how many there are."""


@dataclass(frozen=True)
class MyDocument:
    """One document of a person's. key: what it is, such as ``plan``, for ``/me?go=plan``. link: where it opens, empty
    until it is made. opens: the day its window opens. note: a plain sentence; never a status."""

    key: str
    title: str
    what_for: str
    link: str = ""
    opens: date | None = None
    note: str = ""

    def is_due(self, today: date) -> bool:
        return self.opens is None or self.opens <= today


@dataclass(frozen=True)
class MyPage:
    """What `/me` shows to one person. documents: the main one of today first. line_manager and half_term: whole
    sentences. messages: whole sentences that the person should read, such as a joiner's first steps. leaving: the same for
    somebody whose last day is near, '' for everybody else; with it the page offers a copy of what is theirs."""

    name: str
    school: str = ""
    documents: Sequence[MyDocument] = ()
    line_manager: str = ""
    half_term: str = ""
    messages: Sequence[str] = ()
    leaving: str = ""


@dataclass(frozen=True)
class Seat:
    """Someone whom one may play locally. plays: why one would choose them, such as ``admin`` or ``ends induction``."""

    email: str
    name: str
    role: str
    school: str
    plays: str = ""


@dataclass(frozen=True)
class RunRow:
    """One run, as the Runs tab has it. Every text is plain English and bears no name.

    when: aware. meant, did, could_not: lines such as ``make document: 3``. why: the reasons for what it could not do.
    seconds: how long it took. calls: how many were sent to Google.
    """

    run_id: str
    when: datetime
    started_by: str
    meant: Sequence[str] = ()
    did: Sequence[str] = ()
    could_not: Sequence[str] = ()
    why: Sequence[str] = ()
    seconds: float = 0
    calls: int = 0

    @property
    def went_well(self) -> bool:
        return not (self.could_not or self.why)


@dataclass(frozen=True)
class RegisterProblem:
    """A row of the staff register that holds back its person's documents. row: as the Sheet numbers it."""

    row: int
    what: str


@dataclass(frozen=True)
class Place:
    """Somewhere in Drive that an admin goes to: the control workbook, a drive, the templates."""

    title: str
    link: str
    what_for: str = ""


@dataclass(frozen=True)
class Count:
    """How many changes of one kind there are."""

    what: str
    number: int


@dataclass(frozen=True)
class PreviewPage:
    """What a run would do now. fingerprint: stands for exactly these changes. lines: what would happen, the first ones;
    more: how many are left out. refusal: why it is too big to go ahead by itself, in sentences with the numbers.
    waiting, held, needs_a_look: sentences."""

    fingerprint: str
    counts: Sequence[Count] = ()
    lines: Sequence[str] = ()
    more: int = 0
    refusal: Sequence[str] = ()
    problems: Sequence[RegisterProblem] = ()
    waiting: Sequence[str] = ()
    held: Sequence[str] = ()
    needs_a_look: Sequence[str] = ()

    @property
    def total(self) -> int:
        return sum(one.number for one in self.counts)


@dataclass(frozen=True)
class Outcome:
    """How a run ended. finished: nothing is left that another try would do. summary: one plain sentence. run_id: its
    row in Runs, where it has one. details: what else is to be told, by what it is."""

    finished: bool
    summary: str
    run_id: str = ""
    details: Sequence[tuple[str, Sequence[str]]] = ()


@dataclass(frozen=True)
class Table:
    """A table of text."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Section:
    """One part of a page on the year. text: paragraphs; lines: a list, of which `more` are left out; folded: shown on demand."""

    key: str
    title: str
    text: Sequence[str] = ()
    table: Table | None = None
    lines: Sequence[str] = ()
    more: int = 0
    folded: bool = False


@dataclass(frozen=True)
class YearPage:
    """What turning the year would do, or taking that back. what: ``turn`` or ``undo``; fingerprint: stands for exactly this;
    total: how many changes; trips: how many things would trip it."""

    what: str
    to: str
    title: str
    lead: str
    fingerprint: str
    total: int
    trips: int = 0
    sections: Sequence[Section] = ()


@dataclass(frozen=True)
class CycleRow:
    """One cycle, as the admin sees it. state: how it stands today, in plain English."""

    cycle: str
    state: str
    starts: date
    ends: date
    closing: date


@dataclass(frozen=True)
class YearsPage:
    """The years as they stand. now: a sentence about today; turn_to: the cycle that may be turned to, '' for none; undo: the one
    that may be taken back, '' for none."""

    now: str
    cycles: Sequence[CycleRow] = ()
    turn_to: str = ""
    undo: str = ""


@dataclass(frozen=True)
class Copy:
    """A file to be taken along: what it is called, and its bytes, a zip's."""

    name: str
    content: bytes


class Desk(Protocol):
    """The service, as seen from its pages. Every method may raise SetUpError and WorkspaceError."""

    def today(self) -> date:
        """Today in London."""

    def person_by_email(self, email: str) -> MyPage | None:
        """email: lower case. None for whoever is not in the register or does not take part: the page gives no reason,
        so it is given none."""

    def copy_for(self, email: str) -> Copy | None:
        """A copy of what is this person's own. email: lower case. None for everybody but those whose last day is near."""

    def is_admin(self, email: str) -> bool:
        """Whether the control workbook names this address as an admin's. email: lower case."""

    def people(self) -> Sequence[Seat]:
        """Whom one may play locally. Asked only where the Workspace is a local one."""

    def recent_runs(self) -> Sequence[RunRow]:
        """The latest first."""

    def register_problems(self) -> Sequence[RegisterProblem]: ...

    def shared_by_hand(self) -> Sequence[str]:
        """What somebody shared beside the service, and with whom: whole sentences, for the admins alone."""

    def places(self) -> Sequence[Place]: ...

    def preview(self) -> PreviewPage:
        """Writes nothing."""

    def apply(self, fingerprint: str, on_progress: Progress) -> Outcome:
        """Do what was previewed, if it is still what the fingerprint stands for. Runs for as long as it takes, in a
        thread of its own."""

    def years(self) -> YearsPage:
        """Which cycles were begun, and what may be done."""

    def year_page(self, what: str) -> YearPage:
        """What turning the year (``turn``) or taking that back (``undo``) would do; kept as reviewed."""

    def turn_year(self, what: str, fingerprint: str, on_progress: Progress) -> Outcome:
        """Do what was reviewed, as `apply` does a changeset."""

    def track_tonight(self) -> Outcome:
        """What cron asks for each night: read the plans that changed."""

    def collect_now(self) -> Outcome:
        """What cron asks for every few minutes in school hours: what people sent with the Forms."""

    def look_at_access_tonight(self) -> Outcome:
        """What cron asks for each night: who can open what, put right where it is not as it should be."""

    def provision_tonight(self) -> Outcome:
        """What cron asks for each night: a run without a reviewer, so that the outsized refuses itself."""
