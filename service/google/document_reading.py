"""From a Google Doc to what its person wrote and chose: pure, from the JSON of documents.get to plain values.

A question is found by its named range, or by its heading where the range is lost (cut and paste loses it). Its answer is
all that stands behind it, up to the next heading of level 1 or 2 or the next thing of ours; in a table, the rest of its
row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.google.document_choices import Made, choose
from service.google.document_names import EMPTY, FIELD, token
from service.google.document_places import Found, Places
from service.google.document_text import TabText, find, tabs_of
from service.policy.answers import ReadDocument
from service.policy.template import DocumentTemplate


def read(document: Mapping[str, Any], template: DocumentTemplate) -> ReadDocument:
    """A document's fields, answers and choices as they stand."""
    looked = _look(document, template)
    return ReadDocument(
        str(document.get("revisionId", "")),
        looked.fields,
        looked.answers,
        {key: made.chosen for key, made in looked.choices.items()},
        tuple(_missing(template, looked)),
    )


def template_problems(document: Mapping[str, Any], template: DocumentTemplate) -> tuple[str, ...]:
    """What a template's Doc lacks that every copy needs, and what stands where people's answers go."""
    looked = _look(document, template)
    lacks = [f"{template.name} lacks {part}" for part in _missing(template, looked)]
    asked = template.questions
    in_the_way = [
        f"{template.name} has words where the answer to '{asked[key].heading}' goes: they would count as everyone's answer"
        for key, answer in looked.answers.items()
        if answer and asked[key].needed
    ]
    return (*lacks, *in_the_way, *_unfilled(document, template))


def _unfilled(document: Mapping[str, Any], template: DocumentTemplate) -> Iterator[str]:
    tabs = tabs_of(document)
    for name in template.fields:
        if not any(FIELD + name in tab.ranges for tab in tabs) and any(find(tabs, token(name))):
            yield f"{template.name} shows {token(name)} where the service can no longer fill it in"


@dataclass(frozen=True)
class _Looked:
    fields: Mapping[str, str]
    answers: Mapping[str, str]
    choices: Mapping[str, Made]


def _look(document: Mapping[str, Any], template: DocumentTemplate) -> _Looked:
    tabs = tabs_of(document)
    places = Places(tabs, template)
    fields = {name: text for name in template.fields if (text := _field(tabs, name)) is not None}
    made = {key: one for key, choice in template.choices.items() if (one := choose(tabs, places, choice)) is not None}
    answers = {}
    for key in template.questions:
        found = places.question(key)
        if found is not None:
            answers[key] = _answer(found, made.values())
    return _Looked(fields, answers, made)


def _field(tabs: Sequence[TabText], name: str) -> str | None:
    for tab in tabs:
        place = tab.ranges.get(FIELD + name)
        if place is not None:
            text = tab.text(place.start, place.end)
            return "" if text == EMPTY else text
    return None


def _answer(found: Found, choices: Iterable[Made]) -> str:
    """What stands behind a question, without the dropdowns that belong to it and their labels."""
    without = [extent for made in choices if made.tab is found.tab for extent in made.extents]
    return found.tab.text(found.start, found.end, [*without, *found.hints])


def _missing(template: DocumentTemplate, looked: _Looked) -> Iterator[str]:
    for field in template.about:
        if field.needed and field.name not in looked.fields:
            yield f"the line '{field.label}'"
    for key, question in template.questions.items():
        if question.needed and key not in looked.answers:
            yield f"the question '{question.heading}'"
    for key, choice in template.choices.items():
        if choice.needed and key not in looked.choices:
            yield f"the choice '{choice.title}'"
