"""Uploads (developers.google.com/workspace/drive/api/guides/manage-uploads)."""

from __future__ import annotations

import io
import random
from urllib.parse import urlsplit

import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.http import MediaIoBaseUpload, MediaUploadProgress
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local_workspace.core.multipart import boundary_of, join, split

QUARTER_MIB = 256 * 1024
BYTES = random.Random(3).randbytes(2 * QUARTER_MIB + 10)


@pytest.fixture
def drive(ask, served):
    document = ask("GET", "/discovery/v1/apis/drive/v3/rest").body
    with build_from_document(document, credentials=Credentials(ask.token)) as made:
        yield made


@pytest.mark.parametrize("data", [b"", b"abc", b"\r\n--x\r\n", bytes(range(256)) * 50, BYTES[:100_000]])
def test_the_stock_clients_multipart_upload_arrives_byte_for_byte(drive, seen, data):
    media = MediaIoBaseUpload(io.BytesIO(data), "application/x-plan", resumable=False)
    drive.files().create(body={"name": "Plan"}, media_body=media, fields="id").execute()
    call = seen.calls[-1]
    assert call.body == {"name": "Plan"}
    assert call.media is not None
    assert (call.media.mime_type, call.media.data) == ("application/x-plan", data)


def test_a_simple_upload_is_bytes_alone(ask, seen):
    assert (
        ask("PATCH", "/upload/drive/v3/files/1abc?uploadType=media", b"abc", content_type="text/csv; charset=utf-8").status == 200
    )
    call = seen.calls[-1]
    assert (call.method, call.params["fileId"], call.body) == ("drive.files.update", "1abc", {})
    assert (call.media.mime_type, call.media.data) == ("text/csv", b"abc")


def test_the_metadata_of_an_upload_is_held_to_the_schema(ask, seen):
    body = join(
        [b'Content-Type: application/json\r\n\r\n{"nmae": "x"}', b"Content-Type: text/plain\r\n\r\nabc"], b"b"
    )  # fmt: skip
    answer = ask("POST", "/upload/drive/v3/files?uploadType=multipart", body, content_type="multipart/related; boundary=b")
    assert answer.status == 400
    assert 'Unknown name "nmae"' in answer.error["message"]
    assert seen.calls == []


@pytest.mark.parametrize("chunk", [-1, QUARTER_MIB])
def test_the_stock_clients_resumable_upload_arrives_whole_or_in_pieces(drive, seen, workspace, chunk):
    media = MediaIoBaseUpload(io.BytesIO(BYTES), "application/x-plan", chunksize=chunk, resumable=True)
    request = drive.files().create(body={"name": "Plan"}, media_body=media, fields="id")
    steps, answer = [], None
    while answer is None:
        progress, answer = request.next_chunk()
        steps += [progress.resumable_progress] if isinstance(progress, MediaUploadProgress) else []
    assert steps == ([] if chunk < 0 else [QUARTER_MIB, 2 * QUARTER_MIB])
    assert answer == {"id": "1abc"}
    [call] = seen.calls
    assert call.body == {"name": "Plan"}
    assert (call.media.mime_type, call.media.data) == ("application/x-plan", BYTES)
    assert [one.method for one in workspace.calls if one.status == 200] == ["drive.files.create (session)", "drive.files.create"]


def start(ask) -> str:
    answer = ask("POST", "/upload/drive/v3/files?uploadType=resumable", {"name": "x"}, X_Upload_Content_Type="text/plain")
    assert (answer.status, answer.body) == (200, b"")
    address = urlsplit(answer.headers["location"])
    return f"{address.path}?{address.query}"


def test_a_session_tells_how_far_it_is(ask):
    """The guide's steps: ``Content-Range: bytes */*`` on an empty PUT; 308 with a Range once bytes are there."""
    session = start(ask)
    asked = ask("PUT", session, b"", Content_Range="bytes */10")
    assert (asked.status, asked.headers.get("range")) == (308, None)
    piece = ask("PUT", session, b"x" * QUARTER_MIB, Content_Range=f"bytes 0-{QUARTER_MIB - 1}/*")
    assert (piece.status, piece.headers["range"]) == (308, f"bytes=0-{QUARTER_MIB - 1}")
    last = ask("PUT", session, b"yz", Content_Range=f"bytes {QUARTER_MIB}-{QUARTER_MIB + 1}/{QUARTER_MIB + 2}")
    assert last.status == 200
    assert ask("PUT", session, b"", Content_Range=f"bytes */{QUARTER_MIB + 2}").status == 200


def test_a_finished_session_does_the_work_once(ask, seen):
    session = start(ask)
    assert ask("PUT", session, b"abc").status == 200
    assert ask("PUT", session, b"abc").status == 200
    assert len(seen.calls) == 1


def test_a_piece_that_is_too_small_or_out_of_place_is_refused(ask):
    """ "Create chunks in multiples of 256 KB", the guide; no outside witness for the refusal's words."""
    session = start(ask)
    assert ask("PUT", session, b"abc", Content_Range="bytes 0-2/10").status == 400
    assert ask("PUT", session, b"abc", Content_Range="bytes 7-9/10").status == 400


def test_a_session_that_is_not_there_is_not_found(ask):
    """The guide: "If you receive a 404 Not Found response, the upload session has expired"."""
    assert ask("PUT", "/upload/drive/v3/files?uploadType=resumable&upload_id=gone", b"abc").status == 404
    assert ask("PATCH", "/upload/drive/v3/files/1abc?uploadType=resumable&upload_id=gone", b"abc").status == 404


def test_a_session_is_not_opened_without_a_right_to_it(ask, as_caller):
    nobody = as_caller(scopes=["https://www.googleapis.com/auth/calendar"])
    assert nobody("POST", "/upload/drive/v3/files?uploadType=resumable", {"name": "x"}).status == 403
    assert ask("POST", "/upload/drive/v3/files?uploadType=resumable", {"nmae": "x"}).status == 400


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.binary(max_size=60), min_size=1, max_size=4))
def test_parts_come_apart_as_they_were_put_together(bodies):
    pieces = [b"Content-Type: a/b\r\n\r\n" + body for body in bodies]
    found = split(join(pieces, b"=b="), boundary_of('multipart/mixed; boundary="=b="'))
    assert [data for _, data in found] == bodies
