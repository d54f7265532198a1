"""People sort, insert, delete, paste over, rename and add in a status Sheet; the next night all of it is still right."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.policy.sheet_template import Column, Kind, Owner, SheetTemplate
from service.policy.status_rows import Cell
from service.reconcile.grid import Edits, Grid, Kept
from service.reconcile.tidy import tidy
from tests.thoroughness import THOROUGH

TEMPLATE = SheetTemplate(
    "People",
    "As of {time}",
    (
        Column("name", "Name"),
        Column("role", "Role"),
        Column("plan", "Growth plan", kind=Kind.LINK),
        Column("status", "Status"),
        Column("notes", "Notes (the person may see them)", owner=Owner.PEOPLE),
        Column("staff_id", "Staff id"),
    ),
)
HEADINGS = 1
EVERYONE = frozenset(f"S{number}" for number in range(1, 30))


def person(number: int, status: str = "drafting") -> dict[str, Cell]:
    name = f"Person {number}"
    plan = Cell(f"{name}: growth plan", f"https://docs/{number}")
    return {"staff_id": Cell(f"S{number}"), "name": Cell(name), "role": Cell("Teacher"), "plan": plan, "status": Cell(status)}


def wanted_of(*numbers: int, status: str = "drafting") -> dict[str, dict[str, Cell]]:
    return {f"S{number}": person(number, status) for number in numbers}


@dataclass
class Paper:
    """A tab as people see it: rows of text, where the declared columns are, links, and the snapshot. marks: whose line a row
    is in truth; it goes where the row goes, and no cell shows it."""

    rows: list[list[str]] = field(default_factory=lambda: [["As of"], [one.heading for one in TEMPLATE.columns]])
    columns: dict[str, int] = field(default_factory=lambda: {one.key: place for place, one in enumerate(TEMPLATE.columns)})
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    marks: list[str] = field(default_factory=lambda: ["", ""])
    kept: dict[str, Kept] = field(default_factory=dict)

    def grid(self) -> Grid:
        return Grid(self.rows, self.columns, HEADINGS, kept=self.kept, kept_rows=len(self.kept) + 1)

    def night(self, wanted: Mapping[str, Mapping[str, Cell]]) -> Edits:
        """One run: its edits, applied as the adapter does."""
        edits = tidy(self.grid(), TEMPLATE, wanted, EVERYONE)
        for (row, place), cell in edits.cells.items():
            self.put(row, place, cell.text)
        for cells in edits.append:
            self.rows.append([])
            self.marks.append(cells[self.columns["staff_id"]].text)
            for place, cell in cells.items():
                self.put(len(self.rows) - 1, place, cell.text)
        for row in edits.delete:
            del self.rows[row], self.marks[row]
        for number, (staff_id, cells, link) in edits.kept.items():
            self.kept[staff_id] = Kept(number, dict(cells), link)
        return edits

    def put(self, row: int, place: int, text: str) -> None:
        cells = self.rows[row]
        cells += [""] * (place + 1 - len(cells))
        cells[place] = text

    def text(self, row: int, key: str) -> str:
        place = self.columns[key]
        return self.rows[row][place] if place < len(self.rows[row]) else ""

    def row_of(self, staff_id: str) -> int:
        [row] = [row for row in range(HEADINGS + 1, len(self.rows)) if self.text(row, "staff_id") == staff_id]
        return row

    def shown(self, staff_id: str) -> dict[str, str]:
        row = self.row_of(staff_id)
        return {key: self.text(row, key) for key in self.columns}

    @property
    def lines(self) -> range:
        return range(HEADINGS + 1, len(self.rows))


def right(paper: Paper, wanted: Mapping[str, Mapping[str, Cell]]) -> None:
    """Every person has one line, and every machine cell of it is right."""
    for staff_id, cells in wanted.items():
        shown = paper.shown(staff_id)
        assert {key: shown[key] for key in cells} == {key: cell.text for key, cell in cells.items()}
    ids = [paper.text(row, "staff_id") for row in paper.lines if paper.text(row, "staff_id")]
    assert sorted(ids) == sorted(wanted)
    assert [paper.rows[HEADINGS][place] for place in paper.columns.values()] == [
        next(one.heading for one in TEMPLATE.columns if one.key == key) for key in paper.columns
    ]


def a_paper(*numbers: int) -> Paper:
    paper = Paper()
    paper.night(wanted_of(*numbers))
    return paper


def test_an_empty_sheet_gets_a_line_for_everyone_and_the_next_night_nothing() -> None:
    paper = a_paper(1, 2, 3)
    right(paper, wanted_of(1, 2, 3))
    assert not paper.night(wanted_of(1, 2, 3))


def test_only_cells_that_differ_are_written() -> None:
    paper = a_paper(1, 2, 3)
    edits = paper.night({**wanted_of(1, 3), **wanted_of(2, status="agreed")})
    assert {cell.text for cell in edits.cells.values()} == {"agreed"}
    assert len(edits.cells) == 1
    assert not edits.append
    assert not edits.kept


def test_a_plan_that_moved_is_linked_anew() -> None:
    paper = a_paper(1)
    moved = {"S1": {**person(1), "plan": Cell("Person 1: growth plan", "https://docs/elsewhere")}}
    edits = paper.night(moved)
    assert [cell.link for cell in edits.cells.values()] == ["https://docs/elsewhere"]
    assert not paper.night(moved)


def test_a_line_that_was_deleted_comes_back_with_last_night_s_notes() -> None:
    paper = a_paper(1, 2)
    paper.put(paper.row_of("S2"), paper.columns["notes"], "Ask about Easter")
    paper.night(wanted_of(1, 2))
    row = paper.row_of("S2")
    del paper.rows[row], paper.marks[row]
    paper.night(wanted_of(1, 2))
    assert paper.shown("S2")["notes"] == "Ask about Easter"
    right(paper, wanted_of(1, 2))


def test_a_person_who_goes_to_another_manager_leaves_and_comes_back_with_the_notes() -> None:
    paper = a_paper(1, 2)
    paper.put(paper.row_of("S2"), paper.columns["notes"], "Written today")
    paper.night(wanted_of(1))
    right(paper, wanted_of(1))
    assert "Written today" not in repr(paper.rows)
    paper.night(wanted_of(1, 2))
    assert paper.shown("S2")["notes"] == "Written today"


def test_a_copied_line_that_nobody_wrote_in_goes_and_one_with_notes_keeps_only_the_notes() -> None:
    paper = a_paper(1, 2)
    line = list(paper.rows[paper.row_of("S1")])
    paper.put(paper.row_of("S1"), paper.columns["notes"], "The first and the longest")
    paper.night(wanted_of(1, 2))
    for note in ("", "A note of its own"):
        copy = line + [""] * (len(paper.columns) - len(line))
        copy[paper.columns["notes"]] = note
        paper.rows.append(copy)
        paper.marks.append("")
    paper.night(wanted_of(1, 2))
    right(paper, wanted_of(1, 2))
    assert [row for row in paper.rows if "A note of its own" in row and "".join(row) == "A note of its own"]
    assert not paper.night(wanted_of(1, 2))


def test_an_emptied_id_is_mended_by_the_name_or_by_the_notes() -> None:
    paper = a_paper(1, 2)
    paper.put(paper.row_of("S2"), paper.columns["notes"], "Mine")
    paper.night(wanted_of(1, 2))
    by_name, by_notes = paper.row_of("S1"), paper.row_of("S2")
    paper.put(by_name, paper.columns["staff_id"], "")
    paper.put(by_notes, paper.columns["staff_id"], "oops")
    paper.put(by_notes, paper.columns["name"], "???")
    paper.night(wanted_of(1, 2))
    assert (paper.row_of("S1"), paper.row_of("S2")) == (by_name, by_notes)
    assert paper.shown("S2")["notes"] == "Mine"


def test_where_two_people_might_be_meant_nothing_is_guessed() -> None:
    twins = {staff_id: {**person(1), "staff_id": Cell(staff_id)} for staff_id in ("S1", "S2")}
    paper = Paper()
    paper.night(twins)
    for row, note in zip(list(paper.lines), ("To one", "To the other"), strict=True):
        paper.put(row, paper.columns["staff_id"], "")
        paper.put(row, paper.columns["notes"], note)
    paper.night(twins)
    right(paper, twins)
    assert {paper.shown(one)["notes"] for one in twins} == {""}
    assert sum("To one" in row for row in paper.rows) == 1


def test_people_s_own_lines_and_columns_are_left_alone() -> None:
    paper = a_paper(1)
    place = paper.columns["notes"]
    paper.rows.append([""] * place + ["Year 3 below"])
    paper.marks.append("")
    paper.rows[HEADINGS] += ["Room"]
    paper.put(paper.row_of("S1"), len(TEMPLATE.columns), "B12")
    paper.night(wanted_of(1, 2))
    right(paper, wanted_of(1, 2))
    assert any(row[place] == "Year 3 below" for row in paper.rows if len(row) > place)
    assert "B12" in paper.rows[paper.row_of("S1")]


def test_two_human_columns_of_one_name_are_told_apart() -> None:
    paper = a_paper(1)
    paper.rows[HEADINGS] += ["Room", "Room", ""]
    for extra, text in enumerate(("one", "two", "three")):
        paper.put(paper.row_of("S1"), len(TEMPLATE.columns) + extra, text)
    paper.night(wanted_of(1))
    assert dict(paper.kept["S1"].cells) == {"Room": "one", "Room (2)": "two", "column 9": "three"}
    del paper.rows[paper.row_of("S1")]
    paper.night(wanted_of(1))
    assert paper.rows[paper.row_of("S1")][-3:] == ["one", "two", "three"]


class Day:
    """What people do in a day, each thing at random; and what follows of it for each person's note."""

    def __init__(self, paper: Paper, number: int) -> None:
        self.paper, self.random = paper, random.Random(number)
        self.typed = 0
        self.damaged: dict[str, int] = {}

    def line(self) -> int:
        return self.random.choice(list(self.paper.lines))

    def sort(self) -> None:
        place = self.random.randrange(len(self.paper.columns) + 1)
        pairs = sorted(
            zip(self.paper.rows[HEADINGS + 1 :], self.paper.marks[HEADINGS + 1 :], strict=True),
            key=lambda pair: pair[0][place] if place < len(pair[0]) else "",
            reverse=self.random.random() < 0.5,
        )
        self.paper.rows[HEADINGS + 1 :] = [list(row) for row, _ in pairs]
        self.paper.marks[HEADINGS + 1 :] = [mark for _, mark in pairs]

    def insert(self) -> None:
        at = self.random.randrange(HEADINGS + 1, len(self.paper.rows) + 1)
        self.paper.rows.insert(at, [])
        self.paper.marks.insert(at, "")

    def delete(self) -> None:
        row = self.line()
        del self.paper.rows[row], self.paper.marks[row]

    def move(self) -> None:
        """Cut and paste a whole line elsewhere."""
        at = self.line()
        row, mark = self.paper.rows.pop(at), self.paper.marks.pop(at)
        to = self.random.randrange(HEADINGS + 1, len(self.paper.rows) + 1)
        self.paper.rows.insert(to, row)
        self.paper.marks.insert(to, mark)

    def paste_over(self) -> None:
        """A copy of one whole line over another: that one is gone."""
        here, there = self.line(), self.line()
        if here != there:
            self.paper.rows[there] = list(self.paper.rows[here])
            self.paper.marks[there] = ""

    def copy_line(self) -> None:
        self.paper.rows.append(list(self.paper.rows[self.line()]))
        self.paper.marks.append("")

    def write_over(self) -> None:
        """Anything in a machine cell but the name."""
        row, key = self.line(), self.random.choice(["status", "plan", "role"])
        self.paper.put(row, self.paper.columns[key], self.random.choice(["", "mine", "agreed"]))
        if key == "role":
            self._hurt(row)

    def spoil_id(self) -> None:
        row = self.line()
        self.paper.put(row, self.paper.columns["staff_id"], self.random.choice(["", "oops", "S1", "S2"]))
        self._hurt(row)

    def _hurt(self, row: int) -> None:
        mark = self.paper.marks[row]
        self.damaged[mark] = self.damaged.get(mark, 0) + 1

    def type_note(self) -> None:
        self.typed += 1
        self.paper.put(self.line(), self.paper.columns["notes"], f"Note {self.typed} of {self.random.random()}")

    def rename_heading(self) -> None:
        self.paper.put(HEADINGS, self.random.choice(list(self.paper.columns.values())), "Something else")

    def add_column(self) -> None:
        at = self.random.randrange(len(self.paper.columns) + 1)
        for row in self.paper.rows:
            if at < len(row):
                row.insert(at, "")
        self.paper.columns = {key: place + (place >= at) for key, place in self.paper.columns.items()}


DOINGS: tuple[Callable[[Day], None], ...] = (
    Day.sort,
    Day.insert,
    Day.delete,
    Day.move,
    Day.paste_over,
    Day.copy_line,
    Day.write_over,
    Day.spoil_id,
    Day.type_note,
    Day.type_note,
    Day.rename_heading,
    Day.add_column,
)


@settings(max_examples=300 if THOROUGH else 75)
@given(st.integers(0, 2**32), st.lists(st.lists(st.sampled_from(DOINGS), max_size=6), min_size=1, max_size=4))
def test_whatever_people_do_machine_cells_are_right_and_notes_are_beside_their_person(
    number: int, days: list[list[Callable[[Day], None]]]
) -> None:
    numbers = (1, 2, 3, 4, 5)
    wanted = wanted_of(*numbers)
    paper = a_paper(*numbers)
    for doings in days:
        day = Day(paper, number)
        for doing in doings:
            if list(paper.lines):
                doing(day)
        notes = _notes(paper, wanted)
        words = {row[paper.columns["notes"]] for row in paper.rows[2:] if len(row) > paper.columns["notes"]} - {""}
        paper.night(wanted)
        right(paper, wanted)
        for staff_id, note in notes.items():
            if not day.damaged.get(staff_id):
                assert paper.shown(staff_id)["notes"] in note, staff_id
        still = {row[paper.columns["notes"]] for row in paper.rows[2:] if len(row) > paper.columns["notes"]}
        assert words <= still
        assert not paper.night(wanted)
        paper.marks = ["", "", *(paper.text(row, "staff_id") for row in paper.lines)]


def _notes(paper: Paper, wanted: Mapping[str, Any]) -> dict[str, set[str]]:
    """What may be each person's note: what stands in their own line, or in a copy of it, or what was kept where there is
    neither."""
    out = {}
    for staff_id in wanted:
        theirs = [row for row in paper.lines if staff_id == (paper.marks[row] or paper.text(row, "staff_id"))]
        out[staff_id] = {paper.text(row, "notes") for row in theirs} or {paper.kept[staff_id].cells.get("notes", "")}
    return out


@pytest.mark.parametrize("key", ["name", "status"])
def test_the_test_sees_a_wrong_cell(key: str) -> None:
    paper = a_paper(1, 2)
    paper.put(paper.row_of("S1"), paper.columns[key], "wrong")
    with pytest.raises(AssertionError):
        right(paper, wanted_of(1, 2))
