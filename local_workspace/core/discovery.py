"""Google's own description of its APIs, as a table of methods.

`google-api-python-client` carries Google's discovery documents. Paths, verbs, parameters, schemas and accepted scopes
are taken from there; nothing about the wire is written by hand.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import unquote

APIS: Mapping[str, str] = {
    "drive": "v3",
    "docs": "v1",
    "sheets": "v4",
    "forms": "v1",
    "calendar": "v3",
    "gmail": "v1",
    "admin": "directory_v1",
}
"""API name to version, as the bundled documents are named."""
ELDERS: Mapping[str, tuple[str, str]] = {"drive_v2": ("drive", "v2")}
"""Versions of which clients still use a method or two, each by a name of its own here: the API and the version."""
VERSIONS: Mapping[str, str] = {**APIS, **{name: version for name, (_, version) in ELDERS.items()}}

COMMON = frozenset(
    {"alt", "fields", "key", "oauth_token", "prettyPrint", "quotaUser", "userIp", "access_token", "callback"}
    | {"uploadType", "upload_protocol", "upload_id"}
)
"""System parameters, which every method takes (cloud.google.com/apis/docs/system-parameters)."""
RPC_APIS = frozenset({"docs", "sheets", "forms"})
"""APIs whose errors are a google.rpc.Status."""
VARIABLE = re.compile(r"\{(\+?)([^}]+)\}")


BODY_NAMES: Mapping[str, str] = {"ValueRange": "data"}
"""What Google calls a body that is a resource, where it is not the resource's own name (as recorded)."""


@dataclass(frozen=True, eq=False)
class Method:
    """One API method. pattern: a regular expression over the raw, still percent-encoded path.

    described_by: the name (in `VERSIONS`) of the document with its schemas. request, response: names of schemas, empty where
    there is none. media: whether it can answer with bytes (alt=media).
    """

    id: str
    api: str
    described_by: str
    verb: str
    path: str
    pattern: re.Pattern[str]
    parameters: Mapping[str, Mapping[str, Any]]
    request: str
    response: str
    scopes: frozenset[str]
    upload_pattern: re.Pattern[str] | None = None
    media: bool = False

    @property
    def body_name(self) -> str:
        """The body's own name in the paths of refusals: empty for a request message, and for Drive and its elders."""
        if self.request.endswith("Request") or self.api not in RPC_APIS or not self.request:
            return ""
        return BODY_NAMES.get(self.request) or self.request[0].lower() + self.request[1:]

    def match(self, raw_path: str) -> dict[str, str] | None:
        """Path parameters, decoded, if the raw path is this method's."""
        found = self.pattern.fullmatch(raw_path)
        return None if found is None else _decoded(found)

    def match_upload(self, raw_path: str) -> dict[str, str] | None:
        found = self.upload_pattern.fullmatch(raw_path) if self.upload_pattern else None
        return None if found is None else _decoded(found)


@dataclass(frozen=True)
class Api:
    """One API: its discovery document, its methods and its schemas."""

    name: str
    version: str
    document: Mapping[str, Any]
    methods: tuple[Method, ...]

    @property
    def schemas(self) -> Mapping[str, Any]:
        schemas: Mapping[str, Any] = self.document["schemas"]
        return schemas


def text_of(name: str) -> str:
    """An API's discovery document as it comes. Raises KeyError for one that is not among `VERSIONS`."""
    family, _ = ELDERS.get(name, (name, ""))
    return files("googleapiclient.discovery_cache.documents").joinpath(f"{family}.{VERSIONS[name]}.json").read_text("utf-8")


@functools.cache
def api(name: str) -> Api:
    """One API by name. Raises KeyError for one that is not among `VERSIONS`."""
    document = json.loads(text_of(name), object_pairs_hook=_without_prose)
    methods = tuple(_methods(name, document, document["servicePath"]))
    return Api(name, VERSIONS[name], document, methods)


PROSE = frozenset({"description", "enumDescriptions"})


def _without_prose(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Half of a document is prose; a member that is itself called ``description`` is an object, and stays."""
    return {name: value for name, value in pairs if name not in PROSE or isinstance(value, dict)}


@functools.cache
def by_id() -> Mapping[str, Method]:
    """Every method; an elder version's is called by the version too: ``drive.v2.files.update``."""
    return {method.id: method for name in VERSIONS for method in api(name).methods}


class Found(NamedTuple):
    """Where a request goes: the method, its path parameters (decoded), and whether it uploads."""

    method: Method
    path: dict[str, str]
    is_upload: bool


def find(verb: str, raw_path: str) -> Found | None:
    """The method for a request, or None for an address that no API has."""
    for method in _candidates(verb, _first_segments(raw_path)):
        if (path := method.match(raw_path)) is not None:
            return Found(method, path, False)
        if (path := method.match_upload(raw_path)) is not None:
            return Found(method, path, True)
    return None


def _first_segments(raw_path: str) -> str:
    parts = raw_path.removeprefix("/upload").lstrip("/").split("/")
    return "/".join(parts[:2]).split(":")[0]


@functools.lru_cache(maxsize=4096)
def _candidates(verb: str, first: str) -> tuple[Method, ...]:
    """Methods of a verb whose path can begin so; the longer, more literal patterns first."""
    found = [
        method
        for method in by_id().values()
        if method.verb == verb and (first.startswith(_literal(method.path)) or _literal(method.path).startswith(first))
    ]
    return tuple(sorted(found, key=lambda method: -len(VARIABLE.sub("", method.path))))


def _literal(path: str) -> str:
    return "/".join(path.split("{")[0].split("/")[:2]).rstrip("/").split(":")[0]


def _methods(name: str, node: Mapping[str, Any], base: str) -> Iterator[Method]:
    for raw in node.get("methods", {}).values():
        path = base + raw["path"]
        family, version = ELDERS.get(name, (name, ""))
        upload = raw.get("mediaUpload", {}).get("protocols", {}).get("simple", {}).get("path")
        yield Method(
            id=raw["id"].replace(f"{family}.", f"{family}.{version}.", 1) if version else raw["id"],
            api=family,
            described_by=name,
            verb=raw["httpMethod"],
            path=path,
            pattern=_pattern("/" + path),
            parameters=raw.get("parameters", {}),
            request=raw.get("request", {}).get("$ref", ""),
            response=raw.get("response", {}).get("$ref", ""),
            scopes=frozenset(raw.get("scopes", ())),
            upload_pattern=_pattern(upload) if upload else None,
            media=bool(raw.get("supportsMediaDownload")),
        )
    for child in node.get("resources", {}).values():
        yield from _methods(name, child, base)


def _pattern(path: str) -> re.Pattern[str]:
    """``/v4/spreadsheets/{spreadsheetId}/values/{range}:append``; ``{+name}`` may hold slashes."""
    out, last = "", 0
    for found in VARIABLE.finditer(path):
        out += re.escape(path[last : found.start()])
        letters = ".+" if found[1] else "[^/]+?"
        out += f"(?P<{found[2]}>{letters})"
        last = found.end()
    return re.compile(out + re.escape(path[last:]))


def _decoded(found: re.Match[str]) -> dict[str, str]:
    return {name: unquote(value) for name, value in found.groupdict().items()}
