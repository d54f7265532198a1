"""A request and an answer as plain values: what the server, a batch's parts and the tests all speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs


@dataclass(frozen=True)
class Incoming:
    """raw_path: still percent-encoded. headers: by lower-case name. query: every value of every name."""

    verb: str
    raw_path: str
    query: Mapping[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def of(cls, verb: str, target: str, headers: Mapping[str, str], body: bytes) -> Incoming:
        """From a request line's target, such as ``/drive/v3/files?fields=*``."""
        path, _, query = target.partition("?")
        verb = headers.get("x-http-method-override", verb).upper()
        return cls(verb, path, parse_qs(query, keep_blank_values=True), headers, body)


@dataclass(frozen=True)
class Outgoing:
    """An answer. method: the discovery id it came from, for the log of calls."""

    status: int
    body: bytes = b""
    mime_type: str = "application/json; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = ""
    user: str = ""
