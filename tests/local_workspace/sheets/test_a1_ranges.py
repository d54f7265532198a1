"""A1 notation, by the examples of developers.google.com/workspace/sheets/api/guides/concepts#cell."""

from __future__ import annotations

import pytest

from tests.local_workspace.sheets.conftest import Refused


@pytest.fixture
def sheets(book):
    """Sheet1 and 'My Custom Sheet', each with its own letters in A1:C5; MyNamedRange is B2:C3 of the first."""
    book.do({"addSheet": {"properties": {"title": "My Custom Sheet"}}})
    for title, letter in (("Sheet1", "a"), ("'My Custom Sheet'", "m")):
        book.put(f"{title}!A1:C5", *[[f"{letter}{row}{column}" for column in "ABC"] for row in range(1, 6)])
    area = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 3}
    book.do({"addNamedRange": {"namedRange": {"name": "MyNamedRange", "range": area}}})
    return book


@pytest.mark.parametrize(
    ("text", "range_", "first", "count"),
    [
        ("Sheet1!A1:B2", "Sheet1!A1:B2", "a1A", 2),
        ("Sheet1!A:A", "Sheet1!A1:A1000", "a1A", 5),
        ("Sheet1!1:2", "Sheet1!A1:Z2", "a1A", 2),
        ("Sheet1!A5:A", "Sheet1!A5:A1000", "a5A", 1),
        ("A1:B2", "Sheet1!A1:B2", "a1A", 2),
        ("Sheet1", "Sheet1!A1:Z1000", "a1A", 5),
        ("'My Custom Sheet'!A:A", "'My Custom Sheet'!A1:A1000", "m1A", 5),
        ("'My Custom Sheet'", "'My Custom Sheet'!A1:Z1000", "m1A", 5),
        ("My Custom Sheet", "'My Custom Sheet'!A1:Z1000", "m1A", 5),
        ("MyNamedRange", "Sheet1!B2:C3", "a2B", 2),
        ("Sheet1!MyNamedRange", "Sheet1!B2:C3", "a2B", 2),
        ("Sheet1!R2C3", "Sheet1!C2", "a2C", 1),
        ("Sheet1!R2C2:R3C3", "Sheet1!B2:C3", "a2B", 2),
        ("Sheet1!C3:B2", "Sheet1!B2:C3", "a2B", 2),
        ("sheet1!a1", "Sheet1!A1", "a1A", 1),
        ("Sheet1!$B$2", "Sheet1!B2", "a2B", 1),
    ],
)
def test_a_range_is_understood_and_written_out(sheets, text, range_, first, count):
    """The guide's examples; R1C1 is its second notation; a named range behind a sheet, from gspread's recordings."""
    found = sheets.ask("sheets.spreadsheets.values.get", spreadsheetId=sheets.id, range=text)
    assert found["range"] == range_
    assert found["values"][0][0] == first
    assert len(found["values"]) == count


def test_a_quoted_title_is_a_sheet_even_where_it_looks_like_a_cell(sheets):
    """The guide: 'A1' in quotes refers to all the cells in the sheet named A1, A1 without to the cell."""
    sheets.do({"addSheet": {"properties": {"title": "A1"}}})
    sheets.put("'A1'!B2", ["here"])
    assert sheets.read("'A1'") == [[], ["", "here"]]
    assert sheets.read("A1") == [["a1A"]]


def test_a_quotation_mark_in_a_title_is_doubled(sheets):
    sheets.do({"addSheet": {"properties": {"title": "Ann's"}}})
    done = sheets.put("'Ann''s'!A1", ["x"])
    assert done["updatedRange"] == "'Ann''s'!A1"


@pytest.mark.parametrize("text", ["Nowhere!A1", "Sheet1!A0", "Sheet1!ABCD1", "Sheet1!A1:B2:C3", "nothing", "Sheet1!"])
def test_what_is_no_range_is_refused(sheets, text):
    """'Unable to parse range: ...' (recorded for an unknown sheet)."""
    if text == "Sheet1!":
        assert sheets.read(text)
        return
    with pytest.raises(Refused, match="Unable to parse range"):
        sheets.read(text)


def test_a_range_beyond_the_grid_is_refused_with_the_grids_size(sheets):
    """'Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26' (quoted in many projects)."""
    with pytest.raises(Refused, match=r"Range \(Sheet1!A1001\) exceeds grid limits. Max rows: 1000, max columns: 26"):
        sheets.read("Sheet1!A1001")
