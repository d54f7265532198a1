"""What the formula library gives, as Google shows it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local_workspace.core.call import Json

ERRORS: Mapping[str, str] = {
    "Circ": "REF",
    "Div": "DIVIDE_BY_ZERO",
    "Na": "N_A",
    "Name": "NAME",
    "Null": "NULL_VALUE",
    "Num": "NUM",
    "Ref": "REF",
    "Spill": "REF",
    "Value": "VALUE",
}
"""The library's kinds of error as ErrorType; any other is ERROR."""
MESSAGES: Mapping[str, str] = {
    "Circ": "Circular dependency detected. To resolve with iterative calculation, see File > Settings.",
}
NO_ROOM = ("Array result was not expanded", "Result was not automatically expanded")
"""How the messages of arrays begin that something is in the way of."""
TEXTS: Mapping[str, str] = {"Na": "#N/A", "Name": "#NAME?", "Ref": "#REF!", "Div": "#DIV/0!"}
"""Kinds of which a formula's text alone may say the message, by the error that stands for them."""


@dataclass(frozen=True)
class Result:
    """What a formula gives. value: ExtendedValue; {} for nothing. look: its NumberFormat. height, width: how far it spills."""

    value: Json
    look: Json = field(default_factory=dict)
    height: int = 1
    width: int = 1

    @property
    def has_no_room(self) -> bool:
        return str(self.value.get("errorValue", {}).get("message", "")).startswith(NO_ROOM)


def extended(raw: Any) -> Json:
    """A value that is no error as ExtendedValue."""
    if raw is None:
        return {}
    if isinstance(raw, bool):
        return {"boolValue": raw}
    if isinstance(raw, str):
        return {"stringValue": raw}
    if not math.isfinite(raw):
        return {"errorValue": {"type": "NUM"}}
    return {"numberValue": int(raw) if float(raw).is_integer() and abs(raw) < 1e15 else raw}


def failed(raw: Json, messages: Mapping[str, str]) -> Json:
    """An error as ExtendedValue. messages: what the formula's text says of errors, by how they are written."""
    kind = str(raw.get("kind", ""))
    message = MESSAGES.get(kind) or messages.get(TEXTS.get(kind, ""), "")
    error = {"type": ERRORS.get(kind, "ERROR")}
    return {"errorValue": {**error, "message": message} if message else error}
