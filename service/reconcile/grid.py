"""A status Sheet as it is found, and the edits that bring it in line. Rows and columns are counted from 0, as the API does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.policy.status_rows import Cell


@dataclass(frozen=True)
class Kept:
    """The hidden snapshot of one person's human cells. row: where it stands; cells: text by the column's heading; link: the
    link that was last written into the person's line."""

    row: int
    cells: Mapping[str, str] = field(default_factory=dict)
    link: str = ""


@dataclass(frozen=True)
class Grid:
    """One tab of people.

    rows: every row's displayed text, from the first. columns: where each declared column is, by key; one that people
    deleted is missing. headings: the row of the headings; top: the cell of the line on top. kept: the snapshot by staff
    id; kept_rows: how many rows it has.
    """

    rows: Sequence[Sequence[str]]
    columns: Mapping[str, int]
    headings: int
    top: tuple[int, int] = (0, 0)
    kept: Mapping[str, Kept] = field(default_factory=dict)
    kept_rows: int = 1

    def text(self, row: int, column: int) -> str:
        cells = self.rows[row] if row < len(self.rows) else ()
        return str(cells[column]) if column < len(cells) else ""


@dataclass(frozen=True)
class Edits:
    """What to write, in the order: cells; new rows after the last; rows to delete, from the last; rows of the snapshot.

    cells: by row and column. append: new rows, each by column. delete: rows, descending. kept: the snapshot's rows by
    number, each a staff id, its cells and the link.
    """

    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    append: Sequence[Mapping[int, Cell]] = ()
    delete: Sequence[int] = ()
    kept: Mapping[int, tuple[str, Mapping[str, str], str]] = field(default_factory=dict)
    needs_a_look: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.cells or self.append or self.delete or self.kept)
