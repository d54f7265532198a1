"""What was found wrong with a request, in the words of Google's front end.

Two grammars, both echoed from the live Docs, Sheets, Drive and Gmail APIs: a name that is not there (``Invalid JSON payload
received. Unknown name ...``) and a value that does not bind (``Invalid value at ...``). Paths are in snake case with the
index of each element, unknown names stand as they were sent. Witnesses: the recordings of WorksheetTest.test_add_validation
(ListValue); github.com/googleapis/google-api-nodejs-client/issues/1220 (a list where none is repeated, and the body's own
name in the path) and /588 (a query parameter); github.com/theoephraim/node-google-spreadsheet/issues/523 (snake case).
"""

from __future__ import annotations

import functools
import json
import re
from typing import Any

from local_workspace.core.errors import BadRequest

BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"


class Findings:
    """Violations as (field, text), and the dotted JSON paths of members that were explicitly null."""

    def __init__(self) -> None:
        self.violations: list[tuple[str, str]] = []
        self.nulls: set[str] = set()
        self.values_at_fault = False

    def unknown(self, name: str, where: str, why: str = "Cannot find field.") -> None:
        """A name that the message does not have. where: the path of the message it stands in."""
        self.violations.append((where, f'Invalid JSON payload received. Unknown name "{name}"{_at(where)}: {why}'))

    def wrong(self, value: Any, where: str, kind: str) -> None:
        """A value that is not of its type. kind: ``TYPE_INT32`` or ``type.googleapis.com/...``."""
        self.values_at_fault = True
        shown = value if isinstance(value, Shown) else json.dumps(value, ensure_ascii=False)
        self.violations.append((where, f"Invalid value{_at(where)} ({kind}), {shown}"))

    def not_repeated(self, where: str) -> None:
        """A list for a field that takes one value."""
        parent, _, name = where.rpartition(".")
        self.unknown(camel(name), parent, "Proto field is not repeating, cannot start list.")

    def not_a_message(self, where: str) -> None:
        """An object for a field that takes a plain value."""
        parent, _, name = where.rpartition(".")
        self.wrong(Shown("Starting an object on a scalar field"), parent, name)

    def refuse(self) -> None:
        """Raises BadRequest with every violation, one a line, if there is any."""
        if not self.violations:
            return
        fields = [{"field": where, "description": text} if where else {"description": text} for where, text in self.violations]
        raise BadRequest(
            "\n".join(text for _, text in self.violations),
            reason="invalid" if self.values_at_fault else "badRequest",
            domain="" if self.values_at_fault else "global",
            details=[{"@type": BAD_REQUEST, "fieldViolations": fields}],
            front_end=True,
        )


class Shown(str):
    """Words that stand in a refusal as they are, where a value would be quoted."""


def _at(where: str) -> str:
    return f" at '{where}'" if where else ""


@functools.lru_cache(maxsize=8192)
def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: "_" + found[1].lower(), name)


@functools.lru_cache(maxsize=8192)
def camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)
