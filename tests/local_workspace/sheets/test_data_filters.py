"""Values by data filter, as the guide on developer metadata and the methods' reference describe them
(developers.google.com/workspace/sheets/api/guides/metadata, .../reference/rest/v4/spreadsheets.values/batchGetByDataFilter and its
neighbours, .../reference/rest/v4/spreadsheets.sheets/copyTo)."""

from __future__ import annotations

from typing import Any

import pytest


def tag(book: Any, key: str, dimension: str, at: int) -> None:
    where = {"dimensionRange": {"sheetId": 0, "dimension": dimension, "startIndex": at, "endIndex": at + 1}}
    book.do({"createDeveloperMetadata": {"developerMetadata": {"metadataKey": key, "location": where, "visibility": "DOCUMENT"}}})


def by_key(key: str) -> dict[str, Any]:
    return {"developerMetadataLookup": {"metadataKey": key}}


def ask(book: Any, method: str, body: Any, **params: Any) -> Any:
    return book.ask(f"sheets.spreadsheets.{method}", body, spreadsheetId=book.id, **params)


@pytest.fixture
def filled(book: Any) -> Any:
    """Three rows of two columns; the second row and the second column have metadata."""
    book.put("A1:B3", ["Ada", 1], ["Ben", 2], ["Cai", 3])
    tag(book, "row", "ROWS", 1)
    tag(book, "column", "COLUMNS", 1)
    return book


def test_values_of_a_row_are_found_by_its_metadata_wherever_it_went(filled: Any) -> None:
    above = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    filled.do({"insertDimension": {"range": above}})
    found = ask(filled, "values.batchGetByDataFilter", {"dataFilters": [by_key("row")]})
    [one] = found["valueRanges"]
    assert one["valueRange"]["values"] == [["Ben", "2"]]
    assert one["valueRange"]["range"].startswith("Sheet1!A3:")
    assert one["dataFilters"] == [by_key("row")]


def test_each_range_comes_once_with_the_filters_that_match_it(filled: Any) -> None:
    """MatchedValueRange.dataFilters: "The DataFilters from the request that matched the range of values." """
    grid = {"gridRange": {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2}}
    body = {
        "dataFilters": [grid, {"a1Range": "Sheet1!A1:B1"}, by_key("column")],
        "valueRenderOption": "UNFORMATTED_VALUE",
        "majorDimension": "COLUMNS",
    }
    found = ask(filled, "values.batchGetByDataFilter", body)["valueRanges"]
    assert [one["dataFilters"] for one in found] == [[grid, {"a1Range": "Sheet1!A1:B1"}], [by_key("column")]]
    assert [one["valueRange"]["values"] for one in found] == [[["Ada"], [1]], [[1, 2, 3]]]


def test_a_range_is_the_same_however_it_is_said(filled: Any) -> None:
    """Row 2 by its metadata, as an open A1 range and by all of its edges."""
    grid = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 26}
    filters = [by_key("row"), {"a1Range": "Sheet1!2:2"}, {"gridRange": grid}]
    [found] = ask(filled, "values.batchGetByDataFilter", {"dataFilters": filters})["valueRanges"]
    assert found["dataFilters"] == filters


def test_nothing_matched_is_no_values(filled: Any) -> None:
    assert "valueRanges" not in ask(filled, "values.batchGetByDataFilter", {"dataFilters": [by_key("none")]})


def test_values_are_written_to_every_range_that_a_filter_matches(filled: Any) -> None:
    """ "If more than one range is matched by the specified DataFilter the specified values are applied to all of those ranges." """
    tag(filled, "row", "ROWS", 2)
    body = {
        "valueInputOption": "RAW",
        "includeValuesInResponse": True,
        "data": [{"dataFilter": by_key("row"), "values": [["Dee", 4]]}],
    }
    done = ask(filled, "values.batchUpdateByDataFilter", body)
    assert filled.read("A1:B3") == [["Ada", "1"], ["Dee", "4"], ["Dee", "4"]]
    assert (done["totalUpdatedCells"], done["totalUpdatedRows"], done["totalUpdatedSheets"]) == (4, 2, 1)
    assert [one["dataFilter"] for one in done["responses"]] == [by_key("row")] * 2
    assert [one["updatedRange"] for one in done["responses"]] == ["Sheet1!A2:B2", "Sheet1!A3:B3"]
    assert done["responses"][0]["updatedData"]["values"] == [["Dee", "4"]]


def test_the_values_in_return_are_those_of_the_whole_range(filled: Any) -> None:
    """updatedData: "The values of the cells in the range matched by the dataFilter after all updates were applied." """
    body = {
        "valueInputOption": "RAW",
        "includeValuesInResponse": True,
        "data": [{"dataFilter": by_key("row"), "values": [["Dee"]]}],
    }
    [done] = ask(filled, "values.batchUpdateByDataFilter", body)["responses"]
    assert done == {
        "updatedRange": "Sheet1!A2",
        "updatedRows": 1,
        "updatedColumns": 1,
        "updatedCells": 1,
        "dataFilter": by_key("row"),
        "updatedData": {"range": "Sheet1!A2:Z2", "majorDimension": "ROWS", "values": [["Dee", "2"]]},
    }


@pytest.mark.parametrize("narrow", [by_key("row"), {"a1Range": "Sheet1!A2"}])
def test_values_that_exceed_a_range_are_refused_and_nothing_is_done(filled: Any, narrow: Any) -> None:
    """ "If the provided values exceed any of the ranges matched by the data filter then the request fails." """
    data = [{"dataFilter": {"a1Range": "A1"}, "values": [["gone"]]}, {"dataFilter": narrow, "values": [["x"], ["y"]]}]
    with pytest.raises(Exception, match="400.*tried writing to row"):
        ask(filled, "values.batchUpdateByDataFilter", {"valueInputOption": "RAW", "data": data})
    assert filled.one("A1") == "Ada"


def test_values_are_cleared_where_any_filter_matches(filled: Any) -> None:
    done = ask(filled, "values.batchClearByDataFilter", {"dataFilters": [by_key("row"), {"a1Range": "A3"}]})
    assert len(done["clearedRanges"]) == 2
    assert filled.read("A1:B3") == [["Ada", "1"], [], ["", "3"]]


@pytest.mark.parametrize("wrong", [{"a1Range": "A1", "gridRange": {}}, {"gridRange": {"sheetId": 0, "startRowIndex": 1000}}])
def test_a_filter_is_of_one_kind_and_on_the_grid(filled: Any, wrong: Any) -> None:
    """The guide: "A single `DataFilter` object can only specify one type of filter". The sentences have no outside witness."""
    with pytest.raises(Exception, match="400"):
        ask(filled, "values.batchGetByDataFilter", {"dataFilters": [wrong]})


@pytest.mark.parametrize("method", ["values.batchGetByDataFilter", "values.batchClearByDataFilter", "getByDataFilter"])
def test_without_a_filter_nothing_is_done(filled: Any, method: str) -> None:
    """The sentence has no outside witness."""
    with pytest.raises(Exception, match="400: Must specify at least one data filter"):
        ask(filled, method, {"dataFilters": []})
    with pytest.raises(Exception, match="400: A data filter must say what it selects"):
        ask(filled, method, {"dataFilters": [{}]})


def test_a_spreadsheet_is_cut_to_what_filters_select(filled: Any) -> None:
    filled.do({"addSheet": {"properties": {"title": "Other"}}})
    body = {"dataFilters": [by_key("row")], "includeGridData": True}
    found = ask(filled, "getByDataFilter", body)
    assert [one["properties"]["title"] for one in found["sheets"]] == ["Sheet1"]
    [data] = found["sheets"][0]["data"]
    assert data["startRow"] == 1
    assert [cell["formattedValue"] for cell in data["rowData"][0]["values"]] == ["Ben", "2"]
    assert "data" not in ask(filled, "getByDataFilter", {"dataFilters": [by_key("row")]})["sheets"][0]
    assert ask(filled, "getByDataFilter", {"dataFilters": [by_key("none")]})["sheets"] == []


def test_a_sheet_is_copied_into_another_spreadsheet(filled: Any, tess: Any) -> None:
    """ "Copies a single sheet from a spreadsheet to another spreadsheet. Returns the properties of the newly created sheet." """
    made = tess("drive.files.create", {"name": "Other", "mimeType": "application/vnd.google-apps.spreadsheet"})
    filled.put("C1", ["=SUM(B1:B3)"])
    bold = {"range": {"sheetId": 0, "endRowIndex": 1}, "cell": {"userEnteredFormat": {"textFormat": {"bold": True}}}}
    filled.do({"repeatCell": {**bold, "fields": "userEnteredFormat"}})
    answer = ask(filled, "sheets.copyTo", {"destinationSpreadsheetId": made["id"]}, sheetId=0)
    assert (answer["title"], answer["index"]) == ("Copy of Sheet1", 1)
    assert answer["sheetId"] != 0
    there = type(filled)(made["id"], tess)
    assert there.read("'Copy of Sheet1'!A1:C3") == [["Ada", "1", "6"], ["Ben", "2"], ["Cai", "3"]]
    assert there.cell("'Copy of Sheet1'!A1")["effectiveFormat"]["textFormat"]["bold"] is True
    there.put("'Copy of Sheet1'!B1", [10])
    assert (there.one("'Copy of Sheet1'!C1"), filled.one("C1")) == ("15", "6")
    assert ask(filled, "sheets.copyTo", {"destinationSpreadsheetId": filled.id}, sheetId=0)["title"] == "Copy of Sheet1"


def test_a_sheet_is_copied_only_to_where_one_may_write(filled: Any, caller: Any) -> None:
    lina = caller("lina.manager@stour.example")
    hers = lina("drive.files.create", {"name": "Hers", "mimeType": "application/vnd.google-apps.spreadsheet"})
    with pytest.raises(Exception, match="403: The caller does not have permission"):
        ask(filled, "sheets.copyTo", {"destinationSpreadsheetId": hers["id"]}, sheetId=0)
    with pytest.raises(Exception, match="400: No sheet with id: 7"):
        ask(filled, "sheets.copyTo", {"destinationSpreadsheetId": filled.id}, sheetId=7)
