"""Developer metadata, made, changed and deleted
(developers.google.com/workspace/sheets/api/guides/metadata).
"""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets import metadata
from local_workspace.sheets.book import Book
from local_workspace.sheets.field_masks import patched, wanted
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.metadata_filters import selected


def create(book: Book, request: Json) -> Json:
    """The refusals' sentences are ours."""
    given = request.get("developerMetadata", {})
    own_id = given.get("metadataId")
    if own_id is not None and own_id <= 0:
        raise BadRequest("The metadata id must be positive.")
    if own_id is not None and metadata.find(book, own_id):
        raise BadRequest(f"Developer metadata with the ID {own_id} already exists.")
    made = metadata.save(book, {**given, "metadataId": own_id or book.new_id()})
    return {"createDeveloperMetadata": {"developerMetadata": made}}


def update(book: Book, request: Json) -> Json:
    """All that the filters select become what the mask names of the given one; ids stay."""
    mask = wanted(request, "DeveloperMetadata")
    given = request.get("developerMetadata", {})
    changed = []
    for one in selected(book, request.get("dataFilters", [])):
        new = patched(one, given, mask)
        changed.append(metadata.save(book, {**new, "metadataId": one["metadataId"]}))
    return {"updateDeveloperMetadata": {"developerMetadata": changed} if changed else {}}


def delete(book: Book, request: Json) -> Json:
    gone = selected(book, [request["dataFilter"]] if "dataFilter" in request else [])
    for one in gone:
        metadata.delete(book, one["metadataId"])
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": gone} if gone else {}}


KINDS: Mapping[str, Perform] = {
    "createDeveloperMetadata": create,
    "deleteDeveloperMetadata": delete,
    "updateDeveloperMetadata": update,
}
