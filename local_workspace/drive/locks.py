"""Content restrictions: a file made read-only (developers.google.com/workspace/drive/api/guides/content-restrictions)."""

from __future__ import annotations

import sqlite3

from local_workspace.core.call import Call, Json
from local_workspace.drive import refusals, rows
from local_workspace.drive.finding import require
from local_workspace.drive.viewer import Viewer


def restrict(call: Call, viewer: Viewer, row: sqlite3.Row) -> None:
    """Lock or unlock a file as the body's `contentRestrictions` say. Setting one overwrites the one there was.

    One that is ownerRestricted is set, changed and removed by the owner, or by organizers of a shared drive.
    """
    wanted = call.body["contentRestrictions"]
    if len(wanted) != 1:
        raise refusals.invalid("contentRestrictions")
    restriction: Json = wanted[0]
    require(viewer, row, "canModifyContentRestriction")
    if restriction.get("ownerRestricted"):
        require(viewer, row, "canModifyOwnerContentRestriction")
    kept = [_locked(call, viewer, restriction)] if restriction.get("readOnly") else None
    rows.change_more(call.workspace, row, {"contentRestrictions": kept})


def _locked(call: Call, viewer: Viewer, restriction: Json) -> Json:
    out: Json = {
        "readOnly": True,
        "type": "globalContentRestriction",
        "restrictingUser": viewer.user(viewer.email),
        "restrictionTime": call.workspace.clock.stamp(),
        "ownerRestricted": bool(restriction.get("ownerRestricted")),
        "systemRestricted": False,
    }
    return out | ({"reason": restriction["reason"]} if restriction.get("reason") else {})
