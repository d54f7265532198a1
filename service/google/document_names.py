"""The names by which the service finds its own in a Doc again: named ranges, tokens, and the ids of dropdowns."""

from __future__ import annotations

import re
import zlib

OURS = "ggp."
FIELD = f"{OURS}field."
"""Around the value of a field, in the block that is the service's own."""
QUESTION = f"{OURS}question."
"""Around a question's heading and hint: what stands behind it is the answer."""
CHOICE = f"{OURS}choice."
"""Around all that stands before a dropdown: its heading and hint, where it has its own, and its label."""

EMPTY = "–"
"""What a field without a value shows: a range around nothing would be lost."""
UNCHOSEN = "dropdownItem.unchosen"
"""The option that a dropdown shows before anyone chose."""
LONGEST_KEY = 10

_STRIPPED = re.compile("[\u0000-\u0008\u000c-\u001f\ue000-\uf8ff]")


def token(name: str) -> str:
    """What a template shows where a field's value will be."""
    return "{{" + name + "}}"


def definition_id(key: str) -> str:
    """A dropdown's id: ``kix.`` and 2 to 14 letters, digits, _ or - (docs/api/how-tos/dropdowns, ID formats)."""
    short = key if len(key) <= LONGEST_KEY else f"{key[:3]}{zlib.crc32(key.encode()) & 0xFFFFFF:06x}"
    return f"kix.ggp-{short}"


def option_id(key: str) -> str:
    """An option's id: ``dropdownItem.`` and 2 to 14 letters, digits, _ or -."""
    return f"dropdownItem.{key}"


def as_written(value: str) -> str:
    """A field's value as Docs will show it: Docs strips control and private-use characters (InsertTextRequest)."""
    return _STRIPPED.sub("", value).strip() or EMPTY


def units(text: str) -> int:
    """How many indices a text takes: they count UTF-16 code units (docs/api/concepts/structure)."""
    return len(text.encode("utf-16-le")) // 2
