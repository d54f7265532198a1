"""The Sheets methods, and what Drive asks of Sheets about its files."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Call, Handler, Json
from local_workspace.core.errors import BadRequest
from local_workspace.core.workspace import Kind, Workspace
from local_workspace.drive import access, files
from local_workspace.sheets import values
from local_workspace.sheets.a1 import Area, parse
from local_workspace.sheets.book import Book, duplicate, make
from local_workspace.sheets.cells import cell_data
from local_workspace.sheets.requests import KINDS, perform

MIME_TYPE = "application/vnd.google-apps.spreadsheet"


def get(call: Call) -> Json:
    """The spreadsheet; with includeGridData, the cells of the ranges asked for, or all."""
    file_id = call.params["spreadsheetId"]
    access.require(call, file_id, "read")
    return _resource(call, Book(call.workspace, file_id), call.params.get("ranges", []), bool(call.params.get("includeGridData")))


def _resource(call: Call, book: Book, ranges: list[str], with_cells: bool) -> Json:
    areas = [parse(book, one) for one in ranges]
    wanted = {area.sheet.id for area in areas}
    sheets = []
    for sheet in book.sheets():
        if areas and sheet.id not in wanted:
            continue
        out: Json = {"properties": sheet.properties(), **sheet.parts}
        if with_cells:
            mine = [area for area in areas if area.sheet.id == sheet.id]
            out["data"] = [_grid(book, area) for area in mine or [Area(sheet, 0, 0, sheet.rows, sheet.columns)]]
        sheets.append(out)
    base = call.workspace.base_url or "https://docs.google.com"
    properties = {"title": access.title(call.workspace, book.file_id), "defaultFormat": {}, **book.facts}
    return {
        "spreadsheetId": book.file_id,
        "properties": properties,
        "sheets": sheets,
        "spreadsheetUrl": f"{base}/spreadsheets/d/{book.file_id}/edit",
    }


def _grid(book: Book, area: Area) -> Json:
    rows: list[Json] = []
    for number, cells in book.rows(area.sheet, area.top, area.bottom):
        rows += [{} for _ in range(number - area.top - len(rows))]
        last = max((column for column in cells if column < area.right), default=-1)
        rows.append({"values": [cell_data(cells.get(column, {})) for column in range(area.left, last + 1)]})
    start = {name: value for name, value in (("startRow", area.top), ("startColumn", area.left)) if value}
    return {**start, "rowData": rows}


def create(call: Call) -> Json:
    """A spreadsheet in the caller's My Drive, which a service account does not have."""
    properties = call.body.get("properties", {})
    body = {"name": properties.get("title", "Untitled spreadsheet"), "mimeType": MIME_TYPE}
    made = files.create(Call("drive.files.create", {"supportsAllDrives": True}, body, call.principal, call.workspace))
    book = Book(call.workspace, made["id"])
    wanted = [{"addSheet": {"properties": one.get("properties", {})}} for one in call.body.get("sheets", [])]
    if wanted:
        book.remove(book.sheets()[0])
        perform(book, wanted)
    return _resource(call, book, [], False)


def batch_update(call: Call) -> Json:
    file_id = call.params["spreadsheetId"]
    access.require(call, file_id, "write")
    book = Book(call.workspace, file_id)
    requests = call.body.get("requests", [])
    if not requests:
        raise BadRequest("Must specify at least one request.")
    replies = perform(book, requests)
    title = book.facts.pop("_title", None)
    if title is not None:
        book.save_facts()
        access.rename(call, file_id, title)
    access.touch(call, file_id)
    out: Json = {"spreadsheetId": file_id, "replies": replies}
    if call.body.get("includeSpreadsheetInResponse"):
        ranges = call.body.get("responseRanges", [])
        out["updatedSpreadsheet"] = _resource(call, book, ranges, bool(call.body.get("responseIncludeGridData")))
    return out


HANDLERS: Mapping[str, Handler] = {
    "sheets.spreadsheets.batchUpdate": batch_update,
    "sheets.spreadsheets.create": create,
    "sheets.spreadsheets.get": get,
    "sheets.spreadsheets.values.append": values.append,
    "sheets.spreadsheets.values.batchClear": values.batch_clear,
    "sheets.spreadsheets.values.batchGet": values.batch_get,
    "sheets.spreadsheets.values.batchUpdate": values.batch_update,
    "sheets.spreadsheets.values.clear": values.clear,
    "sheets.spreadsheets.values.get": values.get,
    "sheets.spreadsheets.values.update": values.update,
}

NOTES: Mapping[str, str] = {
    "sheets.spreadsheets.batchUpdate": f"{len(KINDS)} request kinds; protected ranges are kept and not enforced",
    "sheets.spreadsheets.get": "no formats, charts or conditional formats",
    **{
        f"sheets.spreadsheets.values.{name}": "formulas, dates, currencies and percentages under USER_ENTERED answer 501"
        for name in ("append", "batchUpdate", "update")
    },
}


def register(workspace: Workspace) -> None:
    """Tell Drive how Sheets keeps its files."""
    workspace.kinds[MIME_TYPE] = Kind(create=lambda where, file_id, title: make(where, file_id), copy=duplicate)
