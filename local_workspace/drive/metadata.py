"""What may be written of a file's metadata, by whom, and how (File, in the discovery document)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from local_workspace.core.call import Call, Json
from local_workspace.drive import changelog, locks, personal, refusals, rows
from local_workspace.drive.finding import require
from local_workspace.drive.properties import set_properties
from local_workspace.drive.trash import set_trashed
from local_workspace.drive.viewer import Viewer

IGNORED = frozenset({"kind", "contentHints", "viewersCanCopyContent"})
PLAIN: Mapping[str, str] = {
    "description": "canEdit",
    "folderColorRgb": "canEdit",
    "originalFilename": "canEdit",
    "writersCanShare": "canShare",
    "copyRequiresWriterPermission": "canChangeCopyRequiresWriterPermission",
    "downloadRestrictions": "canChangeItemDownloadRestriction",
}
"""Kept as they are: field to the capability it takes."""

OTHERS: Mapping[str, str] = {
    "name": "canRename",
    "properties": "canEdit",
    "appProperties": "canEdit",
    "modifiedTime": "canEdit",
    "mimeType": "canEdit",
    "contentRestrictions": "",
    "inheritedPermissionsDisabled": "",
    "trashed": "",
    "starred": "",
    "viewedByMeTime": "",
}
"""With a meaning of their own; '' for those that check by themselves or are each person's own."""

WRITABLE = frozenset(PLAIN) | frozenset(OTHERS) | IGNORED
ON_CREATION = WRITABLE | {"id", "parents", "createdTime", "shortcutDetails"}
MODIFYING = frozenset({"name", "description", "properties", "appProperties", "folderColorRgb", "originalFilename"})
"""What moves `modifiedTime`: "some fields might be changed automatically, such as modifiedDate". Which, is our belief."""


def refuse_unwritable(call: Call, writable: frozenset[str]) -> None:
    """Raises 403 for fields of the body that this method does not write."""
    if "parents" in call.body and "parents" not in writable:
        raise refusals.not_writable(
            "The parents field is not directly writable in update requests. "
            "Use the addParents and removeParents parameters instead."
        )
    if set(call.body) - writable:
        raise refusals.not_writable()


def plain(body: Json) -> Json:
    """What a new file keeps of its body without further ado."""
    return {name: body[name] for name in PLAIN if name in body}


def moment(call: Call, name: str) -> str:
    """A time of the body as a stamp, '' where there is none. Raises 400 for one that is no RFC 3339 time."""
    text = call.body.get(name, "")
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None
    except ValueError as problem:
        raise refusals.invalid(f"file.{name}", f'Invalid value for: Invalid format: "{text}"') from problem
    return rows.stamp(found.astimezone() if found.tzinfo is None else found) if found else ""


def write(call: Call, viewer: Viewer, row: sqlite3.Row) -> None:
    """Apply a body to a file that is there. Everything is checked as it was before anything changes."""
    body, workspace, file_id = call.body, call.workspace, row["id"]
    for name in body:
        ability = PLAIN.get(name) or OTHERS.get(name)
        if ability:
            require(viewer, row, ability)
    if any(path.startswith(("properties.", "appProperties.")) for path in call.nulls):
        require(viewer, row, "canEdit")
    if "trashed" in body:
        set_trashed(call, viewer, row, bool(body["trashed"]))
    if "inheritedPermissionsDisabled" in body:
        limit(call, viewer, row)
    if "contentRestrictions" in body:
        locks.restrict(call, viewer, row)
    if "name" in body:
        rows.change(workspace, file_id, name=body["name"])
    if plain(body):
        rows.change_more(workspace, rows.known(workspace, file_id), plain(body))
    set_properties(call, file_id)
    _write_personal(call, viewer, file_id)


def _write_personal(call: Call, viewer: Viewer, file_id: str) -> None:
    if "starred" in call.body:
        personal.star(call.workspace, file_id, viewer.email, bool(call.body["starred"]))
    if "viewedByMeTime" in call.body:
        personal.view(call.workspace, file_id, viewer.email, moment(call, "viewedByMeTime"))


def note(call: Call, viewer: Viewer, file_id: str) -> None:
    """Note a change of metadata: the time and the person where it counts as one, a version and a line in the log."""
    workspace, now = call.workspace, call.workspace.clock.stamp()
    cleared = any(path.startswith(("properties.", "appProperties.")) for path in call.nulls)
    if MODIFYING & set(call.body) or cleared or "modifiedTime" in call.body:
        modified = moment(call, "modifiedTime") or now
        rows.change(workspace, file_id, modified=modified, modified_by=viewer.email)
        personal.worked_on(workspace, file_id, viewer.email, modified)
    else:
        rows.change(workspace, file_id)
    changelog.note(workspace, file_id)


def limit(call: Call, viewer: Viewer, row: sqlite3.Row) -> None:
    """Limited access: folders only, by the owner or by organizers of a shared drive
    (developers.google.com/workspace/drive/api/guides/limited-expansive-access).
    """
    wanted = bool(call.body["inheritedPermissionsDisabled"])
    if bool(row["limited"]) == wanted:
        return
    require(viewer, row, "canDisableInheritedPermissions" if wanted else "canEnableInheritedPermissions")
    rows.change(call.workspace, row["id"], limited=int(wanted))
