"""Content restrictions and comments: developers.google.com/workspace/drive/api/guides/content-restrictions and
.../manage-comments.
"""

from __future__ import annotations

from typing import Any

import pytest

from local_workspace.core.call import Call, Principal
from local_workspace.core.errors import Forbidden
from local_workspace.drive import access


def lock(caller: Any, file_id: str, **more: Any) -> dict[str, Any]:
    body = {"contentRestrictions": [{"readOnly": True, "reason": "Final", **more}]}
    found: dict[str, Any] = caller("files.update", body, fileId=file_id)
    return found


def unlock(caller: Any, file_id: str) -> dict[str, Any]:
    found: dict[str, Any] = caller("files.update", {"contentRestrictions": [{"readOnly": False}]}, fileId=file_id)
    return found


def test_a_locked_file_says_who_locked_it_and_why(world: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    (restriction,) = lock(world.service, file_id)["contentRestrictions"]
    assert (restriction["readOnly"], restriction["reason"], restriction["type"]) == (True, "Final", "globalContentRestriction")
    assert restriction["restrictingUser"]["emailAddress"] == world.service.email
    assert restriction["restrictionTime"] == "2025-10-06T08:00:00.000Z"
    assert "contentRestrictions" not in unlock(world.service, file_id)


def test_a_locked_file_refuses_its_title_its_content_and_comments(world: Any, refused: Any) -> None:
    """ "a new revision of the file may not be added, comments may not be added or modified, and the title ... may not"."""
    text, file_id = world.service.text("a.txt", world.drive), world.service.document("Plan", world.drive)
    for one in (text, file_id):
        lock(world.service, one)
        with refused(403, "insufficientFilePermissions"):
            world.service("files.update", {"name": "Other"}, fileId=one)
        with refused(403, "insufficientFilePermissions"):
            world.service("comments.create", {"content": "But"}, fileId=one)
    with refused(403, "insufficientFilePermissions"):
        world.service("files.update", {}, media=("text/plain", b"new"), fileId=text)
    call = Call("docs.documents.batchUpdate", {}, {}, Principal(world.service.email, "serviceAccount"), world.workspace)
    with pytest.raises(Forbidden):
        access.require(call, file_id, "write")
    access.require(call, file_id, "read")
    shown = world.service.file(file_id)["capabilities"]
    assert (shown["canEdit"], shown["canModifyContent"], shown["canRename"], shown["canComment"]) == (True, False, False, False)


def test_a_locked_file_is_still_shared_and_moved(world: Any) -> None:
    """ "users can still perform other operations based on their access level (for example, a user with edit access can
    still move an item or change its sharing settings)"."""
    folder, file_id = world.service.folder("Archive", world.drive), world.service.document("Plan", world.drive)
    lock(world.service, file_id)
    world.service.share(file_id, world.tess.email, "reader")
    moved = world.service("files.update", {}, fileId=file_id, addParents=folder, removeParents=world.drive)
    assert moved["parents"] == [folder]


def test_writers_lock_and_unlock_but_for_what_managers_locked(world: Any, refused: Any) -> None:
    """`ownerRestricted`: "any user with organizer capabilities can modify or remove this content restriction"."""
    tess = world.member(world.tess, "writer")
    file_id = tess.document("Plan", world.drive)
    lock(tess, file_id)
    unlock(tess, file_id)
    with refused(403, "insufficientFilePermissions"):
        lock(tess, file_id, ownerRestricted=True)
    lock(world.service, file_id, ownerRestricted=True)
    with refused(403, "insufficientFilePermissions"):
        unlock(tess, file_id)
    assert not tess.may(file_id, "canRemoveContentRestriction")
    unlock(world.service, file_id)


def test_folders_are_not_locked(world: Any, refused: Any) -> None:
    with refused(403, "insufficientFilePermissions"):
        lock(world.service, world.service.folder("School", world.drive))


def test_a_comment_is_answered_resolved_and_reopened(world: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    world.service.share(file_id, world.tess.email, "commenter")
    made = world.tess("comments.create", {"content": "Is <this> it?"}, fileId=file_id)
    assert (made["kind"], made["content"], made["htmlContent"]) == ("drive#comment", "Is <this> it?", "Is &lt;this&gt; it?")
    assert (made["resolved"], made["replies"]) == (False, [])
    assert {"emailAddress", "permissionId"}.isdisjoint(made["author"])
    comment = {"fileId": file_id, "commentId": made["id"]}
    for action, resolved in (("resolve", True), ("reopen", False)):
        reply = world.service("replies.create", {"content": "Yes", "action": action}, **comment)
        assert (reply["kind"], reply["action"]) == ("drive#reply", action)
        assert world.tess("comments.get", **comment)["resolved"] is resolved
    assert len(world.tess("replies.list", **comment)["replies"]) == 2


def test_readers_read_comments_and_write_none(world: Any, refused: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    world.service("comments.create", {"content": "Hello"}, fileId=file_id)
    world.service.share(file_id, world.tess.email, "reader")
    assert [one["content"] for one in world.tess("comments.list", fileId=file_id)["comments"]] == ["Hello"]
    with refused(403, "insufficientFilePermissions"):
        world.tess("comments.create", {"content": "Me too"}, fileId=file_id)


def test_a_comment_is_its_authors(world: Any, refused: Any) -> None:
    file_id = world.service.document("Plan", world.drive)
    made = world.service("comments.create", {"content": "Hello"}, fileId=file_id)
    world.service.share(file_id, world.tess.email, "writer")
    comment = {"fileId": file_id, "commentId": made["id"]}
    with refused(403, "insufficientFilePermissions"):
        world.tess("comments.update", {"content": "Bye"}, **comment)
    assert world.service("comments.update", {"content": "Bye"}, **comment)["content"] == "Bye"
    world.service("comments.delete", **comment)
    assert world.service("comments.list", fileId=file_id)["comments"] == []
    (deleted,) = world.service("comments.list", fileId=file_id, includeDeleted=True)["comments"]
    assert deleted["deleted"] is True
    assert "content" not in deleted  # "A deleted comment has no content"
    with refused(404, "notFound"):
        world.service("comments.get", **comment)


def test_a_reply_needs_content_or_an_action(world: Any, refused: Any) -> None:
    """Reply.content: "required by the `create` method if no `action` value is specified"."""
    file_id = world.service.document("Plan", world.drive)
    made = world.service("comments.create", {"content": "Hello"}, fileId=file_id)
    comment = {"fileId": file_id, "commentId": made["id"]}
    with refused(400, "required"):
        world.service("replies.create", {}, **comment)
    reply = world.service("replies.create", {"content": "Yes"}, **comment)
    changed = world.service("replies.update", {"content": "No"}, replyId=reply["id"], **comment)
    assert world.service("replies.get", replyId=reply["id"], **comment)["content"] == changed["content"] == "No"
    world.service("replies.delete", replyId=reply["id"], **comment)
    assert world.service("comments.get", **comment)["replies"] == []


def test_an_empty_list_of_comments_is_a_list(world: Any) -> None:
    """As recorded by gspread's suite: ``{"comments": []}``."""
    fields = "comments/content,comments/anchor,nextPageToken"
    assert world.tess("comments.list", fileId=world.tess.document("Plan"), fields=fields) == {"comments": []}
