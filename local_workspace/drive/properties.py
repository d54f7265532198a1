"""Custom file properties (developers.google.com/workspace/drive/api/guides/properties).

`appProperties` are private to the Cloud project of the caller's token, `properties` (project '') are everyone's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from local_workspace.core.call import Call
from local_workspace.core.errors import Forbidden
from local_workspace.core.workspace import Workspace
from local_workspace.drive import rows

LONGEST = 124
MOST_PUBLIC, MOST_PRIVATE, MOST = 30, 30, 100
PEOPLE = "-"
"""The project of everyone who comes without one: Drive's own pages."""

Key = TypeVar("Key", str, int)
Pairs = dict[str, dict[str, str]]
"""By ``properties`` and ``appProperties``."""


def project_of(call: Call) -> str:
    """The Cloud project of the caller's token: a service account's is in its address."""
    email = call.principal.email
    return email.partition("@")[2].split(".")[0] if call.principal.kind == "serviceAccount" else PEOPLE


def set_properties(call: Call, file_id: str) -> None:
    """Patch semantics: what is given is set, what is null is cleared, the rest stays."""
    cleared = list(_cleared(call))
    given = [(name, pairs) for name in ("properties", "appProperties") if (pairs := call.body.get(name))]
    if not cleared and not given:
        return
    rows.keep_past(call.workspace, [file_id])
    for project, key in cleared:
        call.workspace.db.execute("DELETE FROM properties WHERE file_id = ? AND project = ? AND key = ?", (file_id, project, key))
    for name, pairs in given:
        for key, value in pairs.items():
            _set(call.workspace, file_id, _project(call, name), key, value)
    _refuse_too_many(call.workspace, file_id)


def _project(call: Call, name: str) -> str:
    return "" if name == "properties" else project_of(call)


def _cleared(call: Call) -> Iterator[tuple[str, str]]:
    for path in call.nulls:
        name, _, key = path.partition(".")
        if name in ("properties", "appProperties") and key:
            yield _project(call, name), key


def _set(workspace: Workspace, file_id: str, project: str, key: str, value: str) -> None:
    if len(key.encode()) + len(value.encode()) > LONGEST:
        # live, 2026-03
        text = "Properties and app properties are limited to 124 bytes in UTF-8 encoding, counting both the key and the value."
        raise Forbidden(text, reason="propertyLengthLimitExceeded")
    workspace.db.execute("INSERT OR REPLACE INTO properties VALUES (?, ?, ?, ?)", (file_id, project, key, value))


def _refuse_too_many(workspace: Workspace, file_id: str) -> None:
    """The limits are documented; the words of the refusal are ours."""
    found = workspace.db.execute("SELECT project, COUNT(*) AS n FROM properties WHERE file_id = ? GROUP BY project", (file_id,))
    counts = {row["project"]: row["n"] for row in found}
    too_many = any(number > (MOST_PRIVATE if project else MOST_PUBLIC) for project, number in counts.items())
    if too_many or sum(counts.values()) > MOST:
        raise Forbidden("The number of properties on the file exceeds the limit.", reason="propertyCountLimitExceeded")


def carry(workspace: Workspace, source_id: str, target_id: str) -> None:
    """A copy carries its source's properties, every project's."""
    workspace.db.execute(
        "INSERT INTO properties SELECT ?, project, key, value FROM properties WHERE file_id = ?", (target_id, source_id)
    )


def of_files(workspace: Workspace, file_ids: Iterable[str], project: str) -> dict[str, Pairs]:
    """What one project sees, by file id."""
    return _read(workspace, "properties", "file_id", list(file_ids), project)


def of_past(workspace: Workspace, states: Iterable[int], project: str) -> dict[int, Pairs]:
    """What one project saw, by the numbers of past states."""
    return _read(workspace, "past_properties", "seq", list(states), project)


def _read(workspace: Workspace, table: str, column: str, keys: list[Key], project: str) -> dict[Key, Pairs]:
    marks = ", ".join("?" for _ in keys)
    statement = f"SELECT * FROM {table} WHERE {column} IN ({marks}) AND project IN ('', ?)"  # noqa: S608 our own names
    found: dict[Key, Pairs] = {}
    for row in workspace.db.execute(statement, (*keys, project)):
        name = "appProperties" if row["project"] else "properties"
        found.setdefault(row[column], {}).setdefault(name, {})[row["key"]] = row["value"]
    return found
