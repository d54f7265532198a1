"""What somebody has stays theirs under a new address: Google knows accounts by their ids, and renaming changes none
(developers.google.com/workspace/admin/directory/v1/guides/manage-users#update_user)."""

from __future__ import annotations

from local_workspace.core.workspace import Workspace

COLUMNS = (
    ("permissions", "email"),
    ("files", "owner"),
    ("files", "modified_by"),
    ("personal", "email"),
    ("comments", "author"),
    ("revisions", "modified_by"),
)


def register(workspace: Workspace) -> None:
    """Be told of renamed accounts."""
    workspace.renamed.append(rename)


def rename(workspace: Workspace, old: str, new: str) -> None:
    for table, column in COLUMNS:
        workspace.db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (new, old))  # noqa: S608 our own names
