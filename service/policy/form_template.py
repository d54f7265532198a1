"""A Form as declared: what it asks, in order, and the ids by which its questions stay known while their wording changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

OURS = "67e"
"""How the ids of the items begin that the service makes; whatever begins otherwise in a Form is somebody's own."""
SUBMIT = "submit"
"""In an option's `leads_to`: the Form is sent, whatever stands behind."""


class Kind(Enum):
    """How a question is answered."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    ONE = "one"
    LIST = "list"
    DATE = "date"


@dataclass(frozen=True)
class Option:
    """One thing to choose. leads_to: the key of the section that comes next, `SUBMIT`, or '' for whatever stands behind."""

    key: str
    name: str
    leads_to: str = ""


@dataclass(frozen=True)
class Ask:
    """One question. LIST: one of many, in a drop-down."""

    key: str
    title: str
    kind: Kind
    hint: str = ""
    needed: bool = False
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row of a grid, a question of its own."""

    key: str
    title: str


@dataclass(frozen=True)
class Grid:
    """Rows that are answered with the same options, one for each."""

    key: str
    title: str
    rows: tuple[Row, ...]
    options: tuple[Option, ...]
    hint: str = ""


@dataclass(frozen=True)
class Section:
    """A new page, with a heading."""

    key: str
    title: str
    hint: str = ""


Item = Ask | Grid | Section


@dataclass(frozen=True)
class FormTemplate:
    """One Form. key: ``reflection/teachers``; name: what it is called in Drive; title: what people read on top."""

    key: str
    name: str
    title: str
    text: str
    items: tuple[Item, ...]

    @property
    def kind(self) -> str:
        """``reflection``, ``conversation`` or ``check-in``."""
        return self.key.partition("/")[0]

    def questions(self) -> Iterator[Ask | Row]:
        """Everything that is answered, the rows of grids among them, in order."""
        for item in self.items:
            if isinstance(item, Ask):
                yield item
            elif isinstance(item, Grid):
                yield from item.rows


def item_id(key: str) -> str:
    """An item's id in a Form: eight hexadecimal digits that begin as ours do."""
    return OURS + hashlib.sha256(f"item {key}".encode()).hexdigest()[:5]


def question_id(key: str) -> str:
    """A question's id: chosen by us, so that answers stay known by it (Question.questionId, forms.v1). Below 2^31, as Google's
    are."""
    return f"{int(hashlib.sha256(f'question {key}'.encode()).hexdigest()[:8], 16) & 0x7FFFFFFF:08x}"


def entry(key: str) -> str:
    """A question's name in a prefilled link: its id as a decimal number (not documented; read off Forms' own links)."""
    return f"entry.{int(question_id(key), 16)}"
