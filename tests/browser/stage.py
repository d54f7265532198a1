"""What the tests in a browser share: an app that is served, a page that is watched, and a trust of twelve on a Local Workspace."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request
from werkzeug.serving import WSGIRequestHandler, make_server

from local_workspace.core import oauth
from local_workspace.core.assembly import build
from local_workspace.core.server import Served, serve
from local_workspace.seed import seed
from service.declared.load import load
from service.local_seed import SERVICE_ACCOUNT, seed_for
from service.sample.write import write_sample
from service.settings import Settings
from service.wiring import House, house

PHONE, DESKTOP = 390, 1280


class Quiet(WSGIRequestHandler):
    """Werkzeug's own lines would only repeat the service's."""

    def log(self, *_: object, **__: object) -> None: ...


@contextmanager
def serving(app: Callable[..., object]) -> Iterator[str]:
    """The address of an app that is being served on loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def given_up(request: Request) -> bool:
    """Whether it was for the icon of a page that was left before it came."""
    return request.url.endswith("/static/icon.svg") and request.failure == "net::ERR_ABORTED"


@contextmanager
def watched(browser: Browser, width: int, *, scripts: bool = True, excused: Sequence[str] = ()) -> Iterator[Page]:
    """A page whose console errors, failed requests and uncaught exceptions fail the test, and that reaches loopback only.

    excused: parts of messages that are meant, such as Chromium's about a page that answers 404.
    """
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    page, wrong = context.new_page(), []
    context.route(lambda address: not address.startswith("http://127.0.0.1:"), lambda route: route.abort())
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: None if given_up(request) else wrong.append(f"failed: {request.url}"))
    yield page
    context.close()
    if left := [one for one in wrong if not any(part in one for part in excused)]:
        pytest.fail(f"the browser complained: {left}")


@contextmanager
def twelve(folder: Path, moment: datetime) -> Iterator[tuple[House, Served]]:
    """A trust of twelve people as it was seeded, at a moment that stands still. Answers that Google would not send fail the test."""
    write_sample(folder / "trust", 12, 1, 5)
    workspace = build(seed=1)
    seed(workspace, seed_for(load(folder / "trust")))
    with serve(workspace, strict=True) as served:
        workspace.clock.freeze(True)
        workspace.clock.set(moment)
        oauth.write_key_file(workspace, folder / "key.json", SERVICE_ACCOUNT, "ggp-local")
        settings = Settings(workspace=served.url, key_file=folder / "key.json", trust=folder / "trust", _env_file=None)
        yield house(settings), served
        assert served.dispatcher.nonconforming == []
    workspace.db.close()
