"""The appendices' declarations: YAML to templates, one for each standards set where an appendix differs by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import ValidationError

from service.declared.appendix_shape import AppendixDeclared, BlockDeclared, Options, StandardsDeclared
from service.declared.markup import words
from service.declared.reading import Mistake, Reader
from service.policy.appendix import Appendix
from service.policy.cycle import Cycle
from service.policy.standards import StandardsSet
from service.policy.template import (
    About,
    Block,
    Bullets,
    Choice,
    DocumentTemplate,
    Field,
    Heading,
    Option,
    Question,
    Row,
    Table,
    Text,
)

FILES = {
    Appendix.A: "a-reflection.yaml",
    Appendix.B: "b-growth-plan.yaml",
    Appendix.C: "c-growth-conversation.yaml",
    Appendix.D: "d-presentation.yaml",
}


def load_templates(reader: Reader, standards: Mapping[str, StandardsSet], cycle: Cycle) -> dict[str, DocumentTemplate]:
    """Every template by key, with this cycle's drivers to choose from; mistakes are kept in the reader."""
    templates: dict[str, DocumentTemplate] = {}
    for appendix, file in FILES.items():
        declared = _declared(reader, file)
        if declared is None:
            continue
        if declared.appendix is not appendix:
            reader.mistakes.append(Mistake(file, "appendix", declared.appendix.value, appendix.value))
        for template in _templates(declared, standards, cycle):
            templates[template.key] = template
            reader.mistakes += [one for one in _mistakes(template, file) if one not in reader.mistakes]
    return templates


def _declared(reader: Reader, file: str) -> AppendixDeclared | None:
    raw = reader.yaml(file)
    if raw is None:
        return None
    try:
        return AppendixDeclared.model_validate(raw)
    except ValidationError as problem:
        for error in problem.errors():
            key = ".".join(str(part) for part in error["loc"])
            reader.mistakes.append(Mistake(file, key, repr(error["input"])[:60], _allowed(error)))
        return None


def _allowed(error: Any) -> str:
    if error["type"] != "extra_forbidden":
        return str(error["msg"]).removeprefix("Value error, ")
    kind: Any = AppendixDeclared
    for part in error["loc"][:-1]:
        kind = _inside(kind, part)
    return f"no such key; allowed are {', '.join(sorted(kind.model_fields))}"


def _inside(kind: Any, part: int | str) -> Any:
    """The model at one step of a path: a field's, or a list's item's."""
    annotation = kind if isinstance(part, int) else kind.model_fields[part].annotation
    inner = [one for one in get_args(annotation) if one not in (type(None), Ellipsis)]
    return inner[0] if inner else annotation


def _templates(declared: AppendixDeclared, sets: Mapping[str, StandardsSet], cycle: Cycle) -> Iterator[DocumentTemplate]:
    if not any(block.standards for block in declared.blocks):
        blocks = tuple(_blocks(declared, None, cycle))
        yield DocumentTemplate(
            declared.appendix.value, declared.appendix, declared.name, declared.title, declared.heading, blocks
        )
        return
    for key, one in sets.items():
        places = {"set": key.replace("-", " "), "standards": one.title, "link": one.link}
        yield DocumentTemplate(
            f"{declared.appendix.value}/{key}",
            declared.appendix,
            _put(declared.name, places),
            declared.title,
            _put(declared.heading, places),
            tuple(_blocks(declared, one, cycle)),
            key,
        )


def _put(text: str, places: Mapping[str, str]) -> str:
    for name, value in places.items():
        text = text.replace("{" + name + "}", value)
    return text


def _blocks(declared: AppendixDeclared, standards: StandardsSet | None, cycle: Cycle) -> Iterator[Block]:
    places = {"standards": standards.title, "link": standards.link} if standards else {}
    for block in declared.blocks:
        if block.standards and standards:
            yield from _by_standard(block.standards, standards, cycle)
        else:
            yield from _plain(block, places, cycle)


def _plain(block: BlockDeclared, places: Mapping[str, str], cycle: Cycle) -> Iterator[Block]:
    if block.heading:
        yield Heading(_put(block.heading, places))
    if block.text:
        yield Text(words(_put(block.text, places)))
    if block.bullets:
        yield Bullets(tuple(words(_put(item, places)) for item in block.bullets))
    if block.about:
        yield About(tuple(Field(one.field, one.label, one.several, one.needed) for one in block.about))
    if block.question:
        yield Question(**block.question.model_dump())
    if block.choice:
        one = block.choice
        yield _choice(one, one.key, cycle, heading=one.heading, hint=one.hint, needed=one.needed)
    if block.table:
        rows = tuple(Row(**row.model_dump()) for row in block.table.rows)
        yield Table(block.table.header, rows)


def _by_standard(block: StandardsDeclared, standards: StandardsSet, cycle: Cycle) -> Iterator[Block]:
    said = block.linked if standards.link else block.unlinked
    yield Text(words(_put(said, {"standards": standards.title, "link": standards.link})))
    for heading in standards.headings:
        key = _slug(heading)
        choice = _choice(block, key, cycle, question=heading, needed=bool(standards.link))
        yield Question(key, heading, choice=choice)


def _choice(declared: Options, key: str, cycle: Cycle, **more: Any) -> Choice:
    if declared.options_from:
        options = tuple(Option(driver.key, driver.name, driver.meaning) for driver in cycle.drivers)
    else:
        options = tuple(Option(one.key, one.name) for one in declared.options)
    return Choice(key, declared.label, declared.prompt, options, explained=declared.explained, **more)


def _slug(heading: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", heading.lower().replace("'", "")))


def _mistakes(template: DocumentTemplate, file: str) -> Iterator[Mistake]:
    asked = [one.key for one in template.questions_in_order()] + [
        one.key for one in template.choices_in_order() if not one.question
    ]
    yield from _twice(file, "key", asked)
    yield from _twice(file, "about", template.fields)
    yield from _twice(file, "heading", [one.casefold() for one in template.headings])
    for choice in template.choices_in_order():
        yield from _twice(file, f"{choice.key}.options", [one.key for one in choice.options])
    yield from _out_of_place(template.blocks, file)
    said = f"{template.name} {template.heading} {template.blocks!r}"
    for place in sorted(set(re.findall(r"\{\w+\}", said))):
        yield Mistake(file, "", place, "{standards}, {link} or {set}, and those only where there is a standards block")


def _twice(file: str, key: str, values: Sequence[str]) -> Iterator[Mistake]:
    for value in sorted({one for one in values if values.count(one) > 1}):
        yield Mistake(file, key, value, "only once")


def _out_of_place(blocks: Sequence[Block], file: str) -> Iterator[Mistake]:
    """What stands behind a question is its answer, so everything else needs a heading before it."""
    before: Block | None = None
    under_heading = False
    for number, block in enumerate(blocks):
        asks = isinstance(block, Question | Choice)
        under_heading = under_heading or isinstance(block, Heading)
        if not (asks or isinstance(block, Heading)) and isinstance(before, Question | Choice | Table):
            yield Mistake(file, f"blocks.{number}", type(block).__name__.lower(), "a heading before it, or it reads as an answer")
        if asks and not under_heading:
            yield Mistake(file, f"blocks.{number}", "a question", "a heading before the first question")
        before = block
