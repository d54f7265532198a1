"""Uploads: simple (``uploadType=media``) and multipart/related
(developers.google.com/workspace/drive/api/guides/manage-uploads).
"""

from __future__ import annotations

import json
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import Any

from local_workspace.core.call import Media
from local_workspace.core.errors import BadRequest, NotWritten
from local_workspace.core.exchange import Incoming


def unpack(request: Incoming) -> tuple[Any, Media]:
    """The metadata (None where there is none) and the bytes of an upload."""
    kind = request.query.get("uploadType", [""])[-1]
    mime_type = request.headers.get("content-type", "application/octet-stream")
    if kind == "media":
        return None, Media(mime_type.split(";")[0], request.body)
    if kind == "multipart":
        return _related(mime_type, request.body)
    raise NotWritten(f"uploadType={kind}")


def _related(mime_type: str, body: bytes) -> tuple[Any, Media]:
    message = BytesParser(policy=policy.HTTP).parsebytes(b"Content-Type: " + mime_type.encode() + b"\r\n\r\n" + body)
    parts = list(message.iter_parts()) if message.is_multipart() else []
    if len(parts) != 2:
        raise BadRequest("Malformed multipart body.", reason="badContent")
    metadata, media = (_bytes(part) for part in parts)
    return json.loads(metadata or b"{}"), Media(parts[1].get_content_type(), media)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
