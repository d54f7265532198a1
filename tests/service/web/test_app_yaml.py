"""What App Engine is told."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

HOUSE = Path(__file__).parents[3]
KNOWN = {
    "top": {
        "runtime",
        "instance_class",
        "basic_scaling",
        "entrypoint",
        "env_variables",
        "handlers",
        "service_account",
        "default_expiration",
    },
    "basic_scaling": {"max_instances", "idle_timeout"},
    "handlers": {
        "url",
        "static_files",
        "static_dir",
        "upload",
        "script",
        "secure",
        "redirect_http_response_code",
        "expiration",
        "http_headers",
        "mime_type",
        "application_readable",
    },
}
"""Fields of App Engine's reference for app.yaml (Python 3), as far as a service like this one could want them."""


@pytest.fixture(scope="module")
def told():
    return yaml.safe_load((HOUSE / "app.yaml").read_text("utf-8"))


def test_no_field_is_used_that_a_deploy_would_refuse(told):
    assert set(told) <= KNOWN["top"]
    assert set(told["basic_scaling"]) <= KNOWN["basic_scaling"]
    for handler in told["handlers"]:
        assert set(handler) <= KNOWN["handlers"]


def test_the_runtime_is_the_oldest_python_that_the_project_supports(told):
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    major, minor = re.fullmatch(r">=(\d+)\.(\d+)", project["requires-python"]).groups()
    assert told["runtime"] == f"python{major}{minor}"


def test_the_runtime_is_the_python_that_runs_these_tests(told):
    here = f"python{sys.version_info.major}{sys.version_info.minor}"
    if here != told["runtime"] and not os.environ.get("CI"):
        pytest.skip(f"these tests run on {here}; on App Engine, and in CI, it is {told['runtime']}")
    assert told["runtime"] == here


def test_one_instance_runs_one_worker_process(told):
    assert told["basic_scaling"]["max_instances"] == 1
    assert "--workers 1 " in told["entrypoint"]
    assert told["instance_class"].startswith("B")  # basic scaling knows B classes only


def test_everything_is_served_over_https(told):
    assert all(handler["secure"] == "always" for handler in told["handlers"])
    assert told["handlers"][-1]["url"] == "/.*"


def test_every_static_address_of_a_page_meets_the_static_handler(told, house):
    handler = told["handlers"][0]
    page = house.app(house.FakeDesk()).test_client().get("/me").text
    addresses = set(re.findall(r'/static/[^"]+', page))
    assert addresses
    for address in addresses:
        file = re.fullmatch(handler["url"], address).expand(handler["static_files"])
        assert (HOUSE / file).is_file()
        assert re.fullmatch(handler["upload"], file)
