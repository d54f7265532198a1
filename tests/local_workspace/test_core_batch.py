"""Batches (developers.google.com/workspace/drive/api/guides/performance#batch-requests)."""

from __future__ import annotations

import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.http import BatchHttpRequest

from local_workspace.core.errors import NotFound

TYPE = 'multipart/mixed; boundary="===outer==="'


def parts(*requests: str, boundary: str = "===outer===") -> bytes:
    heads = "Content-Type: application/http\r\nContent-ID: <item{}>\r\n\r\n{}"
    bodies = [f"--{boundary}\r\n{heads.format(index, request)}\r\n" for index, request in enumerate(requests)]
    return ("".join(bodies) + f"--{boundary}--").encode()


@pytest.fixture
def drive(ask, served):
    document = ask("GET", "/discovery/v1/apis/drive/v3/rest").body
    with build_from_document(document, credentials=Credentials(ask.token)) as made:
        yield made


def test_the_stock_client_gets_each_answer_by_its_name(drive, served, seen):
    seen.answers["drive.files.copy"] = NotFound("File not found: 1gone.", location="fileId")
    got = {}

    def keep(name, answer, problem):
        got[name] = answer if problem is None else problem

    batch = BatchHttpRequest(callback=keep, batch_uri=f"{served.url}/batch/drive/v3")
    batch.add(drive.files().get(fileId="1abc", fields="id"), request_id="one")
    batch.add(drive.files().copy(fileId="1gone", body={"name": "x"}), request_id="two")
    batch.add(drive.files().delete(fileId="1abc"), request_id="three")
    batch.execute()
    assert got["one"] == {"id": "1abc"}
    assert got["two"].status_code == 404
    assert got["two"].reason == "File not found: 1gone."
    assert got["three"] == ""


def test_each_part_counts_as_a_call_and_takes_the_batchs_credential(ask, workspace):
    answer = ask("POST", "/batch/drive/v3", parts("GET /drive/v3/files/1abc?fields=id", "GET /drive/v3/files"), content_type=TYPE)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("multipart/mixed; boundary=")
    assert b'{"id":"1abc"}' in answer.body
    assert b"Content-ID: <response-item0>" in answer.body
    assert [(one.method, one.user) for one in workspace.calls] == [
        ("drive.files.get", "tess@stour.example"),
        ("drive.files.list", "tess@stour.example"),
    ]


def test_a_parts_own_credential_goes_first(ask, as_caller, workspace):
    other = as_caller("lina@stour.example").token
    ask("POST", "/batch", parts(f"GET /drive/v3/files/1abc HTTP/1.1\r\nAuthorization: Bearer {other}"), content_type=TYPE)
    assert [one.user for one in workspace.calls] == ["lina@stour.example"]


def test_more_than_a_hundred_are_refused_and_none_is_done(ask, seen):
    """github.com/googleapis/google-api-python-client/issues/2201."""
    answer = ask("POST", "/batch/drive/v3", parts(*["GET /drive/v3/files/1abc"] * 101), content_type=TYPE)
    assert answer.status == 403
    [entry] = answer.error["errors"]
    assert entry["reason"] == "forbidden"
    assert entry["message"].startswith("Exceeds allowed inner batch requests soft limit")
    assert seen.calls == []
    assert ask("POST", "/batch/drive/v3", parts(*["GET /drive/v3/files/1abc"] * 100), content_type=TYPE).status == 200


def test_sheets_does_not_answer_inside_a_batch(ask, seen):
    """github.com/brekkylab/backlot/issues/343, row 2."""
    answer = ask("POST", "/batch", parts("GET /v4/spreadsheets/s"), content_type=TYPE)
    assert b"HTTP/1.1 501" in answer.body
    assert b"UNIMPLEMENTED" in answer.body
    assert seen.calls == []


def test_what_is_no_batch_is_refused(ask):
    assert ask("POST", "/batch/drive/v3", b"nothing", content_type="text/plain").status == 400
