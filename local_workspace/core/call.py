"""What a handler is given and what it gives back. Handlers know nothing of HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from local_workspace.core.workspace import Workspace

Json = dict[str, Any]


@dataclass(frozen=True)
class Principal:
    """Who is calling. kind: ``user`` or ``serviceAccount``; scopes: what the token was granted."""

    email: str
    kind: str = "user"
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Media:
    """Bytes with their type: an upload on the way in, a download or an export on the way out."""

    mime_type: str
    data: bytes


@dataclass(frozen=True)
class Call:
    """One request, already routed, authorised and validated against Google's discovery document.

    method: the discovery id, such as ``drive.files.copy``. params: path and query parameters by name, typed, defaults
    filled in (repeated ones as lists). body: the JSON body with explicit nulls dropped ({} where there is none).
    nulls: dotted paths of the body's members that were explicitly null (``properties.colour``):
    some methods clear by null. arrived: when the request came in, before it waited for its turn (monotonic seconds).
    mask: the `fields` that were asked for, nested ({} for everything): for methods that read only what is asked.
    """

    method: str
    params: Mapping[str, Any]
    body: Json
    principal: Principal
    workspace: Workspace
    media: Media | None = None
    nulls: frozenset[str] = field(default=frozenset())
    arrived: float = 0.0
    mask: Mapping[str, Any] = field(default_factory=dict)


Handler = Callable[[Call], "Json | Media | None"]
"""Returns the full resource (`fields` masks are applied afterwards), bytes, or None for an empty 204."""
