"""comments.* (developers.google.com/workspace/drive/api/guides/manage-comments)."""

from __future__ import annotations

import html
import json
import sqlite3

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import Forbidden, NotFound
from local_workspace.drive import comment_log, finding, paging, refusals, rows
from local_workspace.drive.viewer import Viewer

MOST = 100
WRITABLE = frozenset({"content", "anchor", "quotedFileContent", "kind"})


def commentable(call: Call, viewer: Viewer) -> sqlite3.Row:
    """The file that a comment is about to be written on. A locked one takes none."""
    row = finding.named(call, viewer)
    finding.require(viewer, row, "canComment")
    return row


def find(call: Call, row: sqlite3.Row, comment_id: str, reply_id: str = "") -> sqlite3.Row:
    """A comment, or with reply_id one of its replies. Raises 404 for what is not there, or was deleted."""
    parent = comment_id if reply_id else ""
    found = comment_log.one(call.workspace, row["id"], parent, reply_id or comment_id)
    if found is None or (found["deleted"] and not call.params.get("includeDeleted")):
        kind, identity = ("Reply", reply_id) if reply_id else ("Comment", comment_id)
        raise NotFound(f"{kind} not found: {identity}.", location=f"{kind.lower()}Id")
    return found


def require_author(viewer: Viewer, comment: sqlite3.Row) -> None:
    """Only who wrote a comment or a reply changes or deletes it."""
    if comment["author"] != viewer.email:
        text = "The user does not have sufficient permissions for this comment."  # the sentence is ours
        raise Forbidden(text, reason="insufficientFilePermissions")


def post_resource(viewer: Viewer, row: sqlite3.Row, kind: str) -> Json:
    """What comments and replies have in common."""
    more = rows.more_of(row)
    out: Json = {
        "kind": f"drive#{kind}",
        "id": row["id"],
        "createdTime": row["created"],
        "modifiedTime": row["modified"],
        "author": viewer.author(row["author"]),
        "deleted": bool(row["deleted"]),
        "mentionedEmailAddresses": [],
    }
    if row["deleted"]:
        return out
    kept = {name: more[name] for name in ("anchor", "quotedFileContent", "action") if name in more}
    content = more.get("content", "")
    return out | kept | {"content": content, "htmlContent": html.escape(content, quote=False)}


def comment_resource(call: Call, viewer: Viewer, row: sqlite3.Row) -> Json:
    """The whole Comment, with its replies."""
    replies = comment_log.replies_of(call.workspace, row["file_id"], row["id"])
    deleted_too = bool(call.params.get("includeDeleted"))
    shown = [post_resource(viewer, reply, "reply") for reply in replies if deleted_too or not reply["deleted"]]
    resolved = comment_log.is_resolved(call.workspace, row["file_id"], row["id"])
    return {**post_resource(viewer, row, "comment"), "resolved": resolved, "replies": shown}


def create(call: Call) -> Json:
    viewer = Viewer.of(call)
    row = commentable(call, viewer)
    if set(call.body) - WRITABLE:
        raise refusals.not_writable()
    if not call.body.get("content"):
        raise refusals.required("comment.content", "The comment content field is required.")
    comment_id = comment_log.add(call.workspace, row["id"], "", viewer.email, json.dumps(call.body))
    return comment_resource(call, viewer, find(call, row, comment_id))


def get(call: Call) -> Json:
    viewer = Viewer.of(call)
    return comment_resource(call, viewer, find(call, finding.named(call, viewer), call.params["commentId"]))


def list_(call: Call) -> Json:
    """The comments of a file, the last modified first."""
    viewer = Viewer.of(call)
    row = finding.named(call, viewer)
    since = call.params.get("startModifiedTime") or ""
    found = [
        one
        for one in sorted(comment_log.of_file(call.workspace, row["id"]), key=lambda one: one["modified"], reverse=True)
        if (call.params.get("includeDeleted") or not one["deleted"]) and one["modified"] >= since
    ]
    shown, more = paging.page(call, found, min(call.params.get("pageSize", 20), MOST), scope=f"comments {row['id']}")
    return {"kind": "drive#commentList", "comments": [comment_resource(call, viewer, one) for one in shown], **more}


def update(call: Call) -> Json:
    viewer = Viewer.of(call)
    row = commentable(call, viewer)
    comment = find(call, row, call.params["commentId"])
    require_author(viewer, comment)
    if set(call.body) - WRITABLE:
        raise refusals.not_writable()
    comment_log.touch(call.workspace, comment, json=json.dumps({**rows.more_of(comment), **call.body}))
    return comment_resource(call, viewer, find(call, row, comment["id"]))


def delete(call: Call) -> None:
    viewer = Viewer.of(call)
    comment = find(call, commentable(call, viewer), call.params["commentId"])
    require_author(viewer, comment)
    comment_log.touch(call.workspace, comment, deleted=1)
