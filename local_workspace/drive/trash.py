"""The bin: what is put into it and taken out of it, and how it is emptied
(developers.google.com/workspace/drive/api/guides/delete).
"""

from __future__ import annotations

import sqlite3

from local_workspace.core.call import Call
from local_workspace.core.workspace import Workspace
from local_workspace.drive import changelog, refusals, rows
from local_workspace.drive.deleting import delete_tree
from local_workspace.drive.finding import require
from local_workspace.drive.viewer import Viewer


def set_trashed(call: Call, viewer: Viewer, row: sqlite3.Row, trashed: bool) -> None:
    """Bin a file or bring it back. What is in a folder goes with it, without being explicitly trashed."""
    require(viewer, row, "canTrash" if trashed else "canUntrash")
    if bool(row["trashed"]) == trashed:
        return
    when, who = (call.workspace.clock.stamp(), viewer.email) if trashed else ("", "")
    rows.change(call.workspace, row["id"], trashed=int(trashed), trashed_at=when, trashed_by=who)
    settle(call.workspace, row["id"])
    changelog.note(call.workspace, row["id"])


def settle(workspace: Workspace, file_id: str) -> None:
    """Work out anew whether a file and what is in it are in the bin."""
    row = rows.known(workspace, file_id)
    parent = rows.row_of(workspace, row["parent_id"])
    in_bin = int(row["trashed"] or (parent is not None and parent["in_bin"]))
    if in_bin == row["in_bin"]:
        return
    below = [] if _has_no_children(workspace, file_id) else _not_binned_themselves(workspace, file_id)
    rows.keep_past(workspace, [file_id, *below])
    workspace.db.executemany("UPDATE files SET in_bin = ? WHERE id = ?", [(in_bin, one) for one in [file_id, *below]])


def _has_no_children(workspace: Workspace, file_id: str) -> bool:
    return workspace.db.execute("SELECT 1 FROM files WHERE parent_id = ? LIMIT 1", (file_id,)).fetchone() is None


def _not_binned_themselves(workspace: Workspace, file_id: str) -> list[str]:
    found = workspace.db.execute(
        "WITH RECURSIVE down (id) AS (SELECT id FROM files WHERE parent_id = ? AND NOT trashed UNION ALL "
        "SELECT f.id FROM files f JOIN down ON f.parent_id = down.id WHERE NOT f.trashed) SELECT id FROM down",
        (file_id,),
    )
    return [row["id"] for row in found]


def empty_trash(call: Call) -> None:
    """files.emptyTrash: the caller's own, or with driveId a shared drive's, for its organizers."""
    workspace, viewer, drive_id = call.workspace, Viewer.of(call), call.params.get("driveId")
    if drive_id:
        root = rows.row_of(workspace, drive_id)
        if root is None or not viewer.role(root):
            raise refusals.drive_not_found(drive_id)
        require(viewer, root, "canDeleteChildren")
        binned = workspace.db.execute("SELECT id FROM files WHERE drive_id = ? AND trashed", (drive_id,)).fetchall()
    else:
        binned = workspace.db.execute("SELECT id FROM files WHERE owner = ? AND trashed", (viewer.email,)).fetchall()
    for one in binned:
        row = rows.row_of(workspace, one["id"])
        if row is not None:
            delete_tree(workspace, row)
