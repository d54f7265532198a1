"""Deletion for ever (developers.google.com/workspace/drive/api/reference/rest/v3/files/delete)."""

from __future__ import annotations

import sqlite3

from local_workspace.core.call import Call
from local_workspace.core.workspace import Workspace
from local_workspace.drive import changelog, finding, rows
from local_workspace.drive.inheritance import reaching
from local_workspace.drive.roots import root_of
from local_workspace.drive.viewer import Viewer

KEPT_BY_FILE = ("permissions", "properties", "personal", "revisions", "comments")


def delete(call: Call) -> None:
    """files.delete: the owner, or in a shared drive an organizer; a folder goes with all that is in it."""
    viewer = Viewer.of(call)
    row = finding.named(call, viewer)
    finding.require(viewer, row, "canDelete")
    delete_tree(call.workspace, row)


def delete_tree(workspace: Workspace, row: sqlite3.Row) -> None:
    """Delete a file and what is in it. What others own in a My Drive folder is theirs still: it moves to their root."""
    for file_id in reversed(rows.descendants(workspace, row["id"])):
        inner = rows.known(workspace, file_id)
        if inner["owner"] != row["owner"]:
            rows.change(workspace, file_id, parent_id=root_of(workspace, inner["owner"]))
            changelog.note(workspace, file_id)
        else:
            _delete(workspace, inner)
    _delete(workspace, row)


def _delete(workspace: Workspace, row: sqlite3.Row) -> None:
    file_id = row["id"]
    rows.keep_past(workspace, [file_id])
    changelog.note(workspace, file_id, lost={held.email for held in reaching(workspace, file_id) if held.email})
    for table in KEPT_BY_FILE:
        workspace.db.execute(f"DELETE FROM {table} WHERE file_id = ?", (file_id,))  # noqa: S608 a fixed list of tables
    workspace.db.execute("DELETE FROM files WHERE id = ?", (file_id,))
    workspace.db.execute("UPDATE drives SET items = items - 1 WHERE id = ?", (row["drive_id"],))
