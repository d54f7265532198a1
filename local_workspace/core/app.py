"""The WSGI application: one adapter that speaks HTTP for everything behind it."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from local_workspace.core import batch, control, oauth
from local_workspace.core.discovery import APIS, api
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.envelope import envelope
from local_workspace.core.errors import Refusal
from local_workspace.core.exchange import Incoming, Outgoing
from local_workspace.core.faults import SocketClosed

StartResponse = Callable[[str, list[tuple[str, str]]], object]
Pages = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

SMALLEST_TO_GZIP = 1400


class App:
    """Answers HTTP. pages: a WSGI application for everything that is no API, or None."""

    def __init__(self, dispatcher: Dispatcher, pages: Pages | None = None) -> None:
        self.dispatcher = dispatcher
        self.pages = pages

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if self.pages is not None and not _is_api(_raw_path(environ)):
            return self.pages(environ, start_response)
        request = _incoming(environ)
        try:
            outgoing = self._answer(request)
        except SocketClosed:
            _close(environ)
            return []
        return _send(request, outgoing, start_response)

    def _answer(self, request: Incoming) -> Outgoing:
        path = request.raw_path
        if path.startswith("/_local/"):
            return control.answer(self.dispatcher.workspace, request)
        if path == "/token":
            return self._token(request)
        if (document := self._document(request)) is not None:
            return document
        if batch.is_batch(request):
            try:
                return batch.answer(request, self.dispatcher.answer)
            except Refusal as refusal:
                return Outgoing(refusal.code, json.dumps(envelope(refusal, legacy=True)).encode())
        return self.dispatcher.answer(request)

    def _token(self, request: Incoming) -> Outgoing:
        form = {name: values[-1] for name, values in parse_qs(request.body.decode()).items()}
        workspace = self.dispatcher.workspace
        try:
            with workspace.lock:
                return Outgoing(200, json.dumps(oauth.exchange(workspace, form)).encode())
        except oauth.TokenRefused as refused:
            body = {"error": refused.error, "error_description": refused.description}
            return Outgoing(refused.code, json.dumps(body).encode())

    def _document(self, request: Incoming) -> Outgoing | None:
        """A discovery document, with its addresses here."""
        parts = request.raw_path.strip("/").split("/")
        if parts[:2] != ["discovery", "v1"] or parts[-1] != "rest" or parts[3] not in APIS:
            return None
        document = dict(api(parts[3]).document)
        document.pop("mtlsRootUrl", None)
        document["rootUrl"] = f"{self.dispatcher.workspace.base_url}/"
        document["baseUrl"] = document["rootUrl"] + document["servicePath"]
        return Outgoing(200, json.dumps(document).encode())


def _raw_path(environ: dict[str, Any]) -> str:
    target: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"]
    return target.partition("?")[0]


def _is_api(path: str) -> bool:
    first = path.strip("/").split("/")[0]
    return first in (
        "_local",
        "token",
        "discovery",
        "batch",
        "upload",
        "drive",
        "v1",
        "v4",
        "admin",
        "gmail",
        "calendar",
    ) and not (path.startswith("/drive/") and not path.startswith("/drive/v3"))


def _incoming(environ: dict[str, Any]) -> Incoming:
    """PATH_INFO is decoded by WSGI, and with it `%3A` and `%2F`; the raw target is not."""
    target = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"]
    if "?" not in target and environ.get("QUERY_STRING"):
        target += "?" + environ["QUERY_STRING"]
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    headers["content-type"] = environ.get("CONTENT_TYPE", "")
    length = int(environ.get("CONTENT_LENGTH") or 0)
    return Incoming.of(environ["REQUEST_METHOD"], target, headers, environ["wsgi.input"].read(length) if length else b"")


def _send(request: Incoming, outgoing: Outgoing, start_response: StartResponse) -> Iterable[bytes]:
    body = outgoing.body
    headers = [("Content-Type", outgoing.mime_type), *outgoing.headers.items()]
    if len(body) > SMALLEST_TO_GZIP and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 1)
        headers.append(("Content-Encoding", "gzip"))
    headers += [("Content-Length", str(len(body))), ("Vary", "Accept-Encoding")]
    start_response(f"{outgoing.status} {HTTPStatus(outgoing.status).phrase}", headers)
    return [body] if request.verb != "HEAD" else []


def _close(environ: dict[str, Any]) -> None:
    """Truly close the connection: the caller never learns whether the work was done."""
    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
