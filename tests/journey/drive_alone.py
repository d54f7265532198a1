"""An independent check, which reads Drive alone, as the trust's emergency account: whose folder holds what, who can open it, and what is
locked. It shares no code with the service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"


@dataclass
class Found:
    """One folder of a person's. access: role by address, of those who were given it on the folder itself; documents: names, and
    whether each is locked; together: what was given on each Appendix C; strange: what was given on any other document."""

    name: str
    access: dict[str, str]
    documents: Counter[tuple[str, bool]] = field(default_factory=Counter)
    together: list[dict[str, str]] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Drive:
    """Drive, as one account sees it."""

    ask: Any
    account: str

    def get(self, method: str, **params: Any) -> Any:
        return self.ask(method, self.account, params)

    def files(self, drive_id: str, query: str) -> Iterator[dict[str, Any]]:
        token = None
        while True:
            more = {"pageToken": token} if token else {}
            fields = "nextPageToken,files(id,name,mimeType,parents,trashed,contentRestrictions,hasAugmentedPermissions)"
            shared = {"corpora": "drive", "driveId": drive_id, "includeItemsFromAllDrives": True, "supportsAllDrives": True}
            page = self.get("drive.files.list", q=query, fields=fields, pageSize=1000, **shared, **more)
            yield from page["files"]
            token = page.get("nextPageToken")
            if not token:
                return

    def given(self, file_id: str) -> dict[str, str]:
        """Who was given a role on this very file."""
        fields = "permissions(emailAddress,role,permissionDetails(inherited))"
        found = self.get("drive.permissions.list", fileId=file_id, supportsAllDrives=True, fields=fields, pageSize=100)[
            "permissions"
        ]
        own = [one for one in found if any(not part["inherited"] for part in one["permissionDetails"])]
        return {one["emailAddress"]: one["role"] for one in own}


def folders(drive: Drive, drive_id: str) -> list[Found]:
    """Every person's folder in a drive, with what is in it."""
    everything = list(drive.files(drive_id, "trashed = false"))
    found = {}
    for one in everything:
        if one["mimeType"] == FOLDER and one["parents"] == [drive_id]:
            found[one["id"]] = Found(one["name"], drive.given(one["id"]))
    for one in everything:
        if one["mimeType"] == DOCUMENT:
            _put(drive, found[one["parents"][0]], one)
    return list(found.values())


def _put(drive: Drive, folder: Found, document: dict[str, Any]) -> None:
    name = document["name"]
    locked = any(one.get("readOnly") for one in document.get("contentRestrictions", ()))
    folder.documents[name, locked] += 1
    folder.ids[name] = document["id"]
    given = drive.given(document["id"]) if document.get("hasAugmentedPermissions") else {}
    if name.startswith("Our growth conversation"):
        folder.together.append(given)
    elif given:
        folder.strange.append(name)


def binned(drive: Drive, drive_id: str) -> list[str]:
    return [one["name"] for one in drive.files(drive_id, "trashed = true")]


def words_in(drive: Drive, file_id: str) -> str:
    exported = drive.get("drive.files.export", fileId=file_id, mimeType="text/plain")
    return str(exported.data.decode())
