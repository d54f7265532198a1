"""The overview's requests: room for any number of schools, charts made once and kept up afterwards, nothing red."""

from __future__ import annotations

import colorsys
from itertools import pairwise

import pytest

from service.google.overview_sheet import COLOURS, DRIVER_CHART, OVERVIEW, STATUS_CHART, TOP, requests_for
from service.policy.overview import Overview
from service.policy.sheet_template import OverviewTemplate

TEMPLATE = OverviewTemplate("Overview", "As of", "Statuses", "Drivers", ("Read me",))
FRESH = {"sheets": [{"properties": {"sheetId": 0}}]}
MADE = {
    "sheets": [
        {"properties": {"sheetId": OVERVIEW}, "charts": [{"chartId": STATUS_CHART}, {"chartId": DRIVER_CHART}]},
        {"properties": {"sheetId": 7102}},
    ],
    "namedRanges": [{"namedRangeId": TOP, "range": {"sheetId": OVERVIEW}}],
}


def of_schools(count: int) -> Overview:
    rows = [[f"School {number}", "1", "2"] for number in range(count)]
    return Overview([["School", "not started", "drafting"], *rows], [["School", "Equity", "no driver yet"], *rows])


@pytest.mark.parametrize("schools", [1, 8, 100, 300])
def test_every_cell_and_chart_is_within_the_rows_that_are_asked_for(schools: int) -> None:
    requests = requests_for(TEMPLATE, of_schools(schools), "As of", FRESH)
    [height] = [
        one["updateSheetProperties"]["properties"]["gridProperties"]["rowCount"]
        for one in requests
        if "updateSheetProperties" in one
    ]
    for one in requests:
        cells = one.get("updateCells")
        if cells and cells["start"]["sheetId"] == OVERVIEW:
            assert cells["start"]["rowIndex"] + len(cells["rows"]) <= height
        chart = one.get("addChart")
        if chart:
            assert chart["chart"]["position"]["overlayPosition"]["anchorCell"]["rowIndex"] < height


def test_the_two_tables_do_not_meet() -> None:
    requests = requests_for(TEMPLATE, of_schools(40), "As of", FRESH)
    spans = [
        (one["updateCells"]["start"]["rowIndex"], one["updateCells"]["start"]["rowIndex"] + len(one["updateCells"]["rows"]))
        for one in requests
        if "updateCells" in one and one["updateCells"]["start"]["sheetId"] == OVERVIEW
    ]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_what_is_there_is_kept_up_and_not_made_again() -> None:
    kinds = [next(iter(one)) for one in requests_for(TEMPLATE, of_schools(3), "As of", MADE)]
    assert kinds.count("updateChartSpec") == 2
    assert not {"addChart", "addSheet", "addNamedRange", "deleteSheet"} & set(kinds)


def test_a_range_that_points_elsewhere_is_put_back() -> None:
    astray = {**MADE, "namedRanges": [{"namedRangeId": TOP, "range": {"sheetId": 7102}}]}
    kinds = [next(iter(one)) for one in requests_for(TEMPLATE, of_schools(3), "As of", astray)]
    assert kinds[:2] == ["deleteNamedRange", "addNamedRange"]


@pytest.mark.parametrize("colour", COLOURS)
def test_no_series_is_red(colour: str) -> None:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    assert saturation < 0.2 or 20 / 360 < hue < 330 / 360
