"""Charts: added, specified anew, moved and deleted
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/charts). They are kept, not drawn.
"""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets import parts
from local_workspace.sheets.book import Book
from local_workspace.sheets.colours import with_both
from local_workspace.sheets.field_masks import patched, wanted
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.resource import as_shown
from local_workspace.sheets.sheet import Sheet, new_sheet
from local_workspace.sheets.sheet_requests import insert_at

CHARTS, CHART_ID = "charts", "chartId"
NO_CHART, NO_OBJECT = "No chart with id: {}", "No embedded object with ID: {}"
"""The sentences are ours: no recording of these refusals is at hand."""
SIZE = {"widthPixels": 600, "heightPixels": 371}
"""Where none is said (OverlayPosition, in the reference)."""
TYPES = frozenset(
    {
        "basicChart",
        "bubbleChart",
        "candlestickChart",
        "histogramChart",
        "orgChart",
        "pieChart",
        "scorecardChart",
        "treemapChart",
        "waterfallChart",
    }
)
"""ChartSpec's union: exactly one of them."""


def add_chart(book: Book, request: Json) -> Json:
    given = with_both(parts.with_sheet_ids(request.get("chart", {})))
    own_id = parts.free(book, CHARTS, CHART_ID, given.get(CHART_ID), "A chart with the ID {} already exists.")
    sheet, position = _placed(book, given.get("position", {}))
    border = {"border": given["border"]} if "border" in given else {}
    made = {CHART_ID: own_id, "spec": _sound(given.get("spec", {})), "position": position, **border}
    parts.add(book, sheet, CHARTS, made)
    return {"addChart": {"chart": as_shown(made)}}


def _sound(spec: Json) -> Json:
    named = sorted(TYPES & set(spec))
    if len(named) != 1:
        raise BadRequest("The chart spec must specify exactly one type of chart.")
    return spec


def _placed(book: Book, position: Json) -> tuple[Sheet, Json]:
    """Over the cells of a sheet, or on a sheet of its own, which is made."""
    if position.get("newSheet"):
        return _own_sheet(book)
    if "sheetId" in position:
        raise BadRequest("position.sheetId cannot be set; a sheet of its own is asked for by newSheet.")
    over = position.get("overlayPosition", {})
    anchor = {"sheetId": 0, **over.get("anchorCell", {})}
    sheet = book.sheet(anchor["sheetId"])
    return sheet, {"overlayPosition": {**SIZE, **over, "anchorCell": anchor}}


def _own_sheet(book: Book) -> tuple[Sheet, Json]:
    """A sheet without cells, in front of the others (developers.google.com/workspace/sheets/api/samples/charts). What it is
    called has no outside witness."""
    titles = {one.title.lower() for one in book.sheets()}
    title = next(f"Chart{number}" for number in range(1, len(titles) + 2) if f"chart{number}" not in titles)
    made = new_sheet(book.new_id(), title, 0, {"sheetType": "OBJECT"})
    insert_at(book, made, 0)
    return book.sheet(made.id), {"sheetId": made.id}


def _leave(book: Book, sheet: Sheet) -> None:
    """A sheet that was there for a chart goes with it."""
    if sheet.kind == "OBJECT":
        others = [one for one in book.sheets() if one.id != sheet.id]
        book.remove(sheet)
        book.arrange(others)


def update_border(book: Book, request: Json) -> Json:
    mask = wanted(request, "EmbeddedObjectBorder")
    sheet, one = parts.find(book, CHARTS, CHART_ID, request.get("objectId"), NO_OBJECT)
    one["border"] = with_both(patched(one.get("border", {}), with_both(request.get("border", {})), mask))
    if not one["border"]:
        del one["border"]
    book.save(sheet)
    return {}


def update_chart_spec(book: Book, request: Json) -> Json:
    """The whole spec is another."""
    sheet, one = parts.find(book, CHARTS, CHART_ID, request.get(CHART_ID), NO_CHART)
    one["spec"] = _sound(with_both(parts.with_sheet_ids(request.get("spec", {}))))
    book.save(sheet)
    return {}


def update_position(book: Book, request: Json) -> Json:
    mask = wanted(request, "EmbeddedObjectPosition")
    sheet, one = parts.find(book, CHARTS, CHART_ID, request.get("objectId"), NO_OBJECT)
    position = patched(one["position"], parts.with_sheet_ids(request.get("newPosition", {})), mask)
    there, one["position"] = _placed(book, position)
    if there.id != sheet.id:
        parts.remove(book, sheet, CHARTS, one)
        parts.add(book, there, CHARTS, one)
        _leave(book, sheet)
    book.save(there)
    return {"updateEmbeddedObjectPosition": {"position": as_shown(one["position"])}}


def delete_object(book: Book, request: Json) -> Json:
    """A chart or a slicer."""
    for part, name in ((CHARTS, CHART_ID), ("slicers", "slicerId")):
        for sheet, one in parts.listed(book, part):
            if one.get(name) == request.get("objectId"):
                parts.remove(book, sheet, part, one)
                _leave(book, sheet)
                return {}
    raise BadRequest(NO_OBJECT.format(request.get("objectId")))


KINDS: Mapping[str, Perform] = {
    "addChart": add_chart,
    "deleteEmbeddedObject": delete_object,
    "updateChartSpec": update_chart_spec,
    "updateEmbeddedObjectBorder": update_border,
    "updateEmbeddedObjectPosition": update_position,
}
