"""A permission as Drive shows it (developers.google.com/workspace/drive/api/reference/rest/v3/permissions)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from local_workspace.core.call import Json
from local_workspace.drive.inheritance import METADATA, RANK, Held
from local_workspace.drive.viewer import Viewer


def permission_resource(viewer: Viewer, row: sqlite3.Row, helds: Sequence[Held]) -> Json:
    """What one grantee holds on a file: the strongest of the ways it reaches the file, with the ways as details."""
    best = max(helds, key=lambda held: RANK[held.role])
    out: Json = {"kind": "drive#permission", "id": best.id, "type": best.type, "role": best.shown_role}
    out |= _grantee(viewer, best) | terms(best)
    if row["limited"]:
        out["inheritedPermissionsDisabled"] = True
    if best.role == METADATA:
        out["view"] = METADATA
    if row["drive_id"]:
        details = [_detail(held, row) for held in helds]
        out["permissionDetails"] = details
        out["teamDrivePermissionDetails"] = [_deprecated(detail) for detail in details]
    return out


def _grantee(viewer: Viewer, held: Held) -> Json:
    if held.type in ("user", "group"):
        user = viewer.user(held.email)
        out: Json = {"emailAddress": held.email, "displayName": user["displayName"], "deleted": False}
        return out | ({"pendingOwner": False} if held.type == "user" else {})
    if held.type == "domain":
        return {"domain": held.email, "displayName": held.email}
    return {}


def terms(held: Held) -> Json:
    """What a permission says besides who and what: its end, its view, whether search finds the file."""
    more = json.loads(held.more)
    out = {name: more[name] for name in ("expirationTime", "view") if name in more}
    if held.type in ("domain", "anyone"):
        out["allowFileDiscovery"] = bool(more.get("allowFileDiscovery"))
    return out


def _detail(held: Held, row: sqlite3.Row) -> Json:
    kind = "member" if held.source == row["drive_id"] else "file"
    detail: Json = {"permissionType": kind, "role": held.shown_role, "inherited": not held.own}
    return detail if held.own else {**detail, "inheritedFrom": held.source}


def _deprecated(detail: Json) -> Json:
    kept = {name: value for name, value in detail.items() if name != "permissionType"}
    return {**kept, "teamDrivePermissionType": detail["permissionType"]}
