"""What values become when they are written, and how they are read.

Sources under developers.google.com/workspace/sheets/api: ValueInputOption, ValueRenderOption and DateTimeRenderOption in
reference/rest/v4; guides/values; guides/formats (serials); gspread's recordings where named.
"""

from __future__ import annotations

import pytest

from tests.local_workspace.sheets.conftest import Refused


def entered(book, text):
    """A text as if it were typed: its value, and the NumberFormat that typing it gives."""
    book.put("A1", [text])
    cell = book.cell("A1")
    return cell["userEnteredValue"], cell.get("userEnteredFormat", {}).get("numberFormat", {})


def test_raw_keeps_texts_as_they_are(book):
    """RAW: 'The values the user has entered will not be parsed and will be stored as-is.'"""
    book.put("A1:F1", ["=1+2", "2025-10-06", "50%", "TRUE", "'007", 5], option="RAW")
    assert book.read("A1:F1", "UNFORMATTED_VALUE") == [["=1+2", "2025-10-06", "50%", "TRUE", "'007", 5]]


def test_user_entered_is_typed(book):
    """guides/values: 'Mar 1 2016' becomes a date, '=1+2' a formula, '$100.15' a number with currency formatting."""
    book.put("A1:C1", ["Mar 1 2016", "=1+2", "$100.15"])
    assert book.read("A1:C1", "UNFORMATTED_VALUE") == [[42430, 3, 100.15]]
    assert book.read("A1:C1") == [["Mar 1 2016", "3", "$100.15"]]
    assert book.cell("A1")["userEnteredFormat"]["numberFormat"]["type"] == "DATE"
    assert book.cell("C1")["userEnteredFormat"]["numberFormat"] == {"type": "CURRENCY", "pattern": '"$"#,##0.00'}


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("42", 42, ""),
        ("-1.5", -1.5, ""),
        ("1,234", 1234, "NUMBER"),
        ("1e3", 1000, "SCIENTIFIC"),
        ("12%", 0.12, "PERCENT"),
        ("12.50%", 0.125, "PERCENT"),
        ("2025-10-06", 45936, "DATE"),
        ("10/6/2025", 45936, "DATE"),
        ("6 October 2025", 45936, "DATE"),
        ("10:30", 0.4375, "TIME"),
        ("10:30 PM", 0.9375, "TIME"),
        ("2025-10-06 12:00", 45936.5, "DATE_TIME"),
        ("2025-10-06T12:00:00", 45936.5, "DATE_TIME"),
        ("30:00", 1.25, "TIME"),
    ],
)
def test_numbers_and_dates_are_recognised(book, text, value, kind):
    """Serials count days from 30 December 1899 (guides/formats). Which texts are: as probed live, and as people type them."""
    found, number_format = entered(book, text)
    assert found == {"numberValue": pytest.approx(value)}
    assert number_format.get("type", "") == kind
    if kind not in ("", "SCIENTIFIC"):
        assert book.one("A1") == text.replace("T", " ")


@pytest.mark.parametrize(
    "text", ["hello", "1.2.3", "13/13/2025", "2025-02-30", "1,23", "10:75", "£", "--5", "Room 101", "+", "2025-10-06 30:00"]
)
def test_what_is_no_number_stays_a_text(book, text):
    assert entered(book, text) == ({"stringValue": text}, {})


def test_truth_values_are_recognised_in_any_case_and_shown_in_capitals(book):
    book.put("A1:C1", ["true", "FALSE", True])
    assert book.read("A1:C1") == [["TRUE", "FALSE", "TRUE"]]
    assert book.read("A1:C1", "UNFORMATTED_VALUE") == [[True, False, True]]


def test_an_apostrophe_in_front_keeps_a_text_and_is_not_part_of_it(book):
    """support.google.com/docs: an apostrophe before a value makes it plain text."""
    assert entered(book, "'=1+2") == ({"stringValue": "=1+2"}, {})
    assert entered(book, "'007")[0] == {"stringValue": "007"}


def test_a_cell_formatted_as_plain_text_takes_everything_as_text(book):
    """NumberFormatType TEXT: 'Text formatting'."""
    cell = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    area = {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1}
    book.do({"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat.numberFormat"}})
    assert entered(book, "2025-10-06")[0] == {"stringValue": "2025-10-06"}


def test_a_format_that_a_cell_has_is_kept_when_a_value_is_typed(book):
    book.put("A1", ["50%"])
    book.put("A1", ["2"])
    assert (book.one("A1"), book.raw("A1")) == ("200%", 2)


def test_null_leaves_a_cell_and_an_empty_text_empties_it(book):
    """ValueRange.values: 'Null values will be skipped. To set a cell to an empty value, set the string value to an empty string.'"""
    book.put("A1:C1", ["a", "b", "c"])
    book.put("A1:C1", [None, "", "d"])
    assert book.read("A1:C1") == [["a", "", "d"]]


def test_only_rows_and_columns_that_were_given_values_are_counted(book):
    """gspread's WorksheetTest.test_update_cells_noncontiguous."""
    done = book.put("A1:C3", ["a", None, None], [None, None, None], [None, None, "b"], option="RAW")
    assert (done["updatedRange"], done["updatedRows"], done["updatedColumns"], done["updatedCells"]) == ("Sheet1!A1:C3", 2, 2, 2)


def test_data_past_the_range_is_refused_and_nothing_written(book):
    """'Requested writing within range [...], but tried writing to ...' (quoted in many projects)."""
    with pytest.raises(Refused, match=r"Requested writing within range \[A1:B1\], but tried writing to column \[C\]"):
        book.put("A1:B1", ["a", "b", "c"])
    with pytest.raises(Refused, match=r"tried writing to row \[2\]"):
        book.put("A1:B1", ["a"], ["b"])
    assert book.read("A1:C2") == []


def test_columns_may_be_the_major_dimension(book):
    """Dimension, and ValueRange's own example: [[1,3],[2,4]] by columns is A1=1,B1=2,A2=3,B2=4."""
    body = {"majorDimension": "COLUMNS", "values": [[1, 3], [2, 4]]}
    book.ask("sheets.spreadsheets.values.update", body, spreadsheetId=book.id, range="A1:B2", valueInputOption="RAW")
    assert book.read("A1:B2", "UNFORMATTED_VALUE") == [[1, 2], [3, 4]]
    assert book.read("A1:B2", "UNFORMATTED_VALUE", majorDimension="COLUMNS") == [[1, 3], [2, 4]]


def test_three_ways_to_read_a_value(book):
    """ValueRenderOption's own example: A1 is 1.23 and A2 is =A1, formatted as currency."""
    book.put("A1:A2", ["1.23"], ["=A1"])
    cell = {"userEnteredFormat": {"numberFormat": {"type": "CURRENCY"}}}
    area = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "endColumnIndex": 1}
    book.do({"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat.numberFormat"}})
    assert book.one("A2", "FORMATTED_VALUE") == "$1.23"
    assert book.one("A2", "UNFORMATTED_VALUE") == 1.23
    assert book.one("A2", "FORMULA") == "=A1"


@pytest.mark.parametrize(("text", "serial"), [("1900-01-01 12:00", 2.5), ("1900-02-01 15:00", 33.625)])
def test_dates_are_serials_unless_their_text_is_asked_for(book, text, serial):
    """DateTimeRenderOption's own examples: 1 January 1900 at noon is 2.5, 1 February 1900 at 3 pm is 33.625."""
    book.put("A1", [text])
    assert book.read("A1", "UNFORMATTED_VALUE") == [[serial]]
    assert book.read("A1", "UNFORMATTED_VALUE", dateTimeRenderOption="FORMATTED_STRING") == [[text]]
    assert book.read("A1", "FORMATTED_VALUE", dateTimeRenderOption="SERIAL_NUMBER") == [[text]]


def test_empty_rows_and_columns_at_the_end_are_left_out(book):
    """ValueRange.values: 'For output, empty trailing rows and columns will not be included.'"""
    book.put("A1:D4", ["a", "", "", ""], ["", "", "", ""], ["", "b", "", ""], ["", "", "", ""])
    assert book.read("A1:D4") == [["a"], [], ["", "b"]]


def test_clearing_takes_values_and_leaves_formats_and_notes(book):
    """values.clear: 'Only values are cleared -- all other properties of the cell ... are kept.'"""
    cell = {"userEnteredValue": {"numberValue": 1}, "userEnteredFormat": {"textFormat": {"bold": True}}, "note": "why"}
    write = {"start": {"sheetId": 0}, "rows": [{"values": [cell]}], "fields": "*"}
    book.do({"updateCells": write})
    assert book.clear("A1:B2")["clearedRange"] == "Sheet1!A1:B2"
    left = book.cell("A1")
    assert "userEnteredValue" not in left
    assert left["userEnteredFormat"]["textFormat"] == {"bold": True}
    assert left["note"] == "why"


def test_written_values_can_be_answered(book):
    """includeValuesInResponse, responseValueRenderOption."""
    done = book.put("A1:B1", ["=1+1", "x"], includeValuesInResponse=True, responseValueRenderOption="FORMULA")
    assert done["updatedData"] == {"range": "Sheet1!A1:B1", "majorDimension": "ROWS", "values": [["=1+1", "x"]]}


def test_an_option_must_be_said(book):
    with pytest.raises(Refused, match="'valueInputOption' is required but not specified"):
        book.ask("sheets.spreadsheets.values.update", {"values": [["a"]]}, spreadsheetId=book.id, range="A1")


def test_a_batch_of_writes_is_all_or_nothing(book):
    data = [{"range": "A1", "values": [["a"]]}, {"range": "Nowhere!A1", "values": [["b"]]}]
    body = {"valueInputOption": "RAW", "data": data}
    with pytest.raises(Refused, match="Unable to parse range: Nowhere!A1"):
        book.ask("sheets.spreadsheets.values.batchUpdate", body, spreadsheetId=book.id)
    assert book.read("A1") == []
    body["data"][1]["range"] = "B2:B2"
    done = book.ask("sheets.spreadsheets.values.batchUpdate", body, spreadsheetId=book.id)
    assert (done["totalUpdatedCells"], done["totalUpdatedRows"], done["totalUpdatedColumns"], done["totalUpdatedSheets"]) == (
        2,
        2,
        2,
        1,
    )
