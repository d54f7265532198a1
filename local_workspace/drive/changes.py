"""changes.*: what changed since a token, for a user or for a shared drive
(developers.google.com/workspace/drive/api/guides/manage-changes).
"""

from __future__ import annotations

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest, NotFound
from local_workspace.drive import access
from local_workspace.drive.resource import file_resource
from local_workspace.drive.roles import Roles


def get_start_page_token(call: Call) -> Json:
    _check_drive(call)
    last = call.workspace.db.execute("SELECT COALESCE(MAX(seq), 0) AS n FROM changes").fetchone()["n"]
    return {"kind": "drive#startPageToken", "startPageToken": str(last + 1)}


def _check_drive(call: Call) -> str | None:
    drive_id: str | None = call.params.get("driveId")
    if drive_id and not Roles(call.workspace, call.principal).of(drive_id):
        raise NotFound(f"Shared drive not found: {drive_id}", location="driveId")
    return drive_id


def list_(call: Call) -> Json:
    """Each file that changed once, by its last change on the page."""
    drive_id = _check_drive(call)
    token = call.params["pageToken"]
    if not token.isdigit():
        raise BadRequest("Invalid Value", reason="invalid", location="pageToken")
    size = call.params["pageSize"]
    rows = call.workspace.db.execute(
        "SELECT * FROM changes WHERE seq >= ? AND (? IS NULL OR drive_id = ?) ORDER BY seq LIMIT ?",
        (int(token), drive_id, drive_id, size + 1),
    ).fetchall()
    page = rows[:size]
    last = {row["file_id"]: row for row in page}
    roles = Roles(call.workspace, call.principal)
    changes = [_change(call, row["file_id"], row["time"], roles) for row in last.values()]
    out: Json = {"kind": "drive#changeList", "changes": [one for one in changes if one]}
    if len(rows) > size:
        return {**out, "nextPageToken": str(rows[size]["seq"])}
    end = call.workspace.db.execute("SELECT COALESCE(MAX(seq), 0) AS n FROM changes").fetchone()["n"]
    return {**out, "newStartPageToken": str(end + 1)}


def _change(call: Call, file_id: str, time: str, roles: Roles) -> Json | None:
    row = access.row_of(call.workspace, file_id)
    seen = row is not None and bool(roles.of(file_id))
    change: Json = {"kind": "drive#change", "changeType": "file", "type": "file", "time": time, "fileId": file_id}
    if row is None or not seen:
        return {**change, "removed": True} if call.params.get("includeRemoved", True) else None
    out = {**change, "removed": False, "file": file_resource(call, row, roles)}
    return {**out, "driveId": row["drive_id"]} if row["drive_id"] else out
