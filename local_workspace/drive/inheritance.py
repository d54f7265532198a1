"""Which permissions reach a file, and what role they give a caller.

A permission on a folder reaches all that is in it, except past a folder with limited access: there only organizers go
through, and of the others those who would reach the folder see that it exists and no more
(developers.google.com/workspace/drive/api/guides/limited-expansive-access).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from local_workspace.core.call import Principal
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts

METADATA = "metadata"
"""The role of someone who sees that a limited-access folder is there."""

RANK = {"": 0, METADATA: 1, "reader": 2, "commenter": 3, "writer": 4, "fileOrganizer": 5, "organizer": 6, "owner": 7}

UPWARDS = """
    WITH RECURSIVE up (id, parent_id, limited, depth) AS (
        SELECT id, parent_id, limited, 0 FROM files WHERE id = ?
        UNION ALL SELECT f.id, f.parent_id, f.limited, up.depth + 1 FROM files f JOIN up ON f.id = up.parent_id)
    SELECT up.depth, up.limited, up.id AS source, p.id, p.type, p.email, p.role, p.json
    FROM up LEFT JOIN permissions p ON p.file_id = up.id AND p.view = '' AND (p.expires = '' OR p.expires > ?)
    ORDER BY up.depth, p.rowid"""


@dataclass(frozen=True)
class Held:
    """A permission as it reaches a file. source: the file it was given on; own: given on this very file.

    role: as it counts here (`metadata` for one that only shows a limited-access folder). more: its other members as JSON.
    """

    source: str
    id: str
    type: str
    email: str
    role: str
    own: bool
    more: str

    @property
    def shown_role(self) -> str:
        return "reader" if self.role == METADATA else self.role


def reaching(workspace: Workspace, file_id: str) -> Iterator[Held]:
    """Every permission that reaches a file, nearest first. Expired ones do not."""
    rows = workspace.db.execute(UPWARDS, (file_id, workspace.clock.stamp())).fetchall()
    limits = sorted({row["depth"] for row in rows if row["limited"]})
    for row in rows:
        role = _role_here(row, limits) if row["id"] is not None else ""
        if role:
            yield Held(row["source"], row["id"], row["type"], row["email"], role, row["depth"] == 0, row["json"])


def _role_here(row: sqlite3.Row, limits: list[int]) -> str:
    """The owner of a folder edits what others keep in it; only the file's own owner owns it."""
    depth, role = row["depth"], str(row["role"])
    if depth and role == "owner":
        role = "writer"
    if not limits or depth <= limits[0] or role == "organizer":
        return role
    sees_it = limits[0] == 0 and (len(limits) == 1 or depth <= limits[1])
    return METADATA if sees_it else ""


@dataclass
class Roles:
    """The roles of one caller, remembered folder by folder for the length of a call.

    searching: whether links that are not to be found by search count for nothing.
    """

    workspace: Workspace
    principal: Principal
    searching: bool = False
    _identities: frozenset[tuple[str, str]] | None = None
    _known: dict[str, str] = field(default_factory=dict)
    _own: dict[str, list[sqlite3.Row]] = field(default_factory=dict)

    def of(self, file_id: str) -> str:
        """The caller's strongest role on a file, or ''."""
        if file_id not in self._known:
            helds = reaching(self.workspace, file_id)
            roles = [held.role for held in helds if self.counts(held.type, held.email, held.more)]
            self._known[file_id] = strongest(roles)
        return self._known[file_id]

    def of_row(self, row: sqlite3.Row) -> str:
        """As `of`, cheaper for many files of one folder: the folder's role is worked out once."""
        if row["limited"] or not row["parent_id"]:
            return self.of(row["id"])
        above = self.of(row["parent_id"])
        inherited = {"owner": "writer", METADATA: ""}.get(above, above)
        own = [one["role"] for one in self._own_rows(row["id"]) if self.counts(one["type"], one["email"], one["json"])]
        return strongest([inherited, *own])

    def preload(self, file_ids: Iterable[str]) -> None:
        """Read the own permissions of many files at once."""
        wanted = list(file_ids)
        self._own.update({file_id: [] for file_id in wanted})
        marks = ", ".join("?" for _ in wanted)
        statement = f"SELECT * FROM permissions WHERE file_id IN ({marks}) AND view = '' AND (expires = '' OR expires > ?)"  # noqa: S608
        for one in self.workspace.db.execute(statement, (*wanted, self.workspace.clock.stamp())):
            self._own[one["file_id"]].append(one)

    def own_ids(self, file_id: str) -> list[str]:
        """The ids of the permissions on the very file."""
        return [one["id"] for one in self._own_rows(file_id)]

    @property
    def identities(self) -> frozenset[tuple[str, str]]:
        """What a permission's (type, address) may be to be the caller's."""
        if self._identities is None:
            email = self.principal.email.lower()
            groups = {("group", group) for group in accounts.groups_of(self.workspace, email)}
            self._identities = frozenset({("user", email), ("domain", email.partition("@")[2])} | groups)
        return self._identities

    def counts(self, kind: str, email: str, more: str) -> bool:
        """Whether a permission is one of the caller's."""
        if kind != "anyone" and (kind, email) not in self.identities:
            return False
        if not self.searching or kind not in ("anyone", "domain"):
            return True
        return bool(json.loads(more).get("allowFileDiscovery"))

    def _own_rows(self, file_id: str) -> list[sqlite3.Row]:
        if file_id not in self._own:
            self.preload([file_id])
        return self._own[file_id]


def strongest(roles: Iterable[str]) -> str:
    """The highest of some roles, or ''."""
    return max(roles, key=lambda role: RANK[role], default="")
