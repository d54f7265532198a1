"""drives.*: shared drives (developers.google.com/workspace/drive/api/guides/manage-shareddrives)."""

from __future__ import annotations

import json

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest, Conflict, Forbidden
from local_workspace.drive import changelog, paging, refusals, rows
from local_workspace.drive.admin import require_admin, viewer_of
from local_workspace.drive.deleting import delete_tree
from local_workspace.drive.drive_query import matches
from local_workspace.drive.drive_resource import RESTRICTIONS, drive_resource, drive_row
from local_workspace.drive.files import insert
from local_workspace.drive.giving import give
from local_workspace.drive.mime import FOLDER
from local_workspace.drive.viewer import Viewer

MOST = 100
WRITABLE = frozenset({"name", "restrictions", "themeId", "colorRgb", "backgroundImageFile", "kind"})


def create(call: Call) -> Json:
    """A person makes a drive and is its first manager; a service account may not. The same requestId makes no second one."""
    if call.principal.kind == "serviceAccount":
        # live
        text = "The authenticated user cannot create new shared drives."
        raise Forbidden(text, reason="userCannotCreateTeamDrives")
    if set(call.body) - {"name", "themeId", "kind", "id"} or "id" in call.body:
        raise refusals.not_writable()
    name = call.body.get("name")
    if not name:
        raise refusals.required("drive.name", "The shared drive name field is required.")
    workspace, email = call.workspace, call.principal.email.lower()
    asked = (email, call.params["requestId"])
    if workspace.db.execute("INSERT OR IGNORE INTO drive_requests VALUES (?, ?)", asked).rowcount == 0:
        text = "A shared drive already exists with the provided request ID."
        raise Conflict(text, reason="teamDriveAlreadyExists")
    drive_id = workspace.new_id(19, "0A")
    restrictions = json.dumps(dict.fromkeys(RESTRICTIONS, False))
    workspace.db.execute(
        "INSERT INTO drives (id, name, created, restrictions, json) VALUES (?, ?, ?, ?, ?)",
        (drive_id, name, workspace.clock.stamp(), restrictions, json.dumps(_looks(call.body))),
    )
    insert(call, drive_id, name, FOLDER, None, {})
    give(workspace, drive_id, "user", email, "organizer")
    changelog.note(workspace, drive_id, kind="drive")
    return drive_resource(call, Viewer.of(call), drive_id)


def _looks(body: Json) -> Json:
    return {name: body[name] for name in ("themeId", "colorRgb", "backgroundImageFile") if name in body}


def get(call: Call) -> Json:
    return drive_resource(call, viewer_of(call), call.params["driveId"])


def list_(call: Call) -> Json:
    """The drives that the caller is a member of; as a domain admin, all of them."""
    viewer, query = viewer_of(call), call.params.get("q") or ""
    found = call.workspace.db.execute("SELECT * FROM drives ORDER BY name COLLATE NOCASE, id").fetchall()
    mine = [row for row in found if viewer.role(rows.known(call.workspace, row["id"]))]
    wanted = [row for row in mine if not query or matches(call, viewer, query, row)]
    shown, more = paging.page(call, wanted, min(call.params.get("pageSize", 10), MOST), scope=f"drives {query}")
    return {"kind": "drive#driveList", "drives": [drive_resource(call, viewer, row["id"]) for row in shown], **more}


def update(call: Call) -> Json:
    """A manager renames a drive or sets its restrictions; what the body does not name stays."""
    viewer, drive_id = viewer_of(call), call.params["driveId"]
    row = drive_row(call, viewer, drive_id)
    if set(call.body) - WRITABLE:
        raise refusals.not_writable()
    if not viewer.at_least(rows.known(call.workspace, drive_id), "organizer"):
        raise refusals.insufficient()
    restrictions = json.loads(row["restrictions"])
    _require_admin_for(call, restrictions)
    name = call.body.get("name", row["name"])
    call.workspace.db.execute(
        "UPDATE drives SET name = ?, restrictions = ?, json = ? WHERE id = ?",
        (
            name,
            json.dumps(restrictions | call.body.get("restrictions", {})),
            json.dumps(json.loads(row["json"]) | _looks(call.body)),
            drive_id,
        ),
    )
    rows.change(call.workspace, drive_id, name=name)
    changelog.note(call.workspace, drive_id, kind="drive")
    return drive_resource(call, viewer_of(call), drive_id)


def _require_admin_for(call: Call, restrictions: Json) -> None:
    """`adminManagedRestrictions`: "Whether administrative privileges on this shared drive are required"."""
    asked = call.body.get("restrictions", {})
    if asked and (restrictions.get("adminManagedRestrictions") or "adminManagedRestrictions" in asked):
        require_admin(call)


def delete(call: Call) -> None:
    """A manager deletes a drive that is empty but for its bin; a domain admin may delete what is in it too."""
    viewer, drive_id, workspace = viewer_of(call), call.params["driveId"], call.workspace
    drive_row(call, viewer, drive_id)
    root = rows.known(workspace, drive_id)
    if not viewer.at_least(root, "organizer"):
        raise refusals.insufficient()
    with_items = call.params.get("allowItemDeletion")
    if with_items and not call.params.get("useDomainAdminAccess"):
        # the sentence is ours
        text = "The allowItemDeletion parameter is only supported when useDomainAdminAccess is set to true."
        raise BadRequest(text, reason="invalid", location="allowItemDeletion")
    full = workspace.db.execute("SELECT 1 FROM files WHERE drive_id = ? AND parent_id IS NOT NULL AND NOT in_bin", (drive_id,))
    if full.fetchone() and not with_items:
        # the sentence is ours
        text = "A shared drive can only be deleted when it has no untrashed items."
        raise Forbidden(text, reason="cannotDeleteResourceWithChildren")
    delete_tree(workspace, root)
    workspace.db.execute("DELETE FROM drives WHERE id = ?", (drive_id,))


def hide(call: Call) -> Json:
    """Hidden from the caller's default view, and no one else's."""
    viewer, drive_id = Viewer.of(call), call.params["driveId"]
    drive_row(call, viewer, drive_id)
    call.workspace.db.execute("INSERT OR IGNORE INTO hidden_drives VALUES (?, ?)", (viewer.email, drive_id))
    return drive_resource(call, viewer, drive_id)


def unhide(call: Call) -> Json:
    viewer, drive_id = Viewer.of(call), call.params["driveId"]
    drive_row(call, viewer, drive_id)
    call.workspace.db.execute("DELETE FROM hidden_drives WHERE email = ? AND drive_id = ?", (viewer.email, drive_id))
    return drive_resource(call, viewer, drive_id)
