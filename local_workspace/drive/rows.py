"""Files as rows: reading one, and the one door through which one is made or changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from local_workspace.core.call import Json
from local_workspace.core.workspace import Workspace
from local_workspace.drive.tables import FILE_COLUMNS

COLUMNS = ", ".join(FILE_COLUMNS)


def row_of(workspace: Workspace, file_id: str | None) -> sqlite3.Row | None:
    """A file's row, or None."""
    row: sqlite3.Row | None = workspace.db.execute("SELECT * FROM files WHERE id = ?", (file_id,)).fetchone()
    return row


def known(workspace: Workspace, file_id: str) -> sqlite3.Row:
    """A file that is certainly there. Raises LookupError if it is not."""
    row = row_of(workspace, file_id)
    if row is None:
        raise LookupError(file_id)
    return row


def more_of(row: sqlite3.Row) -> Json:
    """The parts of a file that have no column of their own."""
    value: Json = json.loads(row["json"]) if row["json"] != "{}" else {}
    return value


def insert(workspace: Workspace, file_id: str, **columns: Any) -> None:
    """A new file."""
    names, marks = ", ".join(columns), ", ".join("?" for _ in columns)
    statement = f"INSERT INTO files (id, {names}) VALUES (?, {marks})"  # noqa: S608 our own column names
    workspace.db.execute(statement, (file_id, *columns.values()))
    if columns.get("drive_id"):
        workspace.db.execute("UPDATE drives SET items = items + 1 WHERE id = ?", (columns["drive_id"],))


def change(workspace: Workspace, file_id: str, **columns: Any) -> None:
    """Change a file's columns and its version; while search lags, what it was is kept for it."""
    keep_past(workspace, [file_id])
    settings = "".join(f"{name} = ?, " for name in columns)
    statement = f"UPDATE files SET {settings}version = version + 1 WHERE id = ?"  # noqa: S608 our own column names
    workspace.db.execute(statement, (*columns.values(), file_id))


def change_more(workspace: Workspace, row: sqlite3.Row, changes: Json) -> None:
    """Change what has no column of its own; None takes a member away."""
    merged = {name: value for name, value in {**more_of(row), **changes}.items() if value is not None}
    change(workspace, row["id"], json=json.dumps(merged))


def keep_past(workspace: Workspace, file_ids: Sequence[str]) -> None:
    """Note how files are before they change, if search lags; what search has caught up with is forgotten."""
    if not workspace.search_lag:
        return
    db = workspace.db
    db.execute("DELETE FROM past_properties WHERE seq IN (SELECT seq FROM past_files WHERE until <= ?)", (horizon(workspace),))
    db.execute("DELETE FROM past_files WHERE until <= ?", (horizon(workspace),))
    for file_id in file_ids:
        statement = f"INSERT INTO past_files (until, id, {COLUMNS}) SELECT ?, id, {COLUMNS} FROM files WHERE id = ?"  # noqa: S608
        kept = db.execute(statement, (workspace.clock.stamp(), file_id)).lastrowid
        db.execute("INSERT INTO past_properties SELECT ?, project, key, value FROM properties WHERE file_id = ?", (kept, file_id))


def horizon(workspace: Workspace) -> str:
    """The moment that search has caught up with."""
    return stamp(workspace.clock.now() - workspace.search_lag)


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds: such stamps compare as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def descendants(workspace: Workspace, file_id: str) -> list[str]:
    """Everything in a folder, at any depth, parents first; without the folder."""
    found = workspace.db.execute(
        "WITH RECURSIVE down (id, depth) AS (SELECT id, 1 FROM files WHERE parent_id = ? UNION ALL "
        "SELECT f.id, down.depth + 1 FROM files f JOIN down ON f.parent_id = down.id) SELECT id FROM down ORDER BY depth",
        (file_id,),
    )
    return [row["id"] for row in found]


def levels_above(workspace: Workspace, file_id: str) -> int:
    """How many folders a file is in, its root counted."""
    found = workspace.db.execute(
        "WITH RECURSIVE up (id, parent_id) AS (SELECT id, parent_id FROM files WHERE id = ? UNION ALL "
        "SELECT f.id, f.parent_id FROM files f JOIN up ON f.id = up.parent_id) SELECT COUNT(*) AS n FROM up",
        (file_id,),
    ).fetchone()
    return int(found["n"]) - 1
