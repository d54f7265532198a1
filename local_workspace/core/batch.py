"""Batches: many calls in one multipart/mixed request
(developers.google.com/workspace/drive/api/guides/performance#batch-requests).

Each API has its own address (``batch/drive/v3``; bare ``batch`` for the others); here all of them are routed by the paths
inside. Real Sheets answers 501 to what is inside a batch (github.com/brekkylab/backlot/issues/343), and so do we.
"""

from __future__ import annotations

from collections.abc import Callable

from local_workspace.core import envelope
from local_workspace.core.discovery import find
from local_workspace.core.errors import BadRequest, Forbidden, Refusal
from local_workspace.core.exchange import Incoming, Outgoing
from local_workspace.core.multipart import Part, boundary_of, headers, join, split

MOST = 100
"""The documented limit; the refusal is as github.com/googleapis/google-api-python-client/issues/2201 quotes it."""
BOUNDARY = b"batch_local"


def is_batch(request: Incoming) -> bool:
    return request.verb == "POST" and request.raw_path.split("/")[1] == "batch"


def answer(request: Incoming, one: Callable[[Incoming], Outgoing]) -> Outgoing:
    """Answer each part on its own, in order; a part's refusal is its own affair."""
    try:
        parts = _parts(request)
    except Refusal as refusal:
        return Outgoing(refusal.code, envelope.body(refusal, "drive"))
    pieces = [_piece(part, _inside(_inner(part, request), one)) for part in parts]
    return Outgoing(200, join(pieces, BOUNDARY), f"multipart/mixed; boundary={BOUNDARY.decode()}")


def _parts(request: Incoming) -> list[Part]:
    try:
        parts = split(request.body, boundary_of(request.headers.get("content-type", "")))
    except ValueError:
        size = len(request.body)
        text = f"Failed to parse batch request, error: 0 items. Received batch body: ({size}) bytes redacted"
        raise BadRequest(text, reason="badRequest") from None
    if len(parts) > MOST:
        raise Forbidden("Exceeds allowed inner batch requests soft limit.", reason="forbidden")
    return parts


def _inner(part: Part, outer: Incoming) -> Incoming:
    """A part is an HTTP request without its host; what it lacks of authorization it takes from the batch."""
    head, _, body = part[1].replace(b"\r\n", b"\n").partition(b"\n\n")
    line, _, rest = head.partition(b"\n")
    verb, target, *_ = [*line.decode("utf-8", "replace").split(" "), "", ""]
    path = target if target.startswith("/") else "/" + "".join(target.split("/", 3)[3:])
    merged = {"authorization": outer.headers.get("authorization", ""), **headers(rest)}
    return Incoming.of(verb, path, merged, body)


def _inside(inner: Incoming, one: Callable[[Incoming], Outgoing]) -> Outgoing:
    found = find(inner.verb, inner.raw_path)
    if found and found.method.api == "sheets":
        refusal = Refusal(501, "notImplemented", "Operation is not implemented, or supported, or enabled.")
        return Outgoing(501, envelope.body(refusal, "sheets"))
    return one(inner)


def _piece(part: Part, outgoing: Outgoing) -> bytes:
    content_id = part[0].get("content-id", "").strip("<>")
    own = f"Content-ID: <response-{content_id}>\r\n" if content_id else ""
    extra = "".join(f"{name}: {value}\r\n" for name, value in outgoing.headers.items())
    head = (
        f"Content-Type: application/http\r\n{own}\r\nHTTP/1.1 {outgoing.status} {outgoing.phrase}\r\n{extra}"
        f"Content-Type: {outgoing.mime_type}\r\nContent-Length: {len(outgoing.body)}\r\n\r\n"
    )
    return head.encode() + outgoing.body
