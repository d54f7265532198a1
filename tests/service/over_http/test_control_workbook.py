"""The control workbook helps whoever fills it in: notes on headings, choices that propose, the machine's tabs out of sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from local_workspace.core.server import Served
from service.google import workbook
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.policy.register_table import TABS
from service.reconcile.tabs import KEPT
from service.wiring import House

ADMIN = "ggp-admin@stour.example"


@pytest.fixture
def sheets(october: House, served: Served) -> dict[str, Any]:
    """Every tab by its title, with its cells, as the admin sees them."""
    params = {"spreadsheetId": october.world.places.workbook_id, "includeGridData": True}
    found = served.dispatcher.as_person("sheets.spreadsheets.get", ADMIN, params)
    return {one["properties"]["title"]: one for one in found["sheets"]}


def cells(sheet: dict[str, Any], row: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sheet["data"][0]["rowData"][row].get("values", [])
    return found


def test_the_first_tab_is_what_needs_a_person_and_the_machine_s_are_out_of_sight(sheets: dict[str, Any]) -> None:
    shown = [title for title, one in sheets.items() if not one["properties"].get("hidden")]
    assert shown == ["Today", *TABS, "Runs", "Disposals", "Ledger"]
    assert {title for title, one in sheets.items() if one["properties"].get("hidden")} == {
        "Plans", "Tracking", "Agreements", "Cycles", "Reviews", "Access",
    }  # fmt: skip


@pytest.mark.parametrize("tab", TABS)
def test_every_heading_says_who_owns_its_column(sheets: dict[str, Any], tab: str) -> None:
    for cell in cells(sheets[tab], 0):
        assert any(word in cell["note"] for word in ("Yours.", "The import writes this column", "Leave it alone")), cell


def test_choices_are_proposed_and_nothing_is_refused(sheets: dict[str, Any]) -> None:
    headings = [cell["formattedValue"] for cell in cells(sheets["Staff"], 0)]
    rules = {heading: cell.get("dataValidation") for heading, cell in zip(headings, cells(sheets["Staff"], 1), strict=False)}
    assert [one["userEnteredValue"] for one in rules["Standards"]["condition"]["values"]] == [
        "headteachers",
        "job-description",
        "teachers",
        "teaching-assistants",
    ]
    assert rules["School"]["condition"] == {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Schools!A2:A"}]}
    assert not any(rule and rule.get("strict") for rule in rules.values())


def test_a_new_version_brings_columns_and_help_to_the_tabs_that_exist_and_leaves_the_rest(october: House, served: Served) -> None:
    by_id = {"spreadsheetId": october.world.places.workbook_id}

    def as_admin(method: str, body: Any = None, **params: Any) -> Any:
        return served.dispatcher.as_person(method, ADMIN, {**by_id, **params}, body)

    properties = as_admin("sheets.spreadsheets.get", fields="sheets.properties")["sheets"]
    staff = next(one["properties"]["sheetId"] for one in properties if one["properties"]["title"] == "Staff")
    width = len(october.world.workbook.tables().rows["Staff"][0])
    gone = {"sheetId": staff, "dimension": "COLUMNS", "startIndex": width - 2, "endIndex": width - 1}
    mine = {"values": [{"userEnteredValue": {"stringValue": "Parking"}, "note": "Mine"}]}
    lost = {"sheetId": staff, "endRowIndex": 2, "startColumnIndex": 5, "endColumnIndex": 6}
    requests: list[dict[str, Any]] = [
        {"deleteDimension": {"range": gone}},
        {"appendDimension": {"sheetId": staff, "dimension": "COLUMNS", "length": 1}},
        {
            "updateCells": {
                "start": {"sheetId": staff, "rowIndex": 0, "columnIndex": width - 1},
                "rows": [mine],
                "fields": "userEnteredValue,note",
            }
        },
        {"setDataValidation": {"range": lost}},
        {"repeatCell": {"range": lost, "cell": {}, "fields": "note"}},
    ]
    as_admin("sheets.spreadsheets.batchUpdate", {"requests": requests})
    assert not provision(october.world, Order("a test"), october.connection.counts).done
    newer = replace(october.world, tabs_version="newer")
    assert provision(newer, Order("a test"), october.connection.counts).done == {"keep tabs": 1}
    assert not provision(newer, Order("a test"), october.connection.counts).done
    found = as_admin("sheets.spreadsheets.get", includeGridData=True)
    heads = cells(next(one for one in found["sheets"] if one["properties"]["title"] == "Staff"), 0)
    assert [one["formattedValue"] for one in heads][-3:] == ["Last import", "Parking", "Leads team"]
    assert heads[-2]["note"] == "Mine"
    assert heads[-1]["note"].endswith("Yours.")
    assert "Needed." in heads[5]["note"]
    under = cells(next(one for one in found["sheets"] if one["properties"]["title"] == "Staff"), 1)
    assert under[5]["dataValidation"]["condition"]["type"] == "ONE_OF_LIST"
    served.workspace.clock.advance(timedelta(days=7))
    assert provision(newer, Order("a test"), october.connection.counts).done == {"keep tabs": 1}


def test_a_tab_that_a_new_version_brings_stands_among_the_others_where_it_belongs(here: House, served: Served) -> None:
    provision(here.world, Order("a test"), here.connection.counts)
    params = {"spreadsheetId": here.world.places.workbook_id}
    before = [one["properties"] for one in served.dispatcher.as_person("sheets.spreadsheets.get", ADMIN, params)["sheets"]]
    gone = [one["sheetId"] for one in before if one["title"] in ("Exemptions", "Dated changes", "Term dates")]
    requests = [{"deleteSheet": {"sheetId": one}} for one in gone]
    served.dispatcher.as_person("sheets.spreadsheets.batchUpdate", ADMIN, params, {"requests": requests})
    assert provision(here.world, Order("a test"), here.connection.counts).done == {"add tabs": 1}
    after = [one["properties"] for one in served.dispatcher.as_person("sheets.spreadsheets.get", ADMIN, params)["sheets"]]
    assert [one["title"] for one in after] == [one["title"] for one in before]
    assert here.world.workbook.tables().rows["Dated changes"] == [["Staff id", "From", "Column", "Becomes"]]


def test_no_two_tabs_have_one_id() -> None:
    """It is made of the title, so that a tab asked for twice is refused."""
    titles = {*TABS, *KEPT}
    assert len({workbook._sheet_id_for(one) for one in titles}) == len(titles)


def test_a_dated_change_is_chosen_from_the_staff_tab_s_people_and_headings(sheets: dict[str, Any]) -> None:
    headings = [cell["formattedValue"] for cell in cells(sheets["Dated changes"], 0)]
    rules = {name: cell.get("dataValidation") for name, cell in zip(headings, cells(sheets["Dated changes"], 1), strict=False)}
    assert rules["Staff id"]["condition"] == {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Staff!A2:A"}]}
    proposed = [one["userEnteredValue"] for one in rules["Column"]["condition"]["values"]]
    staff = [cell["formattedValue"] for cell in cells(sheets["Staff"], 0)]
    assert proposed == [one for one in staff if one not in ("Staff id", "Last import")]
    assert rules["Column"].get("strict") is not True
