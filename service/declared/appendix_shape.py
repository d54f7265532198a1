"""The shapes of the appendices' declarations. Everything that is not a shape here is a mistake."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from service.declared.markup import words
from service.policy.about import FIELDS
from service.policy.appendix import Appendix

Key = Annotated[str, Field(pattern=r"^[a-z0-9_-]{2,40}$")]
OptionKey = Annotated[str, Field(pattern=r"^[a-z0-9-]{2,14}$")]
Label = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\n*\[\]]+$")]


def _readable(text: str) -> str:
    words(text)
    return text


def _title(text: str) -> str:
    found = sorted(re.findall(r"\{(.*?)\}", text))
    if found != ["cycle", "name"]:
        raise ValueError("must have {cycle} and {name} in it, once each, and nothing else in braces")
    return text


Markup = Annotated[str, Field(min_length=1), AfterValidator(_readable)]


class Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldDeclared(Declared):
    field: Literal[FIELDS]  # type: ignore[valid-type]
    label: Label
    several: bool = False
    needed: bool = False


class OptionDeclared(Declared):
    key: OptionKey
    name: Label


class Options(Declared):
    """What there is to choose from: options of its own, or the cycle's drivers."""

    label: Label
    prompt: Label
    options: tuple[OptionDeclared, ...] = Field(default=(), max_length=49)
    options_from: Literal["drivers"] | None = None
    explained: bool = False

    @model_validator(mode="after")
    def _one_source(self) -> Options:
        if bool(self.options) is bool(self.options_from):
            raise ValueError("needs 'options' or 'options_from: drivers', and not both")
        return self


class QuestionDeclared(Declared):
    key: Key
    heading: Label
    hint: str = ""
    needed: bool = False


class ChoiceDeclared(Options, QuestionDeclared):
    pass


class StandardsDeclared(Options):
    """A question with a choice for each heading of a standards set. linked, unlinked: what is said before them."""

    linked: Markup
    unlinked: Markup


class RowDeclared(Declared):
    key: Key
    heading: Label
    needed: bool = False


class TableDeclared(Declared):
    header: tuple[Label, Label]
    rows: tuple[RowDeclared, ...] = Field(min_length=1)


class BlockDeclared(Declared):
    """Exactly one of these."""

    heading: Label | None = None
    text: Markup | None = None
    bullets: tuple[Markup, ...] | None = None
    about: tuple[FieldDeclared, ...] | None = None
    question: QuestionDeclared | None = None
    choice: ChoiceDeclared | None = None
    table: TableDeclared | None = None
    standards: StandardsDeclared | None = None

    @model_validator(mode="after")
    def _one(self) -> BlockDeclared:
        if len(self.model_fields_set) != 1:
            raise ValueError(f"is exactly one of {', '.join(sorted(type(self).model_fields))}")
        return self


class AppendixDeclared(Declared):
    """One file: an appendix."""

    appendix: Appendix
    name: Label
    title: Annotated[str, AfterValidator(_title)]
    heading: Label
    blocks: tuple[BlockDeclared, ...] = Field(min_length=1)
