"""Ids that callers may choose, because they were given out before."""

from __future__ import annotations

from local_workspace.core.call import Call, Json
from local_workspace.drive import refusals, rows
from local_workspace.drive.mime import SHORTCUT, is_editors


def generate_ids(call: Call) -> Json:
    """files.generateIds: ids for blobs and folders, or for shortcuts, that only this caller can use."""
    count, kind, space = call.params.get("count", 10), call.params.get("type", "files"), call.params.get("space", "drive")
    if kind not in ("files", "shortcuts"):
        raise refusals.invalid("type")
    if space not in ("drive", "appDataFolder"):
        raise refusals.invalid("space")
    ids = [call.workspace.new_id() for _ in range(count)]
    email = call.principal.email.lower()
    call.workspace.db.executemany("INSERT INTO given_ids VALUES (?, ?, ?)", [(one, email, kind) for one in ids])
    return {"kind": "drive#generatedIds", "space": space, "ids": ids}


def chosen(call: Call, mime_type: str) -> str:
    """The id for a new file: the one that the body names, or a fresh one.

    Raises a refusal for formats of the Docs editors, for one that is taken, and for one that was not given to the caller.
    """
    wanted = call.body.get("id")
    if not wanted:
        return call.workspace.new_id(44 if is_editors(mime_type) else 33)
    if is_editors(mime_type):
        raise refusals.id_not_for_editors()
    if rows.row_of(call.workspace, wanted):
        raise refusals.id_taken()
    kind = "shortcuts" if mime_type == SHORTCUT else "files"
    used = call.workspace.db.execute(
        "DELETE FROM given_ids WHERE id = ? AND email = ? AND type = ?", (wanted, call.principal.email.lower(), kind)
    )
    if not used.rowcount:
        raise refusals.id_not_usable()
    return str(wanted)
