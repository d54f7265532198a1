"""A browser and a service for the tests that look at pages as people do. Where there is no Chromium they skip and say so."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

HOUSE = Path(__file__).parents[1] / "service" / "web" / "house.py"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def house() -> ModuleType:
    spec = spec_from_file_location("house_of_the_browser_tests", HOUSE)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("GGP_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(path).exists():
        pytest.skip("no Chromium on this machine: install Debian's package `chromium`, or set GGP_CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


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
