"""One suite over every implementation of every port: Google's adapters over HTTP, and the tests' own in memory.

What the jobs rely on is tried here, so that a test in memory says something about Google.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.errors import NoAccount, NotThere, Refused, WorkspaceError
from service.google import drive, workbook
from service.policy.record import Part, Record
from service.policy.status_rows import Cell
from service.ports import ChangeLog, ControlWorkbook, Documents, FileReader, FileWriter, StatusSheets
from service.reconcile.actual import METADATA, PUBLISHED, Access, Item, Permission, Sight
from service.reconcile.desired import Role
from service.reconcile.digest import digest
from service.reconcile.grid import Edits
from service.reconcile.ledger import LEDGER_HEADINGS, to_row
from service.reconcile.mark import mark_of
from service.reconcile.tidy import tidy
from tests.service.builders import a_template, an_item
from tests.service.engine.hands import Hands
from tests.service.fakes import (
    DOCUMENT,
    DOCX,
    FOLDER,
    PDF,
    PEOPLE,
    PEOPLE_SHEET,
    SPREADSHEET,
    TRUST,
    WORKBOOK,
    XLSX,
    File,
    MemoryChanges,
    MemoryDocuments,
    MemoryReader,
    MemorySheets,
    MemoryWorkbook,
    MemoryWorkspace,
    MemoryWriter,
    trimmed,
)

NOW = datetime(2025, 10, 6, 2, 0, tzinfo=UTC)
MARK = mark_of("2025-26/B/S1", "nonce")
PLAN = a_template("B", ("name", "line_manager"))
FIELDS = {"name": "Zoë Ødegård-O’Brien", "line_manager": "=SUM(A1)"}
ADMIN = "ggp-admin@stour.example"
NOBODY = "no.account@stour.example"


@dataclass
class Office:
    """The ports of one implementation, places to work in, and what a person can do behind their back."""

    reader: FileReader
    writer: FileWriter
    documents: Documents
    changes: ChangeLog
    sheets: StatusSheets
    workbook: ControlWorkbook
    drive: str
    other_drive: str
    workbook_id: str
    people: tuple[str, str]
    hands: Any
    lag: Callable[[timedelta], None]
    pass_time: Callable[[timedelta], None]
    write_as: Callable[[str, str], None]
    make_group: Callable[[str], Any]

    def folder(self, name: str = "A folder", key: str = "person/S1") -> str:
        [file_id] = self.writer.new_ids(1)
        self.writer.make_folder(file_id, name, self.drive, mark_of(key, "nonce"))
        return file_id

    def document(self, name: str = "A document") -> str:
        return self.writer.make_document(name, self.drive, MARK)

    def template(self) -> str:
        made = self.document("The template")
        self.documents.build(made, PLAN)
        return made

    def copy(self) -> str:
        return self.writer.copy_document(self.template(), "A copy", self.drive, mark_of("2025-26/B/S2", "another"))

    def ours(self) -> dict[str, Any]:
        return {one.file_id: one for one in self.reader.marked(self.drive)}


@dataclass
class MemoryHands:
    """As `hands.Hands`."""

    workspace: MemoryWorkspace

    def trash(self, file_id: str) -> None:
        self.workspace.file(file_id).trashed = True

    def delete(self, file_id: str) -> None:
        del self.workspace.files[file_id]

    def unmark(self, file_id: str) -> None:
        self.workspace.file(file_id).marks.clear()

    def copy(self, file_id: str) -> str:
        source = self.workspace.file(file_id)
        made = self.workspace.new_id("copy")
        self.workspace.files[made] = replace(source, file_id=made, marks=dict(source.marks), created=self.workspace.now)
        return made

    def make_sheet(self, name: str, parent_id: str) -> str:
        made = self.workspace.new_id("sheet")
        self.workspace.files[made] = File(made, name, parent_id, SPREADSHEET, self.workspace.now)
        return made

    def type_into(self, file_id: str, field: str, text: str) -> None:
        (self.workspace.file(file_id).fields or {})[field] = text
        self.workspace.write(file_id)

    def take_out(self, file_id: str, field: str) -> None:
        (self.workspace.file(file_id).fields or {}).pop(field)

    def join(self, drive_id: str, email: str, role: str) -> None:
        self.workspace.members[email] = role

    def share(self, file_id: str, kind: str, role: str, address: str, view: str = "") -> None:
        self.workspace.share(file_id, Permission(f"permission of {address}{view}", address, kind, role, False, view))

    def unshare(self, file_id: str, address: str) -> None:
        self.workspace.unshare(file_id, f"permission of {address}")

    def unlock(self, file_id: str) -> None:
        self.workspace.file(file_id).locked = False

    def roles(self, file_id: str) -> dict[str, str]:
        return {email: role.value for email, role in self.workspace.file(file_id).grants.items()}


def in_memory() -> Office:
    workspace = MemoryWorkspace(now=NOW, without_account={NOBODY})

    def lag(by: timedelta) -> None:
        workspace.search_lag = by

    def pass_time(by: timedelta) -> None:
        workspace.now += by

    return Office(
        MemoryReader(workspace),
        MemoryWriter(workspace),
        MemoryDocuments(workspace),
        MemoryChanges(workspace),
        MemorySheets(workspace),
        MemoryWorkbook(workspace),
        TRUST,
        PEOPLE,
        WORKBOOK,
        ("ann@stour.example", "ben@stour.example"),
        MemoryHands(workspace),
        lag,
        pass_time,
        lambda email, file_id: workspace.write(file_id, focus="Somebody's own words"),
        lambda group: None,
    )


def over_http(town: Any) -> Office:
    town.back("seeded", "2025-10-06T02:00:00")
    here = town.fresh()
    world, workspace = here.world, town.served.workspace

    def lag(by: timedelta) -> None:
        workspace.search_lag = by

    def write_as(email: str, file_id: str) -> None:
        body = {"requests": [{"insertText": {"location": {"index": 1}, "text": "Somebody's own words"}}]}
        town.served.dispatcher.as_person("docs.documents.batchUpdate", email, {"documentId": file_id}, body)

    emails = [row[3] for row in here.declared.starting_tabs["Staff"][1:3]]
    return Office(
        world.reader,
        world.writer,
        world.documents,
        world.changes,
        world.sheets,
        world.workbook,
        world.places.trust_drive,
        world.places.people_drives[0],
        world.places.workbook_id,
        (emails[0], emails[1]),
        Hands(here.connection),
        lag,
        workspace.clock.advance,
        write_as,
        lambda group: town.served.dispatcher.as_person("directory.groups.insert", ADMIN, {}, {"email": group}),
    )


@pytest.fixture(params=["in memory", "Google's, over HTTP"])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    if request.param == "in memory":
        yield in_memory()
    else:
        yield over_http(request.getfixturevalue("two"))


# Following a drive's log


def test_a_doc_that_was_written_in_is_named_by_its_drive_s_log_and_by_no_other_s(office: Office) -> None:
    made, other = office.copy(), office.copy()
    office.documents.fill(made, PLAN, FIELDS)
    tokens = {one: office.changes.token(one) for one in (office.drive, office.other_drive)}
    office.hands.type_into(made, "name", "Someone")
    office.hands.type_into(made, "name", "Someone else")
    found = office.changes.since(office.drive, tokens[office.drive])
    assert found is not None
    assert (made in found.file_ids, other in found.file_ids) == (True, False)
    elsewhere = office.changes.since(office.other_drive, tokens[office.other_drive])
    assert elsewhere is not None
    assert made not in elsewhere.file_ids
    later = office.changes.since(office.drive, found.token)
    assert later is not None
    assert made not in later.file_ids


@pytest.mark.parametrize("token", ["987654321", "not a token", "-1"])
def test_a_token_that_is_not_good_says_so(office: Office, token: str) -> None:
    assert office.changes.since(office.drive, token) is None


# Status Sheets


def people_sheet(office: Office, *people: str) -> dict[str, dict[str, Cell]]:
    """What should stand in a Sheet: one line for each of some staff ids."""
    return {
        one: {"staff_id": Cell(one), "name": Cell(f"={one}"), "plan": Cell(f"{one}: growth plan", f"https://docs.example/{one}")}
        for one in people
    }


def night(office: Office, file_id: str, wanted: dict[str, dict[str, Cell]], as_of: str = "As of 02:00") -> Edits:
    """Look, tidy, write."""
    grid = office.sheets.look(file_id, PEOPLE_SHEET)
    edits = tidy(grid, PEOPLE_SHEET, wanted, frozenset({"S1", "S2", "S3"}))
    office.sheets.write(file_id, PEOPLE_SHEET, grid, edits, as_of)
    return edits


def shown(office: Office, file_id: str) -> list[str]:
    grid = office.sheets.look(file_id, PEOPLE_SHEET)
    return [grid.text(row, grid.columns["name"]) for row in range(grid.headings + 1, len(grid.rows))]


def test_a_sheet_is_filled_and_then_there_is_nothing_to_write(office: Office) -> None:
    made = office.writer.make_sheet("People", office.drive, MARK)
    assert night(office, made, people_sheet(office, "S1", "S2"))
    assert shown(office, made) == ["=S1", "=S2"]
    grid = office.sheets.look(made, PEOPLE_SHEET)
    assert grid.text(grid.headings, grid.columns["name"]) == "Name"
    assert grid.text(*grid.top) == "As of 02:00"
    assert {one: kept.link for one, kept in grid.kept.items()} == {f"S{n}": f"https://docs.example/S{n}" for n in (1, 2)}
    assert not night(office, made, people_sheet(office, "S1", "S2"))


def test_a_line_that_is_not_wanted_any_more_goes_and_a_new_one_comes(office: Office) -> None:
    made = office.writer.make_sheet("People", office.drive, MARK)
    night(office, made, people_sheet(office, "S1", "S2"))
    night(office, made, people_sheet(office, "S2", "S3"))
    assert shown(office, made) == ["=S2", "=S3"]
    assert set(office.sheets.look(made, PEOPLE_SHEET).kept) == {"S1", "S2", "S3"}


def test_only_the_line_on_top_can_be_written_once_there_is_one(office: Office) -> None:
    made = office.writer.make_sheet("People", office.drive, MARK)
    assert office.sheets.stamp(made, "As of 03:00") is False
    night(office, made, people_sheet(office, "S1"))
    assert office.sheets.stamp(made, "As of 03:00") is True
    grid = office.sheets.look(made, PEOPLE_SHEET)
    assert grid.text(*grid.top) == "As of 03:00"


def test_a_sheet_is_read_as_it_is_and_nothing_is_put_in(office: Office) -> None:
    made = office.writer.make_sheet("People", office.drive, MARK)
    empty = office.sheets.read(made, PEOPLE_SHEET)
    assert (list(empty.rows), dict(empty.columns), dict(empty.kept)) == ([], {}, {})
    assert office.sheets.stamp(made, "As of") is False
    night(office, made, people_sheet(office, "S1", "S2"))
    office.writer.lock(made)
    read, looked = office.sheets.read(made, PEOPLE_SHEET), office.sheets.look(made, PEOPLE_SHEET)
    assert (read.rows, read.columns, read.headings) == (looked.rows, looked.columns, looked.headings)
    assert {one: kept.link for one, kept in read.kept.items()} == {f"S{n}": f"https://docs.example/S{n}" for n in (1, 2)}
    with pytest.raises(NotThere):
        office.sheets.read("none-of-ours-1234567890123456789012345", PEOPLE_SHEET)


def test_a_sheet_that_is_not_there_says_so(office: Office) -> None:
    with pytest.raises(NotThere):
        office.sheets.look("none-of-ours-1234567890123456789012345", PEOPLE_SHEET)
    with pytest.raises(NotThere):
        office.sheets.stamp("none-of-ours-1234567890123456789012345", "As of")


# Reading and writing Drive


def test_the_drives_are_those_that_the_service_manages_and_are_open_at_first(office: Office) -> None:
    found = {one.drive_id: one for one in office.reader.drives()}
    assert set(found) == {office.drive, office.other_drive}
    assert {(one.can_manage, one.restricted) for one in found.values()} == {(True, False)}


def test_a_drive_that_was_restricted_says_so_and_the_other_does_not(office: Office) -> None:
    office.writer.restrict(office.drive)
    office.writer.restrict(office.drive)
    assert {one.drive_id: one.restricted for one in office.reader.drives()} == {office.drive: True, office.other_drive: False}


def test_a_folder_asked_for_twice_under_one_id_is_one_folder(office: Office) -> None:
    first, second = office.writer.new_ids(2)
    assert first != second
    for _ in range(2):
        office.writer.make_folder(first, "Ann's", office.drive, MARK)
    facts = office.reader.facts(first)
    assert (facts.name, facts.parent_id, facts.mime_type, facts.trashed) == ("Ann's", office.drive, FOLDER, False)
    assert facts.marks == MARK
    assert list(office.ours()) == [first]


def test_a_copy_has_its_own_name_place_and_mark_and_the_source_is_untouched(office: Office) -> None:
    folder, source = office.folder(), office.template()
    mark = mark_of("2025-26/B/S2", "another")
    copy = office.writer.copy_document(source, "Ben's plan", folder, mark)
    facts = office.reader.facts(copy)
    assert (facts.name, facts.parent_id, facts.mime_type, facts.marks) == ("Ben's plan", folder, DOCUMENT, mark)
    assert office.reader.facts(source).marks == MARK
    assert office.documents.read(copy, PLAN).fields == office.documents.read(source, PLAN).fields


def test_two_copies_asked_for_are_two_copies(office: Office) -> None:
    """Nothing in a copy's request makes it once; hence the ledger."""
    source = office.template()
    assert len({office.writer.copy_document(source, "Copy", office.drive, MARK) for _ in range(2)}) == 2


def test_a_source_that_is_not_there_cannot_be_copied(office: Office) -> None:
    with pytest.raises(NotThere):
        office.writer.copy_document("1AbcDefGhiJklMnoPqrStuVwxYz0123456789", "Copy", office.drive, MARK)


def test_what_bears_our_mark_is_listed_with_what_there_is_in_the_bin_and_nothing_else(office: Office) -> None:
    folder, document = office.folder(), office.document()
    office.hands.make_sheet("Somebody's", office.drive)
    office.hands.trash(document)
    found = office.ours()
    assert {one.file_id: (one.key, one.mark, one.name, one.trashed) for one in found.values()} == {
        folder: ("person/S1", "nonce", "A folder", False),
        document: ("2025-26/B/S1", "nonce", "A document", True),
    }
    assert found[folder].parent_id == office.drive
    assert found[folder].created == NOW
    assert list(office.reader.marked(office.other_drive)) == []


def test_somebody_s_copy_carries_the_mark_and_is_younger(office: Office) -> None:
    made = office.document()
    office.pass_time(timedelta(minutes=1))
    copy = office.hands.copy(made)
    found = office.ours()
    assert (found[copy].key, found[copy].mark) == (found[made].key, found[made].mark)
    assert found[copy].created > found[made].created


def test_a_listing_may_lag_and_a_look_never_does(office: Office) -> None:
    office.lag(timedelta(minutes=10))
    made = office.document()
    assert (office.ours(), office.reader.sight(made)) == ({}, Sight.THERE)
    office.pass_time(timedelta(minutes=10))
    assert list(office.ours()) == [made]


def test_a_look_tells_there_from_unmarked_from_in_the_bin_from_gone(office: Office) -> None:
    there, unmarked, binned, gone = (office.document() for _ in range(4))
    office.hands.unmark(unmarked)
    office.hands.trash(binned)
    office.hands.delete(gone)
    assert [office.reader.sight(one) for one in (there, unmarked, binned, gone)] == [
        Sight.THERE,
        Sight.UNMARKED,
        Sight.IN_THE_BIN,
        Sight.GONE,
    ]
    with pytest.raises(NotThere):
        office.reader.facts(gone)


def test_restoring_naming_and_marking_again_put_right_what_was_done_by_hand(office: Office) -> None:
    made = office.document()
    office.hands.trash(made)
    office.hands.unmark(made)
    for _ in range(2):
        office.writer.restore(made)
        office.writer.set_mark(made, MARK)
        office.writer.rename(made, "Growth plan · Zoë")
    facts = office.reader.facts(made)
    assert (facts.trashed, facts.marks, facts.name) == (False, MARK, "Growth plan · Zoë")


def test_what_is_moved_is_in_one_place_and_moving_twice_is_moving_once(office: Office) -> None:
    folder = office.folder()
    for _ in range(2):
        office.writer.move(office.workbook_id, folder)
    assert office.reader.facts(office.workbook_id).parent_id == folder


def test_what_is_put_into_the_bin_is_there_with_all_that_is_in_it_and_twice_is_once(office: Office) -> None:
    folder = office.folder()
    inside = office.writer.copy_document(office.template(), "Ben's plan", folder, mark_of("2025-26/B/S2", "another"))
    for _ in range(2):
        office.writer.trash(folder)
    assert [office.reader.sight(one) for one in (folder, inside)] == [Sight.IN_THE_BIN] * 2
    assert {one: office.ours()[one].trashed for one in (folder, inside)} == {folder: True, inside: True}
    office.writer.restore(folder)
    assert [office.reader.sight(one) for one in (folder, inside)] == [Sight.THERE] * 2
    with pytest.raises(NotThere):
        office.writer.trash("1AbcDefGhiJklMnoPqrStuVwxYz0123456789")


def test_what_is_locked_can_be_put_into_the_bin(office: Office) -> None:
    made = office.document()
    office.writer.lock(made)
    office.writer.trash(made)
    assert office.reader.sight(made) is Sight.IN_THE_BIN


def test_what_lies_in_a_folder_is_told_by_name_and_nothing_from_the_bin_or_below(office: Office) -> None:
    folder, other = office.folder(), office.folder("Another", "person/S2")
    source = office.template()
    for name in ("Zebra", "Ant"):
        office.writer.copy_document(source, name, folder, mark_of(f"x/{name}", "n"))
    binned = office.writer.copy_document(source, "Binned", folder, mark_of("x/binned", "n"))
    office.hands.trash(binned)
    office.writer.copy_document(source, "Elsewhere", other, mark_of("x/other", "n"))
    found = office.reader.inside(office.drive, folder)
    assert [(one.name, one.mime_type, one.parent_id, one.trashed) for one in found] == [
        ("Ant", DOCUMENT, folder, False),
        ("Zebra", DOCUMENT, folder, False),
    ]
    assert found[0].marks == mark_of("x/Ant", "n")
    with pytest.raises(NotThere):
        office.reader.inside(office.drive, "1AbcDefGhiJklMnoPqrStuVwxYz0123456789")


def test_what_an_editor_keeps_is_exported_and_what_none_keeps_is_downloaded(office: Office) -> None:
    copy = office.copy()
    office.documents.fill(copy, PLAN, FIELDS)
    docx, pdf = office.reader.export(copy, DOCX), office.reader.export(copy, PDF)
    assert docx
    assert pdf
    assert docx != pdf
    assert office.reader.export(office.writer.make_sheet("A sheet", office.drive, MARK), XLSX)
    [file_id] = office.writer.new_ids(1)
    office.writer.keep_pdf(copy, file_id, " · as agreed", {"said": "first"})
    assert office.reader.download(file_id)


def test_what_cannot_be_taken_out_says_so(office: Office) -> None:
    copy = office.copy()
    [file_id] = office.writer.new_ids(1)
    office.writer.keep_pdf(copy, file_id, " · as agreed", {"said": "first"})
    for refused in (
        lambda: office.reader.export(copy, "image/x-none"),
        lambda: office.reader.export(file_id, PDF),
        lambda: office.reader.download(copy),
    ):
        with pytest.raises(Refused):
            refused()
    for gone in (lambda: office.reader.export("no-such-file", PDF), lambda: office.reader.download("no-such-file")):
        with pytest.raises(NotThere):
            gone()


def test_sharing_twice_is_sharing_once(office: Office) -> None:
    folder, (ann, ben) = office.folder(), office.people
    first = office.writer.grant(folder, ann, Role.WRITER)
    assert office.writer.grant(folder, ann, Role.WRITER) == first
    assert first == Access(Role.WRITER, first.permission_id)
    assert office.writer.grant(folder, ben, Role.COMMENTER).permission_id != first.permission_id
    assert office.hands.roles(folder) == {ann: "writer", ben: "commenter"}


def test_access_is_taken_back_and_taking_it_back_twice_is_once(office: Office) -> None:
    folder, (ann, ben) = office.folder(), office.people
    access = office.writer.grant(folder, ann, Role.WRITER)
    office.writer.grant(folder, ben, Role.COMMENTER)
    for _ in range(2):
        office.writer.revoke(folder, access.permission_id)
    assert office.hands.roles(folder) == {ben: "commenter"}


def test_a_role_that_was_taken_back_can_be_given_anew_lower(office: Office) -> None:
    folder, (ann, _) = office.folder(), office.people
    office.writer.revoke(folder, office.writer.grant(folder, ann, Role.WRITER).permission_id)
    office.writer.grant(folder, ann, Role.READER)
    assert office.hands.roles(folder) == {ann: "reader"}


def test_an_address_without_an_account_cannot_be_shared_with_silently(office: Office) -> None:
    folder = office.folder()
    with pytest.raises(NoAccount):
        office.writer.grant(folder, NOBODY, Role.WRITER)
    assert office.hands.roles(folder) == {}


def who(office: Office, file_id: str) -> set[tuple[str, str, str, bool, str]]:
    """Who can open a file, but for the drive's managers."""
    found = office.reader.permissions(file_id)
    return {(one.address, one.kind, one.role, one.inherited, one.view) for one in found if one.role != "organizer"}


def test_a_look_at_a_file_says_who_can_open_it_and_what_is_inherited(office: Office) -> None:
    folder, (ann, ben) = office.folder(), office.people
    document = office.writer.make_document("Ann's plan", folder, MARK)
    given = office.writer.grant(folder, ann, Role.WRITER)
    office.writer.grant(document, ben, Role.COMMENTER)
    assert who(office, folder) == {(ann, "user", "writer", False, "")}
    assert who(office, document) == {(ann, "user", "writer", True, ""), (ben, "user", "commenter", False, "")}
    [own] = [one for one in office.reader.permissions(folder) if one.address == ann]
    assert own.permission_id == given.permission_id


def test_whoever_inherits_a_role_and_has_one_of_their_own_is_told_twice(office: Office) -> None:
    folder, (ann, _) = office.folder(), office.people
    document = office.writer.make_document("Ann's plan", folder, MARK)
    office.writer.grant(folder, ann, Role.COMMENTER)
    office.writer.grant(document, ann, Role.WRITER)
    assert who(office, document) == {(ann, "user", "commenter", True, ""), (ann, "user", "writer", False, "")}


def test_the_managers_of_the_drive_reach_everything_and_are_shared_with_nothing(office: Office) -> None:
    folder, document = office.folder(), office.document()
    for file_id in (folder, document):
        managers = {one.address for one in office.reader.permissions(file_id) if one.role == "organizer" and one.inherited}
        assert managers == {one.address for one in office.reader.permissions(office.drive) if not one.inherited}
        assert len(managers) == 2
        assert office.writer.grant(file_id, min(managers), Role.WRITER) == Access(Role.WRITER, "")
    assert who(office, folder) == set()


def test_members_of_the_drive_see_that_a_folder_is_there_and_open_nothing_in_it(office: Office) -> None:
    folder, (ann, ben) = office.folder(), office.people
    document = office.writer.make_document("Ann's plan", folder, MARK)
    for one in (ann, ben):
        office.hands.join(office.drive, one, "reader")
    office.writer.grant(folder, ann, Role.WRITER)
    assert who(office, folder) == {
        (ann, "user", "writer", False, ""),
        (ann, "user", "reader", True, METADATA),
        (ben, "user", "reader", True, METADATA),
    }
    assert who(office, document) == {(ann, "user", "writer", True, "")}


def test_who_may_only_answer_a_form_is_told_as_such(office: Office) -> None:
    form, group = office.writer.make_form("A Form", office.drive, MARK), "all-staff@stour.example"
    office.make_group(group)
    office.writer.grant(form, group, Role.RESPONDER)
    [(address, kind, _, inherited, view)] = who(office, form)
    assert (address, kind, inherited, view) == (group, "group", False, PUBLISHED)


def test_what_was_shared_by_hand_shows_and_goes_when_it_is_taken_back(office: Office) -> None:
    document, (ann, ben) = office.document(), office.people
    office.hands.share(document, "user", "writer", ann)
    office.hands.share(document, "domain", "reader", "stour.example")
    assert who(office, document) == {(ann, "user", "writer", False, ""), ("stour.example", "domain", "reader", False, "")}
    token = office.changes.token(office.drive)
    office.hands.unshare(document, ann)
    office.hands.share(document, "user", "reader", ben)
    assert who(office, document) == {("stour.example", "domain", "reader", False, ""), (ben, "user", "reader", False, "")}
    found = office.changes.since(office.drive, token)
    assert found is not None
    assert document in found.file_ids, "sharing is a change that the drive's log tells"
    for one in office.reader.permissions(document):
        if not one.inherited:
            office.writer.revoke(document, one.permission_id)
    assert who(office, document) == set()


def test_more_permissions_than_fit_on_a_page_are_all_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drive, "WAYS", 2)
    document, (ann, ben) = office.document(), office.people
    for one in (ann, ben):
        office.writer.grant(document, one, Role.READER)
    office.hands.share(document, "domain", "reader", "stour.example")
    assert len(office.reader.permissions(document)) == 5
    assert {address for address, *_ in who(office, document)} == {ann, ben, "stour.example"}


def test_a_listing_tells_what_was_shared_by_itself_and_what_is_locked(office: Office) -> None:
    folder, (ann, _) = office.folder(), office.people
    shared, locked, plain = (office.writer.make_document(name, folder, MARK) for name in ("Shared", "Locked", "Plain"))
    office.writer.grant(folder, ann, Role.WRITER)
    office.writer.grant(shared, ann, Role.WRITER)
    office.writer.lock(locked)
    found = office.ours()
    assert {one for one, file in found.items() if file.shared} == {folder, shared}
    assert {one for one, file in found.items() if file.locked} == {locked}
    assert [office.reader.facts(one).locked for one in (shared, locked, plain)] == [False, True, False]
    office.hands.unlock(locked)
    assert (office.ours()[locked].locked, office.reader.facts(locked).locked) == (False, False)


def test_nobody_can_be_told_of_what_is_not_there(office: Office) -> None:
    with pytest.raises(NotThere):
        office.reader.permissions("1AbcDefGhiJklMnoPqrStuVwxYz0123456789")


def test_spreadsheets_are_found_by_name_the_oldest_first_and_never_from_the_bin(office: Office) -> None:
    name = "Control's \\ own"
    made = []
    for _ in range(3):
        made.append(office.hands.make_sheet(name, office.drive))
        office.pass_time(timedelta(minutes=1))
    office.hands.make_sheet("Another", office.drive)
    office.hands.make_sheet(name, office.other_drive)
    office.hands.trash(made[1])
    assert list(office.reader.sheet_named(office.drive, name)) == [made[0], made[2]]
    assert list(office.reader.sheet_named(office.drive, "Not there")) == []


# Google Docs


def test_a_template_is_written_once_and_what_the_trust_made_of_it_stays(office: Office) -> None:
    made = office.template()
    before = office.documents.read(made, PLAN).fields
    assert set(before) == set(PLAN.fields)
    office.documents.fill(made, PLAN, {"name": "Edited"})
    office.documents.build(made, PLAN)
    assert office.documents.read(made, PLAN).fields["name"] == "Edited"


def test_a_fresh_template_has_nothing_wrong_with_it(office: Office) -> None:
    condition = office.documents.condition(office.template(), PLAN)
    assert (condition.mendable, list(condition.problems)) == (False, [])


def test_a_copy_is_filled_with_the_values_as_they_are(office: Office) -> None:
    copy = office.copy()
    for _ in range(2):
        office.documents.fill(copy, PLAN, FIELDS)
    assert office.documents.read(copy, PLAN).fields == FIELDS


def test_an_empty_copy_has_no_fields_and_no_answers(office: Office) -> None:
    empty = office.document()
    assert office.documents.read(empty, PLAN).fields == {}


def test_a_document_that_was_never_filled_is_filled_by_bringing_it_up_to_date(office: Office) -> None:
    copy = office.copy()
    assert list(office.documents.refresh(copy, PLAN, FIELDS, {})) == []
    assert office.documents.read(copy, PLAN).fields == FIELDS


def test_fields_are_brought_up_to_date_and_others_stay(office: Office) -> None:
    copy = office.copy()
    office.documents.fill(copy, PLAN, FIELDS)
    written = {name: digest(text) for name, text in FIELDS.items()}
    for _ in range(2):
        assert list(office.documents.refresh(copy, PLAN, {"line_manager": "Hal"}, written)) == []
    assert office.documents.read(copy, PLAN).fields == {**FIELDS, "line_manager": "Hal"}


def test_what_a_person_typed_or_took_out_is_left_alone_and_named(office: Office) -> None:
    copy = office.copy()
    office.documents.fill(copy, PLAN, FIELDS)
    office.hands.type_into(copy, "name", "Call me Jo")
    office.hands.take_out(copy, "line_manager")
    written = {name: digest(text) for name, text in FIELDS.items()}
    kept = office.documents.refresh(copy, PLAN, {"name": "New", "line_manager": "Hal"}, written)
    assert sorted(kept) == ["line_manager", "name"]
    assert office.documents.read(copy, PLAN).fields == {"name": "Call me Jo"}


def test_what_already_says_so_counts_as_up_to_date_whoever_typed_it(office: Office) -> None:
    copy = office.copy()
    office.documents.fill(copy, PLAN, FIELDS)
    office.hands.type_into(copy, "name", "Call me Jo")
    assert list(office.documents.refresh(copy, PLAN, {"name": "Call me Jo"}, {})) == []


# The control workbook

CONTENTS = {"Staff": [["Staff id", "E-mail"], ["S1", "=a@x"]], "Runs": [["Run", "Started"]], "Ledger": [list(LEDGER_HEADINGS)]}


def rows(office: Office) -> dict[str, list[list[str]]]:
    return {tab: [list(row) for row in table] for tab, table in office.workbook.tables().rows.items()}


def test_a_new_workbook_has_one_blank_sheet_and_nobody_holds_it(office: Office) -> None:
    assert rows(office) == {"Sheet1": []}
    assert office.workbook.tables().claim is None


def test_tabs_are_made_with_their_first_rows_as_they_are_and_the_blank_sheet_goes(office: Office) -> None:
    office.workbook.add_tabs(CONTENTS)
    assert rows(office) == CONTENTS
    assert list(rows(office)) == list(CONTENTS)


def test_tabs_that_have_rows_are_left_alone(office: Office) -> None:
    office.workbook.add_tabs({"Staff": [["Staff id"], ["S9"]]})
    office.workbook.add_tabs(CONTENTS)
    assert rows(office) == {**CONTENTS, "Staff": [["Staff id"], ["S9"]]}


def test_tabs_that_were_made_and_not_filled_are_filled(office: Office) -> None:
    office.workbook.add_tabs(CONTENTS)
    office.workbook.replace_tab("Staff", [["", ""], ["", ""]])
    assert rows(office)["Staff"] == []
    office.workbook.add_tabs(CONTENTS)
    assert rows(office) == CONTENTS


def written(item: Item) -> list[str]:
    """A row as it is read: without the empty cells at its end."""
    return trimmed([to_row(item)])[0]


def test_ledger_rows_are_written_where_they_are_named_and_emptied_by_nothing(office: Office) -> None:
    office.workbook.add_tabs(CONTENTS)
    first, second = an_item("person/S1"), an_item("person/S2", name="=1+1")
    for _ in range(2):
        office.workbook.write_ledger({2: first, 4: second})
    assert rows(office)["Ledger"][1:] == [written(first), [], written(second)]
    office.workbook.write_ledger({2: None})
    assert rows(office)["Ledger"][1:] == [[], [], written(second)]
    office.workbook.write_ledger({})


def test_rows_of_a_tab_are_written_where_they_are_named(office: Office) -> None:
    office.workbook.add_tabs({"Plans": [["Staff id", "Note"]], "Ledger": [LEDGER_HEADINGS]})
    for _ in range(2):
        office.workbook.write_rows("Plans", {3: ["S3", "=1+1"], 2: ["S2", ""]})
    assert trimmed(office.workbook.tables().rows["Plans"]) == [["Staff id", "Note"], ["S2"], ["S3", "=1+1"]]
    office.workbook.write_rows("Plans", {})
    assert len(office.workbook.tables().rows["Plans"]) == 3


def test_a_doc_is_kept_as_a_pdf_beside_it_once(office: Office) -> None:
    source = office.copy()
    [file_id] = office.writer.new_ids(1)
    assert office.writer.keep_pdf(source, file_id, " · as agreed", {"said": "first"}) == {"said": "first"}
    assert office.writer.keep_pdf(source, file_id, " · as agreed", {"said": "second"}) == {"said": "first"}
    facts = office.reader.facts(file_id)
    assert (facts.name, facts.mime_type) == ("A copy · as agreed.pdf", "application/pdf")
    assert facts.parent_id == office.reader.facts(source).parent_id
    with pytest.raises(NotThere):
        office.writer.keep_pdf("no-such-file", file_id, "", {})


def test_tabs_that_exist_are_given_the_columns_that_they_lack(office: Office) -> None:
    office.workbook.add_tabs({"Staff": [["Staff id", "Shoe size"], ["S1", "6"]], "Ledger": [LEDGER_HEADINGS]})
    for _ in range(2):
        office.workbook.keep_tabs({"Staff": ["Staff id", "Job description", "Ends"], "Plans": ["Staff id"]})
    assert rows(office)["Staff"] == [["Staff id", "Shoe size", "Job description", "Ends"], ["S1", "6"]]
    assert "Plans" not in rows(office)
    assert rows(office)["Ledger"] == [[*LEDGER_HEADINGS]]


def test_a_long_tab_is_read_in_pages(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "PAGE_ROWS", 3)
    office.workbook.add_tabs({"Plans": [["Staff id", "Note"]], "Ledger": [LEDGER_HEADINGS]})
    office.workbook.write_rows("Plans", {2: ["S2", "two"], 7: ["S7", "seven"], 9: ["S9"]})
    pages = list(office.workbook.pages("Plans"))
    assert len(pages) > 1
    expected = [["Staff id", "Note"], ["S2", "two"], [], [], [], [], ["S7", "seven"], [], ["S9"]]
    assert trimmed([row for page in pages for row in page]) == expected
    narrow = [row for page in office.workbook.pages("Plans", "A:A") for row in page]
    assert trimmed(narrow) == [row[:1] for row in expected]
    assert list(office.workbook.pages("No such tab")) == []


def test_the_ledger_grows_beyond_the_rows_that_the_tab_was_made_with(office: Office) -> None:
    office.workbook.add_tabs(CONTENTS)
    office.workbook.write_ledger({1500: an_item("person/S1")})
    office.workbook.write_ledger({1501: an_item("person/S2"), 4000: an_item("person/S3")})
    assert len(rows(office)["Ledger"]) == 4000


def test_a_tab_is_written_anew_and_what_is_below_stays(office: Office) -> None:
    office.workbook.add_tabs(CONTENTS)
    office.workbook.replace_tab("Staff", [["Staff id", "E-mail"], ["S1", "b@x"], ["S2", "c@x"]])
    office.workbook.replace_tab("Staff", [["Staff id", "E-mail"], ["S1", "z@x"]])
    assert rows(office)["Staff"] == [["Staff id", "E-mail"], ["S1", "z@x"], ["S2", "c@x"]]


def test_rows_are_taken_out_by_what_they_say_and_twice_takes_out_nothing_else(office: Office) -> None:
    office.workbook.add_tabs(CONTENTS)
    for number in range(1, 7):
        office.workbook.append_run([f"r{number}", "2025-10-06 03:00"])
    for _ in range(2):
        office.workbook.drop_rows("Runs", {"r1", "r2", "r4", "r9"})
    assert [row[0] for row in rows(office)["Runs"][1:]] == ["r3", "r5", "r6"]
    office.workbook.append_run(["r7", "2025-10-07 03:00"])
    assert [row[0] for row in rows(office)["Runs"][1:]] == ["r3", "r5", "r6", "r7"]
    office.workbook.drop_rows("Runs", {"r3", "r5", "r6", "r7"})
    office.workbook.append_run(["r8", "2025-10-08 03:00"])
    assert [row[0] for row in rows(office)["Runs"]] == ["Run", "r8"]
    office.workbook.drop_rows("No such tab", {"r8"})
    assert rows(office)["Staff"] == CONTENTS["Staff"]


def test_runs_are_added_below_each_other(office: Office) -> None:
    office.workbook.add_tabs(CONTENTS)
    office.workbook.append_run(["r1", "2025-10-06 03:00"])
    office.workbook.append_run(["r2", "=NOW()"])
    assert rows(office)["Runs"][1:] == [["r1", "2025-10-06 03:00"], ["r2", "=NOW()"]]


SOON, LATE = NOW + timedelta(minutes=15), NOW + timedelta(minutes=30)


def test_one_run_holds_the_workbook_and_another_is_told_no(office: Office) -> None:
    claim = office.workbook.claim("one", SOON, None)
    assert claim is not None
    assert (claim.holder, claim.until) == ("one", SOON)
    assert office.workbook.tables().claim == claim
    assert office.workbook.claim("other", SOON, None) is None
    assert office.workbook.tables().claim == claim


def test_a_claim_is_no_tab(office: Office) -> None:
    office.workbook.add_tabs(CONTENTS)
    office.workbook.claim("one", SOON, None)
    assert rows(office) == CONTENTS


def test_a_claim_can_be_held_longer_and_let_go(office: Office) -> None:
    claim = office.workbook.claim("one", SOON, None)
    assert claim is not None
    office.workbook.renew(claim, LATE)
    assert office.workbook.tables().claim == replace(claim, until=LATE)
    office.workbook.release(claim)
    assert office.workbook.tables().claim is None
    assert office.workbook.claim("other", SOON, None) is not None


def test_of_two_runs_that_see_the_same_lapsed_claim_exactly_one_replaces_it(office: Office) -> None:
    stale = office.workbook.claim("killed", NOW, None)
    assert stale is not None
    won = [office.workbook.claim(who, LATE, stale) for who in ("one", "other")]
    assert [one is not None for one in won] == [True, False]
    assert office.workbook.tables().claim == won[0]


def test_whoever_was_replaced_can_neither_hold_on_nor_let_go_of_the_other_s_claim(office: Office) -> None:
    stale = office.workbook.claim("asleep", NOW, None)
    assert stale is not None
    mine = office.workbook.claim("one", LATE, stale)
    with pytest.raises(Refused):
        office.workbook.renew(stale, LATE)
    with pytest.raises(Refused):
        office.workbook.release(stale)
    assert office.workbook.tables().claim == mine


def test_a_stale_claim_that_was_let_go_meanwhile_is_not_replaced_by_guess(office: Office) -> None:
    stale = office.workbook.claim("slow", NOW, None)
    assert stale is not None
    office.workbook.release(stale)
    assert office.workbook.claim("one", LATE, stale) is None
    assert office.workbook.claim("one", LATE, None) is not None


def test_what_cannot_be_found_is_one_of_the_service_s_own_errors(office: Office) -> None:
    with pytest.raises(WorkspaceError) as told:
        office.writer.rename("1AbcDefGhiJklMnoPqrStuVwxYz0123456789", "Name")
    assert isinstance(told.value, NotThere)


# Years that end and begin


def test_what_is_locked_refuses_a_name_and_words_until_it_is_unlocked_and_can_still_be_shared(office: Office) -> None:
    made = office.copy()
    office.documents.fill(made, PLAN, FIELDS)
    office.writer.lock(made)
    office.writer.lock(made)
    with pytest.raises(Refused):
        office.writer.rename(made, "Another name")
    with pytest.raises(Refused):
        office.documents.refresh(
            made, PLAN, {**FIELDS, "line_manager": "Ben"}, {name: digest(text) for name, text in FIELDS.items()}
        )
    access = office.writer.grant(made, office.people[0], Role.READER)
    assert office.hands.roles(made) == {office.people[0]: "reader"}
    office.writer.revoke(made, access.permission_id)
    office.writer.unlock(made)
    office.writer.unlock(made)
    office.writer.rename(made, "Another name")
    assert office.reader.facts(made).name == "Another name"


def test_the_service_s_own_writing_is_nobody_else_s_and_a_person_s_is(office: Office) -> None:
    made = office.copy()
    office.documents.fill(made, PLAN, FIELDS)
    assert not office.reader.others_wrote(made)
    assert not office.documents.is_written_in(made, PLAN)
    office.writer.grant(made, office.people[0], Role.WRITER)
    assert not office.reader.others_wrote(made)
    office.write_as(office.people[0], made)
    assert office.reader.others_wrote(made)


def test_what_came_in_with_a_form_makes_a_doc_one_that_is_written_in(office: Office) -> None:
    made = office.copy()
    office.documents.fill(made, PLAN, FIELDS)
    office.documents.keep_record(made, Record("r1", NOW, "Carried forward", (Part("My focus", ("Talk partners",)),)))
    assert office.documents.is_written_in(made, PLAN)
    assert not office.reader.others_wrote(made)


@pytest.mark.parametrize("ask", [
    lambda office: office.reader.others_wrote("nothing-of-that-id"),
    lambda office: office.documents.is_written_in("nothing-of-that-id", PLAN),
    lambda office: office.writer.lock("nothing-of-that-id"),
    lambda office: office.writer.unlock("nothing-of-that-id"),
])  # fmt: skip
def test_what_is_gone_is_neither_written_in_nor_locked(office: Office, ask: Callable[[Office], object]) -> None:
    with pytest.raises(NotThere):
        ask(office)
