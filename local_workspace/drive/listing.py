"""files.list: search that may lag behind writes, as Drive's does."""

from __future__ import annotations

import base64
import json
import sqlite3
from datetime import UTC, timedelta

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest, NotFound
from local_workspace.core.workspace import Workspace
from local_workspace.drive import access
from local_workspace.drive.files import my_root
from local_workspace.drive.query import Asking, to_sql
from local_workspace.drive.resource import file_resource, project_of
from local_workspace.drive.roles import RANK, Roles

ORDER = {
    "createdTime": "f.created",
    "modifiedTime": "f.modified",
    "name": "f.name COLLATE NOCASE",
    "name_natural": "f.name COLLATE NOCASE",
    "folder": "f.mime_type != 'application/vnd.google-apps.folder'",
    "recency": "f.modified",
}


def list_(call: Call) -> Json:
    """One page of what the caller may see and the query asks for."""
    _functions(call)
    size = min(call.params["pageSize"], 1000)
    where, arguments = _where(call)
    offset = _offset(call, where, arguments)
    statement = f"SELECT f.* FROM files f WHERE {where} ORDER BY {_order(call)} LIMIT ? OFFSET ?"  # noqa: S608 built from a fixed list
    rows = call.workspace.db.execute(statement, (*arguments, size + 1, offset)).fetchall()
    roles = Roles(call.workspace, call.principal)
    files = [file_resource(call, row, roles) for row in rows[:size] if RANK[roles.of_row(row)]]
    out: Json = {"kind": "drive#fileList", "incompleteSearch": False, "files": files}
    if len(rows) > size:
        out["nextPageToken"] = _token(where, arguments, offset + size)
    return out


def _where(call: Call) -> tuple[str, list[str]]:
    conditions, arguments = _corpus(call)
    if call.params.get("q"):
        asking = Asking(call.principal.email.lower(), project_of(call), my_root(call) if "root" in call.params["q"] else "")
        condition, more = to_sql(call.params["q"], asking)
        conditions.append(condition)
        arguments += more
    if call.workspace.search_lag:
        horizon = (call.workspace.clock.now() - call.workspace.search_lag).astimezone(UTC)
        conditions.append("f.created <= ?")
        arguments.append(horizon.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z")
    return " AND ".join(conditions), arguments


def _corpus(call: Call) -> tuple[list[str], list[str]]:
    params = call.params
    drives = params.get("includeItemsFromAllDrives") and params.get("supportsAllDrives")
    corpora, drive_id = params.get("corpora", "drive" if params.get("driveId") else "user"), params.get("driveId")
    if corpora == "drive":
        if not drive_id:
            raise BadRequest("The driveId parameter must be specified if corpora is drive.", reason="invalid", location="driveId")
        if not drives:
            text = "The includeItemsFromAllDrives parameter must be set to true if corpora is drive."
            raise BadRequest(text, reason="invalid", location="includeItemsFromAllDrives")
        if not Roles(call.workspace, call.principal).of(drive_id) or access.row_of(call.workspace, drive_id) is None:
            raise NotFound(f"Shared drive not found: {drive_id}", location="driveId")
        return ["f.drive_id = ?", "f.parent_id IS NOT NULL"], [drive_id]
    if drive_id:
        text = "The driveId parameter must not be specified if corpora is not drive."
        raise BadRequest(text, reason="invalid", location="driveId")
    base = ["f.parent_id IS NOT NULL", "seen(f.id)"]
    return (base if drives else [*base, "f.drive_id IS NULL"]), []


def _order(call: Call) -> str:
    parts = []
    for one in (call.params.get("orderBy") or "").split(","):
        name, _, direction = one.strip().partition(" ")
        if not name:
            continue
        if name not in ORDER or direction not in ("", "desc"):
            raise BadRequest(f"Invalid sort key: {one.strip()}", reason="invalid", location="orderBy")
        parts.append(f"{ORDER[name]} {direction}")
    return ", ".join([*parts, "f.created DESC", "f.id"])


def _functions(call: Call) -> None:
    """What the conditions ask in Python: visibility, and the bin by way of folders."""
    roles = Roles(call.workspace, call.principal)
    db = call.workspace.db
    db.create_function("seen", 1, lambda file_id: bool(roles.of(file_id)))
    db.create_function("in_bin", 1, lambda file_id: in_bin_lagging(call.workspace, file_id))
    mine = call.principal.email.lower()
    query = "SELECT 1 FROM permissions WHERE file_id = ? AND email = ? AND role != 'owner'"
    db.create_function("shared_with_me", 1, lambda file_id: db.execute(query, (file_id, mine)).fetchone() is not None)


def in_bin_lagging(workspace: Workspace, file_id: str) -> bool:
    """Whether search shows a file as binned: a file binned within the lag does not look so yet."""
    horizon = (workspace.clock.now() - workspace.search_lag + timedelta(milliseconds=1)).astimezone(UTC)
    stamp = horizon.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    row: sqlite3.Row | None = access.row_of(workspace, file_id)
    while row is not None:
        if row["trashed"] and row["trashed_at"] <= stamp:
            return True
        row = access.row_of(workspace, row["parent_id"]) if row["parent_id"] else None
    return False


def _token(where: str, arguments: list[str], offset: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([where, arguments, offset]).encode()).decode()


def _offset(call: Call, where: str, arguments: list[str]) -> int:
    """Where a page begins; a token of another search is refused. (Under a lag the horizon moves on: it is not compared.)"""
    token = call.params.get("pageToken")
    if not token:
        return 0
    try:
        was, had, offset = json.loads(base64.urlsafe_b64decode(token))
    except ValueError as problem:
        raise BadRequest("Invalid Value", reason="invalid", location="pageToken") from problem
    lag = 1 if call.workspace.search_lag else 0
    if was != where or had[: len(had) - lag] != arguments[: len(arguments) - lag]:
        raise BadRequest("Invalid Value", reason="invalid", location="pageToken")
    return int(offset)
