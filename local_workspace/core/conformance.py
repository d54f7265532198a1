"""Whether what leaves is what Google would send: in the schema, and with the fields that Google always shows.

Schemas require nothing, so ``{}`` would pass; `expected_fields.json` adds, by method, the fields that recordings and
documented samples show, each list with its source. Answers are held to their types more strictly than requests: a 64-bit
integer is a string, an int32 is no string, nothing is null.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from local_workspace.core.discovery import Method, api
from local_workspace.core.scalars import DATE, DATE_TIME


@cache
def expected() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """By method: witnesses, each with ``fields`` that every answer has (dotted; of a list, each element) and its ``source``;
    ``not_yet`` are those that Google shows and we do not, told on the coverage page.
    """
    text = files(__package__).joinpath("expected_fields.json").read_text("utf-8")
    return {method: tuple(witnesses) for method, witnesses in json.loads(text).items()}


def check_response(method: Method, result: Any) -> list[str]:
    """What is wrong with an answer before it is masked; nothing when it conforms."""
    if not isinstance(result, dict):
        return [] if not method.response else _undeclared(method, result)
    if not method.response:
        return [f"{method.id}: an answer where Google sends none"]
    node = {"$ref": method.response}
    found = []
    if not conforms(api(method.described_by).schemas, node, result):
        found += [f"{method.id}: {problem}" for problem in problems(method.described_by, node, result, "")]
    for witness in expected().get(method.id, ()):
        found += [f"{method.id}: lacks '{name}'" for name in witness["fields"] if not _has(result, name.split("."))]
    return found


def _undeclared(method: Method, result: Any) -> list[str]:
    """Bytes may stand for a resource with alt=media; nothing at all may not."""
    return [f"{method.id}: no answer where Google sends {method.response}"] if result is None else []


def conforms(schemas: Mapping[str, Any], node: Mapping[str, Any], value: Any) -> bool:
    """Whether `problems` would find nothing: the same questions, asked without writing down where."""
    while "$ref" in node:
        node = schemas[node["$ref"]]
    kind = node.get("type", "any")
    if kind == "object" and isinstance(value, dict):
        declared, each = node.get("properties"), node.get("additionalProperties")
        for name, member in value.items():
            inner = declared[name] if declared and name in declared else each or None
            if inner is None and not declared:
                continue
            if inner is None or not conforms(schemas, inner, member):
                return False
        return True
    if kind == "array" and isinstance(value, list):
        items = node["items"]
        return all(conforms(schemas, items, one) for one in value)
    return value is not None and (kind == "any" or (kind not in ("object", "array") and _is(node, kind, value)))


def problems(api_name: str, node: Mapping[str, Any], value: Any, where: str) -> Iterator[str]:
    """Everything in a value that its schema does not declare."""
    while "$ref" in node:
        node = api(api_name).schemas[node["$ref"]]
    kind = node.get("type", "any")
    if value is None:
        yield f"'{where}' is null"
    elif kind == "object":
        yield from _object(api_name, node, value, where)
    elif kind == "array":
        if not isinstance(value, list):
            yield f"'{where}' is no list"
        else:
            for index, one in enumerate(value):
                yield from problems(api_name, node["items"], one, f"{where}[{index}]")
    elif kind != "any" and not _is(node, kind, value):
        yield f"'{where}' is {value!r}, not {node.get('format') or kind}"


def _object(api_name: str, node: Mapping[str, Any], value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"'{where}' is no object"
        return
    declared, each = node.get("properties"), node.get("additionalProperties")
    for name, member in value.items():
        inner = f"{where}.{name}" if where else name
        if declared and name in declared:
            yield from problems(api_name, declared[name], member, inner)
        elif each:
            yield from problems(api_name, each, member, inner)
        elif declared:
            yield f"'{inner}' is not in the schema"


def _is(node: Mapping[str, Any], kind: str, value: Any) -> bool:
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("integer", "number"):
        return isinstance(value, int if kind == "integer" else (int, float)) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if "enum" in node:
        return value in node["enum"]
    return _formatted(node.get("format", ""), value)


def _formatted(form: str, value: str) -> bool:
    if form in ("int64", "uint64"):
        return value.removeprefix("-").isdigit()
    if form in ("date-time", "google-datetime"):
        return DATE_TIME.fullmatch(value) is not None
    return form != "date" or DATE.fullmatch(value) is not None


def _has(value: Any, path: list[str]) -> bool:
    if not path:
        return True
    if isinstance(value, list):
        return all(_has(one, path) for one in value)
    return isinstance(value, dict) and path[0] in value and _has(value[path[0]], path[1:])
