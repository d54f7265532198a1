"""spreadsheets.developerMetadata: one by its id, or all that filters select."""

from __future__ import annotations

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import NotFound
from local_workspace.drive.access import Need
from local_workspace.sheets import metadata
from local_workspace.sheets.metadata_filters import selected, selects
from local_workspace.sheets.opening import opened

READ: Need = "read"


def get(call: Call) -> Json:
    found = metadata.find(opened(call, READ), call.params["metadataId"])
    if found is None:
        raise NotFound("Requested entity was not found.")
    return found


def search(call: Call) -> Json:
    """Each with the filters that select it."""
    book, filters = opened(call, READ), call.body.get("dataFilters", [])
    found = [
        {"developerMetadata": one, "dataFilters": [given for given in filters if selects(book, given, one)]}
        for one in selected(book, filters)
    ]
    return {"matchedDeveloperMetadata": found} if found else {}
