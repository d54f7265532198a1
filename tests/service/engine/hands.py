"""What people do in Drive behind the service's back, over the API, as the service account itself may too."""

from __future__ import annotations

from typing import Any

from service.google.connect import Connection
from service.google.drive import SPREADSHEET


class Hands:
    """Changes that no port offers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def _files(self) -> Any:
        return self._connection.collection("drive", "v3", "files")

    def trash(self, file_id: str) -> None:
        self._files.update(fileId=file_id, body={"trashed": True}, supportsAllDrives=True).execute()

    def delete(self, file_id: str) -> None:
        """For good: managers of a shared drive may."""
        self._files.delete(fileId=file_id, supportsAllDrives=True).execute()

    def unmark(self, file_id: str) -> None:
        nothing = dict.fromkeys(("ggp", "ggp-key", "ggp-mark"))
        self._files.update(fileId=file_id, body={"properties": nothing}, supportsAllDrives=True).execute()

    def copy(self, file_id: str) -> str:
        """*Make a copy*, which takes the properties along."""
        made: str = self._files.copy(fileId=file_id, body={}, supportsAllDrives=True, fields="id").execute()["id"]
        return made

    def make_sheet(self, name: str, parent_id: str) -> str:
        body = {"name": name, "mimeType": SPREADSHEET, "parents": [parent_id]}
        made: str = self._files.create(body=body, supportsAllDrives=True, fields="id").execute()["id"]
        return made

    def rename(self, file_id: str, name: str) -> None:
        self._files.update(fileId=file_id, body={"name": name}, supportsAllDrives=True).execute()

    def type_into(self, file_id: str, field: str, text: str) -> None:
        """Write over what stands in the service's own block."""
        request = {"replaceNamedRangeContent": {"namedRangeName": f"ggp.field.{field}", "text": text}}
        self._batch(file_id, [request])

    def take_out(self, file_id: str, field: str) -> None:
        """Delete a line of the service's own block: its named range goes with it."""
        self._batch(file_id, [{"deleteNamedRange": {"name": f"ggp.field.{field}"}}])

    def answer(self, file_id: str, question: str, text: str) -> None:
        """Write below a question."""
        document = self._documents.get(documentId=file_id, includeTabsContent=True).execute()
        ranges = document["tabs"][0]["documentTab"]["namedRanges"][f"ggp.question.{question}"]["namedRanges"][0]["ranges"]
        self._batch(file_id, [{"insertText": {"location": {"index": ranges[0]["endIndex"] + 1}, "text": text}}])

    def share(self, file_id: str, kind: str, role: str, address: str, view: str = "") -> None:
        """Without a mail. kind: ``user``, ``group`` or ``domain``; view: ``published``, for who may only answer a Form."""
        body = {"type": kind, "role": role, "domain" if kind == "domain" else "emailAddress": address}
        arguments = {"fileId": file_id, "body": {**body, "view": view} if view else body, "sendNotificationEmail": False}
        self._permissions.create(**arguments, supportsAllDrives=True).execute()

    def join(self, drive_id: str, email: str, role: str) -> None:
        """Become a member of a shared drive."""
        self.share(drive_id, "user", role, email)

    def unshare(self, file_id: str, address: str) -> None:
        """Take somebody's permission on this very file back."""
        fields = "permissions(id,emailAddress)"
        found = self._permissions.list(fileId=file_id, supportsAllDrives=True, fields=fields).execute()["permissions"]
        [identity] = [one["id"] for one in found if one.get("emailAddress") == address]
        self._permissions.delete(fileId=file_id, permissionId=identity, supportsAllDrives=True).execute()

    def unlock(self, file_id: str) -> None:
        body = {"contentRestrictions": [{"readOnly": False}]}
        self._files.update(fileId=file_id, body=body, supportsAllDrives=True).execute()

    @property
    def _permissions(self) -> Any:
        return self._connection.collection("drive", "v3", "permissions")

    def roles(self, file_id: str) -> dict[str, str]:
        """E-mail to role, for what was given on this very file."""
        permissions = self._connection.collection("drive", "v3", "permissions")
        fields = "permissions(emailAddress,role,permissionDetails(inherited))"
        found = permissions.list(fileId=file_id, supportsAllDrives=True, fields=fields).execute()["permissions"]
        own = [one for one in found if any(not part["inherited"] for part in one["permissionDetails"])]
        return {one["emailAddress"]: one["role"] for one in own}

    @property
    def _documents(self) -> Any:
        return self._connection.collection("docs", "v1", "documents")

    def _batch(self, file_id: str, requests: list[dict[str, Any]]) -> None:
        self._documents.batchUpdate(documentId=file_id, body={"requests": requests}).execute()
