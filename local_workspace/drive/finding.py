"""Finding the file that a call names, as its caller may."""

from __future__ import annotations

import sqlite3

from local_workspace.core.call import Call
from local_workspace.drive import refusals, rows
from local_workspace.drive.roots import my_root
from local_workspace.drive.viewer import Viewer

WITHOUT_PARAMETER = ("drive.files.export", "drive.files.download", "drive.comments.", "drive.replies.", "drive.revisions.")
"""Methods that have no `supportsAllDrives`: they find items of shared drives as they are."""


def supports_all_drives(call: Call) -> bool:
    """Whether the caller says that it knows shared drives, where it has to say so."""
    if call.method.startswith(WITHOUT_PARAMETER):
        return True
    return bool(call.params.get("supportsAllDrives") or call.params.get("supportsTeamDrives"))


def visible(call: Call, viewer: Viewer, file_id: str, parameter: str = "fileId") -> sqlite3.Row:
    """A file that the caller may at least know of. Raises Drive's 404.

    An item of a shared drive is not found without supportsAllDrives
    (developers.google.com/workspace/drive/api/guides/handle-errors, notFound).
    """
    row = rows.row_of(call.workspace, my_root(call) if file_id == "root" else file_id)
    if row is None or (row["drive_id"] and not supports_all_drives(call)) or not viewer.role(row):
        raise refusals.file_not_found(file_id, parameter)
    return row


def named(call: Call, viewer: Viewer) -> sqlite3.Row:
    """The file that the call's `fileId` names."""
    return visible(call, viewer, call.params["fileId"])


def require(viewer: Viewer, row: sqlite3.Row, ability: str) -> None:
    """Raises 403 unless the caller has a capability on a file."""
    if not viewer.may(row, ability):
        raise refusals.insufficient()
