"""revisions.* (developers.google.com/workspace/drive/api/guides/manage-revisions)."""

from __future__ import annotations

import json
import sqlite3

from local_workspace.core.call import Call, Json, Media
from local_workspace.core.errors import BadRequest, Forbidden, NotFound
from local_workspace.drive import finding, paging, refusals, revision_log, rows
from local_workspace.drive.mime import FOLDER, is_editors
from local_workspace.drive.viewer import Viewer

MOST = 1000


def _readable(call: Call, viewer: Viewer) -> sqlite3.Row:
    row = finding.named(call, viewer)
    if row["mime_type"] == FOLDER:
        raise Forbidden("The file does not support revisions.", reason="revisionsNotSupported")  # the sentence is ours
    finding.require(viewer, row, "canReadRevisions")
    return row


def _resource(viewer: Viewer, row: sqlite3.Row) -> Json:
    facts: Json = json.loads(row["json"])
    out: Json = {
        "kind": "drive#revision",
        "id": row["id"],
        "mimeType": row["mime_type"],
        "modifiedTime": row["modified"],
        "lastModifyingUser": viewer.user(row["modified_by"]),
    }
    if is_editors(row["mime_type"]):
        return out | {"published": False}
    return out | facts


def list_(call: Call) -> Json:
    """The revisions of a file, oldest first."""
    viewer = Viewer.of(call)
    row = _readable(call, viewer)
    found = call.workspace.db.execute("SELECT * FROM revisions WHERE file_id = ? ORDER BY number", (row["id"],)).fetchall()
    size = min(call.params.get("pageSize", 200), MOST)
    shown, more = paging.page(call, found, size, scope=f"revisions {row['id']}")
    return {"kind": "drive#revisionList", "revisions": [_resource(viewer, one) for one in shown], **more}


def _named(call: Call, row: sqlite3.Row) -> sqlite3.Row:
    wanted = call.params["revisionId"]
    statement = "SELECT * FROM revisions WHERE file_id = ? AND id = ?"
    found: sqlite3.Row | None = call.workspace.db.execute(statement, (row["id"], wanted)).fetchone()
    if wanted == "head":
        found = revision_log.newest(call.workspace, row["id"])
    if found is None:
        raise NotFound(f"Revision not found: {wanted}.", location="revisionId")
    return found


def get(call: Call) -> Json | Media:
    """The Revision; with alt=media, its bytes."""
    viewer = Viewer.of(call)
    row = _readable(call, viewer)
    found = _named(call, row)
    if call.params.get("alt") != "media":
        return _resource(viewer, found)
    media = revision_log.media_of(found)
    if media is None:
        raise refusals.not_downloadable()
    return media


def update(call: Call) -> Json:
    """keepForever, of blobs only, and only from false to true."""
    viewer = Viewer.of(call)
    row = _readable(call, viewer)
    found = _named(call, row)
    finding.require(viewer, row, "canModifyContent")
    if is_editors(row["mime_type"]) or set(call.body) - {"keepForever", "kind"}:
        raise refusals.not_writable()
    facts = json.loads(found["json"])
    if facts.get("keepForever") and call.body.get("keepForever") is False:
        text = "Bad Request. Cannot update a revision to false that is marked as keepForever."
        raise BadRequest(text, reason="illegalKeepForeverModification")
    statement = "UPDATE revisions SET json = ? WHERE file_id = ? AND number = ?"
    call.workspace.db.execute(statement, (json.dumps(facts | call.body), row["id"], found["number"]))
    return _resource(viewer, _named(call, row))


def delete(call: Call) -> None:
    """Of blobs only, and never the last one."""
    viewer = Viewer.of(call)
    row = _readable(call, viewer)
    found = _named(call, row)
    finding.require(viewer, row, "canModifyContent")
    if is_editors(row["mime_type"]):
        # the sentences here are ours
        text = "Revisions of Docs Editors files cannot be deleted."
        raise Forbidden(text, reason="revisionDeletionNotSupported")
    count = call.workspace.db.execute("SELECT COUNT(*) AS n FROM revisions WHERE file_id = ?", (row["id"],)).fetchone()["n"]
    if count == 1:
        raise BadRequest("The only revision of a file cannot be deleted.", reason="cannotDeleteOnlyRevision")
    statement = "DELETE FROM revisions WHERE file_id = ? AND number = ?"
    call.workspace.db.execute(statement, (row["id"], found["number"]))
    _show_head(call, row)


def _show_head(call: Call, row: sqlite3.Row) -> None:
    """What the File says of its content, after the head may have gone."""
    head = revision_log.newest(call.workspace, row["id"])
    if head is None:
        return
    sums = revision_log.sums(head["data"])
    rows.change_more(call.workspace, row, {"headRevisionId": head["id"], "size": str(len(head["data"])), **sums})
