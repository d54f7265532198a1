"""The trust's overview as a spreadsheet: two tables and a chart of each, written anew in one batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.google.sheet_structure import READ_ME, READ_ME_TITLE, TOP, Request
from service.policy.overview import Overview
from service.policy.sheet_template import OverviewTemplate

OVERVIEW, STATUS_CHART, DRIVER_CHART = 7201, 7301, 7302
HEIGHT, WIDTH = 200, 12
"""The cells that are the service's own here, at least."""
CHART_ROWS = 22
"""How many rows a chart is tall."""
COLOURS = ("#9fb9ae", "#6f9f8d", "#f2c37e", "#3f7f6b", "#1f5c4d", "#12382f", "#8a8f98")
"""Of the series, in order. None of them is red, and the legend says what each is."""
BOLD: Request = {"userEnteredFormat": {"textFormat": {"bold": True}}}


def requests_for(template: OverviewTemplate, overview: Overview, as_of: str, has: Mapping[str, Any]) -> list[Request]:
    """Everything that makes the tab what it should be. has: spreadsheets.get with sheets' ids, charts' ids and named ranges."""
    sheets = {one["properties"].get("sheetId", 0): one for one in has["sheets"]}
    charts = {one["chartId"] for one in sheets.get(OVERVIEW, {}).get("charts", ())}
    named = {one["namedRangeId"]: one["range"].get("sheetId", 0) for one in has.get("namedRanges", ())}
    out = list(_tab(template, sheets, named))
    height = max(HEIGHT, 2 * CHART_ROWS + len(overview.statuses) + len(overview.drivers))
    room = {"sheetId": OVERVIEW, "gridProperties": {"rowCount": height}}
    out.append({"updateSheetProperties": {"properties": room, "fields": "gridProperties.rowCount"}})
    whole = {"sheetId": OVERVIEW, "startRowIndex": 0, "endRowIndex": height, "startColumnIndex": 0, "endColumnIndex": WIDTH}
    out.append({"repeatCell": {"range": whole, "cell": {}, "fields": "userEnteredValue,userEnteredFormat.textFormat.bold"}})
    out.append(_text(0, as_of, {}))
    row = 2
    tables = ((template.statuses, overview.statuses, STATUS_CHART), (template.drivers, overview.drivers, DRIVER_CHART))
    for title, table, chart in tables:
        out.append(_text(row, title, BOLD))
        out.append(_table(row + 1, table))
        out.append(_chart(chart, title, row + 1, table, new=chart not in charts))
        row += max(len(table) + 3, CHART_ROWS)
    return out


def _tab(template: OverviewTemplate, sheets: Mapping[int, Any], named: Mapping[str, int]) -> Iterator[Request]:
    if OVERVIEW in sheets and named.get(TOP) == OVERVIEW:
        return
    if OVERVIEW not in sheets:
        grid = {"rowCount": HEIGHT, "columnCount": WIDTH + 12, "frozenRowCount": 1}
        yield {"addSheet": {"properties": {"sheetId": OVERVIEW, "title": template.title, "index": 0, "gridProperties": grid}}}
        where = {"sheetId": OVERVIEW, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
        yield {"updateDimensionProperties": {"range": where, "properties": {"pixelSize": 320}, "fields": "pixelSize"}}
        beneath = {"sheetId": OVERVIEW, "startRowIndex": 1, "endRowIndex": HEIGHT, "startColumnIndex": 0, "endColumnIndex": WIDTH}
        look = {"userEnteredFormat": {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}}
        fields = "userEnteredFormat(wrapStrategy,verticalAlignment)"
        yield {"repeatCell": {"range": beneath, "cell": look, "fields": fields}}
    if TOP in named:
        yield {"deleteNamedRange": {"namedRangeId": TOP}}
    area = {"sheetId": OVERVIEW, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    yield {"addNamedRange": {"namedRange": {"namedRangeId": TOP, "name": TOP, "range": area}}}
    if READ_ME not in sheets:
        grid = {"rowCount": len(template.read_me) + 5, "columnCount": 1}
        yield {"addSheet": {"properties": {"sheetId": READ_ME, "title": READ_ME_TITLE, "gridProperties": grid}}}
        rows = [{"values": [_cell(line)]} for line in template.read_me]
        start = {"sheetId": READ_ME, "rowIndex": 0, "columnIndex": 0}
        yield {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}
    if 0 in sheets and len(sheets) == 1:
        yield {"deleteSheet": {"sheetId": 0}}


def _text(row: int, text: str, look: Request) -> Request:
    start = {"sheetId": OVERVIEW, "rowIndex": row, "columnIndex": 0}
    fields = "userEnteredValue,userEnteredFormat.textFormat.bold"
    return {"updateCells": {"start": start, "rows": [{"values": [{**_cell(text), **look}]}], "fields": fields}}


def _table(row: int, table: Sequence[Sequence[str]]) -> Request:
    """Headings bold, names as text, counts as numbers, for a chart draws nothing else."""
    head = {"values": [{**_cell(text), **BOLD} for text in table[0]]}
    rows = [{"values": [_cell(one[0]), *(_number(count) for count in one[1:])]} for one in table[1:]]
    start = {"sheetId": OVERVIEW, "rowIndex": row, "columnIndex": 0}
    fields = "userEnteredValue,userEnteredFormat.textFormat.bold"
    return {"updateCells": {"start": start, "rows": [head, *rows], "fields": fields}}


def _cell(text: str) -> Request:
    return {"userEnteredValue": {"stringValue": text}}


def _number(count: str) -> Request:
    return {"userEnteredValue": {"numberValue": int(count)}}


def _chart(chart: int, title: str, row: int, table: Sequence[Sequence[str]], *, new: bool) -> Request:
    """Stacked bars beside a table, one for each school."""

    def column(at: int) -> Request:
        source = {"sheetId": OVERVIEW, "startRowIndex": row, "endRowIndex": row + len(table)}
        return {"sourceRange": {"sources": [{**source, "startColumnIndex": at, "endColumnIndex": at + 1}]}}

    series = [
        {"series": column(at), "targetAxis": "BOTTOM_AXIS", "colorStyle": {"rgbColor": _rgb(COLOURS[(at - 1) % len(COLOURS)])}}
        for at in range(1, len(table[0]))
    ]
    spec = {
        "title": title,
        "altText": f"{title}: the table beside this chart says the same in numbers.",
        "basicChart": {
            "chartType": "BAR",
            "stackedType": "STACKED",
            "legendPosition": "BOTTOM_LEGEND",
            "domains": [{"domain": column(0)}],
            "series": series,
            "headerCount": 1,
        },
    }
    if not new:
        return {"updateChartSpec": {"chartId": chart, "spec": spec}}
    anchor = {"sheetId": OVERVIEW, "rowIndex": row, "columnIndex": WIDTH - 2}
    return {"addChart": {"chart": {"chartId": chart, "spec": spec, "position": {"overlayPosition": {"anchorCell": anchor}}}}}


def _rgb(colour: str) -> Mapping[str, float]:
    """``#ff8000`` → Google's three parts from 0 to 1."""
    parts = zip(("red", "green", "blue"), (colour[1:3], colour[3:5], colour[5:7]), strict=True)
    return {name: round(int(part, 16) / 255, 3) for name, part in parts}
