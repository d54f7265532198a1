"""The `q` of files.list, parsed with lark and turned into a condition on a file's row
(developers.google.com/workspace/drive/api/guides/ref-search-terms).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError

from local_workspace.core.errors import BadRequest

GRAMMAR = r"""
?start: expression
?expression: conjunction | expression "or"i conjunction -> either
?conjunction: negation | conjunction "and"i negation -> both
?negation: "not"i negation -> negated | term
?term: "(" expression ")"
    | FIELD OPERATOR value -> compare
    | STRING "in"i COLLECTION -> within
    | FIELD "has"i "{" pair ("and"i pair)* "}" -> has
pair: WORD "=" STRING
value: STRING -> text | BOOLEAN -> boolean
FIELD.2: "name" | "fullText" | "mimeType" | "modifiedTime" | "createdTime" | "viewedByMeTime" | "sharedWithMeTime"
    | "trashed" | "starred" | "sharedWithMe" | "visibility" | "appProperties" | "properties"
COLLECTION: /parents|owners|writers|readers/
OPERATOR: "!=" | "<=" | ">=" | "=" | "<" | ">" | /contains\b/
BOOLEAN: /true\b|false\b/
WORD: /key|value|visibility/
STRING: /'(\\.|[^'\\])*'/
%ignore /\s+/
"""

Sql = tuple[str, list[str]]


@dataclass(frozen=True)
class Asking:
    """Who asks, for the terms that depend on it. project: whose appProperties are seen."""

    email: str
    project: str
    root: str


@functools.cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="earley", ambiguity="resolve")


@functools.lru_cache(maxsize=256)
def to_sql(query: str, asking: Asking) -> Sql:
    """A WHERE condition over `files f` and its arguments. Raises BadRequest `Invalid Value` for what does not parse."""
    try:
        condition: Sql = _ToSql(asking).transform(_parser().parse(query))
    except LarkError as problem:
        if isinstance(problem.__context__, BadRequest):
            raise problem.__context__ from None
        raise _invalid() from problem
    return condition


def _invalid() -> BadRequest:
    return BadRequest("Invalid Value", reason="invalid", location="q")


class _ToSql(Transformer[Token, Sql]):
    def __init__(self, asking: Asking) -> None:
        super().__init__()
        self._asking = asking

    def either(self, parts: list[Sql]) -> Sql:
        return f"({parts[0][0]} OR {parts[1][0]})", [*parts[0][1], *parts[1][1]]

    def both(self, parts: list[Sql]) -> Sql:
        return f"({parts[0][0]} AND {parts[1][0]})", [*parts[0][1], *parts[1][1]]

    def negated(self, parts: list[Sql]) -> Sql:
        return f"(NOT {parts[0][0]})", parts[0][1]

    def text(self, parts: list[Token]) -> str:
        return unquoted(parts[0])

    def boolean(self, parts: list[Token]) -> str:
        return str(parts[0])

    def pair(self, parts: list[Token]) -> tuple[str, str]:
        return str(parts[0]), unquoted(parts[1])

    def compare(self, parts: list[str]) -> Sql:
        field, operator, value = str(parts[0]), str(parts[1]), parts[2]
        return COMPARE[field](field, operator, value) if field in COMPARE else _refuse()

    def within(self, parts: list[Token]) -> Sql:
        value, collection = unquoted(parts[0]), str(parts[1])
        if collection == "parents":
            return "f.parent_id = ?", [self._asking.root if value == "root" else value]
        roles = {"owners": "('owner')", "writers": "('owner','organizer','fileOrganizer','writer')"}
        among = f"AND p.role IN {roles[collection]}" if collection in roles else ""
        who = self._asking.email if value == "me" else value.lower()
        return f"EXISTS (SELECT 1 FROM permissions p WHERE p.file_id = f.id AND p.email = ? {among})", [who]  # noqa: S608 a fixed list

    def has(self, parts: list[Token | tuple[str, str]]) -> Sql:
        field = str(parts[0])
        pairs = dict(part for part in parts[1:] if isinstance(part, tuple) and not isinstance(part, Token))
        if "key" not in pairs or "value" not in pairs:
            return _refuse()
        project = "" if field == "properties" else self._asking.project
        condition = "f.id IN (SELECT file_id FROM properties WHERE project = ? AND key = ? AND value = ?)"
        return condition, [project, pairs["key"], pairs["value"]]


def unquoted(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", str(token)[1:-1])


def _refuse() -> Sql:
    raise _invalid()


def _name(field: str, operator: str, value: str) -> Sql:
    """`=` takes no heed of case; `contains` matches the beginnings of words, as measured on the real Drive."""
    if operator in ("=", "!="):
        return f"(f.name {operator} ? COLLATE NOCASE)", [value]
    if operator != "contains":
        return _refuse()
    words = value.split()
    return "(" + " AND ".join("(' ' || f.name) LIKE ?" for _ in words) + ")", [f"% {word}%" for word in words]


def _mime(field: str, operator: str, value: str) -> Sql:
    if operator == "contains":
        return "f.mime_type LIKE ?", [f"{value}%"]
    return (f"f.mime_type {operator} ?", [value]) if operator in ("=", "!=") else _refuse()


def _time(field: str, operator: str, value: str) -> Sql:
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return _refuse()
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    column = {"modifiedTime": "f.modified", "createdTime": "f.created"}[field]
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    return (f"{column} {operator} ?", [stamp]) if operator != "contains" else _refuse()


def _trashed(field: str, operator: str, value: str) -> Sql:
    """In the bin itself or in a folder that is."""
    if operator not in ("=", "!=") or value not in ("true", "false"):
        return _refuse()
    wanted = (value == "true") == (operator == "=")
    return ("" if wanted else "NOT ") + "in_bin(f.id)", []


def _starred(field: str, operator: str, value: str) -> Sql:
    wanted = (value == "true") == (operator == "=")
    return f"(json_extract(f.json, '$.starred') IS {'' if wanted else 'NOT '}1)", []


def _shared_with_me(field: str, operator: str, value: str) -> Sql:
    return "(f.drive_id IS NULL AND f.parent_id IS NULL)" if value == "false" else "shared_with_me(f.id)", []


COMPARE: dict[str, Callable[[str, str, str], Sql]] = {
    "name": _name,
    "mimeType": _mime,
    "modifiedTime": _time,
    "createdTime": _time,
    "trashed": _trashed,
    "starred": _starred,
    "sharedWithMe": _shared_with_me,
}
