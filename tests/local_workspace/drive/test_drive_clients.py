"""Drive through Google's own client, over HTTP."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import httplib2
import pytest
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseDownload, MediaIoBaseUpload

from local_workspace.core import oauth

FOLDER = "application/vnd.google-apps.folder"
SERVICE = "ggp@ggp-local.iam.gserviceaccount.com"


@pytest.fixture
def drive(local: Any) -> Iterator[Any]:
    """The service's client, and the id of the drive it manages."""
    import json

    text = files("googleapiclient.discovery_cache.documents").joinpath("drive.v3.json").read_text("utf-8")
    document = json.loads(text) | {"rootUrl": f"{local.url}/"}
    document.pop("mtlsRootUrl", None)
    token = oauth.issue(local.workspace, SERVICE, ["https://www.googleapis.com/auth/drive"])
    http = AuthorizedHttp(Credentials(token), http=httplib2.Http())
    client = build_from_document(document, http=http)
    yield client
    client.close()


def test_a_folder_a_doc_a_share_and_a_search(drive: Any) -> None:
    drive_id = drive.drives().list().execute()["drives"][0]["id"]
    body = {"name": "Tess Teacher", "mimeType": FOLDER, "parents": [drive_id], "inheritedPermissionsDisabled": True}
    folder = drive.files().create(body=body, supportsAllDrives=True, fields="id").execute()["id"]
    template = {"name": "Plan", "mimeType": "application/vnd.google-apps.document", "parents": [drive_id]}
    source = drive.files().create(body=template, supportsAllDrives=True, fields="id").execute()["id"]
    copied = {"name": "Tess's plan", "parents": [folder], "properties": {"ggp": "1"}}
    copy = drive.files().copy(fileId=source, body=copied, supportsAllDrives=True, fields="id,properties").execute()
    assert copy["properties"] == {"ggp": "1"}
    grant = {"type": "user", "role": "writer", "emailAddress": "tess.teacher@stour.example"}
    shared = drive.permissions().create(
        fileId=folder, body=grant, supportsAllDrives=True, sendNotificationEmail=False, fields="id,role,displayName"
    )
    assert shared.execute()["displayName"] == "Tess Teacher"
    found = drive.files().list(
        q="properties has { key='ggp' and value='1' }",
        corpora="drive",
        driveId=drive_id,
        includeItemsFromAllDrives=True,
        supportsAllDrives=True,
        fields="files(id,parents)",
    )
    assert found.execute() == {"files": [{"id": copy["id"], "parents": [folder]}]}


def test_a_refusal_reaches_the_client_as_googles_would(drive: Any) -> None:
    with pytest.raises(HttpError) as caught:
        drive.files().get(fileId="nonsense").execute()
    assert caught.value.status_code == 404
    assert caught.value.reason == "File not found: nonsense."
    assert caught.value.error_details[0]["reason"] == "notFound"


def test_bytes_go_up_and_come_down(drive: Any) -> None:
    drive_id = drive.drives().list().execute()["drives"][0]["id"]
    data = bytes(range(256)) * 40
    media = MediaIoBaseUpload(io.BytesIO(data), mimetype="application/octet-stream", resumable=False)
    body = {"name": "data.bin", "parents": [drive_id]}
    made = drive.files().create(body=body, media_body=media, supportsAllDrives=True, fields="id,size").execute()
    assert made["size"] == str(len(data))
    sink = io.BytesIO()
    download = MediaIoBaseDownload(sink, drive.files().get_media(fileId=made["id"], supportsAllDrives=True))
    done = False
    while not done:
        _, done = download.next_chunk()
    assert sink.getvalue() == data


def test_a_batch_makes_what_its_parts_ask_for(drive: Any) -> None:
    drive_id = drive.drives().list().execute()["drives"][0]["id"]
    answers: list[Any] = []
    batch = drive.new_batch_http_request(callback=lambda _, answer, problem: answers.append(problem or answer["name"]))
    for name in ("A", "B"):
        body = {"name": name, "mimeType": FOLDER, "parents": [drive_id]}
        batch.add(drive.files().create(body=body, supportsAllDrives=True))
    batch.execute()
    assert sorted(answers) == ["A", "B"]
