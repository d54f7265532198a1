"""spreadsheets.values.*ByDataFilter: values of whatever data filters select
(developers.google.com/workspace/sheets/api/guides/metadata).
"""

from __future__ import annotations

from local_workspace.core.call import Call, Json
from local_workspace.sheets.a1 import written
from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book
from local_workspace.sheets.data_filters import areas, matched
from local_workspace.sheets.opening import changed, opened
from local_workspace.sheets.reading import rendering, value_range
from local_workspace.sheets.values import totals
from local_workspace.sheets.writing import Written, required_option, rows_of, write
from local_workspace.sheets.writing import clear as take_out


def batch_get(call: Call) -> Json:
    """Each area once, with the filters that select it."""
    book = opened(call, "read")
    how, dimension = rendering(book, call.body), call.body.get("majorDimension", "")
    found = [
        {"valueRange": value_range(book, area, how, dimension), "dataFilters": filters}
        for area, filters in matched(book, call.body.get("dataFilters", []))
    ]
    return {"spreadsheetId": book.file_id, **({"valueRanges": found} if found else {})}


def batch_update(call: Call) -> Json:
    """The values of an entry go to every area that its filter selects; those that exceed any of the areas are refused.

    The values that are asked for in return are those of the whole area.
    """
    book = opened(call, "write")
    option = required_option(call.body.get("valueInputOption"))
    placed = [(area, one) for one in call.body.get("data", []) for area in areas(book, one.get("dataFilter", {}))]
    done = [write(book, area, written(area), rows_of(one), option, exact=True) for area, one in placed]
    changed(call, book)
    return totals(book, done, [_response(book, call.body, *each) for each in zip(done, placed, strict=True)])


def _response(book: Book, asked: Json, done: Written, placed: tuple[Area, Json]) -> Json:
    """As UpdateValuesByDataFilterResponse."""
    area, given = placed
    out = {name: value for name, value in done.resource(book.file_id).items() if name != "spreadsheetId"}
    if asked.get("includeValuesInResponse"):
        out["updatedData"] = value_range(book, area, rendering(book, asked, "response"), given.get("majorDimension", ""))
    return {**out, "dataFilter": given["dataFilter"]}


def batch_clear(call: Call) -> Json:
    """Values go, formats and notes stay."""
    book = opened(call, "write")
    found = [area for area, _ in matched(book, call.body.get("dataFilters", []))]
    for area in found:
        take_out(book, area)
    changed(call, book)
    return {"spreadsheetId": book.file_id, "clearedRanges": [written(area) for area in found]}
