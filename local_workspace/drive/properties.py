"""Custom file properties (developers.google.com/workspace/drive/api/guides/properties)."""

from __future__ import annotations

from local_workspace.core.call import Call
from local_workspace.core.errors import BadRequest, Forbidden
from local_workspace.drive.resource import project_of

LONGEST = 124
MOST_PUBLIC, MOST_PRIVATE, MOST = 30, 30, 100


def set_properties(call: Call, file_id: str) -> None:
    """Patch semantics: what is given is set, what is null is cleared, the rest stays."""
    for name, project in (("properties", ""), ("appProperties", project_of(call))):
        for key, value in call.body.get(name, {}).items():
            if len(key.encode()) + len(value.encode()) > LONGEST:
                raise BadRequest("The property exceeds the maximum length.", reason="propertyTooLong")
            call.workspace.db.execute("INSERT OR REPLACE INTO properties VALUES (?, ?, ?, ?)", (file_id, project, key, value))
        for path in call.nulls:
            head, _, key = path.partition(".")
            if head == name and key:
                call.workspace.db.execute(
                    "DELETE FROM properties WHERE file_id = ? AND project = ? AND key = ?", (file_id, project, key)
                )
    _count(call, file_id)


def _count(call: Call, file_id: str) -> None:
    rows = call.workspace.db.execute(
        "SELECT project, COUNT(*) AS n FROM properties WHERE file_id = ? GROUP BY project", (file_id,)
    )
    counts = {row["project"]: row["n"] for row in rows}
    too_many = any(number > (MOST_PRIVATE if project else MOST_PUBLIC) for project, number in counts.items())
    if too_many or sum(counts.values()) > MOST:
        raise Forbidden("The number of properties on the file exceeds the limit.", reason="propertyCountExceeded")


def carry(call: Call, source_id: str, target_id: str) -> None:
    """A copy carries its source's properties, every project's."""
    call.workspace.db.execute(
        "INSERT INTO properties SELECT ?, project, key, value FROM properties WHERE file_id = ?", (target_id, source_id)
    )
