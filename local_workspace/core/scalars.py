"""Plain values: what each type and format of the discovery documents takes, and in which form it goes on."""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from local_workspace.core.discovery import VERSIONS

DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TRUE = frozenset({"true", "t", "yes", "y", "1"})
FALSE = frozenset({"false", "f", "no", "n", "0"})


@dataclass(frozen=True)
class Scalar:
    """One plain type. normalised: the value as it goes on, None where it does not bind. kind: its name in refusals."""

    normalised: Callable[[Any], Any]
    kind: str
    enum_of: str = ""

    def kind_for(self, where: str) -> str:
        """An enum goes by its type's name, which discovery lacks: the field's name, capitalised, is the usual one."""
        if not self.enum_of:
            return self.kind
        name = where.rpartition(".")[2].partition("[")[0]
        return f"{self.enum_of}.{ENUM_NAMES.get(name) or ''.join(part.capitalize() for part in name.split('_'))}"


ENUM_NAMES: Mapping[str, str] = {"major_dimension": "Dimension"}


def scalar(node: Mapping[str, Any], api_name: str) -> Scalar:
    """The type that a schema's or a parameter's node declares."""
    kind, form = node.get("type", "string"), node.get("format", "")
    if "enum" in node:
        allowed = frozenset(node["enum"])
        package = f"type.googleapis.com/google.apps.{api_name}.{VERSIONS[api_name]}"
        return Scalar(lambda value: value if isinstance(value, str) and value in allowed else None, "TYPE_ENUM", package)
    return FORMATS.get(form) or TYPES[kind]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else None


def whole(bits: int, *, signed: bool = True) -> Callable[[Any], int | None]:
    """Integers of so many bits, also as a string or a float without a fraction."""
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)

    def normalised(value: Any) -> int | None:
        if isinstance(value, bool):
            return None
        if isinstance(value, str):
            value = int(value) if re.fullmatch(r"-?\d+", value) else None
        if isinstance(value, float):
            value = int(value) if value.is_integer() else None
        return value if isinstance(value, int) and low <= value <= high else None

    return normalised


def _long(*, signed: bool = True) -> Callable[[Any], str | None]:
    as_number = whole(64, signed=signed)

    def normalised(value: Any) -> str | None:
        number = as_number(value)
        return None if number is None else str(number)

    return normalised


def number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
        return value if math.isfinite(value) else None
    return value if isinstance(value, (int, float)) else None


def _base64(value: Any) -> str | None:
    """Standard or URL-safe, padded or not, as the proto3 JSON mapping takes it."""
    try:
        bare = value.replace("-", "+").replace("_", "/").rstrip("=")
        base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (AttributeError, binascii.Error):
        return None
    return str(value)


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], str | None]:
    return lambda value: value if isinstance(value, str) and pattern.fullmatch(value) else None


TYPES: Mapping[str, Scalar] = {
    "string": Scalar(_text, "TYPE_STRING"),
    "boolean": Scalar(boolean, "TYPE_BOOL"),
    "integer": Scalar(whole(32), "TYPE_INT32"),
    "number": Scalar(number, "TYPE_DOUBLE"),
    "any": Scalar(lambda value: value, "Value"),
}
FORMATS: Mapping[str, Scalar] = {
    "uint32": Scalar(whole(32, signed=False), "TYPE_UINT32"),
    "int64": Scalar(_long(), "TYPE_INT64"),
    "uint64": Scalar(_long(signed=False), "TYPE_UINT64"),
    "float": Scalar(number, "TYPE_FLOAT"),
    "byte": Scalar(_base64, "TYPE_BYTES"),
    "date-time": Scalar(_matching(DATE_TIME), "type.googleapis.com/google.protobuf.Timestamp"),
    "google-datetime": Scalar(_matching(DATE_TIME), "type.googleapis.com/google.protobuf.Timestamp"),
    "date": Scalar(_matching(DATE), "TYPE_STRING"),
}
