"""The change log of a shared drive (developers.google.com/workspace/drive/api/guides/manage-changes)."""

from __future__ import annotations

from typing import Any

from service.errors import Refused, Throttled
from service.google.connect import Connection
from service.ports import Changed

GONE = frozenset({400, 404, 410})
"""How a token that is not good any more is answered."""


class DriveChanges:
    """`service.ports.ChangeLog` over Drive."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def _changes(self) -> Any:
        return self._connection.collection("drive", "v3", "changes")

    def token(self, drive_id: str) -> str:
        request = self._changes.getStartPageToken(driveId=drive_id, supportsAllDrives=True, fields="startPageToken")
        answer = self._connection.send("drive.changes.getStartPageToken", request, repeatable=True)
        return str(answer["startPageToken"])

    def since(self, drive_id: str, token: str) -> Changed | None:
        found: set[str] = set()
        others: set[str] = set()
        at = token
        while True:
            request = self._changes.list(
                pageToken=at,
                driveId=drive_id,
                includeItemsFromAllDrives=True,
                supportsAllDrives=True,
                pageSize=1000,
                fields="nextPageToken,newStartPageToken,changes(fileId,file(lastModifyingUser(me)))",
            )
            try:
                page = self._connection.send("drive.changes.list", request, repeatable=True)
            except Refused as problem:
                if problem.code in GONE and not isinstance(problem, Throttled):
                    return None
                raise
            changes = [one for one in page.get("changes", ()) if "fileId" in one]
            found.update(one["fileId"] for one in changes)
            others.update(one["fileId"] for one in changes if not one.get("file", {}).get("lastModifyingUser", {}).get("me"))
            at = page.get("nextPageToken", "")
            if not at:
                return Changed(frozenset(found), str(page["newStartPageToken"]), frozenset(others))
