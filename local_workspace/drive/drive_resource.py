"""A shared drive as Drive shows it to a caller (developers.google.com/workspace/drive/api/reference/rest/v3/drives)."""

from __future__ import annotations

import json
import sqlite3

from local_workspace.core.call import Call, Json
from local_workspace.drive import refusals, rows
from local_workspace.drive.viewer import Viewer

RESTRICTIONS = (
    "adminManagedRestrictions",
    "copyRequiresWriterPermission",
    "domainUsersOnly",
    "driveMembersOnly",
    "sharingFoldersRequiresOrganizerPermission",
)


def drive_row(call: Call, viewer: Viewer, drive_id: str) -> sqlite3.Row:
    """A shared drive that the caller is in. Raises 404. Access to one of its files alone does not count."""
    row: sqlite3.Row | None = call.workspace.db.execute("SELECT * FROM drives WHERE id = ?", (drive_id,)).fetchone()
    if row is None or not viewer.role(rows.known(call.workspace, drive_id)):
        raise refusals.drive_not_found(drive_id)
    return row


def drive_resource(call: Call, viewer: Viewer, drive_id: str) -> Json:
    """The whole Drive."""
    row = drive_row(call, viewer, drive_id)
    restrictions = json.loads(row["restrictions"])
    hidden = call.workspace.db.execute(
        "SELECT 1 FROM hidden_drives WHERE email = ? AND drive_id = ?", (viewer.email, drive_id)
    ).fetchone()
    looks = json.loads(row["json"])
    return {
        "kind": "drive#drive",
        "id": drive_id,
        "name": row["name"],
        "createdTime": row["created"],
        "hidden": hidden is not None,
        "colorRgb": looks.get("colorRgb", "#0f9d58"),
        "backgroundImageLink": f"https://ssl.gstatic.com/team_drive_themes/{looks.get('themeId', 'generic_background')}.jpg",
        "restrictions": {name: bool(restrictions.get(name)) for name in RESTRICTIONS}
        | {"downloadRestriction": _download(restrictions.get("downloadRestriction", {}))},
        "capabilities": _capabilities(viewer, rows.known(call.workspace, drive_id)),
    }


def _download(restriction: Json) -> Json:
    return {name: bool(restriction.get(name)) for name in ("restrictedForReaders", "restrictedForWriters")}


def _capabilities(viewer: Viewer, root: sqlite3.Row) -> dict[str, bool]:
    """What the caller may do with the drive: from the top folder's capabilities, and for its managers the rest."""
    of_root = viewer.abilities(root)
    managing = viewer.at_least(root, "organizer")
    shown = (
        "canAddChildren",
        "canComment",
        "canCopy",
        "canDeleteChildren",
        "canDownload",
        "canEdit",
        "canListChildren",
        "canReadRevisions",
        "canTrashChildren",
    )
    for_managers = (
        "canChangeCopyRequiresWriterPermissionRestriction",
        "canChangeDomainUsersOnlyRestriction",
        "canChangeDownloadRestriction",
        "canChangeDriveBackground",
        "canChangeDriveMembersOnlyRestriction",
        "canChangeSharingFoldersRequiresOrganizerPermissionRestriction",
        "canDeleteDrive",
        "canManageMembers",
        "canRenameDrive",
        "canResetDriveRestrictions",
    )
    named = {name: of_root[name] for name in shown} | dict.fromkeys(for_managers, managing)
    return named | {"canRename": viewer.at_least(root, "writer"), "canShare": viewer.at_least(root, "writer")}
