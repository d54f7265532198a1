"""Pages of short lists: a token that says where the next page begins, and of what list it is."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any, TypeVar

from local_workspace.core.call import Call
from local_workspace.drive import refusals

One = TypeVar("One")


def page(call: Call, everything: Sequence[One], size: int, *, scope: str) -> tuple[Sequence[One], dict[str, str]]:
    """The page that the call asks for, and `nextPageToken` if there is more. scope: what the list is of."""
    start = int(opened(call, scope) or 0)
    end = start + size
    return everything[start:end], {"nextPageToken": token([scope, end])} if end < len(everything) else {}


def opened(call: Call, scope: str) -> Any:
    """What the call's page token holds, None where there is none. Raises 400 for a token of another list."""
    given = call.params.get("pageToken")
    if not given:
        return None
    try:
        named, value = json.loads(base64.urlsafe_b64decode(given))
    except (ValueError, TypeError) as problem:
        raise refusals.invalid("pageToken") from problem
    if named != scope:
        raise refusals.invalid("pageToken")
    return value


def token(value: Any) -> str:
    """An opaque page token."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()
