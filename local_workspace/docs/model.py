"""A document as a flat line of units, one for every index of the Docs API.

A character is a unit (two for one outside the basic plane: indices are UTF-16 code units), and so is a chip, the end of
a paragraph, and each mark of structure: a section, a table, a row, a cell, a table's end. An index is then simply a
place in a list, and every edit a splice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

Json = dict[str, Any]

TEXT, LOW, END, CHIP = "t", "l", "n", "x"
SECTION, TABLE, ROW, CELL, TABLE_END = "S", "T", "R", "C", "E"
INLINE = frozenset({TEXT, LOW, END, CHIP})
"""Kinds that stand in a paragraph; LOW is the second half of a character outside the basic plane."""

DEFAULT_PARAGRAPH: Json = {"style": {"namedStyleType": "NORMAL_TEXT", "direction": "LEFT_TO_RIGHT"}}


class Unit(NamedTuple):
    """One index. value: the character, a chip's element, a paragraph's style and bullet, or a mark's own style.

    style: the text style, for what stands in a paragraph. Values are never changed in place.
    """

    kind: str
    value: Any = None
    style: Json = {}  # noqa: RUF012 never changed in place


@dataclass
class NamedRange:
    """Part of a segment that bears a name. start and end are indices."""

    id: str
    name: str
    segment: str
    start: int
    end: int


@dataclass
class Tab:
    """One tab: its body and other segments by id ('' is the body), and what belongs to it."""

    id: str
    title: str
    segments: dict[str, list[Unit]] = field(default_factory=dict)
    named_ranges: list[NamedRange] = field(default_factory=list)
    lists: Json = field(default_factory=dict)
    dropdowns: Json = field(default_factory=dict)
    headers: list[str] = field(default_factory=list)
    footers: list[str] = field(default_factory=list)
    document_style: Json = field(default_factory=dict)

    @property
    def body(self) -> list[Unit]:
        return self.segments[""]


@dataclass
class Document:
    """All of a document but its title, which is the file's name."""

    tabs: list[Tab]

    def tab(self, tab_id: str = "") -> Tab | None:
        """A tab by id; the first one for ''."""
        return next((tab for tab in self.tabs if not tab_id or tab.id == tab_id), None)


def empty(tab_id: str = "t.0") -> Document:
    """What a new document holds: a section and one empty paragraph."""
    body = [Unit(SECTION, {}), Unit(END, DEFAULT_PARAGRAPH)]
    return Document([Tab(tab_id, "Tab 1", {"": body})])


def text_units(text: str, style: Json) -> list[Unit]:
    """Characters as units; a character outside the basic plane takes two."""
    units = []
    for letter in text:
        units.append(Unit(TEXT, letter, style))
        if ord(letter) > 0xFFFF:
            units.append(Unit(LOW, "", style))
    return units


def dump(document: Document) -> str:
    return json.dumps({"tabs": [_dump_tab(tab) for tab in document.tabs]}, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Document:
    return Document([_load_tab(tab) for tab in json.loads(text)["tabs"]])


def _dump_tab(tab: Tab) -> Json:
    return {
        **{name: getattr(tab, name) for name in ("id", "title", "lists", "dropdowns", "headers", "footers", "document_style")},
        "segments": {name: list(_packed(units)) for name, units in tab.segments.items()},
        "named_ranges": [list(vars(one).values()) for one in tab.named_ranges],
    }


def _load_tab(raw: Json) -> Tab:
    segments = {name: list(_unpacked(runs)) for name, runs in raw.pop("segments").items()}
    ranges = [NamedRange(*one) for one in raw.pop("named_ranges")]
    return Tab(**raw, segments=segments, named_ranges=ranges)


def _packed(units: list[Unit]) -> Iterator[list[Any]]:
    """Runs of characters of one style together; everything else by itself."""
    for is_text, run in groupby(units, key=lambda unit: unit.kind in (TEXT, LOW)):
        if not is_text:
            yield from ([unit.kind, unit.value, unit.style] for unit in run)
            continue
        for _, same in groupby(run, key=lambda unit: id(unit.style)):
            letters = list(same)
            yield [TEXT, "".join(unit.value for unit in letters), letters[0].style]


def _unpacked(runs: list[list[Any]]) -> Iterator[Unit]:
    for kind, value, style in runs:
        if kind == TEXT:
            yield from text_units(value, style)
        else:
            yield Unit(kind, value, style)
