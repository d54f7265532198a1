"""Banded ranges: added, changed and deleted
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#addbandingrequest). The refusals' sentences
have no outside witness.
"""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets import parts
from local_workspace.sheets.areas import area_of, bounded
from local_workspace.sheets.banding import BANDED, COLUMNS, ROWS
from local_workspace.sheets.book import Book
from local_workspace.sheets.colours import with_both
from local_workspace.sheets.field_masks import patched, wanted
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.resource import as_shown

ID, MISSING = "bandedRangeId", "No banded range with id: {}"
NEEDED = ("firstBandColorStyle", "secondBandColorStyle")


def add_banding(book: Book, request: Json) -> Json:
    given = request.get("bandedRange", {})
    own_id = parts.free(book, BANDED, ID, given.get(ID), "A banded range with the ID {} already exists.")
    made = _sound(book, {**given, ID: own_id})
    parts.add(book, book.sheet(made["range"]["sheetId"]), BANDED, made)
    return {"addBanding": {"bandedRange": as_shown(made)}}


def update_banding(book: Book, request: Json) -> Json:
    given = request.get("bandedRange", {})
    mask = wanted(request, "BandedRange")
    sheet, one = parts.find(book, BANDED, ID, given.get(ID), MISSING)
    changed = _sound(book, {**patched(one, with_both(given), mask), ID: one[ID]})
    parts.remove(book, sheet, BANDED, one)
    parts.add(book, book.sheet(changed["range"]["sheetId"]), BANDED, changed)
    return {}


def delete_banding(book: Book, request: Json) -> Json:
    sheet, one = parts.find(book, BANDED, ID, request.get(ID), MISSING)
    parts.remove(book, sheet, BANDED, one)
    return {}


def _sound(book: Book, given: Json) -> Json:
    """A banded range as it is kept. Raises BadRequest."""
    made = with_both(parts.with_sheet_ids({"range": {}, **given}))
    if not made.get(ROWS) and not made.get(COLUMNS):
        raise BadRequest("Must specify at least one of rowProperties or columnProperties.")
    for name in (ROWS, COLUMNS):
        for needed in NEEDED if made.get(name) else ():
            if needed not in made[name]:
                raise BadRequest(f"{name}.{needed} must be specified.")
    made["range"] = bounded(book, made["range"])
    area = area_of(book, made["range"])
    for other in area.sheet.parts.get(BANDED, []):
        if other[ID] != made[ID] and area_of(book, other["range"]).meets(area):
            raise BadRequest("You cannot add alternating colors to a range that already has alternating colors.")
    return {name: one for name, one in made.items() if one not in ({}, None)}


KINDS: Mapping[str, Perform] = {"addBanding": add_banding, "deleteBanding": delete_banding, "updateBanding": update_banding}
