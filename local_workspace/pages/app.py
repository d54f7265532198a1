"""The pages' WSGI application."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from local_workspace.core.app import Pages, StartResponse
from local_workspace.core.dispatch import Dispatcher


def make_pages(dispatcher: Dispatcher) -> Pages:
    """The pages over the same handlers as the API."""

    def pages(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return [b""]

    return pages
