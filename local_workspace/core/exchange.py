"""A request and an answer as plain values: what the server, a batch's parts and the tests all speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qs

FORM = "application/x-www-form-urlencoded"


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
        """From a request line's target, such as ``/drive/v3/files?fields=*``.

        A POST that says it is a GET carries its query as a form: so the clients send a query over 2,048 characters.
        """
        path, _, query = target.partition("?")
        override = headers.get("x-http-method-override", "").upper()
        if override == "GET" and headers.get("content-type", "").partition(";")[0].strip() == FORM:
            query, body = "&".join(part for part in (query, body.decode("utf-8", "replace")) if part), b""
        return cls(override or verb.upper(), path, parse_qs(query, keep_blank_values=True), headers, body)

    def first(self, name: str) -> str:
        """The first value of a query parameter, or empty."""
        return self.query.get(name, [""])[0]


@dataclass(frozen=True)
class Outgoing:
    """An answer. method: the discovery id it came from, and user: whose call it was, for the log of calls."""

    status: int
    body: bytes = b""
    mime_type: str = "application/json; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = ""
    user: str = ""

    @property
    def phrase(self) -> str:
        return HTTPStatus(self.status).phrase if self.status != 308 else "Resume Incomplete"
