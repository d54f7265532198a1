"""changes.*: what changed since a token, for a user or for a shared drive
(developers.google.com/workspace/drive/api/guides/manage-changes).
"""

from __future__ import annotations

import json
import sqlite3

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest
from local_workspace.drive import changelog, refusals, rows
from local_workspace.drive.drive_resource import drive_resource
from local_workspace.drive.resource import file_resources
from local_workspace.drive.viewer import Viewer

MOST = 1000


def get_start_page_token(call: Call) -> Json:
    _drive(call, Viewer.of(call))
    return {"kind": "drive#startPageToken", "startPageToken": str(changelog.last(call.workspace) + 1)}


def _drive(call: Call, viewer: Viewer) -> str | None:
    """The shared drive whose log is asked for, if the caller is in it."""
    drive_id: str | None = call.params.get("driveId") or call.params.get("teamDriveId")
    if drive_id is None:
        return None
    supports = call.params.get("supportsAllDrives") or call.params.get("supportsTeamDrives")
    if not supports or not viewer.roles.of(drive_id):
        raise refusals.drive_not_found(drive_id)
    return drive_id


def list_(call: Call) -> Json:
    """Each file that changed since the token, once, by its last change, oldest first."""
    viewer = Viewer.of(call)
    drive_id, shared_too = _drive(call, viewer), _includes_drives(call)
    if drive_id and not shared_too:
        # the sentence is ours
        text = "The includeItemsFromAllDrives parameter must be set to true when driveId is set."
        raise BadRequest(text, reason="invalid", location="includeItemsFromAllDrives")
    size = min(max(call.params.get("pageSize", 100), 1), MOST)
    found = call.workspace.db.execute(
        "SELECT * FROM changes WHERE seq >= ? AND (? IS NULL OR drive_id = ?) AND (? OR drive_id IS NULL) ORDER BY seq LIMIT ?",
        (_since(call), drive_id, drive_id, bool(shared_too), size + 1),
    ).fetchall()
    out: Json = {"kind": "drive#changeList", "changes": _changes(call, viewer, found[:size], whole=bool(drive_id))}
    if len(found) > size:
        return {**out, "nextPageToken": str(found[size]["seq"])}
    return {**out, "newStartPageToken": str(changelog.last(call.workspace) + 1)}


def _includes_drives(call: Call) -> bool:
    wants = call.params.get("includeItemsFromAllDrives") or call.params.get("includeTeamDriveItems")
    return bool(wants and (call.params.get("supportsAllDrives") or call.params.get("supportsTeamDrives")))


def _since(call: Call) -> int:
    given = call.params["pageToken"]
    if not given.isdigit() or not 0 < int(given) <= changelog.last(call.workspace) + 1:
        raise refusals.invalid("pageToken")
    return int(given)


def _changes(call: Call, viewer: Viewer, found: list[sqlite3.Row], *, whole: bool) -> list[Json]:
    """The entries of a page. whole: of a shared drive's own log, where deletions are told to every member."""
    there = {one["file_id"]: rows.row_of(call.workspace, one["file_id"]) for one in found}
    seen = [row for row in there.values() if row is not None and viewer.role(row)]
    files = {file["id"]: file for file in file_resources(call, viewer, seen)}
    out = []
    for one in found:
        file = files.get(one["file_id"])
        if file is not None:
            out.append(_entry(call, one) | {"removed": False} | _shown(call, one, file))
        elif _tells_of_loss(call, viewer, one, whole=whole and there[one["file_id"]] is None):
            out.append(_entry(call, one) | {"removed": True})
    return out


def _tells_of_loss(call: Call, viewer: Viewer, one: sqlite3.Row, *, whole: bool) -> bool:
    lost_by_me = {email for _, email in viewer.roles.identities} & set(json.loads(one["lost"]))
    return bool(call.params.get("includeRemoved", True)) and (whole or bool(lost_by_me))


def _entry(call: Call, one: sqlite3.Row) -> Json:
    entry: Json = {"kind": "drive#change", "changeType": one["kind"], "type": one["kind"], "time": one["time"]}
    if one["kind"] == "drive":
        return entry | {"type": "teamDrive", "driveId": one["file_id"], "teamDriveId": one["file_id"]}
    return entry | {"fileId": one["file_id"]}


def _shown(call: Call, one: sqlite3.Row, file: Json) -> Json:
    if one["kind"] == "drive":
        return {"drive": drive_resource(call, Viewer.of(call), one["file_id"])}
    return {"file": file}
