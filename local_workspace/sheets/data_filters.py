"""Which cells a DataFilter selects (developers.google.com/workspace/sheets/api/reference/rest/v4/DataFilter): a range, or the
rows, columns and sheets that bear some developer metadata.
"""

from __future__ import annotations

from collections.abc import Iterable

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets import metadata
from local_workspace.sheets.a1 import beyond, parse
from local_workspace.sheets.areas import Area, area_of, range_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.metadata_filters import area_at, selects

KINDS = frozenset({"developerMetadataLookup", "a1Range", "gridRange"})
NOTHING = "Must specify at least one data filter."


def areas(book: Book, given: Json) -> list[Area]:
    """The areas that one filter selects, cut to the grid, in the order of the metadata's ids. Metadata of the whole spreadsheet
    selects none (no source says what it would select)."""
    if not KINDS & given.keys():
        raise BadRequest("A data filter must say what it selects.")
    if len(KINDS & given.keys()) > 1:
        raise BadRequest("A data filter can only specify one kind of filter.")
    if "developerMetadataLookup" not in given:
        return [_on_grid(area_of(book, given["gridRange"]) if "gridRange" in given else parse(book, given["a1Range"]))]
    found = (area_at(book, one["location"]) for one in metadata.select(book) if selects(book, given, one))
    return [one for one in found if one is not None]


def _on_grid(area: Area) -> Area:
    """Cut to the grid. Raises BadRequest where it begins beyond it."""
    if area.top >= area.sheet.rows or area.left >= area.sheet.columns:
        raise beyond(area)
    return area.clipped()


def matched(book: Book, filters: Iterable[Json]) -> list[tuple[Area, list[Json]]]:
    """Each area that any of some filters selects, once, with the filters that select it. Raises BadRequest without filters."""
    filters = list(filters)
    if not filters:
        raise BadRequest(NOTHING)
    found: list[tuple[Area, list[Json]]] = []
    for given in filters:
        for area in areas(book, given):
            known = next((by for other, by in found if range_of(other) == range_of(area)), None)
            if known is None:
                found.append((area, [given]))
            elif given not in known:
                known.append(given)
    return found
