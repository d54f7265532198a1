"""A permission, set or taken: the one place that writes them."""

from __future__ import annotations

import json
from typing import Any

from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts

PUBLISHED = "published"


def permission_id(kind: str, email: str, view: str = "") -> str:
    """Stable for a grantee: the same person has the same id on every file. (How Google marks a published view's ids is
    not documented; here they end in ``p``.)
    """
    return ("anyoneWithLink" if kind == "anyone" else accounts.numeric_id(email.lower())) + ("p" if view else "")


def give(
    workspace: Workspace, file_id: str, kind: str, email: str, role: str, *, view: str = "", expires: str = "", **more: Any
) -> str:
    """Set a grantee's permission on a file, and return its id; the same grantee again changes the one there is."""
    identity = permission_id(kind, email, view)
    workspace.db.execute(
        "INSERT INTO permissions VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (file_id, id) DO UPDATE SET "
        "role = excluded.role, expires = excluded.expires, json = excluded.json",
        (file_id, identity, kind, email.lower(), role, view, expires, json.dumps(more | ({"view": view} if view else {}))),
    )
    return identity


def take(workspace: Workspace, file_id: str, identity: str) -> None:
    """Take a permission away from the very file it was given on."""
    workspace.db.execute("DELETE FROM permissions WHERE file_id = ? AND id = ?", (file_id, identity))
