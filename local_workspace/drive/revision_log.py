"""Every file's revisions (developers.google.com/workspace/drive/api/guides/manage-revisions).

Drive holds the bytes of blobs, revision by revision. Of what editors keep it notes only that there was one; keystrokes of
one person that follow each other closely are one revision, as Google merges them (how closely is not documented).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import timedelta

from local_workspace.core.call import Json, Media
from local_workspace.core.workspace import Workspace
from local_workspace.drive import rows

MERGED = timedelta(minutes=5)


def edited(workspace: Workspace, file_id: str, email: str) -> None:
    """An editor changed the content of its file."""
    last = newest(workspace, file_id)
    now, db = workspace.clock.now(), workspace.db
    if last and last["modified_by"] == email and last["modified"] > rows.stamp(now - MERGED):
        db.execute(
            "UPDATE revisions SET modified = ? WHERE file_id = ? AND number = ?", (rows.stamp(now), file_id, last["number"])
        )
        return
    number = last["number"] + 1 if last else 1
    statement = (
        "INSERT INTO revisions (file_id, number, id, modified, modified_by, mime_type) "
        "SELECT id, ?, ?, ?, ?, mime_type FROM files WHERE id = ?"
    )
    db.execute(statement, (number, str(number), rows.stamp(now), email, file_id))


def uploaded(workspace: Workspace, file_id: str, email: str, name: str, media: Media, *, keep: bool = False) -> Json:
    """Keep the bytes of a blob as its newest revision. Returns what the File shows of them."""
    last = newest(workspace, file_id)
    checksums = sums(media.data)
    facts = {"size": str(len(media.data)), "md5Checksum": checksums["md5Checksum"], "originalFilename": name}
    revision_id = workspace.new_id(51, "0B")
    workspace.db.execute(
        "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            file_id,
            last["number"] + 1 if last else 1,
            revision_id,
            workspace.clock.stamp(),
            email,
            media.mime_type,
            json.dumps({**facts, "keepForever": keep}),
            media.data,
        ),
    )
    return {**facts, **checksums, "headRevisionId": revision_id}


def sums(data: bytes) -> dict[str, str]:
    """The checksums of a File, by their names."""
    return {
        "md5Checksum": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        "sha1Checksum": hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        "sha256Checksum": hashlib.sha256(data).hexdigest(),
    }


def newest(workspace: Workspace, file_id: str) -> sqlite3.Row | None:
    """The head revision, if there is one."""
    row: sqlite3.Row | None = workspace.db.execute(
        "SELECT * FROM revisions WHERE file_id = ? ORDER BY number DESC LIMIT 1", (file_id,)
    ).fetchone()
    return row


def media_of(revision: sqlite3.Row) -> Media | None:
    """The bytes of a revision; None for what an editor keeps."""
    return Media(revision["mime_type"], revision["data"]) if revision["data"] is not None else None
