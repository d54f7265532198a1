"""files.copy (developers.google.com/workspace/drive/api/reference/rest/v3/files/copy).

A copy has patch semantics: the source's description and properties are carried over unless the body sets or nulls them.
The source's sharing, its star, its lock and its owner are not.
"""

from __future__ import annotations

import sqlite3

from local_workspace.core.call import Call, Json, Media
from local_workspace.drive import comment_log, contents, files, ids, metadata, placing, properties, refusals, revision_log, rows
from local_workspace.drive.finding import named, supports_all_drives
from local_workspace.drive.mime import FOLDER, is_editors
from local_workspace.drive.resource import file_resource
from local_workspace.drive.viewer import Viewer

CARRIED = ("description", "copyRequiresWriterPermission", "downloadRestrictions", "shortcutDetails", "originalFilename")


def copy(call: Call) -> Json:
    """A copy of a file that the caller may copy, in one folder that the caller may add to."""
    metadata.refuse_unwritable(call, metadata.ON_CREATION)
    viewer = Viewer.of(call)
    source = named(call, viewer)
    if source["mime_type"] == FOLDER or not viewer.may(source, "canCopy"):
        raise refusals.cannot_copy()
    mime_type = call.body.get("mimeType") or source["mime_type"]
    parent = placing.parent_for(call, viewer, _parents(call, viewer, source), folder=False)
    contents.kind_for(call, mime_type)
    file_id, name = ids.chosen(call, mime_type), call.body.get("name", f"Copy of {source['name']}")
    more = rows.more_of(source)
    carried = {one: more[one] for one in CARRIED if one in more and one not in call.nulls}
    files.insert(call, file_id, name, mime_type, parent, carried | metadata.plain(call.body))
    properties.carry(call.workspace, source["id"], file_id)
    files.finish(call, viewer, file_id)
    _content(call, source, file_id, mime_type, name)
    if call.params.get("copyComments"):
        comment_log.copy_open(call.workspace, source["id"], file_id)
    return file_resource(call, Viewer.of(call), rows.known(call.workspace, file_id))


def _parents(call: Call, viewer: Viewer, source: sqlite3.Row) -> list[str] | None:
    """The folders the body names; else the source's own, if the caller may add to it; else My Drive."""
    if call.body.get("parents"):
        return list(call.body["parents"])
    parent = rows.row_of(call.workspace, source["parent_id"])
    if parent is None or (parent["drive_id"] and not supports_all_drives(call)) or not viewer.may(parent, "canAddChildren"):
        return None
    return [parent["id"]]


def _content(call: Call, source: sqlite3.Row, file_id: str, mime_type: str, name: str) -> None:
    head = revision_log.newest(call.workspace, source["id"])
    media = revision_log.media_of(head) if head else None
    if not is_editors(source["mime_type"]):
        contents.fill(call, file_id, mime_type, name, Media(media.mime_type, media.data) if media else None)
    elif mime_type != source["mime_type"]:
        raise refusals.unsupported_conversion()
    else:
        kind = contents.kind_for(call, mime_type)
        if kind is not None:
            kind.copy(call.workspace, source["id"], file_id)
        revision_log.edited(call.workspace, file_id, call.principal.email.lower())
