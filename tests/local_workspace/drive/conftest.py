"""Drive without a socket: each person sends requests through the dispatcher, checked and masked as over HTTP.

Every answer is held to Google's schema (`strict`). `*` is asked for as `fields`, so that tests see whole resources.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from local_workspace.core import oauth
from local_workspace.core.assembly import HANDLERS, build
from local_workspace.core.discovery import by_id
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.exchange import Incoming
from local_workspace.core.workspace import Clock, Workspace
from local_workspace.seed import seed

SCOPES = frozenset({"https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/documents"})
SERVICE = "ggp@ggp-local.iam.gserviceaccount.com"
OTHER_SERVICE = "rival@elsewhere.iam.gserviceaccount.com"
PEOPLE = ("ada", "tess", "lina", "olu", "ivy")
FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"
SHORTCUT = "application/vnd.google-apps.shortcut"
BOUNDARY = "part"


class Refused(Exception):
    """What Google's clients raise: the answer's status, and the first of its errors."""

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(f"{status}: {error['message']}")
        first = error.get("errors", [{}])[0]
        self.status = status
        self.message = error["message"]
        self.reason = first.get("reason", error.get("status", ""))
        self.location = first.get("location", "")


@dataclass
class Caller:
    """Someone with a token. Called with a method's id, its parameters and its body, returns the parsed answer or bytes."""

    email: str
    dispatcher: Dispatcher
    token: str

    def __call__(
        self, method_id: str, body: Any = None, /, *, media: tuple[str, bytes] | None = None, query: str = "", **params: Any
    ) -> Any:
        method = by_id()[f"drive.{method_id}"]
        params = {name: value for name, value in (self._defaults(method.parameters) | params).items() if value is not None}
        path = re.sub(r"\{\+?(\w+)\}", lambda found: quote(str(params.pop(found[1])), safe=""), "/" + method.path)
        target = f"{'/upload' if media else ''}{path}?{urlencode(_texts(params))}{query}"
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        data = json.dumps(body).encode() if body is not None else b""
        if media:
            target += "&uploadType=multipart"
            headers["content-type"] = f"multipart/related; boundary={BOUNDARY}"
            data = _related(body or {}, *media)
        answer = self.dispatcher.answer(Incoming.of(method.verb, target, headers, data))
        if answer.status >= 400:
            raise Refused(answer.status, json.loads(answer.body)["error"])
        return json.loads(answer.body) if answer.mime_type.startswith("application/json") and answer.body else answer.body

    @staticmethod
    def _defaults(declared: Any) -> dict[str, Any]:
        """What every caller of this project says: all fields, and that it knows shared drives."""
        return {"fields": "*"} | ({"supportsAllDrives": True} if "supportsAllDrives" in declared else {})

    def folder(self, name: str, parent: str, **more: Any) -> str:
        made = self("files.create", {"name": name, "mimeType": FOLDER, "parents": [parent], **more})
        return str(made["id"])

    def document(self, name: str, parent: str = "root", **more: Any) -> str:
        made = self("files.create", {"name": name, "mimeType": DOCUMENT, "parents": [parent], **more})
        return str(made["id"])

    def text(self, name: str, parent: str = "root", data: bytes = b"hello", **more: Any) -> str:
        made = self("files.create", {"name": name, "parents": [parent], **more}, media=("text/plain", data))
        return str(made["id"])

    def share(self, file_id: str, email: str, role: str, **params: Any) -> dict[str, Any]:
        body = {"type": "user", "role": role, "emailAddress": email}
        made: dict[str, Any] = self("permissions.create", body, fileId=file_id, sendNotificationEmail=False, **params)
        return made

    def file(self, file_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self("files.get", fileId=file_id)
        return found

    def may(self, file_id: str, ability: str) -> bool:
        return bool(self.file(file_id)["capabilities"][ability])

    def found(self, q: str = "", **params: Any) -> list[str]:
        """The names that a search finds."""
        params = {"includeItemsFromAllDrives": True} | ({"q": q} if q else {}) | params
        return [one["name"] for one in self("files.list", **params)["files"]]

    def permissions(self, file_id: str, **params: Any) -> dict[str, dict[str, Any]]:
        """By address."""
        listed = self("permissions.list", fileId=file_id, **params)["permissions"]
        return {one.get("emailAddress", one["type"]): one for one in listed}


def _texts(params: dict[str, Any]) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in params.items()}


def _related(metadata: Any, mime_type: str, data: bytes) -> bytes:
    head = f"--{BOUNDARY}\r\nContent-Type: application/json\r\n\r\n{json.dumps(metadata)}\r\n"
    return f"{head}--{BOUNDARY}\r\nContent-Type: {mime_type}\r\n\r\n".encode() + data + f"\r\n--{BOUNDARY}--".encode()


@dataclass
class World:
    """A trust: Ada is its admin, Ivy is in the group; the service is a manager of the drive `drive`."""

    workspace: Workspace
    dispatcher: Dispatcher
    drive: str
    ada: Caller
    tess: Caller
    lina: Caller
    olu: Caller
    ivy: Caller
    service: Caller
    rival: Caller

    def member(self, who: Caller, role: str) -> Caller:
        """Someone as a member of the shared drive."""
        self.ada.share(self.drive, who.email, role)
        return who

    def restrict(self, **restrictions: Any) -> None:
        self.ada("drives.update", {"restrictions": restrictions}, driveId=self.drive)

    def pass_time(self, **span: float) -> None:
        self.workspace.clock.offset += timedelta(**span)

    def at(self, **span: float) -> str:
        """A moment some time from now, as RFC 3339."""
        return (self.workspace.clock.now() + timedelta(**span)).isoformat()


@pytest.fixture
def world() -> Iterator[World]:
    workspace = build(seed=1, clock=Clock(frozen_at=datetime(2025, 10, 6, 8, tzinfo=UTC)))
    people = [{"email": f"{name}@stour.example", "given_name": name.title(), "family_name": "Hill"} for name in PEOPLE]
    people[0]["admin"] = True  # type: ignore[assignment]
    data = {
        "domains": ["stour.example"],
        "accounts": people,
        "groups": [{"email": "staff@stour.example", "name": "Staff", "members": ["ivy@stour.example"]}],
        "service_accounts": [{"email": SERVICE, "project": "ggp-local"}, {"email": OTHER_SERVICE, "project": "elsewhere"}],
    }
    seed(workspace, data)
    dispatcher = Dispatcher(workspace, HANDLERS, strict=True)

    def caller(email: str) -> Caller:
        return Caller(email, dispatcher, oauth.issue(workspace, email, SCOPES))

    callers = {name: caller(f"{name}@stour.example") for name in PEOPLE}
    drive = callers["ada"]("drives.create", {"name": "People"}, requestId="one")["id"]
    callers["ada"].share(drive, SERVICE, "organizer")
    yield World(workspace, dispatcher, drive, service=caller(SERVICE), rival=caller(OTHER_SERVICE), **callers)
    workspace.db.close()
    assert dispatcher.nonconforming == []


@contextmanager
def _refused(status: int, reason: str, message: str = "", location: str = "") -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    refusal = caught.value
    assert (refusal.status, refusal.reason) == (status, reason), refusal.message
    assert not message or refusal.message == message
    assert not location or refusal.location == location


@pytest.fixture
def refused() -> Callable[..., AbstractContextManager[None]]:
    """``with refused(403, "insufficientFilePermissions"):`` the one call inside is refused so; message, location if given."""
    return _refused
