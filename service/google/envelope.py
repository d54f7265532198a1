"""Reads both of Google's error envelopes, and bodies that are no JSON at all, into one small value."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """code: HTTP status. reason: the legacy reason, or the ErrorInfo's, or the canonical status. message: Google's own
    text, which may hold a name or an address: for decisions, never for a log."""

    code: int
    reason: str
    message: str


def read_answer(code: int, body: bytes) -> Answer:
    """From a response that is not a success. A body that is HTML or empty gives an empty reason."""
    try:
        error = json.loads(body)["error"]
    except (ValueError, TypeError, KeyError):
        return Answer(code, "", "")
    if not isinstance(error, dict):
        return Answer(code, str(error), "")
    return Answer(code, _reason(error), str(error.get("message", "")))


def _reason(error: dict[str, Any]) -> str:
    for legacy in error.get("errors", ()):
        if legacy.get("reason"):
            return str(legacy["reason"])
    for detail in error.get("details", ()):
        if detail.get("reason"):
            return str(detail["reason"])
    return str(error.get("status", ""))
