"""Partial responses: the `fields` parameter.

Drive and its elders: ``a,b/c,d(e,f)`` (developers.google.com/workspace/drive/api/guides/fields-parameter). Docs, Sheets and
Forms: the same, dots too, no spaces (developers.google.com/workspace/sheets/api/guides/field-masks; a space is a 400:
github.com/ringo380/claude-google-sheets-mcp/pull/4). Of a mask sent twice the first counts, and Drive answers ``{}`` to an
empty one (github.com/brekkylab/backlot/issues/306 and /337).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from local_workspace.core.discovery import RPC_APIS, Method, api
from local_workspace.core.errors import BadRequest

Mask = Mapping[str, Any]
"""Member name to its own mask; {} takes all of it. ``*`` takes every member."""

TOKEN = re.compile(r"[^,()/]+|[,()/]")

DEFAULTS: Mapping[str, str] = {
    "drive.files.get": "kind,id,name,mimeType,driveId,teamDriveId,resourceKey",
    "drive.files.create": "kind,id,name,mimeType,driveId,teamDriveId,resourceKey",
    "drive.files.update": "kind,id,name,mimeType,driveId,teamDriveId,resourceKey",
    "drive.files.copy": "kind,id,name,mimeType,driveId,teamDriveId,resourceKey",
    "drive.files.list": "kind,nextPageToken,incompleteSearch,files(kind,id,name,mimeType,driveId,teamDriveId,resourceKey)",
    "drive.permissions.create": "kind,id,type,role",
    "drive.permissions.get": "kind,id,type,role",
    "drive.permissions.update": "kind,id,type,role",
    "drive.permissions.list": "kind,nextPageToken,permissions(kind,id,type,role)",
    "drive.drives.get": "kind,id,name",
    "drive.drives.create": "kind,id,name",
    "drive.drives.update": "kind,id,name",
    "drive.drives.list": "kind,nextPageToken,drives(kind,id,name)",
    "drive.revisions.get": "kind,id,mimeType,modifiedTime",
    "drive.revisions.list": "kind,nextPageToken,revisions(kind,id,mimeType,modifiedTime)",
    "drive.changes.list": "kind,nextPageToken,newStartPageToken,changes(kind,type,changeType,time,removed,fileId,driveId,"
    "file(kind,id,name,mimeType,driveId,teamDriveId,resourceKey))",
}
"""What a Drive method answers when no `fields` are asked for."""

REQUIRED = frozenset(
    {"drive.about.get"}
    | {f"drive.{thing}.{verb}" for thing in ("comments", "replies") for verb in ("create", "get", "list", "update")}
)
"""Methods that have no default and refuse to guess."""
NOTHING: Mask = {"": {}}
"""Takes no member at all."""


def wanted(method: Method, query: Mapping[str, list[str]]) -> Mask:
    """The mask for a call: asked for, or the method's default; {} is everything. Raises BadRequest."""
    given = query.get("fields") or query.get("$fields")
    if given is None or (not given[0] and method.api != "drive"):
        if method.id in REQUIRED:
            text = "The 'fields' parameter is required for this method."
            raise BadRequest(text, reason="required", location="fields")
        return parse(DEFAULTS[method.id]) if method.id in DEFAULTS else {}
    if not given[0]:
        return NOTHING
    return _checked(method, given[0])


@functools.lru_cache(maxsize=512)
def _checked(method: Method, text: str) -> Mask:
    by_dots = method.api in RPC_APIS
    if by_dots and " " in text:
        raise BadRequest("Request contains an invalid argument.")
    mask = parse(text.replace(".", "/") if by_dots else text)
    if method.response:
        check(mask, api(method.described_by).schemas, {"$ref": method.response}, () if by_dots else None)
    return mask


@functools.lru_cache(maxsize=512)
def parse(text: str) -> Mask:
    """``a,b/c,d(e,f)`` as a nested mask. Raises BadRequest with Google's words for one that does not parse."""
    tokens = TOKEN.findall(text.replace(" ", ""))
    mask, rest = _group(tokens, text)
    if rest:
        raise _invalid(text)
    return mask


def _group(tokens: list[str], text: str) -> tuple[dict[str, Any], list[str]]:
    mask: dict[str, Any] = {}
    while tokens:
        tokens = _path(tokens, mask, text)
        if not tokens or tokens[0] == ")":
            return mask, tokens
        if tokens[0] != ",":
            raise _invalid(text)
        tokens = tokens[1:]
    raise _invalid(text)


def _path(tokens: list[str], mask: dict[str, Any], text: str) -> list[str]:
    name, *rest = tokens
    if name in ",()/":
        raise _invalid(text)
    inner = mask.setdefault(name, {})
    if rest and rest[0] == "/":
        if len(rest) < 2:
            raise _invalid(text)
        return _path(rest[1:], inner, text)
    if rest and rest[0] == "(":
        group, after = _group(rest[1:], text)
        if not after:
            raise _invalid(text)
        inner.update(group)
        return after[1:]
    return rest


def apply(mask: Mask, value: Any) -> Any:
    """The parts of a value that a mask names."""
    if not mask:
        return value
    if isinstance(value, list):
        return [apply(mask, one) for one in value]
    if not isinstance(value, dict):
        return value
    every = mask.get("*")
    out = {}
    for name, member in value.items():
        inner = mask.get(name, every)
        if inner is not None:
            out[name] = apply(inner, member)
    return out


def check(mask: Mask, schemas: Mapping[str, Any], node: Mapping[str, Any], path: tuple[str, ...] | None = None) -> None:
    """Raises BadRequest for a name that the schema does not have. path: so far, where the whole of it is to be named."""
    node = _resolve(schemas, node)
    properties = node.get("properties")
    if properties is None:
        return
    for name, inner in mask.items():
        if name == "*":
            continue
        below = None if path is None else (*path, name)
        if name not in properties:
            raise _unknown(name, below)
        check(inner, schemas, properties[name], below)


def _unknown(name: str, path: tuple[str, ...] | None) -> BadRequest:
    if path is None:
        return _invalid(name)
    return BadRequest(f"Error expanding 'fields' parameter. Cannot find matching fields for path '{'.'.join(path)}'.")


def _resolve(schemas: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node or node.get("type") == "array":
        node = schemas[node["$ref"]] if "$ref" in node else node["items"]
    return node


def _invalid(text: str) -> BadRequest:
    return BadRequest(f"Invalid field selection {text}", reason="invalidParameter", location="fields")
