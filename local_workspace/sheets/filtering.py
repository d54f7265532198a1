"""Which rows a filter hides, and how filters are kept."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.sheets import table_parts
from local_workspace.sheets.areas import Area, area_of, bounded
from local_workspace.sheets.book import Book
from local_workspace.sheets.colours import with_both
from local_workspace.sheets.conditions import meets
from local_workspace.sheets.formula_values import condition_holds
from local_workspace.sheets.grid_data import store, stored
from local_workspace.sheets.rendering import formatted
from local_workspace.sheets.rows import Cells
from local_workspace.sheets.sheet import Sheet
from local_workspace.sheets.sorting import sort_rows


def kept(book: Book, given: Json) -> Json:
    """A filter as Google keeps it: its range bounded, its criteria in both their forms."""
    out = {name: one for name, one in with_both(given).items() if one not in ([], {}, "")}
    if "tableId" in out:
        out["range"] = table_parts.find(book, out["tableId"])[1]["range"]
    if "range" in out or "namedRangeId" not in out:
        out["range"] = bounded(book, out.get("range", {}))
    by_column = {str(one.get("columnIndex", 0)): one.get("filterCriteria", {}) for one in out.get("filterSpecs", [])}
    criteria = by_column or out.get("criteria", {})
    if criteria:
        out["criteria"] = criteria
        specs = [{"columnIndex": int(column), "filterCriteria": one} for column, one in criteria.items()]
        out["filterSpecs"] = [{name: one for name, one in spec.items() if one not in (0, {})} for spec in specs]
    return out


def apply(book: Book, sheet: Sheet, given: Json) -> None:
    """Sort by a filter's specifications and hide the rows that its criteria do not let through. The first row is its head."""
    area = area_of(book, given["range"]).clipped()
    body = Area(sheet, area.top + 1, area.left, area.bottom, area.right)
    if given.get("sortSpecs") and body.height > 0:
        sort_rows(book, body, given["sortSpecs"])
    show_all(book, sheet)
    criteria = {int(column): one for column, one in given.get("criteria", {}).items()}
    for number in hidden_rows(book, body, criteria) if criteria else ():
        known = stored(book, sheet, "ROWS", number, number + 1).get(number, {})
        store(book, sheet, "ROWS", number, {**known, "hiddenByFilter": True})


def show_all(book: Book, sheet: Sheet) -> None:
    for number, known in stored(book, sheet, "ROWS").items():
        if known.get("hiddenByFilter"):
            store(book, sheet, "ROWS", number, {name: one for name, one in known.items() if name != "hiddenByFilter"})


def hidden_rows(book: Book, area: Area, criteria: Mapping[int, Json]) -> list[int]:
    """The rows of an area that do not meet all the criteria."""
    rows = dict(book.rows(area.sheet, area.top, area.bottom))
    return [number for number in area.rows if not _passes(book, area, number, rows.get(number, {}), criteria)]


def _passes(book: Book, area: Area, number: int, cells: Cells, criteria: Mapping[int, Json]) -> bool:
    return all(_lets_through(book, area, (number, column), cells.get(column, {}), one) for column, one in criteria.items())


def _lets_through(book: Book, area: Area, place: tuple[int, int], cell: Json, criteria: Json) -> bool:
    if formatted(cell, book.locale) in criteria.get("hiddenValues", []):
        return False
    condition = criteria.get("condition")
    if condition:
        found = meets(book, condition, cell)
        if found is None:
            found = condition_holds(book, area.sheet, condition, (area.top, area.left), place, cell)
        if not found:
            return False
    return _has_colours(cell, criteria)


def _has_colours(cell: Json, criteria: Json) -> bool:
    own = cell.get("userEnteredFormat", {})
    for name, colour in (
        ("visibleBackgroundColor", own.get("backgroundColor", {"red": 1, "green": 1, "blue": 1})),
        ("visibleForegroundColor", own.get("textFormat", {}).get("foregroundColor", {})),
    ):
        style = criteria.get(f"{name}Style", {}).get("rgbColor", criteria.get(name))
        if style is not None and with_both(style) != colour:
            return False
    return True
