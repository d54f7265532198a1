"""The `q` of drives.list (developers.google.com/workspace/drive/api/guides/ref-search-terms, "Query terms for shared drives").

Counts and dates may only be asked for by domain admins.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from local_workspace.core.call import Call
from local_workspace.drive import refusals
from local_workspace.drive.query_grammar import Both, Compare, Either, Not, Term, parse
from local_workspace.drive.search_text import name_contains
from local_workspace.drive.viewer import Viewer

SIGNS: Mapping[str, Callable[[str | int, str | int], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,  # type: ignore[operator]
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
}


def matches(call: Call, viewer: Viewer, query: str, row: sqlite3.Row) -> bool:
    """Whether a shared drive is among those that a query asks for. Raises BadRequest `Invalid Value`."""
    return _term(call, viewer, parse(query), row)


def _term(call: Call, viewer: Viewer, term: Term, row: sqlite3.Row) -> bool:
    if isinstance(term, Either):
        return any(_term(call, viewer, one, row) for one in term.terms)
    if isinstance(term, Both):
        return all(_term(call, viewer, one, row) for one in term.terms)
    if isinstance(term, Not):
        return not _term(call, viewer, term.term, row)
    if not isinstance(term, Compare):
        raise refusals.invalid("q")
    return _compare(call, viewer, term, row)


def _compare(call: Call, viewer: Viewer, term: Compare, row: sqlite3.Row) -> bool:
    if term.field == "name" and term.operator == "contains":
        return name_contains(row["name"], term.value)
    if term.operator not in SIGNS:
        raise refusals.invalid("q")
    if term.field == "name":
        return SIGNS[term.operator](row["name"].casefold(), term.value.casefold())
    if term.field == "hidden":
        statement = "SELECT 1 FROM hidden_drives WHERE email = ? AND drive_id = ?"
        hidden = call.workspace.db.execute(statement, (viewer.email, row["id"])).fetchone() is not None
        return SIGNS[term.operator](str(hidden).lower(), term.value)
    if not call.params.get("useDomainAdminAccess"):
        raise refusals.invalid("q")
    return _as_admin(call, term, row)


def _as_admin(call: Call, term: Compare, row: sqlite3.Row) -> bool:
    if term.field == "createdTime":
        return SIGNS[term.operator](row["created"], term.value)
    if term.field not in ("memberCount", "organizerCount") or not term.value.isdigit():
        raise refusals.invalid("q")
    statement = "SELECT COUNT(*) AS n FROM permissions WHERE file_id = ? AND (? = 'memberCount' OR role = 'organizer')"
    count = call.workspace.db.execute(statement, (row["id"], term.field)).fetchone()["n"]
    return SIGNS[term.operator](int(count), int(term.value))
