"""insertComment, addCommentReply, updateCommentPost, deleteComment and deleteCommentReply
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request). What is refused is the reference's; the
sentences have no outside witness.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.drive import comment_log
from local_workspace.drive.rows import more_of
from local_workspace.sheets.areas import Area, range_of
from local_workspace.sheets.book import Book
from local_workspace.sheets.comment_threads import ACTIONS, ANCHORS, post, thread
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.rendering import formatted

LONGEST = 2048
"""UTF-16 code units of a comment's text, or of an assignee's address: the reference calls them UTF-8 code units."""


def insert_comment(book: Book, request: Json) -> Json:
    """A thread on one cell, which moves with it."""
    content = _text(request, "content")
    at = request.get("coordinate", {})
    sheet = book.sheet(at.get("sheetId", 0))
    row, column = at.get("rowIndex", 0), at.get("columnIndex", 0)
    if sheet.kind != "GRID" or row >= sheet.rows or column >= sheet.columns:
        raise BadRequest("The coordinate is outside of the grid.")
    anchor = {"anchorId": book.workspace.new_id(11, "AAAA"), "range": range_of(Area(sheet, row, column, row + 1, column + 1))}
    sheet.parts[ANCHORS] = [*sheet.parts.get(ANCHORS, []), anchor]
    book.save(sheet)
    kept: Json = {"content": content, "sheetsAnchor": anchor["anchorId"], **_assignee(request, "assigneeEmailAddress")}
    kept["anchor"] = json.dumps({"type": "workbook-range", "uid": sheet.id, "range": anchor["anchorId"]})
    quoted = formatted(book.cell(sheet, row, column), book.locale)
    if quoted:
        kept["quotedFileContent"] = {"mimeType": "text/plain", "value": quoted}
    comment_id = comment_log.add(book.workspace, book.file_id, "", book.caller, json.dumps(kept))
    return {"insertComment": {"commentThread": thread(book, _find(book, comment_id))}}


def add_reply(book: Book, request: Json) -> Json:
    """A reply, which may resolve the thread or open it again, or hand it to somebody else."""
    comment = _find(book, request.get("commentId", ""))
    given = request.get("post", {})
    action = next((name for name, said in ACTIONS.items() if said == given.get("commentAction")), "")
    content = _text(given, "content") if not action or given.get("content") else ""
    assignee = _assignee(given, "assigneeEmail")
    if assignee and (action or not more_of(comment).get("assigneeEmail")):
        raise BadRequest("A post can assign only a thread that was assigned, without resolving or reopening it.")
    kept = {"content": content, **({"action": action} if action else {}), **assignee}
    reply_id = comment_log.add(book.workspace, book.file_id, comment["id"], book.caller, json.dumps(kept))
    comment_log.touch(book.workspace, comment)
    return {"addCommentReply": {"post": post(book, _find(book, reply_id, comment["id"]))}}


def update_post(book: Book, request: Json) -> Json:
    comment = _find(book, request.get("commentId", ""))
    wanted = request.get("postId", "")
    one = comment if wanted == comment["id"] else _find(book, wanted, comment["id"])
    _require_author(book, one)
    content = _text(request, "content")
    comment_log.touch(book.workspace, one, json=json.dumps({**more_of(one), "content": content}))
    return {}


def delete_comment(book: Book, request: Json) -> Json:
    comment = _find(book, request.get("commentId", ""))
    _require_author(book, comment)
    comment_log.touch(book.workspace, comment, deleted=1)
    anchor = more_of(comment).get("sheetsAnchor")
    for sheet in book.sheets():
        listed = sheet.parts.get(ANCHORS, [])
        kept = [one for one in listed if one["anchorId"] != anchor]
        if len(kept) < len(listed):
            sheet.parts = {name: part for name, part in {**sheet.parts, ANCHORS: kept}.items() if part != []}
            book.save(sheet)
    return {}


def delete_reply(book: Book, request: Json) -> Json:
    """One that resolved, reopened or assigned stays."""
    reply = _find(book, request.get("postId", ""), request.get("commentId", ""))
    _require_author(book, reply)
    if {"action", "assigneeEmail"} & more_of(reply).keys():
        raise BadRequest("A reply with a comment action or an assignee cannot be deleted.")
    comment_log.touch(book.workspace, reply, deleted=1)
    return {}


def _find(book: Book, post_id: str, comment_id: str = "") -> sqlite3.Row:
    """A comment, or a reply to one. Raises BadRequest."""
    found = comment_log.one(book.workspace, book.file_id, comment_id, post_id)
    if found is None or found["deleted"]:
        raise BadRequest(f"No {'reply' if comment_id else 'comment'} with id: {post_id}")
    return found


def _require_author(book: Book, one: sqlite3.Row) -> None:
    if one["author"] != book.caller:
        raise BadRequest("The requesting user is not the author of the post.")


def _text(given: Json, name: str) -> str:
    """A text that has to be there. Raises BadRequest."""
    text = str(given.get(name, ""))
    if not text:
        raise BadRequest(f"{name} cannot be empty.")
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise BadRequest(f"{name} must not exceed {LONGEST} code units.")
    return text


def _assignee(given: Json, name: str) -> Json:
    return {"assigneeEmail": _text(given, name)} if given.get(name) else {}


KINDS: Mapping[str, Perform] = {
    "addCommentReply": add_reply,
    "deleteComment": delete_comment,
    "deleteCommentReply": delete_reply,
    "insertComment": insert_comment,
    "updateCommentPost": update_post,
}
