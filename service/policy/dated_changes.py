"""Dated changes: from the morning of a day on, a cell of the Staff tab counts as saying something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DatedChange:
    """One cell of one person's row. start: the first day; column: its heading in the Staff tab; becomes: what the cell says from
    then on, as text; '' empties it. row: of the Dated changes tab."""

    staff_id: str
    start: date
    column: str
    becomes: str
    row: int = 0
