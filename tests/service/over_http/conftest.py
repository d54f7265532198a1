"""A trust of six people on a Local Workspace in this process, over HTTP: put back to the seed before each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import stamina
import structlog
from google.auth.crypt import RSASigner
from typer.testing import CliRunner, Result

from local_workspace.core import oauth
from local_workspace.core.assembly import build
from local_workspace.core.server import Served, serve
from local_workspace.seed import seed
from service import cli
from service.declared.load import load
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.local_seed import SERVICE_ACCOUNT, seed_for
from service.sample.write import write_sample
from service.settings import Settings
from service.wiring import House, house


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trust") / "six"
    write_sample(folder, 6, 1, 5)
    return folder


@pytest.fixture(scope="session")
def seeded(trust: Path) -> Iterator[Served]:
    workspace = build(seed=1)
    seed(workspace, seed_for(load(trust)))
    with serve(workspace, strict=True) as served:
        yield served


@pytest.fixture
def served(seeded: Served) -> Iterator[Served]:
    seeded.workspace.restore("seed")
    seeded.workspace.faults.clear()
    seeded.workspace.calls.clear()
    seeded.workspace.clock.freeze(True)
    seeded.workspace.clock.set(datetime(2025, 10, 6, 7, 30, tzinfo=UTC))
    with stamina.set_testing(True, attempts=2):
        yield seeded


@pytest.fixture(scope="session")
def key(seeded: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The service account's key, which is no less valid after a restore. That its primes are prime is looked at once."""
    file = tmp_path_factory.mktemp("key") / "key.json"
    oauth.write_key_file(seeded.workspace, file, SERVICE_ACCOUNT, "ggp-local")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RSASigner, "from_string", cache(RSASigner.from_string))
        yield file


@pytest.fixture
def settings(served: Served, trust: Path, key: Path) -> Settings:
    return Settings(workspace=served.url, key_file=key, trust=trust, _env_file=None)


@pytest.fixture
def here(settings: Settings) -> House:
    return house(settings)


@pytest.fixture
def october(here: House, served: Served) -> House:
    """The house once everything that October asks for is made: by a run the first time, put back from then on."""
    if "october" not in served.workspace.snapshots:
        assert provision(here.world, Order("a test"), here.connection.counts).exit_code == 0
        served.workspace.snapshot("october")
    served.workspace.restore("october")
    served.workspace.calls.clear()
    return here


@pytest.fixture
def ggp(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Runs ``ggp`` with so many arguments, in a folder without any `.env`. How it logs is put back."""
    logging = structlog.get_config()
    monkeypatch.chdir(tmp_path)
    for name in ("workspace", "key_file", "trust"):
        monkeypatch.setenv(f"GGP_{name.upper()}", str(getattr(settings, name)))

    cli.log_warnings()

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli.app, arguments)

    yield run
    structlog.configure(**logging)
