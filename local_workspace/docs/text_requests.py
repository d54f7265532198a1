"""Requests that change text: insertText, deleteContentRange, replaceAllText."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from local_workspace.core.errors import BadRequest
from local_workspace.docs import editing
from local_workspace.docs.context import Context
from local_workspace.docs.model import END, LOW, TEXT, Json, Tab, Unit, text_units
from local_workspace.docs.places import Place, place_of, span_of, tabs_of

STRIPPED = re.compile("[\u0000-\u0008\u000c-\u001f\ud800-\udfff\ue000-\uf8ff]")
"""Control characters and the private use area are taken out of inserted text (discovery document, InsertTextRequest);
half characters cannot be kept."""


def insert_text(context: Context, request: Json) -> Json:
    place = place_of(context.document, request)
    text = request.get("text", "")
    if not text:
        raise BadRequest("Insert text requests must specify text to insert.")
    index = editing.insertion_index(place.tab, place.segment, place.index)
    put_text(context, Place(place.tab, place.segment, index), text)
    return {}


def put_text(context: Context, place: Place, text: str, style: Json | None = None) -> int:
    """Insert text and say how long it is in units. A newline ends a paragraph that is like the one it stands in.

    style: the text's; by default that of the text before it.

    A heading that is split keeps its id where its first words are; each of the others is a heading of its own.
    """
    units = place.units
    style = editing.style_for_insertion(units, place.index) if style is None else style
    closing = next(at for at in range(place.index, len(units)) if units[at].kind == END)
    paragraph = units[closing].value
    starts_it = editing.paragraph_start(units, place.index) == place.index
    new: list[Unit] = []
    for line, part in enumerate(STRIPPED.sub("", text).split("\n")):
        if line:
            new.append(Unit(END, paragraph if line == 1 and not starts_it else _another(context, paragraph), style))
        new += text_units(part, style)
    if not starts_it and any(unit.kind == END for unit in new):
        units[closing] = Unit(END, _another(context, paragraph), units[closing].style)
    editing.insert(place.tab, place.segment, place.index, new)
    return len(new)


def _another(context: Context, paragraph: Json) -> Json:
    """A paragraph like this one; if it is a heading, with an id of its own."""
    if "headingId" not in paragraph["style"]:
        return paragraph
    return {**paragraph, "style": {**paragraph["style"], "headingId": context.new_id("h.", 12)}}


def delete_content_range(context: Context, request: Json) -> Json:
    span = span_of(context.document, request)
    editing.check_deletion(span.tab, span.segment, span.start, span.end)
    editing.delete(span.tab, span.segment, span.start, span.end)
    return {}


def replace_all_text(context: Context, request: Json) -> Json:
    """Every match within a paragraph, in every segment of the tabs asked for (all of them by default)."""
    pattern = _pattern(request.get("containsText", {}))
    text = request.get("replaceText", "")
    chosen = tabs_of(context.document, request)
    changed = sum(_replace(context, tab, segment, pattern, text) for tab in chosen for segment in tab.segments)
    return {"replaceAllText": {"occurrencesChanged": changed} if changed else {}}


def _pattern(criteria: Json) -> re.Pattern[str]:
    wanted = criteria.get("text", "")
    if not wanted:
        raise BadRequest("The text to search for must not be empty.")
    try:
        return re.compile(
            wanted if criteria.get("searchByRegex") else re.escape(wanted), 0 if criteria.get("matchCase") else re.IGNORECASE
        )
    except re.error as problem:
        raise BadRequest(f"Invalid regular expression: {problem}") from problem


def _replace(context: Context, tab: Tab, segment: str, pattern: re.Pattern[str], text: str) -> int:
    units = tab.segments[segment]
    found = list(_matches(units, pattern))
    for start, end in reversed(found):
        length = put_text(context, Place(tab, segment, start), text, units[start].style) if text else 0
        editing.delete(tab, segment, start + length, end + length)
    return len(found)


def _matches(units: Sequence[Unit], pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where a pattern is found, as indices. Nothing is found across a chip or the end of a paragraph."""
    for places in _runs(units):
        letters = "".join(units[place].value for place in places)
        for match in pattern.finditer(letters):
            if match.group():
                last = places[match.end() - 1]
                yield places[match.start()], last + (2 if ord(units[last].value) > 0xFFFF else 1)


def _runs(units: Sequence[Unit]) -> Iterator[list[int]]:
    """The indices of the characters of each unbroken text."""
    run: list[int] = []
    for place, unit in enumerate(units):
        if unit.kind == TEXT:
            run.append(place)
        elif unit.kind != LOW and run:
            yield run
            run = []
