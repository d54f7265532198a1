"""What the jobs need from the outside world. Two kinds of adapter exist: Google's, and the tests' own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from service.policy.answers import ReadDocument
from service.policy.form_template import FormTemplate
from service.policy.overview import Overview
from service.policy.record import Record
from service.policy.responses import Response
from service.policy.sheet_template import OverviewTemplate, SheetTemplate
from service.policy.template import DocumentTemplate
from service.reconcile.actual import Access, Item, MarkedFile, Permission, Sight
from service.reconcile.answer_books import BookTab, Upsert
from service.reconcile.desired import Role
from service.reconcile.grid import Edits, Grid


class Clock(Protocol):
    """Where the time comes from: the machine's against Google, the Workspace's own locally."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""


@dataclass(frozen=True)
class Drive:
    """A shared drive of which the service is a member. role: the service's own; restricted: set as the design wants."""

    drive_id: str
    name: str
    can_manage: bool
    restricted: bool


@dataclass(frozen=True)
class FileFacts:
    """One file, looked at directly. locked: read-only for everyone."""

    file_id: str
    name: str
    parent_id: str
    mime_type: str
    trashed: bool
    marks: Mapping[str, str]
    locked: bool = False


class FileReader(Protocol):
    """Reads Drive. Search may lag; a direct look never does."""

    def drives(self) -> Sequence[Drive]:
        """Every shared drive the service is a member of."""

    def marked(self, drive_id: str) -> Iterable[MarkedFile]:
        """Every file in a drive that bears the service's mark, the bin included. Lags by minutes."""

    def sight(self, file_id: str) -> Sight:
        """A direct look at one id."""

    def facts(self, file_id: str) -> FileFacts:
        """A direct look at one id, in full. Raises NotThere."""

    def permissions(self, file_id: str) -> Sequence[Permission]:
        """A direct look at who can open a file, or a shared drive: given on it or inherited, its published view included.
        Accounts that were deleted are left out. Raises NotThere."""

    def others_wrote(self, file_id: str) -> bool:
        """Whether anybody but the service ever changed a file's content, as far as its revisions say. Raises NotThere."""

    def sheet_named(self, drive_id: str, name: str) -> Sequence[str]:
        """Ids of the spreadsheets of that name in a drive, oldest first."""

    def inside(self, drive_id: str, folder_id: str) -> Sequence[FileFacts]:
        """What lies directly in a folder of a drive, the bin left out, by name. Lags by minutes. Raises NotThere."""

    def export(self, file_id: str, mime_type: str) -> bytes:
        """What an editor keeps, in another format; Google gives ten megabytes at most. Raises NotThere, and Refused where it is
        too large or not to be had in that format."""

    def download(self, file_id: str) -> bytes:
        """The bytes of a file that no editor keeps, such as a PDF. Raises NotThere."""


class FileWriter(Protocol):
    """Writes Drive. Every method can raise Refused (nothing done) and Unsure (perhaps done)."""

    def new_ids(self, count: int) -> Sequence[str]:
        """Ids for folders that are about to be made."""

    def make_folder(self, file_id: str, name: str, parent_id: str, mark: Mapping[str, str]) -> None:
        """A limited-access folder under an id chosen beforehand; twice is once."""

    def make_document(self, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        """An empty Google Doc; its id."""

    def make_sheet(self, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        """An empty spreadsheet; its id."""

    def make_form(self, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        """An empty Form; its id."""

    def copy_document(self, source_id: str, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        """A copy of a Doc, or of a Form, with its own mark; its id."""

    def grant(self, file_id: str, email: str, role: Role) -> Access:
        """Share without a mail; sharing twice is sharing once. A manager of the drive reaches it anyway: the permission's id
        is then ''. Raises NoAccount."""

    def revoke(self, file_id: str, permission_id: str) -> None:
        """Take a permission back; one that is gone already is taken back, and one with no id was never given."""

    def rename(self, file_id: str, name: str) -> None: ...

    def restore(self, file_id: str) -> None: ...

    def trash(self, file_id: str) -> None:
        """Put a file into the bin of its drive, a folder with all that is in it; twice is once. Google deletes it after thirty
        days. Raises NotThere."""

    def set_mark(self, file_id: str, mark: Mapping[str, str]) -> None: ...

    def move(self, file_id: str, parent_id: str) -> None: ...

    def keep_pdf(self, source_id: str, file_id: str, ending: str, marks: Mapping[str, str]) -> Mapping[str, str]:
        """A Doc as a PDF beside it, under an id chosen beforehand, named as the Doc with an ending, and locked; twice is once.
        Returns the marks that it was made with, this time or before."""

    def lock(self, file_id: str) -> None:
        """Make a file read-only, for everyone, until the drive's managers unlock it; twice is once."""

    def unlock(self, file_id: str) -> None: ...

    def restrict(self, drive_id: str) -> None:
        """The trust's people only; folders shared by managers only."""


@dataclass(frozen=True)
class Changed:
    """What a drive's change log says. file_ids: each file that changed, was moved, shared or removed; by_others: those that
    somebody else than the service changed last; token: where to go on."""

    file_ids: frozenset[str]
    token: str
    by_others: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FormState:
    """How a Form is. responders: addresses of the Groups to whom it is published. verified: whether Google vouches for who
    answers. missing: questions that it should ask and does not, by title."""

    published: bool
    accepting: bool
    verified: bool
    responders: frozenset[str]
    missing: Sequence[str] = ()


class Forms(Protocol):
    """Google Forms: what they ask, and what people answered."""

    def shape(self, file_id: str, template: FormTemplate) -> None:
        """Make a Form ask what is declared, in that order, with verified addresses, and open it. What the trust put into it
        by hand is left alone; a question that is not declared any more is taken out, and its answers stay. Twice is once."""

    def close(self, file_id: str) -> None:
        """Take no more answers; what was answered stays. Twice is once."""

    def reopen(self, file_id: str) -> None: ...

    def responses(self, file_id: str, since: datetime | None = None) -> Iterator[Sequence[Response]]:
        """Pages of responses sent at or after a moment, or of all, in no order. One that changes meanwhile may come twice."""

    def response(self, file_id: str, response_id: str) -> Response:
        """One response. Raises NotThere."""

    def state(self, file_id: str, template: FormTemplate) -> FormState:
        """A look at one Form."""


class ChangeLog(Protocol):
    """The change log of a shared drive."""

    def token(self, drive_id: str) -> str:
        """Where the log ends now."""

    def since(self, drive_id: str, token: str) -> Changed | None:
        """What happened since a token was given; None where the token is not good any more."""


@dataclass(frozen=True)
class Condition:
    """A template's Doc. mendable: something was lost that can be put back without anyone's help; problems: what it lacks
    that has to be read back from its copies, in plain English."""

    mendable: bool = False
    problems: Sequence[str] = ()


class Documents(Protocol):
    """Google Docs, as far as the service writes in them: a template's content, and the block that is its own."""

    def build(self, file_id: str, template: DocumentTemplate) -> None:
        """Write the declared content into an empty Doc; a Doc that has content is left alone."""

    def fill(self, file_id: str, template: DocumentTemplate, fields: Mapping[str, str]) -> None:
        """The first fill of a fresh copy."""

    def refresh(
        self, file_id: str, template: DocumentTemplate, fields: Mapping[str, str], written: Mapping[str, str]
    ) -> Sequence[str]:
        """Bring fields up to date under the revision that was read; what a person typed there is left alone.

        written: digests of what the service wrote last. Returns the fields that were left alone.
        """

    def keep_record(self, file_id: str, record: Record) -> bool:
        """Put what came in with a Form into a Doc, under the revision that was read: the newest on top, a changed answer in
        place of the one before, whatever a person wrote in it left alone. Twice is once; False where it was there already."""

    def read(self, file_id: str, template: DocumentTemplate) -> ReadDocument: ...

    def is_written_in(self, file_id: str, template: DocumentTemplate) -> bool:
        """Whether anything of a person's stands in it: an answer, a choice, or what came in with a Form. Raises NotThere."""

    def mend(self, file_id: str, template: DocumentTemplate) -> None:
        """Put it back, under the revision that was read."""

    def condition(self, file_id: str, template: DocumentTemplate) -> Condition:
        """How a template's Doc is, after whatever people did to it. One read."""


@dataclass(frozen=True)
class Tables:
    """Every tab of the control workbook as rows of displayed text, the heading row first; {} where it has no tabs yet.

    claim: who holds the workbook, if anyone.
    """

    rows: Mapping[str, Sequence[Sequence[str]]]
    claim: Claim | None = None


@dataclass(frozen=True)
class Claim:
    """One run's hold on the workbook. sheet_id: the hidden sheet that is the claim; until: when it lapses."""

    holder: str
    until: datetime
    sheet_id: int


class StatusSheets(Protocol):
    """The Sheets that managers and school leaders live in."""

    def look(self, file_id: str, template: SheetTemplate) -> Grid:
        """The tab of people as it is. What the template declares and the Sheet lacks is put in first: tabs, columns,
        warnings, filters; rows and what people wrote are not disturbed."""

    def read(self, file_id: str, template: SheetTemplate) -> Grid:
        """The tab of people as it is, and nothing is put in; columns that are not there are missing from it. Raises NotThere."""

    def write(self, file_id: str, template: SheetTemplate, grid: Grid, edits: Edits, as_of: str) -> None:
        """Write edits made from a grid, and the line on top, in one batch; values are taken as they are."""

    def write_overview(self, file_id: str, template: OverviewTemplate, overview: Overview, as_of: str) -> None:
        """Make the trust's overview what it should be, whatever was done to it, in one batch."""

    def stamp(self, file_id: str, as_of: str) -> bool:
        """Only the line on top. False where there is none to write in: it has to be looked at."""


class AnswerBooks(Protocol):
    """The workbooks that hold what came in with the Forms."""

    def look(self, file_id: str) -> Mapping[str, BookTab]:
        """Its tabs by title, with the ids of their rows and columns."""

    def rows(self, file_id: str, title: str) -> Sequence[Mapping[str, str]]:
        """A tab's rows, as texts by the columns' ids. Raises Refused where there is no such tab."""

    def write(self, file_id: str, looked: Mapping[str, BookTab], upserts: Sequence[Upsert]) -> None:
        """Put rows into tabs, made where they are not there, in one batch; values are taken as they are. Twice, each time
        after a look, is once."""


class ControlWorkbook(Protocol):
    """The trust's control workbook: the register, the runs and the ledger."""

    def tables(self, only: Mapping[str, str] | None = None) -> Tables:
        """Every tab, or only some: their columns (``A:D``, or '' for all) by tab; one that is not there is left out."""

    def pages(self, tab: str, columns: str = "") -> Iterator[Sequence[Sequence[str]]]:
        """A tab's rows (its columns ``A:D``, or '' for all) in their order, headings first, some at a time; blank ones among
        them are []. Several reads, so only for tabs in which nobody moves rows.
        Nothing of a tab that is not there."""

    def add_tabs(self, contents: Mapping[str, Sequence[Sequence[str]]]) -> None:
        """Make the tabs that are missing, with these first rows; tabs that exist are left alone."""

    def keep_tabs(self, columns: Mapping[str, Sequence[str]]) -> None:
        """Give tabs that exist the columns that they lack, after their last one, and put in again what headings say of
        themselves and what may be chosen. Nothing else in them is touched."""

    def write_ledger(self, rows: Mapping[int, Item | None]) -> None:
        """Items by row number (2 is the first under the headings); None empties a row. One write, and twice is once."""

    def write_rows(self, tab: str, rows: Mapping[int, Sequence[str]]) -> None:
        """Rows of a tab by number. One write, and twice is once."""

    def replace_tab(self, tab: str, rows: Sequence[Sequence[str]]) -> None:
        """Write a tab's cells anew, headings first; rows below them are left as they are. Twice is once."""

    def drop_rows(self, tab: str, ids: Collection[str]) -> None:
        """Take out the rows whose first cell is one of these; those below move up. Twice is once."""

    def append_run(self, row: Sequence[str]) -> None:
        """Add one row to Runs, once: the first cell is the run's id."""

    def claim(self, holder: str, until: datetime, stale: Claim | None) -> Claim | None:
        """Take the workbook for one run, atomically; None where another holds it. stale: a lapsed claim to replace."""

    def renew(self, claim: Claim, until: datetime) -> None:
        """Hold on for longer. Raises Refused where the claim has lapsed and been replaced."""

    def release(self, claim: Claim) -> None:
        """Let go. Raises Refused where the claim is not there any more."""
