"""permissions.*: sharing as Drive does it (developers.google.com/workspace/drive/api/guides/manage-sharing)."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest, Forbidden, NotFound
from local_workspace.directory import accounts
from local_workspace.drive import access
from local_workspace.drive.files import require, visible
from local_workspace.drive.giving import give, permission_id
from local_workspace.drive.outbox import tell
from local_workspace.drive.roles import FOLDER, RANK, Held, reaching

SHARED_DRIVE_ONLY = ("organizer", "fileOrganizer")


def create(call: Call) -> Json:
    row = _shareable(call)
    kind, role = call.body.get("type", ""), call.body.get("role", "")
    if not kind or not role:
        raise BadRequest("The permission type and role fields are required.", reason="required")
    email = accounts.resolve(call.workspace, call.body.get("emailAddress", "") or call.body.get("domain", ""))
    if kind in ("user", "group") and "@" not in email:
        raise BadRequest("The emailAddress field is required.", reason="invalid", location="permission.emailAddress")
    _check_role(row, role)
    _check_grantee(call, row, kind, email)
    more = {"expirationTime": call.body["expirationTime"]} if "expirationTime" in call.body else {}
    _alone(call, row["id"], lambda: give(call.workspace, row["id"], kind, email, role, **more))
    access.log_change(call.workspace, row["id"])
    if kind in ("user", "group") and call.params.get("sendNotificationEmail", True) is not False:
        tell(call, email, f"{row['name']} - shared with you", call.params.get("emailMessage", ""))
    return _one(call, row, permission_id(kind, email))


def _shareable(call: Call) -> sqlite3.Row:
    row = visible(call, call.params["fileId"])
    require(call, row, "canShare")
    return row


def _check_role(row: sqlite3.Row, role: str) -> None:
    if role not in RANK or not role:
        raise BadRequest("The specified role is invalid or not supported.", reason="invalid", location="permission.role")
    in_drive = bool(row["drive_id"])
    is_root = row["id"] == row["drive_id"]
    if role == "owner":
        text = "Items in shared drives cannot be owned by a user." if in_drive else "Use transferOwnership to change the owner."
        raise Forbidden(text, reason="forbidden")
    if role == "organizer" and not is_root:
        raise Forbidden("The organizer role is only valid on shared drives.", reason="cannotShareTeamDriveWithNonGoogleAccounts")
    if role == "fileOrganizer" and (not in_drive or row["mime_type"] != FOLDER):
        raise Forbidden("The fileOrganizer role is only valid on shared drive folders.", reason="invalidSharingRequest")


def _check_grantee(call: Call, row: sqlite3.Row, kind: str, email: str) -> None:
    """A silent share needs an account; a restricted drive needs one of the trust's own."""
    restrictions = access.restrictions_of(call.workspace, row["drive_id"])
    domain = email.partition("@")[2] or email
    outside = domain not in accounts.domains(call.workspace) and not email.endswith(".iam.gserviceaccount.com")
    if restrictions.get("domainUsersOnly") and (kind == "anyone" or outside):
        raise Forbidden(
            "The shared drive does not allow sharing outside of the domain.", reason="teamDriveDomainUsersOnlyRestriction"
        )
    if restrictions.get("driveMembersOnly") and row["id"] != row["drive_id"]:
        raise Forbidden("The shared drive only allows sharing with its members.", reason="teamDriveTeamMembersOnlyRestriction")
    silent = call.params.get("sendNotificationEmail", True) is False
    if kind in ("user", "group") and silent and not accounts.exists(call.workspace, email):
        raise BadRequest(
            f'Bad Request. User message: "You are trying to invite {email}. Since there is no Google account associated with '
            'this email address, you must check the "Notify people" box to invite this recipient."',
            reason="invalidSharingRequest",
        )


def _alone(call: Call, file_id: str, write: Callable[[], object]) -> None:
    """ "Concurrent permissions operations on the same file aren't supported; only the last update is applied": a write
    that came in before another on the same file was done puts the permissions back to before that other."""
    db, writes = call.workspace.db, call.workspace.permission_writes
    done, before = writes.get(file_id, (0.0, []))
    if call.arrived and call.arrived < done:
        db.execute("DELETE FROM permissions WHERE file_id = ?", (file_id,))
        db.executemany("INSERT INTO permissions VALUES (?, ?, ?, ?, ?, ?)", before)
    rows = [tuple(row) for row in db.execute("SELECT * FROM permissions WHERE file_id = ?", (file_id,))]
    write()
    writes[file_id] = (time.monotonic(), rows)


def list_(call: Call) -> Json:
    row = visible(call, call.params["fileId"])
    if not access.may(call, row["id"], "write") and row["drive_id"] is None:
        raise Forbidden("The user does not have sufficient permissions for this file.", reason="insufficientFilePermissions")
    merged = _merged(call, row)
    size = call.params.get("pageSize") or 100
    start = int(call.params.get("pageToken") or 0)
    page = [_resource(call, row, held) for held in merged[start : start + size]]
    more = {"nextPageToken": str(start + size)} if start + size < len(merged) else {}
    return {"kind": "drive#permissionList", "permissions": page, **more}


def _merged(call: Call, row: sqlite3.Row) -> list[list[Held]]:
    """What reaches a file, grouped by grantee."""
    grouped: dict[str, list[Held]] = {}
    for held in reaching(call.workspace, row["id"]):
        grouped.setdefault(held.id, []).append(held)
    return list(grouped.values())


def get(call: Call) -> Json:
    row = visible(call, call.params["fileId"])
    return _one(call, row, call.params["permissionId"])


def _one(call: Call, row: sqlite3.Row, identity: str) -> Json:
    for held in _merged(call, row):
        if held[0].id == identity:
            return _resource(call, row, held)
    raise NotFound(f"Permission not found: {identity}.", location="permissionId")


def _resource(call: Call, row: sqlite3.Row, helds: list[Held]) -> Json:
    strongest = max(helds, key=lambda held: RANK[held.role])
    email, kind = strongest.email, strongest.type
    out: Json = {"kind": "drive#permission", "id": strongest.id, "type": kind, "role": strongest.role}
    if kind in ("user", "group"):
        out |= {"emailAddress": email, "displayName": accounts.display_name(call.workspace, email), "deleted": False}
        out["pendingOwner"] = False
    elif kind == "domain":
        out |= {"domain": email, "displayName": email}
    own = call.workspace.db.execute("SELECT json FROM permissions WHERE file_id = ? AND id = ?", (row["id"], strongest.id))
    for found in own:
        out |= json.loads(found["json"])
    if row["drive_id"]:
        out["permissionDetails"] = [_detail(held, row) for held in helds]
        out["teamDrivePermissionDetails"] = [
            {**{k: v for k, v in one.items() if k != "permissionType"}, "teamDrivePermissionType": one["permissionType"]}
            for one in out["permissionDetails"]
        ]
    return out


def _detail(held: Held, row: sqlite3.Row) -> Json:
    member = held.source == row["drive_id"]
    detail: Json = {"permissionType": "member" if member else "file", "role": held.role, "inherited": not held.own}
    if not held.own:
        detail["inheritedFrom"] = held.source
    return detail


def update(call: Call) -> Json:
    row = _shareable(call)
    identity, role = call.params["permissionId"], call.body.get("role", "")
    _check_role(row, role)
    found = [held for group in _merged(call, row) for held in group if held.id == identity]
    if not found:
        raise NotFound(f"Permission not found: {identity}.", location="permissionId")
    inherited = max((RANK[held.role] for held in found if not held.own), default=0)
    if RANK[role] < inherited:
        raise Forbidden("Cannot reduce the role of an inherited permission.", reason="cannotModifyInheritedPermission")
    _alone(call, row["id"], lambda: give(call.workspace, row["id"], found[0].type, found[0].email, role))
    access.log_change(call.workspace, row["id"])
    return _one(call, row, identity)


def delete(call: Call) -> None:
    """Take back a permission that was given on this very file; an inherited one is taken back where it was given."""
    row = visible(call, call.params["fileId"])
    identity = call.params["permissionId"]
    if identity != accounts.numeric_id(call.principal.email):
        require(call, row, "canShare")
    found = [held for group in _merged(call, row) for held in group if held.id == identity]
    if not found:
        raise NotFound(f"Permission not found: {identity}.", location="permissionId")
    if not any(held.own for held in found):
        text = "Cannot delete inherited permissions."
        raise Forbidden(text, reason="cannotDeleteInheritedPermission")
    statement = "DELETE FROM permissions WHERE file_id = ? AND id = ?"
    _alone(call, row["id"], lambda: call.workspace.db.execute(statement, (row["id"], identity)))
    access.log_change(call.workspace, row["id"])
