"""The WSGI application: one adapter that speaks HTTP for everything behind it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from typing import Any

from local_workspace.core import batch, control, documents, oauth
from local_workspace.core.discovery import Method, api, by_id
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.exchange import Incoming, Outgoing
from local_workspace.core.faults import PAGE, TOKEN_ENDPOINT, Struck, strike, striking

StartResponse = Callable[[str, list[tuple[str, str]]], object]
Pages = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

SMALLEST_TO_GZIP = 1400
LONGEST_TO_INDENT = 1_000_000
COMPRESSED = frozenset({"application/json", "text/plain", "text/html", "text/csv", "multipart/mixed"})
OWN = ("/_local/", "/token", "/batch", "/upload/", "/resumable/", "/$discovery/", "/discovery/")


class App:
    """Answers HTTP. pages: a WSGI application for everything that is no API, or None."""

    def __init__(self, dispatcher: Dispatcher, pages: Pages | None = None) -> None:
        self.dispatcher = dispatcher
        self.pages = pages
        self.prefixes = (*OWN, *sorted({_prefix(method) for method in by_id().values()}))

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Raises faults.SocketClosed, which the server turns into a closed connection."""
        if self.pages is not None and not _target(environ).startswith(self.prefixes):
            return self.pages(environ, start_response)
        request = incoming(environ)
        return _send(request, self.answer(request), start_response)

    def answer(self, request: Incoming) -> Outgoing:
        """The answer to one request. Raises faults.SocketClosed."""
        path = request.raw_path
        if path.startswith("/_local/"):
            return control.answer(self.dispatcher.workspace, request)
        if path == "/token":
            return self._token(request)
        if (document := documents.answer(self.dispatcher.workspace.base_url, request)) is not None:
            return document
        if batch.is_batch(request):
            return batch.answer(request, self.dispatcher.answer)
        return self.dispatcher.answer(request)

    def _token(self, request: Incoming) -> Outgoing:
        workspace = self.dispatcher.workspace
        faults = striking(workspace.faults, TOKEN_ENDPOINT)
        try:
            strike(faults, "before")
            answer = oauth.answer(workspace, request)
            strike(faults, "after")
        except Struck as struck:
            status = struck.fault.status
            if struck.fault.html:
                return Outgoing(status, PAGE.format(code=status).encode(), "text/html; charset=UTF-8")
            return Outgoing(status, json.dumps({"error": struck.fault.reason or "internal_failure"}).encode())
        return answer


def _prefix(method: Method) -> str:
    """What the addresses of a method's API begin with: ``/drive/v3/``, ``/v1/documents``, ``/admin/directory/v1/``."""
    base: str = api(method.described_by).document["servicePath"]
    parts = method.path.split("/")
    return "/" + (base or ("/".join(parts[:3]) + "/" if method.api in ("admin", "gmail") else "/".join(parts[:2]).split(":")[0]))


def _target(environ: dict[str, Any]) -> str:
    """The raw request target: PATH_INFO is decoded by WSGI, and with it `%3A` and `%2F`."""
    target: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"]
    return target


def incoming(environ: dict[str, Any]) -> Incoming:
    """The request, read to its end."""
    target = _target(environ)
    if "?" not in target and environ.get("QUERY_STRING"):
        target += "?" + environ["QUERY_STRING"]
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    headers["content-type"] = environ.get("CONTENT_TYPE", "")
    return Incoming.of(environ["REQUEST_METHOD"], target, headers, _body(environ, headers))


def _body(environ: dict[str, Any], headers: dict[str, str]) -> bytes:
    if environ.get("wsgi.input_terminated"):
        body: bytes = environ["wsgi.input"].read()
    else:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
    return gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body


def _send(request: Incoming, outgoing: Outgoing, start_response: StartResponse) -> Iterable[bytes]:
    body = _indented(outgoing.body) if _wants_indent(request, outgoing) else outgoing.body
    headers = [("Content-Type", outgoing.mime_type), *outgoing.headers.items()]
    plain = outgoing.mime_type.partition(";")[0]
    if len(body) > SMALLEST_TO_GZIP and plain in COMPRESSED and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 1)
        headers.append(("Content-Encoding", "gzip"))
    headers += [("Content-Length", str(len(body))), ("Vary", "Origin, X-Origin, Referer"), ("Cache-Control", "private")]
    start_response(f"{outgoing.status} {outgoing.phrase}", headers)
    return [body] if request.verb != "HEAD" else []


def _wants_indent(request: Incoming, outgoing: Outgoing) -> bool:
    """Google indents unless told not to; here it has to be asked for, since most of the cost of an answer is that."""
    asked = request.first("prettyPrint").lower() == "true"
    return asked and outgoing.mime_type.startswith("application/json") and len(outgoing.body) < LONGEST_TO_INDENT


def _indented(body: bytes) -> bytes:
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2).encode() if body else body
