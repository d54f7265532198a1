"""Drive's methods, by discovery id."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Handler
from local_workspace.drive import (
    about,
    changes,
    comments,
    contents,
    copying,
    deleting,
    drives,
    elder_files,
    files,
    ids,
    listing,
    permissions,
    replies,
    revisions,
    trash,
)

HANDLERS: Mapping[str, Handler] = {
    "drive.about.get": about.get,
    "drive.changes.getStartPageToken": changes.get_start_page_token,
    "drive.changes.list": changes.list_,
    "drive.comments.create": comments.create,
    "drive.comments.delete": comments.delete,
    "drive.comments.get": comments.get,
    "drive.comments.list": comments.list_,
    "drive.comments.update": comments.update,
    "drive.drives.create": drives.create,
    "drive.drives.delete": drives.delete,
    "drive.drives.get": drives.get,
    "drive.drives.hide": drives.hide,
    "drive.drives.list": drives.list_,
    "drive.drives.unhide": drives.unhide,
    "drive.drives.update": drives.update,
    "drive.files.copy": copying.copy,
    "drive.files.create": files.create,
    "drive.files.delete": deleting.delete,
    "drive.files.emptyTrash": trash.empty_trash,
    "drive.files.export": contents.export,
    "drive.files.generateIds": ids.generate_ids,
    "drive.files.get": files.get,
    "drive.files.list": listing.list_,
    "drive.files.update": files.update,
    "drive.v2.files.update": elder_files.update,
    "drive.permissions.create": permissions.create,
    "drive.permissions.delete": permissions.delete,
    "drive.permissions.get": permissions.get,
    "drive.permissions.list": permissions.list_,
    "drive.permissions.update": permissions.update,
    "drive.replies.create": replies.create,
    "drive.replies.delete": replies.delete,
    "drive.replies.get": replies.get,
    "drive.replies.list": replies.list_,
    "drive.replies.update": replies.update,
    "drive.revisions.delete": revisions.delete,
    "drive.revisions.get": revisions.get,
    "drive.revisions.list": revisions.list_,
    "drive.revisions.update": revisions.update,
}

NOTES: Mapping[str, str] = {
    "drive.changes.list": "binning a folder gives no entries for what is in it (not documented either way)",
    "drive.comments.create": "no mentions, no assignees",
    "drive.drives.update": "themes are kept, not drawn",
    "drive.files.copy": "converts only what is no Docs Editors file",
    "drive.files.create": "no limit on a folder's children, no OCR; editors that are not here answer 501",
    "drive.files.export": "spreadsheets as csv, tsv and xlsx (no charts, pivots, conditional formats); "
    "Docs as plain text, PDF and docx (no merged cells, alignment, colours, pictures), in a look of our own",
    "drive.files.list": "corpora=user shows all shared-drive files that the caller may open; permissions do not lag",
    "drive.files.update": "new content only for spreadsheets and what Drive keeps itself, else 501; labels are left alone",
    "drive.v2.files.update": "title, description, folders and content; the only method of v2, for gspread's import_csv",
    "drive.permissions.create": "ownership passes without consent in the domain; service accounts count as inside the domain; "
    "no sharing rate limits; groups in groups do not count",
    "drive.replies.create": "no mentions, no assignees",
    "drive.revisions.list": "edits within five minutes by one person are one revision; nothing is purged",
    "drive.revisions.update": "keepForever only; nothing is published",
}
"""What is missing or kinder than Google, for the coverage page."""
