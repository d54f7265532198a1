"""The command, as a stranger runs it; and the fixture that other tests stand on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from google.oauth2 import service_account
from googleapiclient.discovery import build_from_document

from local_workspace.core import oauth
from local_workspace.core.assembly import build
from local_workspace.core.workspace import Clock
from local_workspace.directory import accounts
from local_workspace.seed import check, seed

ROOT = Path(__file__).parents[2]
SCOPES = ["https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/documents"]


@contextmanager
def running(folder: Path, data: dict):
    """The command with a database, a key file and a seed file in a folder; gives its address."""
    (folder / "seed.json").write_text(json.dumps(data))
    options = ["--db", str(folder / "w.db"), "--key", str(folder / "key.json"), "--seed", str(folder / "seed.json")]
    command = [sys.executable, "-m", "local_workspace", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline()
            assert line.startswith("Local Workspace at http://127.0.0.1:"), process.stderr.read()
            yield line.split()[-1]
        finally:
            process.send_signal(signal.SIGTERM)
            rest, errors = process.communicate(timeout=20)
            assert (process.returncode, rest, errors) == (0, "", "")


def client(folder: Path, url: str):
    credentials = service_account.Credentials.from_service_account_file(str(folder / "key.json"), scopes=SCOPES)
    document = requests.get(f"{url}/discovery/v1/apis/drive/v3/rest", timeout=10).text
    return build_from_document(document, credentials=credentials)


def control(url: str, verb: str, route: str, body: object = None):
    return requests.request(verb, f"{url}/_local/{route}", json=body, timeout=10).json()


def new_folder(drive, drive_id: str, name: str) -> str:
    body = {"name": name, "parents": [drive_id], "mimeType": "application/vnd.google-apps.folder"}
    return drive.files().create(body=body, supportsAllDrives=True).execute()["id"]


def test_it_starts_seeded_stops_cleanly_and_goes_on_where_it_was(tmp_path, seed_data):
    with running(tmp_path, seed_data) as url, client(tmp_path, url) as drive:
        [found] = drive.drives().list().execute()["drives"]
        first = new_folder(drive, found["id"], "One")
        control(url, "PUT", "clock", {"now": "2026-02-02T08:00:00Z"})
    key = json.loads((tmp_path / "key.json").read_text())
    with running(tmp_path, seed_data) as url, client(tmp_path, url) as drive:
        again = json.loads((tmp_path / "key.json").read_text())
        assert again["private_key_id"] == key["private_key_id"]
        assert again["token_uri"] == f"{url}/token"
        assert drive.files().get(fileId=first, supportsAllDrives=True).execute()["name"] == "One"
        assert new_folder(drive, found["id"], "Two") != first
        assert control(url, "GET", "clock")["now"].startswith("2026-02-02T08:0")
        control(url, "POST", "reset", {})
        listed = drive.files().list(corpora="drive", driveId=found["id"], includeItemsFromAllDrives=True, supportsAllDrives=True)
        assert [one["name"] for one in listed.execute()["files"]] == ["Control"]
        assert control(url, "GET", "clock")["now"].startswith("2025-10-06T08:0")


def test_the_fixture_is_seeded_and_open_to_a_token(local):
    token = oauth.issue(local.workspace, "ada.min@stour.example", SCOPES)
    headers = {"Authorization": f"Bearer {token}"}
    [drive] = requests.get(f"{local.url}/drive/v3/drives", headers=headers, timeout=10).json()["drives"]
    assert drive["name"] == "GGP trust"


def test_one_seed_file_gives_the_same_workspace_twice(seed_data):
    def made():
        workspace = build(seed=seed_data["seed"], clock=Clock(machine=lambda: datetime(2026, 1, 1, tzinfo=UTC)))
        seed(workspace, seed_data)
        dump = list(workspace.db.iterdump())
        workspace.db.close()
        return dump

    assert made() == made()


def test_a_seeded_admin_who_is_named_again_stays_an_admin(seed_data):
    seed_data["accounts"].append(
        {"email": "ada.min@stour.example", "given_name": "Ada", "family_name": "Min", "org_unit": "/Staff"}
    )
    workspace = build(seed=1)
    seed(workspace, seed_data)
    found = accounts.find(workspace, "ada.min@stour.example")
    assert (found["isAdmin"], found["orgUnitPath"]) == (True, "/Staff")
    workspace.db.close()


def test_a_seed_file_that_is_misspelt_is_refused_with_what_is_allowed():
    with pytest.raises(ValueError, match="seed file: accounts: unknown mail; allowed: admin, aliases, "):
        check({"accounts": [{"mail": "a@b"}]})
    with pytest.raises(ValueError, match="seed file: unknown people; allowed: accounts"):
        check({"people": []})


def test_a_drive_that_no_person_could_have_made_is_refused(seed_data):
    """A service account cannot create shared drives (developers.google.com/workspace/drive/api/guides/handle-errors)."""
    seed_data["drives"][0]["members"].pop(0)
    workspace = build(seed=1)
    with pytest.raises(ValueError, match="needs a person among its members"):
        seed(workspace, seed_data)
    workspace.db.close()
