"""A file as Drive shows it to a caller (developers.google.com/workspace/drive/api/reference/rest/v3/files).

Items of shared drives carry no owners, no permissions, no `shared` and no `writersCanShare`, as at Google.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from local_workspace.core.call import Call, Json
from local_workspace.drive import locks, personal, properties
from local_workspace.drive.inheritance import METADATA, Held, reaching
from local_workspace.drive.mime import FOLDER, SHORTCUT, icon_link, is_editors, view_link
from local_workspace.drive.permission_resource import permission_resource
from local_workspace.drive.personal import Personal
from local_workspace.drive.properties import Pairs
from local_workspace.drive.rows import more_of
from local_workspace.drive.viewer import Viewer, given

CARRIED = ("description", "shortcutDetails", "folderColorRgb")
OF_BLOBS = ("size", "md5Checksum", "sha1Checksum", "sha256Checksum", "originalFilename", "headRevisionId")


def file_resource(call: Call, viewer: Viewer, row: sqlite3.Row) -> Json:
    """The whole File."""
    return file_resources(call, viewer, [row])[0]


def file_resources(call: Call, viewer: Viewer, rows: Iterable[sqlite3.Row]) -> list[Json]:
    """Many Files; what stands in other tables is read for all of them at once."""
    shown = list(rows)
    ids = [row["id"] for row in shown]
    viewer.roles.preload(ids)
    project, workspace = properties.project_of(call), call.workspace
    theirs = personal.of_files(workspace, ids, viewer.email)
    pairs = properties.of_files(workspace, ids, project)
    states = [state for row in shown if (state := _past_state(row))]
    past = properties.of_past(workspace, states, project) if states else {}
    out = []
    for row in shown:
        state = _past_state(row)
        seen = past.get(state, {}) if state else pairs.get(row["id"], {})
        out.append(_one(viewer, row, theirs.get(row["id"], Personal()), seen))
    return out


def _past_state(row: sqlite3.Row) -> int:
    """Which past state a row of a lagging search is; 0 for how the file is now."""
    return int(row["past"]) if "past" in row.keys() else 0  # noqa: SIM118 a Row looks among its values


def _one(viewer: Viewer, row: sqlite3.Row, theirs: Personal, pairs: Pairs) -> Json:
    more = more_of(row)
    file: Json = {
        "kind": "drive#file",
        "id": row["id"],
        "name": row["name"],
        "mimeType": row["mime_type"],
        "starred": theirs.starred,
        "spaces": ["drive"],
        "version": str(row["version"]),
        "webViewLink": view_link(viewer.workspace.base_url, row["mime_type"], row["id"]),
        "iconLink": icon_link(row["mime_type"]),
        "hasThumbnail": False,
        "thumbnailVersion": "0",
        "isAppAuthorized": True,
        "capabilities": viewer.abilities(row),
        "inheritedPermissionsDisabled": bool(row["limited"]),
        "linkShareMetadata": {"securityUpdateEligible": False, "securityUpdateEnabled": True},
    }
    file |= {name: more[name] for name in CARRIED if name in more}
    file |= pairs | locks.shown(viewer, more.get("contentRestrictions"))
    if row["parent_id"] and viewer.roles.of(row["parent_id"]):
        file["parents"] = [row["parent_id"]]
    file |= _times(viewer, row, theirs) | _copying(viewer, row, more)
    return file | _content(viewer, row, more) | _sharing(viewer, row, more)


def _times(viewer: Viewer, row: sqlite3.Row, theirs: Personal) -> Json:
    out: Json = {
        "createdTime": row["created"],
        "modifiedTime": row["modified"],
        "modifiedByMe": bool(theirs.modified),
        "viewedByMe": bool(theirs.viewed),
        "lastModifyingUser": viewer.user(row["modified_by"]),
        "trashed": bool(row["in_bin"]),
        "explicitlyTrashed": bool(row["trashed"]),
    }
    out |= {"modifiedByMeTime": theirs.modified} if theirs.modified else {}
    out |= {"viewedByMeTime": theirs.viewed} if theirs.viewed else {}
    if row["trashed"] and row["drive_id"]:
        out |= {"trashedTime": row["trashed_at"], "trashingUser": viewer.user(row["trashed_by"])}
    return out


def _copying(viewer: Viewer, row: sqlite3.Row, more: Json) -> Json:
    situation = viewer.situation(row)
    item = more.get("downloadRestrictions", {}).get("itemDownloadRestriction", {})
    return {
        "copyRequiresWriterPermission": bool(more.get("copyRequiresWriterPermission")),
        "viewersCanCopyContent": not more.get("copyRequiresWriterPermission"),
        "downloadRestrictions": {
            "itemDownloadRestriction": {
                "restrictedForReaders": bool(item.get("restrictedForReaders")),
                "restrictedForWriters": bool(item.get("restrictedForWriters")),
            },
            "effectiveDownloadRestrictionWithContext": {
                "restrictedForReaders": situation.copying_needs_writer,
                "restrictedForWriters": situation.copying_needs_organizer,
            },
        },
    }


def _content(viewer: Viewer, row: sqlite3.Row, more: Json) -> Json:
    mime_type, file_id = row["mime_type"], row["id"]
    if mime_type in (FOLDER, SHORTCUT):
        return {"quotaBytesUsed": "0"}
    if is_editors(mime_type):
        kind = viewer.workspace.kinds.get(mime_type)
        base = viewer.workspace.base_url or "https://www.googleapis.com"
        links = {to: f"{base}/drive/v3/files/{file_id}/export?mimeType={to}" for to in kind.exports} if kind else {}
        return {"quotaBytesUsed": "1024", "size": "1024"} | ({"exportLinks": links} if links else {})
    out = {name: more[name] for name in OF_BLOBS if name in more}
    stem, dot, extension = str(row["name"]).partition(".")
    if dot and stem:
        out |= {"fullFileExtension": extension, "fileExtension": extension.rpartition(".")[2]}
    link = f"{viewer.workspace.base_url or 'https://drive.google.com'}/uc?id={file_id}&export=download"
    return {**out, "quotaBytesUsed": more.get("size", "0"), "webContentLink": link}


def _sharing(viewer: Viewer, row: sqlite3.Row, more: Json) -> Json:
    if row["drive_id"]:
        own = viewer.roles.own_ids(row["id"])
        return {
            "driveId": row["drive_id"],
            "teamDriveId": row["drive_id"],
            "hasAugmentedPermissions": bool(own) and bool(row["parent_id"]),
        } | _permission_ids(viewer, row)
    helds = [held for held in reaching(viewer.workspace, row["id"]) if held.role != METADATA]
    out: Json = {
        "owners": [viewer.user(row["owner"])],
        "ownedByMe": row["owner"].lower() == viewer.email,
        "shared": len({held.id for held in helds}) > 1,
        "writersCanShare": bool(more.get("writersCanShare", True)),
        "permissionIds": list(dict.fromkeys(held.id for held in helds)),
    }
    if viewer.may(row, "canShare"):
        out["permissions"] = _permissions(viewer, row, helds)
    return out | _shared_with_me(viewer, row, helds)


def _permission_ids(viewer: Viewer, row: sqlite3.Row) -> Json:
    """Who reaches an item of a shared drive: its folder's people, worked out once for a folder, and its own."""
    if row["limited"] or not row["parent_id"]:
        return {"permissionIds": viewer.ids_reaching(row["id"])}
    return {"permissionIds": list(dict.fromkeys([*viewer.ids_reaching(row["parent_id"]), *viewer.roles.own_ids(row["id"])]))}


def _permissions(viewer: Viewer, row: sqlite3.Row, helds: Iterable[Held]) -> list[Json]:
    grouped: dict[str, list[Held]] = {}
    for held in helds:
        grouped.setdefault(held.id, []).append(held)
    return [permission_resource(viewer, row, group) for group in grouped.values()]


def _shared_with_me(viewer: Viewer, row: sqlite3.Row, helds: Iterable[Held]) -> Json:
    """Who shared a My Drive file with the caller, and when, if it was shared with the caller by name."""
    for held in helds:
        if held.own and held.role != "owner" and (held.type, held.email) == ("user", viewer.email):
            noted = given(held)
            return {"sharedWithMeTime": noted["time"], "sharingUser": viewer.user(noted["by"])} if noted else {}
    return {}
