"""Sheets' pages: tabs as tables, cells edited one at a time as if typed."""

from __future__ import annotations

import re

import pytest

from tests.local_workspace import pages_trust as house


@pytest.fixture
def trust():
    made = house.trust()
    yield made
    made.workspace.db.close()


def cell(page, name):
    return re.search(rf'data-cell="{name}"[^>]*>([^<]*)<', page.text)[1]


def values(trust, where):
    found = trust.ask(
        house.ADA, "sheets.spreadsheets.values.get", spreadsheetId=trust.sheet, range=where, valueRenderOption="UNFORMATTED_VALUE"
    )
    return found.get("values")


def test_a_tab_is_a_table_with_letters_numbers_and_values(trust):
    page = trust.as_(house.ADA).get(f"/spreadsheets/d/{trust.sheet}/edit")
    assert '<th scope="col">A</th>' in page.text
    assert '<tr class="frozen"><th scope="row">1</th>' in page.text
    assert (cell(page, "A2"), cell(page, "B2"), cell(page, "C2")) == ("Tess Teacher", "3", "TRUE")


def test_tabs_are_links_and_hidden_ones_are_not_shown(trust):
    page = trust.as_(house.ADA).get(f"/spreadsheets/d/{trust.sheet}/edit")
    assert "Their notes" in page.text
    assert "Secret" not in page.text
    notes = next(part for part in page.text.split('"') if "gid=" in part and "gid=0" not in part).replace("&amp;", "&")
    assert 'aria-label="Their notes, rows 1 to 200"' in trust.as_(house.ADA).client.get(notes).text


def test_two_hundred_rows_are_a_page(trust):
    visitor = trust.as_(house.ADA)
    first = visitor.get(f"/spreadsheets/d/{trust.sheet}/edit")
    assert 'data-cell="A200"' in first.text
    assert 'data-cell="A201"' not in first.text
    assert "Rows 1 to 200 of 1000" in first.text
    second = visitor.get(f"/spreadsheets/d/{trust.sheet}/edit?page=2")
    assert cell(second, "A450") == "Person 450"
    assert "Rows 801 to 1000" in visitor.get(f"/spreadsheets/d/{trust.sheet}/edit?page=99").text
    assert cell(visitor.get(f"/spreadsheets/d/{trust.sheet}/edit?cell=A450"), "A450") == "Person 450"


@pytest.mark.parametrize(("typed", "kept"), [("5", 5), ("true", True), ("Met twice", "Met twice"), ("'007", "007"), ("=", "=")])
def test_a_value_is_taken_as_if_typed(trust, typed, kept):
    """developers.google.com/workspace/sheets/api/reference/rest/v4/ValueInputOption, USER_ENTERED."""
    visitor = trust.as_(house.ADA)
    page = visitor.submit(visitor.get(f"/spreadsheets/d/{trust.sheet}/edit"), "/cell", cell="b3", value=typed)
    assert "B3 is saved." in page.text
    assert values(trust, "People!B3") == [[kept]]
    assert 'name="cell" value="B4"' in page.text  # Enter goes on below


def test_an_empty_value_empties_the_cell_and_only_that_cell(trust):
    visitor = trust.as_(house.ADA)
    visitor.submit(visitor.get(f"/spreadsheets/d/{trust.sheet}/edit"), "/cell", cell="B2", value="")
    assert values(trust, "People!A2:C2") == [["Tess Teacher", "", True]]


def test_saving_stays_on_the_tab_and_the_page(trust):
    visitor = trust.as_(house.ADA)
    page = visitor.get(f"/spreadsheets/d/{trust.sheet}/edit?page=2")
    after = visitor.submit(page, "/cell", cell="B450", value="7")
    assert cell(after, "B450") == "7"
    tabs = visitor.get(f"/spreadsheets/d/{trust.sheet}/edit")
    notes = next(part for part in tabs.text.split('"') if "gid=" in part and "gid=0" not in part).replace("&amp;", "&")
    visitor.submit(visitor.client.get(notes), "/cell", cell="A1", value="Here")
    assert values(trust, "'Their notes'!A1") == [["Here"]]


def test_without_a_script_a_cell_is_looked_up_first(trust):
    page = trust.as_(house.ADA).get(f"/spreadsheets/d/{trust.sheet}/edit?cell=c2")
    assert 'name="value" value="TRUE"' in page.text


def test_last_modified_says_who_wrote(trust):
    house.share(trust, trust.sheet, house.TESS, "writer")
    visitor = trust.as_(house.TESS)
    visitor.submit(visitor.get(f"/spreadsheets/d/{trust.sheet}/edit"), "/cell", cell="B2", value="4")
    assert "by Tess Teacher" in house.said(visitor.get(f"/file/d/{trust.sheet}/view"))


def test_a_reader_looks_and_has_nothing_to_write_with(trust):
    page = trust.as_(house.LINA).get(f"/spreadsheets/d/{trust.sheet}/edit")
    assert "you cannot change it" in page.text
    assert "<form" not in page.text
    assert trust.as_(house.COLIN).get(f"/spreadsheets/d/{trust.sheet}/edit").status_code in (403, 404)


def test_a_locked_sheet_is_read_only_says_why_and_has_nothing_to_write_with(trust):
    lock = {"contentRestrictions": [{"readOnly": True, "reason": "The year is over."}]}
    trust.drive_of(house.ADA, "files.update", lock, fileId=trust.sheet)
    visitor = trust.as_(house.ADA)
    before = visitor.get(f"/spreadsheets/d/{trust.sheet}/edit?cell=A2")
    assert "Read only. Locked by Ada Min on 6 October 2025. The year is over." in before.text
    assert not [one for one in ("<form", "<input", "data-editable", "sheet.js") if one in before.text.partition("<main")[2]]
    trust.drive_of(house.ADA, "files.update", {"contentRestrictions": [{"readOnly": False}]}, fileId=trust.sheet)
    page = visitor.get(f"/spreadsheets/d/{trust.sheet}/edit?cell=A2")
    trust.drive_of(house.ADA, "files.update", lock, fileId=trust.sheet)
    answer = visitor.submit(page, "/cell", value="Someone else")
    assert answer.status_code == 403
    assert values(trust, "People!A2") == [["Tess Teacher"]]


def test_a_reader_who_writes_all_the_same_is_refused(trust):
    visitor = trust.as_(house.LINA)
    _, fields = visitor.form(visitor.get("/drive"), "/new")
    path = f"/spreadsheets/d/{trust.sheet}/cell?authuser={house.LINA}"
    answer = visitor.client.post(path, data={**fields, "cell": "B2", "value": "9", "gid": "0"})
    assert answer.status_code == 403
    assert "The caller does not have permission" in answer.text
    assert values(trust, "People!B2") == [[3]]


@pytest.mark.parametrize("name", ["", "B", "2", "B2:C3", "Secret!A1"])
def test_one_cell_is_written_and_no_range(trust, name):
    visitor = trust.as_(house.ADA)
    answer = visitor.submit(visitor.get(f"/spreadsheets/d/{trust.sheet}/edit"), "/cell", cell=name, value="x")
    assert answer.status_code == 422
    assert "Name one cell" in answer.text


def test_a_refused_value_is_kept_in_the_form(trust):
    visitor = trust.as_(house.ADA)
    answer = visitor.submit(visitor.get(f"/spreadsheets/d/{trust.sheet}/edit"), "/cell", cell="ZZ9", value="far away")
    assert answer.status_code == 400
    assert "exceeds grid limits" in answer.text
    assert 'value="far away"' in answer.text


def batch(trust, *requests):
    return trust.ask(house.ADA, "sheets.spreadsheets.batchUpdate", body={"requests": list(requests)}, spreadsheetId=trust.sheet)


def test_rows_below_the_headings_are_sorted_by_a_column(trust):
    before = values(trust, "A2:A20")
    visitor = trust.as_(house.ADA)
    page = visitor.get(f"/spreadsheets/d/{trust.sheet}/edit")
    page = visitor.submit(page, "/sort", column="A", order="DESCENDING")
    assert page.status_code == 200
    assert "The rows are sorted." in page.text
    after = [row[0] for row in values(trust, "A2:A20")]
    assert after == sorted(after, reverse=True) != [row[0] for row in before]
    assert values(trust, "A1")[0][0] not in after


def test_a_reader_cannot_sort(trust):
    before = values(trust, "A2:A20")
    visitor = trust.as_(house.LINA)
    _, fields = visitor.form(visitor.get("/drive"), "/new")
    path = f"/spreadsheets/d/{trust.sheet}/sort?authuser={house.LINA}"
    answer = visitor.client.post(path, data={**fields, "column": "A", "order": "DESCENDING", "gid": "0"})
    assert answer.status_code == 403
    assert values(trust, "A2:A20") == before


def test_a_filter_view_leaves_rows_out_for_whoever_chooses_it_and_changes_nothing(trust):
    name = values(trust, "A2")[0][0]
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": name}]}
    view = {
        "filterViewId": 5,
        "title": "Only one",
        "range": {"sheetId": 0, "startRowIndex": 0},
        "filterSpecs": [{"columnIndex": 0, "filterCriteria": {"condition": condition}}],
    }
    batch(trust, {"addFilterView": {"filter": view}})
    visitor = trust.as_(house.ADA)
    every = visitor.get(f"/spreadsheets/d/{trust.sheet}/edit")
    one = visitor.get(f"/spreadsheets/d/{trust.sheet}/edit?gid=0&view=5")
    assert "Only one" in every.text
    assert 'data-cell="A3"' in every.text
    assert ('data-cell="A2"' in one.text, 'data-cell="A3"' in one.text) == (True, False)


def test_a_cell_that_leads_to_the_web_is_a_link_and_any_other_address_is_none(trust):
    for row, uri in ((1, "https://docs.example/d/1"), (2, "javascript:alert(1)")):
        cells = [{"userEnteredValue": {"stringValue": "Open"}, "userEnteredFormat": {"textFormat": {"link": {"uri": uri}}}}]
        start = {"sheetId": 0, "rowIndex": row, "columnIndex": 0}
        fields = "userEnteredValue,userEnteredFormat.textFormat.link"
        batch(trust, {"updateCells": {"start": start, "rows": [{"values": cells}], "fields": fields}})
    page = trust.as_(house.ADA).get(f"/spreadsheets/d/{trust.sheet}/edit")
    assert '<a href="https://docs.example/d/1">Open</a>' in page.text
    assert "javascript:" not in page.text


def test_a_row_that_is_hidden_is_not_shown_and_a_column_is_as_wide_as_it_was_set(trust):
    where = {"sheetId": 0, "startIndex": 2, "endIndex": 3}
    hide = {"range": {**where, "dimension": "ROWS"}, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    widen = {"range": {**where, "dimension": "COLUMNS"}, "properties": {"pixelSize": 333}, "fields": "pixelSize"}
    batch(trust, {"updateDimensionProperties": hide}, {"updateDimensionProperties": widen})
    page = trust.as_(house.ADA).get(f"/spreadsheets/d/{trust.sheet}/edit")
    assert 'data-cell="A3"' not in page.text
    assert '<col width="333">' in page.text


def cell_of(trust, where):
    found = trust.ask(house.ADA, "sheets.spreadsheets.get", spreadsheetId=trust.sheet, ranges=[where], includeGridData=True)
    return found["sheets"][0]["data"][0]["rowData"][0]["values"][0]


def test_a_cell_and_a_row_are_coloured_and_the_colour_is_seen(trust):
    visitor = trust.as_(house.ADA)
    page = visitor.submit(
        visitor.get(f"/spreadsheets/d/{trust.sheet}/edit"), "/cell", button="/colour", cell="B2", colour="yellow"
    )
    assert "B2 has its colour." in page.text
    assert re.search(r'data-cell="B2"[^>]*class="[^"]*shade-yellow', page.text)
    assert round(cell_of(trust, "B2")["userEnteredFormat"]["backgroundColor"]["blue"], 1) == 0.8
    page = visitor.submit(page, "/cell", button="/colour", cell="A3", colour="blue", whole="row")
    assert "Row 3 has its colour." in page.text
    assert len(re.findall(r'data-cell="[A-Z]3"[^>]*class="[^"]*shade-blue', page.text)) > 1
    page = visitor.submit(page, "/cell", button="/colour", cell="B2", colour="white")
    assert not re.search(r'data-cell="B2"[^>]*class="[^"]*shade-', page.text)


def test_rows_are_put_in_and_taken_out(trust):
    visitor = trust.as_(house.ADA)
    values = {"range": "A1:A3", "values": [["one"], ["two"], ["three"]]}
    where = {"spreadsheetId": trust.sheet, "range": "A1:A3"}
    trust.ask(house.ADA, "sheets.spreadsheets.values.update", values, valueInputOption="RAW", **where)
    page = visitor.get(f"/spreadsheets/d/{trust.sheet}/edit")
    page = visitor.submit(page, "/cell", button="/row", cell="A2", do="insert")
    assert "There is an empty row 2." in page.text
    page = visitor.submit(page, "/cell", button="/row", cell="A1", do="delete")
    assert "Row 1 is taken out." in page.text
    found = trust.ask(house.ADA, "sheets.spreadsheets.values.get", **where)
    assert found["values"] == [[], ["two"], ["three"]]
    page = visitor.submit(page, "/cell", button="/row", cell="", do="delete")
    assert (page.status_code, "Name one cell" in page.text) == (422, True)
    page = visitor.submit(page, "/cell", button="/row", cell="A99999", do="delete")
    assert page.status_code == 400


def test_a_strict_rule_refuses_and_says_what_can_be_chosen(trust):
    """ "Reject the input" (support.google.com/docs/answer/186103); the API itself takes anything."""
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": one} for one in ("not yet", "held")]}
    where = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 2, "endColumnIndex": 3}
    batch(trust, {"setDataValidation": {"range": where, "rule": {"condition": condition, "strict": True}}})
    visitor = trust.as_(house.ADA)
    page = visitor.get(f"/spreadsheets/d/{trust.sheet}/edit?cell=C2")
    assert re.findall(r'<option value="(not yet|held)">', page.text) == ["not yet", "held"]
    refused = visitor.submit(page, "/cell", cell="C2", value="perhaps")
    assert refused.status_code == 422
    assert "It can be one of: not yet, held." in refused.text
    assert 'value="perhaps"' in refused.text
    assert "C2 is saved." in visitor.submit(page, "/cell", cell="C2", value="held").text
    assert "C2 is saved." in visitor.submit(page, "/cell", cell="C2", value="").text
    rule = {
        "condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "=A1"}]},
        "strict": True,
        "inputMessage": "More!",
    }
    batch(trust, {"setDataValidation": {"range": where, "rule": rule}})
    trust.ask(
        house.ADA,
        "sheets.spreadsheets.values.update",
        {"values": [[5]]},
        spreadsheetId=trust.sheet,
        range="A1",
        valueInputOption="RAW",
    )
    assert "More!" in visitor.submit(page, "/cell", cell="C2", value="4").text
    assert "C2 is saved." in visitor.submit(page, "/cell", cell="C2", value="6").text
    assert "C2 is saved." in visitor.submit(page, "/cell", cell="C2", value="=1+1").text


def test_notes_are_there_to_read_and_a_sheet_without_cells_is_no_tab(trust):
    note = {"range": {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1}, "cell": {"note": "Yours."}, "fields": "note"}
    pie = {"pieChart": {"domain": {"sourceRange": {"sources": [{"sheetId": 0}]}}}}
    batch(trust, {"repeatCell": note}, {"addChart": {"chart": {"spec": pie, "position": {"newSheet": True}}}})
    page = trust.as_(house.ADA).get(f"/spreadsheets/d/{trust.sheet}/edit").text
    assert re.search(r'data-cell="A1"[^>]*title="Yours\."', page)
    assert "Chart1" not in page


def test_whoever_may_only_look_gets_no_tools(trust):
    page = trust.as_(house.LINA).get(f"/spreadsheets/d/{trust.sheet}/edit").text
    assert "Take the row out" not in page
