"""Uploads in one request: simple (``uploadType=media``) and multipart/related
(developers.google.com/workspace/drive/api/guides/manage-uploads). Resumable ones are `core.resumable`.
"""

from __future__ import annotations

from typing import Any

from local_workspace.core.call import Media
from local_workspace.core.errors import BadRequest
from local_workspace.core.exchange import Incoming
from local_workspace.core.multipart import boundary_of, split
from local_workspace.core.prepare import parsed

ANYTHING = "application/octet-stream"


def unpack(request: Incoming) -> tuple[Any, Media]:
    """The metadata (None where there is none) and the bytes of an upload. Raises BadRequest."""
    kind = request.first("uploadType")
    content_type = request.headers.get("content-type") or ANYTHING
    if kind == "media":
        return None, Media(_plain(content_type), request.body)
    if kind == "multipart":
        return _related(content_type, request.body)
    text = f"Unsupported upload type: {kind or 'none'}; media, multipart or resumable."
    raise BadRequest(text, reason="badRequest", location="uploadType")


def _related(content_type: str, body: bytes) -> tuple[Any, Media]:
    try:
        parts = split(body, boundary_of(content_type))
    except ValueError:
        parts = []
    if len(parts) != 2:
        raise BadRequest("Malformed multipart body.", reason="badContent")
    (_, metadata), (headers, data) = parts
    return parsed(metadata), Media(_plain(headers.get("content-type", ANYTHING)), data)


def _plain(content_type: str) -> str:
    return content_type.partition(";")[0].strip() or ANYTHING
