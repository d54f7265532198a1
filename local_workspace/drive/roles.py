"""Who may do what: roles by inheritance, and what each role allows
(developers.google.com/workspace/drive/api/guides/ref-roles).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from local_workspace.core.call import Principal
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts

FOLDER = "application/vnd.google-apps.folder"
RANK = {"": 0, "reader": 1, "commenter": 2, "writer": 3, "fileOrganizer": 4, "organizer": 5, "owner": 6}


@dataclass(frozen=True)
class Held:
    """A permission as it reaches a file. source: the file it was given on; own: given on this very file."""

    source: str
    id: str
    type: str
    email: str
    role: str
    own: bool


def reaching(workspace: Workspace, file_id: str) -> Iterator[Held]:
    """Every permission that reaches a file, nearest first. Above a limited-access folder only organizers' count."""
    rows = workspace.db.execute(
        """
        WITH RECURSIVE up (id, parent_id, limited, depth) AS (
            SELECT id, parent_id, limited, 0 FROM files WHERE id = ?
            UNION ALL SELECT f.id, f.parent_id, f.limited, up.depth + 1 FROM files f JOIN up ON f.id = up.parent_id)
        SELECT up.depth, up.limited, p.* FROM up LEFT JOIN permissions p ON p.file_id = up.id ORDER BY up.depth
        """,
        (file_id,),
    ).fetchall()
    limit = min((row["depth"] for row in rows if row["limited"]), default=None)
    for row in rows:
        if row["id"] is None:
            continue
        if limit is None or row["depth"] <= limit or row["role"] in ("organizer", "owner"):
            yield Held(row["file_id"], row["id"], row["type"], row["email"], row["role"], row["depth"] == 0)


@dataclass
class Roles:
    """The roles of one caller, remembered folder by folder for the length of a call."""

    workspace: Workspace
    principal: Principal
    _identities: frozenset[tuple[str, str]] | None = None
    _known: dict[str, str] = field(default_factory=dict)

    def of(self, file_id: str) -> str:
        """The caller's strongest role on a file, or ''."""
        if file_id not in self._known:
            roles = [held.role for held in reaching(self.workspace, file_id) if self._is_mine(held)]
            self._known[file_id] = max(roles, key=lambda role: RANK[role], default="")
        return self._known[file_id]

    def of_row(self, row: sqlite3.Row) -> str:
        """As `of`, cheaper for many files of one folder: the folder's role is worked out once."""
        if row["limited"] or not row["parent_id"]:
            return self.of(row["id"])
        inherited = self.of(row["parent_id"])
        own = self.workspace.db.execute("SELECT * FROM permissions WHERE file_id = ?", (row["id"],)).fetchall()
        mine = [one["role"] for one in own if (one["type"], one["email"]) in self.identities or one["type"] == "anyone"]
        strongest: str = max([inherited, *mine], key=lambda role: RANK[role])
        return strongest

    @property
    def identities(self) -> frozenset[tuple[str, str]]:
        """What a permission's (type, address) may be to be the caller's."""
        if self._identities is None:
            email = self.principal.email.lower()
            groups = {("group", group) for group in accounts.groups_of(self.workspace, email)}
            own = {("user", email), ("domain", email.partition("@")[2])}
            self._identities = frozenset(own | groups)
        return self._identities

    def _is_mine(self, held: Held) -> bool:
        return held.type == "anyone" or (held.type, held.email) in self.identities


def capabilities(role: str, *, folder: bool, in_drive: bool, restrictions: dict[str, bool], locked: bool) -> dict[str, bool]:
    """What a role may do with a file or folder, by the names of Drive's capabilities."""
    rank = RANK[role]
    writes = rank >= RANK["writer"]
    manages = rank >= RANK["fileOrganizer"] if in_drive else role == "owner"
    organizes = rank >= RANK["organizer"]
    downloads = rank >= RANK["reader"] and (writes or not restrictions.get("copyRequiresWriterPermission"))
    edits = writes and not locked
    return {
        "canAddChildren": folder and edits,
        "canComment": rank >= RANK["commenter"] and not locked,
        "canCopy": downloads and not folder,
        "canDelete": organizes,
        "canDisableInheritedPermissions": folder and organizes,
        "canDownload": downloads and not folder,
        "canEdit": edits,
        "canEnableInheritedPermissions": folder and organizes,
        "canListChildren": folder and rank >= RANK["reader"],
        "canModifyContent": edits,
        "canModifyContentRestriction": manages if in_drive else writes,
        "canMoveItemWithinDrive": manages or (writes and not in_drive),
        "canReadRevisions": writes,
        "canRename": edits,
        "canShare": _can_share(rank, folder=folder, in_drive=in_drive, restrictions=restrictions),
        "canTrash": manages,
        "canUntrash": manages,
    }


def _can_share(rank: int, *, folder: bool, in_drive: bool, restrictions: dict[str, bool]) -> bool:
    """A writer re-shares a file; a folder of a shared drive needs a manager, or a content manager unless forbidden."""
    if not in_drive or not folder:
        return rank >= RANK["writer"]
    needed = "organizer" if restrictions.get("sharingFoldersRequiresOrganizerPermission") else "fileOrganizer"
    return rank >= RANK[needed]
