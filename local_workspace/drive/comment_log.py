"""Comments and their replies as rows: a reply is a comment with a comment_id."""

from __future__ import annotations

import sqlite3

from local_workspace.core.call import Json
from local_workspace.core.workspace import Workspace
from local_workspace.drive.rows import more_of


def of_file(workspace: Workspace, file_id: str) -> list[sqlite3.Row]:
    """A file's comments, oldest first, deleted ones too."""
    return list(
        workspace.db.execute("SELECT * FROM comments WHERE file_id = ? AND comment_id = '' ORDER BY seq", (file_id,)).fetchall()
    )


def replies_of(workspace: Workspace, file_id: str, comment_id: str) -> list[sqlite3.Row]:
    """A comment's replies, oldest first, deleted ones too."""
    return list(
        workspace.db.execute(
            "SELECT * FROM comments WHERE file_id = ? AND comment_id = ? ORDER BY seq", (file_id, comment_id)
        ).fetchall()
    )


def one(workspace: Workspace, file_id: str, comment_id: str, identity: str) -> sqlite3.Row | None:
    """A comment (comment_id '') or a reply, or None."""
    row: sqlite3.Row | None = workspace.db.execute(
        "SELECT * FROM comments WHERE file_id = ? AND comment_id = ? AND id = ?", (file_id, comment_id, identity)
    ).fetchone()
    return row


def is_resolved(workspace: Workspace, file_id: str, comment_id: str) -> bool:
    """By the last reply that resolved or reopened it."""
    actions = [more_of(reply).get("action") for reply in replies_of(workspace, file_id, comment_id) if not reply["deleted"]]
    last: str | None = next((action for action in reversed(actions) if action), None)
    return last == "resolve"


def add(workspace: Workspace, file_id: str, comment_id: str, author: str, more: str) -> str:
    """A new comment or reply; returns its id."""
    identity, now = workspace.new_id(11, "AAAA"), workspace.clock.stamp()
    workspace.db.execute(
        "INSERT INTO comments (file_id, id, comment_id, author, created, modified, json) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (file_id, identity, comment_id, author, now, now, more),
    )
    return identity


def touch(workspace: Workspace, row: sqlite3.Row, **columns: Json | str | int) -> None:
    """Change a comment or reply; the comment above a reply counts as modified with it."""
    now = workspace.clock.stamp()
    settings = "".join(f", {name} = ?" for name in columns)
    statement = f"UPDATE comments SET modified = ?{settings} WHERE seq = ?"  # noqa: S608 our own column names
    workspace.db.execute(statement, (now, *columns.values(), row["seq"]))
    if row["comment_id"]:
        workspace.db.execute(
            "UPDATE comments SET modified = ? WHERE file_id = ? AND id = ?", (now, row["file_id"], row["comment_id"])
        )


def copy_open(workspace: Workspace, source_id: str, target_id: str) -> None:
    """The open comments of a file and their replies, for its copy."""
    for row in of_file(workspace, source_id):
        if not row["deleted"] and not is_resolved(workspace, source_id, row["id"]):
            identity = add(workspace, target_id, "", row["author"], row["json"])
            for reply in replies_of(workspace, source_id, row["id"]):
                add(workspace, target_id, identity, reply["author"], reply["json"])
