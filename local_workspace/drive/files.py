"""files.create, get and update (developers.google.com/workspace/drive/api/reference/rest/v3/files)."""

from __future__ import annotations

import json
import sqlite3

from local_workspace.core.call import Call, Json, Media
from local_workspace.core.errors import Forbidden
from local_workspace.drive import changelog, contents, ids, locks, metadata, moving, personal, placing, rows
from local_workspace.drive.finding import named, require, visible
from local_workspace.drive.giving import give
from local_workspace.drive.mime import FOLDER, SHORTCUT
from local_workspace.drive.properties import set_properties
from local_workspace.drive.resource import file_resource
from local_workspace.drive.viewer import Viewer


def create(call: Call) -> Json:
    """A new file, folder or shortcut, in a folder that the caller may add to."""
    metadata.refuse_unwritable(call, metadata.ON_CREATION)
    viewer, body = Viewer.of(call), call.body
    mime_type = body.get("mimeType") or (call.media.mime_type if call.media else contents.BINARY)
    parent = placing.parent_for(call, viewer, body.get("parents"), folder=mime_type == FOLDER)
    contents.kind_for(call, mime_type)
    more = metadata.plain(body) | (_shortcut(call, viewer) if mime_type == SHORTCUT else {})
    name = body.get("name", "Untitled")
    file_id = ids.chosen(call, mime_type)
    insert(call, file_id, name, mime_type, parent, more)
    finish(call, viewer, file_id)
    contents.fill(call, file_id, mime_type, name, call.media)
    return file_resource(call, Viewer.of(call), rows.known(call.workspace, file_id))


def insert(call: Call, file_id: str, name: str, mime_type: str, parent: sqlite3.Row | None, more: Json) -> None:
    """A file's row, its owner's permission in My Drive, and its line in the change log.

    parent: None for the top folder of the shared drive that has the file's id.
    """
    workspace, email, now = call.workspace, call.principal.email.lower(), call.workspace.clock.stamp()
    drive_id = parent["drive_id"] if parent else file_id
    owner = None if drive_id else email
    rows.insert(
        workspace,
        file_id,
        drive_id=drive_id,
        parent_id=parent["id"] if parent else None,
        owner=owner,
        name=name,
        mime_type=mime_type,
        in_bin=parent["in_bin"] if parent else 0,
        created=metadata.moment(call, "createdTime") or now,
        modified=metadata.moment(call, "modifiedTime") or now,
        modified_by=email,
        json=json.dumps(more),
    )
    if owner:
        give(workspace, file_id, "user", owner, "owner")
    personal.worked_on(workspace, file_id, email, now)
    changelog.note(workspace, file_id)


def finish(call: Call, viewer: Viewer, file_id: str) -> None:
    """What a new file's body asks for besides its row."""
    set_properties(call, file_id)
    body = call.body
    if body.get("starred"):
        personal.star(call.workspace, file_id, viewer.email, True)
    if body.get("inheritedPermissionsDisabled"):
        metadata.limit(call, viewer, rows.known(call.workspace, file_id))
    if body.get("contentRestrictions"):
        locks.restrict(call, viewer, rows.known(call.workspace, file_id))


def _shortcut(call: Call, viewer: Viewer) -> Json:
    """What a shortcut points at (developers.google.com/workspace/drive/api/guides/shortcuts): any file but a shortcut."""
    target_id = call.body.get("shortcutDetails", {}).get("targetId", "")
    target = visible(call, viewer, target_id, "shortcutDetails.targetId")
    if target["mime_type"] == SHORTCUT:
        # live
        text = "The specified file is not an allowed shortcut target type."
        raise Forbidden(text, reason="shortcutTargetInvalid")
    return {"shortcutDetails": {"targetId": target["id"], "targetMimeType": target["mime_type"]}}


def get(call: Call) -> Json | Media:
    """The File; with alt=media, its bytes."""
    if call.params.get("alt") == "media":
        return contents.download(call)
    viewer = Viewer.of(call)
    return file_resource(call, viewer, named(call, viewer))


def update(call: Call) -> Json:
    """Patch semantics: only what the body has changes. addParents and removeParents move the file."""
    metadata.refuse_unwritable(call, metadata.WRITABLE)
    viewer = Viewer.of(call)
    row = named(call, viewer)
    if call.media:
        require(viewer, row, "canModifyContent")
    metadata.write(call, viewer, row)
    moving.move(call, viewer, row)
    if call.media:
        contents.replace(call, row["id"], row["mime_type"], call.body.get("name", row["name"]), call.media)
        now = call.workspace.clock.stamp()
        rows.change(call.workspace, row["id"], modified=now, modified_by=viewer.email)
    metadata.note(call, viewer, row["id"])
    return file_resource(call, Viewer.of(call), rows.known(call.workspace, row["id"]))
