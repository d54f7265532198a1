"""From a template to Docs requests: pure, JSON in the shape of documents.batchUpdate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from service.google.document_names import (
    CHOICE,
    FIELD,
    QUESTION,
    UNCHOSEN,
    as_written,
    definition_id,
    option_id,
    token,
    units,
)
from service.google.document_text import tabs_of
from service.google.document_writer import HINT, Json, Place, Writer
from service.policy.template import (
    About,
    Bullets,
    Choice,
    DocumentTemplate,
    Field,
    Heading,
    Option,
    Question,
    Span,
    Table,
    Text,
    Words,
)

MARGIN = 56.7
"""Two centimetres, in points."""


def build(template: DocumentTemplate) -> list[Json]:
    """One batch that turns an empty Doc into the template."""
    writer = Writer()
    writer.margins(MARGIN)
    writer.line(template.heading, "TITLE")
    for block in template.blocks:
        WRITE[type(block)](writer, block)
    return writer.requests


def fill(fields: Mapping[str, str]) -> list[Json]:
    """The first fill of a copy, by the names of the ranges: nothing has to be read, and twice is once."""
    return [_replace(text, namedRangeName=FIELD + name) for name, text in sorted(fields.items())]


def refresh(document: Mapping[str, Any], changed: Mapping[str, str]) -> list[Json]:
    """Bring fields up to date in a document as it was read; the caller adds the revision that was read.

    Only ranges of the document are named, so a field that was taken out, or copied into another tab, asks for nothing.
    """
    requests = []
    for name, text in sorted(changed.items()):
        tab = next((one for one in tabs_of(document) if FIELD + name in one.ranges), None)
        for identity in tab.range_ids.get(FIELD + name, ()) if tab else ():
            requests.append(_replace(text, namedRangeId=identity))
    return requests


def _replace(text: str, **which: str) -> Json:
    return {"replaceNamedRangeContent": {**which, "text": as_written(text)}}


def _heading(writer: Writer, block: Heading) -> None:
    writer.line(block.text, f"HEADING_{block.level}")


def _text(writer: Writer, block: Text) -> None:
    writer.paragraph(block.words)


def _bullets(writer: Writer, block: Bullets) -> None:
    writer.bullets(block.items)


def _about(writer: Writer, block: About) -> None:
    for field in block.fields:
        value = _several(writer, field) if field.several else _one_line(writer, field)
        writer.name(FIELD + field.name, value.start, value.end)


def _one_line(writer: Writer, field: Field) -> Place:
    """The space before the value is plain: a new value may take over the look of what stands before it."""
    line = writer.paragraph((Span(f"{field.label}:", bold=True), Span(f" {token(field.name)}")))
    return Place(line.end - units(token(field.name)), line.end)


def _several(writer: Writer, field: Field) -> Place:
    """A new line takes over the bullet of the one before it (InsertTextRequest), so each line has its own."""
    writer.paragraph((Span(f"{field.label}:", bold=True),))
    return writer.bullets([(Span(token(field.name)),)])[0]


def _question(writer: Writer, block: Question) -> None:
    start, end = _asked(writer, block.heading, block.hint)
    writer.name(QUESTION + block.key, start, end)
    if block.choice:
        label = _label(writer, block.choice)
        writer.name(CHOICE + block.choice.key, label.start, label.end)
        _chip(writer, block.choice)
    writer.space()


def _choice(writer: Writer, block: Choice) -> None:
    start, _ = _asked(writer, block.heading, block.hint)
    if block.explained:
        writer.bullets([_explained(option) for option in block.options])
    writer.name(CHOICE + block.key, start, _label(writer, block).end)
    _chip(writer, block)


def _explained(option: Option) -> Words:
    return (Span(option.name, bold=True), Span(f": {option.meaning}" if option.meaning else ""))


def _asked(writer: Writer, heading: str, hint: str) -> tuple[int, int]:
    """A heading and a hint; where they begin and end."""
    first = writer.line(heading, "HEADING_2")
    last = writer.line(hint, look=HINT) if hint else first
    return first.start, last.end


def _label(writer: Writer, choice: Choice) -> Place:
    """The label and its colon, with a space behind them; the label's place has no space."""
    line = writer.paragraph((Span(f"{choice.label}:", bold=True), Span(" ")))
    return Place(line.start, line.end - 1)


def _chip(writer: Writer, choice: Choice) -> None:
    writer.add(define(choice))
    writer.dropdown(definition_id(choice.key))


def define(choice: Choice, tab_id: str = "") -> Json:
    """A dropdown's definition; what it shows first is that nobody has chosen yet."""
    shown = [(UNCHOSEN, choice.prompt), *((option_id(option.key), option.name) for option in choice.options)]
    options = [{"optionId": one, "displayValue": name} for one, name in shown]
    definition = {
        "dropdownDefinitionId": definition_id(choice.key),
        "dropdownDefinitionProperties": {"title": choice.title, "options": options},
    }
    return {"createDropdownDefinition": {"dropdownDefinition": definition, **({"tabId": tab_id} if tab_id else {})}}


def _table(writer: Writer, block: Table) -> None:
    rows: Sequence[Sequence[str]] = [block.header, *((row.heading, "") for row in block.rows)]
    for row, places in zip(block.rows, writer.table(rows)[1:], strict=True):
        writer.name(QUESTION + row.key, places[0].start, places[0].end)


WRITE: Mapping[type[Any], Callable[[Writer, Any], None]] = {
    Heading: _heading,
    Text: _text,
    Bullets: _bullets,
    About: _about,
    Question: _question,
    Choice: _choice,
    Table: _table,
}
