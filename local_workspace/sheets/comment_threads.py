"""Comments of a spreadsheet as Sheets shows them: threads of posts, each anchored to a cell
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets#commentthread). Drive keeps them: they are the same
comments there.
"""

from __future__ import annotations

import html
import sqlite3

from local_workspace.core.call import Json
from local_workspace.directory import accounts
from local_workspace.drive import comment_log
from local_workspace.drive.rows import more_of
from local_workspace.sheets.book import Book

ANCHORS = "commentAnchors"
ACTIONS = {"resolve": "RESOLVE", "reopen": "REOPEN"}


def threads(book: Book) -> list[Json]:
    """Every thread that is not deleted, oldest first."""
    rows = comment_log.of_file(book.workspace, book.file_id)
    return [thread(book, row) for row in rows if not row["deleted"]]


def thread(book: Book, row: sqlite3.Row) -> Json:
    """A Drive comment as CommentThread."""
    replies = comment_log.replies_of(book.workspace, book.file_id, row["id"])
    resolved = comment_log.is_resolved(book.workspace, book.file_id, row["id"])
    more = more_of(row)
    out: Json = {
        "commentId": row["id"],
        "headPost": post(book, row),
        "status": "RESOLVED" if resolved else "OPEN",
    }
    if "sheetsAnchor" in more:
        out["anchorId"] = more["sheetsAnchor"]
    quoted = more.get("quotedFileContent", {}).get("value", "")
    shown = [post(book, one) for one in replies]
    return {**out, **({"plainTextQuote": quoted} if quoted else {}), **({"replies": shown} if shown else {})}


def post(book: Book, row: sqlite3.Row) -> Json:
    """A comment or a reply as Post. Of a deleted one neither content nor author is shown."""
    out: Json = {"postId": row["id"], "createTime": row["created"], "updateTime": row["modified"]}
    if row["deleted"]:
        return {**out, "deleted": True}
    more = more_of(row)
    content = more.get("content", "")
    out |= {"author": _author(book, row["author"]), "content": content, "contentHtml": html.escape(content, quote=False)}
    if more.get("assigneeEmail"):
        out["assigneeEmail"] = more["assigneeEmail"]
    if more.get("action"):
        out["commentAction"] = ACTIONS[more["action"]]
    return {name: one for name, one in out.items() if one != ""}


def _author(book: Book, email: str) -> Json:
    account = accounts.find(book.workspace, email) or {}
    name = account.get("name", {}).get("fullName", "")
    out: Json = {"me": True} if email == book.caller else {}
    if name:
        out["displayName"] = name
    return {**out, "user": f"users/{account['id']}"} if "id" in account else out
