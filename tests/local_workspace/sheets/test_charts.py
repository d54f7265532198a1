"""Charts, as developers.google.com/workspace/sheets/api/samples/charts adds, edits, moves and deletes them.

The refusals' sentences have no outside witness.
"""

from __future__ import annotations

from typing import Any

import pytest

SPEC = {
    "title": "Model Q1 Sales",
    "basicChart": {
        "chartType": "COLUMN",
        "legendPosition": "BOTTOM_LEGEND",
        "axis": [{"position": "BOTTOM_AXIS", "title": "Model Numbers"}, {"position": "LEFT_AXIS", "title": "Sales"}],
        "domains": [
            {
                "domain": {
                    "sourceRange": {
                        "sources": [
                            {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 7, "startColumnIndex": 0, "endColumnIndex": 1}
                        ]
                    }
                }
            }
        ],
        "series": [
            {
                "series": {
                    "sourceRange": {
                        "sources": [
                            {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 7, "startColumnIndex": 1, "endColumnIndex": 2}
                        ]
                    }
                },
                "targetAxis": "LEFT_AXIS",
            }
        ],
        "headerCount": 1,
    },
}


@pytest.fixture
def book(tess: Any) -> str:
    made = tess("sheets.spreadsheets.create", {"properties": {"title": "Sales"}})
    return str(made["spreadsheetId"])


def batch(tess: Any, book: str, *requests: Any) -> list[Any]:
    replies: list[Any] = tess("sheets.spreadsheets.batchUpdate", {"requests": list(requests)}, spreadsheetId=book)["replies"]
    return replies


def charts(tess: Any, book: str) -> list[Any]:
    found: list[Any] = tess("sheets.spreadsheets.get", spreadsheetId=book)["sheets"][0].get("charts", [])
    return found


def test_a_chart_over_cells_has_the_size_that_the_reference_gives(tess: Any, book: str) -> None:
    """OverlayPosition: the width defaults to 600 pixels, the height to 371."""
    anchor = {"sheetId": 0, "rowIndex": 2, "columnIndex": 3}
    [reply] = batch(tess, book, {"addChart": {"chart": {"spec": SPEC, "position": {"overlayPosition": {"anchorCell": anchor}}}}})
    made = reply["addChart"]["chart"]
    assert isinstance(made["chartId"], int)
    assert made["spec"]["title"] == "Model Q1 Sales"
    [domain] = made["spec"]["basicChart"]["domains"]
    [source] = domain["domain"]["sourceRange"]["sources"]
    assert (source["startRowIndex"], source["endRowIndex"], source["endColumnIndex"]) == (0, 7, 1)
    assert (made["position"]["overlayPosition"]["widthPixels"], made["position"]["overlayPosition"]["heightPixels"]) == (600, 371)
    assert charts(tess, book) == [made]


def test_an_id_that_is_asked_for_is_given_once(tess: Any, book: str) -> None:
    asked = {"addChart": {"chart": {"chartId": 77, "spec": SPEC, "position": {"overlayPosition": {}}}}}
    assert batch(tess, book, asked)[0]["addChart"]["chart"]["chartId"] == 77
    with pytest.raises(Exception, match="77"):
        batch(tess, book, asked)
    assert len(charts(tess, book)) == 1


def test_a_spec_is_replaced_as_a_whole(tess: Any, book: str) -> None:
    batch(tess, book, {"addChart": {"chart": {"chartId": 7, "spec": SPEC, "position": {"overlayPosition": {}}}}})
    other = {"basicChart": {**SPEC["basicChart"], "chartType": "BAR"}}
    assert batch(tess, book, {"updateChartSpec": {"chartId": 7, "spec": other}}) == [{}]
    [chart] = charts(tess, book)
    assert (chart["spec"].get("title"), chart["spec"]["basicChart"]["chartType"]) == (None, "BAR")


def test_a_chart_is_moved_by_the_fields_that_are_named_and_deleted(tess: Any, book: str) -> None:
    batch(tess, book, {"addChart": {"chart": {"chartId": 7, "spec": SPEC, "position": {"overlayPosition": {}}}}})
    new = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 9, "columnIndex": 1}}}
    [reply] = batch(
        tess, book, {"updateEmbeddedObjectPosition": {"objectId": 7, "newPosition": new, "fields": "overlayPosition.anchorCell"}}
    )
    moved = reply["updateEmbeddedObjectPosition"]["position"]["overlayPosition"]
    assert (moved["anchorCell"]["rowIndex"], moved["widthPixels"]) == (9, 600)
    assert batch(tess, book, {"deleteEmbeddedObject": {"objectId": 7}}) == [{}]
    assert charts(tess, book) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"addChart": {"chart": {"spec": {"title": "None"}, "position": {"overlayPosition": {}}}}},
        {"updateChartSpec": {"chartId": 5, "spec": SPEC}},
        {"deleteEmbeddedObject": {"objectId": 5}},
        {"updateEmbeddedObjectPosition": {"objectId": 5, "newPosition": {}, "fields": "*"}},
    ],
)
def test_what_is_not_there_or_no_chart_is_refused_and_nothing_is_done(tess: Any, book: str, wrong: Any) -> None:
    good = {"addChart": {"chart": {"chartId": 7, "spec": SPEC, "position": {"overlayPosition": {}}}}}
    with pytest.raises(Exception, match=r"400: Invalid requests\[1\]"):
        batch(tess, book, good, wrong)
    assert charts(tess, book) == []


def add(tess: Any, book: str, position: Any) -> Any:
    return batch(tess, book, {"addChart": {"chart": {"spec": SPEC, "position": position}}})[0]["addChart"]["chart"]


def sheets(tess: Any, book: str) -> list[Any]:
    found: list[Any] = tess("sheets.spreadsheets.get", spreadsheetId=book)["sheets"]
    return found


def test_a_chart_has_a_sheet_of_its_own_which_goes_with_it(tess: Any, book: str) -> None:
    """EmbeddedObjectPosition.newSheet: "put on a new sheet whose ID is chosen for you"; SheetType OBJECT: "has no grid and
    instead has an object like a chart or image"."""
    made = add(tess, book, {"newSheet": True})
    [own, grid] = sheets(tess, book)
    assert made["position"] == {"sheetId": own["properties"]["sheetId"]}
    assert (own["properties"]["sheetType"], grid["properties"]["sheetType"]) == ("OBJECT", "GRID")
    assert "gridProperties" not in own["properties"]
    title = own["properties"]["title"]
    for where in (f"{title}!A1", title):
        with pytest.raises(Exception, match="400: Unable to parse range"):
            tess("sheets.spreadsheets.values.get", spreadsheetId=book, range=where)
    cell = {"range": {"sheetId": own["properties"]["sheetId"]}, "cell": {"note": "x"}, "fields": "note"}
    with pytest.raises(Exception, match="400.*No grid with id"):
        batch(tess, book, {"repeatCell": cell})
    tess("sheets.spreadsheets.values.update", {"values": [["x"]]}, spreadsheetId=book, range="A1", valueInputOption="RAW")
    batch(tess, book, {"deleteEmbeddedObject": {"objectId": made["chartId"]}})
    assert [one["properties"]["sheetType"] for one in sheets(tess, book)] == ["GRID"]


def test_a_chart_moves_to_a_sheet_of_its_own_and_back(tess: Any, book: str) -> None:
    """updateEmbeddedObjectPosition: "To move it to its own sheet", newSheet."""
    made = add(tess, book, {"overlayPosition": {"anchorCell": {"sheetId": 0}}})
    move = {"objectId": made["chartId"], "newPosition": {"newSheet": True}, "fields": "newSheet"}
    [answer] = batch(tess, book, {"updateEmbeddedObjectPosition": move})
    assert answer["updateEmbeddedObjectPosition"]["position"]["sheetId"] == sheets(tess, book)[0]["properties"]["sheetId"]
    back = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 3}}}
    batch(tess, book, {"updateEmbeddedObjectPosition": {"objectId": made["chartId"], "newPosition": back, "fields": "*"}})
    [only] = sheets(tess, book)
    assert only["charts"][0]["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 3
    with pytest.raises(Exception, match=r"400.*position\.sheetId cannot be set"):
        add(tess, book, {"sheetId": 5})


def test_a_chart_has_a_border_of_a_colour(tess: Any, book: str) -> None:
    made = add(tess, book, {"overlayPosition": {}})
    request = {"objectId": made["chartId"], "border": {"colorStyle": {"rgbColor": {"red": 1}}}, "fields": "colorStyle"}
    batch(tess, book, {"updateEmbeddedObjectBorder": request})
    assert charts(tess, book)[0]["border"]["colorStyle"] == {"rgbColor": {"red": 1}}
    with pytest.raises(Exception, match="400.*No embedded object with ID: 1"):
        batch(tess, book, {"updateEmbeddedObjectBorder": {**request, "objectId": 1}})
