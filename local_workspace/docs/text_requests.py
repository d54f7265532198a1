"""Requests that change text: insertText, deleteContentRange, replaceAllText, breaks."""

from __future__ import annotations

import re

from local_workspace.core.errors import BadRequest
from local_workspace.docs import editing
from local_workspace.docs.context import Context
from local_workspace.docs.model import CHIP, END, LOW, TEXT, Json, Tab, Unit, text_units
from local_workspace.docs.places import place_of, span_of, tab_of

STRIPPED = re.compile("[\u0000-\u0008\u000c-\u001f\ue000-\uf8ff]")
"""Control characters and the private use area are taken out of inserted text (discovery document, InsertTextRequest)."""


def insert_text(context: Context, request: Json) -> Json:
    place = place_of(context.document, request)
    text = request.get("text", "")
    if not text:
        raise BadRequest("Text to insert must be non-empty.")
    editing.check_insertion(place.tab, place.segment, place.index)
    put_text(place.tab, place.segment, place.index, text)
    return {}


def put_text(tab: Tab, segment: str, index: int, text: str) -> int:
    """Insert text and say how long it is in units. A newline ends a paragraph that is like the one it stands in."""
    units = tab.segments[segment]
    style = editing.style_for_insertion(units, index)
    paragraph = next(unit.value for unit in units[index:] if unit.kind == END)
    new: list[Unit] = []
    for line, part in enumerate(STRIPPED.sub("", text).split("\n")):
        if line:
            new.append(Unit(END, paragraph, style))
        new += text_units(part, style)
    editing.insert(tab, segment, index, new)
    return len(new)


def delete_content_range(context: Context, request: Json) -> Json:
    span = span_of(context.document, request.get("range", {}))
    editing.check_deletion(span.tab, span.segment, span.start, span.end)
    editing.delete(span.tab, span.segment, span.start, span.end)
    return {}


def replace_all_text(context: Context, request: Json) -> Json:
    """Every match within a paragraph, in every segment of the tabs asked for (all of them by default)."""
    criteria = request.get("containsText", {})
    wanted = criteria.get("text", "")
    if not wanted:
        raise BadRequest("The text to find must be non-empty.")
    flags = 0 if criteria.get("matchCase") else re.IGNORECASE
    pattern = re.compile(wanted if criteria.get("searchByRegex") else re.escape(wanted), flags)
    tabs = request.get("tabsCriteria", {}).get("tabIds")
    chosen = context.document.tabs if tabs is None else [tab_of(context.document, {"tabId": one}) for one in tabs]
    changed = sum(_replace(tab, segment, pattern, request.get("replaceText", "")) for tab in chosen for segment in tab.segments)
    return {"replaceAllText": {"occurrencesChanged": changed} if changed else {}}


def _replace(tab: Tab, segment: str, pattern: re.Pattern[str], text: str) -> int:
    units = tab.segments[segment]
    letters = "".join(_letter(unit) for unit in units)
    found = list(pattern.finditer(letters))
    for match in reversed(found):
        start, end = match.span()
        style = units[start].style
        editing.insert(tab, segment, start, text_units(text.replace("\n", " "), style))
        offset = len(text_units(text, style))
        editing.delete(tab, segment, start + offset, end + offset)
    return len(found)


def _letter(unit: Unit) -> str:
    """One character a unit, so that places in the text are indices."""
    if unit.kind == TEXT:
        return unit.value if ord(unit.value) <= 0xFFFF else "\ud800"
    return "\udc00" if unit.kind == LOW else "\n"


def insert_page_break(context: Context, request: Json) -> Json:
    """A page break and a newline behind it."""
    place = place_of(context.document, request)
    editing.check_insertion(place.tab, place.segment, place.index)
    units = place.tab.segments[place.segment]
    style = editing.style_for_insertion(units, place.index)
    paragraph = next(unit.value for unit in units[place.index :] if unit.kind == END)
    new = [Unit(CHIP, {"pageBreak": {}}, style), Unit(END, paragraph, style)]
    editing.insert(place.tab, place.segment, place.index, new)
    return {}
