"""The server: threaded, with connections kept alive and, where a fault says so, truly closed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from local_workspace.core.app import App
from local_workspace.core.call import Handler
from local_workspace.core.dispatch import Dispatcher
from local_workspace.core.faults import SocketClosed
from local_workspace.core.workspace import Workspace


class RequestHandler(WSGIRequestHandler):
    """Werkzeug's own `run_wsgi` closes the connection after every answer; this one keeps it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def run_wsgi(self) -> None:
        answered: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], object]:
            answered.append((status, headers))
            return self.wfile.write

        body: Iterable[bytes] = ()
        try:
            body = self.server.app(self.make_environ(), start_response)
            data = b"".join(body)
        except SocketClosed:
            # Without an answer: the caller never learns whether the work was done.
            self.close_connection = True
            return
        except Exception:
            logging.getLogger("local_workspace").exception(self.path)
            answered, data = [("500 Internal Server Error", [("Content-Type", "text/plain")])], b"Internal Server Error"
        finally:
            if (close := getattr(body, "close", None)) is not None:
                close()
        self._write(*answered[-1], data)

    def _write(self, status: str, headers: list[tuple[str, str]], data: bytes) -> None:
        code, _, phrase = status.partition(" ")
        self.send_response(int(code), phrase)
        for name, value in headers:
            self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in headers):
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)
        self.wfile.flush()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: `/_local/calls` is the log."""

    def log_error(self, format: str, *args: object) -> None:  # noqa: A002 the base class's name
        logging.getLogger("local_workspace").debug(format, *args)


@dataclass
class Served:
    """A running server. url: its address, without a slash at the end."""

    url: str
    workspace: Workspace
    dispatcher: Dispatcher
    server: BaseWSGIServer

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def bind(workspace: Workspace, *, port: int = 0, strict: bool = False, handlers: Mapping[str, Handler] | None = None) -> Served:
    """A server on loopback, not yet answering. port 0 picks a free one.

    strict: check every response (for tests). handlers: methods by discovery id; by default every API, and the pages.
    """
    if handlers is None:
        # Not at the top: the core can be served, and tested, without any API.
        from local_workspace.core.assembly import HANDLERS, pages_for

        dispatcher = Dispatcher(workspace, HANDLERS, strict=strict)
        app = App(dispatcher, pages_for(dispatcher))
    else:
        dispatcher = Dispatcher(workspace, handlers, strict=strict)
        app = App(dispatcher)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=RequestHandler)
    server.daemon_threads = True  # type: ignore[attr-defined]
    workspace.base_url = f"http://127.0.0.1:{server.port}"
    return Served(workspace.base_url, workspace, dispatcher, server)


@contextmanager
def serve(
    workspace: Workspace, *, port: int = 0, strict: bool = False, handlers: Mapping[str, Handler] | None = None
) -> Iterator[Served]:
    """Serve in a thread until the block ends. Arguments as for `bind`."""
    served = bind(workspace, port=port, strict=strict, handlers=handlers)
    thread = threading.Thread(target=lambda: served.server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        served.stop()
        thread.join(timeout=5)
