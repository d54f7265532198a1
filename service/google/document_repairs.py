"""What an edited template needs so that its copies can be filled and read: pure, from its JSON to requests.

Nobody sees a named range, so whoever edits a template in Drive loses one by cutting and pasting a line, and leaves one
behind by adding a line to a hint. In a template, every word is the trust's own wording, so both can be put right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.google.document_names import CHOICE, FIELD, QUESTION, definition_id, token
from service.google.document_places import Found, Places
from service.google.document_requests import define
from service.google.document_text import Extent, TabText, find, tabs_of
from service.policy.template import Choice, DocumentTemplate

Json = dict[str, Any]


def repairs(document: Mapping[str, Any], template: DocumentTemplate) -> list[Json]:
    """Requests that mend a template's Doc, read with suggestions inline; none where it is sound.

    Only for templates: in a person's document the words behind a question are the answer.
    """
    tabs = tabs_of(document)
    places = Places(tabs, template)
    marks = [*_fields(tabs, template), *_questions(places, template), *_choices(places, template)]
    return [*marks, *_lost_dropdowns(places, template)]


def _fields(tabs: Sequence[TabText], template: DocumentTemplate) -> Iterator[Json]:
    for name in template.fields:
        if not any(FIELD + name in tab.ranges for tab in tabs):
            for tab, extent in list(find(tabs, token(name)))[:1]:
                yield _mark(tab, FIELD + name, extent)


def _questions(places: Places, template: DocumentTemplate) -> Iterator[Json]:
    for key in template.questions:
        found = places.question(key)
        if found is not None:
            wording = _wording(found, places, template.choices.get(key))
            if QUESTION + key not in found.tab.ranges:
                yield _mark(found.tab, QUESTION + key, wording)
            elif wording.end > found.asked.end:
                yield {"deleteNamedRange": {"name": QUESTION + key, "tabsCriteria": {"tabIds": [found.tab.tab_id]}}}
                yield _mark(found.tab, QUESTION + key, wording)


def _wording(found: Found, places: Places, choice: Choice | None) -> Extent:
    """A question's heading and hint, and every line that was added below; in a table, its label alone."""
    line = found.tab.line_at(found.asked.start)
    if line and line.row:
        return found.asked
    dropdown = places.choice(choice.key) if choice and choice.question else None
    own_line = found.tab.line_at(dropdown.asked.start) if dropdown else None
    written = [
        line.end - 1 for line in found.tab.lines if found.start <= line.start < found.end and line.text and line != own_line
    ]
    same_line = found.tab.line_at(found.asked.end)
    if same_line and same_line.start < found.asked.end < same_line.end - 1 and same_line != own_line:
        written.append(same_line.end - 1)
    return Extent(found.asked.start, max(found.asked.end, *written, 0))


def _choices(places: Places, template: DocumentTemplate) -> Iterator[Json]:
    for key in template.choices:
        found = places.choice(key)
        if found is not None and found.labelled and CHOICE + key not in found.tab.ranges:
            yield _mark(found.tab, CHOICE + key, found.asked)


def _lost_dropdowns(places: Places, template: DocumentTemplate) -> Iterator[Json]:
    """A dropdown again behind a label with nothing behind it; from the end, for each one moves what comes after it."""
    found = [(places.choice(key), choice) for key, choice in template.choices.items()]
    bare = [(index, one.tab, choice) for one, choice in found if one and (index := _behind_bare_label(one))]
    for index, tab, choice in sorted(bare, key=lambda one: -one[0]):
        if definition_id(choice.key) not in tab.definitions:
            yield define(choice, tab.tab_id)
        where = {"index": index, "tabId": tab.tab_id}
        yield {"insertDropdown": {"location": where, "dropdownDefinitionId": definition_id(choice.key)}}


def _behind_bare_label(found: Found) -> int:
    """The end of a label's line with nothing behind the label, or 0. Where the whole line is gone, the range ends elsewhere."""
    line = found.tab.line_at(found.asked.end - 1)
    if not found.labelled or line is None or found.asked.end >= line.end or found.tab.text(found.asked.end, line.end):
        return 0
    return 0 if any(piece.chip for piece in found.tab.pieces(found.asked.end, line.end)) else line.end - 1


def _mark(tab: TabText, name: str, extent: Extent) -> Json:
    where = {"startIndex": extent.start, "endIndex": extent.end, "tabId": tab.tab_id}
    return {"createNamedRange": {"name": name, "range": where}}
