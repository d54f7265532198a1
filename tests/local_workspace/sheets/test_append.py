"""Where values.append writes, by the example of developers.google.com/workspace/sheets/api/guides/values#append_values."""

from __future__ import annotations

import pytest


@pytest.fixture
def tables(book):
    """The guide's sheet: one table at A1:C2, another at B4:D6."""
    book.put("A1:C2", ["x", "y", "z"], ["x", "y", "z"])
    book.put("B4:D6", ["x", "y", ""], ["", "y", "z"], ["x", "y", "z"])
    return book


@pytest.mark.parametrize("text", ["Sheet1", "B4", "C5:D5", "B2:D4", "A3:G10"])
def test_these_ranges_append_below_the_second_table(tables, text):
    done = tables.append(text, ["new", "row"])
    assert done["updates"]["updatedRange"] == "Sheet1!B7:C7"
    assert done["tableRange"] == "Sheet1!B4:D6"


def test_a_cell_of_the_first_table_appends_below_the_first(tables):
    done = tables.append("A1", ["new"])
    assert done["updates"]["updatedRange"] == "Sheet1!A3"
    assert done["tableRange"] == "Sheet1!A1:C2"


@pytest.mark.parametrize("text", ["E4", "A4"])
def test_a_cell_of_no_table_is_the_place_itself(tables, text):
    done = tables.append(text, ["new"])
    assert done["updates"]["updatedRange"] == f"Sheet1!{text}"
    assert "tableRange" not in done


def test_overwriting_takes_what_is_below_and_inserting_moves_it(tables):
    """InsertDataOption: OVERWRITE writes over what is there, INSERT_ROWS inserts rows for the new data."""
    tables.put("B9", ["below"])
    tables.append("C5:D5", ["i1"], ["i2"], insertDataOption="INSERT_ROWS")
    assert tables.read("B7:B11") == [["i1"], ["i2"], [], [], ["below"]]
    tables.append("A1", ["o1"], ["o2", "over"], insertDataOption="OVERWRITE")
    assert tables.read("A3:B4") == [["o1"], ["o2", "over"]]


def test_the_grid_grows_where_there_is_no_room(book):
    """InsertDataOption OVERWRITE: 'adding data to the end of the sheet will still insert new rows or columns'."""
    book.put("A1000", ["last"])
    done = book.append("A1000", ["next", "to"])
    assert done["updates"]["updatedRange"] == "Sheet1!A1001:B1001"
    assert book.facts()["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 1001


def test_an_empty_sheet_is_begun_at_its_first_cell(book):
    done = book.append("Sheet1", ["a"])
    assert done["updates"]["updatedRange"] == "Sheet1!A1"
    assert "tableRange" not in done
