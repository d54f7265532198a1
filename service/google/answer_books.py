"""The workbooks of answers through gspread's HTTP client: two reads to look, one batch to write.

Every value is written as a text that is taken as it is (`stringValue`): an answer that begins with ``=`` stays one.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from gspread.utils import absolute_range_name as quoted

from service.google.connect import Connection
from service.google.sheets import client
from service.reconcile.answer_books import LONGEST, BookTab, Upsert

Json = dict[str, Any]
LOOK = {"fields": "sheets.properties(sheetId,title,gridProperties(rowCount,columnCount))"}
SPARE_ROWS, SPARE_COLUMNS = 100, 3
WIDTH = 180
READABLE = {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}
REST = " … (the rest is in the Form)"


class GoogleAnswerBooks:
    """`service.ports.AnswerBooks` over the Sheets API."""

    def __init__(self, connection: Connection) -> None:
        self._http = client(connection).http_client

    def look(self, file_id: str) -> Mapping[str, BookTab]:
        sheets = [one["properties"] for one in self._http.fetch_sheet_metadata(file_id, LOOK)["sheets"]]
        ranges = [f"{quoted(one['title'])}!{part}" for one in sheets for part in ("1:2", "A:A")]
        answer = self._http.values_batch_get(file_id, ranges)["valueRanges"]
        found = {}
        for place, one in enumerate(sheets):
            tops = [*answer[2 * place].get("values", []), [], []]
            ids = [row[0] if row else "" for row in answer[2 * place + 1].get("values", [])]
            rows = {key: number for number, key in enumerate(ids) if key and number >= 2}
            height = int(one["gridProperties"]["rowCount"])
            found[str(one["title"])] = BookTab(
                int(one["sheetId"]), tuple(tops[0]), tuple(tops[1]), rows, max(len(ids), 2), height
            )
        return found

    def rows(self, file_id: str, title: str) -> Sequence[Mapping[str, str]]:
        table = self._http.values_get(file_id, quoted(title)).get("values", [])
        columns = table[0] if table else []
        return [dict(zip(columns, row, strict=False)) for row in table[2:] if row and row[0]]

    def write(self, file_id: str, looked: Mapping[str, BookTab], upserts: Sequence[Upsert]) -> None:
        requests = [request for one in upserts for request in _requests(looked.get(one.title), one)]
        blank = looked.get("Sheet1")
        if blank and not blank.rows and not blank.columns and any(not one.hidden for one in upserts):
            requests.append({"deleteSheet": {"sheetId": blank.sheet_id}})
        if requests:
            self._http.batch_update(file_id, {"requests": requests})


def _requests(tab: BookTab | None, upsert: Upsert) -> Iterator[Json]:
    """Everything that one tab needs."""
    if tab is None:
        tab = BookTab(_sheet_id(upsert.title))
        yield from _made(tab.sheet_id, upsert)
    columns = [*tab.columns, *(one.id for one in upsert.columns if one.id not in tab.columns)]
    headings = {one.id: one.heading for one in upsert.columns}
    yield from _headings(tab, columns, headings)
    places = {key: tab.rows[key] for key in upsert.rows if key in tab.rows}
    new = [key for key in upsert.rows if key not in tab.rows]
    lacking = tab.end + len(new) - tab.height
    if tab.height > 2 and lacking > 0:
        yield {"appendDimension": {"sheetId": tab.sheet_id, "dimension": "ROWS", "length": lacking + SPARE_ROWS}}
    if new:
        yield _behind(tab, columns, [upsert.rows[key] for key in new])
    for key, cells in upsert.rows.items():
        if key in tab.rows:
            yield from _row(tab.sheet_id, places[key], columns, cells)


def _headings(tab: BookTab, columns: Sequence[str], headings: Mapping[str, str]) -> Iterator[Json]:
    """New columns behind those there are; a heading that reads otherwise now is written anew."""
    new = len(columns) - len(tab.columns)
    if tab.columns and new:
        yield {"appendDimension": {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "length": new}}
    for place, identity in enumerate(columns):
        there = tab.headings[place] if place < len(tab.headings) else None
        if identity in headings and headings[identity] != there:
            yield _cells(tab.sheet_id, 1, place, [headings[identity]])
        if place >= len(tab.columns):
            yield _cells(tab.sheet_id, 0, place, [identity])


def _behind(tab: BookTab, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Json:
    """New rows, all in one request, with their words wrapped."""
    start = {"sheetId": tab.sheet_id, "rowIndex": tab.end, "columnIndex": 0}
    values = [
        {"values": [{**_cell(cells.get(identity, "")), "userEnteredFormat": READABLE} for identity in columns]} for cells in rows
    ]
    fields = "userEnteredValue,userEnteredFormat(wrapStrategy,verticalAlignment)"
    return {"updateCells": {"start": start, "rows": values, "fields": fields}}


def _row(sheet_id: int, row: int, columns: Sequence[str], cells: Mapping[str, str]) -> Iterator[Json]:
    """One request for each run of neighbouring columns; what is in others stays."""
    places = [(place, identity) for place, identity in enumerate(columns) if identity in cells]
    for _, run in groupby(enumerate(places), key=lambda one: one[1][0] - one[0]):
        run_of = [place for _, place in run]
        yield _cells(sheet_id, row, run_of[0][0], [cells[identity] for _, identity in run_of])


def _cells(sheet_id: int, row: int, column: int, texts: Sequence[str]) -> Json:
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": [_cell(text) for text in texts]}], "fields": "userEnteredValue"}}


def _cell(text: str) -> Json:
    """A text is a text, whatever it begins with; an empty one clears the cell."""
    short = text if len(text) <= LONGEST else text[:LONGEST] + REST
    return {"userEnteredValue": {"stringValue": short}} if text else {}


def _made(sheet_id: int, upsert: Upsert) -> Iterator[Json]:
    """A tab with an id of our choosing, so that one asked for twice is refused, not doubled; the row of ids, which is the
    service's, out of sight; headings in bold; words wrapped."""
    grid = {
        "rowCount": len(upsert.rows) + 2 + SPARE_ROWS,
        "columnCount": len(upsert.columns) + SPARE_COLUMNS,
        "frozenRowCount": 2,
        "frozenColumnCount": 0 if upsert.hidden else 2,
    }
    hidden = {"hidden": True} if upsert.hidden else {}
    yield {"addSheet": {"properties": {"sheetId": sheet_id, "title": upsert.title, "gridProperties": grid, **hidden}}}

    rows = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    yield {"updateDimensionProperties": {"range": rows, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}}
    columns = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 0, "endIndex": grid["columnCount"]}
    yield {"updateDimensionProperties": {"range": columns, "properties": {"pixelSize": WIDTH}, "fields": "pixelSize"}}
    for place, column in enumerate(upsert.columns):
        if column.hidden:
            where = {**columns, "startIndex": place, "endIndex": place + 1}
            yield {"updateDimensionProperties": {"range": where, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}}
    look = {"userEnteredFormat": {**READABLE, "textFormat": {"bold": True}}}
    top = {"sheetId": sheet_id, "startRowIndex": 1, "endRowIndex": 2}
    yield {
        "repeatCell": {"range": top, "cell": look, "fields": "userEnteredFormat(wrapStrategy,verticalAlignment,textFormat.bold)"}
    }


def _sheet_id(title: str) -> int:
    return zlib.crc32(title.encode()) & 0x7FFFFFFF
