"""The two edits everything is made of: units in, units out. Named ranges move along.

Text put inside a range makes it longer; text put at its edge stays outside; a range whose content is all deleted is
gone (developers.google.com/workspace/docs/api/how-tos/named-ranges).
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from local_workspace.core.errors import BadRequest
from local_workspace.docs.model import CELL, END, INLINE, LOW, ROW, SECTION, TABLE, TABLE_END, TEXT, Json, Tab, Unit

CLUSTER = regex.compile(r"\X")
FIRST_THAT_JOINS = 0x300
"""Below the combining marks, every character is a grapheme cluster of its own."""
IMPOSSIBLE = "Invalid deletion range. Cannot delete the requested range."
"""What Google answers where structure forbids it (github.com/think41/extrasuite/issues/58)."""


def insert(tab: Tab, segment: str, index: int, units: Sequence[Unit]) -> None:
    """Put units at an index."""
    tab.segments[segment][index:index] = units
    for one in tab.named_ranges:
        if one.segment == segment:
            if index <= one.start:
                one.start += len(units)
            if index < one.end:
                one.end += len(units)


def delete(tab: Tab, segment: str, start: int, end: int) -> None:
    """Take out the units from start up to end.

    Two paragraphs that become one look as the first did, if anything of it is left (as measured by
    github.com/think41/extrasuite, extradoc's comparison with the live API).
    """
    units = tab.segments[segment]
    joined = _joined(units, start, end)
    del units[start:end]
    if joined is not None:
        closing = next(place for place in range(start, len(units)) if units[place].kind == END)
        units[closing] = Unit(END, joined, units[closing].style)
    for one in [one for one in tab.named_ranges if one.segment == segment]:
        one.start = _after(one.start, start, end)
        one.end = _after(one.end, start, end)
        if one.start >= one.end:
            tab.named_ranges.remove(one)


def _joined(units: Sequence[Unit], start: int, end: int) -> Json | None:
    """What a paragraph is like that begins before a deletion and loses its end to it."""
    if not _in_paragraph(units, start):
        return None
    value: Json | None = next((unit.value for unit in units[start:end] if unit.kind == END), None)
    return value


def _in_paragraph(units: Sequence[Unit], index: int) -> bool:
    """Whether something of a paragraph stands right before an index."""
    return index > 0 and units[index - 1].kind in INLINE and units[index - 1].kind != END


def _after(place: int, start: int, end: int) -> int:
    return place if place <= start else max(start, place - (end - start))


def insertion_index(tab: Tab, segment: str, index: int) -> int:
    """Where an insertion goes: at the index, or behind the grapheme cluster around it.

    Raises BadRequest unless that is inside the bounds of an existing paragraph
    (developers.google.com/workspace/docs/api/concepts/rules-behavior#insert-text).
    """
    units = tab.segments[segment]
    if index < 0:
        raise BadRequest(f"Index {index} must be greater than or equal to 0.")
    if index >= len(units):
        raise BadRequest(f"Index {index} must be less than the end index of the referenced segment, {len(units)}.")
    if units[index].kind not in INLINE:
        raise BadRequest(
            "The insertion index must be inside the bounds of an existing paragraph. You can still create new paragraphs by "
            "inserting newlines."
        )
    return _behind_cluster(units, index)


def _behind_cluster(units: Sequence[Unit], index: int) -> int:
    """The first boundary between grapheme clusters at or behind an index."""
    if not (_may_join(units[index]) or (index and _may_join(units[index - 1]))):
        return index
    start, end = index, index
    while start > 0 and units[start - 1].kind in (TEXT, LOW):
        start -= 1
    while units[end].kind in (TEXT, LOW):
        end += 1
    at = start
    for cluster in CLUSTER.findall("".join(unit.value for unit in units[start:end])):
        if at >= index:
            break
        at += sum(2 if ord(letter) > 0xFFFF else 1 for letter in cluster)
    return at


def _may_join(unit: Unit) -> bool:
    return unit.kind == LOW or (unit.kind == TEXT and ord(unit.value) >= FIRST_THAT_JOINS)


def check_range(tab: Tab, segment: str, start: int, end: int) -> None:
    """Raises BadRequest for a range outside its segment or without content."""
    units = tab.segments[segment]
    if start < 0:
        raise BadRequest(f"Index {start} must be greater than or equal to 0.")
    if start >= len(units):
        raise BadRequest(f"Index {start} must be less than the end index of the referenced segment, {len(units)}.")
    if start >= end:
        raise BadRequest("The range should not be empty.")
    if end > len(units):
        raise BadRequest(f"Index {end - 1} must be less than the end index of the referenced segment, {len(units)}.")


def check_deletion(tab: Tab, segment: str, start: int, end: int) -> None:
    """Raises BadRequest where Docs does not let the range go: a segment's or a cell's last newline, half a character, the
    first section break, part of a table's structure, the newline right before a table or a section break
    (developers.google.com/workspace/docs/api/concepts/rules-behavior#delete-text).
    """
    check_range(tab, segment, start, end)
    units = tab.segments[segment]
    if end == len(units):
        raise BadRequest("The range cannot include the newline character at the end of the segment.")
    before, behind = units[end - 1].kind, units[end].kind
    if (
        LOW in (units[start].kind, behind)
        or (start == 0 and units[0].kind == SECTION)
        or not _balanced(units[start:end])
        or (before == END and behind in (CELL, ROW, TABLE_END, TABLE, SECTION))
    ):
        raise BadRequest(IMPOSSIBLE)


def _balanced(units: Sequence[Unit]) -> bool:
    depth = 0
    for unit in units:
        if unit.kind == TABLE:
            depth += 1
        elif unit.kind == TABLE_END:
            depth -= 1
        elif unit.kind in (ROW, CELL) and depth == 0:
            return False
        if depth < 0:
            return False
    return depth == 0


def paragraph_ends(tab: Tab, segment: str, start: int, end: int) -> list[int]:
    """The places of the newlines of every paragraph that a range touches."""
    units = tab.segments[segment]
    places = [place for place in range(start, end) if units[place].kind == END]
    if _in_paragraph(units, end):
        places.append(next(place for place in range(end, len(units)) if units[place].kind == END))
    return places


def paragraph_start(units: Sequence[Unit], index: int) -> int:
    """Where the paragraph around an index begins."""
    while _in_paragraph(units, index):
        index -= 1
    return index


def style_for_insertion(units: Sequence[Unit], index: int) -> dict[str, object]:
    """Text takes the style of what stands right before it in its paragraph, else of what it is put before."""
    return _unlinked(units[index - 1].style if _in_paragraph(units, index) else units[index].style)


def _unlinked(style: dict[str, object]) -> dict[str, object]:
    """Text typed behind a link is not part of it."""
    if "link" not in style:
        return style
    return {name: value for name, value in style.items() if name not in ("link", "underline", "foregroundColor")}
