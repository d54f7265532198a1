"""Faults and slow answers on demand, by API method name."""

from __future__ import annotations

import http.client
import time

import pytest


def fault(ask, **named):
    answer = ask("POST", "/_local/faults", named)
    assert answer.status == 200, answer.body


COPY = ("POST", "/drive/v3/files/1abc/copy", {})


def test_a_call_is_turned_away_before_the_work(ask, seen):
    fault(ask, method="drive.files.copy", status=503)
    answer = ask(*COPY)
    assert answer.status == 503
    assert answer.error["errors"][0]["reason"] == "backendError"
    assert seen.calls == []
    assert ask(*COPY).status == 200


def test_a_call_fails_though_the_work_is_done(ask, seen):
    fault(ask, method="drive.files.copy", when="after", status=500)
    assert ask(*COPY).status == 500
    assert len(seen.calls) == 1


@pytest.mark.parametrize(("when", "done"), [("before", 0), ("after", 1)])
def test_the_socket_is_truly_closed(ask, seen, workspace, capfd, when, done):
    fault(ask, method="drive.files.copy", when=when, close=True)
    with pytest.raises(http.client.RemoteDisconnected):
        ask(*COPY)
    ask.connection.close()
    assert len(seen.calls) == done
    assert workspace.calls[-1].status == 0
    assert workspace.calls[-1].user == "tess@stour.example"
    assert ask(*COPY).status == 200
    assert capfd.readouterr().err == ""


def test_the_nth_call_from_now_fails_for_so_many_times(ask):
    ask(*COPY)
    fault(ask, method="drive.files.copy", nth=2, times=2)
    assert [ask(*COPY).status for _ in range(4)] == [200, 503, 503, 200]
    assert ask("GET", "/_local/faults").json["faults"][0]["seen"] == 4


def test_a_star_counts_every_method(ask):
    fault(ask, method="*", nth=2)
    assert ask("GET", "/drive/v3/files/1abc").status == 200
    assert ask("GET", "/v1/documents/d").status == 503


def test_a_page_comes_instead_of_json(ask):
    fault(ask, method="drive.files.copy", status=502, html=True)
    answer = ask(*COPY)
    assert (answer.status, answer.headers["content-type"]) == (502, "text/html; charset=UTF-8")
    assert answer.body.startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("status", "reason", "entry"),
    [
        (403, "", {"domain": "usageLimits", "reason": "userRateLimitExceeded", "message": "User Rate Limit Exceeded"}),
        (429, "", {"domain": "usageLimits", "reason": "rateLimitExceeded", "message": "Rate Limit Exceeded"}),
        (403, "dailyLimitExceeded", {"domain": "usageLimits", "reason": "dailyLimitExceeded", "message": "Daily Limit Exceeded"}),
    ],
)
def test_drives_limits_speak_as_documented(ask, status, reason, entry):
    """developers.google.com/workspace/drive/api/guides/handle-errors."""
    fault(ask, method="drive.files.copy", status=status, reason=reason)
    answer = ask(*COPY)
    assert answer.error == {"code": status, "message": entry["message"], "errors": [entry]}


def test_sheets_limits_speak_as_reported(ask):
    """A live 429 body, as several public repositories quote it (google.rpc.Status with ErrorInfo)."""
    fault(ask, method="sheets.spreadsheets.batchUpdate", status=429)
    error = ask("POST", "/v4/spreadsheets/s:batchUpdate", {"requests": []}).error
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert error["message"].startswith(
        "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user' of service "
        "'sheets.googleapis.com' for consumer 'project_number:"
    )
    info, help_link = error["details"]
    assert info["reason"] == "RATE_LIMIT_EXCEEDED"
    assert info["metadata"] | {"consumer": ""} == {
        "quota_location": "global",
        "service": "sheets.googleapis.com",
        "quota_limit_value": "60",
        "quota_limit": "WriteRequestsPerMinutePerUser",
        "consumer": "",
        "quota_metric": "sheets.googleapis.com/write_requests",
    }
    assert help_link["links"][0]["url"] == "https://cloud.google.com/docs/quota#requesting_higher_quota"


def test_an_answer_can_be_slow_without_failing(ask):
    fault(ask, method="drive.files.copy", delay_seconds=0.05)
    started = time.monotonic()
    assert ask(*COPY).status == 200
    assert time.monotonic() - started >= 0.05


def test_the_token_endpoint_fails_only_by_its_own_name(ask, workspace):
    fault(ask, method="*", times=100)
    assert ask("POST", "/token", b"").json["error"] == "unsupported_grant_type"
    fault(ask, method="oauth2.token")
    assert ask("POST", "/token", b"").status == 503


def test_a_fault_that_is_misspelt_is_refused(ask):
    answer = ask("POST", "/_local/faults", {"metod": "drive.files.copy"})
    assert answer.status == 400
    assert answer.json["error"] == (
        "unknown: metod; allowed: method, nth, times, when, status, reason, html, close, delay_seconds"
    )
    assert ask("POST", "/_local/faults", {"when": "during"}).status == 400


def test_faults_are_taken_away(ask):
    fault(ask, method="*", times=100)
    assert ask("DELETE", "/_local/faults").json == {"faults": []}
    assert ask(*COPY).status == 200
