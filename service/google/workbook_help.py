"""Help in the control workbook as batchUpdate requests: notes on headings, and choices that propose and do not refuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from service.policy.register_help import ColumnHelp

Request = dict[str, Any]


def help_requests(sheet_id: int, headings: Sequence[str], help_for: Sequence[ColumnHelp]) -> Iterator[Request]:
    """For a tab whose headings are in its first row; an admin's own columns are left alone."""
    by_heading = {one.heading: one for one in help_for}
    row = {"sheetId": sheet_id, "startRowIndex": 0, "endRowIndex": 1}
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    yield {"repeatCell": {"range": row, "cell": bold, "fields": "userEnteredFormat.textFormat.bold"}}
    for place, heading in enumerate(headings):
        if heading not in by_heading:
            continue
        start = {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": place}
        note = {"values": [{"note": by_heading[heading].note}]}
        yield {"updateCells": {"start": start, "rows": [note], "fields": "note"}}
        condition = _condition(by_heading[heading])
        if condition:
            area = {"sheetId": sheet_id, "startRowIndex": 1, "startColumnIndex": place, "endColumnIndex": place + 1}
            rule = {"condition": condition, "strict": False, "showCustomUi": True}
            yield {"setDataValidation": {"range": area, "rule": rule}}


def reading_requests(sheet_id: int) -> Iterator[Request]:
    """For a tab that is there to be read: one wide column, long lines wrapped."""
    where = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    yield {"updateDimensionProperties": {"range": where, "properties": {"pixelSize": 800}, "fields": "pixelSize"}}
    area = {"sheetId": sheet_id, "startColumnIndex": 0, "endColumnIndex": 1}
    cell = {"userEnteredFormat": {"wrapStrategy": "WRAP"}}
    yield {"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat.wrapStrategy"}}


def _condition(one: ColumnHelp) -> Request | None:
    if one.one_of:
        return {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": text} for text in one.one_of]}
    if one.others:
        return {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": one.others}]}
    return None
