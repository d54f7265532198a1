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


def test_whoever_looks_is_told_whether_they_locked_it_themselves(world: Any) -> None:
    """`restrictingUser` is a User, whose `me` is "Whether this user is the requesting user"; lists and changes show the lock."""
    tess = world.member(world.tess, "reader")
    file_id = world.service.document("Plan", world.drive)
    token = world.service("changes.getStartPageToken", driveId=world.drive)["startPageToken"]
    lock(world.service, file_id)
    for caller, me in ((world.service, True), (tess, False)):
        (listed,) = caller("files.list", q="name = 'Plan'", includeItemsFromAllDrives=True)["files"]
        log = caller("changes.list", pageToken=token, driveId=world.drive, includeItemsFromAllDrives=True)
        (change,) = [one for one in log["changes"] if one.get("fileId") == file_id]
        for file in (caller.file(file_id), listed, change["file"]):
            (restriction,) = file["contentRestrictions"]
            assert (restriction["restrictingUser"]["me"], restriction["reason"]) == (me, "Final")


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


def test_a_locked_file_s_comments_stay_as_they_are_until_it_is_unlocked(world: Any, refused: Any) -> None:
    """ "comments may not be added or modified" (ContentRestriction.readOnly); that replies are comments here is our belief."""
    file_id = world.service.document("Plan", world.drive)
    comment = world.service("comments.create", {"content": "Hello"}, fileId=file_id)["id"]
    at = {"fileId": file_id, "commentId": comment}
    reply = world.service("replies.create", {"content": "Yes"}, **at)["id"]
    lock(world.service, file_id)
    for method, body, params in (
        ("comments.create", {"content": "But"}, {"fileId": file_id}),
        ("comments.update", {"content": "But"}, at),
        ("comments.delete", None, at),
        ("replies.create", {"action": "resolve"}, at),
        ("replies.update", {"content": "But"}, at | {"replyId": reply}),
        ("replies.delete", None, at | {"replyId": reply}),
    ):
        with refused(403, "insufficientFilePermissions"):
            world.service(method, body, **params)
    (kept,) = world.service("comments.list", fileId=file_id)["comments"]
    assert (kept["content"], kept["resolved"], [one["content"] for one in kept["replies"]]) == ("Hello", False, ["Yes"])
    unlock(world.service, file_id)
    assert world.service("replies.create", {"action": "resolve"}, **at)["action"] == "resolve"


def test_a_locked_file_is_still_shared_and_moved(world: Any) -> None:
    """ "users can still perform other operations based on their access level (for example, a user with edit access can
    still move an item or change its sharing settings)"."""
    folder, file_id = world.service.folder("Archive", world.drive), world.service.document("Plan", world.drive)
    lock(world.service, file_id)
    world.service.share(file_id, world.tess.email, "reader")
    moved = world.service("files.update", {}, fileId=file_id, addParents=folder, removeParents=world.drive)
    assert moved["parents"] == [folder]
    permission = world.service.permissions(file_id)[world.tess.email]["id"]
    world.service("permissions.delete", fileId=file_id, permissionId=permission)
    assert world.tess.email not in world.service.permissions(file_id)
    assert moved["contentRestrictions"][0]["readOnly"] is True


def test_what_is_no_content_of_a_locked_file_is_written_all_the_same(world: Any) -> None:
    """ "other operations are still allowed, based on their access level"; that these are among them is our belief."""
    file_id = world.service.document("Plan", world.drive)
    lock(world.service, file_id)
    body = {"description": "Last year's", "properties": {"year": "2025"}, "starred": True}
    changed = world.service("files.update", body, fileId=file_id)
    assert {name: changed[name] for name in body} == body
    copy = world.service("files.copy", {"name": "Anew"}, fileId=file_id)
    assert (copy["name"], "contentRestrictions" in copy) == ("Anew", False)
    assert world.service("files.update", {"trashed": True}, fileId=file_id)["trashed"] is True
    assert world.service("files.update", {"trashed": False}, fileId=file_id)["trashed"] is False
    world.service("files.delete", fileId=file_id)


def test_locking_is_no_edit_of_the_file(world: Any) -> None:
    """Belief: who edited last, and when, stays; the version moves on."""
    tess = world.member(world.tess, "writer")
    file_id = tess.document("Plan", world.drive)
    before = tess.file(file_id)
    world.pass_time(minutes=10)
    after = lock(world.service, file_id)
    assert (after["modifiedTime"], after["lastModifyingUser"]["emailAddress"]) == (before["modifiedTime"], tess.email)
    assert int(after["version"]) > int(before["version"])


def test_a_name_beside_a_lock_is_judged_by_how_the_file_was(world: Any, refused: Any) -> None:
    """No page says what one call does that names a file and locks or unlocks it; here everything is checked before anything is
    done, so it goes with a lock and not with an unlock."""
    file_id = world.service.document("Plan", world.drive)
    body = {"name": "Plan, as agreed", "contentRestrictions": [{"readOnly": True}]}
    done = world.service("files.update", body, fileId=file_id)
    assert (done["name"], done["contentRestrictions"][0]["readOnly"]) == ("Plan, as agreed", True)
    with refused(403, "insufficientFilePermissions"):
        world.service("files.update", {"name": "Plan", "contentRestrictions": [{"readOnly": False}]}, fileId=file_id)
    assert world.service.file(file_id)["name"] == "Plan, as agreed"
    unlock(world.service, file_id)
    assert world.service("files.update", {"name": "Plan"}, fileId=file_id)["name"] == "Plan"


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


EDITORS = "canModifyEditorContentRestriction"
OWNERS = "canModifyOwnerContentRestriction"
REMOVE = "canRemoveContentRestriction"
OLD = "canModifyContentRestriction"


def locking(caller: Any, file_id: str) -> set[str]:
    """What of locking a caller may do with a file."""
    shown = caller.file(file_id)["capabilities"]
    return {one for one in (EDITORS, OWNERS, REMOVE, OLD) if shown[one]}


def test_capabilities_tell_who_may_lock_and_unlock(world: Any) -> None:
    """The page's roles: writers for a lock, "own the file or have role=organizer" for an ownerRestricted one. That the old
    `canModifyContentRestriction` goes with the editors' is our belief."""
    roles = {role: world.member(who, role) for role, who in (("reader", world.ivy), ("commenter", world.lina))}
    roles |= {role: world.member(who, role) for role, who in (("writer", world.tess), ("fileOrganizer", world.olu))}
    manager, file_id = world.service, world.service.document("Plan", world.drive)
    told = {role: locking(caller, file_id) for role, caller in roles.items()}
    assert told == {"reader": set(), "commenter": set(), "writer": {EDITORS, OLD}, "fileOrganizer": {EDITORS, OLD}}
    assert locking(manager, file_id) == {EDITORS, OWNERS, OLD}
    lock(manager, file_id)
    assert locking(roles["writer"], file_id) == {EDITORS, REMOVE, OLD}
    lock(manager, file_id, ownerRestricted=True)
    assert [locking(caller, file_id) for caller in roles.values()] == [set()] * 4
    assert locking(manager, file_id) == {EDITORS, OWNERS, REMOVE, OLD}


def test_in_my_drive_the_owner_stands_where_managers_do(world: Any, refused: Any) -> None:
    file_id = world.tess.text("a.txt")
    world.tess.share(file_id, world.lina.email, "writer")
    with refused(403, "insufficientFilePermissions"):
        lock(world.lina, file_id, ownerRestricted=True)
    lock(world.tess, file_id, ownerRestricted=True)
    with refused(403, "insufficientFilePermissions"):
        unlock(world.lina, file_id)
    with refused(403, "insufficientFilePermissions"):
        lock(world.lina, file_id)
    unlock(world.tess, file_id)


def test_the_flag_is_taken_off_and_the_lock_stays(world: Any, refused: Any) -> None:
    """ "To remove the `ownerRestricted` flag, use the `files.update` method with the `contentRestrictions.ownerRestricted` field
    set to `false`"; that the rest stays as it was is our belief."""
    tess = world.member(world.tess, "writer")
    file_id = tess.document("Plan", world.drive)
    (before,) = lock(world.service, file_id, ownerRestricted=True)["contentRestrictions"]
    off = {"contentRestrictions": [{"ownerRestricted": False}]}
    with refused(403, "insufficientFilePermissions"):
        tess("files.update", off, fileId=file_id)
    world.pass_time(minutes=1)
    (after,) = world.service("files.update", off, fileId=file_id)["contentRestrictions"]
    assert after == {**before, "ownerRestricted": False}
    unlock(tess, file_id)


def test_setting_a_lock_overwrites_the_one_there_was(world: Any) -> None:
    """ "Note that setting a content restriction on an item overwrites the existing one"."""
    file_id = world.service.document("Plan", world.drive)
    lock(world.service, file_id, ownerRestricted=True)
    world.pass_time(minutes=1)
    body = {"contentRestrictions": [{"readOnly": True}]}
    (restriction,) = world.service("files.update", body, fileId=file_id)["contentRestrictions"]
    assert "reason" not in restriction
    assert (restriction["ownerRestricted"], restriction["restrictionTime"]) == (False, "2025-10-06T08:01:00.000Z")


@pytest.mark.parametrize(
    ("restriction", "location"),
    [
        ({"readOnly": False, "reason": "Why"}, "contentRestrictions.reason"),
        ({"reason": "Why"}, "contentRestrictions.reason"),
        ({"ownerRestricted": True}, "contentRestrictions.readOnly"),
    ],
)
def test_a_reason_or_a_flag_without_a_lock_is_refused(world: Any, refused: Any, restriction: Any, location: str) -> None:
    """The reason "is only mutable on requests that also set readOnly=true". How Google refuses is not told anywhere."""
    file_id = world.service.document("Plan", world.drive)
    with refused(400, "invalid", location=location):
        world.service("files.update", {"contentRestrictions": [restriction]}, fileId=file_id)


@pytest.mark.parametrize("kind", ["folder", "shortcut", "form", "drive-sdk.1234"])
def test_some_kinds_are_not_locked(world: Any, refused: Any, kind: str) -> None:
    """Forms, Sites, Drawings, shortcuts and third-party shortcuts, says the page. Folders, and the refusal, are our belief."""
    body: dict[str, Any] = {"name": "It", "mimeType": f"application/vnd.google-apps.{kind}", "parents": [world.drive]}
    if kind == "shortcut":
        body["shortcutDetails"] = {"targetId": world.service.document("Plan", world.drive)}
    file_id = world.service("files.create", body)["id"]
    assert locking(world.service, file_id) == set()
    with refused(403, "insufficientFilePermissions"):
        lock(world.service, file_id)


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
