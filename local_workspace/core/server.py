"""The server: Werkzeug's, threaded, with connections kept alive."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from local_workspace.core.app import App
from local_workspace.core.assembly import HANDLERS, pages_for
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.workspace import Workspace


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: `/_local/calls` is the log."""

    def log_error(self, format: str, *args: object) -> None:  # noqa: A002 the base class's name
        logging.getLogger("local_workspace").debug(format, *args)


@dataclass
class Served:
    """A running server."""

    url: str
    workspace: Workspace
    dispatcher: Dispatcher
    server: BaseWSGIServer

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def bind(workspace: Workspace, *, port: int = 0, strict: bool = False) -> Served:
    """A server on loopback, not yet answering. port 0 picks a free one. strict: check every response (for tests)."""
    dispatcher = Dispatcher(workspace, HANDLERS, strict=strict)
    server = make_server("127.0.0.1", port, App(dispatcher, pages_for(dispatcher)), threaded=True, request_handler=_Handler)
    server.daemon_threads = True  # type: ignore[attr-defined]
    workspace.base_url = f"http://127.0.0.1:{server.port}"
    return Served(workspace.base_url, workspace, dispatcher, server)


@contextmanager
def serve(workspace: Workspace, *, port: int = 0, strict: bool = False) -> Iterator[Served]:
    """Serve in a thread until the block ends."""
    served = bind(workspace, port=port, strict=strict)
    thread = threading.Thread(target=lambda: served.server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        served.stop()
        thread.join(timeout=5)
