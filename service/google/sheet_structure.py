"""The structure of a status Sheet as batchUpdate requests: tabs, columns known by named ranges, warnings, filters.

Every id is chosen by us from the thing's name, so that asking for it twice is refused, not done twice
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.policy.sheet_template import Column, Owner, SheetTemplate

PEOPLE, READ_ME, KEPT = 7101, 7102, 7103
KEPT_TITLE, READ_ME_TITLE = "Kept by the service", "Read me"
HEADINGS = 1
"""The row of the headings where the service makes it; people may move it."""
WARNING = "The service keeps this column. What you type here is put right in the night."
ROOM = 50
Request = dict[str, Any]


@dataclass(frozen=True)
class Structure:
    """What a spreadsheet has: tabs by id, ranges by their name, ids of all ranges, broken ones among them, of warnings and of
    filter views, whether the tab of people has a filter."""

    sheets: Mapping[int, Mapping[str, Any]]
    ranges: Mapping[str, Mapping[str, Any]]
    ids: frozenset[str]
    warnings: frozenset[int]
    filters: frozenset[int]
    filtered: bool

    @classmethod
    def of(cls, spreadsheet: Mapping[str, Any]) -> Structure:
        """From spreadsheets.get. A range whose cells were deleted has no sheet any more."""
        sheets = {one["properties"].get("sheetId", 0): one for one in spreadsheet["sheets"]}
        named = [one for one in spreadsheet.get("namedRanges", ()) if one["range"].get("sheetId", 0) in sheets]
        people = sheets.get(PEOPLE, {})
        return cls(
            {key: one["properties"] for key, one in sheets.items()},
            {one["name"]: one["range"] for one in named},
            frozenset(one["namedRangeId"] for one in spreadsheet.get("namedRanges", ())),
            frozenset(one["protectedRangeId"] for one in people.get("protectedRanges", ())),
            frozenset(one["filterViewId"] for one in people.get("filterViews", ())),
            "basicFilter" in people,
        )

    def columns(self, template: SheetTemplate) -> dict[str, int]:
        """Where each declared column is, as far as it is."""
        found = {one.key: self.ranges.get(range_name(one.key)) for one in template.columns}
        return {key: int(where.get("startColumnIndex", 0)) for key, where in found.items() if where is not None}

    @property
    def top(self) -> tuple[int, int]:
        """The cell of the line on top."""
        where = self.ranges.get(TOP, {})
        return int(where.get("startRowIndex", 0)), int(where.get("startColumnIndex", 0))

    @property
    def headings(self) -> int:
        """The row of the headings."""
        return int(self.ranges.get(range_name("headings"), {}).get("startRowIndex", HEADINGS))


TOP = "ggp_as_of"


def range_name(key: str) -> str:
    return f"ggp_{key}"


def number_of(text: str) -> int:
    """A number for a name: the same whenever it is asked for."""
    return zlib.crc32(text.encode()) & 0x7FFFFFFF


def lacking(template: SheetTemplate, has: Structure) -> list[Request]:
    """The requests that put in what is not there; none for a Sheet that lacks nothing."""
    out: list[Request] = []
    new = PEOPLE not in has.sheets
    if new:
        out += _people_tab(template)
    places = {one.key: place for place, one in enumerate(template.columns)} if new else has.columns(template)
    for column in template.columns:
        if column.key not in places:
            out += _insert(column, template, places)
    topless, headless = new or TOP not in has.ranges, new or range_name("headings") not in has.ranges
    if topless:
        out += _top_row(new=new)
    headings = (0 if topless else has.top[0]) + 1 if headless else has.headings + topless
    if headless:
        out += _headings_row(headings, new=new)
    out = _unbroken(out, has)
    out += _warnings(template, places, frozenset() if new else has.warnings)
    out += _filters(template, places, headings, has, new=new)
    out += _other_tabs(template, has)
    if new and 0 in has.sheets and len(has.sheets) == 1:
        out.append({"deleteSheet": {"sheetId": 0}})
    return out


def _unbroken(requests: list[Request], has: Structure) -> list[Request]:
    """A range whose cells were deleted may live on without them; its id is free once it is deleted."""
    asked = [one["addNamedRange"]["namedRange"]["namedRangeId"] for one in requests if "addNamedRange" in one]
    return [*({"deleteNamedRange": {"namedRangeId": one}} for one in asked if one in has.ids), *requests]


def _people_tab(template: SheetTemplate) -> Iterator[Request]:
    grid = {
        "rowCount": ROOM,
        "columnCount": len(template.columns) + 2,
        "frozenRowCount": HEADINGS + 1,
        "frozenColumnCount": 1,
    }
    yield {"addSheet": {"properties": {"sheetId": PEOPLE, "title": template.title, "index": 0, "gridProperties": grid}}}
    for place, column in enumerate(template.columns):
        yield from _named(column, place)
        yield from _look_of(column, place)


def _insert(column: Column, template: SheetTemplate, places: dict[str, int]) -> list[Request]:
    """A column that is new, or that people deleted: right of the declared one before it. `places` is brought up to date."""
    keys = [one.key for one in template.columns]
    before = [key for key in keys[: keys.index(column.key)] if key in places]
    place = places[before[-1]] + 1 if before else 0
    for key in places:
        places[key] += places[key] >= place
    places[column.key] = place
    where = {"sheetId": PEOPLE, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
    return [
        {"insertDimension": {"range": where, "inheritFromBefore": False}},
        *_named(column, place),
        *_look_of(column, place),
    ]


def _named(column: Column, place: int) -> Iterator[Request]:
    where = {"sheetId": PEOPLE, "startColumnIndex": place, "endColumnIndex": place + 1}
    name = range_name(column.key)
    yield {"addNamedRange": {"namedRange": {"namedRangeId": name, "name": name, "range": where}}}


def _look_of(column: Column, place: int) -> Iterator[Request]:
    where = {"sheetId": PEOPLE, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
    yield {"updateDimensionProperties": {"range": where, "properties": {"pixelSize": column.width}, "fields": "pixelSize"}}
    cell = {"userEnteredFormat": {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}}
    area = {"sheetId": PEOPLE, "startColumnIndex": place, "endColumnIndex": place + 1, "startRowIndex": HEADINGS}
    yield {"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat(wrapStrategy,verticalAlignment)"}}


def _headings_row(row: int, *, new: bool) -> Iterator[Request]:
    """The row by which headings are known; where people deleted it, it is put in again."""
    if not new:
        where = {"sheetId": PEOPLE, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
        yield {"insertDimension": {"range": where, "inheritFromBefore": False}}
    area = {"sheetId": PEOPLE, "startRowIndex": row, "endRowIndex": row + 1}
    name = range_name("headings")
    yield {"addNamedRange": {"namedRange": {"namedRangeId": name, "name": name, "range": area}}}
    cell = {"userEnteredFormat": {"textFormat": {"bold": True}, "backgroundColorStyle": {"rgbColor": PALE}}}
    yield {"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat(textFormat.bold,backgroundColorStyle)"}}


def _top_row(*, new: bool) -> Iterator[Request]:
    """The line on top; where people deleted it, a row is put in for it."""
    if not new:
        where = {"sheetId": PEOPLE, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
        yield {"insertDimension": {"range": where, "inheritFromBefore": False}}
    area = {"sheetId": PEOPLE, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    yield {"addNamedRange": {"namedRange": {"namedRangeId": TOP, "name": TOP, "range": area}}}
    cell = {"userEnteredFormat": {"wrapStrategy": "OVERFLOW_CELL", "textFormat": {"italic": True}}}
    yield {"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat(wrapStrategy,textFormat.italic)"}}


PALE = {"red": 0.91, "green": 0.95, "blue": 0.92}


def _warnings(template: SheetTemplate, places: Mapping[str, int], has: frozenset[int]) -> Iterator[Request]:
    """A warning, not a wall, on each column that the service keeps."""
    for column in template.columns:
        own_id = number_of(range_name(column.key))
        if column.owner is Owner.PEOPLE or own_id in has:
            continue
        place = places[column.key]
        warning = {
            "protectedRangeId": own_id,
            "range": {"sheetId": PEOPLE, "startColumnIndex": place, "endColumnIndex": place + 1},
            "description": WARNING,
            "warningOnly": True,
        }
        yield {"addProtectedRange": {"protectedRange": warning}}


def _filters(
    template: SheetTemplate, places: Mapping[str, int], headings: int, has: Structure, *, new: bool
) -> Iterator[Request]:
    area = {"sheetId": PEOPLE, "startRowIndex": headings}
    if new or not has.filtered:
        yield {"setBasicFilter": {"filter": {"range": area}}}
    for one in template.filters:
        own_id = number_of(one.title)
        if not new and own_id in has.filters:
            continue
        condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": one.shows}]}
        specs = [{"columnIndex": places[one.column], "filterCriteria": {"condition": condition}}]
        view = {"filterViewId": own_id, "title": one.title, "range": area, "filterSpecs": specs}
        yield {"addFilterView": {"filter": view}}


def _other_tabs(template: SheetTemplate, has: Structure) -> Iterator[Request]:
    if READ_ME not in has.sheets:
        grid = {"rowCount": len(template.read_me) + 5, "columnCount": 1}
        yield {"addSheet": {"properties": {"sheetId": READ_ME, "title": READ_ME_TITLE, "gridProperties": grid}}}
        where = {"sheetId": READ_ME, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
        yield {"updateDimensionProperties": {"range": where, "properties": {"pixelSize": 640}, "fields": "pixelSize"}}
        rows = [{"values": [_text(line)]} for line in template.read_me]
        start = {"sheetId": READ_ME, "rowIndex": 0, "columnIndex": 0}
        yield {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue,userEnteredFormat.wrapStrategy"}}
    if KEPT not in has.sheets:
        grid = {"rowCount": ROOM, "columnCount": 3}
        properties = {"sheetId": KEPT, "title": KEPT_TITLE, "hidden": True, "gridProperties": grid}
        yield {"addSheet": {"properties": properties}}


def _text(line: str) -> Request:
    return {"userEnteredValue": {"stringValue": line}, "userEnteredFormat": {"wrapStrategy": "WRAP"}}
