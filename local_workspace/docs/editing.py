"""The two edits everything is made of: units in, units out. Named ranges move along.

Text put inside a range makes it longer; text put at its edge stays outside; a range whose content is all deleted is
gone (developers.google.com/workspace/docs/api/how-tos/named-ranges).
"""

from __future__ import annotations

from collections.abc import Sequence

from local_workspace.core.errors import BadRequest
from local_workspace.docs.model import CELL, END, INLINE, LOW, ROW, SECTION, TABLE, TABLE_END, Tab, Unit


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
    """Take out the units from start up to end."""
    del tab.segments[segment][start:end]
    for one in [one for one in tab.named_ranges if one.segment == segment]:
        one.start = _after(one.start, start, end)
        one.end = _after(one.end, start, end)
        if one.start >= one.end:
            tab.named_ranges.remove(one)


def _after(place: int, start: int, end: int) -> int:
    return place if place <= start else max(start, place - (end - start))


def check_insertion(tab: Tab, segment: str, index: int) -> None:
    """Raises BadRequest unless text can be put here: inside the bounds of an existing paragraph."""
    units = tab.segments[segment]
    if index >= len(units):
        raise BadRequest(f"Index {index} must be less than the end index of the referenced segment, {len(units)}.")
    if index < 0 or units[index].kind not in INLINE:
        raise BadRequest(
            "The insertion index must be inside the bounds of an existing paragraph. You can still create new paragraphs by "
            "inserting newlines."
        )
    if units[index].kind == LOW:
        raise BadRequest("The insertion index cannot be within a surrogate pair.")


def check_range(tab: Tab, segment: str, start: int, end: int) -> None:
    """Raises BadRequest for a range outside its segment or without content."""
    units = tab.segments[segment]
    if start >= end:
        raise BadRequest("The range should not be empty.")
    if end > len(units):
        raise BadRequest(f"Index {end - 1} must be less than the end index of the referenced segment, {len(units)}.")


def check_deletion(tab: Tab, segment: str, start: int, end: int) -> None:
    """Raises BadRequest where Docs does not let the range go: a segment's last newline, half a character, part of a
    table's structure, the paragraph right before a table (developers.google.com/workspace/docs/api/reference/rest/v1/
    documents/request#deletecontentrangerequest).
    """
    check_range(tab, segment, start, end)
    units = tab.segments[segment]
    if end == len(units):
        raise BadRequest("The range cannot include the newline character at the end of the segment.")
    if units[start].kind == LOW or units[end].kind == LOW:
        raise BadRequest("The range cannot contain one code unit of a surrogate pair.")
    if any(unit.kind == SECTION for unit in units[start:end]) and start == 0:
        raise BadRequest("The range cannot include the first section break of the document.")
    if not _balanced(units[start:end]):
        raise BadRequest("The range cannot partially overlap a table, or contain only part of a table cell.")
    if units[end - 1].kind == END and units[end].kind in (CELL, ROW, TABLE_END):
        raise BadRequest("The range cannot include the newline character at the end of a table cell.")
    if units[end - 1].kind == END and units[end].kind == TABLE and not _starts_paragraph_after_table(units, start):
        raise BadRequest("Invalid deletion range. Cannot delete the newline character before a table without deleting the table.")


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


def _starts_paragraph_after_table(units: Sequence[Unit], start: int) -> bool:
    """A whole paragraph may go from before a table if another paragraph stands before it."""
    return start > 1 and units[start - 1].kind == END


def paragraph_ends(tab: Tab, segment: str, start: int, end: int) -> list[int]:
    """The places of the newlines of every paragraph that a range touches."""
    units = tab.segments[segment]
    places = [place for place in range(start, end) if units[place].kind == END]
    if not places or places[-1] != end - 1:
        following = next((place for place in range(end - 1, len(units)) if units[place].kind == END), None)
        if following is not None and following not in places:
            places.append(following)
    return places


def paragraph_start(units: Sequence[Unit], index: int) -> int:
    """Where the paragraph around an index begins."""
    while index > 0 and units[index - 1].kind in INLINE and units[index - 1].kind != END:
        index -= 1
    return index


def style_for_insertion(units: Sequence[Unit], index: int) -> dict[str, object]:
    """Text takes the style of what stands right before it in its paragraph, else of what it is put before."""
    before = units[index - 1] if index else None
    if before is not None and before.kind in INLINE and before.kind != END:
        return _unlinked(before.style)
    return _unlinked(units[index].style)


def _unlinked(style: dict[str, object]) -> dict[str, object]:
    """Text typed behind a link is not part of it."""
    if "link" not in style:
        return style
    return {name: value for name, value in style.items() if name not in ("link", "underline", "foregroundColor")}
