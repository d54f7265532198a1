"""Quotas: off by default, Google's numbers when on, over a sliding minute of the Workspace's own clock."""

from __future__ import annotations

import pytest

WRITE = ("POST", "/v1/documents/d:batchUpdate", {"requests": []})


def switch_on(ask):
    assert ask("PUT", "/_local/quotas", {"on": True}).json == {"on": True}
    ask("PUT", "/_local/clock", {"frozen": True})


def test_they_are_off_unless_switched_on(ask):
    assert ask("GET", "/_local/quotas").json == {"on": False}
    assert {ask(*WRITE).status for _ in range(70)} == {200}


def test_docs_takes_sixty_writes_a_minute_of_a_user(ask, as_caller):
    """developers.google.com/workspace/docs/api/limits: 60 writes, 300 reads per minute per user."""
    switch_on(ask)
    assert {ask(*WRITE).status for _ in range(60)} == {200}
    refused = ask(*WRITE)
    assert (refused.status, refused.error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert ask("GET", "/v1/documents/d").status == 200
    assert as_caller("lina@stour.example")(*WRITE).status == 200


def test_the_minute_slides_on_the_workspaces_clock(ask):
    switch_on(ask)
    for _ in range(60):
        ask(*WRITE)
    ask("PUT", "/_local/clock", {"advance_seconds": 59})
    assert ask(*WRITE).status == 429
    ask("PUT", "/_local/clock", {"advance_seconds": 1})
    assert ask(*WRITE).status == 200


def test_all_users_together_have_a_limit_too(ask, as_caller):
    """600 writes a minute per project: ten people's worth."""
    switch_on(ask)
    people = [as_caller(f"p{number}@stour.example") for number in range(11)]
    assert {person(*WRITE).status for person in people[:10] for _ in range(60)} == {200}
    refused = people[10](*WRITE)
    assert "limit 'Write requests per minute' of" in refused.error["message"]


def test_a_call_that_fails_counts_all_the_same(ask):
    """Measured on Docs, 2026-08-01: failed writes count toward the sixty."""
    switch_on(ask)
    for _ in range(60):
        assert ask("POST", "/v1/documents/d:batchUpdate", {"bogus": 1}).status == 400
    assert ask(*WRITE).status == 429


@pytest.mark.parametrize(
    ("target", "units"), [("GET /drive/v3/files", 100), ("GET /drive/v3/files/1abc", 5), ("POST /drive/v3/files/1abc/copy", 50)]
)
def test_drive_counts_in_units(ask, served, target, units):
    """developers.google.com/workspace/drive/api/guides/limits: 325,000 units per minute per user; read 5, list 100, edit 50."""
    switch_on(ask)
    verb, path = target.split()
    ask(verb, path, {} if verb == "POST" else None)
    spent = {limit.per_minute: window.total for (_, limit, _), window in served.workspace.quotas.windows.items()}
    assert spent == {1_000_000: units, 325_000: units}


def test_drive_refuses_with_403_and_its_own_words(ask, served):
    """handle-errors: userRateLimitExceeded."""
    switch_on(ask)
    ask("GET", "/drive/v3/files")
    for (_, limit, _), window in served.workspace.quotas.windows.items():
        window.spend(served.workspace.clock.now(), 325_000 - 150 if limit.per_user else 0)
    answer = ask("GET", "/drive/v3/files")
    assert answer.error == {
        "code": 403,
        "message": "User Rate Limit Exceeded",
        "errors": [{"domain": "usageLimits", "reason": "userRateLimitExceeded", "message": "User Rate Limit Exceeded"}],
    }


def test_gmail_sends_sixty_messages_a_minute_of_a_user(ask):
    """developers.google.com/workspace/gmail/api/reference/quota, May 2026: 6,000 units a minute, a send is 100."""
    switch_on(ask)
    send = ("POST", "/gmail/v1/users/me/messages/send", {"raw": "QQ"})
    assert {ask(*send).status for _ in range(60)} == {200}
    assert ask(*send).status == 403
