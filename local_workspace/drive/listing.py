"""files.list: search, which may lag behind writes as Drive's does."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest, NotFound
from local_workspace.core.workspace import Workspace
from local_workspace.drive import corpora, finding, paging, query, refusals, rows, search_text
from local_workspace.drive.properties import project_of
from local_workspace.drive.query import Asking
from local_workspace.drive.resource import file_resources
from local_workspace.drive.roots import my_root
from local_workspace.drive.viewer import Viewer

MOST = 1000
ORDER: Mapping[str, str] = {
    "createdTime": "f.created",
    "folder": "(f.mime_type != 'application/vnd.google-apps.folder')",
    "modifiedByMeTime": "COALESCE((SELECT m.modified FROM personal m WHERE m.file_id = f.id AND m.email = :me), '')",
    "modifiedTime": "f.modified",
    "name": "folded(f.name)",
    "name_natural": "natural_key(f.name)",
    "quotaBytesUsed": "COALESCE(CAST(json_extract(f.json, '$.size') AS INTEGER), 0)",
    "recency": "f.modified",
    "sharedWithMeTime": "COALESCE((SELECT json_extract(p.json, '$.given.time') FROM permissions p "
    "WHERE p.file_id = f.id AND p.email = :me), '')",
    "starred": "COALESCE((SELECT m.starred FROM personal m WHERE m.file_id = f.id AND m.email = :me), 0)",
    "viewedByMeTime": "COALESCE((SELECT m.viewed FROM personal m WHERE m.file_id = f.id AND m.email = :me), '')",
}


@dataclass(frozen=True)
class Search:
    """A search as SQL. where, arguments: what is sought. order: (expression, direction) pairs, the last two unique."""

    where: str
    arguments: tuple[str, ...]
    order: tuple[tuple[str, str], ...]

    @property
    def scope(self) -> str:
        """What a page token belongs to."""
        text = json.dumps([self.where, self.arguments, self.order])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def list_(call: Call) -> Json:
    """One page of what the caller may see and the query asks for. A page token of another search is refused."""
    search_text.install(call.workspace)
    viewer, size = Viewer.of(call), min(call.params.get("pageSize", 100), MOST)
    search = _search(call, viewer)
    found, after = _page(call, search, size, paging.opened(call, search.scope))
    out: Json = {"kind": "drive#fileList", "incompleteSearch": False, "files": file_resources(call, viewer, found)}
    return out | ({"nextPageToken": paging.token([search.scope, after])} if after else {})


def _search(call: Call, viewer: Viewer) -> Search:
    conditions, arguments = corpora.conditions(call, viewer)
    asked = call.params.get("q")
    if asked:
        _check_parents(call, viewer, asked)
        root = my_root(call) if "root" in asked else ""
        asking = Asking(viewer.email, project_of(call), root, bool(call.workspace.search_lag))
        condition, more = query.to_sql(asked, asking)
        conditions, arguments = (*conditions, condition), (*arguments, *more)
    return Search(" AND ".join(conditions), arguments, _order(call))


def _check_parents(call: Call, viewer: Viewer, asked: str) -> None:
    """A folder that the caller cannot find is a 404 without its name (live)."""
    for parent in query.parents_in(asked):
        try:
            finding.visible(call, viewer, parent)
        except NotFound:
            raise NotFound("File not found: .", location="fileId") from None


def _order(call: Call) -> tuple[tuple[str, str], ...]:
    asked = [one.strip() for one in (call.params.get("orderBy") or "").split(",") if one.strip()]
    if asked and query.asks_full_text(call.params.get("q") or "name != ''"):
        text = "Sorting is not supported for queries with fullText terms. Results are always in descending relevance order."
        raise BadRequest(text, reason="badRequest", location="orderBy")
    parts = []
    for one in asked:
        name, _, direction = one.partition(" ")
        if name not in ORDER or direction.strip() not in ("", "asc", "desc"):
            raise refusals.invalid("orderBy")
        parts.append((ORDER[name], "DESC" if direction.strip() == "desc" else "ASC"))
    return (*parts, ("f.created", "DESC"), ("f.id", "DESC"))


def _page(call: Call, search: Search, size: int, after: list[str | int] | None) -> tuple[list[sqlite3.Row], list[str | int]]:
    """The rows of a page, and the sort keys of its last row if there is more."""
    keys = ", ".join(f"{expression} AS key_{at}" for at, (expression, _) in enumerate(search.order))
    order = ", ".join(f"{expression} {direction}" for expression, direction in search.order)
    begin, more = _beyond(search.order, after)
    statement = f"SELECT f.*, {keys} FROM {_source(call.workspace)} f WHERE {search.where} AND {begin} ORDER BY {order}"  # noqa: S608
    arguments = _numbered(statement, (*search.arguments, *more))
    me = call.principal.email.lower()
    cursor = call.workspace.db.execute(arguments[0], {**arguments[1], "me": me, "horizon": rows.horizon(call.workspace)})
    found = _visible(call, cursor, size + 1)
    cursor.close()
    last = [found[size - 1][f"key_{at}"] for at in range(len(search.order))] if len(found) > size else []
    return found[:size], last


def _visible(call: Call, cursor: sqlite3.Cursor, wanted: int) -> list[sqlite3.Row]:
    """Rows that search shows the caller, until there are enough."""
    searcher = Viewer(call.workspace, call.principal, searching=True)
    found: list[sqlite3.Row] = []
    while len(found) < wanted and (batch := cursor.fetchmany(wanted - len(found))):
        searcher.roles.preload(row["id"] for row in batch)
        found += [row for row in batch if searcher.role(row)]
    return found


def _beyond(order: Sequence[tuple[str, str]], after: list[str | int] | None) -> tuple[str, tuple[str | int, ...]]:
    """The condition of being after a row in an order, by the row's sort keys."""
    if not after:
        return "1", ()
    cases, arguments = [], []
    for at, (expression, direction) in enumerate(order):
        equal = [f"{earlier} = ?" for earlier, _ in order[:at]]
        cases.append(" AND ".join([*equal, f"{expression} {'<' if direction == 'DESC' else '>'} ?"]))
        arguments += after[: at + 1]
    first, direction = order[0]
    bound = f"{first} {'<=' if direction == 'DESC' else '>='} ?"  # so that an index can find the place
    return f"{bound} AND ({' OR '.join(f'({case})' for case in cases)})", (after[0], *arguments)


def _numbered(statement: str, arguments: Sequence[str | int]) -> tuple[str, dict[str, str | int]]:
    """Named marks for `?`, which cannot stand beside named ones."""
    parts = statement.split("?")
    text = "".join(f"{part}:a{at}" for at, part in enumerate(parts[:-1])) + parts[-1]
    return text, {f"a{at}": value for at, value in enumerate(arguments)}


def _source(workspace: Workspace) -> str:
    """The files as search knows them: as they are, or while it lags as they were at the horizon."""
    if not workspace.search_lag:
        return "(SELECT *, 0 AS past FROM files)"
    now = (
        f"SELECT id, {rows.COLUMNS}, 0 AS past FROM files "  # noqa: S608 our own column names
        "WHERE id NOT IN (SELECT id FROM past_files WHERE until > :horizon)"
    )
    before = (
        f"SELECT id, {rows.COLUMNS}, seq AS past FROM past_files "  # noqa: S608 our own column names
        "WHERE seq IN (SELECT MIN(seq) FROM past_files WHERE until > :horizon GROUP BY id)"
    )
    return f"(SELECT * FROM ({now} UNION ALL {before}) WHERE created <= :horizon)"  # noqa: S608
