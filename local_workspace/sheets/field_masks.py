"""The `fields` of a request inside a batch: which members of an object it sets
(developers.google.com/workspace/sheets/api/guides/field-masks).
"""

from __future__ import annotations

import copy
from typing import Any

from local_workspace.core import masks
from local_workspace.core.call import Json
from local_workspace.core.discovery import api
from local_workspace.core.errors import BadRequest
from local_workspace.sheets.colours import PAIRED

MISSING = "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"


def wanted(request: Json, schema: str) -> masks.Mask:
    """What a request's mask names, of a schema's members. Raises BadRequest."""
    text = str(request.get("fields", "")).strip()
    if not text:
        raise BadRequest(MISSING)
    mask = masks.parse(text.replace(".", "/"))
    masks.check(mask, api("sheets").schemas, {"$ref": schema}, ())
    return _both_forms(mask)


def _both_forms(mask: masks.Mask) -> masks.Mask:
    """A colour and its style are one thing in two forms: who names either sets both."""
    out = {name: _both_forms(inner) for name, inner in mask.items()}
    for name in list(out):
        other = name.removesuffix("Style") if name.endswith("Style") else f"{name}Style"
        if name in PAIRED or other in PAIRED:
            out.setdefault(other, {})
    return out


def patched(old: Any, new: Any, mask: masks.Mask) -> Any:
    """The old object with the members that the mask names as they are in the new one; what it names and lacks is cleared."""
    if not mask or "*" in mask:
        return copy.deepcopy(new)
    out = dict(old) if isinstance(old, dict) else {}
    given = new if isinstance(new, dict) else {}
    for name, inner in mask.items():
        value = patched(out.get(name), given.get(name), inner) if inner else copy.deepcopy(given.get(name))
        if value in (None, {}) and name not in given:
            out.pop(name, None)
        else:
            out[name] = value
    return out


def names(mask: masks.Mask, members: frozenset[str] | set[str]) -> set[str]:
    """The members that a mask names at the top; all of them for ``*``."""
    return set(members) if "*" in mask or not mask else set(mask)
