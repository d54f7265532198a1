"""Batches: many calls in one multipart/mixed request, a hundred at most
(developers.google.com/workspace/drive/api/guides/performance#batch-requests).
"""

from __future__ import annotations

from collections.abc import Callable
from email import policy
from email.message import Message
from email.parser import BytesParser

from local_workspace.core.errors import BadRequest, Forbidden
from local_workspace.core.exchange import Incoming, Outgoing

MOST = 100


def is_batch(request: Incoming) -> bool:
    return request.verb == "POST" and request.raw_path.startswith("/batch")


def answer(request: Incoming, one: Callable[[Incoming], Outgoing]) -> Outgoing:
    """Answer each part on its own, in order. Raises BadRequest or Forbidden for the whole."""
    content_type = request.headers.get("content-type", "")
    raw = b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + request.body
    message = BytesParser(policy=policy.HTTP).parsebytes(raw)
    if not message.is_multipart():
        raise BadRequest("Failed to parse batch request, error: 0 items. Received batch body: ", reason="badRequest")
    parts = list(message.iter_parts())
    if len(parts) > MOST:
        raise Forbidden("Exceeds allowed inner batch requests soft limit.", reason="forbidden")
    boundary = "batch_local"
    pieces = [_piece(part, one(_inner(part, request))) for part in parts]
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + piece + b"\r\n" for piece in pieces)
    return Outgoing(200, body + b"--" + boundary.encode() + b"--\r\n", f"multipart/mixed; boundary={boundary}")


def _inner(part: Message, outer: Incoming) -> Incoming:
    """A part is an HTTP request without its host; what it lacks of authorization it takes from the batch."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    head, _, body = data.replace(b"\r\n", b"\n").partition(b"\n\n")
    line, _, headers = head.partition(b"\n")
    verb, target, *_ = line.decode().split(" ")
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (row.partition(":") for row in headers.decode().split("\n") if row)
    }
    path = target if target.startswith("/") else "/" + target.split("/", 3)[-1]
    merged = {"authorization": outer.headers.get("authorization", ""), **fields}
    return Incoming.of(verb, path, merged, body)


def _piece(part: Message, outgoing: Outgoing) -> bytes:
    content_id = str(part.get("Content-ID", "<0>")).strip("<>")
    head = (
        f"Content-Type: application/http\r\nContent-ID: <response-{content_id}>\r\n\r\n"
        f"HTTP/1.1 {outgoing.status} -\r\nContent-Type: {outgoing.mime_type}\r\nContent-Length: {len(outgoing.body)}\r\n\r\n"
    )
    return head.encode() + outgoing.body
