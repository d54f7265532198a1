"""Resumable uploads: a session is opened with the metadata, then the bytes come in one piece or in many
(developers.google.com/workspace/drive/api/guides/manage-uploads#resumable).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from local_workspace.core.call import Media
from local_workspace.core.discovery import Found
from local_workspace.core.errors import BadRequest
from local_workspace.core.exchange import Incoming, Outgoing
from local_workspace.core.prepare import Prepared
from local_workspace.core.workspace import Workspace

CHUNK = 256 * 1024
"""Every piece but the last is a multiple of this."""
RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


@dataclass
class Session:
    """An upload under way. answer: how it ended, for those who ask again."""

    found: Found
    ready: Prepared
    mime_type: str
    received: bytearray = field(default_factory=bytearray)
    answer: Outgoing | None = None


def begin(workspace: Workspace, found: Found, ready: Prepared, request: Incoming) -> Outgoing:
    """Open a session; its address is in the Location header."""
    mime_type = request.headers.get("x-upload-content-type") or "application/octet-stream"
    upload_id = workspace.new_id(72, "ABg5-U")
    workspace.uploads[upload_id] = Session(found, ready, mime_type)
    address = f"{workspace.base_url}{request.raw_path}?uploadType=resumable&upload_id={upload_id}"
    headers = {"Location": address, "X-GUploader-UploadID": upload_id}
    return Outgoing(200, b"", "text/html; charset=UTF-8", headers, f"{ready.method.id} (session)", ready.principal.email)


def names_session(request: Incoming) -> bool:
    return request.raw_path.startswith(("/upload/", "/resumable/upload/")) and bool(request.first("upload_id"))


def session_of(workspace: Workspace, request: Incoming) -> Session | None:
    """The session that a request names; None where it names none, or one that is not open."""
    session = workspace.uploads.get(request.first("upload_id")) if names_session(request) else None
    return session if isinstance(session, Session) else None


def go_on(session: Session, request: Incoming, run: Callable[[Prepared, Media], Outgoing]) -> Outgoing:
    """Take a piece, tell how far it is, or finish. Raises Refusal."""
    if session.answer is not None:
        return session.answer
    start, total = _place(request, len(session.received))
    if start is not None:
        _take(session, request.body, start, total)
    if total is None or len(session.received) < total:
        return _incomplete(session)
    session.answer = run(session.ready, Media(session.mime_type, bytes(session.received)))
    return session.answer


def _place(request: Incoming, received: int) -> tuple[int | None, int | None]:
    """Where the bytes go (None: it only asks), and the whole length (None: not known yet)."""
    given = request.headers.get("content-range")
    if given is None:
        return 0, len(request.body)
    found = RANGE.fullmatch(given.strip())
    if found is None:
        raise BadRequest("Failed to parse Content-Range header.", reason="badRequest")
    total = None if found[3] == "*" else int(found[3])
    if found[1] is None:
        return None, total if total is not None and received >= total else None
    return int(found[1]), total


def _take(session: Session, data: bytes, start: int, total: int | None) -> None:
    last = total is not None and start + len(data) == total
    if start != len(session.received) or (len(data) % CHUNK and not last):
        text = f"Invalid request. Byte {len(session.received)} comes next; pieces but the last are multiples of {CHUNK} bytes."
        raise BadRequest(text, reason="badRequest")
    session.received += data


def _incomplete(session: Session) -> Outgoing:
    received = len(session.received)
    headers = {"Range": f"bytes=0-{received - 1}"} if received else {}
    caller = session.ready.principal.email
    return Outgoing(308, b"", "text/html; charset=UTF-8", headers, f"{session.ready.method.id} (piece)", caller)
