"""Filters and filter views, slicers, and sorting."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets import filtering, parts
from local_workspace.sheets.areas import area_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.colours import with_both
from local_workspace.sheets.field_masks import patched, wanted
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.resource import as_shown
from local_workspace.sheets.sorting import sort_rows

VIEWS, VIEW_ID, NO_VIEW = "filterViews", "filterViewId", "No filter view with id: {}"
SLICERS, SLICER_ID, NO_SLICER = "slicers", "slicerId", "No slicer with id: {}"


def set_basic_filter(book: Book, request: Json) -> Json:
    """A sheet has one filter at most: this one takes its place."""
    given = filtering.kept(book, parts.with_sheet_ids(request.get("filter", {})))
    sheet = area_of(book, given["range"]).sheet
    sheet.parts["basicFilter"] = given
    book.save(sheet)
    filtering.apply(book, sheet, given)
    return {}


def clear_basic_filter(book: Book, request: Json) -> Json:
    sheet = book.sheet(request.get("sheetId", 0))
    sheet.parts.pop("basicFilter", None)
    book.save(sheet)
    filtering.show_all(book, sheet)
    return {}


def add_filter_view(book: Book, request: Json) -> Json:
    """A filter of one's own: it is kept, and hides nothing from others."""
    given = filtering.kept(book, parts.with_sheet_ids(request.get("filter", {})))
    sheet = area_of(book, given["range"]).sheet
    own_id = parts.free(book, VIEWS, VIEW_ID, given.get(VIEW_ID), "A filter view with the ID {} already exists.")
    title = given.get("title") or _free_title(sheet.parts.get(VIEWS, []))
    made = {**given, VIEW_ID: own_id, "title": title}
    parts.add(book, sheet, VIEWS, made)
    return {"addFilterView": {"filter": as_shown(made)}}


def _free_title(views: list[Json]) -> str:
    taken = {one.get("title") for one in views}
    return next(f"Filter {number}" for number in range(1, len(views) + 2) if f"Filter {number}" not in taken)


def update_filter_view(book: Book, request: Json) -> Json:
    given = parts.with_sheet_ids(request.get("filter", {}))
    mask = wanted(request, "FilterView")
    _, one = parts.find(book, VIEWS, VIEW_ID, given.get(VIEW_ID), NO_VIEW)
    before = {name: value for name, value in one.items() if not _replaced(name, mask, given)}
    changed = filtering.kept(book, {**patched(before, given, mask), VIEW_ID: one[VIEW_ID]})
    one.clear()
    one.update(changed)
    book.save(area_of(book, one["range"]).sheet)
    return {}


def _replaced(name: str, mask: Mapping[str, object], given: Json) -> bool:
    """Criteria and filterSpecs are two forms of one thing: setting either replaces both."""
    both = ("criteria", "filterSpecs")
    return name in both and ("*" in mask or any(one in mask for one in both) or any(one in given for one in both))


def duplicate_filter_view(book: Book, request: Json) -> Json:
    sheet, one = parts.find(book, VIEWS, VIEW_ID, request.get("filterId"), NO_VIEW)
    made = {**copy.deepcopy(one), VIEW_ID: book.new_id(), "title": f"Copy of {one['title']}"}
    parts.add(book, sheet, VIEWS, made)
    return {"duplicateFilterView": {"filter": as_shown(made)}}


def delete_filter_view(book: Book, request: Json) -> Json:
    sheet, one = parts.find(book, VIEWS, VIEW_ID, request.get("filterId"), NO_VIEW)
    parts.remove(book, sheet, VIEWS, one)
    return {}


def sort_range(book: Book, request: Json) -> Json:
    if not request.get("sortSpecs"):
        raise BadRequest("At least one sortSpec must be specified.")
    sort_rows(book, area_of(book, request.get("range", {})), request["sortSpecs"])
    return {}


def add_slicer(book: Book, request: Json) -> Json:
    given = with_both(parts.with_sheet_ids(request.get("slicer", {})))
    position = given.get("position", {}).get("overlayPosition", {})
    sheet = book.sheet(position.get("anchorCell", given.get("spec", {}).get("dataRange", {})).get("sheetId", 0))
    own_id = parts.free(book, SLICERS, SLICER_ID, given.get(SLICER_ID), "A slicer with the ID {} already exists.")
    placed = {"anchorCell": {"sheetId": sheet.id}, "widthPixels": 200, "heightPixels": 34, **position}
    made = {**given, SLICER_ID: own_id, "position": {"overlayPosition": placed}}
    parts.add(book, sheet, SLICERS, made)
    return {"addSlicer": {"slicer": as_shown(made)}}


def update_slicer_spec(book: Book, request: Json) -> Json:
    mask = wanted(request, "SlicerSpec")
    sheet, one = parts.find(book, SLICERS, SLICER_ID, request.get(SLICER_ID), NO_SLICER)
    one["spec"] = patched(one.get("spec", {}), with_both(parts.with_sheet_ids(request.get("spec", {}))), mask)
    book.save(sheet)
    return {}


KINDS: Mapping[str, Perform] = {
    "addFilterView": add_filter_view,
    "addSlicer": add_slicer,
    "clearBasicFilter": clear_basic_filter,
    "deleteFilterView": delete_filter_view,
    "duplicateFilterView": duplicate_filter_view,
    "setBasicFilter": set_basic_filter,
    "sortRange": sort_range,
    "updateFilterView": update_filter_view,
    "updateSlicerSpec": update_slicer_spec,
}
