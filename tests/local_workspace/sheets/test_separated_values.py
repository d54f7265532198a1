"""Spreadsheets to and from CSV and TSV, through Drive.

Sources: developers.google.com/workspace/drive/api/guides/ref-export-formats (which formats, and that they hold the first sheet
only), .../guides/manage-uploads#import-docs (conversion by the file's mimeType), RFC 4180 (quoting), and gspread's recordings.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.local_workspace.sheets.conftest import MIME_TYPE, Book, Caller, Refused

CSV, TSV = "text/csv", "text/tab-separated-values"


def exported(book: Book, mime_type: str = CSV) -> str:
    data: bytes = book.ask("drive.files.export", fileId=book.id, mimeType=mime_type)
    return data.decode()


def converted(tess: Caller, data: bytes, mime_type: str = CSV, **metadata: Any) -> Book:
    """An upload that becomes a spreadsheet."""
    said = json.dumps({"name": "Marks", "mimeType": MIME_TYPE, **metadata}).encode()
    parts = [
        b"--x\r\nContent-Type: application/json\r\n\r\n",
        said,
        b"\r\n--x\r\nContent-Type: ",
        mime_type.encode(),
        b"\r\n\r\n",
    ]
    body = b"".join([*parts, data, b"\r\n--x--"])
    made = tess.send("POST", "/upload/drive/v3/files?uploadType=multipart", body, "multipart/related; boundary=x")
    return Book(made["id"], tess)


def test_an_export_is_what_was_recorded(book):
    """gspread's ClientTest.test_client_export_spreadsheet."""
    book.put("A1:B2", ["a1", "B2"], option="RAW")
    assert exported(book) == "a1,B2"


def test_an_export_is_displayed_values_as_far_as_there_are_any(book):
    book.put("A1:C3", ["£5.00", "2025-10-06", "50%"], [], ["=1/0", True, "=2*3"])
    assert exported(book) == "£5.00,2025-10-06,50%\r\n,,\r\n#DIV/0!,TRUE,6"


def test_commas_quotation_marks_and_line_breaks_are_quoted(book):
    """RFC 4180, sections 2.6 and 2.7."""
    book.put("A1:C1", ["a,b", 'say "hi"', "two\nlines"])
    assert exported(book) == '"a,b","say ""hi""","two\nlines"'
    assert exported(book, TSV) == 'a,b\tsay "hi"\ttwo lines'


def test_only_the_first_sheet_is_exported(book):
    book.do({"addSheet": {"properties": {"title": "Second"}}})
    book.put("Sheet1!A1", ["one"])
    book.put("Second!A1", ["two"])
    assert exported(book) == "one"


def test_an_empty_spreadsheet_is_exported_as_nothing(book):
    assert exported(book) == ""


def test_a_format_that_sheets_do_not_have_is_refused(book):
    with pytest.raises(Refused, match="The requested conversion is not supported"):
        book.ask("drive.files.export", fileId=book.id, mimeType="text/html")


def test_an_upload_becomes_a_spreadsheet_with_values_as_if_typed(tess):
    made = converted(tess, b'name,when,share,sum\r\nAnn,2025-10-06,12%,=1+2\r\n\'007,TRUE,"1,000",')
    assert made.facts()["sheets"][0]["properties"]["title"] == "Marks"
    assert made.read("A1:D3") == [["name", "when", "share", "sum"], ["Ann", "2025-10-06", "12%", "3"], ["007", "TRUE", "1,000"]]
    assert made.read("A2:D3", "UNFORMATTED_VALUE") == [["Ann", 45936, 0.12, 3], ["007", True, 1000]]


def test_tabs_part_values_in_tsv_and_a_byte_order_mark_is_no_value(tess):
    made = converted(tess, "\ufeffa,b\tc\nd\te".encode(), TSV)
    assert made.read("A1:B2") == [["a,b", "c"], ["d", "e"]]


def test_a_sheet_has_room_for_whatever_is_uploaded(tess):
    made = converted(tess, b"\n".join(b",".join([b"x"] * 30) for _ in range(1200)))
    grid = made.facts()["sheets"][0]["properties"]["gridProperties"]
    assert grid == {"rowCount": 1200, "columnCount": 30}


def test_what_is_no_table_is_not_converted(tess):
    with pytest.raises(Refused, match="The requested conversion is not supported"):
        converted(tess, b"%PDF", "application/pdf")


def test_gspreads_import_csv_replaces_whatever_was_there(book):
    """gspread's ClientTest.test_import_csv: PUT /upload/drive/v2/files/{id}; one sheet called like the file, a new id for it."""
    book.put("A1", ["old"])
    book.do({"addSheet": {"properties": {"title": "Second"}}})
    target = f"/upload/drive/v2/files/{book.id}?uploadType=media&convert=True&supportsAllDrives=True"
    answer = book.ask.send("PUT", target, b"a,b\nc,d", CSV)
    assert (answer["kind"], answer["title"], answer["labels"]["trashed"]) == ("drive#file", "Sums", False)
    [sheet] = book.facts()["sheets"]
    assert sheet["properties"]["title"] == "Sums"
    assert sheet["properties"]["sheetId"] != 0
    assert book.facts()["properties"]["timeZone"] == "America/Los_Angeles"
    assert book.read("Sums!A1:B2") == [["a", "b"], ["c", "d"]]


def test_an_update_with_content_in_v3_does_the_same(book):
    book.put("A1", ["old"])
    book.ask.send("PATCH", f"/upload/drive/v3/files/{book.id}?uploadType=media", b"new", CSV)
    assert book.read("A1:B9") == [["new"]]


def test_another_method_of_v2_answers_501_and_names_itself(book):
    """No outside witness: Google has the method."""
    with pytest.raises(Refused, match="501: drive.v2.files.get is not built"):
        book.ask.send("GET", f"/drive/v2/files/{book.id}")


def test_a_reader_may_not_replace_content(book, caller):
    body = {"type": "user", "role": "reader", "emailAddress": "lina.manager@stour.example"}
    book.ask("drive.permissions.create", body, fileId=book.id, sendNotificationEmail=False)
    lina = caller("lina.manager@stour.example")
    with pytest.raises(Refused) as refused:
        lina.send("PUT", f"/upload/drive/v2/files/{book.id}?uploadType=media", b"x", CSV)
    assert refused.value.status == 403
    assert exported(Book(book.id, lina)) == ""
