"""One API request from the raw path to the answer: routed, prepared, handled, checked and masked, and logged."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from typing import Any

from local_workspace.core import credentials, envelope, masks, preconditions, resumable, validate
from local_workspace.core.call import Call, Handler, Json, Media, Principal
from local_workspace.core.conformance import check_response
from local_workspace.core.discovery import Found, Method, by_id, find
from local_workspace.core.errors import NotWritten, Refusal
from local_workspace.core.exchange import Incoming, Outgoing
from local_workspace.core.faults import SocketClosed, Struck, answer_of, strike, striking
from local_workspace.core.parameters import parameters
from local_workspace.core.prepare import Prepared, authorization, parsed, prepare
from local_workspace.core.upload import unpack
from local_workspace.core.workspace import Called, Workspace

NOT_FOUND = (
    "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p><b>404.</b> <ins>That’s an error.</ins>"
    "<p>The requested URL was not found on this server. <ins>That’s all we know.</ins></html>"
)
HTML = "text/html; charset=UTF-8"


class Dispatcher:
    """Answers API requests with a table of handlers. strict: check every answer against Google's schema (for tests)."""

    def __init__(self, workspace: Workspace, handlers: Mapping[str, Handler], *, strict: bool = False) -> None:
        self.workspace = workspace
        self.handlers = handlers
        self.strict = strict
        self.nonconforming: list[str] = []

    def answer(self, request: Incoming) -> Outgoing:
        """The answer to one request, logged. Raises faults.SocketClosed where a fault says so."""
        arrived = time.monotonic()
        found = find(request.verb, request.raw_path)
        name = found.method.id if found else f"{request.verb} {request.raw_path}"
        caller = credentials.whose(self.workspace, authorization(request))
        try:
            outgoing = self._outcome(found, request, arrived)
        except SocketClosed:
            self.workspace.calls.append(Called(name, caller, 0))
            raise
        self.workspace.calls.append(Called(outgoing.method or name, outgoing.user or caller, outgoing.status))
        return outgoing

    def as_person(self, method_id: str, email: str, params: Json, body: Json | None = None) -> Any:
        """Call a method as a person who is signed in to the pages: the same handler, without a token. alt=media gives bytes
        where a method can.

        Raises Refusal.
        """
        method = by_id()[method_id]
        query = {name: value if isinstance(value, list) else [_text(value)] for name, value in params.items()}
        alt = {"alt": "media"} if method.media and query.pop("alt", None) == ["media"] else {}
        typed = parameters(method, {}, query) | alt
        checked, nulls = validate.body(method, body)
        caller = Principal(email, "user", method.scopes)
        call = Call(method_id, typed, checked, caller, self.workspace, None, nulls, time.monotonic())
        with self.workspace.transaction():
            return self.handler(method)(call)

    def _outcome(self, found: Found | None, request: Incoming, arrived: float) -> Outgoing:
        session = resumable.session_of(self.workspace, request)
        if session is not None:
            found = session.found
        if found is None or (session is None and resumable.names_session(request)):
            return Outgoing(404, NOT_FOUND.encode(), HTML)
        faults = striking(self.workspace.faults, found.method.id)
        try:
            strike(faults, "before")
            outgoing = self._refusable(found, request, arrived, session)
            strike(faults, "after")
        except Struck as struck:
            return answer_of(struck.fault, found.method)
        return outgoing

    def _refusable(self, found: Found, request: Incoming, arrived: float, session: resumable.Session | None) -> Outgoing:
        try:
            if session is not None:
                return resumable.go_on(session, request, self.run)
            return self._fresh(found, request, arrived)
        except Refusal as refusal:
            api = found.method.api
            return Outgoing(refusal.code, envelope.body(refusal, api), headers=envelope.headers(refusal), method=found.method.id)
        except Exception as problem:
            logging.getLogger("local_workspace").exception(found.method.id)
            self.nonconforming.append(f"{found.method.id}: {type(problem).__name__}: {problem}")
            broken = Refusal(500, "internalError", f"Internal error encountered. {type(problem).__name__}: {problem}")
            return Outgoing(500, envelope.body(broken, found.method.api), method=found.method.id)

    def _fresh(self, found: Found, request: Incoming, arrived: float) -> Outgoing:
        if found.is_upload and request.first("uploadType") == "resumable":
            with self.workspace.lock:
                ready = prepare(self.workspace, found, request, parsed(request.body), arrived)
            return resumable.begin(self.workspace, found, ready, request)
        metadata, media = unpack(request) if found.is_upload else (parsed(request.body), None)
        with self.workspace.lock:
            ready = prepare(self.workspace, found, request, metadata, arrived)
        return self.run(ready, media)

    def run(self, ready: Prepared, media: Media | None) -> Outgoing:
        """Hand a prepared request to its handler, alone and all or nothing. Raises Refusal."""
        method, user = ready.method, ready.principal.email
        handler = self.handler(method)
        with self.workspace.transaction():
            call = ready.call(self.workspace, media)
            preconditions.check(call, method, ready.headers, self.handlers)
            result = handler(call)
            if self.strict:
                self._check(method, result)
        if isinstance(result, Media):
            return Outgoing(200, result.data, result.mime_type, method=method.id, user=user)
        if result is None:
            return Outgoing(204, b"", "text/html", method=method.id, user=user)
        return _json_answer(ready, result)

    def _check(self, method: Method, result: Any) -> None:
        problems = check_response(method, result)
        if problems:
            self.nonconforming += problems
            raise Refusal(500, "internalError", f"Not what Google would answer: {'; '.join(problems[:10])}")

    def handler(self, method: Method) -> Handler:
        """The handler for a method. Raises NotWritten."""
        try:
            return self.handlers[method.id]
        except KeyError:
            raise NotWritten(method.id) from None


def _json_answer(ready: Prepared, result: Json) -> Outgoing:
    headers = preconditions.etag_header(result)
    if preconditions.unchanged(ready.method, ready.headers, headers):
        return Outgoing(304, b"", headers=headers, method=ready.method.id, user=ready.principal.email)
    text = json.dumps(masks.apply(ready.mask, result), ensure_ascii=False, separators=(",", ":"))
    return Outgoing(200, text.encode(), headers=headers, method=ready.method.id, user=ready.principal.email)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
