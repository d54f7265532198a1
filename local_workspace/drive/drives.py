"""drives.*: shared drives (developers.google.com/workspace/drive/api/guides/manage-shareddrives)."""

from __future__ import annotations

import json
import sqlite3

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import Forbidden, NotFound
from local_workspace.drive.files import insert
from local_workspace.drive.giving import give
from local_workspace.drive.roles import FOLDER, RANK, Roles

RESTRICTIONS = (
    "adminManagedRestrictions",
    "copyRequiresWriterPermission",
    "domainUsersOnly",
    "driveMembersOnly",
    "sharingFoldersRequiresOrganizerPermission",
)


def create(call: Call) -> Json:
    """A person with the right makes a drive and is its first manager; a service account may not."""
    if call.principal.kind == "serviceAccount":
        text = "The user does not have sufficient permissions to create shared drives."
        raise Forbidden(text, reason="userCannotCreateTeamDrives")
    drive_id = call.workspace.new_id(19, "0A")
    name = call.body.get("name", "Untitled")
    restrictions = json.dumps(dict.fromkeys(RESTRICTIONS, False))
    call.workspace.db.execute(
        "INSERT INTO drives VALUES (?, ?, ?, ?)", (drive_id, name, call.workspace.clock.stamp(), restrictions)
    )
    insert(call, drive_id, name, FOLDER, None, drive_id)
    give(call.workspace, drive_id, "user", call.principal.email, "organizer")
    return _resource(call, _row(call, drive_id))


def _row(call: Call, drive_id: str) -> sqlite3.Row:
    row: sqlite3.Row | None = call.workspace.db.execute("SELECT * FROM drives WHERE id = ?", (drive_id,)).fetchone()
    if row is None or not Roles(call.workspace, call.principal).of(drive_id):
        raise NotFound(f"Shared drive not found: {drive_id}", location="driveId")
    return row


def _resource(call: Call, row: sqlite3.Row) -> Json:
    rank = RANK[Roles(call.workspace, call.principal).of(row["id"])]
    restrictions = json.loads(row["restrictions"])
    manages, organizes = rank >= RANK["organizer"], rank >= RANK["fileOrganizer"]
    return {
        "kind": "drive#drive",
        "id": row["id"],
        "name": row["name"],
        "createdTime": row["created"],
        "hidden": False,
        "restrictions": restrictions,
        "capabilities": {
            "canAddChildren": rank >= RANK["writer"],
            "canChangeDomainUsersOnlyRestriction": manages,
            "canChangeDriveMembersOnlyRestriction": manages,
            "canChangeSharingFoldersRequiresOrganizerPermissionRestriction": manages,
            "canComment": rank >= RANK["commenter"],
            "canDeleteDrive": manages,
            "canEdit": rank >= RANK["writer"],
            "canListChildren": True,
            "canManageMembers": manages,
            "canRenameDrive": manages,
            "canShare": rank >= RANK["writer"],
            "canTrashChildren": organizes,
        },
    }


def get(call: Call) -> Json:
    return _resource(call, _row(call, call.params["driveId"]))


def list_(call: Call) -> Json:
    roles = Roles(call.workspace, call.principal)
    rows = [row for row in call.workspace.db.execute("SELECT * FROM drives ORDER BY name, id") if roles.of(row["id"])]
    start, size = int(call.params.get("pageToken") or 0), call.params["pageSize"]
    more = {"nextPageToken": str(start + size)} if start + size < len(rows) else {}
    return {"kind": "drive#driveList", "drives": [_resource(call, row) for row in rows[start : start + size]], **more}


def update(call: Call) -> Json:
    row = _row(call, call.params["driveId"])
    if RANK[Roles(call.workspace, call.principal).of(row["id"])] < RANK["organizer"]:
        raise Forbidden(
            "The user does not have sufficient permissions for this shared drive.", reason="insufficientFilePermissions"
        )
    restrictions = {**json.loads(row["restrictions"]), **call.body.get("restrictions", {})}
    name = call.body.get("name", row["name"])
    call.workspace.db.execute(
        "UPDATE drives SET name = ?, restrictions = ? WHERE id = ?", (name, json.dumps(restrictions), row["id"])
    )
    call.workspace.db.execute("UPDATE files SET name = ? WHERE id = ?", (name, row["id"]))
    return get(call)
