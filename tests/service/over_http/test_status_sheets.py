"""The status Sheets over HTTP: built, kept in line, and left in people's hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from local_workspace.core.errors import Refusal
from local_workspace.core.server import Served
from service.google.sheet_structure import KEPT, PEOPLE
from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.track import Tracked, track
from service.policy.sheet_template import Column
from service.wiring import House


def run(here: House) -> Tracked:
    return track(here.world, Order("a test"), here.connection.counts)


@pytest.fixture
def kept(october: House) -> House:
    """Provisioned and tracked once."""
    outcome = run(october)
    assert outcome.exit_code == 0, outcome
    assert outcome.sheets > 0
    return october


class Sheet:
    """A status Sheet in the hands of the person it was made for."""

    def __init__(self, here: House, served: Served, key: str, email: str) -> None:
        self.served, self.email, self.key = served, email, key
        self.file_id = gather(here.world).actual.items[key].file_id
        self.template = here.world.sheet_template

    def ask(self, method: str, body: Any = None, **params: Any) -> Any:
        return self.served.dispatcher.as_person(method, self.email, {"spreadsheetId": self.file_id, **params}, body)

    def rows(self) -> list[list[str]]:
        return [list(map(str, row)) for row in self.ask("sheets.spreadsheets.values.get", range="People").get("values", [])]

    def column(self, key: str) -> int:
        [heading] = [one.heading for one in self.template.columns if one.key == key]
        return self.headings().index(heading)

    def headings(self) -> list[str]:
        return next(row for row in self.rows() if "Staff id" in row)

    def line(self, staff_id: str) -> dict[str, str]:
        headings = self.headings()
        [row] = [row for row in self.rows() if staff_id in row]
        return dict(zip(headings, row + [""] * (len(headings) - len(row)), strict=False))

    def number(self, staff_id: str) -> int:
        [place] = [place for place, row in enumerate(self.rows()) if staff_id in row]
        return place

    def ids(self) -> list[str]:
        place = self.column("staff_id")
        return [row[place] for row in self.rows()[2:] if len(row) > place and row[place]]

    def batch(self, *requests: Any) -> None:
        self.ask("sheets.spreadsheets.batchUpdate", {"requests": list(requests)})

    def put(self, row: int, column: int, text: str) -> None:
        start = {"sheetId": PEOPLE, "rowIndex": row, "columnIndex": column}
        cell = {"userEnteredValue": {"stringValue": text}}
        self.batch({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}})


def managers(here: House) -> Sequence[Any]:
    """Line managers who have a Sheet, those with the most people first."""
    found = gather(here.world)
    count = {one.staff_id: 0 for one in found.register.people}
    for one in found.register.people:
        if one.line_manager in count:
            count[one.line_manager] += 1
    return sorted((one for one in found.register.people if count[one.staff_id]), key=lambda one: -count[one.staff_id])


@pytest.fixture
def sheet(kept: House, served: Served) -> Sheet:
    """The Sheet of the line manager with the most people."""
    manager = managers(kept)[0]
    return Sheet(kept, served, f"2025-26/sheet/manager/{manager.staff_id}", manager.email)


def test_a_manager_sees_their_own_people_and_nobody_else_may_open_it(kept: House, sheet: Sheet) -> None:
    register = gather(kept.world).register
    manager = sheet.key.rpartition("/")[2]
    assert sorted(sheet.ids()) == sorted(one.staff_id for one in register.people if one.line_manager == manager)
    assert sheet.rows()[0] == [
        "As of 08:30 on 6 October 2025. The service keeps every column but your notes and those that you add."
    ]
    someone = sheet.line(sheet.ids()[0])
    assert (someone["Status"], someone["Because"]) == ("not started", "no question answered yet; no driver chosen yet")
    assert (someone["Growth conversation"], someone["Check-in 1"], someone["Check-in 2"]) == ("to hold", "no check-in yet", "")
    other = next(one for one in register.people if one.staff_id != manager and one.standards != "headteachers")
    with pytest.raises(Refusal):
        sheet.served.dispatcher.as_person("sheets.spreadsheets.get", other.email, {"spreadsheetId": sheet.file_id})


def test_a_line_leads_to_the_plan(kept: House, sheet: Sheet) -> None:
    staff_id = sheet.ids()[0]
    found = sheet.ask(
        "sheets.spreadsheets.get",
        ranges=["People"],
        includeGridData=True,
        fields="sheets.data.rowData.values(hyperlink,formattedValue,userEnteredFormat.textFormat.link)",
    )
    cells = found["sheets"][0]["data"][0]["rowData"][sheet.number(staff_id)]["values"]
    cell = cells[sheet.column("plan")]
    plan = gather(kept.world).actual.items[f"2025-26/B/{staff_id}"].file_id
    assert cell["userEnteredFormat"]["textFormat"]["link"]["uri"].endswith(f"/document/d/{plan}/edit")
    assert cell["formattedValue"].endswith(": growth plan")


def test_the_next_night_writes_nothing_but_the_line_on_top(kept: House, sheet: Sheet, served: Served) -> None:
    served.workspace.clock.advance(timedelta(days=1))
    served.workspace.calls.clear()
    assert run(kept).sheets == 0
    methods = [one.method for one in served.workspace.calls]
    sheets = sum(1 for key in gather(kept.world).actual.items if "/sheet/" in key)
    assert methods.count("sheets.spreadsheets.values.update") == sheets
    assert "7 October 2025" in sheet.rows()[0][0]
    assert methods.count("docs.documents.get") == 0


def test_what_people_do_to_it_is_put_right_and_their_notes_stay(kept: House, sheet: Sheet, served: Served) -> None:
    first, second = sheet.ids()[:2]
    notes = sheet.column("notes")
    sheet.put(sheet.number(first), notes, "Ask about Easter")
    sheet.put(sheet.number(second), sheet.column("status"), "agreed")
    sheet.put(1, sheet.column("status"), "Ampel")
    run(kept)
    assert sheet.line(first)["Notes (the person may see them: no health, no judgement)"] == "Ask about Easter"
    assert sheet.line(second)["Status"] == "not started"
    place = {"sheetId": PEOPLE, "dimension": "ROWS", "startIndex": sheet.number(first), "endIndex": sheet.number(first) + 1}
    sheet.batch({"deleteDimension": {"range": place}})
    assert first not in sheet.ids()
    assert run(kept).sheets == 1
    assert sheet.line(first)["Notes (the person may see them: no health, no judgement)"] == "Ask about Easter"


def test_a_column_that_people_added_moved_or_deleted_does_not_matter(kept: House, sheet: Sheet) -> None:
    before = {one: sheet.line(one) for one in sheet.ids()}
    column = {"sheetId": PEOPLE, "dimension": "COLUMNS"}
    sheet.batch(
        {"insertDimension": {"range": {**column, "startIndex": 1, "endIndex": 2}, "inheritFromBefore": False}},
    )
    sheet.put(1, 1, "Room")
    sheet.put(sheet.number(sheet.ids()[0]), 1, "B12")
    status = sheet.column("status")
    sheet.batch({"deleteDimension": {"range": {**column, "startIndex": status, "endIndex": status + 1}}})
    assert run(kept).exit_code == 0
    after = {one: sheet.line(one) for one in sheet.ids()}
    assert {one: {key: text for key, text in line.items() if key != "Room"} for one, line in after.items()} == before
    assert after[sheet.ids()[0]]["Room"] == "B12"


def test_a_column_that_the_template_gains_comes_in_without_disturbing_rows(kept: House, sheet: Sheet) -> None:
    before = sheet.ids()
    template = kept.world.sheet_template
    columns = (*template.columns[:2], Column("driver2", "Second driver"), *template.columns[2:])
    world = replace(kept.world, sheet_template=replace(template, columns=columns))
    rows = world.workbook.tables().rows["Tracking"]
    world.workbook.write_rows("Tracking", {number: ["", "", ""] for number in range(2, len(rows) + 1)})
    assert track(world, Order("a test"), kept.connection.counts).exit_code == 0
    assert (sheet.headings()[2], sheet.ids()) == ("Second driver", before)


def test_a_tab_or_a_top_row_that_was_deleted_is_made_again_with_its_notes(kept: House, sheet: Sheet) -> None:
    first = sheet.ids()[0]
    sheet.put(sheet.number(first), sheet.column("notes"), "Still here")
    run(kept)
    sheet.batch({"deleteDimension": {"range": {"sheetId": PEOPLE, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}}})
    assert run(kept).exit_code == 0
    assert sheet.rows()[0][0].startswith("As of")
    assert sheet.line(first)["Status"] == "not started"
    sheet.batch({"deleteSheet": {"sheetId": PEOPLE}})
    assert run(kept).exit_code == 0
    assert sheet.line(first)["Notes (the person may see them: no health, no judgement)"] == "Still here"


def test_who_gets_a_new_line_manager_moves_from_one_sheet_to_another(kept: House, served: Served) -> None:
    mine, theirs = (Sheet(kept, served, f"2025-26/sheet/manager/{one.staff_id}", one.email) for one in managers(kept)[:2])
    moving = next(one for one in mine.ids() if one != theirs.key.rpartition("/")[2])
    rows = [list(row) for row in kept.world.workbook.tables().rows["Staff"]]
    place = next(row for row in rows if row[0] == moving)
    place[rows[0].index("Line manager")] = theirs.key.rpartition("/")[2]
    kept.world.workbook.replace_tab("Staff", rows)
    provision(kept.world, Order("a test"), kept.connection.counts)
    run(kept)
    assert (moving in mine.ids(), moving in theirs.ids()) == (False, True)


def test_the_snapshot_is_out_of_sight_and_machine_columns_carry_a_warning_and_no_wall(sheet: Sheet) -> None:
    found = sheet.ask("sheets.spreadsheets.get")
    tabs = {one["properties"]["sheetId"]: one for one in found["sheets"]}
    assert tabs[KEPT]["properties"]["hidden"] is True
    warnings = tabs[PEOPLE]["protectedRanges"]
    machine = [one for one in sheet.template.columns if one.owner.value == "machine"]
    assert len(warnings) == len(machine)
    assert all(one["warningOnly"] for one in warnings)
    assert [one["title"] for one in tabs[PEOPLE]["filterViews"]] == [one.title for one in sheet.template.filters]
    assert [one["properties"]["title"] for one in found["sheets"]] == ["People", "Read me", "Kept by the service"]


def test_a_name_that_begins_with_an_equals_sign_stays_a_name(kept: House, served: Served) -> None:
    named = next((one for one in gather(kept.world).register.people if one.family_name.startswith("=")), None)
    rows = [list(row) for row in kept.world.workbook.tables().rows["Staff"]]
    if named is None:
        rows[2][rows[0].index("Given name")] = "=1+1"
        rows[2][rows[0].index("Last import")] = ""
        kept.world.workbook.replace_tab("Staff", rows)
    run(kept)
    manager = managers(kept)[0]
    sheet = Sheet(kept, served, f"2025-26/sheet/manager/{manager.staff_id}", manager.email)
    assert any(row[0].startswith("=1+1 ") for row in sheet.rows()[2:]) or named is not None


def test_the_overview_counts_plans_for_the_admins_with_a_chart_of_each_table(kept: House, served: Served) -> None:
    admin = "ggp-admin@stour.example"
    found = Sheet(kept, served, "2025-26/sheet/overview", admin)
    rows = found.ask("sheets.spreadsheets.values.get", range="Overview")["values"]
    assert rows[0][0].startswith("As of 08:30 on 6 October 2025.")
    head = next(row for row in rows if row and row[0] == "School")
    assert head[1:4] == ["not started", "drafting", "ready to discuss"]
    line = rows[rows.index(head) + 1]
    plans = sum(1 for key in gather(kept.world).actual.items if "/B/" in key)
    assert (line[0], line[1]) == ("The whole trust", str(plans))
    charts = found.ask("sheets.spreadsheets.get")["sheets"][0]["charts"]
    assert [one["spec"]["title"] for one in charts] == ["Where the plans are", "Which driver the plans help most"]
    with pytest.raises(Refusal):
        found.batch({"deleteSheet": {"sheetId": 7201}})


def test_the_overview_is_written_only_when_it_says_something_else(kept: House, served: Served) -> None:
    served.workspace.clock.advance(timedelta(days=1))
    overview = gather(kept.world).actual.items["2025-26/sheet/overview"].file_id
    served.workspace.calls.clear()
    assert run(kept).sheets == 0
    batches = [one for one in served.workspace.calls if one.method == "sheets.spreadsheets.batchUpdate"]
    rows = served.dispatcher.as_person(
        "sheets.spreadsheets.values.get", "ggp-admin@stour.example", {"spreadsheetId": overview, "range": "Overview!A1"}
    )
    assert "7 October 2025" in rows["values"][0][0]
    assert len(batches) == 2, "the claim and its release"
