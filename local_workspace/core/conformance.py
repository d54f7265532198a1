"""Whether what leaves is what Google would send: in the schema, and with the fields that Google always shows.

Schemas require nothing, so `{}` would pass; `EXPECTED` adds the fields that recordings and documented samples show.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from local_workspace.core.discovery import Method
from local_workspace.core.validate import response_problems


@cache
def expected() -> dict[str, dict[str, Any]]:
    """By method: ``fields`` that every answer has, and the ``source`` that shows them."""
    loaded: dict[str, dict[str, Any]] = json.loads(files(__package__).joinpath("expected_fields.json").read_text("utf-8"))
    return loaded


def check_response(method: Method, result: Any) -> list[str]:
    """What is wrong with an answer before it is masked; nothing when it conforms."""
    problems = [f"{method.id}: {problem}" for problem in response_problems(method, result)]
    for name in expected().get(method.id, {}).get("fields", ()):
        if not _has(result, name.split(".")):
            problems.append(f"{method.id}: the answer lacks '{name}'")
    return problems


def _has(value: Any, path: list[str]) -> bool:
    if not path:
        return True
    if isinstance(value, list):
        return all(_has(one, path) for one in value)
    return isinstance(value, dict) and path[0] in value and _has(value[path[0]], path[1:])
