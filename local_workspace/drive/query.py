"""The `q` of files.list as a condition on a file's row
(developers.google.com/workspace/drive/api/guides/ref-search-terms).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

from local_workspace.drive import refusals, rows
from local_workspace.drive.query_grammar import Both, Compare, Either, Has, Not, Term, Within, parse

Sql = tuple[str, tuple[str, ...]]
"""A WHERE condition over a row `f`, and its arguments. `f.past` is the number of a past state, 0 for how a file is now."""


@dataclass(frozen=True)
class Asking:
    """Who asks, for the terms that depend on it. project: whose appProperties are seen. root: the caller's My Drive, or ''.

    lagging: whether past states are searched too; where they are not, an index finds properties.
    """

    email: str
    project: str
    root: str
    lagging: bool = False


def to_sql(query: str, asking: Asking) -> Sql:
    """Raises BadRequest `Invalid Value` for what is no query, or no query on files."""
    return _term(parse(query), asking)


def parents_in(query: str) -> list[str]:
    """The folders that a query asks for the children of."""
    return list(_parents(parse(query)))


def asks_full_text(query: str) -> bool:
    """Whether a query is sorted by relevance."""
    return any(isinstance(term, Compare) and term.field == "fullText" for term in _leaves(parse(query)))


def _parents(term: Term) -> list[str]:
    return [one.value for one in _leaves(term) if isinstance(one, Within) and one.collection == "parents"]


def _leaves(term: Term) -> list[Term]:
    if isinstance(term, Not):
        return _leaves(term.term)
    if isinstance(term, (Either, Both)):
        return [leaf for inner in term.terms for leaf in _leaves(inner)]
    return [term]


def _term(term: Term, asking: Asking) -> Sql:
    if isinstance(term, (Either, Both)):
        parts = [_term(inner, asking) for inner in term.terms]
        word = " OR " if isinstance(term, Either) else " AND "
        return f"({word.join(sql for sql, _ in parts)})", tuple(one for _, arguments in parts for one in arguments)
    if isinstance(term, Not):
        condition, arguments = _term(term.term, asking)
        return f"(NOT {condition})", arguments
    if isinstance(term, Within):
        return _COLLECTIONS.get(term.collection, _no_collection)(term.value, asking)
    return _has(term, asking) if isinstance(term, Has) else _compare(term, asking)


def _compare(term: Compare, asking: Asking) -> Sql:
    operators, build = _FIELDS.get(term.field, ((), _no_field))
    if term.operator not in operators:
        _refuse()
    return build(term, asking)


def _refuse() -> NoReturn:
    raise refusals.invalid("q")


def _no_field(term: Compare, asking: Asking) -> Sql:
    _refuse()


def _no_collection(value: str, asking: Asking) -> Sql:
    _refuse()


def _has(term: Has, asking: Asking) -> Sql:
    if term.field not in ("properties", "appProperties") or not term.key:
        _refuse()
    arguments = ("" if term.field == "properties" else asking.project, term.key, term.value)
    chosen = "project = ? AND key = ? AND value = ?"
    now = f"f.id IN (SELECT file_id FROM properties WHERE {chosen})"  # noqa: S608 no value stands in it
    if not asking.lagging:
        return now, arguments
    before = f"f.past IN (SELECT seq FROM past_properties WHERE {chosen})"  # noqa: S608 no value stands in it
    return f"((f.past = 0 AND {now}) OR {before})", arguments * 2


def _name(term: Compare, asking: Asking) -> Sql:
    if term.operator == "contains":
        return "name_contains(f.name, ?)", (term.value,)
    return f"folded(f.name) {term.operator} ?", (term.value.casefold(),)


def _full_text(term: Compare, asking: Asking) -> Sql:
    return "full_text(f.id, ?)", (term.value,)


def _mime(term: Compare, asking: Asking) -> Sql:
    if term.operator == "contains":
        return "instr(f.mime_type, ?) > 0", (term.value,)
    return f"f.mime_type {term.operator} ?", (term.value,)


def _time_of(column: str) -> Callable[[Compare, Asking], Sql]:
    return lambda term, asking: (f"{column} {term.operator} ?", (_stamp(term.value),))


def _personal_time(term: Compare, asking: Asking) -> Sql:
    inner = f"SELECT 1 FROM personal m WHERE m.file_id = f.id AND m.email = ? AND m.viewed != '' AND m.viewed {term.operator} ?"  # noqa: S608
    return f"EXISTS ({inner})", (asking.email, _stamp(term.value))


def _shared_time(term: Compare, asking: Asking) -> Sql:
    given = "json_extract(p.json, '$.given.time')"
    inner = f"SELECT 1 FROM permissions p WHERE p.file_id = f.id AND p.email = ? AND {given} {term.operator} ?"  # noqa: S608
    return f"EXISTS ({inner})", (asking.email, _stamp(term.value))


def _stamp(text: str) -> str:
    """ "RFC 3339 format, default time zone is UTC"."""
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        _refuse()
    return rows.stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _boolean(condition: str) -> Callable[[Compare, Asking], Sql]:
    """A condition that is true or false; one with a ``?`` asks about the caller."""

    def build(term: Compare, asking: Asking) -> Sql:
        if term.value not in ("true", "false"):
            _refuse()
        wanted = (term.value == "true") == (term.operator == "=")
        return f"({'' if wanted else 'NOT '}{condition})", (asking.email,) * condition.count("?")

    return build


def _visibility(term: Compare, asking: Asking) -> Sql:
    return f"visibility(f.id) {term.operator} ?", (term.value,)


def _shortcut(term: Compare, asking: Asking) -> Sql:
    return f"json_extract(f.json, '$.shortcutDetails.targetId') {term.operator} ?", (term.value,)


def _in_parents(value: str, asking: Asking) -> Sql:
    return "f.parent_id = ?", (asking.root if value == "root" else value,)


def _in_owners(value: str, asking: Asking) -> Sql:
    return "f.owner = ?", (_address(value, asking),)


def _in_roles(role: str) -> Callable[[str, Asking], Sql]:
    return lambda value, asking: (f"holds(f.id, ?, '{role}')", (_address(value, asking),))


def _address(value: str, asking: Asking) -> str:
    return asking.email if value == "me" else value.lower()


EQUAL = ("=", "!=")
ORDERED = ("<=", "<", "=", "!=", ">", ">=")
STARRED = "EXISTS (SELECT 1 FROM personal m WHERE m.file_id = f.id AND m.email = ? AND m.starred)"
SHARED = (
    "(f.drive_id IS NULL AND EXISTS (SELECT 1 FROM permissions p WHERE p.file_id = f.id AND p.type = 'user' "
    "AND p.email = ? AND p.role != 'owner'))"
)

_FIELDS: Mapping[str, tuple[tuple[str, ...], Callable[[Compare, Asking], Sql]]] = {
    "name": (("contains", *EQUAL), _name),
    "fullText": (("contains",), _full_text),
    "mimeType": (("contains", *EQUAL), _mime),
    "modifiedTime": (ORDERED, _time_of("f.modified")),
    "createdTime": (ORDERED, _time_of("f.created")),
    "viewedByMeTime": (ORDERED, _personal_time),
    "sharedWithMeTime": (ORDERED, _shared_time),
    "trashed": (EQUAL, _boolean("f.in_bin")),
    "starred": (EQUAL, _boolean(STARRED)),
    "sharedWithMe": (EQUAL, _boolean(SHARED)),
    "visibility": (EQUAL, _visibility),
    "shortcutDetails.targetId": (EQUAL, _shortcut),
}
"""By field: the operators that the page lists for it, and what they become."""

_COLLECTIONS: Mapping[str, Callable[[str, Asking], Sql]] = {
    "parents": _in_parents,
    "owners": _in_owners,
    "writers": _in_roles("writer"),
    "readers": _in_roles("reader"),
}
