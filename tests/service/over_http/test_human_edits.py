"""Random edits by hand to a school's Sheet, through the API as its leader, and then a night: all of it is right again."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from local_workspace.core.server import Served
from service.google.sheet_structure import PEOPLE
from service.jobs.gather import gather
from service.jobs.runs import Order
from service.jobs.track import track
from service.reconcile.sheets_for import people_of, school_key
from service.wiring import House

NIGHTS, EDITS = 3, 5


class Hand:
    """The leader of the biggest school, at their Sheet."""

    def __init__(self, here: House, served: Served, number: int) -> None:
        found, today = gather(here.world), here.world.today()
        of_school = people_of(found.register, here.world.cycle, today)
        school = max(found.register.schools, key=lambda one: len(of_school.get(school_key(here.world.cycle, one.id), ())))
        [self.leader, *_] = found.register.leaders_of(school, today)
        key = school_key(here.world.cycle, school.id)
        self.people = {one.staff_id: one for one in of_school[key]}
        self.file_id = found.actual.items[key].file_id
        self.template, self.served, self.random = here.world.sheet_template, served, random.Random(number)
        self.typed = 0

    def ask(self, method: str, body: Any = None, **params: Any) -> Any:
        params = {"spreadsheetId": self.file_id, **params}
        return self.served.dispatcher.as_person(f"sheets.spreadsheets.{method}", self.leader.email, params, body)

    def do(self, *requests: Any) -> None:
        self.ask("batchUpdate", {"requests": list(requests)})

    def rows(self) -> list[list[str]]:
        found = self.ask("values.get", range="People").get("values", [])
        return [[str(cell) for cell in row] for row in found]

    def columns(self) -> dict[str, int]:
        """Where the declared columns are, by the names of their ranges."""
        found = self.ask("get")["namedRanges"]
        ranges = {one["name"].removeprefix("ggp_"): one["range"] for one in found}
        return {one.key: ranges[one.key].get("startColumnIndex", 0) for one in self.template.columns if one.key in ranges}

    def lines(self) -> dict[str, list[int]]:
        """The rows of each person, by staff id."""
        place, out = self.columns()["staff_id"], dict[str, list[int]]()
        for number, row in enumerate(self.rows()):
            if len(row) > place and row[place] in self.people:
                out.setdefault(row[place], []).append(number)
        return out

    def some_row(self) -> int:
        return self.random.choice([row for rows in self.lines().values() for row in rows] or [2])

    def row(self, number: int) -> dict[str, int]:
        return {"sheetId": PEOPLE, "startRowIndex": number, "endRowIndex": number + 1}

    def put(self, row: int, column: int, text: str) -> None:
        start = {"sheetId": PEOPLE, "rowIndex": row, "columnIndex": column}
        rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
        self.do({"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}})

    # What people do

    def sort(self) -> None:
        column, order = self.random.randrange(12), self.random.choice(["ASCENDING", "DESCENDING"])
        area = {"sheetId": PEOPLE, "startRowIndex": 2}
        self.do({"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": column, "sortOrder": order}]}})

    def insert_row(self) -> None:
        self._dimension("insertDimension", "ROWS", self.some_row())

    def insert_column(self) -> None:
        self._dimension("insertDimension", "COLUMNS", self.random.randrange(8))

    def delete_row(self) -> None:
        self._dimension("deleteDimension", "ROWS", self.some_row())

    def delete_column(self) -> None:
        key = self.random.choice(["team", "because", "driver", "agreed", "check_in_3"])
        if key in self.columns():
            self._dimension("deleteDimension", "COLUMNS", self.columns()[key])

    def _dimension(self, kind: str, dimension: str, at: int) -> None:
        where = {"sheetId": PEOPLE, "dimension": dimension, "startIndex": at, "endIndex": at + 1}
        self.do({kind: {"range": where, **({"inheritFromBefore": False} if kind.startswith("insert") else {})}})

    def hide(self) -> None:
        at = self.some_row()
        where = {"sheetId": PEOPLE, "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
        self.do({"updateDimensionProperties": {"range": where, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}})

    def paste_over(self) -> None:
        self.do({"copyPaste": {"source": self.row(self.some_row()), "destination": self.row(self.some_row())}})

    def cut(self) -> None:
        to = {"sheetId": PEOPLE, "rowIndex": len(self.rows()) + 1, "columnIndex": 0}
        self.do({"cutPaste": {"source": self.row(self.some_row()), "destination": to}})

    def rename_heading(self) -> None:
        self.put(1, self.random.choice(list(self.columns().values())), "Ours")

    def write_over(self) -> None:
        self.put(self.some_row(), self.columns()["status"], "splendid")

    def note(self) -> None:
        self.typed += 1
        self.put(self.some_row(), self.columns()["notes"], f"Note {self.typed}")


DOINGS: tuple[Callable[[Hand], None], ...] = (
    Hand.sort,
    Hand.insert_row,
    Hand.insert_column,
    Hand.delete_row,
    Hand.delete_column,
    Hand.hide,
    Hand.paste_over,
    Hand.cut,
    Hand.rename_heading,
    Hand.write_over,
    Hand.note,
    Hand.note,
)


@pytest.mark.parametrize("number", range(6))
def test_after_the_night_every_line_is_right_and_every_note_beside_its_person(
    october: House, served: Served, number: int
) -> None:
    track(october.world, Order("a test"), october.connection.counts)
    hand = Hand(october, served, number)
    assert len(hand.people) > 2
    for _ in range(NIGHTS):
        for _ in range(EDITS):
            hand.random.choice(DOINGS)(hand)
        place = hand.columns()["notes"]
        rows = hand.rows()
        notes = {one: rows[at[0]][place] if len(rows[at[0]]) > place else "" for one, at in hand.lines().items() if len(at) == 1}
        outcome = track(october.world, Order("a test"), october.connection.counts)
        assert outcome.exit_code == 0, outcome
        columns, rows, lines = hand.columns(), hand.rows(), hand.lines()
        assert {one: len(at) for one, at in lines.items()} == dict.fromkeys(hand.people, 1)
        assert [rows[1][columns[one.key]] for one in hand.template.columns] == [one.heading for one in hand.template.columns]
        for staff_id, [at] in lines.items():
            line = {key: rows[at][column] if len(rows[at]) > column else "" for key, column in columns.items()}
            person = hand.people[staff_id]
            assert (line["name"], line["role"], line["team"]) == (person.name, person.role, ", ".join(person.teams))
            assert line["status"] in ("not started", "not taking part")
            if staff_id in notes:
                assert line["notes"] == notes[staff_id], staff_id
    assert track(october.world, Order("a test"), october.connection.counts).sheets == 0
