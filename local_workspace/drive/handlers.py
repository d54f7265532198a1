"""Drive's methods, by discovery id."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Call, Handler, Json, Media
from local_workspace.core.errors import Forbidden
from local_workspace.drive import about, changes, drives, files, listing, permissions


def get_or_download(call: Call) -> Json | Media:
    """files.get; with alt=media, the bytes."""
    if call.params.get("alt") != "media":
        return files.get(call)
    row = files.visible(call, call.params["fileId"])
    found = call.workspace.db.execute("SELECT * FROM contents WHERE file_id = ?", (row["id"],)).fetchone()
    if found is None:
        text = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
        raise Forbidden(text, reason="fileNotDownloadable")
    return Media(found["mime_type"], found["data"])


HANDLERS: Mapping[str, Handler] = {
    "drive.about.get": about.get,
    "drive.changes.getStartPageToken": changes.get_start_page_token,
    "drive.changes.list": changes.list_,
    "drive.drives.create": drives.create,
    "drive.drives.get": drives.get,
    "drive.drives.list": drives.list_,
    "drive.drives.update": drives.update,
    "drive.files.copy": files.copy,
    "drive.files.create": files.create,
    "drive.files.delete": files.delete,
    "drive.files.export": files.export,
    "drive.files.generateIds": files.generate_ids,
    "drive.files.get": get_or_download,
    "drive.files.list": listing.list_,
    "drive.files.update": files.update,
    "drive.permissions.create": permissions.create,
    "drive.permissions.delete": permissions.delete,
    "drive.permissions.get": permissions.get,
    "drive.permissions.list": permissions.list_,
    "drive.permissions.update": permissions.update,
}

NOTES: Mapping[str, str] = {
    "drive.files.list": "fullText, visibility and viewedByMeTime are refused; a restored file does not lag",
    "drive.files.create": "resumable uploads are not built",
    "drive.files.update": "of metadata, only name, description, starred, trashed, properties, contentRestrictions, "
    "inheritedPermissionsDisabled and folderColorRgb",
    "drive.permissions.create": "ownership cannot be transferred; expirationTime is kept, not acted on",
    "drive.changes.list": "permission changes on a folder give an entry for that folder only",
}
