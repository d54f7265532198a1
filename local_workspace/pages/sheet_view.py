"""A spreadsheet's values as a table that a page can show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from local_workspace.core.call import Json
from local_workspace.pages.shades import shade
from local_workspace.sheets.a1 import column_letters, quoted

ROWS = 200
USUAL_WIDTH = 100
LOOKS = {"WRAP": "wrap", "OVERFLOW_CELL": "over"}
FEWEST_COLUMNS, MOST_COLUMNS, SPARE_COLUMNS = 8, 60, 2


@dataclass(frozen=True)
class SheetTab:
    """One tab. rows, columns: how large its grid is; frozen: how many rows stay at its top."""

    id: int
    title: str
    rows: int
    columns: int
    frozen: int

    def range(self, first: int, last: int) -> str:
        """Rows, counted from 1, as an A1 range."""
        return f"{quoted(self.title)}!A{first}:{column_letters(self.columns - 1)}{last}"

    def at(self, cell: str) -> str:
        return f"{quoted(self.title)}!{cell}"


@dataclass(frozen=True)
class Cell:
    """name: such as ``C5``. shown: as it reads; entered: as it was typed. link: where it leads, '' for nowhere. look: classes
    for how a long text is shown, in lines (``wrap``) or over its empty neighbours (``over``), and for the cell's shade."""

    name: str
    shown: str
    entered: str
    link: str = ""
    look: str = ""
    note: str = ""


@dataclass(frozen=True)
class Grid:
    """A page of a tab's rows. letters: the columns'; widths: theirs, in pixels. rows: (row number, cells), without those that
    are hidden."""

    letters: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    first: int
    last: int

    @property
    def has_widths(self) -> bool:
        """Whether someone set a column's width: then the page keeps to them all."""
        return any(one != USUAL_WIDTH for one in self.widths)


def visible_tabs(spreadsheet: Json) -> list[SheetTab]:
    """Every tab with cells that is not hidden, in order."""
    shown = (one["properties"] for one in spreadsheet["sheets"])
    return [_tab(one) for one in shown if not one.get("hidden") and one["sheetType"] == "GRID"]


def _tab(properties: Json) -> SheetTab:
    grid = properties.get("gridProperties", {})
    frozen = grid.get("frozenRowCount", 0)
    return SheetTab(
        properties.get("sheetId", 0), properties["title"], grid.get("rowCount", 0), grid.get("columnCount", 0), frozen
    )


@dataclass(frozen=True)
class View:
    """A filter view that can be chosen."""

    id: int
    title: str


def views_of(spreadsheet: Json, tab: SheetTab) -> list[View]:
    """A tab's filter views."""
    [sheet] = [one for one in spreadsheet["sheets"] if one["properties"].get("sheetId", 0) == tab.id]
    return [View(one["filterViewId"], one.get("title", "")) for one in sheet.get("filterViews", ())]


def rows_on(tab: SheetTab, page: int) -> tuple[int, int]:
    """The first and the last row of a page, counted from 1; the last page for one beyond it."""
    page = max(0, min(page, (tab.rows - 1) // ROWS))
    return page * ROWS + 1, min((page + 1) * ROWS, tab.rows)


def grid(
    tab: SheetTab,
    first: int,
    last: int,
    shown: Sequence[Sequence[object]],
    entered: Sequence[Sequence[object]],
    data: Json,
    hidden: Collection[int] = (),
) -> Grid:
    """A page of cells from two readings of its values and their GridData. Empty columns beyond the last one used are mostly
    left out. hidden: rows, counted from 0, that a filter view leaves out."""
    used = max((len(row) for row in shown), default=0)
    width = min(tab.columns, MOST_COLUMNS, max(used + SPARE_COLUMNS, FEWEST_COLUMNS))
    letters = tuple(column_letters(place) for place in range(width))
    widths = tuple(int(one.get("pixelSize", USUAL_WIDTH)) for one in data.get("columnMetadata", ())[:width])
    out_of_sight = {at for at, one in enumerate(data.get("rowMetadata", ())) if _is_hidden(one)}
    rows = []
    for place in range(last - first + 1):
        number = first + place
        if place in out_of_sight or number - 1 in hidden:
            continue
        cells = (
            Cell(f"{letter}{number}", _value(shown, place, column), _value(entered, place, column), *_looks(data, place, column))
            for column, letter in enumerate(letters)
        )
        rows.append((number, tuple(_beside(list(cells)))))
    return Grid(letters, widths, tuple(rows), first, last)


def _beside(cells: list[Cell]) -> list[Cell]:
    """A long text runs over the next cell only while that is empty."""
    after = [*cells[1:], Cell("", "", "")]
    return [_within(one) if beside.shown else one for one, beside in zip(cells, after, strict=True)]


def _within(cell: Cell) -> Cell:
    return replace(cell, look=" ".join(one for one in cell.look.split() if one != "over"))


def _is_hidden(row: Json) -> bool:
    return bool(row.get("hiddenByUser") or row.get("hiddenByFilter"))


def _looks(data: Json, row: int, column: int) -> tuple[str, str, str]:
    """A cell's link, if it is one of the web, its look, and its note."""
    rows = data.get("rowData", ())
    cells = rows[row].get("values", ()) if row < len(rows) else ()
    cell = cells[column] if column < len(cells) else {}
    link = str(cell.get("hyperlink", ""))
    look = cell.get("effectiveFormat", {})
    note = str(cell.get("note", ""))
    classes = (
        LOOKS.get(look.get("wrapStrategy", ""), ""),
        "bold" if look.get("textFormat", {}).get("bold") else "",
        shade(look.get("backgroundColor", {})) if look else "",
        "noted" if note else "",
    )
    return link if link.startswith(("http://", "https://")) else "", " ".join(one for one in classes if one), note


def _value(values: Sequence[Sequence[object]], row: int, column: int) -> str:
    """A value as text; the API leaves out what is empty at the ends of rows and of the range."""
    if row >= len(values) or column >= len(values[row]):
        return ""
    value = values[row][column]
    return str(value).upper() if isinstance(value, bool) else str(value)
