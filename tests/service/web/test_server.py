"""The service as gunicorn starts it on App Engine."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from types import ModuleType

import pytest
import structlog
import yaml
from gunicorn.config import Config
from gunicorn.util import import_app

from service.errors import SetUpError
from service.web.app import Service
from service.web.config import Front, WebConfig

APP_YAML = Path(__file__).parents[3] / "app.yaml"


@pytest.fixture(autouse=True)
def logs_as_they_were():
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def wired(monkeypatch):
    """Stands for `service.wiring`: what it gives to the server."""

    def wire(front: Front) -> None:
        wiring = ModuleType("service.wiring")
        wiring.front = lambda: front
        monkeypatch.setitem(sys.modules, "service.wiring", wiring)

    return wire


def entrypoint() -> list[str]:
    return shlex.split(yaml.safe_load(APP_YAML.read_text("utf-8"))["entrypoint"])


def test_app_yamls_entrypoint_starts_the_service(house, wired, capsys):
    wired(Front(house.GOOGLE, house.FakeDesk(), lambda token: None))
    app = import_app(entrypoint()[-1])
    assert isinstance(app, Service)
    assert app.test_client().get("/me").status_code == 401
    assert '"page":"me.mine"' in capsys.readouterr().out.replace(" ", "")


def test_gunicorn_knows_every_option_of_the_entrypoint():
    parser = Config().parser()
    options = parser.parse_args([":8080" if part == ":$PORT" else part for part in entrypoint()[1:]])
    assert (options.workers, options.threads, options.timeout, options.bind) == (1, 8, 0, [":8080"])


def test_a_local_workspace_is_served_with_the_chooser(house, wired):
    wired(Front(house.LOCAL, house.FakeDesk()))
    assert import_app(entrypoint()[-1]).test_client().get("/me").location == "/choose"


def test_google_without_a_verifier_is_not_served_at_all(house, wired):
    wired(Front(house.GOOGLE, house.FakeDesk()))
    with pytest.raises(SetUpError):
        import_app(entrypoint()[-1])


def test_secrets_are_made_anew_at_each_start_and_are_not_shown():
    one, other = WebConfig(workspace_is_google=True), WebConfig(workspace_is_google=True)
    assert one.secret_key != other.secret_key
    assert one.secret_key not in repr(one)
    assert one.log_salt not in repr(one)
