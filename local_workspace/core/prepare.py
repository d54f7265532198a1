"""What is settled before a handler runs: system parameters, who calls, whether they may, and what was said.

The order is Google's, as far as it was seen: an unknown `alt` is refused ahead of the credential, a wrong value after it
(github.com/brekkylab/backlot/issues/309).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local_workspace.core import credentials, masks, validate
from local_workspace.core.call import Call, Json, Media, Principal
from local_workspace.core.discovery import Found, Method
from local_workspace.core.errors import BadRequest
from local_workspace.core.exchange import Incoming
from local_workspace.core.parameters import parameters
from local_workspace.core.workspace import Workspace

ALTS = frozenset({"", "json", "media", "proto"})


@dataclass(frozen=True)
class Prepared:
    """A request that may go to its handler."""

    method: Method
    params: Mapping[str, Any]
    body: Json
    nulls: frozenset[str]
    principal: Principal
    mask: masks.Mask
    headers: Mapping[str, str]
    arrived: float

    def call(self, workspace: Workspace, media: Media | None) -> Call:
        return Call(
            self.method.id, self.params, self.body, self.principal, workspace, media, self.nulls, self.arrived, self.mask
        )  # fmt: skip


def prepare(workspace: Workspace, found: Found, request: Incoming, metadata: Any, arrived: float) -> Prepared:
    """Check a request whole. metadata: its JSON body, parsed. Raises Refusal."""
    method = found.method
    alt = _alt(method, request)
    caller = credentials.principal(workspace, authorization(request), method)
    credentials.require_scope(caller, method)
    workspace.quotas.charge(method.id, caller.email, workspace.clock.now())
    params = parameters(method, found.path, request.query)
    body, nulls = validate.body(method, metadata)
    mask = masks.wanted(method, request.query)
    return Prepared(method, params | alt, body, nulls, caller, mask, request.headers, arrived)


def authorization(request: Incoming) -> str:
    """The Authorization header, or a token given as a parameter (cloud.google.com/apis/docs/system-parameters)."""
    token = request.first("access_token") or request.first("oauth_token")
    return request.headers.get("authorization") or (f"Bearer {token}" if token else "")


def _alt(method: Method, request: Incoming) -> dict[str, str]:
    alt = request.first("alt") or request.first("$alt")
    if alt not in ALTS:
        text = f"Invalid query parameters. Invalid value '{alt}' for system query parameter : alt"
        raise BadRequest(text, reason="badRequest", front_end=True)
    if alt == "media" and not method.media:
        text = 'Unsupported alt type "media" for non byte stream request.'
        raise BadRequest(text, reason="badRequest", front_end=True)
    return {"alt": alt} if alt == "media" else {}


def parsed(body: bytes) -> Any:
    """A JSON body; None for an empty one. Raises BadRequest for what is no JSON."""
    if not body.strip():
        return None
    try:
        return json.loads(body, parse_constant=_no_constant)
    except ValueError as problem:
        text = f"Invalid JSON payload received. {_what(problem)}"
        raise BadRequest(text, reason="parseError", front_end=True) from problem


def _what(problem: ValueError) -> str:
    if not isinstance(problem, json.JSONDecodeError):
        return "Invalid UTF-8 or number."
    rest = problem.doc[problem.pos : problem.pos + 20]
    return f"Unexpected token.\n{rest}\n^" if rest else "Unexpected end of string."


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
