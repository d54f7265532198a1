"""Structured logs that hold no name, no address and no answer: one line of JSON an event, as Cloud Logging reads them.

A person appears as a salted hash, the same for the same person and of no use without the salt.
"""

from __future__ import annotations

import hmac
import re
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, TextIO

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict, Processor, WrappedLogger

ADDRESS = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+\.[^\s@<>\"'(),;:.]+")
QUIET = ("static", "health.alive", "health.start", "health.stop")

log = structlog.get_logger(__name__)


def configure(out: TextIO, salt: str) -> None:
    """Send every structlog event to `out`."""
    structlog.configure(
        processors=processors(salt),
        logger_factory=structlog.WriteLoggerFactory(out),
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        cache_logger_on_first_use=False,
    )


def processors(salt: str) -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        severity,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        bare_exception,
        address_hider(salt),
        structlog.processors.EventRenamer("message"),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def severity(_: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Cloud Logging's own name for a level."""
    return {**event, "severity": method.upper()}


def bare_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """What kind of exception, and where: never its message, which may quote a person or a document."""
    info = event.pop("exc_info", None)
    error = info if isinstance(info, BaseException) else (sys.exc_info()[1] if info else None)
    if error is None:
        return event
    return {**event, "exception": type(error).__name__, "at": where(error)}


def where(error: BaseException) -> list[str]:
    """``["service/web/me.py:42 mine"]``, the innermost last."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{'/'.join(one.filename.split('/')[-3:])}:{one.lineno} {one.name}" for one in frames][-8:]


def address_hider(salt: str) -> Processor:
    """A last fence: an address that slipped into a text leaves it as a hash."""

    def hide(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        return {key: _without_addresses(value, salt) for key, value in event.items()}

    return hide


def _without_addresses(value: Any, salt: str) -> Any:
    if isinstance(value, str):
        return ADDRESS.sub(lambda found: f"person:{who(found[0], salt)}", value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_without_addresses(one, salt) for one in value]
    if isinstance(value, dict):
        return {_without_addresses(key, salt): _without_addresses(one, salt) for key, one in value.items()}
    return value


def who(email: str, salt: str) -> str:
    """The hash that stands for a person."""
    return hmac.new(salt.encode(), email.lower().encode(), "sha256").hexdigest()[:12]


def install(app: Flask, salt: str, clock: Callable[[], float] = time.perf_counter) -> None:
    """One line for each request. The address bar is not in it: what follows its `?` may be a name searched for."""

    @app.before_request
    def begin() -> None:
        g.began = clock()

    @app.after_request
    def tell(response: Response) -> Response:
        if request.endpoint not in QUIET:
            email = g.get("email")
            log.info(
                "request",
                method=request.method,
                page=request.endpoint or "no such page",
                status=response.status_code,
                ms=round((clock() - g.get("began", clock())) * 1000),
                who=who(email, salt) if email else "no one",
            )
        return response
