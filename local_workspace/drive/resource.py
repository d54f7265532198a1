"""A file as Drive shows it to a caller."""

from __future__ import annotations

import sqlite3
from typing import Any

from local_workspace.core.call import Call, Json
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts
from local_workspace.drive import access
from local_workspace.drive.roles import FOLDER, Roles

EDITORS = {
    "application/vnd.google-apps.document": "document",
    "application/vnd.google-apps.spreadsheet": "spreadsheets",
    "application/vnd.google-apps.form": "forms",
}
CARRIED = (
    "description",
    "starred",
    "contentRestrictions",
    "size",
    "md5Checksum",
    "originalFilename",
    "shortcutDetails",
    "folderColorRgb",
)


def user(workspace: Workspace, email: str, caller: str) -> Json:
    """A User, as it stands in files and permissions."""
    return {
        "kind": "drive#user",
        "displayName": accounts.display_name(workspace, email),
        "me": email == caller,
        "permissionId": accounts.numeric_id(email),
        "emailAddress": email,
    }


def file_resource(call: Call, row: sqlite3.Row, roles: Roles | None = None) -> Json:
    """The whole File. Items of shared drives carry no owners, no permissions and no `shared`, as at Google."""
    workspace, caller = call.workspace, call.principal.email
    more = access.more_of(row)
    trashed = _in_bin(workspace, row)
    file: Json = {
        "kind": "drive#file",
        "id": row["id"],
        "name": row["name"],
        "mimeType": row["mime_type"],
        "starred": False,
        "trashed": trashed,
        "explicitlyTrashed": bool(row["trashed"]),
        "spaces": ["drive"],
        "version": str(row["version"]),
        "webViewLink": link(workspace, row),
        "createdTime": row["created"],
        "modifiedTime": row["modified"],
        "modifiedByMe": row["modified_by"] == caller,
        "lastModifyingUser": user(workspace, row["modified_by"], caller),
        "capabilities": access.abilities(workspace, row, (roles or Roles(workspace, call.principal)).of_row(row)),
        "inheritedPermissionsDisabled": bool(row["limited"]),
    }
    if row["parent_id"]:
        file["parents"] = [row["parent_id"]]
    file |= {name: more[name] for name in CARRIED if name in more}
    file |= _properties(call, row["id"])
    file |= _belonging(workspace, row, caller)
    if trashed and row["trashed_at"]:
        file["trashedTime"] = row["trashed_at"]
    return file


def _belonging(workspace: Workspace, row: sqlite3.Row, caller: str) -> Json:
    if row["drive_id"]:
        return {"driveId": row["drive_id"], "teamDriveId": row["drive_id"]}
    held = workspace.db.execute("SELECT COUNT(*) AS n FROM permissions WHERE file_id = ?", (row["id"],)).fetchone()["n"]
    return {"owners": [user(workspace, row["owner"], caller)], "ownedByMe": row["owner"] == caller, "shared": held > 1}


def _in_bin(workspace: Workspace, row: sqlite3.Row) -> bool:
    """Trashed itself, or in a folder that is."""
    if row["trashed"]:
        return True
    found = workspace.db.execute(
        "WITH RECURSIVE up (id, parent_id, trashed) AS (SELECT id, parent_id, trashed FROM files WHERE id = ? UNION ALL "
        "SELECT f.id, f.parent_id, f.trashed FROM files f JOIN up ON f.id = up.parent_id) SELECT MAX(trashed) AS t FROM up",
        (row["parent_id"],),
    ).fetchone()
    return bool(found["t"])


def project_of(call: Call) -> str:
    """The Cloud project of the caller's token: `appProperties` are private to it."""
    return call.principal.email.partition("@")[2].split(".")[0] if call.principal.kind == "serviceAccount" else "-"


def _properties(call: Call, file_id: str) -> Json:
    out: dict[str, dict[str, Any]] = {}
    project = project_of(call)
    for row in call.workspace.db.execute("SELECT * FROM properties WHERE file_id = ?", (file_id,)):
        if row["project"] in ("", project):
            out.setdefault("properties" if row["project"] == "" else "appProperties", {})[row["key"]] = row["value"]
    return out


def link(workspace: Workspace, row: sqlite3.Row) -> str:
    """Where a person opens it: here, or at Google's usual addresses where no server runs."""
    if row["mime_type"] == FOLDER:
        return f"{workspace.base_url or 'https://drive.google.com'}/drive/folders/{row['id']}"
    editor = EDITORS.get(row["mime_type"])
    if editor:
        return f"{workspace.base_url or 'https://docs.google.com'}/{editor}/d/{row['id']}/edit"
    return f"{workspace.base_url or 'https://drive.google.com'}/file/d/{row['id']}/view"
