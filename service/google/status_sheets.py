"""Status Sheets through gspread's HTTP client: two reads to look, one batch to write."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from gspread.utils import absolute_range_name as quoted

from service.errors import NotThere, Refused
from service.google.connect import Connection
from service.google.overview_sheet import requests_for
from service.google.sheet_structure import KEPT, PEOPLE, ROOM, TOP, Request, Structure, lacking
from service.google.sheets import client
from service.policy.overview import Overview
from service.policy.sheet_template import OverviewTemplate, SheetTemplate
from service.policy.status_rows import Cell
from service.reconcile.grid import Edits, Grid, Kept

LOOK = (
    "namedRanges(namedRangeId,name,range),sheets(properties(sheetId,title,gridProperties.rowCount),"
    "protectedRanges.protectedRangeId,filterViews.filterViewId,basicFilter.range)"
)
BAD_RANGE = 400
VALUE, LINKED = "userEnteredValue", "userEnteredValue,userEnteredFormat.textFormat.link"


class GoogleStatusSheets:
    """`service.ports.StatusSheets` over the Sheets API."""

    def __init__(self, connection: Connection) -> None:
        self._http = client(connection).http_client
        self._heights: dict[tuple[str, int], int] = {}

    def look(self, file_id: str, template: SheetTemplate) -> Grid:
        has = self._structure(file_id)
        requests = lacking(template, has)
        if requests:
            self._http.batch_update(file_id, {"requests": requests})
            has = self._structure(file_id)
        return self._grid(file_id, template, has)

    def read(self, file_id: str, template: SheetTemplate) -> Grid:
        return self._grid(file_id, template, self._structure(file_id))

    def _grid(self, file_id: str, template: SheetTemplate, has: Structure) -> Grid:
        there = [one for one in (PEOPLE, KEPT) if one in has.sheets]
        if not there:
            return Grid([], {}, has.headings)
        answer = self._http.values_batch_get(file_id, [quoted(str(has.sheets[one]["title"])) for one in there])
        found = {
            one: [[str(cell) for cell in row] for row in part.get("values", [])]
            for one, part in zip(there, answer["valueRanges"], strict=True)
        }
        people, kept = found.get(PEOPLE, []), found.get(KEPT, [])
        return Grid(people, has.columns(template), has.headings, has.top, _kept(kept), max(len(kept), 1))

    def write(self, file_id: str, template: SheetTemplate, grid: Grid, edits: Edits, as_of: str) -> None:
        requests = [*self._room(file_id, edits), _cell_request(PEOPLE, *grid.top, [Cell(as_of)], VALUE)]
        requests += _cells(template, grid, edits)
        if edits.append:
            rows = [{"values": _row(one)} for one in edits.append]
            requests.append({"appendCells": {"sheetId": PEOPLE, "rows": rows, "fields": LINKED}})
        requests += [_delete(row) for row in edits.delete]
        requests += [_keep(row, *one) for row, one in edits.kept.items()]
        self._http.batch_update(file_id, {"requests": requests})

    def write_overview(self, file_id: str, template: OverviewTemplate, overview: Overview, as_of: str) -> None:
        fields = "namedRanges(namedRangeId,range.sheetId),sheets(properties.sheetId,charts.chartId)"
        has = self._http.fetch_sheet_metadata(file_id, {"fields": fields})
        self._http.batch_update(file_id, {"requests": requests_for(template, overview, as_of, has)})

    def stamp(self, file_id: str, as_of: str) -> bool:
        try:
            self._http.values_update(file_id, TOP, {"valueInputOption": "RAW"}, {"values": [[as_of]]})
        except NotThere:
            raise
        except Refused as problem:
            if problem.code != BAD_RANGE:
                raise
            return False
        return True

    def _structure(self, file_id: str) -> Structure:
        found = Structure.of(self._http.fetch_sheet_metadata(file_id, {"fields": LOOK}))
        for sheet_id, properties in found.sheets.items():
            self._heights[file_id, sheet_id] = int(properties["gridProperties"]["rowCount"])
        return found

    def _room(self, file_id: str, edits: Edits) -> Iterator[Request]:
        """Room for the snapshot; setting the row count twice is setting it once."""
        needed = max(edits.kept, default=0) + 1
        if needed > self._heights.get((file_id, KEPT), 0):
            self._heights[file_id, KEPT] = needed + ROOM
            properties = {"sheetId": KEPT, "gridProperties": {"rowCount": needed + ROOM}}
            yield {"updateSheetProperties": {"properties": properties, "fields": "gridProperties.rowCount"}}


def _kept(rows: Sequence[Sequence[str]]) -> dict[str, Kept]:
    """The snapshot: staff id, human cells as JSON, link. A row that is none is passed over, and stays."""
    found = {}
    for number, cells in enumerate(rows):
        staff_id, text, link = (*cells, "", "", "")[:3]
        try:
            found[staff_id] = Kept(number, {str(name): str(one) for name, one in json.loads(text).items()}, link)
        except (ValueError, AttributeError):
            continue
    return found


def _cells(template: SheetTemplate, grid: Grid, edits: Edits) -> Iterator[Request]:
    """One request for each run of neighbouring cells of a row that are written alike."""
    links = {grid.columns[one.key] for one in template.columns if one.kind.value == "link"}
    places = sorted(edits.cells)
    numbered = [(row, column - offset, column in links, (row, column)) for offset, (row, column) in enumerate(places)]
    for (row, _, linked), run in groupby(numbered, key=lambda one: one[:3]):
        run_of = [place for _, _, _, place in run]
        cells = [edits.cells[place] for place in run_of]
        yield _cell_request(PEOPLE, row, run_of[0][1], cells, LINKED if linked else VALUE)


def _cell_request(sheet_id: int, row: int, column: int, cells: Sequence[Cell], fields: str) -> Request:
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": [_cell(one) for one in cells]}], "fields": fields}}


def _cell(cell: Cell) -> Request:
    """A text is a text, whatever it begins with; an empty one clears the cell."""
    value: Request = {"userEnteredValue": {"stringValue": cell.text}} if cell.text else {}
    return {**value, **({"userEnteredFormat": {"textFormat": {"link": {"uri": cell.link}}}} if cell.link else {})}


def _row(cells: Mapping[int, Cell]) -> list[Request]:
    return [_cell(cells.get(place, Cell())) for place in range(max(cells) + 1)]


def _delete(row: int) -> Request:
    return {"deleteDimension": {"range": {"sheetId": PEOPLE, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}}}


def _keep(row: int, staff_id: str, cells: Mapping[str, str], link: str) -> Request:
    texts: list[Any] = [staff_id, json.dumps(dict(sorted(cells.items())), ensure_ascii=False), link]
    return _cell_request(KEPT, row, 0, [Cell(one) for one in texts], VALUE)
