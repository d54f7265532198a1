"""Drive v3 for shared drives: reading and writing as `service.ports` asks for it.

Every call says supportsAllDrives: without it Drive answers 404 for anything in a shared drive
(developers.google.com/workspace/drive/api/guides/enable-shareddrives).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from googleapiclient.http import MediaIoBaseUpload

from service.errors import AlreadyThere, NotThere, ReachedAlready
from service.google.connect import Connection
from service.ports import Drive, FileFacts
from service.reconcile.actual import METADATA, PUBLISHED, Access, MarkedFile, Permission, Sight
from service.reconcile.desired import Role
from service.reconcile.mark import KEY, NONCE, OURS

FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FORM = "application/vnd.google-apps.form"

RESTRICTIONS = {"domainUsersOnly": True, "driveMembersOnly": False, "sharingFoldersRequiresOrganizerPermission": True}

PDF = "application/pdf"
LOCKED = "This is the plan as it was agreed. The plan itself goes on in its Doc."

CLOSED = "This belongs to a year that is closed. It can be read as before."

FACTS = "id,name,parents,mimeType,trashed,createdTime,properties,contentRestrictions(readOnly)"

WHO = "id,type,role,emailAddress,domain,view,deleted,inheritedPermissionsDisabled,permissionDetails(role,inherited)"
WAYS = 100
"""Permissions on a page: no more are given at once."""
THROUGH = frozenset({"organizer", "owner"})
"""Roles that reach into folders with limited access
(developers.google.com/workspace/drive/api/guides/limited-expansive-access)."""


class DriveReader:
    """`service.ports.FileReader` over Drive."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def _files(self) -> Any:
        return self._connection.collection("drive", "v3", "files")

    def drives(self) -> Sequence[Drive]:
        collection = self._connection.collection("drive", "v3", "drives")
        fields = "nextPageToken,drives(id,name,restrictions,capabilities(canManageMembers))"
        found = self._pages("drive.drives.list", collection, "drives", pageSize=100, fields=fields)
        return [_drive(one) for one in found]

    def marked(self, drive_id: str) -> Iterable[MarkedFile]:
        query = f"properties has {{ key='{OURS}' and value='1' }}"
        return [_marked(one) for one in self._search(drive_id, query)]

    def sheet_named(self, drive_id: str, name: str) -> Sequence[str]:
        quoted = name.replace("\\", "\\\\").replace("'", "\\'")
        query = f"name = '{quoted}' and mimeType = '{SPREADSHEET}' and trashed = false"
        found = sorted(self._search(drive_id, query), key=lambda one: (one["createdTime"], one["id"]))
        return [one["id"] for one in found]

    def sight(self, file_id: str) -> Sight:
        try:
            facts = self.facts(file_id)
        except NotThere:
            return Sight.GONE
        if facts.trashed:
            return Sight.IN_THE_BIN
        return Sight.THERE if facts.marks.get(OURS) == "1" else Sight.UNMARKED

    def others_wrote(self, file_id: str) -> bool:
        """Google may merge and thin out old revisions (developers.google.com/workspace/drive/api/guides/change-overview)."""
        revisions = self._connection.collection("drive", "v3", "revisions")
        fields = "nextPageToken,revisions(lastModifyingUser(me))"
        found = self._pages("drive.revisions.list", revisions, "revisions", fileId=file_id, pageSize=200, fields=fields)
        return any(not one.get("lastModifyingUser", {}).get("me") for one in found)

    def facts(self, file_id: str) -> FileFacts:
        request = self._files.get(fileId=file_id, supportsAllDrives=True, fields=FACTS)
        return _facts(self._connection.send("drive.files.get", request, repeatable=True))

    def inside(self, drive_id: str, folder_id: str) -> Sequence[FileFacts]:
        found = [_facts(one) for one in self._search(drive_id, f"'{folder_id}' in parents and trashed = false")]
        return sorted(found, key=lambda one: (one.name, one.file_id))

    def export(self, file_id: str, mime_type: str) -> bytes:
        """What is exported is limited to ten megabytes
        (developers.google.com/workspace/drive/api/reference/rest/v3/files/export)."""
        request = self._files.export(fileId=file_id, mimeType=mime_type)
        content: bytes = self._connection.send("drive.files.export", request, repeatable=True)
        return content

    def download(self, file_id: str) -> bytes:
        request = self._files.get_media(fileId=file_id, supportsAllDrives=True)
        content: bytes = self._connection.send("drive.files.get", request, repeatable=True)
        return content

    def permissions(self, file_id: str) -> Sequence[Permission]:
        """What an item of a shared drive is shared with stands nowhere else: its `permissions` are not populated
        (developers.google.com/workspace/drive/api/guides/shared-drives-diffs)."""
        collection = self._connection.collection("drive", "v3", "permissions")
        found = self._pages(
            "drive.permissions.list",
            collection,
            "permissions",
            fileId=file_id,
            supportsAllDrives=True,
            includePermissionsForView=PUBLISHED,
            pageSize=WAYS,
            fields=f"nextPageToken,permissions({WHO})",
        )
        return [each for one in found if not one.get("deleted") for each in _permissions(one)]

    def _search(self, drive_id: str, query: str) -> Iterable[dict[str, Any]]:
        return self._pages(
            "drive.files.list",
            self._files,
            "files",
            corpora="drive",
            driveId=drive_id,
            includeItemsFromAllDrives=True,
            supportsAllDrives=True,
            q=query,
            pageSize=1000,
            fields=f"nextPageToken,files({FACTS},hasAugmentedPermissions)",
        )

    def _pages(self, method: str, collection: Any, name: str, **arguments: Any) -> Iterable[dict[str, Any]]:
        token: str | None = None
        while True:
            request = collection.list(pageToken=token, **arguments)
            page = self._connection.send(method, request, repeatable=True)
            yield from page.get(name, ())
            token = page.get("nextPageToken")
            if not token:
                return


class DriveWriter:
    """`service.ports.FileWriter` over Drive."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def _files(self) -> Any:
        return self._connection.collection("drive", "v3", "files")

    @property
    def _permissions(self) -> Any:
        return self._connection.collection("drive", "v3", "permissions")

    def new_ids(self, count: int) -> Sequence[str]:
        request = self._files.generateIds(count=count, space="drive", type="files", fields="ids")
        ids: list[str] = self._connection.send("drive.files.generateIds", request, repeatable=True)["ids"]
        return ids

    def make_folder(self, file_id: str, name: str, parent_id: str, mark: Mapping[str, str]) -> None:
        body = {
            "id": file_id,
            "name": name,
            "mimeType": FOLDER,
            "parents": [parent_id],
            "properties": dict(mark),
            "inheritedPermissionsDisabled": True,
        }
        request = self._files.create(body=body, supportsAllDrives=True, fields="id")
        try:
            self._connection.send("drive.files.create", request, repeatable=True)
        except AlreadyThere:
            return

    def make_document(self, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        return self._make(DOCUMENT, name, parent_id, mark)

    def make_sheet(self, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        return self._make(SPREADSHEET, name, parent_id, mark)

    def make_form(self, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        return self._make(FORM, name, parent_id, mark)

    def _make(self, kind: str, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        """For what an editor keeps, no id can be chosen beforehand."""
        body = {"name": name, "mimeType": kind, "parents": [parent_id], "properties": dict(mark)}
        request = self._files.create(body=body, supportsAllDrives=True, fields="id")
        return str(self._connection.send("drive.files.create", request, repeatable=False)["id"])

    def copy_document(self, source_id: str, name: str, parent_id: str, mark: Mapping[str, str]) -> str:
        body = {"name": name, "parents": [parent_id], "properties": dict(mark)}
        request = self._files.copy(fileId=source_id, body=body, supportsAllDrives=True, fields="id")
        return str(self._connection.send("drive.files.copy", request, repeatable=False)["id"])

    def grant(self, file_id: str, email: str, role: Role) -> Access:
        request = self._permissions.create(
            fileId=file_id,
            body=_grantee(email, role),
            sendNotificationEmail=False,
            supportsAllDrives=True,
            fields="id",
        )
        try:
            answer = self._connection.send("drive.permissions.create", request, repeatable=True)
        except ReachedAlready:
            return Access(role, "")
        return Access(role, str(answer["id"]))

    def revoke(self, file_id: str, permission_id: str) -> None:
        if not permission_id:
            return
        request = self._permissions.delete(fileId=file_id, permissionId=permission_id, supportsAllDrives=True)
        try:
            self._connection.send("drive.permissions.delete", request, repeatable=True)
        except NotThere:
            return

    def rename(self, file_id: str, name: str) -> None:
        self._update(file_id, {"name": name})

    def restore(self, file_id: str) -> None:
        self._update(file_id, {"trashed": False})

    def trash(self, file_id: str) -> None:
        """A way back for thirty days: then Google deletes it (developers.google.com/workspace/drive/api/guides/delete). A lock
        does not stand in its way, for it restricts content alone
        (developers.google.com/workspace/drive/api/guides/content-restrictions)."""
        self._update(file_id, {"trashed": True})

    def set_mark(self, file_id: str, mark: Mapping[str, str]) -> None:
        self._update(file_id, {"properties": dict(mark)})

    def move(self, file_id: str, parent_id: str) -> None:
        """An item of a shared drive has exactly one parent, so the old one is named too
        (developers.google.com/workspace/drive/api/guides/folder#move-files)."""
        there = DriveReader(self._connection).facts(file_id).parent_id
        if there != parent_id:
            self._update(file_id, {}, addParents=parent_id, removeParents=there)

    def keep_pdf(self, source_id: str, file_id: str, ending: str, marks: Mapping[str, str]) -> Mapping[str, str]:
        """Ids can be chosen for what no editor keeps (developers.google.com/workspace/drive/api/guides/create-file), and only
        the managers of a shared drive undo an ownerRestricted lock
        (developers.google.com/workspace/drive/api/guides/content-restrictions)."""
        reader = DriveReader(self._connection)
        source = reader.facts(source_id)
        content = reader.export(source_id, PDF)
        body = {"id": file_id, "name": f"{source.name}{ending}.pdf", "parents": [source.parent_id], "properties": dict(marks)}
        media = MediaIoBaseUpload(BytesIO(content), PDF)
        request = self._files.create(body=body, media_body=media, supportsAllDrives=True, fields="id")
        try:
            self._connection.send("drive.files.create", request, repeatable=True)
        except AlreadyThere:
            marks = reader.facts(file_id).marks
        self._update(file_id, {"contentRestrictions": [{"readOnly": True, "ownerRestricted": True, "reason": LOCKED}]})
        return marks

    def lock(self, file_id: str) -> None:
        self._update(file_id, {"contentRestrictions": [{"readOnly": True, "ownerRestricted": True, "reason": CLOSED}]})

    def unlock(self, file_id: str) -> None:
        self._update(file_id, {"contentRestrictions": [{"readOnly": False}]})

    def restrict(self, drive_id: str) -> None:
        drives = self._connection.collection("drive", "v3", "drives")
        request = drives.update(driveId=drive_id, body={"restrictions": RESTRICTIONS}, fields="id")
        self._connection.send("drive.drives.update", request, repeatable=True)

    def _update(self, file_id: str, body: dict[str, Any], **more: Any) -> None:
        request = self._files.update(fileId=file_id, body=body, supportsAllDrives=True, fields="id", **more)
        self._connection.send("drive.files.update", request, repeatable=True)


def _grantee(email: str, role: Role) -> dict[str, str]:
    """A responder is a Group that reads the published view (developers.google.com/workspace/forms/api/guides/publish-form)."""
    if role is Role.RESPONDER:
        return {"type": "group", "role": "reader", "view": "published", "emailAddress": email}
    if role is Role.GROUP_READER:
        return {"type": "group", "role": "reader", "emailAddress": email}
    return {"type": "user", "role": role.value, "emailAddress": email}


def _facts(one: Mapping[str, Any]) -> FileFacts:
    return FileFacts(
        one["id"],
        one["name"],
        one.get("parents", [""])[0],
        one["mimeType"],
        one["trashed"],
        one.get("properties", {}),
        _is_locked(one),
    )


def _marked(one: Mapping[str, Any]) -> MarkedFile:
    marks = one.get("properties", {})
    return MarkedFile(
        file_id=one["id"],
        key=marks.get(KEY, ""),
        mark=marks.get(NONCE, ""),
        parent_id=one.get("parents", [""])[0],
        name=one["name"],
        created=datetime.fromisoformat(one["createdTime"].replace("Z", "+00:00")),
        trashed=one["trashed"],
        shared=bool(one.get("hasAugmentedPermissions", True)),
        locked=_is_locked(one),
    )


def _is_locked(one: Mapping[str, Any]) -> bool:
    return any(lock.get("readOnly") for lock in one.get("contentRestrictions", ()))


def _permissions(one: Mapping[str, Any]) -> Iterable[Permission]:
    """One for each way in which somebody reaches an item of a shared drive
    (developers.google.com/workspace/drive/api/reference/rest/v3/permissions: permissionDetails)."""
    address = str(one.get("emailAddress") or one.get("domain") or "")
    ways: Sequence[Mapping[str, Any]] = one.get("permissionDetails") or ({},)
    for way in ways:
        role, inherited = str(way.get("role") or one["role"]), bool(way.get("inherited"))
        stopped = inherited and bool(one.get("inheritedPermissionsDisabled")) and role not in THROUGH
        view = METADATA if stopped else str(one.get("view", ""))
        yield Permission(str(one["id"]), address, str(one["type"]), role, inherited, view)


def _drive(one: Mapping[str, Any]) -> Drive:
    restrictions = one.get("restrictions", {})
    return Drive(
        drive_id=one["id"],
        name=one["name"],
        can_manage=bool(one.get("capabilities", {}).get("canManageMembers")),
        restricted=all(bool(restrictions.get(name)) is value for name, value in RESTRICTIONS.items()),
    )
