"""A person's line in every status Sheet, with what managers wrote beside it: that is about the person, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from service.jobs.basket import Basket
from service.jobs.pack import SHEETS, Contents, Part, Subject, table
from service.jobs.world import World
from service.policy.sheet_template import ID, SheetTemplate
from service.policy.years import Year, Years
from service.reconcile.actual import Item, Stage
from service.reconcile.grid import Grid
from service.reconcile.rows_of_people import people_rows
from service.reconcile.sheets_for import overview_key
from service.reconcile.tidy import human_columns

NOW, KEPT = "in the line", "kept out of sight since the last night"
HEADINGS = ("Sheet", "Where", "Column", "What it says", "Whose")


def sheet_parts(
    world: World, years: Years, items: Mapping[str, Item], who: Subject, basket: Basket, contents: Contents
) -> Iterator[Part]:
    """One table a year. Nothing is put into any Sheet."""
    for year in years:
        rows: list[list[str]] = []
        for item in _sheets_of(year, items):
            grid = basket.ask(f"'{item.name}'", partial(world.sheets.read, item.file_id, world.sheet_template))
            if grid is not None:
                rows += _lines(item.name, grid, world.sheet_template, who)
                contents.by_hand += _by_hand(item.name, grid, who)
        what = "your line in the status Sheets of your school and your line managers, with the notes beside it"
        kept = world.trust.retention.in_words("status_sheets")
        yield Part(SHEETS, f"Status Sheets {year.id}", what, "the status Sheets", kept, table(HEADINGS, rows))


def _sheets_of(year: Year, items: Mapping[str, Item]) -> Iterator[Item]:
    for key, item in sorted(items.items()):
        of_people = key.startswith(f"{year.id}/sheet/") and key != overview_key(year.cycle)
        if of_people and item.file_id and item.stage is not Stage.INTENDED:
            yield item


def _lines(name: str, grid: Grid, template: SheetTemplate, who: Subject) -> Iterator[list[str]]:
    """What stands in their rows now, and what is kept of them out of sight."""
    human = human_columns(grid, template)
    for row in _rows_of(grid, who):
        for key, place in sorted(grid.columns.items(), key=lambda one: one[1]):
            if place not in human and grid.text(row, place):
                yield [name, NOW, template.by_key[key].heading, grid.text(row, place), "the service's"]
        for place, title in sorted(human.items()):
            if grid.text(row, place):
                yield [name, NOW, title, grid.text(row, place), "a manager's note"]
    kept = grid.kept.get(who.staff_id)
    for title, text in sorted(kept.cells.items()) if kept else ():
        yield [name, KEPT, title, text, "a manager's note"]


def _rows_of(grid: Grid, who: Subject) -> list[int]:
    if ID not in grid.columns:
        return []
    return [row for row in people_rows(grid) if grid.text(row, grid.columns[ID]).strip() == who.staff_id]


def _by_hand(name: str, grid: Grid, who: Subject) -> Iterator[str]:
    """Where something that is no line of theirs names them: it may be about others, too."""
    own = set(_rows_of(grid, who))
    for row in people_rows(grid):
        if row not in own and who.is_named_in(" ".join(map(str, grid.rows[row]))):
            yield f"'{name}': row {row + 1} names them, and is not their line"
