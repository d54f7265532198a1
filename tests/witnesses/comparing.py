"""Whether an answer of the Local Workspace is the recorded one.

Ids that Google chose are not masked: each is bound to ours where it first appears, and from then on one stands for the other
and nothing else. What no two runs can share is masked: the one list is here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MASKED = {
    "createdTime": "when the file was made",
    "modifiedTime": "when it last changed",
    "createdDate": "the same, in Drive v2",
    "modifiedDate": "the same, in Drive v2",
    "modifiedByMeDate": "the same, in Drive v2",
    "lastViewedByMeDate": "the same, in Drive v2",
    "etag": "Drive v2's tag of a version",
    "version": "Drive's count of changes, of which Google makes some by itself",
    "thumbnailLink": "a signed link",
    "picture": "a link to the account's photo",
}
"""By the name of the field. Both answers must have it, and of the same kind (a time, a text)."""
BOUND = {
    "id": "a file's, a folder's",
    "spreadsheetId": "the same file's",
    "sheetId": "a sheet's",
    "namedRangeId": "a named range's",
    "protectedRangeId": "a protected range's",
    "permissionId": "an account's",
    "ouid": "an account's, inside of links",
}
"""Ids that Google chose, by the name of the field: bound to ours, and equal from then on."""
OUID = re.compile(r"[?&]ouid=(\d+)")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass
class Ids:
    """What Google called a thing, what we call it, and back. texts: other words that stand for each other (addresses)."""

    ours: dict[Any, Any] = field(default_factory=dict)
    theirs: dict[Any, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def bind(self, recorded: Any, answered: Any) -> bool:
        """Whether the two may stand for each other; binds them if neither is bound yet."""
        if recorded not in self.ours and answered not in self.theirs:
            self.ours[recorded], self.theirs[answered] = answered, recorded
        return bool(self.ours.get(recorded) == answered)

    def to_ours(self, text: str) -> str:
        """A recorded request's text with our ids in it."""
        for recorded, ours in self.ours.items():
            if isinstance(recorded, str) and len(recorded) > 15:
                text = text.replace(recorded, ours)
            elif recorded != 0:
                text = re.sub(rf'("(?:sheetId|protectedRangeId)": |"namedRangeId": "){recorded}\b', rf"\g<1>{ours}", text)
        return text

    def to_recorded(self, text: str) -> str:
        """One of our texts as Google would have put it: with its ids, and its addresses."""
        for recorded, ours in self.ours.items():
            if isinstance(ours, str) and len(ours) > 15:
                text = text.replace(ours, recorded)
        for recorded, ours in self.texts.items():
            text = text.replace(ours, recorded)
        return text


def differences(recorded: Any, answered: Any, ids: Ids, where: str = "") -> Iterator[str]:
    """Where two JSON values differ, in words. Binds ids as it goes."""
    name = where.rpartition(".")[2]
    if name in MASKED:
        same = TIME.fullmatch(str(recorded)) is None or TIME.fullmatch(str(answered)) is not None
        if type(recorded) is not type(answered) or not same:
            yield f"{where}: masked, but of another kind: {recorded!r}, not {answered!r}"
    elif isinstance(recorded, dict) and isinstance(answered, dict):
        yield from _objects(recorded, answered, ids, where)
    elif isinstance(recorded, list) and isinstance(answered, list):
        if len(recorded) != len(answered):
            yield f"{where}: {len(recorded)} of them, not {len(answered)}"
        for place, (one, other) in enumerate(zip(recorded, answered, strict=False)):
            yield from differences(one, other, ids, f"{where}[{place}]")
    elif not _same(name, recorded, answered, ids):
        yield f"{where}: {_short(recorded)}, not {_short(answered)}"


def _objects(recorded: dict[str, Any], answered: dict[str, Any], ids: Ids, where: str) -> Iterator[str]:
    names = [*recorded, *(one for one in answered if one not in recorded)]
    for name in sorted(names, key=lambda one: one not in BOUND):
        at = f"{where}.{name}" if where else name
        if name not in answered:
            yield f"{at}: {_short(recorded[name])} is missing"
        elif name not in recorded:
            yield f"{at}: {_short(answered[name])} is too much"
        else:
            yield from differences(recorded[name], answered[name], ids, at)


def _same(name: str, recorded: Any, answered: Any, ids: Ids) -> bool:
    if name in BOUND and isinstance(recorded, (int, str)) and isinstance(answered, (int, str)) and recorded != "me":
        return ids.bind(recorded, answered)
    if isinstance(recorded, str) and isinstance(answered, str):
        if not all(ids.bind(*pair) for pair in zip(OUID.findall(recorded), OUID.findall(answered), strict=False)):
            return False
        return recorded == answered or recorded == ids.to_recorded(answered)
    if isinstance(recorded, bool) or isinstance(answered, bool):
        return recorded is answered
    return bool(recorded == answered)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 120 else text[:117] + "..."
