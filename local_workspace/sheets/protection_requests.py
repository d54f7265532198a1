"""Protected ranges and data validation."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets import parts, protection, validation
from local_workspace.sheets.areas import area_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.field_masks import patched, wanted
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.resource import as_shown
from local_workspace.sheets.rows import Cells

PART, ID, MISSING = "protectedRanges", "protectedRangeId", "No protected range with id: {}"


def add_protected_range(book: Book, request: Json) -> Json:
    """Protect a range, or a sheet but for some ranges. Who adds it may always edit it (gspread's recordings)."""
    given = _cleaned(parts.with_sheet_ids(request.get("protectedRange", {})))
    area = area_of(book, protection.range_in(book, {"range": {}, **given}))
    taken = "A protected range with the ID {} already exists."
    made = {ID: parts.free(book, PART, ID, given.get(ID), taken), **{name: one for name, one in given.items() if name != ID}}
    if "range" not in made and "namedRangeId" not in made and "tableId" not in made:
        made["range"] = {"sheetId": 0}
    kept = {**made, "editors": _with_caller(book, made.get("editors", {}))}
    parts.add(book, area.sheet, PART, kept)
    return {
        "addProtectedRange": {
            "protectedRange": as_shown({**made, "editors": made.get("editors", {}), "requestingUserCanEdit": True})
        }
    }


def _cleaned(given: Json) -> Json:
    """What says nothing is left out: false, empty texts and lists."""
    out = {name: one for name, one in given.items() if one not in (False, "", []) and name != "requestingUserCanEdit"}
    if "editors" in out:
        out["editors"] = {name: one for name, one in out["editors"].items() if one}
    return out


def _with_caller(book: Book, editors: Json) -> Json:
    users = [one.lower() for one in editors.get("users", [])]
    mine = [] if not book.caller or book.caller in users else [book.caller]
    return {**editors, "users": [*mine, *users]}


def update_protected_range(book: Book, request: Json) -> Json:
    given = parts.with_sheet_ids(request.get("protectedRange", {}))
    mask = wanted(request, "ProtectedRange")
    sheet, one = parts.find(book, PART, ID, given.get(ID), MISSING)
    if not protection.may_edit(book, {**one, "warningOnly": False}):
        raise BadRequest(protection.REFUSED)
    changed = _cleaned({**patched(one, given, mask), ID: one[ID]})
    changed["editors"] = _with_caller(book, changed.get("editors", {}))
    area = area_of(book, protection.range_in(book, changed))
    parts.remove(book, sheet, PART, one)
    parts.add(book, area.sheet, PART, changed)
    return {}


def delete_protected_range(book: Book, request: Json) -> Json:
    sheet, one = parts.find(book, PART, ID, request.get(ID), MISSING)
    if not protection.may_edit(book, {**one, "warningOnly": False}):
        raise BadRequest(protection.REFUSED)
    parts.remove(book, sheet, PART, one)
    return {}


def set_data_validation(book: Book, request: Json) -> Json:
    """A rule on every cell of a range; without one, the range's rules are cleared."""
    area = area_of(book, request.get("range", {})).clipped()
    protection.guard(book, area)
    rule = validation.kept(book, request["rule"]) if request.get("rule") else None

    def ruled(cells: Cells) -> Cells:
        for column in area.columns:
            kept = {name: one for name, one in cells.get(column, {}).items() if name != "dataValidation"}
            cells[column] = {**kept, "dataValidation": rule} if rule else kept
        return cells

    there = [number for number, _ in book.kept_rows(area.sheet, area.top, area.bottom)]
    book.rewrite(area.sheet, area.rows if rule else there, ruled)
    return {}


KINDS: Mapping[str, Perform] = {
    "addProtectedRange": add_protected_range,
    "deleteProtectedRange": delete_protected_range,
    "setDataValidation": set_data_validation,
    "updateProtectedRange": update_protected_range,
}
