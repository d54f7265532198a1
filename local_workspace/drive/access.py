"""What the editors ask of Drive: may this caller, and a note that content changed."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Literal

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import Forbidden, NotFound
from local_workspace.core.workspace import Workspace
from local_workspace.drive.roles import FOLDER, RANK, Roles, capabilities

Need = Literal["read", "comment", "write"]
NEEDED: dict[str, str] = {"read": "reader", "comment": "commenter", "write": "writer"}


def row_of(workspace: Workspace, file_id: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = workspace.db.execute("SELECT * FROM files WHERE id = ?", (file_id,)).fetchone()
    return row


def more_of(row: sqlite3.Row) -> Json:
    """The parts of a file that have no column of their own."""
    value: Json = json.loads(row["json"])
    return value


def restrictions_of(workspace: Workspace, drive_id: str | None) -> dict[str, bool]:
    """A shared drive's restrictions; none for My Drive."""
    if not drive_id:
        return {}
    row = workspace.db.execute("SELECT restrictions FROM drives WHERE id = ?", (drive_id,)).fetchone()
    value: dict[str, bool] = json.loads(row["restrictions"])
    return value


def is_locked(row: sqlite3.Row) -> bool:
    return any(one.get("readOnly") for one in more_of(row).get("contentRestrictions", ()))


def abilities(workspace: Workspace, row: sqlite3.Row, role: str) -> dict[str, bool]:
    """The capabilities of a role on a file."""
    return capabilities(
        role,
        folder=row["mime_type"] == FOLDER,
        in_drive=bool(row["drive_id"]),
        restrictions=restrictions_of(workspace, row["drive_id"]),
        locked=is_locked(row),
    )


def require(call: Call, file_id: str, need: Need) -> sqlite3.Row:
    """The file, if the caller may. Raises NotFound or Forbidden in the words of Docs, Sheets and Forms.

    Those APIs find shared-drive files without asking for them; one in the bin is still found.
    """
    row = row_of(call.workspace, file_id)
    role = Roles(call.workspace, call.principal).of(file_id) if row else ""
    if row is None:
        raise NotFound("Requested entity was not found.")
    if RANK[role] < RANK[NEEDED[need]]:
        raise Forbidden("The caller does not have permission")
    if need == "write" and is_locked(row):
        raise Forbidden("The caller does not have permission")
    return row


def may(call: Call, file_id: str, need: Need) -> bool:
    """Whether the caller may, without a refusal."""
    return RANK[Roles(call.workspace, call.principal).of(file_id)] >= RANK[NEEDED[need]]


def touch(call: Call, file_id: str, *, removed: bool = False) -> None:
    """Note that a file changed: when, by whom, its version, and a line in the drive's change log."""
    now = call.workspace.clock.stamp()
    call.workspace.db.execute(
        "UPDATE files SET modified = ?, modified_by = ?, version = version + 1 WHERE id = ?", (now, call.principal.email, file_id)
    )
    log_change(call.workspace, file_id, removed=removed)


def log_change(workspace: Workspace, file_id: str, *, removed: bool = False) -> None:
    """A line in the change log."""
    workspace.db.execute(
        "INSERT INTO changes (drive_id, file_id, time, removed) SELECT drive_id, id, ?, ? FROM files WHERE id = ?",
        (workspace.clock.stamp(), int(removed), file_id),
    )


def title(workspace: Workspace, file_id: str) -> str:
    row = row_of(workspace, file_id)
    return str(row["name"]) if row else ""


def rename(call: Call, file_id: str, name: str) -> None:
    call.workspace.db.execute("UPDATE files SET name = ? WHERE id = ?", (name, file_id))
    touch(call, file_id)


def update_extra(workspace: Workspace, row: sqlite3.Row, changes: dict[str, Any]) -> None:
    """Change what has no column of its own; None takes a member away."""
    merged = {name: value for name, value in {**more_of(row), **changes}.items() if value is not None}
    workspace.db.execute("UPDATE files SET json = ? WHERE id = ?", (json.dumps(merged), row["id"]))
