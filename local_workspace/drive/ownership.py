"""Handing a My Drive file to another owner (developers.google.com/workspace/drive/api/guides/transfer-file)."""

from __future__ import annotations

import sqlite3

from local_workspace.core.call import Call
from local_workspace.core.errors import BadRequest, Forbidden
from local_workspace.directory import accounts
from local_workspace.drive import refusals, rows
from local_workspace.drive.giving import give
from local_workspace.drive.roots import root_of
from local_workspace.drive.sharing_rules import SERVICE_ACCOUNTS
from local_workspace.drive.viewer import Viewer


def require_transfer(call: Call, viewer: Viewer, row: sqlite3.Row, kind: str, email: str) -> None:
    """Raises what Drive refuses of a role `owner` (both sentences are live)."""
    if not call.params.get("transferOwnership"):
        raise _forbidden("The transferOwnership parameter must be enabled when the permission role is 'owner'.")
    if kind != "user" or call.params.get("sendNotificationEmail", True) is False:
        raise _forbidden(
            "The sendNotificationEmail parameter is only applicable for permissions of type 'user' or 'group', and must not be "
            "disabled for ownership transfers."
        )
    if viewer.role(row) != "owner":
        raise refusals.insufficient()
    account = accounts.find(call.workspace, email)
    if account is None or email.partition("@")[2] not in accounts.domains(call.workspace):
        text = "Ownership can only be transferred to another user in the same organization as the current owner."
        raise BadRequest(text, reason="ownershipChangeAcrossDomainNotPermitted")
    if email.endswith(SERVICE_ACCOUNTS):
        raise refusals.no_storage()


def _forbidden(text: str) -> Forbidden:
    return Forbidden(text, reason="forbidden")


def transfer(call: Call, row: sqlite3.Row, email: str) -> None:
    """The new owner owns it, the old one writes in it."""
    give(call.workspace, row["id"], "user", row["owner"], "writer")
    give(call.workspace, row["id"], "user", email, "owner")
    rows.change(call.workspace, row["id"], owner=email)
    if call.params.get("moveToNewOwnersRoot"):
        rows.change(call.workspace, row["id"], parent_id=root_of(call.workspace, email))
