"""A Workspace in memory: every port of `service.ports`, with what a person can do behind the service's back.

The contract suite holds it and Google's adapters to the same behaviour.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from service.declared.forms import load_forms
from service.declared.load import FORMS_FOLDER, SHEETS_FOLDER
from service.declared.reading import Reader
from service.declared.sheets import load_overview, load_people_sheet
from service.errors import NoAccount, NotThere, Refused
from service.jobs.world import Places, TrustFacts, World
from service.policy.answers import Chosen, ReadDocument
from service.policy.overview import Overview
from service.policy.record import Record
from service.policy.register import Register
from service.policy.register_table import to_rows
from service.policy.sheet_template import OverviewTemplate, SheetTemplate
from service.policy.status_rows import Cell
from service.policy.template import DocumentTemplate
from service.ports import Changed, Claim, Condition, Drive, FileFacts, Tables
from service.reconcile.actual import METADATA, PUBLISHED, Access, Item, MarkedFile, Permission, Sight
from service.reconcile.desired import Role
from service.reconcile.digest import digest
from service.reconcile.grid import Edits, Grid, Kept
from service.reconcile.ledger import to_row
from service.reconcile.mark import KEY, NONCE, OURS
from tests.service.builders import NOW, a_cycle, templates
from tests.service.form_fakes import MemoryBooks, MemoryForm, MemoryForms

FOLDER = "application/vnd.google-apps.folder"
PDF = "application/pdf"
DOCUMENT = "application/vnd.google-apps.document"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FORM = "application/vnd.google-apps.form"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTS = (PDF, DOCX, XLSX)
TRUST, PEOPLE = "trust-drive", "people-drive"
WORKBOOK = "the-control-workbook"
SERVICE, EMERGENCY = "service@project.iam.gserviceaccount.com", "break-glass@stour.example"
RANK = ("reader", "commenter", "writer", "fileOrganizer", "organizer")
PEOPLE_SHEET = load_people_sheet(Reader(SHEETS_FOLDER))
OVERVIEW = load_overview(Reader(SHEETS_FOLDER))
FORMS = load_forms(Reader(FORMS_FOLDER))


@dataclass
class File:
    """One file. grants: e-mail to role; opened: by whom else it was opened, by hand; fields: a Doc's own block, None while it is
    empty."""

    file_id: str
    name: str
    parent_id: str
    mime_type: str
    created: datetime
    marks: dict[str, str] = field(default_factory=dict)
    trashed: bool = False
    grants: dict[str, Role] = field(default_factory=dict)
    opened: dict[str, Permission] = field(default_factory=dict)
    fields: dict[str, str] | None = None
    records: dict[str, Record] = field(default_factory=dict)
    lost: bool = False
    locked: bool = False
    problems: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    choices: dict[str, Chosen] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass
class Trouble:
    """What goes wrong: the nth call of a method (of any, for ``*``) raises, before its work or after it."""

    method: str
    error: BaseException
    nth: int = 1
    after: bool = False


@dataclass
class MemoryWorkspace:
    """Files, drives, accounts, the workbook's tabs, a clock. search_lag: for how long a listing trails behind."""

    now: datetime = NOW
    files: dict[str, File] = field(default_factory=dict)
    restricted: set[str] = field(default_factory=set)
    without_account: set[str] = field(default_factory=set)
    tabs: dict[str, list[list[str]]] = field(default_factory=lambda: {"Sheet1": []})
    claims: dict[int, Claim] = field(default_factory=dict)
    search_lag: timedelta = timedelta()
    troubles: list[Trouble] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    drives: tuple[str, ...] = (TRUST, PEOPLE)
    members: dict[str, str] = field(default_factory=lambda: {SERVICE: "organizer", EMERGENCY: "organizer"})
    log: list[tuple[str, str]] = field(default_factory=list)
    first_token: int = 0
    sheets: dict[str, tuple[list[list[str]], dict[str, Kept]]] = field(default_factory=dict)
    forms: dict[str, MemoryForm] = field(default_factory=dict)
    books: dict[str, dict[str, dict[str, dict[str, str]]]] = field(default_factory=dict)
    ids: Iterable[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.files[WORKBOOK] = File(WORKBOOK, "Control", TRUST, SPREADSHEET, self.now - timedelta(days=1))

    @contextmanager
    def call(self, method: str) -> Any:
        """One call: counted, and failed if that is what a test asked for."""
        self.calls[method] += 1
        struck = [one for one in self.troubles if one.method in ("*", method)]
        for one in struck:
            one.nth -= 1
        self._raise(one for one in struck if one.nth == 0 and not one.after)
        yield
        self._raise(one for one in struck if one.nth == 0 and one.after)

    def _raise(self, struck: Iterable[Trouble]) -> None:
        for one in struck:
            raise one.error

    def new_id(self, kind: str) -> str:
        return f"{kind}-{next(iter(self.ids))}"

    def write(self, file_id: str, **answers: str) -> None:
        """Someone writes in their Doc; the drive's log names it."""
        self.file(file_id).answers.update(answers)
        self.log.append((self.drive_of(file_id), file_id))

    def share(self, file_id: str, permission: Permission) -> None:
        """Someone shares a file by hand, or changes how it is shared; the drive's log names it."""
        self.unshare(file_id, permission.permission_id)
        self.file(file_id).opened[permission.permission_id] = permission

    def unshare(self, file_id: str, permission_id: str) -> None:
        """Someone takes a permission back by hand, whoever gave it."""
        self.take(file_id, permission_id)
        self.log.append((self.drive_of(file_id), file_id))

    def take(self, file_id: str, permission_id: str) -> None:
        one = self.file(file_id)
        one.opened.pop(permission_id, None)
        one.grants.pop(permission_id.removeprefix("permission of "), None)

    def ways(self, file_id: str) -> Iterator[Permission]:
        """Who can open a file, or a drive: nearest first. Of what is above a folder of ours only managers come through."""
        at, limited = file_id, False
        while at in self.files:
            one, inherited = self.files[at], at != file_id
            own = [*(_given(email, role) for email, role in one.grants.items()), *one.opened.values()]
            yield from (replace(each, inherited=inherited) for each in own if not (inherited and limited))
            limited = limited or one.mime_type == FOLDER
            at = one.parent_id
        for email, role in self.members.items():
            view = METADATA if limited and role != "organizer" else ""
            inside = file_id in self.files and self.files[file_id].mime_type != FOLDER
            if not (view and inside):
                yield Permission(f"permission of {email}", email, "user", role, file_id in self.files, view)

    def forget_log(self) -> None:
        """Every token that was given is not good any more."""
        self.first_token = len(self.log) + 1
        self.log.append(("nowhere", "nothing"))

    def file(self, file_id: str) -> File:
        if file_id not in self.files:
            raise NotThere("drive.files.get", "notFound", 404)
        return self.files[file_id]

    def unlocked(self, file_id: str, method: str) -> File:
        """A file whose content or name is about to change."""
        if self.file(file_id).locked:
            raise Refused(method, "forbidden", 403)
        return self.file(file_id)

    def bin(self, file_id: str, trashed: bool) -> None:
        """Into the bin, or out of it, with all that is in it."""
        self.file(file_id).trashed = trashed
        for one in list(self.files.values()):
            if one.parent_id == file_id:
                self.bin(one.file_id, trashed)

    def drive_of(self, file_id: str) -> str:
        while file_id in self.files:
            file_id = self.files[file_id].parent_id
        return file_id


@dataclass(frozen=True)
class MemoryClock:
    workspace: MemoryWorkspace

    def now(self) -> datetime:
        return self.workspace.now


@dataclass(frozen=True)
class MemoryReader:
    """`service.ports.FileReader`."""

    workspace: MemoryWorkspace

    def drives(self) -> Sequence[Drive]:
        with self.workspace.call("drives"):
            return [Drive(one, one, True, one in self.workspace.restricted) for one in self.workspace.drives]

    def marked(self, drive_id: str) -> Iterable[MarkedFile]:
        with self.workspace.call("marked"):
            seen = self.workspace.now - self.workspace.search_lag
            ours = [one for one in self.workspace.files.values() if one.marks.get(OURS) == "1" and one.created <= seen]
            return [_listed(one) for one in ours if self.workspace.drive_of(one.file_id) == drive_id]

    def sight(self, file_id: str) -> Sight:
        try:
            facts = self.facts(file_id)
        except NotThere:
            return Sight.GONE
        if facts.trashed:
            return Sight.IN_THE_BIN
        return Sight.THERE if facts.marks.get(OURS) == "1" else Sight.UNMARKED

    def facts(self, file_id: str) -> FileFacts:
        with self.workspace.call("facts"):
            one = self.workspace.file(file_id)
            return FileFacts(one.file_id, one.name, one.parent_id, one.mime_type, one.trashed, dict(one.marks), one.locked)

    def permissions(self, file_id: str) -> Sequence[Permission]:
        with self.workspace.call("permissions"):
            if file_id not in self.workspace.drives:
                self.workspace.file(file_id)
            return list(self.workspace.ways(file_id))

    def others_wrote(self, file_id: str) -> bool:
        with self.workspace.call("others_wrote"):
            self.workspace.file(file_id)
            return any(one == file_id for _, one in self.workspace.log)

    def sheet_named(self, drive_id: str, name: str) -> Sequence[str]:
        with self.workspace.call("sheet_named"):
            sheets = [one for one in self.workspace.files.values() if one.mime_type == SPREADSHEET and not one.trashed]
            found = [one for one in sheets if one.name == name and self.workspace.drive_of(one.file_id) == drive_id]
            return [one.file_id for one in sorted(found, key=lambda one: (one.created, one.file_id))]

    def inside(self, drive_id: str, folder_id: str) -> Sequence[FileFacts]:
        with self.workspace.call("inside"):
            self.workspace.file(folder_id)
            seen = self.workspace.now - self.workspace.search_lag
            there = [one for one in self.workspace.files.values() if one.parent_id == folder_id and one.created <= seen]
            found = [one for one in there if not one.trashed and self.workspace.drive_of(folder_id) == drive_id]
            facts = [FileFacts(one.file_id, one.name, folder_id, one.mime_type, False, dict(one.marks)) for one in found]
            return sorted(facts, key=lambda one: (one.name, one.file_id))

    def export(self, file_id: str, mime_type: str) -> bytes:
        """What is in it, and whose; which formats there are is for the Workspace to say."""
        with self.workspace.call("export"):
            one = self.workspace.file(file_id)
            if one.mime_type not in (DOCUMENT, SPREADSHEET) or mime_type not in EXPORTS:
                raise Refused("drive.files.export", "badRequest", 400)
            told = [one.name, *(one.fields or {}).values(), *one.answers.values()]
            records = [line for record in one.records.values() for line in record.lines]
            return "\n".join([mime_type, *told, *records]).encode()

    def download(self, file_id: str) -> bytes:
        with self.workspace.call("download"):
            one = self.workspace.file(file_id)
            if one.mime_type.startswith("application/vnd.google-apps"):
                raise Refused("drive.files.get", "fileNotDownloadable", 403)
            return "\n".join([one.name, *one.answers.values()]).encode()


def _listed(one: File) -> MarkedFile:
    return MarkedFile(
        one.file_id,
        one.marks.get(KEY, ""),
        one.marks.get(NONCE, ""),
        one.parent_id,
        one.name,
        one.created,
        one.trashed,
        shared=bool(one.grants or one.opened),
        locked=one.locked,
    )


def _given(email: str, role: Role) -> Permission:
    """A permission as the service gives it."""
    published = PUBLISHED if role is Role.RESPONDER else ""
    kind = "group" if role in (Role.RESPONDER, Role.GROUP_READER) else "user"
    return Permission(f"permission of {email}", email, kind, "reader" if kind == "group" else role.value, False, published)


@dataclass(frozen=True)
class MemoryWriter:
    """`service.ports.FileWriter`."""

    workspace: MemoryWorkspace

    def new_ids(self, count: int) -> Sequence[str]:
        with self.workspace.call("new_ids"):
            return [self.workspace.new_id("folder") for _ in range(count)]

    def make_folder(self, file_id: str, name: str, parent_id: str, mark: Mapping[str, str]) -> None:
        with self.workspace.call("make_folder"):
            if file_id not in self.workspace.files:
                self._make(file_id, name, parent_id, FOLDER, mark)

    def make_document(self, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        with self.workspace.call("make_document"):
            return self._make(self.workspace.new_id("doc"), name, parent_id, DOCUMENT, mark).file_id

    def make_sheet(self, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        with self.workspace.call("make_sheet"):
            return self._make(self.workspace.new_id("sheet"), name, parent_id, SPREADSHEET, mark).file_id

    def make_form(self, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        with self.workspace.call("make_form"):
            return self._make(self.workspace.new_id("form"), name, parent_id, FORM, mark).file_id

    def copy_document(self, source_id: str, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        with self.workspace.call("copy_document"):
            source = self.workspace.file(source_id)
            copy = self._make(self.workspace.new_id("doc"), name, parent_id, source.mime_type, {**source.marks, **mark})
            copy.fields = dict(source.fields) if source.fields is not None else None
            return copy.file_id

    def _make(self, file_id: str, name: str, parent_id: str, mime_type: str, mark: Mapping[str, str]) -> File:
        made = File(file_id, name, parent_id, mime_type, self.workspace.now, dict(mark))
        self.workspace.files[file_id] = made
        return made

    def grant(self, file_id: str, email: str, role: Role) -> Access:
        """Sharing with the same person again never lowers a role here: Google promises nothing."""
        with self.workspace.call("grant"):
            if email in self.workspace.without_account:
                raise NoAccount("drive.permissions.create", "invalidSharingRequest", 400)
            if self.workspace.members.get(email) == "organizer":
                return Access(role, "")
            one, grants = self.workspace.file(file_id), self.workspace.file(file_id).grants
            opened = one.opened.get(f"permission of {email}")
            if opened and RANK.index(opened.role) >= RANK.index(_given(email, role).role):
                return Access(role, opened.permission_id)
            one.opened.pop(f"permission of {email}", None)
            if email not in grants or list(Role).index(role) < list(Role).index(grants[email]):
                grants[email] = role
            return Access(role, f"permission of {email}")

    def revoke(self, file_id: str, permission_id: str) -> None:
        with self.workspace.call("revoke"):
            self.workspace.file(file_id)
            self.workspace.take(file_id, permission_id)

    def rename(self, file_id: str, name: str) -> None:
        with self.workspace.call("rename"):
            self.workspace.unlocked(file_id, "drive.files.update").name = name

    def lock(self, file_id: str) -> None:
        with self.workspace.call("lock"):
            self.workspace.file(file_id).locked = True

    def unlock(self, file_id: str) -> None:
        with self.workspace.call("unlock"):
            self.workspace.file(file_id).locked = False

    def restore(self, file_id: str) -> None:
        with self.workspace.call("restore"):
            self.workspace.bin(file_id, False)

    def trash(self, file_id: str) -> None:
        with self.workspace.call("trash"):
            self.workspace.bin(file_id, True)

    def set_mark(self, file_id: str, mark: Mapping[str, str]) -> None:
        with self.workspace.call("set_mark"):
            self.workspace.file(file_id).marks.update(mark)

    def keep_pdf(self, source_id: str, file_id: str, ending: str, marks: Mapping[str, str]) -> Mapping[str, str]:
        with self.workspace.call("keep_pdf"):
            source = self.workspace.file(source_id)
            if file_id not in self.workspace.files:
                kept = self._make(file_id, f"{source.name}{ending}.pdf", source.parent_id, PDF, marks)
                kept.answers = dict(source.answers)
            return dict(self.workspace.file(file_id).marks)

    def move(self, file_id: str, parent_id: str) -> None:
        with self.workspace.call("move"):
            self.workspace.file(file_id).parent_id = parent_id

    def restrict(self, drive_id: str) -> None:
        with self.workspace.call("restrict"):
            self.workspace.restricted.add(drive_id)


@dataclass(frozen=True)
class MemoryDocuments:
    """`service.ports.Documents`. A field that the template leaves open shows its token."""

    workspace: MemoryWorkspace

    def build(self, file_id: str, template: DocumentTemplate) -> None:
        with self.workspace.call("build"):
            one = self.workspace.file(file_id)
            if one.fields is None:
                one.fields = {name: "{{" + name + "}}" for name in template.fields}

    def is_written_in(self, file_id: str, template: DocumentTemplate) -> bool:
        with self.workspace.call("is_written_in"):
            one = self.workspace.file(file_id)
            return bool(any(one.answers.values()) or one.choices or one.records)

    def fill(self, file_id: str, template: DocumentTemplate, fields: Mapping[str, str]) -> None:
        with self.workspace.call("fill"):
            self.workspace.unlocked(file_id, "docs.documents.batchUpdate")
            own = self._fields(file_id)
            own.update({name: text for name, text in fields.items() if name in own})

    def refresh(
        self, file_id: str, template: DocumentTemplate, fields: Mapping[str, str], written: Mapping[str, str]
    ) -> Sequence[str]:
        with self.workspace.call("refresh"):
            self.workspace.unlocked(file_id, "docs.documents.batchUpdate")
            own = self._fields(file_id)
            same = {name for name, text in fields.items() if digest(own.get(name, "")) == digest(text)}
            ours = {
                name for name in set(fields) & set(own) if digest(own[name]) == written.get(name) or own[name].startswith("{{")
            }
            own.update({name: text for name, text in fields.items() if name in ours - same})
            return [name for name in fields if name not in same | ours]

    def read(self, file_id: str, template: DocumentTemplate) -> ReadDocument:
        with self.workspace.call("read"):
            own, one = self._fields(file_id), self.workspace.file(file_id)
            fields = {name: own[name] for name in template.fields if name in own}
            return ReadDocument("1", fields, dict(one.answers), dict(one.choices), one.missing)

    def keep_record(self, file_id: str, record: Record) -> bool:
        """Nobody writes in a record here; that is for the Docs' own tests."""
        with self.workspace.call("keep_record"):
            there = self.workspace.unlocked(file_id, "docs.documents.batchUpdate").records
            before = there.get(record.id)
            if before and before.sent >= record.sent:
                return False
            there[record.id] = record
            return True

    def mend(self, file_id: str, template: DocumentTemplate) -> None:
        with self.workspace.call("mend"):
            self.workspace.file(file_id).lost = False

    def condition(self, file_id: str, template: DocumentTemplate) -> Condition:
        with self.workspace.call("condition"):
            one = self.workspace.file(file_id)
            return Condition(one.lost, one.problems)

    def _fields(self, file_id: str) -> dict[str, str]:
        fields = self.workspace.file(file_id).fields
        return {} if fields is None else fields


@dataclass(frozen=True)
class MemorySheets:
    """`service.ports.StatusSheets`: a tab of people is a list of rows, in the template's own order of columns."""

    workspace: MemoryWorkspace

    def look(self, file_id: str, template: SheetTemplate) -> Grid:
        with self.workspace.call("look"):
            self.workspace.file(file_id)
            rows, kept = self.workspace.sheets.setdefault(file_id, ([[], []], {}))
            return Grid(
                [list(row) for row in rows],
                {one.key: at for at, one in enumerate(template.columns)},
                1,
                kept=dict(kept),
                kept_rows=len(kept) + 1,
            )

    def read(self, file_id: str, template: SheetTemplate) -> Grid:
        with self.workspace.call("read_sheet"):
            self.workspace.file(file_id)
            if file_id not in self.workspace.sheets:
                return Grid([], {}, 1)
            rows, kept = self.workspace.sheets[file_id]
            columns = {one.key: at for at, one in enumerate(template.columns)}
            return Grid([list(row) for row in rows], columns, 1, kept=dict(kept), kept_rows=len(kept) + 1)

    def write(self, file_id: str, template: SheetTemplate, grid: Grid, edits: Edits, as_of: str) -> None:
        with self.workspace.call("write"):
            rows, kept = self.workspace.sheets[file_id]
            rows[0] = [as_of]
            for (row, place), cell in edits.cells.items():
                rows[row] += [""] * (place + 1 - len(rows[row]))
                rows[row][place] = cell.text
            rows += [[cells.get(place, Cell()).text for place in range(len(template.columns))] for cells in edits.append]
            for row in edits.delete:
                del rows[row]
            kept.update({staff_id: Kept(row, cells, link) for row, (staff_id, cells, link) in edits.kept.items()})

    def write_overview(self, file_id: str, template: OverviewTemplate, overview: Overview, as_of: str) -> None:
        with self.workspace.call("write_overview"):
            rows = [[as_of], *(list(row) for row in (*overview.statuses, *overview.drivers))]
            self.workspace.sheets[file_id] = (rows, {})

    def stamp(self, file_id: str, as_of: str) -> bool:
        with self.workspace.call("stamp"):
            self.workspace.file(file_id)
            if file_id not in self.workspace.sheets:
                return False
            self.workspace.sheets[file_id][0][0] = [as_of]
            return True


@dataclass(frozen=True)
class MemoryChanges:
    """`service.ports.ChangeLog`: tokens are numbers."""

    workspace: MemoryWorkspace

    def token(self, drive_id: str) -> str:
        with self.workspace.call("token"):
            return str(len(self.workspace.log))

    def since(self, drive_id: str, token: str) -> Changed | None:
        with self.workspace.call("since"):
            if not token.isdigit() or not self.workspace.first_token <= int(token) <= len(self.workspace.log):
                return None
            found = [file_id for drive, file_id in self.workspace.log[int(token) :] if drive == drive_id]
            return Changed(frozenset(found), str(len(self.workspace.log)), frozenset(found))


def trimmed(table: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows without the empty cells at their ends and the empty rows at theirs, as the Sheets API gives them."""
    rows = [list(row) for row in table]
    for row in rows:
        while row and not row[-1]:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


@dataclass(frozen=True)
class MemoryWorkbook:
    """`service.ports.ControlWorkbook`."""

    workspace: MemoryWorkspace

    def tables(self, only: Mapping[str, str] | None = None) -> Tables:
        with self.workspace.call("tables"):
            claims = list(self.workspace.claims.values())
            wide = {tab: (ord(only[tab][-1]) - 64 if only and only.get(tab) else None) for tab in self.workspace.tabs}
            found = {
                tab: trimmed([row[: wide[tab]] for row in rows])
                for tab, rows in self.workspace.tabs.items()
                if only is None or tab in only
            }
            return Tables(found, claims[0] if claims else None)

    def pages(self, tab: str, columns: str = "") -> Iterator[Sequence[Sequence[str]]]:
        rows = self.tables({tab: columns}).rows.get(tab, ())
        yield from (rows[top : top + 3] for top in range(0, len(rows), 3))

    def add_tabs(self, contents: Mapping[str, Sequence[Sequence[str]]]) -> None:
        with self.workspace.call("add_tabs"):
            self.workspace.tabs.pop("Sheet1", None)
            for tab, rows in contents.items():
                if not trimmed(self.workspace.tabs.get(tab, [])):
                    self.workspace.tabs[tab] = [list(row) for row in rows]

    def keep_tabs(self, columns: Mapping[str, Sequence[str]]) -> None:
        with self.workspace.call("keep_tabs"):
            for tab, wanted in columns.items():
                if self.workspace.tabs.get(tab):
                    there = trimmed([self.workspace.tabs[tab][0]])[0]
                    self.workspace.tabs[tab][0] = [*there, *(one for one in wanted if one not in there)]

    def write_ledger(self, rows: Mapping[int, Item | None]) -> None:
        with self.workspace.call("write_ledger"):
            table = self.workspace.tabs["Ledger"]
            table += [[] for _ in range(max(rows, default=0) - len(table))]
            for number, item in rows.items():
                table[number - 1] = to_row(item) if item else []

    def write_rows(self, tab: str, rows: Mapping[int, Sequence[str]]) -> None:
        with self.workspace.call("write_rows"):
            table = self.workspace.tabs[tab]
            table += [[] for _ in range(max(rows, default=0) - len(table))]
            for number, cells in rows.items():
                table[number - 1] = list(cells)

    def replace_tab(self, tab: str, rows: Sequence[Sequence[str]]) -> None:
        with self.workspace.call("replace_tab"):
            table = self.workspace.tabs[tab]
            table[: len(rows)] = [list(row) for row in rows]

    def drop_rows(self, tab: str, ids: Collection[str]) -> None:
        with self.workspace.call("drop_rows"):
            table = self.workspace.tabs.get(tab, [])
            table[1:] = [row for row in table[1:] if not (row and row[0] in ids)]

    def append_run(self, row: Sequence[str]) -> None:
        with self.workspace.call("append_run"):
            self.workspace.tabs["Runs"].append(list(row))

    def claim(self, holder: str, until: datetime, stale: Claim | None) -> Claim | None:
        with self.workspace.call("claim"):
            held = list(self.workspace.claims)
            if held and (stale is None or held != [stale.sheet_id]):
                return None
            if stale and not held:
                return None
            made = Claim(holder, until, next(iter(self.workspace.ids)))
            self.workspace.claims = {made.sheet_id: made}
            return made

    def renew(self, claim: Claim, until: datetime) -> None:
        with self.workspace.call("renew"):
            self._mine(claim)
            self.workspace.claims[claim.sheet_id] = replace(claim, until=until)

    def release(self, claim: Claim) -> None:
        with self.workspace.call("release"):
            self._mine(claim)
            del self.workspace.claims[claim.sheet_id]

    def _mine(self, claim: Claim) -> None:
        if claim.sheet_id not in self.workspace.claims:
            raise Refused("sheets.spreadsheets.batchUpdate", "INVALID_ARGUMENT", 400)


def a_world(workspace: MemoryWorkspace, register: Register | None = None, **more: Any) -> World:
    """A World over memory. register: what the workbook's tabs start from. more: facts of the trust."""
    tabs = to_rows(register or Register())
    facts: dict[str, Any] = {
        "domains": frozenset({"stour.example", "oxbourne.example"}),
        "trust_drive": TRUST,
        "people_drives": [PEOPLE],
        "control_workbook": WORKBOOK,
        "starting_tabs": tabs,
        "standards": frozenset({"teachers", "headteachers"}),
    }
    trust = TrustFacts(**{**facts, **more})
    return World(
        clock=MemoryClock(workspace),
        reader=MemoryReader(workspace),
        writer=MemoryWriter(workspace),
        documents=MemoryDocuments(workspace),
        changes=MemoryChanges(workspace),
        sheets=MemorySheets(workspace),
        link=lambda kind, file_id: f"https://docs/{kind}/{file_id}",
        sheet_template=PEOPLE_SHEET,
        overview_template=OVERVIEW,
        workbook=MemoryWorkbook(workspace),
        forms=MemoryForms(workspace),
        books=MemoryBooks(workspace),
        forms_declared=FORMS,
        places=Places(TRUST, trust.people_drives, WORKBOOK),
        trust=trust,
        cycle=a_cycle(),
        templates=templates(),
    )


def set_register(workspace: MemoryWorkspace, register: Register) -> None:
    """An admin edits the register: the four tabs say something else now."""
    workspace.tabs.update(to_rows(register))


def at(day: str) -> datetime:
    """Two in the morning of a day, in UTC."""
    return datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC)
