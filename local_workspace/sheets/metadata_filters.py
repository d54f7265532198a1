"""Which developer metadata a DataFilter selects
(developers.google.com/workspace/sheets/api/reference/rest/v4/DataFilter).
"""

from __future__ import annotations

from collections.abc import Iterable

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets import metadata
from local_workspace.sheets.a1 import parse
from local_workspace.sheets.areas import Area, area_of, whole
from local_workspace.sheets.book import Book

EXACT, INTERSECTING = "EXACT_LOCATION", "INTERSECTING_LOCATION"
UNSPECIFIED = frozenset({"", "DEVELOPER_METADATA_LOCATION_TYPE_UNSPECIFIED", "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED"})
SAME = ("metadataId", "metadataKey", "metadataValue", "visibility")


def selected(book: Book, filters: Iterable[Json]) -> list[Json]:
    """Every DeveloperMetadata that any of some filters selects, by id."""
    filters = list(filters)
    if not filters:
        raise BadRequest("Must specify at least one data filter.")
    return [one for one in metadata.select(book) if any(selects(book, given, one) for given in filters)]


def selects(book: Book, given: Json, one: Json) -> bool:
    """Whether a filter selects a metadata: by its own fields, or because its row, column or sheet meets a range."""
    if "developerMetadataLookup" in given:
        return _looked_up(book, given["developerMetadataLookup"], one)
    if "gridRange" not in given and "a1Range" not in given:
        raise BadRequest("A data filter must say what it selects.")
    where = area_of(book, given["gridRange"]) if "gridRange" in given else parse(book, given["a1Range"])
    place = area_at(book, one["location"])
    return place is not None and where.clipped().meets(place)


def _looked_up(book: Book, lookup: Json, one: Json) -> bool:
    for name in SAME:
        if lookup.get(name, "") not in UNSPECIFIED and lookup[name] != one.get(name):
            return False
    if lookup.get("locationType", "") not in UNSPECIFIED and lookup["locationType"] != one["location"]["locationType"]:
        return False
    if "metadataLocation" not in lookup:
        if lookup.get("locationMatchingStrategy") in (EXACT, INTERSECTING):
            raise BadRequest("locationMatchingStrategy requires a metadataLocation.")
        return True
    wanted, own = metadata.place_of(book, lookup["metadataLocation"]), metadata.place_of(book, one["location"])
    if lookup.get("locationMatchingStrategy") == EXACT or wanted == own:
        return wanted == own
    here, there = area_at(book, lookup["metadataLocation"]), area_at(book, one["location"])
    return here is None or (there is not None and here.meets(there))


def area_at(book: Book, location: Json) -> Area | None:
    """The cells that a location is about; None for the whole spreadsheet."""
    sheet_id, dimension, place = metadata.place_of(book, location)
    if sheet_id is None:
        return None
    sheet = book.sheet(sheet_id)
    if dimension is None or place is None:
        return whole(sheet)
    if dimension == "ROWS":
        return Area(sheet, place, 0, place + 1, sheet.columns)
    return Area(sheet, 0, place, sheet.rows, place + 1)
