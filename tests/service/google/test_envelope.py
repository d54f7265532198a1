"""Both of Google's error envelopes, and what is none: bodies as the API references and public threads show them."""

from __future__ import annotations

import json

import pytest

from service.google.envelope import Answer, read_answer


@pytest.mark.parametrize(
    ("body", "reason", "message"),
    [
        (
            {"error": {"errors": [{"domain": "usageLimits", "reason": "userRateLimitExceeded"}], "code": 403, "message": "Slow"}},
            "userRateLimitExceeded",
            "Slow",
        ),
        (
            {
                "error": {
                    "code": 429,
                    "message": "Quota exceeded",
                    "status": "RESOURCE_EXHAUSTED",
                    "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED"}],
                }
            },
            "RATE_LIMIT_EXCEEDED",
            "Quota exceeded",
        ),
        ({"error": {"errors": [{}], "details": [{}], "status": "NOT_FOUND"}}, "NOT_FOUND", ""),
        ({"error": "invalid_grant", "error_description": "Bad"}, "invalid_grant", ""),
        ({"answer": 1}, "", ""),
        ([], "", ""),
    ],
)
def test_the_reason_is_found_wherever_an_api_puts_it(body: object, reason: str, message: str) -> None:
    """Drive's legacy reasons (developers.google.com/workspace/drive/api/guides/handle-errors), ErrorInfo and status of the
    newer APIs (google.aip.dev/193), OAuth's own."""
    assert read_answer(403, json.dumps(body).encode()) == Answer(403, reason, message)


@pytest.mark.parametrize("body", [b"", b"<html>502. That's an error.</html>", b"\xff"])
def test_a_body_that_is_no_json_gives_the_status_alone(body: bytes) -> None:
    assert read_answer(502, body) == Answer(502, "", "")
