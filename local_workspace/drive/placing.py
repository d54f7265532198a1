"""Where a new, copied or moved file may go."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from local_workspace.core.call import Call
from local_workspace.core.errors import Forbidden
from local_workspace.drive import refusals, rows
from local_workspace.drive.finding import require, visible
from local_workspace.drive.mime import FOLDER
from local_workspace.drive.viewer import Viewer

DEEPEST = 100
MOST_ITEMS = 500_000


def parent_for(call: Call, viewer: Viewer, parents: Sequence[str] | None, *, folder: bool) -> sqlite3.Row:
    """The folder that a body's `parents` name, My Drive where they name none. Raises what Drive would refuse."""
    if parents and len(parents) > 1:
        raise refusals.one_parent(any(_in_drive(call, one) for one in parents))
    parent = visible(call, viewer, parents[0] if parents else "root")
    require_room(call, viewer, parent, folder=folder)
    require_storage(call, parent)
    return parent


def _in_drive(call: Call, file_id: str) -> bool:
    row = rows.row_of(call.workspace, file_id)
    return row is not None and bool(row["drive_id"])


def require_room(call: Call, viewer: Viewer, parent: sqlite3.Row, *, folder: bool) -> None:
    """The parent is a folder that the caller may add to, not too deep and not too full."""
    if parent["mime_type"] != FOLDER:
        raise refusals.parent_not_a_folder()
    require(viewer, parent, "canAddChildren")
    if folder and rows.levels_above(call.workspace, parent["id"]) + 1 > DEEPEST:
        raise refusals.too_deep(bool(parent["drive_id"]))
    drive = call.workspace.db.execute("SELECT items FROM drives WHERE id = ?", (parent["drive_id"],)).fetchone()
    if drive and drive["items"] >= MOST_ITEMS:
        text = "The file limit for this shared drive has been exceeded."
        raise Forbidden(text, reason="teamDriveFileLimitExceeded")


def require_storage(call: Call, parent: sqlite3.Row) -> None:
    """Outside shared drives a file would be the caller's own, and service accounts own none."""
    if call.principal.kind == "serviceAccount" and not parent["drive_id"]:
        raise refusals.no_storage()
