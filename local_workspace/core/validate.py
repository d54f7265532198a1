"""Refuses what Google refuses before any meaning is looked at: unknown names, wrong types, wrong enum values.

The wording follows the messages that Google's front end gives for JSON it cannot bind, with
`google.rpc.BadRequest` details (https://cloud.google.com/apis/design/errors, field violations).
"""

from __future__ import annotations

import base64
import binascii
import functools
import re
from collections.abc import Callable, Mapping
from typing import Any

from local_workspace.core.discovery import COMMON, Method, api
from local_workspace.core.errors import BadRequest

Json = dict[str, Any]
Check = Callable[[Any, str, "Findings"], Any]
BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"


class Findings:
    """What was found wrong, and which members were explicitly null."""

    def __init__(self) -> None:
        self.violations: list[tuple[str, str]] = []
        self.nulls: set[str] = set()

    def unknown(self, name: str, where: str) -> None:
        place = f" at '{where}'" if where else ""
        self.violations.append((where, f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.'))

    def wrong(self, value: Any, where: str, kind: str) -> None:
        shown = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
        if isinstance(value, (dict, list)):
            what = "a message" if isinstance(value, dict) else "an array"
            self.violations.append((where, f"Proto field is not {kind}, cannot start {what}."))
            return
        self.violations.append((where, f"Invalid value at '{where}' ({kind}), {shown}"))

    def refuse(self) -> None:
        """Raises BadRequest with every violation, one a line, if there is any."""
        if self.violations:
            fields = [{"field": where, "description": text} for where, text in self.violations]
            details = [{"@type": BAD_REQUEST, "fieldViolations": fields}]
            raise BadRequest("\n".join(text for _, text in self.violations), reason="badRequest", details=details)


def body(method: Method, value: Any) -> tuple[Json, frozenset[str]]:
    """A request body without its explicit nulls, and the dotted paths of those. Raises BadRequest."""
    findings = Findings()
    if not method.request:
        if value not in (None, {}):
            for name in value if isinstance(value, dict) else ("",):
                findings.unknown(str(name), "")
        findings.refuse()
        return {}, frozenset()
    checked = checker(method.api, method.request)(value if value is not None else {}, "", findings)
    findings.refuse()
    return checked, frozenset(findings.nulls)


def response_problems(method: Method, value: Any) -> list[str]:
    """What in a response is not in the method's schema; for tests, before any mask is applied."""
    if not method.response:
        return []
    findings = Findings()
    checker(method.api, method.response)(value, "", findings)
    return [text for _, text in findings.violations] + [f"null at '{where}'" for where in sorted(findings.nulls)]


@functools.cache
def checker(api_name: str, schema: str) -> Check:
    """The check for a named schema, built on first use, for schemas refer to themselves."""
    properties: dict[str, Check] = {}
    built = False

    def check(value: Any, where: str, findings: Findings) -> Any:
        nonlocal built
        if not built:
            node = api(api_name).schemas[schema]
            if "properties" in node:
                properties.update({name: _for(api_name, part) for name, part in node["properties"].items()})
            built = True
            check.free = "properties" not in node  # type: ignore[attr-defined]
        if not isinstance(value, dict):
            findings.wrong(value, where, f"type.googleapis.com/google.apps.{api_name}.{schema}")
            return value
        if check.free:  # type: ignore[attr-defined]
            return value
        return _members(value, where, findings, properties)

    return check


def _members(value: Json, where: str, findings: Findings, properties: Mapping[str, Check]) -> Json:
    out: Json = {}
    for name, member in value.items():
        check = properties.get(name) or properties.get(_camel(name))
        if check is None:
            findings.unknown(name, where)
            continue
        inner = f"{where}.{_snake(name)}" if where else _snake(name)
        if member is None:
            findings.nulls.add(f"{where}.{name}" if where else name)
            continue
        out[name if name in properties else _camel(name)] = check(member, inner, findings)
    return out


def _for(api_name: str, node: Mapping[str, Any]) -> Check:
    if "$ref" in node:
        reference: str = node["$ref"]
        return lambda value, where, findings: checker(api_name, reference)(value, where, findings)  # noqa: PLW0108 late: schemas refer to themselves
    kind = node.get("type", "any")
    if kind == "array":
        return _array(_for(api_name, node["items"]))
    if kind == "object":
        return _object(api_name, node)
    if kind == "any":
        return lambda value, where, findings: value
    return _scalar(kind, node.get("format", ""), frozenset(node.get("enum", ())))


def _array(inner: Check) -> Check:
    def check(value: Any, where: str, findings: Findings) -> Any:
        if not isinstance(value, list):
            findings.wrong(value, where, "repeated")
            return value
        return [inner(one, f"{where}[{index}]", findings) for index, one in enumerate(value)]

    return check


def _object(api_name: str, node: Mapping[str, Any]) -> Check:
    if "properties" in node:
        properties = {name: _for(api_name, part) for name, part in node["properties"].items()}
        extra: Check | None = None
    else:
        properties = {}
        extra = _for(api_name, node["additionalProperties"]) if "additionalProperties" in node else None

    def check(value: Any, where: str, findings: Findings) -> Any:
        if not isinstance(value, dict):
            findings.wrong(value, where, "object")
            return value
        if properties:
            return _members(value, where, findings, properties)
        out = {}
        for name, member in value.items():
            if member is None:
                findings.nulls.add(f"{where}.{name}")
            else:
                out[name] = extra(member, f"{where}[{name}]", findings) if extra else member
        return out

    return check


def _scalar(kind: str, form: str, enum: frozenset[str]) -> Check:
    shown = {"string": "TYPE_STRING", "boolean": "TYPE_BOOL", "integer": "TYPE_INT32", "number": "TYPE_DOUBLE"}[kind]
    accepts = _ACCEPTS[form if form in _ACCEPTS else kind]

    def check(value: Any, where: str, findings: Findings) -> Any:
        if enum and value not in enum:
            findings.wrong(value, where, "TYPE_ENUM")
        elif not accepts(value):
            findings.wrong(value, where, shown)
        return value

    return check


def _integer(value: Any) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"-?\d+", value) is not None
    return not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))


def _number(value: Any) -> bool:
    if isinstance(value, str):
        return value in ("NaN", "Infinity", "-Infinity") or re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", value) is not None
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _bytes(value: Any) -> bool:
    try:
        base64.b64decode(value, altchars=b"-_" if "-" in value or "_" in value else None, validate=False)
    except (binascii.Error, TypeError, ValueError):
        return False
    return True


_ACCEPTS: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": _integer,
    "number": _number,
    "int64": _integer,
    "uint64": _integer,
    "byte": _bytes,
}


def parameters(method: Method, path: Mapping[str, str], query: Mapping[str, list[str]]) -> dict[str, Any]:
    """Path and query parameters, typed, defaults filled in. Raises BadRequest."""
    findings = Findings()
    out: dict[str, Any] = {}
    for name, values in query.items():
        if name not in method.parameters and name not in COMMON and not name.startswith("$"):
            text = f"Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter. Field '{name}'"
            findings.violations.append((name, f"{text} could not be found in request message."))
        elif name in method.parameters:
            out[name] = _typed(method.parameters[name], name, values, findings)
    for name, value in path.items():
        out[name] = _typed(method.parameters.get(name, {"type": "string"}), name, [value], findings)
    for name, declared in method.parameters.items():
        if name not in out and "default" in declared:
            out[name] = _typed(declared, name, [declared["default"]], findings)
        elif name not in out and declared.get("required"):
            raise BadRequest(f"Required parameter: {name}", reason="required", location=name)
    findings.refuse()
    return out


def _typed(declared: Mapping[str, Any], name: str, values: list[str], findings: Findings) -> Any:
    kind = declared.get("type", "string")
    enum = declared.get("enum")
    typed = [_one(kind, enum, name, value, findings) for value in values]
    return typed if declared.get("repeated") else typed[-1]


def _one(kind: str, enum: list[str] | None, name: str, value: str, findings: Findings) -> Any:
    if enum and value not in enum:
        findings.wrong(value, name, "TYPE_ENUM")
    if kind == "boolean":
        if value.lower() not in ("true", "false", "1", "0"):
            findings.wrong(value, name, "TYPE_BOOL")
        return value.lower() in ("true", "1")
    if kind == "integer":
        if not _integer(value):
            findings.wrong(value, name, "TYPE_INT32")
            return 0
        return int(value)
    return value


@functools.lru_cache(maxsize=8192)
def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "_" + found[1].lower(), name)


@functools.lru_cache(maxsize=8192)
def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)
