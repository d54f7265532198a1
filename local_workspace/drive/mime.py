"""MIME types of Drive's own (developers.google.com/workspace/drive/api/guides/mime-types), and the addresses they open at."""

from __future__ import annotations

PREFIX = "application/vnd.google-apps."
FOLDER = PREFIX + "folder"
SHORTCUT = PREFIX + "shortcut"
THIRD_PARTY = PREFIX + "drive-sdk"
NOT_LOCKABLE = frozenset({FOLDER, SHORTCUT, PREFIX + "form", PREFIX + "site", PREFIX + "drawing"})
"""No content restriction for these, nor for third-party shortcuts
(developers.google.com/workspace/drive/api/guides/content-restrictions). That page does not name folders: they are our belief."""

EDITORS = {
    PREFIX + "document": "document",
    PREFIX + "spreadsheet": "spreadsheets",
    PREFIX + "presentation": "presentation",
    PREFIX + "form": "forms",
}
"""The editors' names in the addresses of their files."""


def is_editors(mime_type: str) -> bool:
    """Whether an editor keeps the content (Docs Editors formats), so that Drive holds no bytes of it."""
    return mime_type.startswith(PREFIX) and mime_type not in (FOLDER, SHORTCUT) and not mime_type.startswith(THIRD_PARTY)


def is_lockable(mime_type: str) -> bool:
    """Whether a file of this type can have a content restriction."""
    return mime_type not in NOT_LOCKABLE and not mime_type.startswith(THIRD_PARTY)


def view_link(base_url: str, mime_type: str, file_id: str) -> str:
    """Where a person opens a file: at the server, or at Google's usual addresses where none runs (base_url '')."""
    if mime_type == FOLDER:
        return f"{base_url or 'https://drive.google.com'}/drive/folders/{file_id}"
    if mime_type in EDITORS:
        return f"{base_url or 'https://docs.google.com'}/{EDITORS[mime_type]}/d/{file_id}/edit"
    return f"{base_url or 'https://drive.google.com'}/file/d/{file_id}/view"


def icon_link(mime_type: str) -> str:
    return f"https://drive-thirdparty.googleusercontent.com/16/type/{mime_type}"
