"""A spreadsheet in the database: its facts, its sheets, and its rows of cells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest, NotFound
from local_workspace.core.workspace import Workspace
from local_workspace.sheets.rows import Cells, Kept, cells_of, dumped, loaded
from local_workspace.sheets.sheet import Sheet

FAR = 10**9
MOST_CELLS = 10_000_000
TABLES = ("sheet_rows", "sheet_dimensions", "developer_metadata")


class Book:
    """One spreadsheet. Every method works inside the request's transaction.

    caller: who edits, for protected ranges and what remembers who made it. touched: sheet and row of every row that was
    written; reshaped: whether anything moved. Both tell the formulas what there is to calculate anew. edition: how often a row
    was written.
    """

    def __init__(self, workspace: Workspace, file_id: str, caller: str = "") -> None:
        self._db = workspace.db
        self.workspace = workspace
        self.file_id = file_id
        self.caller = caller
        row = self._db.execute("SELECT json FROM spreadsheets WHERE file_id = ?", (file_id,)).fetchone()
        if row is None:
            raise NotFound("Requested entity was not found.")
        self.facts: Json = json.loads(row["json"])
        self._sheets: list[Sheet] | None = None
        self.touched: set[tuple[int, int]] = set()
        self.reshaped = False
        self.edition = 0

    @property
    def locale(self) -> str:
        return str(self.facts["locale"])

    def save_facts(self) -> None:
        self._db.execute("UPDATE spreadsheets SET json = ? WHERE file_id = ?", (json.dumps(self.facts), self.file_id))

    def new_id(self) -> int:
        """An id for a sheet, a protected range and so on."""
        return self.workspace.random.randrange(1, 2**31 - 1)

    # Sheets

    def sheets(self) -> list[Sheet]:
        """In their order. What is changed in one of them has to be saved."""
        if self._sheets is None:
            rows = self._db.execute("SELECT * FROM sheets WHERE file_id = ? ORDER BY place", (self.file_id,))
            self._sheets = [Sheet(row["sheet_id"], row["place"], row["title"], **json.loads(row["json"])) for row in rows]
        return self._sheets

    def find(self, sheet_id: int) -> Sheet | None:
        return next((one for one in self.sheets() if one.id == sheet_id), None)

    def sheet(self, sheet_id: int, missing: str = "No grid with id: {}") -> Sheet:
        """By id. missing: what the refusal says where there is none. Raises BadRequest."""
        found = self.find(sheet_id)
        if found is None:
            raise BadRequest(missing.format(sheet_id))
        return found

    def titled(self, title: str) -> Sheet | None:
        """By title; case does not count, as in A1 notation."""
        return next((one for one in self.sheets() if one.title.lower() == title.lower()), None)

    def save(self, sheet: Sheet) -> None:
        facts = {name: getattr(sheet, name) for name in ("rows", "columns", "hidden", "kind", "grid", "more", "parts")}
        self._db.execute(
            "INSERT OR REPLACE INTO sheets VALUES (?, ?, ?, ?, ?)",
            (self.file_id, sheet.id, sheet.place, sheet.title, json.dumps(facts)),
        )
        if self._sheets is not None and sheet not in self._sheets:
            self._sheets = None

    def remove(self, sheet: Sheet) -> None:
        """The sheet with everything on it."""
        for table in ("sheets", *TABLES):
            statement = f"DELETE FROM {table} WHERE file_id = ? AND sheet_id = ?"  # noqa: S608 a fixed list of tables
            self._db.execute(statement, (self.file_id, sheet.id))
        self._sheets = None
        self.reshaped = True

    def arrange(self, sheets: Iterable[Sheet]) -> None:
        """Give sheets their places in this order."""
        for place, sheet in enumerate(sheets):
            sheet.place = place
            self.save(sheet)
        self._sheets = None

    def require_room(self) -> None:
        """Raises BadRequest where the grid has grown past what Google takes."""
        if sum(one.rows * one.columns for one in self.sheets()) > MOST_CELLS:
            text = f"This action would increase the number of cells in the workbook above the limit of {MOST_CELLS} cells."
            raise BadRequest(text)

    # Rows

    def rows(self, sheet: Sheet, start: int = 0, end: int = FAR) -> Iterator[tuple[int, Cells]]:
        """The rows that hold anything, from start up to end."""
        for number, text in self._texts(sheet, start, end):
            yield number, cells_of(text)

    def kept_rows(self, sheet: Sheet, start: int = 0, end: int = FAR) -> Iterator[tuple[int, list[Kept]]]:
        """The same as they are kept: for reading many at once."""
        for number, text in self._texts(sheet, start, end):
            yield number, loaded(text)

    def valued_rows(self, sheet: Sheet, start: int = 0, end: int = FAR) -> Iterator[tuple[int, list[Kept]]]:
        """Only those in which any cell has a value: rows that a choice or a format is set for may be many more."""
        for number, text in self._texts(sheet, start, end, " AND filled <> 0"):
            yield number, loaded(text)

    def _texts(self, sheet: Sheet, start: int, end: int, only: str = "") -> list[Any]:
        return self._db.execute(
            f"SELECT row, cells FROM sheet_rows WHERE file_id = ? AND sheet_id = ? AND row >= ? AND row < ?{only} ORDER BY row",  # noqa: S608
            (self.file_id, sheet.id, start, end),
        ).fetchall()

    def row(self, sheet: Sheet, number: int) -> Cells:
        return next((cells for _, cells in self.rows(sheet, number, number + 1)), {})

    def cell(self, sheet: Sheet, row: int, column: int) -> Json:
        return self.row(sheet, row).get(column, {})

    def put(self, sheet: Sheet, number: int, cells: Cells) -> None:
        """Write one row; empty cells are not kept, nor is an empty row."""
        self._write(sheet, number, *dumped(cells))

    def _write(self, sheet: Sheet, number: int, text: str, filled: int, formulas: int) -> None:
        key = (self.file_id, sheet.id, number)
        self.touched.add((sheet.id, number))
        self.edition += 1
        if text:
            self._db.execute("INSERT OR REPLACE INTO sheet_rows VALUES (?, ?, ?, ?, ?, ?)", (*key, text, filled, formulas))
        else:
            self._db.execute("DELETE FROM sheet_rows WHERE file_id = ? AND sheet_id = ? AND row = ?", key)

    def each_row(self, sheet: Sheet, change: Callable[[Cells], Cells | None], start: int = 0, end: int = FAR) -> None:
        """Rewrite rows; a change that answers None leaves the row as it is."""
        for number, cells in self.rows(sheet, start, end):
            changed = change(cells)
            if changed is not None:
                self.put(sheet, number, changed)

    def rewrite(self, sheet: Sheet, numbers: Iterable[int], change: Callable[[Cells], Cells]) -> None:
        """Write rows as a change makes them of what they hold. It is asked once for all rows that hold the same, so it must
        know nothing else; what stays as it is is not written.
        """
        wanted = sorted(numbers)
        there = dict(self._texts(sheet, wanted[0], wanted[-1] + 1)) if wanted else {}
        made: dict[str, tuple[str, int, int]] = {}
        for number in wanted:
            before = there.get(number, "")
            if before not in made:
                made[before] = dumped(change(cells_of(before)))
            if made[before][0] != before:
                self._write(sheet, number, *made[before])

    def drop_rows(self, sheet: Sheet, start: int, end: int = FAR) -> None:
        key = (self.file_id, sheet.id, start, end)
        self._db.execute("DELETE FROM sheet_rows WHERE file_id = ? AND sheet_id = ? AND row >= ? AND row < ?", key)
        self.reshaped = True

    def move_rows(self, sheet: Sheet, start: int, end: int, by: int) -> None:
        """Move the rows from start up to end down by so many (up, for a negative number) to where there are none."""
        key = (self.file_id, sheet.id)
        # Two steps: in one, a row could land on its neighbour before that has moved.
        aside = "UPDATE sheet_rows SET row = -row - 1 WHERE file_id = ? AND sheet_id = ? AND row >= ? AND row < ?"
        back = "UPDATE sheet_rows SET row = -row - 1 + ? WHERE file_id = ? AND sheet_id = ? AND row < 0"
        self._db.execute(aside, (*key, start, end))
        self._db.execute(back, (by, *key))
        self.reshaped = True

    def has_calculated(self) -> bool:
        """Whether there is any formula, or a cell that one filled."""
        statement = "SELECT 1 FROM sheet_rows INDEXED BY sheet_rows_with_formulas WHERE file_id = ? AND formulas > 0 LIMIT 1"
        return self._db.execute(statement, (self.file_id,)).fetchone() is not None

    def calculated_rows(self, sheet: Sheet) -> list[int]:
        """The rows with formulas, or with cells that formulas filled."""
        statement = (
            "SELECT row FROM sheet_rows INDEXED BY sheet_rows_with_formulas "
            "WHERE file_id = ? AND sheet_id = ? AND formulas > 0 ORDER BY row"
        )
        return [row["row"] for row in self._db.execute(statement, (self.file_id, sheet.id))]

    def last_row(self, sheet: Sheet) -> int:
        """How many rows there are down to the last one with a value."""
        statement = "SELECT row FROM sheet_rows WHERE file_id = ? AND sheet_id = ? AND filled <> 0 ORDER BY row DESC LIMIT 1"
        found = self._db.execute(statement, (self.file_id, sheet.id)).fetchone()
        return int(found["row"]) + 1 if found else 0
