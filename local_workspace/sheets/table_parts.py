"""Tables: ranges with a name, a header row and columns of a type
(developers.google.com/workspace/sheets/api/guides/tables). A column is called what its header cell says.
"""

from __future__ import annotations

from collections.abc import Iterable

from local_workspace.core.call import Json
from local_workspace.sheets import parts
from local_workspace.sheets.areas import Area, area_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.changes import Change
from local_workspace.sheets.rendering import formatted
from local_workspace.sheets.sheet import Sheet

TABLES, TABLE_ID, NO_TABLE = "tables", "tableId", "No table with id: {}"
COLUMNS, ROWS = "columnProperties", "rowsProperties"


def find(book: Book, table_id: str) -> tuple[Sheet, Json]:
    """A table with its sheet. Raises BadRequest."""
    return parts.find(book, TABLES, TABLE_ID, table_id, NO_TABLE)


def head_of(area: Area) -> Area:
    """The header row of a table's range."""
    return Area(area.sheet, area.top, area.left, area.top + 1, area.right)


def body_of(area: Area, *, footer: bool) -> Area:
    """The rows between the header and the footer, if there is one."""
    return Area(area.sheet, area.top + 1, area.left, max(area.top + 1, area.bottom - footer), area.right)


def has_footer(table: Json) -> bool:
    return "footerColorStyle" in table.get(ROWS, {})


def shown(book: Book, table: Json) -> Json:
    """As the API shows it: every column, by what its header cell says."""
    area = area_of(book, table["range"]).clipped()
    cells = book.row(area.sheet, area.top)
    known = {one.get("columnIndex", 0): one for one in table.get(COLUMNS, [])}
    columns = []
    for place in range(area.width):
        name = formatted(cells.get(area.left + place, {}), book.locale)
        own = {one: value for one, value in known.get(place, {}).items() if one not in ("columnIndex", "columnName")}
        columns.append({**({"columnIndex": place} if place else {}), "columnName": name, **own})
    return {**table, COLUMNS: columns}


def free_name(tables: Iterable[Json], wanted: str = "") -> str:
    """The name that was asked for, or one that is not taken: case does not count."""
    taken = {one["name"].lower() for one in tables}
    if wanted and wanted.lower() not in taken:
        return wanted
    stem = f"{wanted}_" if wanted else "Table"
    return next(f"{stem}{number}" for number in range(1, len(taken) + 2) if f"{stem}{number}".lower() not in taken)


def after_columns(old: Json, new: Json, change: Change) -> None:
    """Column properties follow their columns when columns come, go and move. new: the table with its range where it is now."""
    left = old["range"].get("startColumnIndex", 0)
    edge = new["range"].get("startColumnIndex", 0)
    moved = ((change.index(left + one.get("columnIndex", 0)), one) for one in old.get(COLUMNS, []))
    kept = sorted(((place - edge, one) for place, one in moved if place is not None), key=lambda pair: pair[0])
    new[COLUMNS] = [{**one, "columnIndex": place} for place, one in kept if place >= 0]
