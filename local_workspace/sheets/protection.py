"""Protected ranges: who may write where (developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets
#ProtectedRange). One that only warns stops no one.
"""

from __future__ import annotations

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.directory import accounts
from local_workspace.sheets.areas import Area, area_of
from local_workspace.sheets.book import Book

REFUSED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you "
    "need to edit."
)


def guard(book: Book, area: Area) -> None:
    """Raises BadRequest where the caller may not edit all of an area."""
    for one in area.sheet.parts.get("protectedRanges", []):
        if not may_edit(book, one) and _covers(book, one, area):
            raise BadRequest(REFUSED)


def may_edit(book: Book, protected: Json) -> bool:
    """Whether the caller may edit what is protected; a warning lets anyone."""
    if protected.get("warningOnly") or not book.caller:
        return True
    editors = protected.get("editors", {})
    if book.caller in (one.lower() for one in editors.get("users", [])):
        return True
    groups = {one.lower() for one in editors.get("groups", [])}
    if groups and groups & accounts.groups_of(book.workspace, book.caller):
        return True
    domain = book.caller.rpartition("@")[2]
    return bool(editors.get("domainUsersCanEdit")) and domain in accounts.domains(book.workspace)


def _covers(book: Book, protected: Json, area: Area) -> bool:
    where = area_of(book, range_in(book, protected))
    if not area.meets(where):
        return False
    free = [area_of(book, one) for one in protected.get("unprotectedRanges", [])]
    touched = Area(
        area.sheet,
        max(area.top, where.top),
        max(area.left, where.left),
        min(area.bottom, where.bottom),
        min(area.right, where.right),
    )
    return not any(one.holds(touched) for one in free)


def range_in(book: Book, protected: Json) -> Json:
    """The GridRange that is protected, by itself or through a named range or a table."""
    if "range" in protected:
        return dict(protected["range"])
    for name, listed in (("namedRangeId", book.facts.get("namedRanges", [])), ("tableId", _tables(book))):
        if name in protected:
            return next((dict(one["range"]) for one in listed if one.get(name) == protected[name]), {"endRowIndex": 0})
    return {"endRowIndex": 0}


def _tables(book: Book) -> list[Json]:
    return [table for sheet in book.sheets() for table in sheet.parts.get("tables", [])]


def shown(book: Book, protected: Json) -> Json:
    """As Google shows it to the caller: who may edit is for those who may."""
    mine = may_edit(book, protected)
    out = {name: one for name, one in protected.items() if not name.startswith("_") and name != "requestingUserCanEdit"}
    if not mine:
        out.pop("editors", None)
    return {**out, "requestingUserCanEdit": True} if mine else out
