"""What the editors ask of Drive: may this caller, and a note that content changed."""

from __future__ import annotations

import sqlite3
from typing import Literal

from local_workspace.core.call import Call
from local_workspace.core.errors import Forbidden, NotFound
from local_workspace.core.workspace import Workspace
from local_workspace.drive import changelog, personal, revision_log, rows
from local_workspace.drive.viewer import Viewer

Need = Literal["read", "comment", "write"]
NEEDED: dict[str, str] = {"read": "reader", "comment": "commenter", "write": "writer"}
NEEDS_UNLOCKED = ("comment", "write")


def require(call: Call, file_id: str, need: Need) -> sqlite3.Row:
    """The file, if the caller may. Raises NotFound or Forbidden in the words of Docs, Sheets and Forms.

    Those APIs find shared-drive files without asking for them; one in the bin is still found.
    """
    row = rows.row_of(call.workspace, file_id)
    if row is None:
        raise NotFound("Requested entity was not found.")
    situation = Viewer.of(call).situation(row)
    held = {"read": situation.reads, "comment": situation.comments, "write": situation.writes}[need]
    if not held or (situation.locked and need in NEEDS_UNLOCKED):
        raise Forbidden("The caller does not have permission")
    return row


def may(call: Call, file_id: str, need: Need) -> bool:
    """Whether the caller's role is enough, without a refusal."""
    row = rows.row_of(call.workspace, file_id)
    return row is not None and Viewer.of(call).at_least(row, NEEDED[need])


def touch(call: Call, file_id: str) -> None:
    """Note that content changed: when, by whom, its version, its revision, and a line in the change log."""
    workspace, email = call.workspace, call.principal.email.lower()
    now = workspace.clock.stamp()
    rows.change(workspace, file_id, modified=now, modified_by=email)
    personal.worked_on(workspace, file_id, email, now)
    revision_log.edited(workspace, file_id, email)
    changelog.note(workspace, file_id)


def title(workspace: Workspace, file_id: str) -> str:
    """A file's name, or '' where there is no such file."""
    row = rows.row_of(workspace, file_id)
    return str(row["name"]) if row else ""


def rename(call: Call, file_id: str, name: str) -> None:
    """Give a file a new name, after `require`."""
    rows.change(call.workspace, file_id, name=name)
    touch(call, file_id)
