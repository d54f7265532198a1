"""files.create, get, update, copy, delete, generateIds, export."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Any

from local_workspace.core.call import Call, Json, Media
from local_workspace.core.errors import BadRequest, Conflict, Forbidden, NotFound
from local_workspace.drive import access
from local_workspace.drive.giving import give
from local_workspace.drive.properties import carry, set_properties
from local_workspace.drive.resource import file_resource
from local_workspace.drive.roles import FOLDER, RANK, Roles

EDITOR_PREFIX = "application/vnd.google-apps."
SHORTCUT = "application/vnd.google-apps.shortcut"


def visible(call: Call, file_id: str, *, parameter: str = "fileId") -> sqlite3.Row:
    """A file that the caller may at least read. Raises Drive's 404.

    An item of a shared drive is not found without supportsAllDrives
    (developers.google.com/workspace/drive/api/guides/handle-errors#resolve_a_404_error_file_not_found_fileid).
    """
    file_id = my_root(call) if file_id == "root" else file_id
    row = access.row_of(call.workspace, file_id)
    hidden = row is not None and row["drive_id"] and not call.params.get("supportsAllDrives")
    if row is None or hidden or not Roles(call.workspace, call.principal).of(row["id"]):
        raise NotFound(f"File not found: {file_id}.", location=parameter)
    return row


def require(call: Call, row: sqlite3.Row, ability: str) -> None:
    """Raises 403 unless the caller has a capability on a file."""
    role = Roles(call.workspace, call.principal).of(row["id"])
    if not access.abilities(call.workspace, row, role)[ability]:
        text = "The user does not have sufficient permissions for this file."
        raise Forbidden(text, reason="insufficientFilePermissions")


def my_root(call: Call) -> str:
    """The caller's My Drive root, made on first use."""
    email = call.principal.email
    found = call.workspace.db.execute(
        "SELECT id FROM files WHERE owner = ? AND parent_id IS NULL AND drive_id IS NULL AND name = 'My Drive'", (email,)
    ).fetchone()
    if found:
        return str(found["id"])
    root = call.workspace.new_id(19, "0A")
    insert(call, root, "My Drive", FOLDER, None, None)
    return root


def insert(call: Call, file_id: str, name: str, mime_type: str, parent_id: str | None, drive_id: str | None, **more: Any) -> None:
    """A file's row, its owner's permission in My Drive, and its line in the change log."""
    workspace, email = call.workspace, call.principal.email
    now = workspace.clock.stamp()
    owner = None if drive_id else email
    workspace.db.execute(
        "INSERT INTO files (id, drive_id, parent_id, owner, name, mime_type, created, modified, modified_by, json) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (file_id, drive_id, parent_id, owner, name, mime_type, now, now, email, json.dumps(more)),
    )
    if owner:
        give(workspace, file_id, "user", owner, "owner")
    access.log_change(workspace, file_id)


def create(call: Call) -> Json:
    body = call.body
    mime_type = body.get("mimeType") or (call.media.mime_type if call.media else "application/octet-stream")
    parent = _parent(call, body.get("parents"))
    _storage(call, parent)
    file_id = _chosen_id(call, mime_type)
    insert(call, file_id, body.get("name", "Untitled"), mime_type, parent["id"], parent["drive_id"], **_plain(body))
    _limit(call, file_id)
    set_properties(call, file_id)
    _content(call, file_id, mime_type)
    row = access.row_of(call.workspace, file_id)
    assert row is not None  # noqa: S101 inserted above
    return file_resource(call, row)


def _parent(call: Call, parents: list[str] | None) -> sqlite3.Row:
    if parents and len(parents) > 1:
        raise BadRequest("A file cannot have more than one parent.", reason="invalid")
    row = visible(call, parents[0] if parents else "root")
    if row["mime_type"] != FOLDER:
        raise Forbidden("The specified parent is not a folder.", reason="parentNotAFolder")
    require(call, row, "canAddChildren")
    return row


def _storage(call: Call, parent: sqlite3.Row) -> None:
    """Service accounts own no files (developers.google.com/workspace/drive/api/guides/folder)."""
    if call.principal.kind == "serviceAccount" and not parent["drive_id"]:
        raise Forbidden(
            "Service Accounts do not have storage quota. Leverage shared drives "
            "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation "
            "(http://support.google.com/a/answer/7281227) instead.",
            reason="storageQuotaExceeded",
            domain="usageLimits",
        )


def _chosen_id(call: Call, mime_type: str) -> str:
    wanted = call.body.get("id")
    if not wanted:
        return call.workspace.new_id(44 if mime_type.startswith(EDITOR_PREFIX) and mime_type != FOLDER else 33)
    if mime_type.startswith(EDITOR_PREFIX) and mime_type != FOLDER:
        text = "Generated IDs are not supported for Docs Editors formats."
        raise Forbidden(text, reason="insufficientFilePermissions")
    if access.row_of(call.workspace, wanted):
        raise Conflict("A file already exists with the provided ID.", reason="fileIdInUse")
    given = call.workspace.db.execute("SELECT 1 FROM given_ids WHERE id = ?", (wanted,)).fetchone()
    if not given:
        raise BadRequest("The provided file ID is not usable.", reason="invalid", location="file.id")
    return str(wanted)


def _plain(body: Json) -> Json:
    return {name: body[name] for name in ("description", "starred", "contentRestrictions", "folderColorRgb") if name in body}


def _limit(call: Call, file_id: str) -> None:
    """Limited access: folders only, and on shared drives for organizers only."""
    if "inheritedPermissionsDisabled" not in call.body:
        return
    row = access.row_of(call.workspace, file_id)
    assert row is not None  # noqa: S101 the caller has it
    wanted = call.body["inheritedPermissionsDisabled"]
    if row["mime_type"] != FOLDER and wanted:
        raise Forbidden("Inherited permissions can only be disabled on folders.", reason="cannotDisableInheritedPermissions")
    if bool(row["limited"]) != wanted:
        require(call, row, "canDisableInheritedPermissions" if wanted else "canEnableInheritedPermissions")
        call.workspace.db.execute("UPDATE files SET limited = ? WHERE id = ?", (int(wanted), file_id))


def _content(call: Call, file_id: str, mime_type: str) -> None:
    kind = call.workspace.kinds.get(mime_type)
    if kind:
        kind.create(call.workspace, file_id, call.body.get("name", "Untitled"))
        if call.media:
            importer = kind.imports.get(call.media.mime_type)
            if importer is None:
                raise BadRequest("The requested conversion is not supported.", reason="badRequest")
            importer(call.workspace, file_id, call.media)
    elif call.media:
        store(call, file_id, call.media)


def store(call: Call, file_id: str, media: Media) -> None:
    """The bytes of a file that no editor keeps."""
    call.workspace.db.execute("INSERT OR REPLACE INTO contents VALUES (?, ?, ?)", (file_id, media.mime_type, media.data))
    row = access.row_of(call.workspace, file_id)
    assert row is not None  # noqa: S101 the caller has it
    checksum = hashlib.md5(media.data, usedforsecurity=False).hexdigest()
    access.update_extra(call.workspace, row, {"size": str(len(media.data)), "md5Checksum": checksum})


def get(call: Call) -> Json:
    return file_resource(call, visible(call, call.params["fileId"]))


def update(call: Call) -> Json:
    row = visible(call, call.params["fileId"])
    body = call.body
    if "name" in body or _plain(body):
        require(call, row, "canModifyContentRestriction" if "contentRestrictions" in body else "canRename")
    if "name" in body:
        call.workspace.db.execute("UPDATE files SET name = ? WHERE id = ?", (body["name"], row["id"]))
    if "properties" in body or "appProperties" in body:
        require(call, row, "canEdit")
        set_properties(call, row["id"])
    if "trashed" in body:
        _trash(call, row, bool(body["trashed"]))
    _limit(call, row["id"])
    _move(call, row)
    access.update_extra(call.workspace, row, _plain(body))
    if call.media:
        require(call, row, "canModifyContent")
        store(call, row["id"], call.media)
    access.touch(call, row["id"])
    return get(call)


def _trash(call: Call, row: sqlite3.Row, trashed: bool) -> None:
    require(call, row, "canTrash" if trashed else "canUntrash")
    when = call.workspace.clock.stamp() if trashed else ""
    call.workspace.db.execute("UPDATE files SET trashed = ?, trashed_at = ? WHERE id = ?", (int(trashed), when, row["id"]))


def _move(call: Call, row: sqlite3.Row) -> None:
    """One parent only: adding one takes the file out of where it was."""
    target = call.params.get("addParents")
    if not target:
        return
    require(call, row, "canMoveItemWithinDrive")
    parent = visible(call, target)
    require(call, parent, "canAddChildren")
    if parent["drive_id"] != row["drive_id"] and row["mime_type"] == FOLDER:
        raise Forbidden("Moving folders into shared drives is not supported.", reason="teamDrivesFolderMoveInNotSupported")
    call.workspace.db.execute(
        "UPDATE files SET parent_id = ?, drive_id = ? WHERE id = ?", (parent["id"], parent["drive_id"], row["id"])
    )


def copy(call: Call) -> Json:
    """A copy with patch semantics: the source's properties are carried, its sharing is not."""
    source = visible(call, call.params["fileId"])
    require(call, source, "canCopy")
    parent = _parent(call, call.body.get("parents") or [source["parent_id"]])
    _storage(call, parent)
    file_id = _chosen_id(call, source["mime_type"])
    name = call.body.get("name", f"Copy of {source['name']}")
    insert(call, file_id, name, source["mime_type"], parent["id"], parent["drive_id"], **_plain(call.body))
    carry(call, source["id"], file_id)
    set_properties(call, file_id)
    kind = call.workspace.kinds.get(source["mime_type"])
    if kind:
        kind.copy(call.workspace, source["id"], file_id)
    else:
        call.workspace.db.execute(
            "INSERT INTO contents SELECT ?, mime_type, data FROM contents WHERE file_id = ?", (file_id, source["id"])
        )
    row = access.row_of(call.workspace, file_id)
    assert row is not None  # noqa: S101 inserted above
    return file_resource(call, row)


def delete(call: Call) -> None:
    """For ever, with everything in it; on shared drives for organizers of the parent."""
    row = visible(call, call.params["fileId"])
    require(call, row, "canDelete")
    db = call.workspace.db
    below = db.execute(
        "WITH RECURSIVE down (id) AS (SELECT ? UNION ALL SELECT f.id FROM files f JOIN down ON f.parent_id = down.id) "
        "SELECT id FROM down",
        (row["id"],),
    ).fetchall()
    for one in below:
        access.log_change(call.workspace, one["id"], removed=True)
        for table in ("permissions", "properties", "contents"):
            db.execute(f"DELETE FROM {table} WHERE file_id = ?", (one["id"],))  # noqa: S608 a fixed list of tables
        db.execute("DELETE FROM files WHERE id = ?", (one["id"],))


def generate_ids(call: Call) -> Json:
    ids = [call.workspace.new_id() for _ in range(call.params["count"])]
    call.workspace.db.executemany("INSERT INTO given_ids VALUES (?)", [(one,) for one in ids])
    return {"kind": "drive#generatedIds", "space": call.params["space"], "ids": ids}


def export(call: Call) -> Media:
    row = visible(call, call.params["fileId"])
    kind = call.workspace.kinds.get(row["mime_type"])
    if kind is None:
        raise Forbidden("Export only supports Docs Editors files.", reason="fileNotExportable")
    exporter = kind.exports.get(call.params["mimeType"])
    if exporter is None:
        raise BadRequest("The requested conversion is not supported.", reason="badRequest", location="convertTo")
    if RANK[Roles(call.workspace, call.principal).of(row["id"])] < RANK["reader"]:
        raise Forbidden("The user cannot export the file.", reason="cannotExportFile")
    return Media(call.params["mimeType"], exporter(call.workspace, row["id"]))
