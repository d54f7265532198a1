"""Which Workspace: addresses that are taken, credentials that are not there, and where things open."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import google.auth
import pytest
import time_machine
from google.auth.transport.requests import AuthorizedSession

from local_workspace.core import oauth
from local_workspace.core.assembly import build
from local_workspace.core.server import serve
from service.errors import SetUpError
from service.google import pace
from service.google.connect import Connection, checked, connect
from service.google.door import Door


@pytest.mark.parametrize("address", ["http://127.0.0.1:8421/", "http://localhost:1", "http://[::1]:8421"])
def test_a_local_workspace_is_on_this_machine(address: str) -> None:
    assert checked(address) == address.rstrip("/")


@pytest.mark.parametrize(
    "address", ["https://127.0.0.1:1", "http://10.0.0.1", "http://workspace.example", "127.0.0.1:8421", "http://"]
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(SetUpError, match="GGP_WORKSPACE"):
        checked(address)


def test_a_local_workspace_needs_the_key_that_it_wrote() -> None:
    with pytest.raises(SetUpError, match="GGP_KEY_FILE must name"):
        connect("http://127.0.0.1:1")


@pytest.mark.parametrize("text", [None, "", "{}", '{"type": "service_account"}'])
def test_a_key_file_that_is_none_is_refused_without_saying_what_is_in_it(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "key.json"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(SetUpError, match="the key file in GGP_KEY_FILE can't be used"):
        connect("http://127.0.0.1:1", path)


def test_without_a_key_the_machine_s_own_service_account_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    own = SimpleNamespace(service_account_email="ggp@project.iam.gserviceaccount.com")
    asked: dict[str, object] = {}

    def default(scopes: list[str]) -> tuple[object, str]:
        asked["scopes"] = scopes
        return own, "project"

    monkeypatch.setattr(google.auth, "default", default)
    connection = connect(scopes=("a scope",))
    assert (connection.email, connection.is_google, asked) == (own.service_account_email, True, {"scopes": ["a scope"]})


def test_a_machine_without_credentials_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(scopes: list[str]) -> None:
        raise google.auth.exceptions.DefaultCredentialsError

    monkeypatch.setattr(google.auth, "default", none)
    with pytest.raises(SetUpError, match="docs/set-up-google.md"):
        connect()


def test_at_google_things_open_at_google_and_the_time_is_the_machine_s() -> None:
    connection = Connection(AuthorizedSession(None), Door())
    assert connection.link("folder", "F1") == "https://drive.google.com/drive/folders/F1"
    assert connection.link("document", "D1") == "https://docs.google.com/document/d/D1/edit"
    assert connection.rooted("https://sheets.googleapis.com/v4/x") == "https://sheets.googleapis.com/v4/x"
    assert "rootUrl" in connection._document("drive", "v3")
    with time_machine.travel("2025-10-06T07:00:00Z", tick=False):
        assert connection.now().isoformat() == "2025-10-06T07:00:00+00:00"


def test_at_a_local_workspace_the_pace_is_google_s_while_quotas_are_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[str] = []
    monkeypatch.setattr(pace, "paced", lambda: waited.append)
    monkeypatch.setattr("service.google.connect.paced", lambda: waited.append)
    workspace = build(seed=1)
    with serve(workspace, strict=True) as served:
        key = tmp_path / "key.json"
        with workspace.lock:
            oauth.write_key_file(workspace, key, "ggp@ggp-local.iam.gserviceaccount.com", "ggp-local")
        connect(served.url, key).who()
        assert waited == []
        workspace.quotas.switch(True)
        connect(served.url, key).who()
        assert waited == ["drive.about.get"]
        connect(served.url, key, pace="unlimited").who()
        assert waited == ["drive.about.get"]
        workspace.quotas.switch(False)
        connect(served.url, key, pace="google").who()
        assert waited == ["drive.about.get"] * 2


def test_at_a_local_workspace_everything_goes_to_its_address(tmp_path: Path) -> None:
    workspace = build(seed=1)
    with serve(workspace, strict=True) as served:
        key = tmp_path / "key.json"
        with workspace.lock:
            oauth.write_key_file(workspace, key, "ggp@ggp-local.iam.gserviceaccount.com", "ggp-local")
        connection = connect(served.url, key)
        assert json.loads(key.read_text("utf-8"))["token_uri"].startswith(served.url)
        assert connection.link("spreadsheets", "S1") == f"{served.url}/spreadsheets/d/S1/edit"
        assert connection.rooted("https://sheets.googleapis.com/v4/x") == f"{served.url}/v4/x"
        assert connection.now().utcoffset() is not None
        assert not connection.is_google
