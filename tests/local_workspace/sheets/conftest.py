"""Sheets without a socket: requests go through the dispatcher, checked and masked as over HTTP, each answer held to Google's schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from local_workspace.core import oauth
from local_workspace.core.assembly import HANDLERS, build
from local_workspace.core.discovery import by_id
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.exchange import Incoming
from local_workspace.core.workspace import Workspace
from local_workspace.seed import seed

SCOPES = frozenset({"https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/spreadsheets"})
MIME_TYPE = "application/vnd.google-apps.spreadsheet"
TESS, LINA = "tess.teacher@stour.example", "lina.manager@stour.example"


class Refused(Exception):
    """What Google's clients raise. status: of the answer; message and reason: of the error."""

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(f"{status}: {error['message']}")
        self.status = status
        self.message = error["message"]
        self.reason = error.get("status", "")


@dataclass
class Caller:
    """Someone with a token. Called with a method's id, a body and its parameters, returns the parsed answer or bytes."""

    dispatcher: Dispatcher
    token: str

    def __call__(self, method_id: str, body: Any = None, /, **params: Any) -> Any:
        method = by_id()[method_id]
        path = re.sub(r"\{\+?(\w+)\}", lambda found: quote(str(params.pop(found[1])), safe=""), "/" + method.path)
        texts = {name: str(one).lower() if isinstance(one, bool) else one for name, one in params.items()}
        return self.send(
            method.verb, f"{path}?{urlencode(texts, doseq=True)}", json.dumps(body).encode() if body is not None else b""
        )

    def send(self, verb: str, target: str, data: bytes = b"", mime_type: str = "application/json") -> Any:
        """A request as it is. Raises Refused."""
        headers = {"authorization": f"Bearer {self.token}", "content-type": mime_type}
        answer = self.dispatcher.answer(Incoming.of(verb, target, headers, data))
        if answer.status >= 400:
            raise Refused(answer.status, json.loads(answer.body)["error"])
        return json.loads(answer.body) if answer.mime_type.startswith("application/json") and answer.body else answer.body


@dataclass
class Book:
    """A spreadsheet, as one caller sees it."""

    id: str
    ask: Caller

    def put(self, where: str, *rows: list[Any], option: str = "USER_ENTERED", **params: Any) -> Any:
        """Write rows from a corner or into a range."""
        body = {"values": list(rows)}
        return self.ask(
            "sheets.spreadsheets.values.update", body, spreadsheetId=self.id, range=where, valueInputOption=option, **params
        )

    def append(self, where: str, *rows: list[Any], option: str = "RAW", **params: Any) -> Any:
        body = {"values": list(rows)}
        return self.ask(
            "sheets.spreadsheets.values.append", body, spreadsheetId=self.id, range=where, valueInputOption=option, **params
        )

    def read(self, where: str, render: str = "FORMATTED_VALUE", **params: Any) -> Any:
        """Rows of values."""
        found = self.ask("sheets.spreadsheets.values.get", spreadsheetId=self.id, range=where, valueRenderOption=render, **params)
        return found.get("values", [])

    def one(self, where: str, render: str = "FORMATTED_VALUE") -> Any:
        """The value of one cell; an empty text where there is none."""
        rows = self.read(where, render)
        return rows[0][0] if rows and rows[0] else ""

    def raw(self, where: str) -> Any:
        return self.one(where, "UNFORMATTED_VALUE")

    def clear(self, where: str) -> Any:
        return self.ask("sheets.spreadsheets.values.clear", {}, spreadsheetId=self.id, range=where)

    def do(self, *requests: dict[str, Any]) -> Any:
        """batchUpdate: the replies."""
        done = self.ask("sheets.spreadsheets.batchUpdate", {"requests": list(requests)}, spreadsheetId=self.id)
        return done["replies"]

    def cell(self, where: str) -> Any:
        """One cell as CellData."""
        found = self.ask("sheets.spreadsheets.get", spreadsheetId=self.id, ranges=where, includeGridData=True)
        rows = found["sheets"][0]["data"][0].get("rowData", [{}])
        return rows[0].get("values", [{}])[0]

    def facts(self) -> Any:
        """The spreadsheet without its cells."""
        return self.ask("sheets.spreadsheets.get", spreadsheetId=self.id)

    def locale(self, name: str) -> None:
        self.do({"updateSpreadsheetProperties": {"properties": {"locale": name}, "fields": "locale"}})


@pytest.fixture
def workspace(seed_data: dict[str, Any]) -> Iterator[Workspace]:
    made = build(seed=1)
    seed(made, seed_data)
    yield made
    made.db.close()


@pytest.fixture
def caller(workspace: Workspace) -> Callable[[str], Caller]:
    """Makes a caller of an address."""
    dispatcher = Dispatcher(workspace, HANDLERS, strict=True)
    return lambda email: Caller(dispatcher, oauth.issue(workspace, email, SCOPES))


@pytest.fixture
def tess(caller: Callable[[str], Caller]) -> Caller:
    return caller(TESS)


@pytest.fixture
def book(tess: Caller) -> Book:
    """An empty spreadsheet of Tess's in en_US: a sheet `Sheet1` of 1,000 rows and 26 columns."""
    made = tess("drive.files.create", {"name": "Sums", "mimeType": MIME_TYPE})
    return Book(made["id"], tess)
