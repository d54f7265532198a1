"""permissions.*: sharing as Drive does it (developers.google.com/workspace/drive/api/guides/manage-sharing)."""

from __future__ import annotations

import sqlite3

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import Forbidden
from local_workspace.drive import changelog, finding, outbox, overlap, ownership, paging, refusals, sharing_rules
from local_workspace.drive.admin import viewer_of
from local_workspace.drive.giving import PUBLISHED, give, permission_id, take
from local_workspace.drive.inheritance import RANK, Held, reaching
from local_workspace.drive.permission_resource import permission_resource, terms
from local_workspace.drive.sharing_rules import PEOPLE, Wanted
from local_workspace.drive.viewer import Viewer

MOST = 100


def create(call: Call) -> Json:
    """Give someone a role on a file. The same grantee again changes the permission there is."""
    viewer = viewer_of(call)
    row = finding.named(call, viewer)
    finding.require(viewer, row, "canShare")
    asked = sharing_rules.wanted(call)
    sharing_rules.check_role(row, asked.role)
    if asked.role == "owner":
        ownership.require_transfer(call, viewer, row, asked.kind, asked.grantee)
        overlap.apply(call, row["id"], lambda: ownership.transfer(call, row, asked.grantee))
    else:
        _create(call, viewer, row, asked)
    changelog.note(call.workspace, row["id"])
    if asked.kind in PEOPLE and call.params.get("sendNotificationEmail", True) is not False:
        outbox.tell(call, asked.grantee, f"{row['name']} - shared with you", call.params.get("emailMessage") or "")
    return _one(call, Viewer.of(call), row, permission_id(asked.kind, asked.grantee, asked.view))


def _create(call: Call, viewer: Viewer, row: sqlite3.Row, asked: Wanted) -> None:
    sharing_rules.check_grantee(call, viewer, row, asked)
    expires = sharing_rules.check_expiry(call, row, asked)
    if RANK[asked.role] < sharing_rules.inherited_rank(call, row, asked.kind, asked.grantee) and not asked.view:
        raise refusals.inherited()
    if row["owner"] == asked.grantee and not asked.view:
        raise refusals.owner_stays()
    more = _more(call, viewer, asked, expires)
    overlap.apply(
        call,
        row["id"],
        lambda: give(call.workspace, row["id"], asked.kind, asked.grantee, asked.role, view=asked.view, expires=expires, **more),
    )


def _more(call: Call, viewer: Viewer, asked: Wanted, expires: str) -> Json:
    out: Json = {"given": {"time": call.workspace.clock.stamp(), "by": viewer.email}}
    out |= {"expirationTime": expires} if expires else {}
    return out | ({"allowFileDiscovery": True} if asked.discoverable else {})


def list_(call: Call) -> Json:
    """Everyone who reaches a file, inherited or not; a shared drive's items a page at a time."""
    viewer = viewer_of(call)
    row = finding.named(call, viewer)
    _require_reading(viewer, row)
    held = _merged(call, row)
    size = min(call.params.get("pageSize") or (MOST if row["drive_id"] else len(held) + 1), MOST)
    shown, more = paging.page(call, held, size, scope=row["id"])
    return {"kind": "drive#permissionList", "permissions": [permission_resource(viewer, row, one) for one in shown], **more}


def _require_reading(viewer: Viewer, row: sqlite3.Row) -> None:
    """Writers read who has a file ("Can access detailed file permissions"); every member, who has the drive."""
    if not viewer.at_least(row, "reader" if row["drive_id"] == row["id"] else "writer"):
        raise refusals.insufficient()


def _merged(call: Call, row: sqlite3.Row) -> list[list[Held]]:
    """What reaches a file, by grantee; with includePermissionsForView=published, who may only answer a form too."""
    grouped: dict[str, list[Held]] = {}
    for held in reaching(call.workspace, row["id"]):
        grouped.setdefault(held.id, []).append(held)
    if PUBLISHED in (call.params.get("includePermissionsForView"), call.body.get("view")) or call.params.get("permissionId"):
        statement = "SELECT * FROM permissions WHERE file_id = ? AND view = ?"
        for one in call.workspace.db.execute(statement, (row["id"], PUBLISHED)):
            grouped[one["id"]] = [Held(row["id"], one["id"], one["type"], one["email"], one["role"], True, one["json"])]
    return list(grouped.values())


def get(call: Call) -> Json:
    viewer = viewer_of(call)
    row = finding.named(call, viewer)
    if call.params["permissionId"] != permission_id("user", viewer.email):
        _require_reading(viewer, row)
    return _one(call, viewer, row, call.params["permissionId"])


def _one(call: Call, viewer: Viewer, row: sqlite3.Row, identity: str) -> Json:
    return permission_resource(viewer, row, _held(call, row, identity))


def _held(call: Call, row: sqlite3.Row, identity: str) -> list[Held]:
    """The ways one permission reaches a file. Raises 404."""
    for held in _merged(call, row):
        if held[0].id == identity:
            return held
    raise refusals.permission_not_found(identity)


def update(call: Call) -> Json:
    """Another role, another end. A role that comes from above cannot be lowered here."""
    viewer = viewer_of(call)
    row = finding.named(call, viewer)
    if set(call.body) - {"role", "expirationTime", "kind"}:
        raise refusals.not_writable()
    held = _held(call, row, call.params["permissionId"])
    if not viewer.may(row, "canShare"):
        # live
        text = "The authenticated user does not have the required access to update the permission."
        raise Forbidden(text, reason="cannotUpdatePermission")
    asked = _asked(call, held)
    sharing_rules.check_role(row, asked.role)
    if asked.role == "owner":
        ownership.require_transfer(call, viewer, row, asked.kind, asked.grantee)
        overlap.apply(call, row["id"], lambda: ownership.transfer(call, row, asked.grantee))
    else:
        if held[0].role == "owner":
            raise refusals.owner_stays()
        _refuse_without_effect(held, asked)
        _create(call, viewer, row, asked)
    changelog.note(call.workspace, row["id"])
    return _one(call, Viewer.of(call), row, call.params["permissionId"])


def _asked(call: Call, held: list[Held]) -> Wanted:
    """The permission as it will be: what the body does not name stays as it was on this very file."""
    best = max(held, key=lambda one: (one.own, RANK[one.role]))
    kept = terms(best)
    expires: str = call.body.get("expirationTime") or kept.get("expirationTime", "")
    role = call.body.get("role", best.shown_role)
    if role not in RANK or RANK[role] < RANK["reader"]:
        raise refusals.invalid("permission.role", "The specified role is invalid or not supported.")
    ends = "" if call.params.get("removeExpiration") else expires
    return Wanted(best.type, best.email, role, ends, bool(kept.get("allowFileDiscovery")), kept.get("view", ""))


def _refuse_without_effect(held: list[Held], asked: Wanted) -> None:
    """One that only comes from above is changed where it was given, unless the file adds to it."""
    above = max((RANK[one.role] for one in held if not one.own), default=0)
    if not any(one.own for one in held) and RANK[asked.role] <= above:
        raise refusals.inherited()


def delete(call: Call) -> None:
    """Take back what was given on this very file; what is inherited is taken back where it was given."""
    viewer = viewer_of(call)
    row = finding.named(call, viewer)
    identity = call.params["permissionId"]
    held = _held(call, row, identity)
    if identity != permission_id("user", viewer.email) and not viewer.may(row, "canShare"):
        # live
        text = "The authenticated user does not have the required access to delete the permission."
        raise Forbidden(text, reason="cannotDeletePermission")
    if not any(one.own for one in held):
        raise refusals.inherited()
    if held[0].role == "owner":
        raise refusals.owner_stays()
    overlap.apply(call, row["id"], lambda: take(call.workspace, row["id"], identity))
    changelog.note(call.workspace, row["id"], lost={held[0].email} if len(held) == 1 else ())
