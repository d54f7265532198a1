"""The `query` of users.list (developers.google.com/workspace/admin/directory/v1/guides/search-users), as an SQL condition.

Clauses stand side by side and all have to hold: ``field=value``, ``field:value`` (contains), ``field:value*`` (begins with),
values quoted where they hold a space, or a bare value that is compared with names and addresses. Case does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from local_workspace.core.errors import BadRequest, NotWritten

Condition = tuple[str, tuple[object, ...]]
CLAUSE = re.compile(
    r"""\s*(?:(?P<field>\w+(?:\.\w+)?)\s*(?P<op>[=:<>]{1,2})\s*)?(?:'(?P<q>[^']*)'|"(?P<d>[^"]*)"|(?P<bare>\S+))"""
)
ADDRESSES = "(accounts.email || ' ' || coalesce((SELECT group_concat(alias, ' ') FROM aliases WHERE email = accounts.email), ''))"
FLAGS: Mapping[str, str] = {
    "isAdmin": "$.isAdmin",
    "isDelegatedAdmin": "$.isDelegatedAdmin",
    "isSuspended": "$.suspended",
    "isArchived": "$.archived",
}
TEXTS: Mapping[str, str] = {
    "name": "json_extract(json, '$.name.fullName')",
    "givenName": "json_extract(json, '$.name.givenName')",
    "familyName": "json_extract(json, '$.name.familyName')",
}
LISTED: Mapping[str, tuple[str, str]] = {
    "externalId": ("$.externalIds", "value"),
    "orgName": ("$.organizations", "name"),
    "orgTitle": ("$.organizations", "title"),
    "orgDepartment": ("$.organizations", "department"),
    "orgDescription": ("$.organizations", "description"),
    "orgCostCenter": ("$.organizations", "costCenter"),
    "phone": ("$.phones", "value"),
    "directManager": ("$.relations", "value"),
}
"""Fields of lists: any element may match."""
NOT_BUILT = frozenset(
    {"im", "manager", "managerId", "directManagerId", "address", "addressPoBox", "addressExtended", "addressStreet"}
    | {"addressLocality", "addressRegion", "addressPostalCode", "addressCountry", "isEnrolledIn2Sv", "isEnforcedIn2Sv"}
)
"""Documented, and refused here by name."""


def condition(query: str) -> Condition:
    """Raises BadRequest for a query that is none, NotWritten for a documented field that is not built."""
    parts: list[str] = []
    values: list[object] = []
    at = 0
    while query[at:].strip():
        found = CLAUSE.match(query, at)
        if found is None:
            raise _invalid()
        sql, given = _clause(found["field"], found["op"], next(one for one in found.group("q", "d", "bare") if one is not None))
        parts.append(sql)
        values += given
        at = found.end()
    return " AND ".join(parts) or "1", tuple(values)


def _clause(field: str | None, operator: str | None, value: str) -> Condition:
    if field is None or operator is None:
        anywhere = [*(_text(TEXTS[name], ":", value) for name in ("givenName", "familyName")), _text(ADDRESSES, ":", value)]
        return "(" + " OR ".join(sql for sql, _ in anywhere) + ")", tuple(one for _, given in anywhere for one in given)
    for knows, clause in CLAUSES:
        if field in knows:
            return clause(field, operator, value)
    if field in NOT_BUILT or "." in field:
        raise NotWritten(f"directory.users.list query {field}")
    raise _invalid()


def _text(expression: str, operator: str, value: str) -> Condition:
    lowered = value.lower()
    if operator == "=":
        return f"lower({expression}) = ?", (lowered,)
    if operator == ":":
        return f"lower({expression}) LIKE ? ESCAPE '!'", (_pattern(lowered),)
    raise _invalid()


def _pattern(value: str) -> str:
    """What is contained, or with a star at its end, begun with."""
    literal = re.sub(r"([!%_])", r"!\1", value.removesuffix("*"))
    return f"{literal}%" if value.endswith("*") else f"%{literal}%"


def _named(field: str, operator: str, value: str) -> Condition:
    return _text(TEXTS[field], operator, value)


def _flag(field: str, operator: str, value: str) -> Condition:
    if operator != "=" or value.lower() not in ("true", "false"):
        raise _invalid()
    return f"json_extract(json, '{FLAGS[field]}') = ?", (value.lower() == "true",)


def _email(field: str, operator: str, value: str) -> Condition:
    """Aliases count as the person's addresses."""
    if operator == "=":
        exact = "(accounts.email = ? OR EXISTS (SELECT 1 FROM aliases WHERE alias = ? AND email = accounts.email))"
        return exact, (value.lower(), value.lower())
    sql, given = _text("accounts.email", operator, value)
    alias = "EXISTS (SELECT 1 FROM aliases WHERE email = accounts.email AND alias LIKE ? ESCAPE '!')"
    return f"({sql} OR {alias})", (*given, *given)


def _org_unit(field: str, operator: str, value: str) -> Condition:
    """ "Matches all organizational unit chains under the target": ``/`` is everyone."""
    if operator != "=":
        raise _invalid()
    under = value.rstrip("/").lower()
    path = "lower(json_extract(json, '$.orgUnitPath'))"
    return f"({path} = ? OR {path} LIKE ?)", (under or "/", f"{under}/%")


def _listed(field: str, operator: str, value: str) -> Condition:
    place, member = LISTED[field]
    sql, given = _text(f"json_extract(one.value, '$.{member}')", operator, value)
    manager = " AND json_extract(one.value, '$.type') = 'manager'" if place == "$.relations" else ""
    return f"EXISTS (SELECT 1 FROM json_each(accounts.json, '{place}') AS one WHERE {sql}{manager})", given  # noqa: S608 our own names


CLAUSES: tuple[tuple[Mapping[str, object] | frozenset[str], Callable[[str, str, str], Condition]], ...] = (
    (TEXTS, _named),
    (FLAGS, _flag),
    (LISTED, _listed),
    (frozenset({"email"}), _email),
    (frozenset({"orgUnitPath"}), _org_unit),
)


def _invalid() -> BadRequest:
    return BadRequest("Invalid Input: query", location="query")
