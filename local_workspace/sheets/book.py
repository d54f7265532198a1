"""A spreadsheet's sheets and cells, kept row by row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest, NotFound
from local_workspace.core.workspace import Workspace

ROWS, COLUMNS = 1000, 26

Cells = dict[int, Json]
"""Column number (from 0) to what CellData calls `userEnteredValue`, `note` and so on."""


@dataclass
class Sheet:
    """One tab. properties: the SheetProperties but for what the columns here say. parts: protected ranges and the like."""

    id: int
    place: int
    title: str
    rows: int
    columns: int
    hidden: bool
    more: Json
    parts: Json

    def properties(self) -> Json:
        """As SheetProperties."""
        grid = {"rowCount": self.rows, "columnCount": self.columns, **self.more.get("gridProperties", {})}
        out: Json = {"sheetId": self.id, "title": self.title, "index": self.place, "sheetType": "GRID", "gridProperties": grid}
        if self.hidden:
            out["hidden"] = True
        return {**out, **{name: value for name, value in self.more.items() if name != "gridProperties"}}


class Book:
    """One spreadsheet in the database. Every method works inside the request's transaction."""

    def __init__(self, workspace: Workspace, file_id: str) -> None:
        self._db = workspace.db
        self.workspace = workspace
        self.file_id = file_id
        row = self._db.execute("SELECT json FROM spreadsheets WHERE file_id = ?", (file_id,)).fetchone()
        if row is None:
            raise NotFound("Requested entity was not found.")
        self.facts: Json = json.loads(row["json"])

    def save_facts(self) -> None:
        self._db.execute("UPDATE spreadsheets SET json = ? WHERE file_id = ?", (json.dumps(self.facts), self.file_id))

    def sheets(self) -> list[Sheet]:
        rows = self._db.execute("SELECT * FROM sheets WHERE file_id = ? ORDER BY place", (self.file_id,))
        return [Sheet(row["sheet_id"], row["place"], row["title"], **json.loads(row["json"])) for row in rows]

    def sheet(self, sheet_id: int) -> Sheet:
        """By id. Raises BadRequest `No grid with id`."""
        for one in self.sheets():
            if one.id == sheet_id:
                return one
        raise BadRequest(f"No grid with id: {sheet_id}")

    def titled(self, title: str) -> Sheet | None:
        """By title; case does not count, as in A1 notation."""
        return next((one for one in self.sheets() if one.title.lower() == title.lower()), None)

    def save(self, sheet: Sheet) -> None:
        facts = {name: getattr(sheet, name) for name in ("rows", "columns", "hidden", "more", "parts")}
        self._db.execute(
            "INSERT OR REPLACE INTO sheets VALUES (?, ?, ?, ?, ?)",
            (self.file_id, sheet.id, sheet.place, sheet.title, json.dumps(facts)),
        )

    def remove(self, sheet: Sheet) -> None:
        for table in ("sheets", "sheet_rows"):
            statement = f"DELETE FROM {table} WHERE file_id = ? AND sheet_id = ?"  # noqa: S608 a fixed list of tables
            self._db.execute(statement, (self.file_id, sheet.id))

    def renumber(self, sheets: Iterable[Sheet]) -> None:
        """Give sheets their places in this order."""
        for place, sheet in enumerate(sheets):
            sheet.place = place
            self.save(sheet)

    def rows(self, sheet: Sheet, start: int, end: int) -> Iterator[tuple[int, Cells]]:
        """The rows that hold anything, from start up to end."""
        found = self._db.execute(
            "SELECT row, cells FROM sheet_rows WHERE file_id = ? AND sheet_id = ? AND row >= ? AND row < ? ORDER BY row",
            (self.file_id, sheet.id, start, end),
        )
        for row in found:
            yield row["row"], {int(column): cell for column, cell in json.loads(row["cells"]).items()}

    def row(self, sheet: Sheet, number: int) -> Cells:
        return next((cells for _, cells in self.rows(sheet, number, number + 1)), {})

    def put(self, sheet: Sheet, number: int, cells: Mapping[int, Json]) -> None:
        """Write one row; empty cells are not kept, nor is an empty row."""
        kept = {str(column): cell for column, cell in sorted(cells.items()) if cell}
        key = (self.file_id, sheet.id, number)
        if kept:
            text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
            self._db.execute("INSERT OR REPLACE INTO sheet_rows VALUES (?, ?, ?, ?)", (*key, text))
        else:
            self._db.execute("DELETE FROM sheet_rows WHERE file_id = ? AND sheet_id = ? AND row = ?", key)

    def shift_rows(self, sheet: Sheet, start: int, by: int) -> None:
        """Move every row from start on down (or up, for a negative number)."""
        key = (self.file_id, sheet.id, start)
        # Two steps: in one, a row could land on its neighbour before that has moved.
        self._db.execute("UPDATE sheet_rows SET row = -row - 1 WHERE file_id = ? AND sheet_id = ? AND row >= ?", key)
        self._db.execute(
            "UPDATE sheet_rows SET row = -row - 1 + ? WHERE file_id = ? AND sheet_id = ? AND row < 0",
            (by, self.file_id, sheet.id),
        )

    def delete_rows(self, sheet: Sheet, start: int, end: int) -> None:
        self._db.execute(
            "DELETE FROM sheet_rows WHERE file_id = ? AND sheet_id = ? AND row >= ? AND row < ?",
            (self.file_id, sheet.id, start, end),
        )

    def last_row(self, sheet: Sheet) -> int:
        """How many rows there are down to the last one that holds anything."""
        found = self._db.execute(
            "SELECT COALESCE(MAX(row), -1) AS n FROM sheet_rows WHERE file_id = ? AND sheet_id = ?", (self.file_id, sheet.id)
        )
        return int(found.fetchone()["n"]) + 1


def new_sheet(sheet_id: int, title: str, place: int, properties: Mapping[str, Any]) -> Sheet:
    """A sheet from SheetProperties, a thousand rows by 26 columns unless they say otherwise."""
    grid = dict(properties.get("gridProperties", {}))
    rows, columns = grid.pop("rowCount", ROWS), grid.pop("columnCount", COLUMNS)
    own = ("sheetId", "title", "index", "gridProperties", "hidden", "sheetType")
    more = {name: value for name, value in properties.items() if name not in own}
    return Sheet(sheet_id, place, title, rows, columns, properties.get("hidden", False), {**more, "gridProperties": grid}, {})


def make(workspace: Workspace, file_id: str) -> None:
    """An empty spreadsheet with one sheet."""
    facts = {"locale": "en_GB", "autoRecalc": "ON_CHANGE", "timeZone": "Europe/London"}
    workspace.db.execute("INSERT INTO spreadsheets VALUES (?, ?)", (file_id, json.dumps(facts)))
    Book(workspace, file_id).save(new_sheet(0, "Sheet1", 0, {}))


def duplicate(workspace: Workspace, source: str, target: str) -> None:
    """Everything of one spreadsheet as another's."""
    db = workspace.db
    db.execute("INSERT INTO spreadsheets SELECT ?, json FROM spreadsheets WHERE file_id = ?", (target, source))
    db.execute("INSERT INTO sheets SELECT ?, sheet_id, place, title, json FROM sheets WHERE file_id = ?", (target, source))
    db.execute("INSERT INTO sheet_rows SELECT ?, sheet_id, row, cells FROM sheet_rows WHERE file_id = ?", (target, source))
