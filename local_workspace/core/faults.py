"""Failures on demand, by API method: turned away before the work, or a fault or a closed socket after it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from local_workspace.core import envelope
from local_workspace.core.discovery import RPC_APIS, Method
from local_workspace.core.errors import BadRequest, Refusal
from local_workspace.core.exchange import Outgoing
from local_workspace.core.quotas import LIMITS, cost, exceeded

TOKEN_ENDPOINT = "oauth2.token"
"""Faults of the token endpoint are set by this name only: ``*`` is every API method, not this."""
PAGE = "<!DOCTYPE html><html lang=en><title>Error {code}</title><p><b>{code}.</b> <ins>That’s an error.</ins></html>"
REASONS: Mapping[int, str] = {
    403: "userRateLimitExceeded",
    404: "notFound",
    429: "rateLimitExceeded",
    500: "internalError",
    503: "backendError",
}
MESSAGES: Mapping[str, str] = {
    "userRateLimitExceeded": "User Rate Limit Exceeded",
    "rateLimitExceeded": "Rate Limit Exceeded",
    "dailyLimitExceeded": "Daily Limit Exceeded",
    "sharingRateLimitExceeded": "Rate limit exceeded. User message: These item(s) could not be shared "
    "because a rate limit was exceeded",
    "storageQuotaExceeded": "The user's Drive storage quota has been exceeded.",
    "backendError": "Backend Error",
    "internalError": "Internal Error",
}
"""developers.google.com/workspace/drive/api/guides/handle-errors"""
RPC_MESSAGES: Mapping[int, str] = {
    403: "The caller does not have permission",
    500: "Internal error encountered.",
    503: "The service is currently unavailable.",
}
USAGE = frozenset({"userRateLimitExceeded", "rateLimitExceeded", "dailyLimitExceeded", "quotaExceeded"})


@dataclass
class Fault:
    """One failure to rehearse.

    method: a discovery id, or ``*``. nth: the matching call that fails, counted from when the fault was set, 1 the
    next one. times: for how many calls. when: ``before`` the work or ``after`` it is done. close: the socket is truly
    closed, without an answer. html: the body is a web page instead of JSON. reason: empty is the status's usual one.
    delay_seconds: wait first; a fault that has only a delay (status 0) is slow, and no failure. seen: calls counted.
    """

    method: str = "*"
    nth: int = 1
    times: int = 1
    when: str = "before"
    status: int = 503
    reason: str = ""
    html: bool = False
    close: bool = False
    delay_seconds: float = 0.0
    seen: int = field(default=0, compare=False)
    counting: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    def strikes(self, method: str) -> bool:
        """Count a call; whether it is one that fails."""
        if self.method != method and (self.method != "*" or method == TOKEN_ENDPOINT):
            return False
        with self.counting:
            self.seen += 1
            return self.nth <= self.seen < self.nth + self.times

    def shown(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in (*FIELDS, "seen")}


class SocketClosed(Exception):
    """The answer is not sent: the connection is closed instead."""


class Struck(Exception):
    """The answer is a fault's instead of the handler's."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.method)
        self.fault = fault


FIELDS: Mapping[str, type] = {
    "method": str,
    "nth": int,
    "times": int,
    "when": str,
    "status": int,
    "reason": str,
    "html": bool,
    "close": bool,
    "delay_seconds": float,
}


def fault_from(body: Mapping[str, Any]) -> Fault:
    """A fault from the control route's JSON. Raises BadRequest for a name it does not know."""
    unknown = sorted(set(body) - set(FIELDS))
    if unknown:
        raise BadRequest(f"unknown: {', '.join(unknown)}; allowed: {', '.join(FIELDS)}")
    if body.get("when", "before") not in ("before", "after"):
        raise BadRequest("when: before or after")
    slow_only = "delay_seconds" in body and not {"status", "reason", "html", "close"} & set(body)
    return Fault(**{"status": 0 if slow_only else 503} | {name: FIELDS[name](value) for name, value in body.items()})


def striking(faults: Sequence[Fault], method: str) -> list[Fault]:
    """The faults that strike this call; every matching fault counts it."""
    return [fault for fault in tuple(faults) if fault.strikes(method)]


def strike(faults: Sequence[Fault], when: str) -> None:
    """Wait, and raise SocketClosed or Struck, for the faults whose time it is."""
    for fault in faults:
        if fault.when != when:
            continue
        if fault.delay_seconds:
            time.sleep(fault.delay_seconds)
        if fault.close:
            raise SocketClosed
        if fault.status:
            raise Struck(fault)


def answer_of(fault: Fault, method: Method) -> Outgoing:
    """What a struck call is answered, in the words of its API."""
    if fault.html:
        return Outgoing(fault.status, PAGE.format(code=fault.status).encode(), "text/html; charset=UTF-8", method=method.id)
    return Outgoing(fault.status, envelope.body(_refusal(fault, method), method.api), method=method.id)


def _refusal(fault: Fault, method: Method) -> Refusal:
    reason = fault.reason or REASONS.get(fault.status, "backendError")
    if method.api in RPC_APIS:
        if fault.status == 429:
            return exceeded(method.api, LIMITS[cost(method.id)[0]][1])
        return Refusal(fault.status, reason, RPC_MESSAGES.get(fault.status) or MESSAGES.get(reason, reason))
    domain = "usageLimits" if reason in USAGE else "global"
    return Refusal(fault.status, reason, MESSAGES.get(reason, reason), domain=domain)
