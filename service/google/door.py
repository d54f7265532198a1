"""The one door for calls: paced, counted, retried only where that is safe, and translated into the service's errors.

Turned away for too many requests (429, rate-limit 403): nothing was done, so any call is sent again. A fault or a lost
answer (5xx, time-out, closed socket): only a call that may be repeated without harm is; any other is `Unsure`.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import google.auth.exceptions
import requests
import stamina
import structlog
from googleapiclient.errors import HttpError
from gspread.exceptions import APIError

from service.errors import AlreadyThere, MovedOn, NoAccount, NotThere, ReachedAlready, Refused, SetUpError, Throttled, Unsure
from service.google.envelope import Answer, read_answer
from service.google.pace import Pace, unlimited

T = TypeVar("T")
log = structlog.get_logger(__name__)

TOO_FAST = frozenset(
    {
        "rateLimitExceeded",
        "userRateLimitExceeded",
        "sharingRateLimitExceeded",
        "quotaExceeded",
        "RATE_LIMIT_EXCEEDED",
        "RESOURCE_EXHAUSTED",
    }
)
INHERITED = frozenset({"cannotModifyInheritedPermission", "cannotModifyInheritedTeamDrivePermission"})
"""Before and after its renaming in 2025 (developers.google.com/workspace/drive/api/guides/handle-errors)."""


class Door:
    """Every call to Google goes through `call`. `counts` says how many were sent, by method."""

    def __init__(self, pace: Pace = unlimited, attempts: int = 6) -> None:
        self._pace = pace
        self._attempts = attempts
        self._lock = threading.Lock()
        self.counts: Counter[str] = Counter()

    def call(self, method: str, send: Callable[[], T], *, repeatable: bool) -> T:
        """Send a call and return its answer.

        method: its discovery id. repeatable: whether sending it twice is the same as sending it once. Raises
        `Refused` or one of its kinds where nothing was done, `Unsure` where that is not known.
        """

        def worth_another(problem: Exception) -> bool:
            return isinstance(problem, Throttled) or (repeatable and isinstance(problem, Unsure))

        with self._lock:
            for attempt in stamina.retry_context(
                on=worth_another,
                attempts=self._attempts,
                timeout=None,
                wait_initial=1.0,
                wait_max=64.0,
                wait_jitter=1.0,
            ):
                with attempt:
                    self._pace(method)
                    self.counts[method] += 1
                    return translated(method, send)
        raise AssertionError("the retry loop ended without an answer")


def translated(method: str, send: Callable[[], T]) -> T:
    """Run one sending; what the libraries raise comes out as one of the service's errors."""
    try:
        return send()
    except HttpError as problem:
        raise refusal(method, read_answer(int(problem.resp.status), problem.content)) from problem
    except APIError as problem:
        raise refusal(method, read_answer(problem.response.status_code, problem.response.content)) from problem
    except google.auth.exceptions.RefreshError as problem:
        raise SetUpError(f"Google gave no token to the service account ({method}): check its key, clock and scopes") from problem
    except google.auth.exceptions.TransportError as problem:
        raise Throttled(method, "no connection to the token endpoint") from problem
    except requests.ConnectTimeout as problem:
        raise Throttled(method, "no connection") from problem
    except (requests.RequestException, ValueError) as problem:
        raise Unsure(method, type(problem).__name__) from problem


def refusal(method: str, answer: Answer) -> Refused | Unsure:
    """The service's own error for an answer that is not a success."""
    log.info("answered", method=method, status=answer.code, reason=answer.reason)
    if answer.code >= 500 or answer.code in {0, 408}:
        return Unsure(method, answer.reason or "a fault at Google's side", answer.code)
    if answer.code == 429 or (answer.code == 403 and answer.reason in TOO_FAST):
        return Throttled(method, answer.reason, answer.code)
    kind = _kind(answer)
    return kind(method, answer.reason, answer.code)


def _kind(answer: Answer) -> type[Refused]:
    if answer.code == 404:
        return NotThere
    if answer.code == 409 or "already exists" in answer.message:
        return AlreadyThere
    if answer.code == 400 and "revision" in answer.message.lower():
        return MovedOn
    if answer.code == 400 and answer.reason == "invalidSharingRequest":
        return NoAccount
    if answer.code == 403 and answer.reason in INHERITED:
        return ReachedAlready
    return Refused
