"""Failures on demand, by API method: turned away before the work, or a fault or a closed socket after it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from local_workspace.core.errors import BadRequest

HTML = "<!DOCTYPE html><html lang=en><title>Error {code}</title><p><b>{code}.</b> <ins>That’s an error.</ins></html>"


@dataclass
class Fault:
    """One failure to rehearse.

    method: a discovery id, or ``*``. nth: the matching call that fails, counted from when the fault was set, 1 the
    next one. times: for how many calls. when: ``before`` the work or ``after`` it is done. close: the socket is truly
    closed, without an answer. html: the body is a web page instead of JSON.
    """

    method: str = "*"
    nth: int = 1
    times: int = 1
    when: str = "before"
    status: int = 503
    reason: str = "backendError"
    html: bool = False
    close: bool = False
    delay_seconds: float = 0.0
    seen: int = field(default=0, compare=False)

    def strikes(self, method: str) -> bool:
        """Count a call; whether it is one that fails."""
        if self.method not in ("*", method):
            return False
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.times


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
    return Fault(**{name: FIELDS[name](value) for name, value in body.items()})


def striking(faults: Sequence[Fault], method: str) -> list[Fault]:
    """The faults that strike this call; every matching fault counts it."""
    return [fault for fault in faults if fault.strikes(method)]


def strike(faults: Sequence[Fault], when: str) -> None:
    """Raise for a fault whose time it is; a slow answer is only slow."""
    for fault in faults:
        if fault.when == when:
            if fault.delay_seconds:
                time.sleep(fault.delay_seconds)
                continue
            if fault.close:
                raise SocketClosed
            raise Struck(fault)
