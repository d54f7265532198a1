"""The caller, as someone who sees files and may do things with them. It remembers what it read for one call."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from local_workspace.core.call import Call, Json, Principal
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts
from local_workspace.drive.capabilities import Situation, capabilities
from local_workspace.drive.inheritance import METADATA, RANK, Held, Roles, reaching
from local_workspace.drive.mime import FOLDER, is_lockable
from local_workspace.drive.rows import more_of


class Viewer:
    """What one caller may do. as_admin: a domain admin acts as an organizer of every shared drive.

    searching: links that are not to be found by search open nothing.
    """

    def __init__(self, workspace: Workspace, principal: Principal, *, as_admin: bool = False, searching: bool = False) -> None:
        self.workspace = workspace
        self.email = principal.email.lower()
        self.roles = Roles(workspace, principal, searching)
        self._as_admin = as_admin
        self._restrictions: dict[str, Json] = {}
        self._users: dict[str, Json] = {}
        self._reaching: dict[str, list[str]] = {}

    @classmethod
    def of(cls, call: Call) -> Viewer:
        """The caller of a call."""
        return cls(call.workspace, call.principal)

    def role(self, row: sqlite3.Row) -> str:
        """The caller's role on a file, or ''."""
        if self._as_admin and row["id"] == row["drive_id"]:
            return "organizer"
        return self.roles.of_row(row)

    def at_least(self, row: sqlite3.Row, role: str) -> bool:
        return RANK[self.role(row)] >= RANK[role]

    def may(self, row: sqlite3.Row, ability: str) -> bool:
        """Whether the caller has a capability on a file."""
        return self.abilities(row)[ability]

    def abilities(self, row: sqlite3.Row) -> Mapping[str, bool]:
        return capabilities(self.situation(row))

    def situation(self, row: sqlite3.Row) -> Situation:
        more, restrictions = more_of(row), self.restrictions(row["drive_id"])
        lock: Json = next(iter(more.get("contentRestrictions", ())), {})
        readers, writers = _download_restriction(more, restrictions)
        return Situation(
            role=self.role(row),
            folder=row["mime_type"] == FOLDER,
            in_drive=bool(row["drive_id"]),
            root=not row["parent_id"],
            member=bool(row["drive_id"]) and bool(self.roles.of(row["drive_id"])),
            lockable=is_lockable(row["mime_type"]),
            locked=bool(lock.get("readOnly")),
            owner_locked=bool(lock.get("readOnly")) and bool(lock.get("ownerRestricted")),
            copying_needs_writer=readers,
            copying_needs_organizer=writers,
            organizers_share_folders=bool(restrictions.get("sharingFoldersRequiresOrganizerPermission")),
            writers_can_share=bool(more.get("writersCanShare", True)),
        )

    def ids_reaching(self, file_id: str) -> list[str]:
        """The ids of the permissions that open a file."""
        if file_id not in self._reaching:
            helds = reaching(self.workspace, file_id)
            self._reaching[file_id] = list(dict.fromkeys(held.id for held in helds if held.role != METADATA))
        return self._reaching[file_id]

    def restrictions(self, drive_id: str | None) -> Json:
        """A shared drive's restrictions; none for My Drive."""
        if not drive_id:
            return {}
        if drive_id not in self._restrictions:
            row = self.workspace.db.execute("SELECT restrictions FROM drives WHERE id = ?", (drive_id,)).fetchone()
            self._restrictions[drive_id] = json.loads(row["restrictions"])
        return self._restrictions[drive_id]

    def user(self, email: str) -> Json:
        """A User, as it stands in files, permissions and revisions."""
        if email not in self._users:
            self._users[email] = {
                "kind": "drive#user",
                "displayName": accounts.display_name(self.workspace, email),
                "me": email.lower() == self.email,
                "permissionId": accounts.numeric_id(email.lower()),
                "emailAddress": email,
            }
        return dict(self._users[email])

    def author(self, email: str) -> Json:
        """The author of a comment: "The author's email address and permission ID will not be populated"."""
        hidden = ("permissionId", "emailAddress")
        return {name: value for name, value in self.user(email).items() if name not in hidden}


def given(held: Held) -> Json:
    """When and by whom a permission was given: ``time`` and ``by``, where that was noted."""
    noted: Json = json.loads(held.more).get("given", {})
    return noted


def _download_restriction(more: Json, restrictions: Mapping[str, Any]) -> tuple[bool, bool]:
    """Whether (readers, writers) may not download and copy, by the file's own settings or its drive's."""
    own = more.get("downloadRestrictions", {}).get("itemDownloadRestriction", {})
    drives = restrictions.get("downloadRestriction", {})
    writers = bool(own.get("restrictedForWriters") or drives.get("restrictedForWriters"))
    readers = bool(
        own.get("restrictedForReaders")
        or drives.get("restrictedForReaders")
        or more.get("copyRequiresWriterPermission")
        or restrictions.get("copyRequiresWriterPermission")
    )
    return readers or writers, writers
