"""The kinds of spreadsheets.batchUpdate request, by name. What is not here is not built, and says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest, NotWritten
from local_workspace.sheets import (
    banding_requests,
    cell_requests,
    chart_requests,
    comment_requests,
    conditional_requests,
    data_requests,
    dimension_requests,
    fill_requests,
    filter_requests,
    group_requests,
    merge_requests,
    metadata_requests,
    paste_requests,
    protection_requests,
    sheet_requests,
    spreadsheet_requests,
    table_requests,
    text_requests,
)
from local_workspace.sheets.book import Book
from local_workspace.sheets.kinds import Perform

KINDS: Mapping[str, Perform] = {
    **banding_requests.KINDS,
    **cell_requests.KINDS,
    **chart_requests.KINDS,
    **comment_requests.KINDS,
    **conditional_requests.KINDS,
    **data_requests.KINDS,
    **fill_requests.KINDS,
    **dimension_requests.KINDS,
    **filter_requests.KINDS,
    **group_requests.KINDS,
    **merge_requests.KINDS,
    **metadata_requests.KINDS,
    **paste_requests.KINDS,
    **protection_requests.KINDS,
    **sheet_requests.KINDS,
    **spreadsheet_requests.KINDS,
    **table_requests.KINDS,
    **text_requests.KINDS,
}


def perform(book: Book, requests: Sequence[Json]) -> list[Json]:
    """Do every request in order; the transaction around the call undoes all of them if one is refused."""
    replies = []
    for place, request in enumerate(requests):
        if len(request) != 1:
            raise BadRequest(f"Invalid requests[{place}]: Must specify exactly one request.")
        [(kind, body)] = request.items()
        if kind not in KINDS:
            raise NotWritten(f"sheets.spreadsheets.batchUpdate {kind}")
        try:
            replies.append(KINDS[kind](book, body))
        except BadRequest as problem:
            raise BadRequest(f"Invalid requests[{place}].{kind}: {problem.message}") from problem
    return replies
