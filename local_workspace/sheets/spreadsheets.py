"""spreadsheets.get, create and batchUpdate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest, Forbidden
from local_workspace.drive import access, files
from local_workspace.sheets import calculation
from local_workspace.sheets.a1 import parse
from local_workspace.sheets.areas import Area
from local_workspace.sheets.book import Book
from local_workspace.sheets.data_filters import matched
from local_workspace.sheets.files import MIME_TYPE
from local_workspace.sheets.opening import changed, opened
from local_workspace.sheets.requests import perform
from local_workspace.sheets.resource import spreadsheet
from local_workspace.sheets.sheet_requests import MISSING, copied
from local_workspace.sheets.spreadsheet_requests import set_properties

OMITTED, INCLUDED = "COMMENTS_VIEW_MODE_OMITTED", "COMMENTS_VIEW_MODE_INCLUDED"
BY_ACCESS = "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS"


def get(call: Call) -> Json:
    """The spreadsheet. A field mask that names cells gets them; without a mask includeGridData decides."""
    book = opened(call, "read")
    areas = [parse(book, one) for one in call.params.get("ranges", [])]
    return _shown(call, book, areas, call.params)


def _shown(call: Call, book: Book, areas: Sequence[Area], asked: Mapping[str, Any]) -> Json:
    """As a request asks for it, with cells and comments or without."""
    mode = comments_mode(call, asked.get("commentsViewMode", ""))
    cells = wants_cells(call, bool(asked.get("includeGridData")))
    out = spreadsheet(book, areas, with_cells=cells, with_comments=mode == INCLUDED)
    return {**out, "commentsViewMode": mode} if asked.get("commentsViewMode") else out


def comments_mode(call: Call, asked: str) -> str:
    """Which CommentsViewMode applies: comments are there for those who may comment. Raises Forbidden."""
    may = access.may(call, call.params["spreadsheetId"], "comment")
    if asked == INCLUDED and not may:
        raise Forbidden("The caller does not have permission")
    if asked == INCLUDED or (asked == BY_ACCESS and may):
        return INCLUDED
    return OMITTED


def get_by_data_filter(call: Call) -> Json:
    """The same, of what data filters select: only the sheets that they meet, and of the cells only those."""
    book = opened(call, "read")
    found = [area for area, _ in matched(book, call.body.get("dataFilters", []))]
    if not found:
        return {**spreadsheet(book), "sheets": []}
    return _shown(call, book, found, call.body)


def copy_sheet_to(call: Call) -> Json:
    """spreadsheets.sheets.copyTo: a sheet into another spreadsheet, behind its sheets, as ``Copy of`` its title."""
    book = opened(call, "read")
    source = book.find(call.params["sheetId"])
    if source is None:
        raise BadRequest(MISSING.format(call.params["sheetId"]))
    to = call.body.get("destinationSpreadsheetId", "")
    access.require(call, to, "write")
    target = book if to == book.file_id else Book(call.workspace, to, call.principal.email.lower())
    sheet = copied(target, book, source)
    calculation.recalculate(target)
    access.touch(call, to)
    return sheet.properties()


def wants_cells(call: Call, asked: bool) -> bool:
    """`includeGridData` is ignored where a field mask was set (the method's own documentation)."""
    if not call.mask:
        return asked
    sheets: Any = call.mask.get("sheets", call.mask.get("*"))
    return sheets is not None and (not sheets or "data" in sheets or "*" in sheets)


def create(call: Call) -> Json:
    """A spreadsheet in the caller's My Drive, which a service account does not have."""
    properties = call.body.get("properties", {})
    body = {"name": properties.get("title", "Untitled spreadsheet"), "mimeType": MIME_TYPE}
    made = files.create(Call("drive.files.create", {"supportsAllDrives": True}, body, call.principal, call.workspace))
    book = Book(call.workspace, made["id"], call.principal.email.lower())
    set_properties(book, {name: one for name, one in properties.items() if name != "title"})
    book.save_facts()
    wanted = [{"addSheet": {"properties": one.get("properties", {})}} for one in call.body.get("sheets", [])]
    if wanted:
        book.remove(book.sheets()[0])
        perform(book, wanted)
    return spreadsheet(book)


def batch_update(call: Call) -> Json:
    """All of the requests or none."""
    book = opened(call, "write")
    requests = call.body.get("requests", [])
    if not requests:
        raise BadRequest("Must specify at least one request.")
    replies = perform(book, requests)
    title = book.facts.pop("_title", None)
    if title is not None:
        book.save_facts()
        access.rename(call, book.file_id, title)
    changed(call, book)
    out: Json = {"spreadsheetId": book.file_id, "replies": replies}
    if call.body.get("includeSpreadsheetInResponse"):
        areas = [parse(book, one) for one in call.body.get("responseRanges", [])]
        out["updatedSpreadsheet"] = spreadsheet(book, areas, with_cells=bool(call.body.get("responseIncludeGridData")))
    return out
