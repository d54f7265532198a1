"""Who a request is from: bearer tokens, and JWTs that a service account signed itself; what it may ask for by its scopes.

The refusals' bodies are as Drive answered them: github.com/ShareX/ShareX/issues/7079 (a bad token), github.com/masbug/
flysystem-google-drive-ext/issues/107 (none), github.com/GoogleCloudPlatform/genai-for-marketing/issues/45 (scopes); which
of 401 and 403 an anonymous caller gets: github.com/brekkylab/backlot/issues/307.
"""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from local_workspace.core import jwt
from local_workspace.core.call import Principal
from local_workspace.core.discovery import Method, api
from local_workspace.core.errors import Refusal
from local_workspace.core.workspace import Workspace

SKEW_SECONDS = 300
EXPECTED = (
    "Expected OAuth 2 access token, login cookie or other valid authentication credential. "
    "See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
MISSING = f"Request is missing required authentication credential. {EXPECTED}"
INVALID = f"Request had invalid authentication credentials. {EXPECTED}"
UNREGISTERED = (
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of "
    "API consumer identity to call this API."
)
TAKE_API_KEYS = frozenset({"drive", "sheets"})
"""APIs that would take an API key on a GET, and so answer an anonymous one with 403."""


def principal(workspace: Workspace, authorization: str, method: Method) -> Principal:
    """Who a request's Authorization header stands for. Raises Refusal (401, or 403) in Google's words."""
    kind, _, token = authorization.partition(" ")
    if kind.lower() != "bearer" or not token:
        raise _anonymous(method)
    known = workspace.tokens.get(token)
    if known is None and token.count(".") == 2:
        return _self_signed(workspace, token, method)
    if known is None:
        raise _invalid("ACCESS_TOKEN_TYPE_UNSUPPORTED", method)
    if known.expires <= time.time():
        raise _invalid("ACCESS_TOKEN_EXPIRED", method)
    return known.principal


def whose(workspace: Workspace, authorization: str) -> str:
    """The address a token was issued for, expired or not, for the log of calls; empty for one that is unknown."""
    known = workspace.tokens.get(authorization.partition(" ")[2])
    return known.principal.email if known else ""


def require_scope(caller: Principal, method: Method) -> None:
    """Raises Refusal 403 unless the token has one of the method's scopes."""
    if method.scopes and not method.scopes & caller.scopes:
        raise Refusal(
            403,
            "insufficientPermissions",
            "Request had insufficient authentication scopes.",
            short_message="Insufficient Permission",
            details=(_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", method),),
            front_end=True,
        )


def public_keys(workspace: Workspace) -> dict[str, str]:
    """PEM public keys of the seeded service accounts, by key id."""
    return {row["key_id"]: row["public_pem"] for row in workspace.db.execute("SELECT key_id, public_pem FROM service_keys")}


def _self_signed(workspace: Workspace, token: str, method: Method) -> Principal:
    """google.aip.dev/auth/4111: the claims name scopes, or as audience the API itself, which stands for all of its scopes."""
    try:
        claims = jwt.verified(token, public_keys(workspace))
    except jwt.Unverified as problem:
        raise _invalid("ACCESS_TOKEN_TYPE_UNSUPPORTED", method) from problem
    now = time.time()
    if not claims.get("iat", now + SKEW_SECONDS) < now + SKEW_SECONDS or claims.get("exp", 0) <= now - SKEW_SECONDS:
        raise _invalid("ACCESS_TOKEN_EXPIRED", method)
    scopes = frozenset(str(claims.get("scope", "")).split())
    if not scopes and _is_root_of(str(claims.get("aud", "")), method, workspace):
        scopes = method.scopes
    return Principal(str(claims.get("iss", "")), "serviceAccount", scopes)


def _is_root_of(audience: str, method: Method, workspace: Workspace) -> bool:
    roots = (service(method), urlsplit(api(method.api).document["rootUrl"]).netloc, urlsplit(workspace.base_url).netloc)
    return urlsplit(audience).netloc in roots


def _anonymous(method: Method) -> Refusal:
    if method.verb == "GET" and method.api in TAKE_API_KEYS:
        return Refusal(403, "forbidden", UNREGISTERED, front_end=True)
    return Refusal(
        401,
        "required",
        MISSING,
        short_message="Login Required.",
        location="Authorization",
        location_type="header",
        details=(_info("CREDENTIALS_MISSING", method),),
        front_end=True,
    )


def _invalid(info: str, method: Method) -> Refusal:
    return Refusal(
        401,
        "authError",
        INVALID,
        short_message="Invalid Credentials",
        location="Authorization",
        location_type="header",
        details=(_info(info, method),),
        front_end=True,
    )


def _info(reason: str, method: Method) -> dict[str, object]:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": service(method), "method": method.id},
    }


def service(method: Method) -> str:
    """The service's name, as Google's errors give it."""
    return f"{'calendar-json' if method.api == 'calendar' else method.api}.googleapis.com"
