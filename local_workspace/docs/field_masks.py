"""The `fields` of a request inside a batch: which members of an object it sets
(developers.google.com/workspace/docs/api/how-tos/field-masks).

Names may be in snake case, as the reference has them (``"text_style.bold"``). A member that is named and not given goes
back to its default.
"""

from __future__ import annotations

import copy
from collections.abc import Collection
from typing import Any

from local_workspace.core import masks
from local_workspace.core.discovery import api
from local_workspace.core.errors import BadRequest
from local_workspace.core.findings import camel
from local_workspace.docs.model import Json

MISSING = "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
ZEROS = frozenset({"red", "green", "blue", "magnitude"})
"""Numbers that are left out of an answer where they are zero, as recorded."""


def wanted(request: Json, schema: str, read_only: Collection[str] = ()) -> masks.Mask:
    """What a request's mask names, with ``*`` as everything that can be set. Raises BadRequest."""
    text = camel(request.get("fields", "").replace(" ", ""))
    if not text:
        raise BadRequest(MISSING)
    settable = [name for name in api("docs").schemas[schema]["properties"] if name not in read_only]
    if text == "*":
        return {name: {} for name in settable}
    mask = masks.parse(text.replace(".", "/"))
    for name in mask:
        if name not in settable:
            raise BadRequest(f"Invalid field: {name}")
        masks.check({name: mask[name]}, api("docs").schemas, {"$ref": schema})
    return mask


def patched(old: Any, new: Any, mask: masks.Mask) -> Any:
    """The old object with the members that the mask names as they are in the new one; what it names and lacks is cleared."""
    if not mask:
        return plain(new)
    out = dict(old) if isinstance(old, dict) else {}
    given = new if isinstance(new, dict) else {}
    for name, inner in mask.items():
        value = patched(out.get(name), given.get(name), inner)
        if value in (None, {}) and name not in given:
            out.pop(name, None)
        else:
            out[name] = value
    return out


def plain(value: Any) -> Any:
    """A copy as an answer has it: without zeros that are left out there."""
    if not isinstance(value, dict):
        return copy.deepcopy(value)
    return {name: plain(one) for name, one in value.items() if not (name in ZEROS and one == 0)}
