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
    require(viewer, row, "canModifyEditorContentRestriction")
    if wanted[0].get("ownerRestricted"):
        require(viewer, row, "canModifyOwnerContentRestriction")
    kept = _after(call, viewer, rows.more_of(row).get("contentRestrictions"), wanted[0])
    rows.change_more(call.workspace, row, {"contentRestrictions": kept})


def _after(call: Call, viewer: Viewer, before: list[Json] | None, asked: Json) -> list[Json] | None:
    """What restricts the file from now on. Without `readOnly` the lock there is stays, and only who may remove it changes.

    A reason "is only mutable on requests that also set readOnly=true".
    """
    if asked.get("reason") and not asked.get("readOnly"):
        raise refusals.invalid("contentRestrictions.reason")
    if asked.get("readOnly"):
        return [_locked(call, viewer, asked)]
    if "readOnly" not in asked and before:
        return [one | {"ownerRestricted": bool(asked.get("ownerRestricted", one["ownerRestricted"]))} for one in before]
    if asked.get("ownerRestricted"):
        raise refusals.invalid("contentRestrictions.readOnly")
    return None


def _locked(call: Call, viewer: Viewer, asked: Json) -> Json:
    out: Json = {
        "readOnly": True,
        "type": "globalContentRestriction",
        "restrictingUser": {"emailAddress": viewer.email},
        "restrictionTime": call.workspace.clock.stamp(),
        "ownerRestricted": bool(asked.get("ownerRestricted")),
        "systemRestricted": False,
    }
    return out | ({"reason": asked["reason"]} if asked.get("reason") else {})


def shown(viewer: Viewer, kept: list[Json] | None) -> Json:
    """`contentRestrictions` as the caller sees them, if there are any."""
    if not kept:
        return {}
    who = [viewer.user(one["restrictingUser"]["emailAddress"]) for one in kept]
    return {"contentRestrictions": [{**one, "restrictingUser": user} for one, user in zip(kept, who, strict=True)]}
