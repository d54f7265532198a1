"""Sends a recording's requests to a Local Workspace over HTTP and compares what it answers."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from local_workspace.core import oauth
from local_workspace.core.assembly import build
from local_workspace.core.server import Served, serve
from local_workspace.seed import seed
from tests.witnesses.comparing import Ids, differences
from tests.witnesses.recordings import Exchange, Recording

OWNER, OTHER = "telegram-budgeter@stour.example", "someone.else@stour.example"
RECORDED_OWNER = "telegram-budgeter@telegram-budgeter.iam.gserviceaccount.com"
SHEET = "application/vnd.google-apps.spreadsheet"
SCOPES = ("https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/spreadsheets")
SEED: dict[str, Any] = {
    "seed": 1,
    "domains": ["stour.example"],
    "accounts": [
        {"email": OWNER, "given_name": RECORDED_OWNER, "family_name": ""},
        {"email": OTHER, "given_name": "Someone", "family_name": "Else"},
    ],
}


@dataclass(frozen=True)
class Outcome:
    """One exchange, replayed. differences: empty where status and body are the recorded ones."""

    recording: str
    exchange: Exchange
    method: str
    differences: tuple[str, ...]


@contextmanager
def stage() -> Iterator[Served]:
    """A Local Workspace over HTTP in which recordings can be replayed, each from the snapshot ``seed``."""
    workspace = build(seed=1)
    seed(workspace, SEED)
    with serve(workspace) as served:
        yield served
    workspace.db.close()


class Replay:
    """One recording, in a Workspace that holds what the recording shows to have been there before."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.workspace = served.workspace
        self.workspace.restore("seed")
        self.workspace.calls.clear()
        self.ids = Ids(texts={"https://docs.google.com": served.url, RECORDED_OWNER: OWNER})
        self.tokens = {email: oauth.issue(self.workspace, email, SCOPES) for email in (OWNER, OTHER)}
        self.connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=30)

    def run(self, recording: Recording) -> list[Outcome]:
        self._set_the_scene(recording)
        outcomes = [self._play(recording.name, one) for one in recording.exchanges]
        self.connection.close()
        return outcomes

    def _play(self, name: str, exchange: Exchange) -> Outcome:
        self.workspace.clock.set(exchange.date)
        status, body = self._send(
            exchange.verb, self.ids.to_ours(exchange.target), self.ids.to_ours(exchange.body), exchange.content_type
        )
        found = tuple(self._compared(exchange, status, body))
        return Outcome(name, exchange, self.workspace.calls[-1].method if self.workspace.calls else "", found)

    def _compared(self, exchange: Exchange, status: int, body: bytes) -> Iterator[str]:
        if status != exchange.status:
            yield f"status {exchange.status}, not {status}: {body[:300].decode(errors='replace')}"
        elif (recorded := exchange.json) is None:
            if self.ids.to_recorded(body.decode()) != exchange.answer:
                yield f"body {exchange.answer[:100]!r}, not {body[:100]!r}"
        else:
            with suppress(ValueError):
                yield from differences(recorded, json.loads(body), self.ids)
                return
            yield f"body is no JSON: {body[:100]!r}"

    def _send(self, verb: str, target: str, body: str, content_type: str, who: str = OWNER) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "Content-Type": content_type or "application/json"}
        self.connection.request(verb, target, body.encode() or None, headers)
        response = self.connection.getresponse()
        return response.status, response.read()

    def _set_the_scene(self, recording: Recording) -> None:
        """Files that are listed, or refused, without having been made in the recording, were there before."""
        made = {one.json["id"] for one in recording.exchanges if one.verb == "POST" and "id" in (one.json or {})}
        listed = [
            file for one in recording.exchanges if one.path == "/drive/v3/files" for file in (one.json or {}).get("files", [])
        ]
        before = {file["id"]: file for file in listed if file["id"] not in made}
        for file in sorted(before.values(), key=lambda one: str(one["createdTime"])):
            self._make(file["id"], file["name"], _time(file["createdTime"]), OWNER)
        for one in recording.exchanges:
            file_id = one.path.rpartition("/")[2]
            if one.status == 403 and file_id not in made:
                self._make(file_id, "Private", one.date - timedelta(days=1), OTHER)

    def _make(self, recorded_id: str, name: str, when: datetime, who: str) -> None:
        self.workspace.clock.set(when)
        body = json.dumps({"name": name, "mimeType": SHEET})
        _, answer = self._send("POST", "/drive/v3/files", body, "application/json", who)
        self.ids.bind(recorded_id, json.loads(answer)["id"])


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
