"""Brings a status Sheet in line: machine cells right for every person, human cells left where their person is. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from service.policy.sheet_template import Owner, SheetTemplate
from service.policy.status_rows import Cell
from service.reconcile.grid import Edits, Grid, Kept
from service.reconcile.rows_of_people import NOTHING, Owners, Wanted, human_cells, owners

BLANK = Cell()


def tidy(grid: Grid, template: SheetTemplate, wanted: Wanted, register_ids: frozenset[str]) -> Edits:
    """The edits of one night. Every declared column has to be there: adding one is structure, and comes first.

    wanted: each person's cells by staff id and column key. register_ids: every staff id that there is.
    """
    human = human_columns(grid, template)
    found = owners(grid, wanted, human, register_ids | set(grid.kept))
    cells = _headings(grid, template)
    for staff_id, row in found.of.items():
        cells.update(_differing(grid, row, template, wanted[staff_id], grid.kept.get(staff_id, NOTHING)))
    spared, delete = _cleared(grid, template, found, human)
    cells.update(spared)
    new = [one for one in wanted if one not in found.of]
    append = [_new_row(grid, template, wanted[one], grid.kept.get(one, NOTHING), human) for one in new]
    kept = _snapshot(grid, template, found, wanted, human)
    return Edits(cells, append, delete, kept)


def human_columns(grid: Grid, template: SheetTemplate) -> dict[int, str]:
    """The columns that are people's own, by place: notes, and whatever they added. A name is the heading, or the place where
    there is none; the second of one name has its number."""
    machine = {place for key, place in grid.columns.items() if template.by_key[key].owner is Owner.MACHINE}
    declared = {place: key for key, place in grid.columns.items()}
    width = max([len(row) for row in grid.rows] + [place + 1 for place in grid.columns.values()], default=0)
    names: dict[int, str] = {}
    times: Counter[str] = Counter()
    for place in range(width):
        if place in machine:
            continue
        name = declared.get(place) or grid.text(grid.headings, place).strip() or f"column {place + 1}"
        times[name] += 1
        names[place] = name if times[name] == 1 else f"{name} ({times[name]})"
    return names


def _headings(grid: Grid, template: SheetTemplate) -> dict[tuple[int, int], Cell]:
    """The headings of declared columns, notes among them, where someone renamed one."""
    return {
        (grid.headings, grid.columns[one.key]): Cell(one.heading)
        for one in template.columns
        if grid.text(grid.headings, grid.columns[one.key]) != one.heading
    }


def _differing(
    grid: Grid, row: int, template: SheetTemplate, cells: Mapping[str, Cell], kept: Kept
) -> dict[tuple[int, int], Cell]:
    found = {}
    for column in template.machine:
        place, cell = grid.columns[column.key], cells.get(column.key, BLANK)
        led_elsewhere = bool(cell.link) and cell.link != kept.link
        if grid.text(row, place) != cell.text or led_elsewhere:
            found[row, place] = cell
    return found


def _cleared(
    grid: Grid, template: SheetTemplate, found: Owners, human: Mapping[int, str]
) -> tuple[dict[tuple[int, int], Cell], list[int]]:
    """Rows that are nobody's line. One of someone who is not here any more goes, for the snapshot keeps its notes, and so
    does one in which nobody wrote. In any other the service's own cells are emptied and people's stay."""
    cells: dict[tuple[int, int], Cell] = {}
    delete = set(found.gone)
    for row in found.spare:
        if not human_cells(grid, row, human):
            delete.add(row)
            continue
        cells.update({(row, place): BLANK for place in _machine(grid, template) if grid.text(row, place)})
    return cells, sorted(delete, reverse=True)


def _machine(grid: Grid, template: SheetTemplate) -> list[int]:
    return [grid.columns[one.key] for one in template.machine]


def _new_row(
    grid: Grid, template: SheetTemplate, cells: Mapping[str, Cell], kept: Kept, human: Mapping[int, str]
) -> dict[int, Cell]:
    """A line, with the human cells that were kept of it where their columns are still there."""
    row = {grid.columns[one.key]: cells.get(one.key, BLANK) for one in template.machine}
    places = {name: place for place, name in human.items()}
    return row | {places[name]: Cell(text) for name, text in kept.cells.items() if name in places}


def _snapshot(
    grid: Grid, template: SheetTemplate, found: Owners, wanted: Wanted, human: Mapping[int, str]
) -> dict[int, tuple[str, Mapping[str, str], str]]:
    """The rows of the snapshot that have to change: of each person here, and of each who goes."""
    link = next((one.key for one in template.columns if one.kind.value == "link"), "")
    out: dict[int, tuple[str, Mapping[str, str], str]] = {}
    next_row = grid.kept_rows
    leaving = {staff_id: row for row, staff_id in found.gone.items()}
    for staff_id in [*wanted, *leaving]:
        row = found.of.get(staff_id, leaving.get(staff_id))
        before = grid.kept.get(staff_id)
        cells = human_cells(grid, row, human) if row is not None else dict(before.cells if before else {})
        leads = wanted[staff_id].get(link, BLANK).link if staff_id in wanted else ""
        if before and dict(before.cells) == cells and before.link == leads:
            continue
        if before is None:
            out[next_row] = (staff_id, cells, leads)
            next_row += 1
        else:
            out[before.row] = (staff_id, cells, leads)
    return out
