"""A locked Doc and a locked Sheet, asked for by way of their editors' APIs.

That text and formatting, cells and layout cannot be changed while a file is locked is Google's word
(developers.google.com/workspace/drive/api/guides/content-restrictions); that Sheets then says "The caller does not have
permission", 403, is what people met (github.com/googleapis/google-api-nodejs-client/issues/3437). That Docs says the same is
our belief.
"""

from __future__ import annotations

import pytest

from local_workspace.core.call import Call, Media, Principal
from local_workspace.core.discovery import api
from local_workspace.core.errors import Forbidden
from local_workspace.drive import files
from tests.local_workspace import pages_trust as house

READING = ("get", "batchGet", "getByDataFilter", "batchGetByDataFilter", "search", "create")
AREA = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}
VALUE = {"values": [["x"]]}
RAW = {"valueInputOption": "RAW"}
WRITES = {
    "spreadsheets.batchUpdate": ({"requests": [{"repeatCell": {"range": AREA, "cell": {}, "fields": "note"}}]}, {}),
    "spreadsheets.values.append": (VALUE, {"range": "A1", **RAW}),
    "spreadsheets.values.batchClear": ({"ranges": ["A1"]}, {}),
    "spreadsheets.values.batchClearByDataFilter": ({"dataFilters": [{"a1Range": "A1"}]}, {}),
    "spreadsheets.values.batchUpdate": ({"data": [{"range": "A1", **VALUE}], **RAW}, {}),
    "spreadsheets.values.batchUpdateByDataFilter": ({"data": [{"dataFilter": {"a1Range": "A1"}, **VALUE}], **RAW}, {}),
    "spreadsheets.values.clear": ({}, {"range": "A1"}),
    "spreadsheets.values.update": (VALUE, {"range": "A1", **RAW}),
}
RENAME = {"updateSpreadsheetProperties": {"properties": {"title": "Other"}, "fields": "title"}}


@pytest.fixture
def trust():
    made = house.trust()
    yield made
    made.workspace.db.close()


def lock(trust, file_id, **more):
    body = {"contentRestrictions": [{"readOnly": True, "reason": "The year is over.", **more}]}
    trust.drive_of(house.SERVICE, "files.update", body, fileId=file_id)


def unlock(trust, file_id):
    trust.drive_of(house.SERVICE, "files.update", {"contentRestrictions": [{"readOnly": False}]}, fileId=file_id)


def refused():
    return pytest.raises(Forbidden, match="^The caller does not have permission$")


def test_the_writes_here_are_all_that_sheets_has():
    """But for copyTo, which writes into the file that its body names."""
    every = {one.id.removeprefix("sheets.") for one in api("sheets").methods}
    assert {one for one in every if one.rpartition(".")[2] not in READING} == {*WRITES, "spreadsheets.sheets.copyTo"}


@pytest.mark.parametrize("method", WRITES)
def test_a_locked_sheet_refuses_every_write_until_it_is_unlocked(trust, method):
    body, params = WRITES[method]
    if method == "spreadsheets.batchUpdate":
        whole = trust.ask(house.ADA, "sheets.spreadsheets.get", spreadsheetId=trust.sheet)
        body["requests"][0]["repeatCell"]["range"]["sheetId"] = whole["sheets"][0]["properties"]["sheetId"]
    lock(trust, trust.sheet)
    for who in (house.ADA, house.SERVICE):
        with refused():
            trust.ask(who, f"sheets.{method}", body, spreadsheetId=trust.sheet, **params)
    unlock(trust, trust.sheet)
    trust.ask(house.ADA, f"sheets.{method}", body, spreadsheetId=trust.sheet, **params)


def test_a_locked_sheet_gets_no_new_name_from_sheets(trust):
    lock(trust, trust.sheet)
    with refused():
        trust.ask(house.ADA, "sheets.spreadsheets.batchUpdate", {"requests": [RENAME]}, spreadsheetId=trust.sheet)


def test_a_sheet_is_copied_out_of_a_locked_file_and_not_into_one(trust):
    body = {"name": "Other", "mimeType": house.SHEET, "parents": [trust.drive]}
    other = trust.drive_of(house.ADA, "files.create", body)["id"]
    sheet_id = trust.ask(house.ADA, "sheets.spreadsheets.get", spreadsheetId=trust.sheet)["sheets"][0]["properties"]["sheetId"]
    copy = {"sheetId": sheet_id, "spreadsheetId": trust.sheet}
    lock(trust, trust.sheet)
    trust.ask(house.ADA, "sheets.spreadsheets.sheets.copyTo", {"destinationSpreadsheetId": other}, **copy)
    unlock(trust, trust.sheet)
    lock(trust, other)
    with refused():
        trust.ask(house.ADA, "sheets.spreadsheets.sheets.copyTo", {"destinationSpreadsheetId": other}, **copy)


def test_a_locked_doc_refuses_every_edit_until_it_is_unlocked(trust):
    """Managers of the drive and the service too: "users cannot modify the file's content"."""
    insert = {"insertText": {"location": {"index": 1}, "text": "More. "}}
    before = trust.document()
    lock(trust, trust.plan, ownerRestricted=True)
    for who in (house.TESS, house.ADA, house.SERVICE):
        with refused():
            trust.edit(insert, who=who)
        with refused():
            trust.ask(who, "docs.documents.batchUpdate", {"requests": []}, documentId=trust.plan)
    assert trust.document() == before
    unlock(trust, trust.plan)
    trust.edit(insert, who=house.TESS)
    assert trust.document() != before


def test_whoever_could_read_a_locked_file_reads_it_and_takes_it_away(trust):
    """ "To view an item with a content restriction, users must have role=reader or higher"."""
    lock(trust, trust.plan)
    lock(trust, trust.sheet)
    for who in (house.TESS, house.LINA):
        assert trust.document(who)["title"] == "My plan"
        assert trust.ask(who, "drive.files.export", fileId=trust.plan, mimeType="text/plain").data
    found = trust.ask(house.LINA, "sheets.spreadsheets.values.get", spreadsheetId=trust.sheet, range="People!A1:C1")
    assert found["values"] == [["Name", "Met", "Agreed"]]


def test_new_content_for_a_locked_sheet_is_refused_by_drive(trust):
    """ "Uploading a revision". The words are Drive's usual ones: of a lock it has no others that we know."""
    lock(trust, trust.sheet)
    asked = ("drive.files.update", house.ADA, {"fileId": trust.sheet, "supportsAllDrives": True})
    media = Media("text/csv", b"a,b")
    with pytest.raises(Forbidden, match="The user does not have sufficient permissions for this file"):
        upload(trust, *asked, media)
    unlock(trust, trust.sheet)
    upload(trust, *asked, media)


def upload(trust, method, who, params, media):
    with trust.workspace.transaction():
        files.update(Call(method, params, {}, Principal(who), trust.workspace, media))
