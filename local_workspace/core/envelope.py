"""The one place that writes Google's error envelopes.

They are not uniform. Drive, Calendar and Directory: ``errors[]`` with domain and reason, and a canonical ``status`` only
where the front end refused (developers.google.com/workspace/drive/api/guides/handle-errors). Gmail: both, always. Docs,
Sheets, Forms: google.rpc.Status, without ``errors[]``. Measured against the live APIs by github.com/brekkylab/backlot
(its ``errors/google.py`` at 74f79dd, and its issue 202).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from local_workspace.core.errors import Refusal

ERRORS_LISTED = frozenset({"drive", "calendar", "gmail", "admin"})
STATUS_ALWAYS = frozenset({"docs", "sheets", "forms", "gmail"})
WWW_AUTHENTICATE: Mapping[int, str] = {
    401: 'Bearer realm="https://accounts.google.com/"',
    403: 'Bearer realm="https://accounts.google.com/", error="insufficient_scope"',
}


def envelope(refusal: Refusal, api: str) -> dict[str, Any]:
    """The JSON body for a refusal by an API (``drive``, ``docs``, ...)."""
    error: dict[str, Any] = {"code": refusal.code, "message": refusal.message}
    if api in ERRORS_LISTED:
        error["errors"] = [_entry(refusal)]
    if refusal.front_end or api in STATUS_ALWAYS:
        error["status"] = refusal.status
        if refusal.details:
            error["details"] = list(refusal.details)
    return {"error": error}


def _entry(refusal: Refusal) -> dict[str, str]:
    entry = {"message": refusal.short_message, "domain": refusal.domain, "reason": refusal.reason}
    if refusal.location:
        entry |= {"location": refusal.location, "locationType": refusal.location_type}
    return {name: value for name, value in entry.items() if value}


def body(refusal: Refusal, api: str) -> bytes:
    """The same as bytes, indented as Google indents it."""
    return json.dumps(envelope(refusal, api), ensure_ascii=False, indent=2).encode()


def headers(refusal: Refusal) -> dict[str, str]:
    """What goes with it: a challenge where the credential is at fault."""
    if refusal.code == 401:
        broken = ', error="invalid_token"' if refusal.reason == "authError" else ""
        return {"WWW-Authenticate": WWW_AUTHENTICATE[401] + broken}
    if refusal.reason == "insufficientPermissions":
        return {"WWW-Authenticate": WWW_AUTHENTICATE[403]}
    return {}
