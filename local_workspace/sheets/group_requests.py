"""Groups of rows and columns that fold (developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets
#DimensionGroup). They nest; each has a depth.
"""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets.book import Book
from local_workspace.sheets.dimension_requests import span
from local_workspace.sheets.field_masks import names, wanted
from local_workspace.sheets.grid_data import store, stored
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.resource import as_shown
from local_workspace.sheets.sheet import Sheet

PARTS = {"ROWS": "rowGroups", "COLUMNS": "columnGroups"}
CONTROLS = {"ROWS": "rowGroupControlAfter", "COLUMNS": "columnGroupControlAfter"}
DEEPEST = 8
Spans = list[tuple[int, int]]


def add_dimension_group(book: Book, request: Json) -> Json:
    """One level deeper over a range. The control stands after the group from then on (gspread's recordings)."""
    sheet, dimension, start, end = span(book, request.get("range", {}))
    depths = _depths(sheet, dimension)
    for place in range(start, end):
        depths[place] = depths.get(place, 0) + 1
        if depths[place] > DEEPEST:
            raise BadRequest(f"Cannot add a group that is deeper than {DEEPEST}.")
    sheet.grid.setdefault(CONTROLS[dimension], True)
    return {"addDimensionGroup": _save(book, sheet, dimension, depths)}


def delete_dimension_group(book: Book, request: Json) -> Json:
    """One level less over a range, where there is any."""
    sheet, dimension, start, end = span(book, request.get("range", {}))
    depths = _depths(sheet, dimension)
    if not any(depths.get(place) for place in range(start, end)):
        raise BadRequest("No dimension group was found for the range.")
    for place in range(start, end):
        depths[place] = max(0, depths.get(place, 0) - 1)
    return {"deleteDimensionGroup": _save(book, sheet, dimension, depths)}


def _depths(sheet: Sheet, dimension: str) -> dict[int, int]:
    """How deep each row or column is."""
    depths: dict[int, int] = {}
    for one in sheet.parts.get(PARTS[dimension], []):
        for place in range(one["range"]["startIndex"], one["range"]["endIndex"]):
            depths[place] = max(depths.get(place, 0), one["depth"])
    return depths


def _save(book: Book, sheet: Sheet, dimension: str, depths: dict[int, int]) -> Json:
    folded = {_key(one) for one in sheet.parts.get(PARTS[dimension], []) if one.get("collapsed")}
    groups = []
    for depth in range(1, max(depths.values(), default=0) + 1):
        for start, end in _runs(sorted(place for place, deep in depths.items() if deep >= depth)):
            where = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}
            one: Json = {"range": where, "depth": depth}
            groups.append({**one, "collapsed": True} if _key(one) in folded else one)
    sheet.parts[PARTS[dimension]] = groups
    if not groups:
        del sheet.parts[PARTS[dimension]]
    book.save(sheet)
    return {"dimensionGroups": as_shown(groups)} if groups else {}


def _key(group: Json) -> tuple[int, int, int]:
    return group["range"]["startIndex"], group["range"]["endIndex"], group["depth"]


def _runs(places: list[int]) -> Spans:
    runs: Spans = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def update_dimension_group(book: Book, request: Json) -> Json:
    """Fold or unfold a group: its rows or columns are hidden or shown."""
    given = request.get("dimensionGroup", {})
    mask = wanted(request, "DimensionGroup")
    sheet, dimension, start, end = span(book, given.get("range", {}))
    for one in sheet.parts.get(PARTS[dimension], []):
        if _key(one) == (start, end, given.get("depth", 1)):
            break
    else:
        raise BadRequest("No dimension group was found for the range and depth.")
    if "collapsed" in names(mask, {"collapsed"}):
        one.pop("collapsed", None)
        if given.get("collapsed"):
            one["collapsed"] = True
        for place in range(start, end):
            known = stored(book, sheet, dimension, place, place + 1).get(place, {})
            store(book, sheet, dimension, place, {**known, "hiddenByUser": bool(given.get("collapsed"))})
        book.save(sheet)
    return {}


KINDS: Mapping[str, Perform] = {
    "addDimensionGroup": add_dimension_group,
    "deleteDimensionGroup": delete_dimension_group,
    "updateDimensionGroup": update_dimension_group,
}
