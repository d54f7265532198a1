"""Gives the tests of the pages their builders."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest


def load_house() -> ModuleType:
    spec = spec_from_file_location("house_of_the_web_tests", Path(__file__).with_name("house.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def house() -> ModuleType:
    return load_house()
