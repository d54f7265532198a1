"""Banded ranges (developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#bandingproperties). The refusals'
sentences have no outside witness."""

from __future__ import annotations

from typing import Any

import pytest

HEAD, ONE, TWO, FOOT = {"red": 1}, {"green": 1}, {"blue": 1}, {"red": 1, "blue": 1}
BANDS = {"firstBandColor": ONE, "secondBandColor": TWO}
WHITE = {"red": 1, "green": 1, "blue": 1}
RANGE = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 3}


@pytest.fixture
def filled(book: Any) -> Any:
    book.put("A1:D5", *[["x"] * 4 for _ in range(5)])
    return book


def add(book: Any, **given: Any) -> Any:
    [answer] = book.do({"addBanding": {"bandedRange": {"range": RANGE, **given}}})
    return answer["addBanding"]["bandedRange"]


def shades(book: Any, *cells: str) -> list[Any]:
    return [book.cell(one)["effectiveFormat"]["backgroundColor"] for one in cells]


def test_rows_take_turns_below_a_header_and_above_a_footer(filled: Any) -> None:
    """headerColor: "the first row … is filled with this color and the colors alternate … starting from the second row"."""
    made = add(filled, rowProperties={**BANDS, "headerColor": HEAD, "footerColor": FOOT})
    assert made["bandedRangeId"] > 0
    assert made["rowProperties"]["headerColorStyle"] == {"rgbColor": HEAD}
    assert shades(filled, "A1", "B2", "C3", "A4", "A5", "D2") == [HEAD, ONE, TWO, FOOT, WHITE, WHITE]


def test_without_a_header_the_first_row_is_the_first_band(filled: Any) -> None:
    """ "Otherwise, the first row or column is filled with first_band_color"; and so the last without a footer."""
    add(filled, rowProperties=BANDS)
    assert shades(filled, "A1", "A2", "A3", "A4") == [ONE, TWO, ONE, TWO]


def test_of_rows_and_columns_the_better_rank_wins_and_then_rows(filled: Any) -> None:
    """ "the first row color takes priority over the first column color, but the first column color takes priority over the second
    row color … the column header takes priority over the first row color if the row header is not set." """
    columns = {"firstBandColor": {"red": 0.2}, "secondBandColor": {"red": 0.4}, "headerColor": {"red": 0.6}}
    add(filled, rowProperties=BANDS, columnProperties=columns)
    found = [round(one.get("red", 0), 1) or one for one in shades(filled, "A1", "B1", "B2", "C2")]
    assert found == [0.6, ONE, 0.2, TWO]


def test_a_cells_own_colour_stays(filled: Any) -> None:
    own = {"userEnteredFormat": {"backgroundColor": FOOT}}
    where = {**RANGE, "endRowIndex": 1}
    filled.do({"repeatCell": {"range": where, "cell": own, "fields": "userEnteredFormat.backgroundColor"}})
    add(filled, rowProperties=BANDS)
    assert shades(filled, "A1", "A2") == [FOOT, TWO]


def test_bands_are_changed_moved_and_deleted(filled: Any) -> None:
    made = add(filled, rowProperties=BANDS)
    changed = {"bandedRangeId": made["bandedRangeId"], "rowProperties": {"firstBandColor": FOOT}}
    filled.do(
        {"updateBanding": {"bandedRange": changed, "fields": "rowProperties.firstBandColorStyle,rowProperties.firstBandColor"}}
    )
    assert shades(filled, "A1", "A2") == [FOOT, TWO]
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    filled.do({"insertDimension": {"range": rows, "inheritFromBefore": False}})
    [there] = filled.facts()["sheets"][0]["bandedRanges"]
    assert (there["range"]["startRowIndex"], there["range"]["endRowIndex"]) == (1, 5)
    filled.do({"deleteBanding": {"bandedRangeId": made["bandedRangeId"]}})
    assert "bandedRanges" not in filled.facts()["sheets"][0]
    assert shades(filled, "A2") == [WHITE]


def test_two_bandings_do_not_overlap_and_both_band_colours_are_needed(filled: Any) -> None:
    """firstBandColorStyle and secondBandColorStyle are "(Required)"; "At least one of row_properties or column_properties"."""
    made = add(filled, rowProperties=BANDS)
    with pytest.raises(Exception, match="400.*already has alternating colors"):
        add(filled, rowProperties=BANDS)
    with pytest.raises(Exception, match=r"400.*already exists"):
        add(filled, rowProperties=BANDS, bandedRangeId=made["bandedRangeId"])
    with pytest.raises(Exception, match="400.*secondBandColorStyle must be specified"):
        add(filled, rowProperties={"firstBandColor": ONE})
    with pytest.raises(Exception, match="400.*at least one of rowProperties"):
        add(filled)
    with pytest.raises(Exception, match="400.*No banded range with id: 1"):
        filled.do({"deleteBanding": {"bandedRangeId": 1}})
