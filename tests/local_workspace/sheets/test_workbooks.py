"""Spreadsheets to and from Excel workbooks, through Drive. openpyxl, which is not ours, writes and reads the files here.

Sources: developers.google.com/workspace/drive/api/guides/ref-export-formats and .../manage-uploads#import-docs. How Google writes
what Excel lacks (`__xludf.DUMMYFUNCTION`, `COMPUTED_VALUE`) is seen in its exports that people share; there is none at hand.
"""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from tests.local_workspace.sheets.conftest import MIME_TYPE, Book, Caller, Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(book: Book, *, values: bool = False) -> Any:
    """The export, opened. values: what formulas give, not the formulas."""
    data = book.ask("drive.files.export", fileId=book.id, mimeType=XLSX)
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def uploaded(tess: Caller, source: Any) -> Book:
    """A workbook (of openpyxl, or bytes) that becomes a spreadsheet."""
    data = source
    if not isinstance(source, bytes):
        out = io.BytesIO()
        source.save(out)
        data = out.getvalue()
    said = json.dumps({"name": "From Excel", "mimeType": MIME_TYPE}).encode()
    parts = [b"--xyz\r\nContent-Type: application/json\r\n\r\n", said, b"\r\n--xyz\r\nContent-Type: ", XLSX.encode(), b"\r\n\r\n"]
    body = b"".join([*parts, data, b"\r\n--xyz--"])
    made = tess.send("POST", "/upload/drive/v3/files?uploadType=multipart", body, "multipart/related; boundary=xyz")
    return Book(made["id"], tess)


def test_values_keep_their_kinds(book):
    book.put("A1:E1", ["text", 1.5, True, "2025-10-06", "12%"])
    book.put("A2:B2", ["'=no formula", "=NA()"])
    page = workbook(book)["Sheet1"]
    assert [one.value for one in page[1]] == ["text", 1.5, True, datetime(2025, 10, 6), 0.12]  # noqa: DTZ001 as Excel has it
    assert (page["D1"].number_format, page["E1"].number_format) == ("yyyy-mm-dd", "0%")
    assert (page["A2"].value, page["A2"].data_type) == ("=no formula", "s")


def test_formulas_come_with_what_they_give(book):
    book.put("A1:D1", [2, 3, "=A1+B1", '=IF(C1>4,"big","small")'])
    book.put("A2:B2", ["=1/0", "=TRUE()"])
    assert [one.value for one in workbook(book)["Sheet1"][1]] == [2, 3, "=A1+B1", '=IF(C1>4,"big","small")']
    page = workbook(book, values=True)["Sheet1"]
    assert [one.value for one in page[1]] == [2, 3, 5, "big"]
    assert [page["A2"].value, page["B2"].value] == ["#DIV/0!", True]


def test_what_excel_lacks_is_kept_beside_its_value_and_comes_back(book, tess):
    book.put("A1:A3", ["b"], ["a"], ["b"])
    book.put("C1", ["=UNIQUE(A1:A3)"])
    book.put("D1:E1", ['=REGEXMATCH(A1,"b")', "=XLOOKUP(1,E5:E6,F5:F6,0)"])
    page = workbook(book)["Sheet1"]
    assert page["C1"].value == '=IFERROR(__xludf.DUMMYFUNCTION("UNIQUE(A1:A3)"),"b")'
    assert page["C2"].value == '=IFERROR(__xludf.DUMMYFUNCTION("""COMPUTED_VALUE"""),"a")'
    assert page["D1"].value == '=IFERROR(__xludf.DUMMYFUNCTION("REGEXMATCH(A1,""b"")"),TRUE)'
    assert page["E1"].value == "=_xlfn.XLOOKUP(1,E5:E6,F5:F6,0)"
    again = uploaded(tess, book.ask("drive.files.export", fileId=book.id, mimeType=XLSX))
    assert again.read("A1:E3") == book.read("A1:E3") == [["b", "", "b", "TRUE", "0"], ["a", "", "a"], ["b"]]
    assert again.one("C1", "FORMULA") == "=UNIQUE(A1:A3)"
    assert again.one("E1", "FORMULA") == "=XLOOKUP(1,E5:E6,F5:F6,0)"


def test_looks_sizes_merges_notes_and_names_are_exported(book):
    text = {"bold": True, "italic": True, "fontSize": 14, "foregroundColor": {"red": 1}}
    look = {"textFormat": text, "backgroundColor": {"green": 1}, "horizontalAlignment": "CENTER", "wrapStrategy": "WRAP"}
    cell = {"userEnteredValue": {"stringValue": "head"}, "userEnteredFormat": look, "note": "why"}
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2}
    columns = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 4, "endIndex": 5}
    book.do(
        {"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [cell]}], "fields": "*"}},
        {"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}},
        {"updateDimensionProperties": {"range": columns, "properties": {"pixelSize": 210}, "fields": "pixelSize"}},
        {"updateDimensionProperties": {"range": rows, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}},
        {"addNamedRange": {"namedRange": {"name": "heads", "range": area}}},
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}},
                "fields": "gridProperties.frozenRowCount",
            }
        },
    )
    out = workbook(book)
    page = out["Sheet1"]
    head = page["A1"]
    assert (head.font.b, head.font.i, head.font.sz, head.font.color.rgb) == (True, True, 14, "00FF0000")
    assert (head.fill.fgColor.rgb, head.alignment.horizontal, head.alignment.wrap_text) == ("0000FF00", "center", True)
    assert head.comment.text == "why"
    assert [str(one) for one in page.merged_cells.ranges] == ["A1:B1"]
    assert (page.freeze_panes, page.column_dimensions["C"].width, page.row_dimensions[5].hidden) == ("A2", 30, True)
    assert out.defined_names["heads"].attr_text == "Sheet1!A1:B1"


def test_titles_are_cut_to_what_excel_takes_and_formulas_follow(book):
    """Excel: at most 31 letters, none of []:*?/\\ (Microsoft's limits for worksheets)."""
    long = "A title that is longer than Excel allows: 2025/26"
    book.do({"addSheet": {"properties": {"title": long}}})
    book.put(f"'{long}'!A1", [7])
    book.put("Sheet1!A1", [f"='{long}'!A1+1"])
    out = workbook(book)
    cut = out.sheetnames[1]
    assert len(cut) == 31
    assert out["Sheet1"]["A1"].value == f"='{cut}'!A1+1"


def excel() -> Any:
    """A workbook such as a school office keeps."""
    out = openpyxl.Workbook()
    page = out.worksheets[0]
    page.title = "Staff"
    page.append(["Name", "Start", "Share", "Sum"])
    page.append(["Ann", date(2025, 9, 1), 0.6, "=C2*2"])
    page["B2"].number_format = "dd/mm/yyyy"
    page["C2"].number_format = "0%"
    page["A1"].font = Font(bold=True, color="FF0000FF")
    page["A1"].fill = PatternFill("solid", fgColor="FFFFFF00")
    page["A1"].alignment = Alignment(horizontal="center")
    page["A2"].comment = Comment("joined late", "Office")
    page["A2"].hyperlink = "https://example.org/ann"
    page.merge_cells("A4:B5")
    page.freeze_panes = "A2"
    page.column_dimensions["A"].width = 40
    rule = DataValidation("list", '"yes,no"', sqref="E2:E3")
    page.add_data_validation(rule)
    second = out.create_sheet("Notes")
    second.sheet_state = "hidden"
    second["A1"] = "=_xlfn.CONCAT(Staff!A2,Staff!A1)"
    second["A2"] = "=SUM(shares)"
    out.defined_names["shares"] = DefinedName("shares", attr_text="Staff!$C$2:$C$3")
    return out


def test_an_excel_workbook_becomes_a_spreadsheet(tess):
    made = uploaded(tess, excel())
    assert [one["properties"]["title"] for one in made.facts()["sheets"]] == ["Staff", "Notes"]
    assert made.read("Staff!A1:D2") == [["Name", "Start", "Share", "Sum"], ["Ann", "01/09/2025", "60%", "120%"]]
    assert made.read("Staff!B2:D2", "UNFORMATTED_VALUE") == [[45901, 0.6, 1.2]]
    assert made.read("Notes!A1:A2", "FORMULA") == [["=CONCAT(Staff!A2,Staff!A1)"], ["=SUM(shares)"]]
    assert made.read("Notes!A1:A2") == [["AnnName"], ["60%"]]


def test_looks_and_the_shape_of_sheets_are_imported(tess):
    made = uploaded(tess, excel())
    head, ann = made.cell("Staff!A1"), made.cell("Staff!A2")
    assert head["userEnteredFormat"]["textFormat"]["bold"] is True
    assert head["userEnteredFormat"]["textFormat"]["foregroundColor"] == {"blue": 1}
    assert head["userEnteredFormat"]["backgroundColor"] == {"red": 1, "green": 1}
    assert head["userEnteredFormat"]["horizontalAlignment"] == "CENTER"
    assert (ann["note"], ann["hyperlink"]) == ("joined late", "https://example.org/ann")
    assert made.cell("Staff!B2")["userEnteredFormat"]["numberFormat"] == {"type": "DATE", "pattern": "dd/mm/yyyy"}
    staff, notes = made.facts()["sheets"]
    assert staff["properties"]["gridProperties"]["frozenRowCount"] == 1
    [merge] = staff["merges"]
    assert (merge["startRowIndex"], merge["endRowIndex"], merge["endColumnIndex"]) == (3, 5, 2)
    assert notes["properties"]["hidden"] is True
    rule = made.cell("Staff!E3")["dataValidation"]
    assert [one["userEnteredValue"] for one in rule["condition"]["values"]] == ["yes", "no"]
    [shares] = made.facts()["namedRanges"]
    assert shares["name"] == "shares"


def test_what_was_exported_comes_back_the_same(book, tess):
    book.put("A1:C2", ["Ann", "2025-10-06", "£5.00"], ["Ben", "10:30", "=LEN(A2)"])
    again = uploaded(tess, book.ask("drive.files.export", fileId=book.id, mimeType=XLSX))
    assert again.read("A1:C2") == book.read("A1:C2")
    assert again.read("A1:C2", "UNFORMATTED_VALUE") == book.read("A1:C2", "UNFORMATTED_VALUE")


def test_what_is_no_workbook_is_refused(tess):
    with pytest.raises(Refused, match="The requested conversion is not supported"):
        uploaded(tess, b"not a workbook")


def test_about_says_what_can_be_converted(tess):
    """about.get: importFormats and exportFormats."""
    about = tess("drive.about.get", fields="importFormats,exportFormats")
    assert XLSX in about["exportFormats"][MIME_TYPE]
    assert about["importFormats"][XLSX] == [MIME_TYPE]
