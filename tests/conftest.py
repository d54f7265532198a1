"""For every test: no host but loopback, repeatable randomness, and a Local Workspace that holds itself to Google's schemas."""

from __future__ import annotations

import copy
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import structlog

from tests.thoroughness import THOROUGH

hypothesis.settings.register_profile(
    "repeatable", max_examples=100 if THOROUGH else 40, derandomize=True, deadline=None, database=None, print_blob=True
)
hypothesis.settings.load_profile("repeatable")

# Where nothing was configured, structlog shows the local variables of every frame, which takes it seconds for one error.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

UNMEASURED = tuple(Path(__file__).parent / name for name in ("local_workspace", "browser"))
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost", None, "", b"127.0.0.1", b"localhost"})
SERVICE_ACCOUNT = "ggp@ggp-local.iam.gserviceaccount.com"
SMALL_SEED: dict[str, Any] = {
    "seed": 1,
    "clock": "2025-10-06T08:00:00Z",
    "domains": ["stour.example"],
    "accounts": [
        {"email": "ada.min@stour.example", "given_name": "Ada", "family_name": "Min", "admin": True},
        {"email": "tess.teacher@stour.example", "given_name": "Tess", "family_name": "Teacher", "aliases": ["tt@stour.example"]},
        {"email": "lina.manager@stour.example", "given_name": "Lina", "family_name": "Manager"},
    ],
    "groups": [{"email": "staff@stour.example", "name": "Staff", "members": ["tess.teacher@stour.example"]}],
    "service_accounts": [{"email": SERVICE_ACCOUNT, "project": "ggp-local"}],
    "drives": [
        {
            "name": "GGP trust",
            "members": [
                {"email": "ada.min@stour.example", "role": "organizer"},
                {"email": SERVICE_ACCOUNT, "role": "organizer"},
            ],
            "sheets": ["Control"],
        }
    ],
}


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """A sentence for the end of the run: how much was tried."""
    return lambda sentence: record_property("said", sentence)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What passing tests said. Under xdist it comes with their reports."""
    reports = terminalreporter.stats.get("passed", [])
    said = sorted({str(text) for one in reports for name, text in one.user_properties if name == "said"})
    if said:
        terminalreporter.section("what was tried")
        for sentence in said:
            terminalreporter.write_line(sentence)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage measures the service. Following the Local Workspace's own tests, and those in a browser of what others cover, would
    only make them slower."""
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in UNMEASURED):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """A look-up of any other host fails the test: it would have left the machine."""
    real = socket.getaddrinfo

    def guarded(host: Any, *arguments: Any, **named: Any) -> Any:
        if host not in LOOPBACK:
            raise AssertionError(f"a test reached for {host}")
        return real(host, *arguments, **named)

    socket.getaddrinfo = guarded
    yield
    socket.getaddrinfo = real


@pytest.fixture(scope="session", autouse=True)
def untraced_workspace() -> Iterator[None]:
    """Coverage measures the service: following a Local Workspace's own threads as well would only make them slower."""
    from local_workspace.core.server import RequestHandler

    real = RequestHandler.setup

    def setup(handler: RequestHandler) -> None:
        sys.settrace(None)
        real(handler)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RequestHandler, "setup", setup)
        yield


@pytest.fixture
def seed_data() -> dict[str, Any]:
    """What `local` is seeded with: an admin, two people, a group, a service account and a drive. Override to change it."""
    return copy.deepcopy(SMALL_SEED)


@pytest.fixture
def local(seed_data: dict[str, Any]) -> Iterator[Any]:
    """A seeded Local Workspace over HTTP (`.url`, `.workspace`, `.dispatcher`) that holds each answer to Google's schema.

    An answer that Google would not send is a 500 that says so, and fails the test at its end.
    """
    from local_workspace.core.assembly import build
    from local_workspace.core.server import serve
    from local_workspace.seed import seed

    workspace = build(seed=seed_data.get("seed"))
    seed(workspace, seed_data)
    with serve(workspace, strict=True) as served:
        yield served
    workspace.db.close()
    assert served.dispatcher.nonconforming == []
