"""replies.* (developers.google.com/workspace/drive/api/guides/manage-comments). A reply may resolve or reopen its comment."""

from __future__ import annotations

import json

from local_workspace.core.call import Call, Json
from local_workspace.drive import comment_log, finding, paging, refusals, rows
from local_workspace.drive.comments import MOST, commentable, find, post_resource, require_author
from local_workspace.drive.viewer import Viewer

WRITABLE = frozenset({"content", "action", "kind"})


def create(call: Call) -> Json:
    """Content "is required by the `create` method if no `action` value is specified"."""
    viewer = Viewer.of(call)
    row = commentable(call, viewer)
    comment = find(call, row, call.params["commentId"])
    if set(call.body) - WRITABLE:
        raise refusals.not_writable()
    if call.body.get("action", "resolve") not in ("resolve", "reopen"):
        raise refusals.invalid("reply.action")
    if not call.body.get("content") and not call.body.get("action"):
        raise refusals.required("reply.content", "The reply content field is required.")
    reply_id = comment_log.add(call.workspace, row["id"], comment["id"], viewer.email, json.dumps(call.body))
    comment_log.touch(call.workspace, comment)
    return post_resource(viewer, find(call, row, comment["id"], reply_id), "reply")


def get(call: Call) -> Json:
    viewer = Viewer.of(call)
    row = finding.named(call, viewer)
    return post_resource(viewer, find(call, row, call.params["commentId"], call.params["replyId"]), "reply")


def list_(call: Call) -> Json:
    """The replies to a comment, oldest first."""
    viewer = Viewer.of(call)
    row = finding.named(call, viewer)
    comment = find(call, row, call.params["commentId"])
    found = comment_log.replies_of(call.workspace, row["id"], comment["id"])
    kept = [one for one in found if call.params.get("includeDeleted") or not one["deleted"]]
    shown, more = paging.page(call, kept, min(call.params.get("pageSize", 20), MOST), scope=f"replies {comment['id']}")
    return {"kind": "drive#replyList", "replies": [post_resource(viewer, one, "reply") for one in shown], **more}


def update(call: Call) -> Json:
    viewer = Viewer.of(call)
    row = commentable(call, viewer)
    reply = find(call, row, call.params["commentId"], call.params["replyId"])
    require_author(viewer, reply)
    if set(call.body) - {"content", "kind"}:
        raise refusals.not_writable()
    comment_log.touch(call.workspace, reply, json=json.dumps({**rows.more_of(reply), **call.body}))
    return post_resource(viewer, find(call, row, call.params["commentId"], reply["id"]), "reply")


def delete(call: Call) -> None:
    viewer = Viewer.of(call)
    row = commentable(call, viewer)
    reply = find(call, row, call.params["commentId"], call.params["replyId"])
    require_author(viewer, reply)
    comment_log.touch(call.workspace, reply, deleted=1)
