"""Formulas are calculated anew when anything changes that they look at, and only then."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from local_workspace.sheets import calculation
from local_workspace.sheets.formula_engine import Engine


def rows(sheet_id: int, start: int, end: int) -> dict[str, Any]:
    return {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": start, "endIndex": end}


@pytest.fixture
def calculations(monkeypatch: pytest.MonkeyPatch) -> list[Engine]:
    """The engines that calculated, once for each time."""
    seen: list[Engine] = []
    real = Engine.calculate

    def counted(self: Engine) -> None:
        seen.append(self)
        real(self)

    monkeypatch.setattr(Engine, "calculate", counted)
    return seen


def test_a_formula_follows_what_it_looks_at(book):
    book.put("A1:A3", [1], [2], ["=SUM(A1:A2)"])
    book.put("B1", ["=A3*10"])
    assert book.raw("B1") == 30
    book.put("A1", [5])
    assert (book.raw("A3"), book.raw("B1")) == (7, 70)
    book.clear("A1:A2")
    assert book.raw("B1") == 0


def test_a_formula_is_read_back_as_it_was_typed(book):
    """ValueRenderOption FORMULA (developers.google.com/workspace/sheets/api/reference/rest/v4/ValueRenderOption)."""
    book.put("A1", ["= sum( 1,2 )"])
    assert book.one("A1", "FORMULA") == "= sum( 1,2 )"
    assert book.cell("A1")["userEnteredValue"] == {"formulaValue": "= sum( 1,2 )"}
    assert book.cell("A1")["effectiveValue"] == {"numberValue": 3}


def test_a_formula_that_was_written_raw_is_a_text(book):
    """RAW: 'The input will not be parsed' (ValueInputOption)."""
    book.put("A1", ["=1+2"], option="RAW")
    assert book.cell("A1")["effectiveValue"] == {"stringValue": "=1+2"}


def test_formulas_follow_inserted_deleted_and_moved_rows(book):
    book.put("A1:A3", [1], [2], ["=A1+A2"])
    book.do({"insertDimension": {"range": rows(0, 1, 3)}})
    assert (book.one("A5", "FORMULA"), book.raw("A5")) == ("=A1+A4", 3)
    book.put("A4", [10])
    assert book.raw("A5") == 11
    book.do({"moveDimension": {"source": rows(0, 3, 4), "destinationIndex": 0}})
    assert (book.one("A5", "FORMULA"), book.raw("A5")) == ("=A2+A1", 11)
    book.do({"deleteDimension": {"range": rows(0, 0, 1)}})
    assert book.one("A4") == "#REF!"


def test_formulas_follow_a_sort(book):
    book.put("A1:B3", [3, "=A1*2"], [1, "=A2*2"], [2, "=A3*2"])
    book.put("D1", ["=A1"])
    book.do({"sortRange": {"range": {"sheetId": 0, "endRowIndex": 3, "endColumnIndex": 2}, "sortSpecs": [{"dimensionIndex": 0}]}})
    assert book.read("A1:B3", "UNFORMATTED_VALUE") == [[1, 2], [2, 4], [3, 6]]
    assert book.raw("D1") == 1


def test_formulas_follow_sheets_that_are_renamed_and_deleted(book):
    made = book.do({"addSheet": {"properties": {"title": "Other"}}})[0]["addSheet"]["properties"]
    book.put("Other!A1", [7])
    book.put("Sheet1!A1", ["=Other!A1+1"])
    rename = {"properties": {"sheetId": made["sheetId"], "title": "New name"}, "fields": "title"}
    book.do({"updateSheetProperties": rename})
    assert (book.one("Sheet1!A1", "FORMULA"), book.raw("Sheet1!A1")) == ("='New name'!A1+1", 8)
    book.put("'New name'!A1", [10])
    assert book.raw("Sheet1!A1") == 11
    book.do({"deleteSheet": {"sheetId": made["sheetId"]}})
    assert book.one("Sheet1!A1") == "#REF!"


def test_formulas_follow_named_ranges(book):
    book.put("A1:B2", [1, 10], [2, 20])
    book.put("D1", ["=SUM(marks)"])
    unknown = book.cell("D1")["effectiveValue"]["errorValue"]
    assert unknown == {"type": "NAME", "message": "Unknown range name: 'MARKS'."}
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    added = book.do({"addNamedRange": {"namedRange": {"name": "marks", "range": area}}})[0]["addNamedRange"]["namedRange"]
    assert book.raw("D1") == 3
    moved = {**added, "range": {**area, "startColumnIndex": 1, "endColumnIndex": 2}}
    book.do({"updateNamedRange": {"namedRange": moved, "fields": "range"}})
    assert book.raw("D1") == 30
    book.do({"deleteNamedRange": {"namedRangeId": added["namedRangeId"]}})
    assert book.one("D1") == "#NAME?"


@pytest.mark.parametrize(
    ("formula", "kind", "shown"),
    [
        ("=1/0", "DIVIDE_BY_ZERO", "#DIV/0!"),
        ("=NA()", "N_A", "#N/A"),
        ("=#REF!+1", "REF", "#REF!"),
        ("=Missing!A1", "REF", "#REF!"),
        ("=NOSUCH(1)", "NAME", "#NAME?"),
        ("=nosuch+1", "NAME", "#NAME?"),
        ('="a"+1', "VALUE", "#VALUE!"),
        ("=SQRT(-1)", "NUM", "#NUM!"),
        ("=1+", "ERROR", "#ERROR!"),
        ("=ABS(1,2)", "N_A", "#N/A"),
        ("=A1", "REF", "#REF!"),
    ],
)
def test_errors_are_told_by_their_type(book, formula, kind, shown):
    """ErrorType (.../spreadsheets/other#errortype); that a wrong number of arguments is #N/A, o-spreadsheet notes of Google Sheets."""
    book.put("A1", [formula])
    assert book.cell("A1")["effectiveValue"]["errorValue"]["type"] == kind
    assert book.one("A1") == shown
    assert book.one("A1", "UNFORMATTED_VALUE") == shown


def test_an_error_reaches_whatever_looks_at_it(book):
    book.put("A1:C1", ["=1/0", "=A1+1", '=IFERROR(B1,"none")'])
    assert book.read("A1:C1") == [["#DIV/0!", "#DIV/0!", "none"]]


def test_a_circle_is_an_error_unless_iterations_are_allowed(book):
    """IterativeCalculationSettings: 'When turned off, circular dependencies generate errors' (SpreadsheetProperties)."""
    book.put("A1:B1", ["=B1+1", "=A1/2"])
    error = book.cell("A1")["effectiveValue"]["errorValue"]
    assert error["type"] == "REF"
    assert error["message"].startswith("Circular dependency detected.")
    settings = {"iterativeCalculationSettings": {"maxIterations": 100, "convergenceThreshold": 0.0001}}
    book.do({"updateSpreadsheetProperties": {"properties": settings, "fields": "iterativeCalculationSettings"}})
    assert book.raw("A1") == pytest.approx(2, abs=0.01)


def test_an_array_fills_the_cells_beside_it_and_leaves_them_again(book):
    book.put("A1:A3", [1], [2], [3])
    book.put("C1", ["=FILTER(A1:A3,A1:A3>1)"])
    assert book.read("C1:C3") == [["2"], ["3"]]
    assert "userEnteredValue" not in book.cell("C2")
    book.put("A1", [9])
    assert book.read("C1:C3") == [["9"], ["2"], ["3"]]
    book.clear("C1")
    assert book.read("C1:C3") == []


def test_an_array_with_something_in_its_way_is_an_error_that_says_where(book):
    """The message is Google's own, as people quote it."""
    book.put("A1:A3", ["=ARRAYFORMULA(ROW(D1:D3))"], ["x"])
    error = {"type": "REF", "message": "Array result was not expanded because it would overwrite data in A2."}
    assert book.cell("A1")["effectiveValue"] == {"errorValue": error}
    book.put("B1", ["=A1"])
    assert book.one("B1") == "#REF!"
    book.clear("A2")
    assert book.read("A1:B3", "UNFORMATTED_VALUE") == [[1, 1], [2], [3]]


def test_an_array_wider_than_the_sheet_is_an_error(book):
    book.put("Y1", ["={1,2,3}"])
    assert book.cell("Y1")["effectiveValue"]["errorValue"]["type"] == "REF"


def test_a_range_where_one_value_is_wanted_is_the_cell_of_the_same_row(book):
    """Google goes through ranges only where ARRAYFORMULA or a function of arrays says so."""
    book.put("A1:A2", [3], [4])
    book.put("B2", ["=A1:A5*2"])
    assert book.raw("B2") == 8
    book.put("B9", ["=A1:A5*2"])
    assert book.one("B9") == "#VALUE!"
    book.put("C1", ["=ARRAYFORMULA(A1:A2*2)"])
    assert book.read("C1:C2", "UNFORMATTED_VALUE") == [[6], [8]]


def test_an_open_range_reaches_the_end_of_the_sheet_as_it_grows(book):
    book.put("B1", ["=COUNTA(A:A)"])
    book.put("C1", ["=ROWS(A2:A)"])
    book.append("A1:A1", *[[one] for one in range(1500)])
    assert (book.raw("B1"), book.raw("C1")) == (1500, 1499)


def test_a_formula_looks_like_what_it_was_made_of(book):
    """A date and a number is a date, two dates are a number; a sum looks like its first cell (o-spreadsheet follows Google in it)."""
    book.put("A1:A3", ["2025-10-06"], ["2025-10-08"], ["12%"])
    book.put("B1:B4", ["=A1+1"], ["=A2-A1"], ["=A3*2"], ["=SUM(A3,1)"])
    assert book.read("B1:B4") == [["2025-10-07"], ["2"], ["24%"], ["112%"]]
    assert book.cell("B1")["effectiveFormat"]["numberFormat"]["type"] == "DATE"
    assert "numberFormat" not in book.cell("B1").get("userEnteredFormat", {})


def test_a_formula_takes_on_a_new_look_of_what_it_was_made_of(book):
    """As above; nothing but a format changes here."""
    book.put("A1:B1", [0.5, "=A1*2"])
    cell = {"userEnteredFormat": {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}}
    area = {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1}
    book.do({"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat.numberFormat"}})
    assert book.read("A1:B1") == [["50%", "100%"]]


def test_today_is_the_workspaces_and_moves_with_it(book, workspace):
    book.put("A1:A2", ["=TODAY()"], ['=IF(A1>DATE(2025,10,6),"late","in time")'])
    assert book.read("A1:A2") == [["10/6/2025"], ["in time"]]
    workspace.clock.set(datetime(2025, 10, 7, 12, tzinfo=UTC))
    assert book.read("A1:A2") == [["10/7/2025"], ["late"]]


def test_where_a_comma_is_the_decimal_mark_semicolons_part_arguments(book):
    """support.google.com/docs/answer/58515: the locale decides the syntax of formulas; the names of functions may be English."""
    book.locale("de_DE")
    book.put("A1", ['=SUM(1,5;2,5)&";,"'])
    book.put("B1", ["={1\\2;3\\4}"])
    assert book.one("A1") == "4;,"
    assert book.read("B1:C2", "UNFORMATTED_VALUE") == [[1, 2], [3, 4]]


def test_a_copy_of_a_spreadsheet_has_the_results_and_goes_on_by_itself(book, tess):
    book.put("A1:B1", [2, "=A1*2"])
    copied = type(book)(tess("drive.files.copy", {}, fileId=book.id)["id"], tess)
    assert copied.raw("B1") == 4
    copied.put("A1", [5])
    assert (copied.raw("B1"), book.raw("B1")) == (10, 4)


def test_what_was_refused_leaves_no_trace_in_what_is_calculated(book):
    """batchUpdate: 'If any request is not valid then the entire request will fail and nothing will be applied.'"""
    book.put("A1:B1", [2, "=A1*2"])
    value = {"values": [{"userEnteredValue": {"numberValue": 50}}]}
    write = {"updateCells": {"start": {"sheetId": 0}, "rows": [value], "fields": "userEnteredValue"}}
    with pytest.raises(Exception, match="No grid with id: 999"):
        book.do(write, {"repeatCell": {"range": {"sheetId": 999}, "cell": {}, "fields": "note"}})
    book.put("C1", ["=B1+1"])
    assert book.read("A1:C1", "UNFORMATTED_VALUE") == [[2, 4, 5]]


def test_a_snapshot_that_is_put_back_is_calculated_as_it_was(book, workspace):
    book.put("A1:B1", [2, "=A1*2"])
    workspace.snapshot("before")
    book.put("A1", [100])
    workspace.restore("before")
    book.put("C1", ["=B1"])
    assert book.read("A1:C1", "UNFORMATTED_VALUE") == [[2, 4, 4]]


def test_a_sheet_without_formulas_calculates_nothing(book, calculations, monkeypatch):
    monkeypatch.setattr(calculation, "build", lambda book: pytest.fail("an engine was built"))
    book.append("A1:C1", *[[row, "a", "b"] for row in range(5000)])
    book.put("A4000", ["x"])
    assert not calculations


def test_what_no_formula_looks_at_calculates_nothing(book, calculations):
    book.put("A1:B1", [1, "=SUM(A1:A100)"])
    calculations.clear()
    book.put("D5", ["x"])
    book.put("E1:F1", ["y", 1])
    assert not calculations
    book.put("A50", [5])
    assert book.raw("B1") == 6
    assert len(calculations) == 1


def test_formulas_row_by_row_are_added_to_the_same_engine(book, calculations):
    for row in range(1, 30):
        book.put(f"A{row}:B{row}", [row, f"=A{row}*2"])
    assert len(set(map(id, calculations))) == 1
    assert book.read("B1:B29", "UNFORMATTED_VALUE") == [[row * 2] for row in range(1, 30)]


def test_a_filter_asks_formulas(book):
    """CUSTOM_FORMULA: 'The condition's formula must evaluate to true' (ConditionType)."""
    book.put("A1:A4", ["n"], [1], [2], [3])
    criteria = {"0": {"condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=ISODD(A2)"}]}}}
    area = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 1}
    book.put("C1", ["x"])
    book.do({"setBasicFilter": {"filter": {"range": {**area, "startRowIndex": 0}, "criteria": criteria}}})
    found = book.ask("sheets.spreadsheets.get", spreadsheetId=book.id, ranges="A1:A4", includeGridData=True)
    hidden = [one.get("hiddenByFilter", False) for one in found["sheets"][0]["data"][0]["rowMetadata"]]
    assert hidden == [False, False, True, False]
