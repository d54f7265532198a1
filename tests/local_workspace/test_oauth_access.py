"""Who may call what: credentials that are missing, wrong, old, or too narrow."""

from __future__ import annotations

import pytest

from local_workspace.core import oauth

EXPECTED = (
    "Expected OAuth 2 access token, login cookie or other valid authentication credential. "
    "See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
METADATA = "https://www.googleapis.com/auth/drive.metadata.readonly"


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        ("GET /drive/v3/files", 403),
        ("GET /v4/spreadsheets/s", 403),
        ("GET /v1/documents/d", 401),
        ("POST /drive/v3/files/1abc/copy", 401),
        ("POST /v4/spreadsheets/s:batchUpdate", 401),
    ],
)
def test_an_anonymous_call_is_401_but_403_where_an_api_key_would_have_done(ask, request_line, status):
    """Measured on 2026-09-22: github.com/brekkylab/backlot/issues/307."""
    verb, path = request_line.split()
    answer = ask(verb, path, {} if verb == "POST" else None, authorization="")
    assert answer.status == status
    if status == 403:
        assert answer.error["message"].startswith("Method doesn't allow unregistered callers")
        assert answer.error["status"] == "PERMISSION_DENIED"
    else:
        assert answer.error["message"] == f"Request is missing required authentication credential. {EXPECTED}"


def test_drives_anonymous_401_is_as_it_was_seen(ask):
    """github.com/masbug/flysystem-google-drive-ext/issues/107 (there, on files.create)."""
    answer = ask("POST", "/drive/v3/files", {}, authorization="")
    assert answer.error["errors"] == [
        {
            "message": "Login Required.",
            "domain": "global",
            "reason": "required",
            "location": "Authorization",
            "locationType": "header",
        }
    ]
    assert answer.error["status"] == "UNAUTHENTICATED"
    [info] = answer.error["details"]
    assert (info["reason"], info["domain"]) == ("CREDENTIALS_MISSING", "googleapis.com")
    assert info["metadata"]["service"] == "drive.googleapis.com"


def test_drives_answer_to_a_bad_token_is_as_it_was_seen(ask):
    """github.com/ShareX/ShareX/issues/7079, headers and body."""
    answer = ask("GET", "/drive/v3/files", authorization="Bearer ya29.wrong")
    assert answer.status == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
    assert answer.error["message"] == f"Request had invalid authentication credentials. {EXPECTED}"
    assert answer.error["errors"] == [
        {
            "message": "Invalid Credentials",
            "domain": "global",
            "reason": "authError",
            "location": "Authorization",
            "locationType": "header",
        }
    ]
    assert answer.error["status"] == "UNAUTHENTICATED"


@pytest.mark.parametrize("path", ["/drive/v3/files/1abc", "/v1/documents/d", "/v4/spreadsheets/s"])
def test_a_token_ends_with_its_hour(ask, workspace, path):
    old = oauth.issue(workspace, "tess@stour.example", ["https://www.googleapis.com/auth/drive"], lifetime=-1)
    answer = ask("GET", path, authorization=f"Bearer {old}")
    assert (answer.status, answer.error["status"]) == (401, "UNAUTHENTICATED")
    assert workspace.calls[-1].user == "tess@stour.example"


def test_a_token_too_narrow_for_drive_is_as_it_was_seen(as_caller, seen):
    """github.com/GoogleCloudPlatform/genai-for-marketing/issues/45: message and errors[]."""
    narrow = as_caller(scopes=[METADATA])
    answer = narrow("POST", "/drive/v3/files/1abc/copy", {})
    assert answer.status == 403
    assert answer.error["message"] == "Request had insufficient authentication scopes."
    assert answer.error["errors"] == [
        {"message": "Insufficient Permission", "domain": "global", "reason": "insufficientPermissions"}
    ]
    assert seen.calls == []
    assert narrow("GET", "/drive/v3/files/1abc").status == 200


def test_a_token_too_narrow_for_docs_says_so_in_its_details(as_caller):
    """google.rpc.ErrorInfo as Google's APIs give it: reason ACCESS_TOKEN_SCOPE_INSUFFICIENT, domain googleapis.com."""
    answer = as_caller(scopes=[METADATA])("GET", "/v1/documents/d")
    assert (answer.status, answer.error["status"]) == (403, "PERMISSION_DENIED")
    assert "errors" not in answer.error
    [info] = answer.error["details"]
    assert (info["reason"], info["metadata"]["service"]) == ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "docs.googleapis.com")


@pytest.mark.parametrize("name", ["access_token", "oauth_token"])
def test_a_token_may_come_as_a_parameter(ask, name):
    """cloud.google.com/apis/docs/system-parameters."""
    assert ask("GET", f"/drive/v3/files/1abc?{name}={ask.token}", authorization="").status == 200


def test_a_wrong_request_is_refused_after_the_credential(ask, as_caller):
    assert ask("GET", "/drive/v3/files?pageSize=x", authorization="Bearer wrong").status == 401
    assert as_caller(scopes=[METADATA])("POST", "/drive/v3/files/1abc/copy", {"bogus": 1}).status == 403
