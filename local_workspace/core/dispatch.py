"""One API request from the raw path to the answer: routed, authorised, validated, handled, checked and masked."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from local_workspace.core import masks, oauth, validate
from local_workspace.core.call import Call, Handler, Json, Media, Principal
from local_workspace.core.conformance import check_response
from local_workspace.core.discovery import Method, api, by_id, find
from local_workspace.core.envelope import envelope
from local_workspace.core.errors import BadRequest, NotWritten, Refusal
from local_workspace.core.exchange import Incoming, Outgoing
from local_workspace.core.faults import HTML, Struck, strike, striking
from local_workspace.core.upload import unpack
from local_workspace.core.workspace import Called, Workspace

NOT_FOUND = (
    "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p><b>404.</b> <ins>That’s an error.</ins></html>"
)


class Dispatcher:
    """Answers API requests with a table of handlers."""

    def __init__(self, workspace: Workspace, handlers: Mapping[str, Handler], *, strict: bool = False) -> None:
        self.workspace = workspace
        self.handlers = handlers
        self.strict = strict
        self.nonconforming: list[str] = []

    def answer(self, request: Incoming) -> Outgoing:
        """The answer to one request, logged. Raises faults.SocketClosed where a fault says so."""
        arrived = time.monotonic()
        found = find(request.verb, request.raw_path)
        if found is None:
            return Outgoing(404, NOT_FOUND.encode(), "text/html; charset=UTF-8")
        method, path, is_upload = found
        logged = Called(method.id, "", 0)
        self.workspace.calls.append(logged)
        place = len(self.workspace.calls) - 1
        outgoing = self._guarded(method, path, is_upload, request, arrived)
        if place < len(self.workspace.calls):
            self.workspace.calls[place] = Called(method.id, outgoing.user, outgoing.status)
        return outgoing

    def as_person(self, method_id: str, email: str, params: Json, body: Json | None = None) -> Any:
        """Call a method as a person who is signed in to the pages: the same handler, without a token.

        Raises Refusal.
        """
        method = by_id()[method_id]
        query = {name: value if isinstance(value, list) else [_text(value)] for name, value in params.items()}
        typed = validate.parameters(method, {}, query)
        checked, nulls = validate.body(method, body)
        call = Call(
            method_id, typed, checked, Principal(email, "user", method.scopes), self.workspace, None, nulls, time.monotonic()
        )
        with self.workspace.transaction():
            return self._handler(method)(call)

    def _guarded(self, method: Method, path: Mapping[str, str], is_upload: bool, request: Incoming, arrived: float) -> Outgoing:
        faults = striking(self.workspace.faults, method.id)
        principal = Principal("")
        try:
            strike(faults, "before")
            with self.workspace.lock:
                principal = oauth.principal(self.workspace, request.headers.get("authorization", ""))
                oauth.require_scope(principal, method.scopes)
                self.workspace.quotas.charge(method.id, principal.email, self.workspace.clock.now())
            outgoing = self._handled(method, path, is_upload, request, principal, arrived)
            strike(faults, "after")
        except Struck as struck:
            return _fault_answer(method, struck, principal.email)
        except Refusal as refusal:
            return _refused(method, refusal, principal.email)
        return outgoing

    def _handled(
        self, method: Method, path: Mapping[str, str], is_upload: bool, request: Incoming, principal: Principal, arrived: float
    ) -> Outgoing:
        query = {
            name: values for name, values in request.query.items() if not (is_upload and name in ("uploadType", "upload_id"))
        }
        params = validate.parameters(method, path, query)
        value, media = unpack(request) if is_upload else (_json(request.body), None)
        body, nulls = validate.body(method, value)
        mask = self._mask(method, request)
        call = Call(method.id, params, body, principal, self.workspace, media, nulls, arrived)
        with self.workspace.transaction():
            result = self._handler(method)(call)
        if isinstance(result, Media):
            return Outgoing(200, result.data, result.mime_type, method=method.id, user=principal.email)
        if result is None:
            return Outgoing(204, method=method.id, user=principal.email)
        if self.strict:
            self.nonconforming += check_response(method, result)
        text = json.dumps(masks.apply(mask, result), ensure_ascii=False, separators=(",", ":"))
        return Outgoing(200, text.encode(), method=method.id, user=principal.email)

    def _handler(self, method: Method) -> Handler:
        try:
            return self.handlers[method.id]
        except KeyError:
            raise NotWritten(method.id) from None

    def _mask(self, method: Method, request: Incoming) -> masks.Mask:
        asked = request.query.get("fields", request.query.get("$fields", [""]))[-1]
        text = asked or masks.DEFAULTS.get(method.id, "")
        if not text or text == "*":
            return {}
        mask = masks.parse(text)
        if asked and method.response:
            masks.check(mask, api(method.api).schemas, {"$ref": method.response})
        return mask


def _json(body: bytes) -> Any:
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError as problem:
        raise BadRequest("Invalid JSON payload received. Unexpected token.", reason="parseError") from problem


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refused(method: Method, refusal: Refusal, user: str) -> Outgoing:
    body = json.dumps(envelope(refusal, legacy=api(method.api).legacy_errors), ensure_ascii=False, indent=2)
    headers = (
        {"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'} if refusal.code == 401 else {}
    )
    return Outgoing(refusal.code, body.encode(), headers=headers, method=method.id, user=user)


def _fault_answer(method: Method, struck: Struck, user: str) -> Outgoing:
    fault = struck.fault
    if fault.html:
        text = HTML.format(code=fault.status)
        return Outgoing(fault.status, text.encode(), "text/html; charset=UTF-8", method=method.id, user=user)
    domain = "usageLimits" if fault.status in (403, 429) else "global"
    return _refused(method, Refusal(fault.status, fault.reason, fault.reason, domain=domain), user)
