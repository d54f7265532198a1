"""Whose row is whose, whatever people did to a status Sheet since last night.

A row is known by the staff id in it. Sorting, inserting, cutting and pasting move the id with the row. Where an id is doubled,
emptied or written over, the row's human cells, as they were kept last night, and the name in it say whose it is; what
they do not say is not guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from service.policy.sheet_template import ID
from service.policy.status_rows import Cell
from service.reconcile.grid import Grid, Kept

Wanted = Mapping[str, Mapping[str, Cell]]
"""The cells of each person's line, by staff id and the column's key."""


@dataclass
class Owners:
    """The outcome. of: the row of each person who has one. spare: rows that bear a person's id or were a copy of a line, and
    are nobody's line now. gone: rows of people who are not to be here any more."""

    of: dict[str, int] = field(default_factory=dict)
    spare: list[int] = field(default_factory=list)
    gone: dict[int, str] = field(default_factory=dict)


def owners(grid: Grid, wanted: Wanted, human: Mapping[int, str], everyone: frozenset[str]) -> Owners:
    """Match rows with people.

    human: the columns that are people's own, by place, with their names in the snapshot. everyone: all staff ids of the
    register and of the snapshot, by which a leaver's row is told from a slip of the keyboard.
    """
    found, unclear = Owners(), list[int]()
    by_id = _by_id(grid)
    for staff_id, rows in by_id.items():
        if staff_id not in wanted and staff_id in everyone:
            found.gone.update(dict.fromkeys(rows, staff_id))
        elif staff_id not in wanted:
            unclear += rows
        else:
            best = max(rows, key=lambda row: (_likeness(grid, row, staff_id, wanted, human), -row))
            found.of[staff_id] = best
            unclear += [row for row in rows if row != best]
    unclear += [row for row in _without_id(grid) if _shows_someone(grid, row, human)]
    for row in sorted(unclear):
        whose = _whose(grid, row, {one for one in wanted if one not in found.of}, wanted, human)
        if whose:
            found.of[whose] = row
        else:
            found.spare.append(row)
    return found


def human_cells(grid: Grid, row: int, human: Mapping[int, str]) -> dict[str, str]:
    """What people wrote in a row, by the column's name; blanks left out."""
    return {name: text for place, name in human.items() if (text := grid.text(row, place).strip())}


def people_rows(grid: Grid) -> list[int]:
    """Every row but that of the headings and the line on top: people may move a line anywhere."""
    return [row for row in range(len(grid.rows)) if row not in (grid.headings, grid.top[0])]


def _by_id(grid: Grid) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row in people_rows(grid):
        staff_id = grid.text(row, grid.columns[ID]).strip()
        if staff_id:
            found[staff_id].append(row)
    return found


def _without_id(grid: Grid) -> Iterator[int]:
    return (row for row in people_rows(grid) if not grid.text(row, grid.columns[ID]).strip())


def _shows_someone(grid: Grid, row: int, human: Mapping[int, str]) -> bool:
    """Whether anything of the service's own stands in a row: it was somebody's line. Other rows are people's own business."""
    return any(grid.text(row, place).strip() for place in grid.columns.values() if place not in human)


def _likeness(grid: Grid, row: int, staff_id: str, wanted: Wanted, human: Mapping[int, str]) -> tuple[bool, bool, int]:
    """How much a row looks like a person's: the same human cells as last night, the right name, how much is written."""
    now = human_cells(grid, row, human)
    same = bool(now) and now == dict(grid.kept.get(staff_id, NOTHING).cells)
    return (same, _named(grid, row) == _wanted_name(wanted[staff_id]), len(now))


def _whose(grid: Grid, row: int, candidates: set[str], wanted: Wanted, human: Mapping[int, str]) -> str:
    """The one person whose human cells of last night, or whose name and role, a row shows; '' where that is not one."""
    now = human_cells(grid, row, human)
    same = [one for one in candidates if now and dict(grid.kept.get(one, NOTHING).cells) == now]
    if len(same) == 1:
        return same[0]
    named = [one for one in candidates if _named(grid, row) == _wanted_name(wanted[one])]
    return named[0] if len(named) == 1 else ""


def _named(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(grid.text(row, grid.columns[key]).strip() if key in grid.columns else "" for key in ("name", "role"))


def _wanted_name(cells: Mapping[str, Cell]) -> tuple[str, ...]:
    return tuple(cells[key].text if key in cells else "" for key in ("name", "role"))


NOTHING = Kept(0)
