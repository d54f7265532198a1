"""The token endpoint: a service account's signed JWT for a bearer token (developers.google.com/identity/protocols/oauth2/
service-account). Tokens go by the machine's time, whatever clock the Workspace keeps, for google-auth signs with it.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import exceptions, jwt

from local_workspace.core.call import Principal
from local_workspace.core.errors import Refusal
from local_workspace.core.workspace import Workspace

LIFETIME_SECONDS = 3600
SKEW_SECONDS = 300
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AUDIENCES = ("https://oauth2.googleapis.com/token", "https://accounts.google.com/o/oauth2/token")


class TokenRefused(Exception):
    """The token endpoint says no. error: OAuth's code; description: Google's words."""

    def __init__(self, error: str, description: str, code: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.code = code


def issue(workspace: Workspace, email: str, scopes: Collection[str], *, lifetime: float = LIFETIME_SECONDS) -> str:
    """A bearer token for an account, without the exchange."""
    token = "ya29.local-" + secrets.token_urlsafe(24)
    kind = "serviceAccount" if email.endswith(".iam.gserviceaccount.com") else "user"
    workspace.db.execute(
        "INSERT INTO tokens VALUES (?, ?, ?, ?, ?)",
        (token, email, kind, " ".join(sorted(scopes)), time.time() + lifetime),
    )
    return token


def exchange(workspace: Workspace, form: Mapping[str, str]) -> dict[str, Any]:
    """Answer the token endpoint's form. Raises TokenRefused."""
    if form.get("grant_type") != GRANT:
        raise TokenRefused("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")
    claims = verified(workspace, form.get("assertion", ""))
    scopes = frozenset(str(claims.get("scope", "")).split())
    if not scopes:
        raise TokenRefused("invalid_scope", "Empty or missing scope not allowed.")
    subject = str(claims.get("sub") or claims["iss"])
    if subject != claims["iss"] and not scopes <= workspace.delegation.get(subject, frozenset()):
        raise TokenRefused(
            "unauthorized_client",
            "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the "
            "scopes requested.",
            401,
        )
    token = issue(workspace, subject, scopes)
    return {"access_token": token, "expires_in": LIFETIME_SECONDS - 1, "token_type": "Bearer"}


def verified(workspace: Workspace, assertion: str) -> dict[str, Any]:
    """The claims of a JWT signed by a seeded service account. Raises TokenRefused."""
    keys = {row["key_id"]: row["public_pem"] for row in workspace.db.execute("SELECT * FROM service_keys")}
    try:
        claims: dict[str, Any] = jwt.decode(assertion, certs=keys, verify=True, clock_skew_in_seconds=SKEW_SECONDS)
    except (ValueError, exceptions.GoogleAuthError) as problem:
        raise TokenRefused("invalid_grant", f"Invalid JWT Signature or claims: {type(problem).__name__}") from problem
    owners = {row["email"] for row in workspace.db.execute("SELECT email FROM service_keys")}
    if claims.get("iss") not in owners:
        raise TokenRefused("invalid_grant", "Invalid grant: account not found")
    if claims.get("aud") not in (*AUDIENCES, f"{workspace.base_url}/token"):
        raise TokenRefused("invalid_grant", "Invalid JWT: Failed audience check.")
    return claims


def principal(workspace: Workspace, authorization: str) -> Principal:
    """Who a bearer token stands for. Raises Refusal 401 in Google's words."""
    kind, _, token = authorization.partition(" ")
    if kind.lower() != "bearer" or not token:
        raise _unauthenticated("CREDENTIALS_MISSING", "required", "Login Required.")
    row = workspace.db.execute("SELECT * FROM tokens WHERE token = ?", (token,)).fetchone()
    if row is None and token.count(".") == 2:
        return _self_signed(workspace, token)
    if row is None or row["expires"] <= time.time():
        raise _unauthenticated("ACCESS_TOKEN_EXPIRED" if row else "ACCESS_TOKEN_TYPE_UNSUPPORTED", "authError", BAD_CREDENTIALS)
    return Principal(row["email"], row["kind"], frozenset(row["scopes"].split()))


def _self_signed(workspace: Workspace, token: str) -> Principal:
    """A JWT that the service account signed itself, sent as the bearer (google-auth does so without `with_scopes`)."""
    try:
        unchecked = jwt.decode(token, verify=False)
        keys = {row["key_id"]: row["public_pem"] for row in workspace.db.execute("SELECT * FROM service_keys")}
        claims = jwt.decode(token, certs=keys, verify=True, clock_skew_in_seconds=SKEW_SECONDS)
    except (ValueError, exceptions.GoogleAuthError) as problem:
        raise _unauthenticated("ACCESS_TOKEN_TYPE_UNSUPPORTED", "authError", BAD_CREDENTIALS) from problem
    scopes = frozenset(str(unchecked.get("scope", "")).split())
    return Principal(str(claims["iss"]), "serviceAccount", scopes)


BAD_CREDENTIALS = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)


def _unauthenticated(info: str, reason: str, message: str) -> Refusal:
    detail = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": info, "domain": "googleapis.com"}
    return Refusal(401, reason, message, details=(detail,))


def require_scope(principal: Principal, scopes: frozenset[str]) -> None:
    """Raises Refusal 403 unless the token has one of the method's scopes."""
    if scopes and not scopes & principal.scopes:
        detail = {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "domain": "googleapis.com",
        }
        raise Refusal(403, "insufficientPermissions", "Request had insufficient authentication scopes.", details=(detail,))


def make_key(workspace: Workspace, email: str, project: str) -> dict[str, str]:
    """A new key for a service account, in the form of Google's key files. The private half is kept nowhere else."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    key_id = secrets.token_hex(20)
    workspace.db.execute("INSERT INTO service_keys VALUES (?, ?, ?)", (key_id, email, public.decode()))
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return {
        "type": "service_account",
        "project_id": project,
        "private_key_id": key_id,
        "private_key": pem.decode(),
        "client_email": email,
        "client_id": "1" + str(int(key_id, 16))[:20],
        "token_uri": f"{workspace.base_url}/token",
        "universe_domain": "googleapis.com",
    }


def write_key_file(workspace: Workspace, path: Path, email: str, project: str) -> None:
    """Write a fresh key to a file that only its owner may read."""
    path.touch(mode=0o600, exist_ok=True)
    path.write_text(json.dumps(make_key(workspace, email, project), indent=2), "utf-8")
