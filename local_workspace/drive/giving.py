"""A permission, set: the one place that writes them."""

from __future__ import annotations

import json
from typing import Any

from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts


def permission_id(kind: str, email: str) -> str:
    """Stable for a grantee: the same person has the same id on every file."""
    return {"anyone": "anyoneWithLink"}.get(kind, accounts.numeric_id(email))


def give(workspace: Workspace, file_id: str, kind: str, email: str, role: str, **more: Any) -> str:
    """Set a grantee's permission on a file; the same grantee again changes the one there is."""
    identity = permission_id(kind, email)
    workspace.db.execute(
        "INSERT INTO permissions VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (file_id, id) DO UPDATE SET role = excluded.role, "
        "json = excluded.json",
        (file_id, identity, kind, email.lower(), role, json.dumps(more)),
    )
    return identity
