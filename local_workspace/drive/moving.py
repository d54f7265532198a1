"""Moving a file: one parent only (developers.google.com/workspace/drive/api/guides/folder, "Move files between folders")."""

from __future__ import annotations

import sqlite3

from local_workspace.core.call import Call
from local_workspace.core.errors import BadRequest, Forbidden
from local_workspace.core.workspace import Workspace
from local_workspace.drive import changelog, placing, refusals, rows
from local_workspace.drive.finding import require, visible
from local_workspace.drive.giving import give, permission_id, take
from local_workspace.drive.mime import FOLDER
from local_workspace.drive.roots import my_root, root_of
from local_workspace.drive.trash import settle
from local_workspace.drive.viewer import Viewer


def move(call: Call, viewer: Viewer, row: sqlite3.Row) -> None:
    """Do what `addParents` and `removeParents` ask for, if they are there."""
    added, removed = _ids(call, "addParents"), _ids(call, "removeParents")
    if added:
        _move_to(call, viewer, row, added, removed)
    elif row["parent_id"] in removed:
        _take_out(call, viewer, row)


def _ids(call: Call, parameter: str) -> list[str]:
    ids = [one.strip() for one in (call.params.get(parameter) or "").split(",") if one.strip()]
    return [my_root(call) if one == "root" else one for one in ids]


def _take_out(call: Call, viewer: Viewer, row: sqlite3.Row) -> None:
    """Out of its folder and nowhere else: to its owner's root."""
    if row["drive_id"]:
        raise refusals.one_parent(in_drive=True)
    require(viewer, row, "canRemoveMyDriveParent")
    _place(call.workspace, row, root_of(call.workspace, row["owner"]), None)


def _move_to(call: Call, viewer: Viewer, row: sqlite3.Row, added: list[str], removed: list[str]) -> None:
    """A new parent is a second one, unless the old one is named; but what one owns in My Drive leaves it unnamed (live:
    google-drive-mock's tests, which run against Drive too, and github.com/tidyverse/googledrive/issues/377 and /386).
    """
    target = visible(call, viewer, added[0], "addParents")
    if target["id"] == row["parent_id"] or target["id"] in [row["id"], *rows.descendants(call.workspace, row["id"])]:
        raise BadRequest("Bad Request", reason="badRequest")
    in_drive = bool(row["drive_id"] or target["drive_id"])
    if len(added) > 1 or (row["parent_id"] not in removed and (in_drive or viewer.role(row) != "owner")):
        raise refusals.one_parent(in_drive)
    within = target["drive_id"] == row["drive_id"]
    require(viewer, row, "canMoveItemWithinDrive" if within else "canMoveItemOutOfDrive")
    placing.require_room(call, viewer, target, folder=row["mime_type"] == FOLDER)
    if not within:
        _change_drive(call, viewer, row, target)
    _place(call.workspace, row, target["id"], target["drive_id"])


def _change_drive(call: Call, viewer: Viewer, row: sqlite3.Row, target: sqlite3.Row) -> None:
    if row["mime_type"] == FOLDER and not row["drive_id"]:
        text = "Moving folders into shared drives is not supported."
        raise Forbidden(text, reason="teamDrivesFolderMoveInNotSupported")
    if row["mime_type"] == FOLDER:
        require(viewer, target, "canAddChildren" if not target["drive_id"] else "canAddFolderFromAnotherDrive")
    if target["drive_id"]:
        if row["owner"]:
            take(call.workspace, row["id"], permission_id("user", row["owner"]))
        rows.change(call.workspace, row["id"], owner=None)
        return
    placing.require_storage(call, target)
    for file_id in [row["id"], *rows.descendants(call.workspace, row["id"])]:
        rows.change(call.workspace, file_id, owner=viewer.email)
        give(call.workspace, file_id, "user", viewer.email, "owner")


def _place(workspace: Workspace, row: sqlite3.Row, parent_id: str, drive_id: str | None) -> None:
    rows.change(workspace, row["id"], parent_id=parent_id)
    if drive_id != row["drive_id"]:
        moved = [row["id"], *rows.descendants(workspace, row["id"])]
        workspace.db.executemany("UPDATE files SET drive_id = ? WHERE id = ?", [(drive_id, one) for one in moved])
        for drive, number in ((drive_id, len(moved)), (row["drive_id"], -len(moved))):
            workspace.db.execute("UPDATE drives SET items = items + ? WHERE id = ?", (number, drive))
    settle(workspace, row["id"])
    changelog.note(workspace, row["id"])
