"""For the core's own tests: a server with a few handlers made here, so that no API is needed to test what all share."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

from local_workspace.core import conformance, oauth
from local_workspace.core.call import Call, Media
from local_workspace.core.errors import NotFound
from local_workspace.core.server import Served, serve
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts
from local_workspace.directory.tables import SCHEMA

SCOPES = [
    f"https://www.googleapis.com/auth/{name}"
    for name in ("drive", "documents", "spreadsheets", "forms.body", "calendar", "gmail.send", "admin.directory.user")
]
CALLER = "tess@stour.example"


@dataclass
class Answer:
    """What came back: status, headers by lower-case name, and the bytes."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> Any:
        return self.json["error"]


@dataclass
class Client:
    """One kept connection to a server, with a bearer token for one caller."""

    served: Served
    token: str
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(self.served.url).netloc, timeout=10)

    def __call__(self, verb: str, target: str, body: Any = None, **headers: str) -> Answer:
        """A request. body: JSON unless it is bytes. headers: underscores for dashes; authorization="" sends none."""
        sent = {"authorization": f"Bearer {self.token}"} | {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if data is not None:
            sent.setdefault("content-type", "application/json")
        self.connection.request(verb, target, data, {name: value for name, value in sent.items() if value})
        response = self.connection.getresponse()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())


@dataclass
class Seen:
    """Handlers that answer as they are told and keep the calls they were given."""

    calls: list[Call] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)

    def __call__(self, call: Call) -> Any:
        self.calls.append(call)
        answer = self.answers.get(call.method)
        if isinstance(answer, Exception):
            raise answer
        return answer(call) if callable(answer) else answer


FILE = {"kind": "drive#file", "id": "1abc", "name": "Plan", "mimeType": "text/plain", "size": "3", "properties": {"a": "b"}}
DEFAULT_ANSWERS: dict[str, Any] = {
    "drive.files.get": lambda call: Media("text/plain", b"abc") if call.params.get("alt") == "media" else FILE,
    "drive.files.list": {"kind": "drive#fileList", "incompleteSearch": False, "files": [FILE]},
    "drive.files.create": FILE,
    "drive.files.update": FILE,
    "drive.files.copy": FILE,
    "drive.files.delete": None,
    "drive.about.get": {"kind": "drive#about", "user": {"kind": "drive#user", "displayName": "Tess", "me": True}},
    "docs.documents.get": {"documentId": "d", "title": "Plan", "revisionId": "r1", "body": {"content": []}},
    "docs.documents.create": {"documentId": "d", "title": "Plan"},
    "docs.documents.batchUpdate": {"documentId": "d", "replies": [{}]},
    "sheets.spreadsheets.get": {"spreadsheetId": "s", "sheets": [{"properties": {"sheetId": 0, "title": "Sheet1"}}]},
    "sheets.spreadsheets.batchUpdate": {"spreadsheetId": "s", "replies": [{}]},
    "sheets.spreadsheets.values.update": {"spreadsheetId": "s", "updatedRange": "Sheet1!A1"},
    "calendar.events.get": {"kind": "calendar#event", "etag": '"e1"', "id": "e"},
    "calendar.events.update": {"kind": "calendar#event", "etag": '"e2"', "id": "e"},
    "gmail.users.messages.send": {"id": "m"},
    "directory.users.get": NotFound("Resource Not Found: userKey"),
}


@pytest.fixture
def seen() -> Seen:
    return Seen(answers=dict(DEFAULT_ANSWERS))


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    made = Workspace(seed=1)
    made.db.executescript(SCHEMA)
    accounts.save(made, CALLER, "user", {"primaryEmail": CALLER, "name": {"fullName": "Tess Teacher"}})
    yield made
    made.db.close()


@pytest.fixture
def served(workspace: Workspace, seen: Seen, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """The core alone, over HTTP. The answers made here have to fit Google's schemas, not to be whole."""
    monkeypatch.setattr(conformance, "expected", dict)
    handlers = dict.fromkeys(DEFAULT_ANSWERS, seen)
    with serve(workspace, strict=True, handlers=handlers) as running:
        yield running


@pytest.fixture
def as_caller(served: Served) -> Iterator[Callable[..., Client]]:
    """Makes clients for an address and scopes."""
    made: list[Client] = []

    def make(email: str = CALLER, scopes: list[str] | None = None) -> Client:
        made.append(Client(served, oauth.issue(served.workspace, email, SCOPES if scopes is None else scopes)))
        return made[-1]

    yield make
    for client in made:
        client.connection.close()


@pytest.fixture
def ask(as_caller: Callable[..., Client]) -> Client:
    """A client of Tess's with every scope that these tests need."""
    return as_caller()
