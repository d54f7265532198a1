"""Path and query parameters against the discovery document: typed, defaults filled in, what does not bind refused.

Of a parameter sent twice, Drive reads the first and Sheets the last, and a bad value is refused at either end
(github.com/brekkylab/backlot/issues/306 and /337, measured in September 2026). Ranges are refused in the words of
github.com/taers232c/GAMADV-X/issues/84.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from local_workspace.core.discovery import COMMON, Method
from local_workspace.core.errors import BadRequest
from local_workspace.core.findings import Findings, Shown, snake
from local_workspace.core.scalars import FALSE, TRUE, scalar, whole

NOT_SYSTEM = "Cannot bind query parameter. Field '{}' could not be found in request message."
FIRST_COUNTS = frozenset({"drive"})
ALSO_TAKEN: Mapping[str, frozenset[str]] = {"drive.files.get": frozenset({"includeItemsFromAllDrives"})}
"""Parameters that a method is not documented to have and takes without effect (gspread's recordings, 165 exchanges)."""
INTEGER = whole(64)


def parameters(method: Method, path: Mapping[str, str], query: Mapping[str, list[str]]) -> dict[str, Any]:
    """Typed parameters by name; repeated ones as lists. Raises BadRequest."""
    findings = Findings()
    out: dict[str, Any] = {}
    for name, values in query.items():
        if name in method.parameters and name not in path:
            out[name] = _typed(method, name, values, findings)
        elif name not in COMMON and not name.startswith("$") and name not in ALSO_TAKEN.get(method.id, ()):
            findings.unknown(name, "", NOT_SYSTEM.format(name))
    for name, value in path.items():
        out[name] = _typed(method, name, [value], findings)
    findings.refuse()
    for name, value in required_and_defaults(method).items():
        if value is None and name not in out:
            raise BadRequest(f"Required parameter: {name}", reason="required", location=name)
        out.setdefault(name, value)
    return out


@functools.lru_cache(maxsize=512)
def required_and_defaults(method: Method) -> Mapping[str, Any]:
    """Defaults by parameter, and None for one that has to be given."""
    out: dict[str, Any] = {}
    for name, declared in method.parameters.items():
        if "default" in declared:
            out[name] = _typed(method, name, [declared["default"]], Findings())
        elif declared.get("required"):
            out[name] = None
    return out


def _typed(method: Method, name: str, values: list[str], findings: Findings) -> Any:
    declared = method.parameters.get(name, {"type": "string"})
    typed = [_one(method, declared, name, value, findings) for value in values]
    if declared.get("repeated"):
        return typed
    return typed[0] if method.api in FIRST_COUNTS else typed[-1]


def _one(method: Method, declared: Mapping[str, Any], name: str, value: str, findings: Findings) -> Any:
    kind = scalar(declared, method.api)
    typed = BOOLEANS.get(value.lower()) if declared.get("type") == "boolean" else kind.normalised(value)
    if typed is None:
        findings.wrong(Shown(f'"{value}"'), snake(name), kind.kind_for(snake(name)))
        return value
    _check_range(declared, name, typed)
    return typed


def _check_range(declared: Mapping[str, Any], name: str, typed: Any) -> None:
    low, high = declared.get("minimum"), declared.get("maximum")
    if low is None and high is None:
        pattern = declared.get("pattern")
        if pattern and not re.fullmatch(pattern, str(typed)):
            raise BadRequest("Invalid Value", reason="invalid", location=name)
        return
    least, most = (None if end is None else int(end) for end in (low, high))
    if (least is not None and int(typed) < least) or (most is not None and int(typed) > most):
        reach = f"[{least}, {most}]" if most is not None else f"[{least}, ...]"
        text = f"Invalid value '{typed}'. Values must be within the range: {reach}"
        raise BadRequest(text, reason="invalidParameter", location=name)


BOOLEANS: Mapping[str, bool] = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
