"""Tables, as the guide and the reference describe them (developers.google.com/workspace/sheets/api/guides/tables,
.../reference/rest/v4/spreadsheets/sheets#table). The refusals' sentences, how a column without a name is called, and that deleting
takes the contents have no outside witness here."""

from __future__ import annotations

from typing import Any

import pytest

STAGES = ["Not Started", "In Progress", "Complete"]
DROPDOWN = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": one} for one in STAGES]}}
RANGE = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 5}
RED, GREEN, BLUE = ({"rgbColor": {name: 1}} for name in ("red", "green", "blue"))


def add(book: Any, **given: Any) -> Any:
    [answer] = book.do({"addTable": {"table": {"range": RANGE, **given}}})
    return answer["addTable"]["table"]


def tables(book: Any) -> Any:
    return book.facts()["sheets"][0].get("tables", [])


def test_the_guides_example_makes_a_table(book: Any) -> None:
    """The guide's Project Tracker: a percent column and a dropdown column in a range of five columns."""
    columns = [
        {"columnIndex": 0, "columnName": "Column 1", "columnType": "PERCENT"},
        {"columnIndex": 1, "columnName": "Column 2", "columnType": "DROPDOWN", "dataValidationRule": DROPDOWN},
    ]
    made = add(book, name="Project Tracker", tableId="123", columnProperties=columns)
    assert (made["name"], made["tableId"], made["range"]["endColumnIndex"]) == ("Project Tracker", "123", 5)
    assert tables(book) == [made]
    assert [one["columnName"] for one in made["columnProperties"]] == [f"Column {number}" for number in range(1, 6)]
    assert made["columnProperties"][1]["dataValidationRule"] == DROPDOWN
    assert book.read("A1:E1") == [[f"Column {number}" for number in range(1, 6)]]
    assert book.cell("B3")["dataValidation"]["condition"] == DROPDOWN["condition"]
    book.put("A2", [0.5], option="RAW")
    assert book.one("A2").endswith("%")


def test_a_column_is_called_what_its_header_cell_says(book: Any) -> None:
    book.put("A1:C1", ["Name", "Name", ""])
    assert [one["columnName"] for one in add(book)["columnProperties"]][:3] == ["Name", "Name 2", "Column 3"]
    book.put("A1", ["Who"])
    assert tables(book)[0]["columnProperties"][0]["columnName"] == "Who"


def test_checkboxes_and_ratings_begin_with_a_value(book: Any) -> None:
    """The guide: they "fill in default values of 0 and FALSE respectively" (ratings, checkboxes)."""
    columns = [{"columnType": "RATINGS_CHIP"}, {"columnIndex": 1, "columnType": "BOOLEAN"}]
    book.put("B3", [True], option="RAW")
    add(book, columnProperties=columns)
    assert book.read("A2:B4", "UNFORMATTED_VALUE") == [[0, False], [0, True], [0, False]]


def test_a_dropdown_column_needs_a_list_and_others_must_not_have_one(book: Any) -> None:
    """The guide: dataValidationRule "must be set with a ONE_OF_LIST condition" for dropdowns, and not for others."""
    with pytest.raises(Exception, match="400.*must have a data validation rule"):
        add(book, columnProperties=[{"columnType": "DROPDOWN"}])
    with pytest.raises(Exception, match="400.*Only a dropdown column"):
        add(book, columnProperties=[{"columnType": "TEXT", "dataValidationRule": DROPDOWN}])
    with pytest.raises(Exception, match="400.*outside of the table"):
        add(book, columnProperties=[{"columnIndex": 5}])
    assert tables(book) == []


def test_names_are_unique_and_tables_do_not_overlap(book: Any) -> None:
    """Table.name: "This is unique to all tables in the same spreadsheet." """
    assert add(book)["name"] == "Table1"
    beside = {**RANGE, "startColumnIndex": 6, "endColumnIndex": 8}
    assert add(book, range=beside)["name"] == "Table2"
    with pytest.raises(Exception, match="400.*on top of another table"):
        add(book)
    below = {**beside, "startRowIndex": 8, "endRowIndex": 9}
    with pytest.raises(Exception, match="400.*'table2' already exists"):
        add(book, name="table2", range=below)
    with pytest.raises(Exception, match="400.*Invalid table name"):
        add(book, name="2", range=below)
    with pytest.raises(Exception, match="400.*must have a range"):
        book.do({"addTable": {"table": {"name": "x"}}})
    with pytest.raises(Exception, match="400.*at least one row"):
        add(book, range={**below, "endRowIndex": 8})
    with pytest.raises(Exception, match="400.*ID .* already exists"):
        add(book, tableId=tables(book)[0]["tableId"], range=below)


def cells(*texts: str) -> dict[str, Any]:
    return {"values": [{"userEnteredValue": {"stringValue": one}} for one in texts]}


def append(book: Any, table_id: str, *rows: Any) -> None:
    book.do({"appendCells": {"tableId": table_id, "rows": list(rows), "fields": "userEnteredValue"}})


def test_what_is_appended_fills_the_body_and_then_makes_it_longer(book: Any) -> None:
    """AppendCellsRequest.tableId: "The data will be only appended to the table body." """
    small = {**RANGE, "endRowIndex": 3, "endColumnIndex": 2}
    made = add(book, name="Staff", range=small)
    book.put("A6", ["below"])
    append(book, made["tableId"], cells("Ada"))
    assert tables(book)[0]["range"]["endRowIndex"] == 3
    append(book, made["tableId"], cells("Ben"), cells("Cai"))
    assert book.read("A1:A10") == [["Column 1"], ["Ada"], ["Ben"], ["Cai"], [], [], ["below"]]
    assert tables(book)[0]["range"]["endRowIndex"] == 4
    with pytest.raises(Exception, match="400.*No table with id: 9"):
        append(book, "9", cells("x"))


def test_a_footer_comes_and_goes_with_a_row_and_stays_below_what_is_appended(book: Any) -> None:
    """TableRowsProperties.footerColorStyle: to have a footer "the range will be expanded by 1 row", without "shrunk by 1 row"."""
    made = add(book, range={**RANGE, "endRowIndex": 2, "endColumnIndex": 1}, rowsProperties={"headerColorStyle": RED})
    update = {"tableId": made["tableId"], "rowsProperties": {"headerColorStyle": RED, "footerColorStyle": BLUE}}
    book.do({"updateTable": {"table": update, "fields": "rowsProperties"}})
    assert tables(book)[0]["range"]["endRowIndex"] == 3
    book.put("A3", ["total"])
    append(book, made["tableId"], cells("Ada"), cells("Ben"))
    assert book.read("A1:A5") == [["Column 1"], ["Ada"], ["Ben"], ["total"]]
    shades = [book.cell(f"A{row}")["effectiveFormat"]["backgroundColor"] for row in (1, 4)]
    assert shades == [{"red": 1}, {"blue": 1}]
    del update["rowsProperties"]["footerColorStyle"]
    book.do({"updateTable": {"table": update, "fields": "rowsProperties"}})
    assert tables(book)[0]["range"]["endRowIndex"] == 3


def test_columns_follow_when_columns_come_go_and_move(book: Any) -> None:
    columns = [{"columnIndex": 1, "columnName": "Stage", "columnType": "DROPDOWN", "dataValidationRule": DROPDOWN}]
    add(book, name="Plans", columnProperties=columns)

    def typed() -> list[int]:
        found = tables(book)[0]["columnProperties"]
        return [one.get("columnIndex", 0) for one in found if one.get("columnType") == "DROPDOWN"]

    where = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    book.do({"insertDimension": {"range": {**where, "startIndex": 1, "endIndex": 2}, "inheritFromBefore": False}})
    assert (typed(), tables(book)[0]["range"]["endColumnIndex"]) == ([2], 6)
    book.do({"deleteDimension": {"range": where}})
    assert (typed(), tables(book)[0]["columnProperties"][1]["columnName"]) == ([1], "Stage")
    book.do({"deleteDimension": {"range": {**where, "startIndex": 1, "endIndex": 2}}})
    assert typed() == []


def test_a_table_is_renamed_resized_filtered_copied_and_deleted(book: Any) -> None:
    made = add(book, name="Plans")
    change = {"tableId": made["tableId"], "name": "Focus", "range": {**RANGE, "endRowIndex": 3}}
    book.do({"updateTable": {"table": change, "fields": "name,range"}})
    assert (tables(book)[0]["name"], tables(book)[0]["range"]["endRowIndex"]) == ("Focus", 3)
    [view] = book.do({"addFilterView": {"filter": {"title": "Mine", "tableId": made["tableId"]}}})
    assert view["addFilterView"]["filter"]["range"]["endRowIndex"] == 3
    book.do({"duplicateSheet": {"sourceSheetId": 0, "newSheetName": "Copy", "insertSheetIndex": 1}})
    [copy] = book.facts()["sheets"][1]["tables"]
    assert copy["tableId"] != made["tableId"]
    assert copy["name"] == "Focus_1"
    book.put("A2", ["x"])
    book.do({"deleteTable": {"tableId": made["tableId"]}})
    assert tables(book) == []
    assert book.read("A1:E5") == []
    with pytest.raises(Exception, match="400.*No table with id"):
        book.do({"deleteTable": {"tableId": made["tableId"]}})
    with pytest.raises(Exception, match="400.*No table with id"):
        book.do({"updateTable": {"table": change, "fields": "name"}})
