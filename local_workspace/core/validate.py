"""Request bodies against the discovery schemas, compiled once: what binds is normalised, what does not is refused.

As the proto3 JSON mapping has it (protobuf.dev/programming-guides/json): numbers may come as strings and 64-bit integers go
on as strings, ``"true"`` is a boolean, names may be in snake case, explicit null is absent (Google answered 200 to 27 such
in the recordings). Kinder than Google nowhere; stricter where a single value stands for a list of one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from local_workspace.core.discovery import VERSIONS, Method, api
from local_workspace.core.errors import BadRequest
from local_workspace.core.findings import Findings, camel, snake
from local_workspace.core.scalars import Scalar, scalar

Json = dict[str, Any]
Check = Callable[[Any, str, str, Findings], Any]
"""(value, path in snake case, path in JSON names, findings) to the normalised value."""

UNIONS: Mapping[tuple[str, str], str] = {
    ("docs", "Request"): "request",
    ("sheets", "Request"): "kind",
    ("forms", "Request"): "kind",
}
"""Schemas of which one member may be set, with the union's name (the reference pages' "Union field")."""


def body(method: Method, value: Any) -> tuple[Json, frozenset[str]]:
    """A request body, normalised and without its explicit nulls, and the dotted paths of those. Raises BadRequest."""
    findings = Findings()
    value = {} if value is None else value
    if not isinstance(value, dict):
        raise BadRequest('Invalid JSON payload received. Unknown name "": Root element must be a message.', front_end=True)
    if not method.request:
        for name in value:
            findings.unknown(name, "")
        findings.refuse()
        return {}, frozenset()
    checked = message(method.described_by, method.request)(value, method.body_name, "", findings)
    findings.refuse()
    return checked, frozenset(findings.nulls)


@functools.cache
def message(api_name: str, schema: str) -> Check:
    """The check for a named schema. Its members are compiled on first use, for schemas refer to themselves."""
    node = api(api_name).schemas[schema]
    kind = f"type.googleapis.com/google.apps.{api_name}.{VERSIONS[api_name]}.{schema}"
    union = UNIONS.get((api_name, schema), "")
    members: dict[str, Check] = {}

    def check(value: Any, where: str, path: str, findings: Findings) -> Any:
        if "properties" not in node:
            return value
        if not members:
            members.update({name: _compiled(api_name, part) for name, part in node["properties"].items()})
        if not isinstance(value, dict):
            _not_an_object(value, where, kind, findings)
            return value
        out = _members(value, where, path, findings, members)
        if union and len(out) > 1:
            _, second, *_ = out
            findings.violations.append((where, _twice(where, union, second)))
        return out

    return check


def _not_an_object(value: Any, where: str, kind: str, findings: Findings) -> None:
    if isinstance(value, list):
        findings.not_repeated(where)
    else:
        findings.wrong(value, where, kind)


def _twice(where: str, union: str, second: str) -> str:
    return f"Invalid value at '{where}' (oneof), oneof field '{union}' is already set. Cannot set '{second}'"


def _members(value: Json, where: str, path: str, findings: Findings, members: Mapping[str, Check]) -> Json:
    out: Json = {}
    for given, member in value.items():
        name = given if given in members else camel(given)
        check = members.get(name)
        if check is None:
            findings.unknown(given, where)
        elif member is None:
            findings.nulls.add(f"{path}.{name}" if path else name)
        else:
            inner = f"{where}.{snake(name)}" if where else snake(name)
            out[name] = check(member, inner, f"{path}.{name}" if path else name, findings)
    return out


def _compiled(api_name: str, node: Mapping[str, Any]) -> Check:
    if "$ref" in node:
        return message(api_name, node["$ref"])
    kind = node.get("type", "any")
    if kind == "array":
        return _array(_compiled(api_name, node["items"]), listed=node["items"].get("type") == "array")
    if kind == "object":
        return _object(api_name, node)
    if kind == "any":
        return lambda value, where, path, findings: value
    return _plain(scalar(node, api_name))


def _plain(one: Scalar) -> Check:
    def check(value: Any, where: str, path: str, findings: Findings) -> Any:
        if isinstance(value, list):
            findings.not_repeated(where)
        elif isinstance(value, dict):
            findings.not_a_message(where)
        elif (normalised := one.normalised(value)) is None:
            findings.wrong(value, where, one.kind_for(where))
        else:
            return normalised
        return value

    return check


def _array(inner: Check, *, listed: bool) -> Check:
    kind = "type.googleapis.com/google.protobuf.ListValue" if listed else "repeated"

    def check(value: Any, where: str, path: str, findings: Findings) -> Any:
        if not isinstance(value, list):
            findings.wrong(value, where, kind)
            return value
        return [inner(one, f"{where}[{index}]", f"{path}[{index}]", findings) for index, one in enumerate(value)]

    return check


def _object(api_name: str, node: Mapping[str, Any]) -> Check:
    """An object declared in place: with members of its own, or a map of names to values."""
    members = {name: _compiled(api_name, part) for name, part in node.get("properties", {}).items()}
    each = _compiled(api_name, node["additionalProperties"]) if "additionalProperties" in node else None

    def check(value: Any, where: str, path: str, findings: Findings) -> Any:
        if not isinstance(value, dict):
            findings.wrong(value, where, "Map")
            return value
        if members:
            return _members(value, where, path, findings, members)
        out = {}
        for name, member in value.items():
            if member is None:
                findings.nulls.add(f"{path}.{name}")
            else:
                out[name] = each(member, f"{where}[{name}]", f"{path}.{name}", findings) if each else member
        return out

    return check
