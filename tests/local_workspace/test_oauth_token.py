"""The token endpoint, with the stock google-auth on the other side
(developers.google.com/identity/protocols/oauth2/service-account). Wordings: as other stand-ins checked them against Google
on 2026-09-29 (signature, audience, times, account, scope).
"""

from __future__ import annotations

import base64
import json
import time
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from google.auth import exceptions
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from local_workspace.core import oauth

ROBOT = "ggp@ggp-local.iam.gserviceaccount.com"
DRIVE = "https://www.googleapis.com/auth/drive"
GMAIL = "https://www.googleapis.com/auth/gmail.send"
BAD_TIME = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """One RSA key for all these tests: making one takes longer than any of them."""
    return tmp_path_factory.mktemp("key") / "key.json"


@pytest.fixture
def key(served, made_once):
    if made_once.exists():
        found = json.loads(made_once.read_text())
        private = serialization.load_pem_private_key(found["private_key"].encode(), None)
        public = private.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        row = (found["private_key_id"], ROBOT, public.decode())
        served.workspace.db.execute("INSERT INTO service_keys VALUES (?, ?, ?)", row)
    oauth.write_key_file(served.workspace, made_once, ROBOT, "ggp-local")
    return json.loads(made_once.read_text())


def encoded(value) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def assertion(key, header=None, **claims) -> str:
    now = int(time.time())
    usual = {"iss": ROBOT, "scope": DRIVE, "aud": "https://oauth2.googleapis.com/token", "iat": now, "exp": now + 3600}
    given = {name: value for name, value in (usual | claims).items() if value is not None}
    head = {"alg": "RS256", "typ": "JWT", "kid": key["private_key_id"]} | (header or {})
    signed = f"{encoded(head)}.{encoded(given)}"
    private = serialization.load_pem_private_key(key["private_key"].encode(), None)
    signature = private.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@pytest.fixture
def exchange(ask):
    def made(token, grant=oauth.GRANT):
        form = urlencode({"grant_type": grant, "assertion": token}).encode()
        return ask("POST", "/token", form, content_type="application/x-www-form-urlencoded", authorization="")

    return made


def test_the_stock_library_gets_a_token_from_the_key_file_and_it_opens_the_api(key, ask):
    credentials = service_account.Credentials.from_service_account_info(key, scopes=[DRIVE])
    credentials.refresh(Request())
    answer = ask("GET", "/drive/v3/files/1abc?fields=id", authorization=f"Bearer {credentials.token}")
    assert (answer.status, answer.json) == (200, {"id": "1abc"})


def test_the_key_file_has_googles_members_and_names_this_server(key, served):
    """cloud.google.com/iam/docs/keys-create-delete: the members of a service account's key file."""
    assert key["type"] == "service_account"
    assert key["client_email"] == ROBOT
    assert key["project_id"] == "ggp-local"
    assert key["token_uri"] == f"{served.url}/token"
    assert key["private_key"].startswith("-----BEGIN PRIVATE KEY-----")


def test_a_key_file_is_for_its_owners_eyes_and_is_kept_while_it_fits(served, key, made_once):
    assert made_once.stat().st_mode & 0o077 == 0
    oauth.write_key_file(served.workspace, made_once, ROBOT, "ggp-local")
    assert json.loads(made_once.read_text())["private_key_id"] == key["private_key_id"]


def test_a_token_is_a_bearer_token_for_an_hour(key, exchange):
    answer = exchange(assertion(key))
    assert answer.status == 200
    assert answer.json["token_type"] == "Bearer"
    assert answer.json["expires_in"] == 3599


@pytest.mark.parametrize("audience", ["https://oauth2.googleapis.com/token", "https://www.googleapis.com/oauth2/v4/token", "own"])
def test_googles_audience_is_accepted_and_this_servers_own(key, exchange, served, audience):
    """google-auth signs for oauth2.googleapis.com whatever `token_uri` says."""
    wanted = f"{served.url}/token" if audience == "own" else audience
    assert exchange(assertion(key, aud=wanted)).status == 200


def test_a_foreign_audience_is_refused(key, exchange):
    answer = exchange(assertion(key, aud="https://example.org/token"))
    assert (answer.status, answer.json) == (
        400,
        {"error": "invalid_grant", "error_description": "Invalid JWT: Failed audience check."},
    )


def test_a_signature_that_does_not_fit_is_refused(key, exchange):
    good = assertion(key)
    head, _, signature = good.split(".")
    forged = ".".join((head, encoded({"iss": ROBOT, "scope": DRIVE}), signature))
    for token in (forged, good[:-8] + "AAAAAAAA", "not.a.jwt", "", assertion(key, {"kid": "another"})):
        assert exchange(token).json == {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}


def test_no_other_algorithm_is_taken_for_a_signature(key, exchange):
    for algorithm in ("none", "HS256"):
        assert exchange(assertion(key, {"alg": algorithm})).json["error"] == "invalid_grant"


def test_an_account_that_is_not_here_is_refused(key, exchange):
    answer = exchange(assertion(key, iss="other@ggp-local.iam.gserviceaccount.com"))
    assert answer.json == {"error": "invalid_grant", "error_description": "Invalid grant: account not found"}


@pytest.mark.parametrize(
    ("issued", "expires"),
    [(0, 3601), (-7200, -3600), (3600, 7200), (0, 0), (None, 3600), (0, None), (-600, -400)],
)
def test_a_token_must_be_short_lived_and_of_now(key, exchange, issued, expires):
    now = int(time.time())
    claims = {"iat": None if issued is None else now + issued, "exp": None if expires is None else now + expires}
    answer = exchange(assertion(key, **claims))
    assert answer.json == {"error": "invalid_grant", "error_description": BAD_TIME}


def test_a_clock_that_is_a_little_off_is_forgiven(key, exchange):
    now = int(time.time())
    assert exchange(assertion(key, iat=now + 200, exp=now + 3800)).status == 200


def test_tokens_go_by_the_machines_time_whatever_the_workspace_keeps(key, exchange, ask):
    """google-auth signs with the machine's time."""
    ask("PUT", "/_local/clock", {"now": "2030-01-01T00:00:00Z"})
    assert exchange(assertion(key)).status == 200
    assert ask("GET", "/drive/v3/files/1abc").status == 200


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (None, "Empty or missing scope not allowed."),
        ("https://www.googleapis.com/auth/drvie", "Invalid OAuth scope or ID token audience provided."),
    ],
)
def test_a_scope_that_does_not_exist_is_refused(key, exchange, scope, words):
    assert exchange(assertion(key, scope=scope)).json == {"error": "invalid_scope", "error_description": words}


def test_another_grant_is_refused(key, exchange):
    answer = exchange(assertion(key), grant="password")
    assert (answer.status, answer.json["error"]) == (400, "unsupported_grant_type")


def test_delegation_is_off_until_it_is_allowed_for_a_subject_and_its_scopes(key, exchange, ask, workspace):
    """developers.google.com/identity/protocols/oauth2/service-account, error table: ``unauthorized_client``."""
    refused = exchange(assertion(key, sub="tess@stour.example"))
    assert refused.status == 401
    assert refused.json == {
        "error": "unauthorized_client",
        "error_description": "Client is unauthorized to retrieve access tokens using this method, or client not authorized "
        "for any of the scopes requested.",
    }
    ask("PUT", "/_local/settings", {"delegation": {"tess@stour.example": [DRIVE]}})
    token = exchange(assertion(key, sub="tess@stour.example")).json["access_token"]
    ask("GET", "/drive/v3/files/1abc", authorization=f"Bearer {token}")
    assert workspace.calls[-1].user == "tess@stour.example"
    assert exchange(assertion(key, sub="tess@stour.example", scope=f"{DRIVE} {GMAIL}")).status == 401
    assert exchange(assertion(key, sub="lina@stour.example")).status == 401


def test_a_subject_without_an_account_is_refused(key, exchange, ask):
    """The words that many reports quote for an unknown subject: "Invalid email or User ID"."""
    ask("PUT", "/_local/settings", {"delegation": {"*": [DRIVE]}})
    answer = exchange(assertion(key, sub="nobody@stour.example"))
    assert answer.json == {"error": "invalid_grant", "error_description": "Invalid email or User ID"}


def test_the_stock_library_reads_a_refusal(key):
    credentials = service_account.Credentials.from_service_account_info(key, scopes=[DRIVE], subject="tess@stour.example")
    with pytest.raises(exceptions.RefreshError, match="unauthorized_client"):
        credentials.refresh(Request())


def test_a_jwt_that_the_account_signed_itself_is_a_bearer_token(key, ask, workspace):
    """google.aip.dev/auth/4111: with scopes, or with the API itself as the audience."""
    by_scope = assertion(key, aud=None, sub=ROBOT)
    by_audience = assertion(key, aud="https://www.googleapis.com/", scope=None, sub=ROBOT)
    for token in (by_scope, by_audience):
        assert ask("GET", "/drive/v3/files/1abc", authorization=f"Bearer {token}").status == 200
        assert workspace.calls[-1].user == ROBOT
    assert ask("GET", "/v1/documents/d", authorization=f"Bearer {by_audience}").status == 403
    assert ask("GET", "/drive/v3/files/1abc", authorization=f"Bearer {by_scope[:-8]}AAAAAAAA").status == 401
    old = assertion(key, aud=None, sub=ROBOT, iat=int(time.time()) - 7200, exp=int(time.time()) - 3600)
    assert ask("GET", "/drive/v3/files/1abc", authorization=f"Bearer {old}").status == 401


def test_keys_and_tokens_outlive_a_reset(request, exchange, ask, workspace):
    workspace.snapshot("seed")
    key = request.getfixturevalue("key")
    assert ask("POST", "/_local/reset").status == 200
    assert exchange(assertion(key)).status == 200
    assert ask("GET", "/drive/v3/files/1abc").status == 200
