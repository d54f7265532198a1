"""Charts: added, specified anew, moved and deleted
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/charts). They are kept, not drawn.
"""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest, NotWritten
from local_workspace.sheets import parts
from local_workspace.sheets.book import Book
from local_workspace.sheets.colours import with_both
from local_workspace.sheets.field_masks import patched, wanted
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.resource import as_shown
from local_workspace.sheets.sheet import Sheet

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
    made = {CHART_ID: own_id, "spec": _sound(given.get("spec", {})), "position": position}
    parts.add(book, sheet, CHARTS, {**made, **({"border": given["border"]} if "border" in given else {})})
    return {"addChart": {"chart": as_shown(made)}}


def _sound(spec: Json) -> Json:
    named = sorted(TYPES & set(spec))
    if len(named) != 1:
        raise BadRequest("The chart spec must specify exactly one type of chart.")
    return spec


def _placed(book: Book, position: Json) -> tuple[Sheet, Json]:
    """Over the cells of a sheet. A chart on a sheet of its own is not built."""
    if position.get("newSheet") or "sheetId" in position:
        raise NotWritten("sheets.spreadsheets.batchUpdate addChart with a sheet of its own")
    over = position.get("overlayPosition", {})
    anchor = {"sheetId": 0, **over.get("anchorCell", {})}
    sheet = book.sheet(anchor["sheetId"])
    return sheet, {"overlayPosition": {**SIZE, **over, "anchorCell": anchor}}


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
    book.save(there)
    return {"updateEmbeddedObjectPosition": {"position": as_shown(one["position"])}}


def delete_object(book: Book, request: Json) -> Json:
    """A chart or a slicer."""
    for part, name in ((CHARTS, CHART_ID), ("slicers", "slicerId")):
        for sheet, one in parts.listed(book, part):
            if one.get(name) == request.get("objectId"):
                parts.remove(book, sheet, part, one)
                return {}
    raise BadRequest(NO_OBJECT.format(request.get("objectId")))


KINDS: Mapping[str, Perform] = {
    "addChart": add_chart,
    "deleteEmbeddedObject": delete_object,
    "updateChartSpec": update_chart_spec,
    "updateEmbeddedObjectPosition": update_position,
}
