"""The refusals a handler may raise. `core.envelope` alone turns them into Google's JSON.

Two families of envelope exist. Drive, Gmail, Calendar and Directory answer with ``errors[]`` (domain, reason,
message); Docs, Sheets and Forms with a ``google.rpc.Status``. A refusal carries what both need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Refusal(Exception):
    """A request that Google would refuse.

    code: HTTP status. reason: the legacy reason (``notFound``). status: the canonical code (``NOT_FOUND``).
    message: Google's wording; short_message: what ``errors[0]`` says where that differs. domain: legacy domain.
    location: legacy parameter (or header) name, if any; location_type: which of the two it is.
    details: google.rpc details, as JSON objects. front_end: refused before the API saw it (credentials, JSON that does
    not bind), which Drive marks with a canonical `status` that its own errors lack.
    """

    def __init__(
        self,
        code: int,
        reason: str,
        message: str,
        *,
        status: str = "",
        domain: str = "global",
        location: str = "",
        location_type: str = "parameter",
        short_message: str = "",
        details: Sequence[Mapping[str, Any]] = (),
        front_end: bool = False,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.message = message
        self.status = status or CANONICAL.get(code, "UNKNOWN")
        self.domain = domain
        self.location = location
        self.location_type = location_type
        self.short_message = short_message or message
        self.details = tuple(details)
        self.front_end = front_end


CANONICAL: Mapping[int, str] = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    412: "FAILED_PRECONDITION",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


class BadRequest(Refusal):
    """400: the request is malformed or asks for what cannot be. `reason` defaults to ``invalid``."""

    def __init__(
        self,
        message: str,
        *,
        reason: str = "invalid",
        domain: str = "global",
        location: str = "",
        details: Sequence[Mapping[str, Any]] = (),
        front_end: bool = False,
    ) -> None:
        super().__init__(400, reason, message, domain=domain, location=location, details=details, front_end=front_end)


class Forbidden(Refusal):
    """403: the caller may not. `reason` is Google's legacy reason, such as ``insufficientFilePermissions``."""

    def __init__(
        self,
        message: str,
        *,
        reason: str = "forbidden",
        domain: str = "global",
        details: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(403, reason, message, domain=domain, details=details)


class NotFound(Refusal):
    """404: no such thing, or none that this caller may know of."""

    def __init__(self, message: str, *, location: str = "") -> None:
        super().__init__(404, "notFound", message, location=location)


class Conflict(Refusal):
    """409: an id or a name is taken."""

    def __init__(self, message: str, *, reason: str = "duplicate") -> None:
        super().__init__(409, reason, message)


class NotWritten(Refusal):
    """501: a method or a request kind that this Workspace does not have yet. It names itself."""

    def __init__(self, what: str) -> None:
        super().__init__(501, "notImplemented", f"{what} is not built in the Local Workspace yet.")
