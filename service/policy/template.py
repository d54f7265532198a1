"""Appendices A to D as documents: what is in a template, and what has to be read back from its copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.policy.appendix import Appendix


@dataclass(frozen=True)
class Span:
    """A piece of running text. link: where it leads, or ''."""

    text: str
    bold: bool = False
    link: str = ""


Words = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A section's heading, of level 1; the questions in it have headings of level 2."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    words: Words


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Field:
    """One line of the block that is the service's own.

    name: a name of `service.policy.about`. several: its value may have several lines. needed: every copy must have it.
    """

    name: str
    label: str
    several: bool = False
    needed: bool = False


@dataclass(frozen=True)
class About:
    """The block that is the service's own."""

    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Option:
    """One thing to choose. meaning: a sentence about it, or ''."""

    key: str
    name: str
    meaning: str = ""


@dataclass(frozen=True)
class Choice:
    """A dropdown behind its label. prompt: what it shows before anyone chose.

    heading: its own, of level 2, or '' where it stands in a question. explained: the options' meanings are listed.
    """

    key: str
    label: str
    prompt: str
    options: tuple[Option, ...]
    heading: str = ""
    hint: str = ""
    needed: bool = False
    explained: bool = False
    question: str = ""

    @property
    def title(self) -> str:
        """What it is called, and its dropdown too: one of a kind in its template."""
        return self.heading or self.question or self.label


@dataclass(frozen=True)
class Question:
    """A heading of level 2, a hint, and room for an answer; perhaps a dropdown before the answer."""

    key: str
    heading: str
    hint: str = ""
    needed: bool = False
    choice: Choice | None = None


@dataclass(frozen=True)
class Row:
    """A question in a table: its label in the first cell, the answer in the second."""

    key: str
    heading: str
    needed: bool = False


@dataclass(frozen=True)
class Table:
    """A table of two columns under a header row. It reads as pairs at any width."""

    header: tuple[str, str]
    rows: tuple[Row, ...]


Block = Heading | Text | Bullets | About | Question | Choice | Table


@dataclass(frozen=True)
class DocumentTemplate:
    """One template.

    key: ``A/teachers`` or ``B``. standards: the standards set's key, or None. name: what the template is called in
    Drive and in messages. title_pattern: a copy's title, with {cycle} and {name}. heading: the title that stands in the
    document.
    """

    key: str
    appendix: Appendix
    name: str
    title_pattern: str
    heading: str
    blocks: tuple[Block, ...]
    standards: str | None = None

    def title(self, *, cycle: str, name: str) -> str:
        """What a person's copy is called."""
        return self.title_pattern.format(cycle=cycle, name=name)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields of the service's own block, in order."""
        return tuple(field.name for field in self.about)

    @property
    def about(self) -> tuple[Field, ...]:
        """The fields of the service's own block."""
        return tuple(field for block in self.blocks if isinstance(block, About) for field in block.fields)

    @property
    def questions(self) -> Mapping[str, Question | Row]:
        """Every question by key, those in tables among them, in order."""
        return {one.key: one for one in self.questions_in_order()}

    @property
    def choices(self) -> Mapping[str, Choice]:
        """Every dropdown by key, those of questions among them, in order."""
        return {one.key: one for one in self.choices_in_order()}

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of questions and choices, by which they are found where their range is lost."""
        own = [one.heading for one in self.choices_in_order() if one.heading]
        return (*(one.heading for one in self.questions_in_order()), *own)

    def questions_in_order(self) -> Iterator[Question | Row]:
        for block in self.blocks:
            if isinstance(block, Question):
                yield block
            elif isinstance(block, Table):
                yield from block.rows

    def choices_in_order(self) -> Iterator[Choice]:
        for block in self.blocks:
            if isinstance(block, Choice):
                yield block
            elif isinstance(block, Question) and block.choice:
                yield block.choice


def template_key(appendix: Appendix, standards: str) -> str:
    """Which template a person's document is a copy of: Appendix A has one for each standards set."""
    return f"{appendix.value}/{standards}" if appendix is Appendix.A else appendix.value
