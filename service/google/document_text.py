"""A Google Doc as plain lines: what documents.get answers, flattened, with places in it by index.

Indices count UTF-16 code units from the start of a tab (developers.google.com/workspace/docs/api/concepts/structure).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from service.google.document_names import OURS, units

Json = Mapping[str, Any]
SECTIONS = frozenset({"TITLE", "HEADING_1", "HEADING_2"})
"""Headings that end what stands before them. Smaller ones may be part of somebody's answer."""
HEADINGS = SECTIONS | {"SUBTITLE", "HEADING_3", "HEADING_4", "HEADING_5", "HEADING_6"}


@dataclass(frozen=True)
class Extent:
    """Places from start up to end."""

    start: int
    end: int


@dataclass(frozen=True)
class Chip:
    """A dropdown as it stands in the text. option: the id of what is chosen."""

    definition: str
    option: str


@dataclass(frozen=True)
class Piece:
    """A run of text, or something that is not text and shows as text."""

    start: int
    end: int
    text: str
    chip: Chip | None = None

    def cut(self, start: int, end: int) -> str:
        """What of it lies between two places. Only a run of text can be cut."""
        if start <= self.start and self.end <= end:
            return self.text
        raw = self.text.encode("utf-16-le")[max(0, start - self.start) * 2 : max(0, end - self.start) * 2]
        return raw.decode("utf-16-le", "ignore")


@dataclass(frozen=True)
class Line:
    """A paragraph. row: the table row it is in, innermost; cell: the cell."""

    start: int
    end: int
    style: str
    pieces: tuple[Piece, ...]
    row: Extent | None = None
    cell: Extent | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces).strip()


@dataclass(frozen=True)
class TabText:
    """One tab. ranges: our named ranges, each name's first; range_ids: all that bear a name.

    definitions: dropdown definitions by id, as Google gives their properties.
    """

    tab_id: str
    lines: Sequence[Line]
    ranges: Mapping[str, Extent]
    range_ids: Mapping[str, Sequence[str]]
    definitions: Mapping[str, Json]

    @cached_property
    def end(self) -> int:
        return self.lines[-1].end if self.lines else 1

    def text(self, start: int, end: int, without: Sequence[Extent] = ()) -> str:
        """The text between two places, some of them left out."""
        return "".join(self._text(start, end, without)).replace("\v", "\n").strip()

    def _text(self, start: int, end: int, without: Sequence[Extent]) -> Iterator[str]:
        for gap in sorted(without, key=lambda one: one.start):
            if gap.end > start:
                yield from self._cut(start, min(gap.start, end))
                start = max(start, gap.end)
        yield from self._cut(start, end)

    def _cut(self, start: int, end: int) -> Iterator[str]:
        for piece in self.pieces(start, end):
            yield piece.cut(start, end)

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces that lie between two places, whole or in part."""
        for line in islice(self.lines, bisect_right(self._ends, start), None):
            if line.start >= end:
                return
            yield from (piece for piece in line.pieces if piece.end > start and piece.start < end)

    def line_at(self, place: int) -> Line | None:
        at = bisect_right(self._ends, place)
        return self.lines[at] if at < len(self.lines) and self.lines[at].start <= place else None

    @cached_property
    def _ends(self) -> Sequence[int]:
        """Where the lines end, which are in order."""
        return [line.end for line in self.lines]


def find(tabs: Sequence[TabText], text: str) -> Iterator[tuple[TabText, Extent]]:
    """Where a text stands, at most once a line."""
    for tab in tabs:
        for line in tab.lines:
            before, found, _ = "".join(_by_index(piece) for piece in line.pieces).partition(text)
            if found:
                start = line.start + units(before)
                yield tab, Extent(start, start + units(found))


def _by_index(piece: Piece) -> str:
    """Its text, or as many characters as it takes places."""
    length = piece.end - piece.start
    return piece.text if units(piece.text) == length and piece.chip is None else "\ufffc" * length


def same(one: str, other: str) -> bool:
    """Whether two texts say the same to a person: case, spaces, apostrophes and punctuation at the ends aside."""
    return plain(one) == plain(other)


def plain(text: str) -> str:
    straight = text.casefold().replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return re.sub(r"\s+", " ", straight).strip(" \t\n.,:;!?…\"'-–")


def tabs_of(document: Json) -> list[TabText]:
    """Every tab, child tabs included. Takes the answer of documents.get with includeTabsContent."""
    return [_tab_text(tab) for tab in _walk(document.get("tabs", ()))]


def _walk(tabs: Sequence[Json]) -> Iterator[Json]:
    for tab in tabs:
        yield tab
        yield from _walk(tab.get("childTabs", ()))


def _tab_text(tab: Json) -> TabText:
    content = tab.get("documentTab", {})
    named = {name: one["namedRanges"] for name, one in content.get("namedRanges", {}).items() if name.startswith(OURS)}
    ranges, ids = {}, {}
    for name, entries in named.items():
        spans = [one for entry in entries for one in entry.get("ranges", ()) if not one.get("segmentId")]
        if spans:
            ranges[name] = _extent(spans)
            ids[name] = [str(entry["namedRangeId"]) for entry in entries]
    definitions = {
        one: definition.get("dropdownDefinitionProperties", {})
        for one, definition in content.get("dropdownDefinitions", {}).items()
    }
    lines = list(_lines(content.get("body", {}).get("content", ())))
    return TabText(str(tab.get("tabProperties", {}).get("tabId", "")), lines, ranges, ids, definitions)


def _extent(spans: Sequence[Json]) -> Extent:
    """From the first of a range's parts to the last: edits can split one (docs/api/how-tos/named-ranges)."""
    return Extent(min(one.get("startIndex", 0) for one in spans), max(one["endIndex"] for one in spans))


def _lines(content: Sequence[Json], row: Extent | None = None, cell: Extent | None = None) -> Iterator[Line]:
    for element in content:
        if "paragraph" in element:
            yield _line(element, row, cell)
        for one in element.get("table", {}).get("tableRows", ()):
            for inner in one.get("tableCells", ()):
                yield from _lines(inner.get("content", ()), _whole(one), _whole(inner))


def _whole(element: Json) -> Extent:
    return Extent(element.get("startIndex", 0), element["endIndex"])


def _line(element: Json, row: Extent | None, cell: Extent | None) -> Line:
    paragraph, whole = element["paragraph"], _whole(element)
    style = paragraph.get("paragraphStyle", {}).get("namedStyleType", "NORMAL_TEXT")
    pieces = tuple(_piece(one) for one in paragraph.get("elements", ()))
    return Line(whole.start, whole.end, style, pieces, row, cell)


def _piece(element: Json) -> Piece:
    whole = _whole(element)
    if "textRun" in element:
        return Piece(whole.start, whole.end, element["textRun"].get("content", ""))
    if "dropdown" in element:
        chosen = element["dropdown"].get("dropdownProperties", {})
        chip = Chip(chosen.get("dropdownDefinitionId", ""), chosen.get("selectedOptionId", ""))
        return Piece(whole.start, whole.end, chosen.get("displayValue", ""), chip)
    return Piece(whole.start, whole.end, _shown(element))


def _shown(element: Json) -> str:
    """What a chip that is no dropdown says; a picture or an equation counts as something written."""
    person = element.get("person", {}).get("personProperties", {})
    link = element.get("richLink", {}).get("richLinkProperties", {})
    date = element.get("dateElement", {}).get("dateElementProperties", {})
    for shown in (person.get("name"), person.get("email"), link.get("title"), link.get("uri"), date.get("displayText")):
        if shown:
            return str(shown)
    return "[picture]" if "inlineObjectElement" in element else "[equation]" if "equation" in element else ""
