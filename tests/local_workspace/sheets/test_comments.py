"""Comments through Sheets, as its discovery document describes the requests and CommentThread, Post and CommentsViewMode
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets). The refusals are the reference's, their sentences ours."""

from __future__ import annotations

from typing import Any

import pytest

from tests.local_workspace.sheets.conftest import LINA, Book

INCLUDED = "COMMENTS_VIEW_MODE_INCLUDED"


def insert(book: Any, content: str = "Shall we talk?", row: int = 1, **more: Any) -> Any:
    request = {"content": content, "coordinate": {"sheetId": 0, "rowIndex": row, "columnIndex": 0}, **more}
    return book.do({"insertComment": request})[0]["insertComment"]["commentThread"]


def reply(book: Any, thread: Any, **post: Any) -> Any:
    return book.do({"addCommentReply": {"commentId": thread["commentId"], "post": post}})[0]["addCommentReply"]["post"]


def seen(book: Any, mode: str = INCLUDED) -> Any:
    return book.ask("sheets.spreadsheets.get", spreadsheetId=book.id, commentsViewMode=mode)


@pytest.fixture
def shared(book: Any, caller: Any) -> Any:
    """Makes the spreadsheet as Lina sees it, with a role."""

    def share(role: str) -> Book:
        body = {"type": "user", "role": role, "emailAddress": LINA}
        book.ask("drive.permissions.create", body, fileId=book.id, sendNotificationEmail=False)
        return Book(book.id, caller(LINA))

    return share


def test_a_comment_stands_at_its_cell_and_moves_with_it(book: Any) -> None:
    book.put("A2", ["Ada"])
    made = insert(book)
    assert (made["status"], made["plainTextQuote"], made["headPost"]["content"]) == ("OPEN", "Ada", "Shall we talk?")
    assert made["headPost"]["author"]["me"] is True
    found = seen(book)
    assert found["comments"] == [made]
    assert found["commentsViewMode"] == INCLUDED
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    book.do({"insertDimension": {"range": rows, "inheritFromBefore": False}})
    [anchor] = seen(book)["sheets"][0]["commentAnchors"]
    assert (anchor["anchorId"], anchor["range"]["startRowIndex"]) == (made["anchorId"], 2)


def test_without_asking_there_are_no_comments(book: Any) -> None:
    """commentsViewMode: "If one is not specified, COMMENTS_VIEW_MODE_OMITTED is used." """
    insert(book)
    found = book.facts()
    assert "comments" not in found
    assert "commentAnchors" not in found["sheets"][0]
    assert "comments" not in seen(book, "COMMENTS_VIEW_MODE_OMITTED")


def test_who_may_only_view_sees_none(book: Any, shared: Any) -> None:
    """DEFAULT_FOR_CURRENT_ACCESS: "If the user only has view access, COMMENTS_VIEW_MODE_OMITTED is applied"; INCLUDED: "a 403 error
    if the user does not have permission to view comments." """
    insert(book)
    lina = shared("reader")
    default = seen(lina, "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS")
    assert default["commentsViewMode"] == "COMMENTS_VIEW_MODE_OMITTED"
    assert "comments" not in default
    with pytest.raises(Exception, match="403"):
        seen(lina)
    assert "comments" in seen(book, "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS")


def test_drive_knows_the_same_comments(book: Any) -> None:
    made = insert(book)
    reply(book, made, content="Yes")
    [one] = book.ask("drive.comments.list", fileId=book.id, fields="*")["comments"]
    assert (one["id"], one["content"], one["replies"][0]["content"]) == (made["commentId"], "Shall we talk?", "Yes")
    book.ask("drive.comments.create", {"content": "From Drive"}, fileId=book.id, fields="*")
    assert [thread["headPost"]["content"] for thread in seen(book)["comments"]] == ["Shall we talk?", "From Drive"]


def test_a_reply_resolves_and_opens_again(book: Any) -> None:
    made = insert(book)
    assert reply(book, made, commentAction="RESOLVE")["commentAction"] == "RESOLVE"
    assert seen(book)["comments"][0]["status"] == "RESOLVED"
    reply(book, made, commentAction="REOPEN", content="One more thing")
    [thread] = seen(book)["comments"]
    assert (thread["status"], len(thread["replies"])) == ("OPEN", 2)


def test_posts_are_changed_and_deleted_by_who_wrote_them(book: Any, shared: Any) -> None:
    """UpdateCommentPostRequest, DeleteCommentRequest: "a 400 bad request error if the requesting user is not the author"."""
    made = insert(book)
    said = reply(book, made, content="Yes")
    lina = shared("writer")
    ids = {"commentId": made["commentId"]}
    for request in (
        {"updateCommentPost": {**ids, "postId": made["commentId"], "content": "No"}},
        {"updateCommentPost": {**ids, "postId": said["postId"], "content": "No"}},
        {"deleteComment": ids},
        {"deleteCommentReply": {**ids, "postId": said["postId"]}},
    ):
        with pytest.raises(Exception, match="400.*not the author"):
            lina.do(request)
    book.do({"updateCommentPost": {**ids, "postId": said["postId"], "content": "Yes, on Monday"}})
    assert seen(book)["comments"][0]["replies"][0]["content"] == "Yes, on Monday"
    book.do({"deleteCommentReply": {**ids, "postId": said["postId"]}})
    [gone] = seen(book)["comments"][0]["replies"]
    assert (gone["deleted"], "content" in gone, "author" in gone) == (True, False, False)
    book.do({"deleteComment": ids})
    after = seen(book)
    assert "comments" not in after
    assert "commentAnchors" not in after["sheets"][0]


def test_replies_that_did_something_stay(book: Any) -> None:
    """DeleteCommentReplyRequest: 400 if "the reply post contains a comment action" or "an assignee"."""
    made = insert(book, assigneeEmailAddress=LINA)
    for post in ({"commentAction": "RESOLVE"}, {"content": "You do it", "assigneeEmail": "tess.teacher@stour.example"}):
        said = reply(book, made, **post)
        with pytest.raises(Exception, match="400.*cannot be deleted"):
            book.do({"deleteCommentReply": {"commentId": made["commentId"], "postId": said["postId"]}})


def test_what_the_reference_refuses_is_refused(book: Any) -> None:
    """content "cannot be empty, and must not exceed 2048"; assigneeEmail: 400 if the thread has no assignee, or on RESOLVE."""
    made = insert(book)
    for wrong in (
        {"insertComment": {"content": "", "coordinate": {"sheetId": 0}}},
        {"insertComment": {"content": "x" * 2049, "coordinate": {"sheetId": 0}}},
        {"insertComment": {"content": "x", "coordinate": {"sheetId": 0, "rowIndex": 5000}}},
        {"addCommentReply": {"commentId": made["commentId"], "post": {}}},
        {"addCommentReply": {"commentId": made["commentId"], "post": {"content": "x", "assigneeEmail": LINA}}},
        {"addCommentReply": {"commentId": "nothing", "post": {"content": "x"}}},
        {"deleteCommentReply": {"commentId": made["commentId"], "postId": "nothing"}},
    ):
        with pytest.raises(Exception, match="400"):
            book.do(wrong)
    assert len(seen(book)["comments"]) == 1
