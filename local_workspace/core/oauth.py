"""The token endpoint: a service account's signed JWT for a bearer token
(developers.google.com/identity/protocols/oauth2/service-account).

Tokens go by the machine's time, whatever clock the Workspace keeps, for google-auth signs with it. The wordings of the
refusals are those that other stand-ins checked against Google in September 2026 (signature, audience, times, account, scope).
"""

from __future__ import annotations

import functools
import json
import secrets
import time
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import parse_qs

from local_workspace.core import jwt
from local_workspace.core.call import Principal
from local_workspace.core.credentials import SKEW_SECONDS, public_keys
from local_workspace.core.discovery import by_id
from local_workspace.core.exchange import Incoming, Outgoing
from local_workspace.core.keys import make_key, write_key_file
from local_workspace.core.workspace import Token, Workspace
from local_workspace.directory import accounts

__all__ = ["TokenRefused", "answer", "exchange", "issue", "known_scopes", "make_key", "write_key_file"]

LIFETIME_SECONDS = 3600
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AUDIENCES = (
    "https://oauth2.googleapis.com/token",
    "https://www.googleapis.com/oauth2/v4/token",
    "https://accounts.google.com/o/oauth2/token",
)
OTHER_SCOPES = frozenset(
    {
        "openid",
        "email",
        "profile",
        "https://www.googleapis.com/auth/userinfo.email",
        "https://www.googleapis.com/auth/userinfo.profile",
        "https://www.googleapis.com/auth/cloud-platform",
        "https://www.googleapis.com/auth/meetings.space.readonly",
    }
)
"""Scopes that exist though no API here asks for them."""
BAD_TIME = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)
NOT_DELEGATED = (
    "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes "
    "requested."
)


class TokenRefused(Exception):
    """The token endpoint says no. error: OAuth's code; description: Google's words."""

    def __init__(self, error: str, description: str, code: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.code = code


def issue(workspace: Workspace, email: str, scopes: Collection[str], *, lifetime: float = LIFETIME_SECONDS) -> str:
    """A bearer token for an account, without the exchange. lifetime: seconds of the machine's time."""
    token = "ya29.local-" + secrets.token_urlsafe(24)
    kind = "serviceAccount" if email.endswith(".iam.gserviceaccount.com") else "user"
    workspace.tokens[token] = Token(Principal(email, kind, frozenset(scopes)), time.time() + lifetime)
    return token


def answer(workspace: Workspace, request: Incoming) -> Outgoing:
    """Answer ``POST /token``."""
    form = {name: values[-1] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
    try:
        with workspace.lock:
            return Outgoing(200, json.dumps(exchange(workspace, form)).encode())
    except TokenRefused as refused:
        body = {"error": refused.error, "error_description": refused.description}
        return Outgoing(refused.code, json.dumps(body).encode())


def exchange(workspace: Workspace, form: Mapping[str, str]) -> dict[str, Any]:
    """A token for the endpoint's form. Raises TokenRefused."""
    if form.get("grant_type") != GRANT:
        raise TokenRefused("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")
    claims = _claims(workspace, form.get("assertion", ""))
    scopes = frozenset(str(claims.get("scope", "")).split())
    if not scopes:
        raise TokenRefused("invalid_scope", "Empty or missing scope not allowed.")
    if not scopes <= known_scopes():
        raise TokenRefused("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    token = issue(workspace, _subject(workspace, claims, scopes), scopes)
    return {"access_token": token, "expires_in": LIFETIME_SECONDS - 1, "token_type": "Bearer"}


@functools.cache
def known_scopes() -> frozenset[str]:
    """Every scope that some method accepts."""
    return OTHER_SCOPES.union(*(method.scopes for method in by_id().values()))


def _claims(workspace: Workspace, assertion: str) -> dict[str, Any]:
    try:
        claims = jwt.verified(assertion, public_keys(workspace))
    except jwt.Unverified as problem:
        raise TokenRefused("invalid_grant", "Invalid JWT Signature.") from problem
    owned = "SELECT 1 FROM service_keys WHERE email = ?"
    if workspace.db.execute(owned, (claims.get("iss"),)).fetchone() is None:
        raise TokenRefused("invalid_grant", "Invalid grant: account not found")
    if claims.get("aud") not in (*AUDIENCES, f"{workspace.base_url}/token"):
        raise TokenRefused("invalid_grant", "Invalid JWT: Failed audience check.")
    _check_times(claims)
    return claims


def _check_times(claims: Mapping[str, Any]) -> None:
    issued, expires, now = claims.get("iat"), claims.get("exp"), time.time()
    if not isinstance(issued, int) or not isinstance(expires, int):
        raise TokenRefused("invalid_grant", BAD_TIME)
    in_reach = issued <= now + SKEW_SECONDS and expires > now - SKEW_SECONDS
    if not in_reach or not 0 < expires - issued <= LIFETIME_SECONDS:
        raise TokenRefused("invalid_grant", BAD_TIME)


def _subject(workspace: Workspace, claims: Mapping[str, Any], scopes: frozenset[str]) -> str:
    """Whose token it will be. Delegation is off: only subjects and scopes that were allowed (``*`` is every subject)."""
    issuer, subject = str(claims["iss"]), str(claims.get("sub") or claims["iss"])
    if subject == issuer:
        return issuer
    allowed = workspace.delegation.get(subject, frozenset()) | workspace.delegation.get("*", frozenset())
    if not scopes <= allowed:
        raise TokenRefused("unauthorized_client", NOT_DELEGATED, 401)
    if (account := accounts.find(workspace, subject)) is None or "primaryEmail" not in account:
        raise TokenRefused("invalid_grant", "Invalid email or User ID")
    return str(account["primaryEmail"])
