"""The top folders: every person's My Drive, made when it is first asked for."""

from __future__ import annotations

from local_workspace.core.call import Call
from local_workspace.core.workspace import Workspace
from local_workspace.drive import rows
from local_workspace.drive.giving import give
from local_workspace.drive.mime import FOLDER


def my_root(call: Call) -> str:
    """The id of the caller's My Drive folder, which the alias `root` stands for."""
    return root_of(call.workspace, call.principal.email)


def root_of(workspace: Workspace, address: str) -> str:
    """The id of a person's My Drive folder."""
    email = address.lower()
    found = workspace.db.execute("SELECT id FROM files WHERE owner = ? AND parent_id IS NULL", (email,)).fetchone()
    if found:
        return str(found["id"])
    root, now = workspace.new_id(19, "0A"), workspace.clock.stamp()
    rows.insert(
        workspace, root, owner=email, name="My Drive", mime_type=FOLDER, created=now, modified=now, modified_by=email, json="{}"
    )
    give(workspace, root, "user", email, "owner")
    return root
