"""The Forms' declarations in forms/: YAML to what policy builds Forms from, every mistake with its file and key."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from service.declared.reading import Reader
from service.policy.form_template import Ask, FormTemplate, Kind, Option
from service.policy.forms import (
    APOLOGIES,
    CAUGHT_UP,
    CONVERSATION,
    THERE,
    WHO,
    CheckInDeclared,
    FormsDeclared,
    ReflectionDeclared,
)

REFLECTION_FILE, CONVERSATION_FILE, CHECK_IN_FILE = "reflection.yaml", "growth-conversation.yaml", "check-in.yaml"
OneLine = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\n]+$")]
Key = Annotated[str, Field(pattern=r"^[a-z0-9_-]{2,40}$")]


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OptionShape(Strict):
    key: Key
    name: OneLine


class AskShape(Strict):
    key: Key
    title: OneLine
    kind: Literal["line", "paragraph", "one", "list", "date"]
    hint: str = ""
    needed: bool = False
    options: tuple[OptionShape, ...] = ()

    @field_validator("options")
    @classmethod
    def _where_there_is_a_choice(cls, options: tuple[OptionShape, ...], info: object) -> tuple[OptionShape, ...]:
        kind = getattr(info, "data", {}).get("kind")
        if (kind in ("one", "list")) != bool(options):
            raise ValueError("options go with kind: one or list, and only with those")
        return options

    def ask(self) -> Ask:
        return Ask(self.key, self.title, Kind(self.kind), self.hint, self.needed, _options(self.options))


class StandardsShape(Strict):
    hint: str = ""
    options: tuple[OptionShape, ...] = Field(min_length=2)
    sentence: OneLine


class ReflectionShape(Strict):
    form: Literal["reflection"]
    name: OneLine
    title: OneLine
    text: str
    standards: StandardsShape
    more: tuple[AskShape, ...] = ()


class ConversationShape(Strict):
    form: Literal["conversation"]
    name: OneLine
    title: OneLine
    text: str
    questions: tuple[AskShape, ...] = Field(min_length=1)

    @field_validator("questions")
    @classmethod
    def _of_whom(cls, questions: tuple[AskShape, ...]) -> tuple[AskShape, ...]:
        counts = Counter(one.key for one in questions)
        doubled = [key for key, times in counts.items() if times > 1]
        if doubled:
            raise ValueError(f"each key once; {', '.join(doubled)} stands more often")
        if WHO not in counts:
            raise ValueError(f"a question '{WHO}' is needed: by it one knows whom the conversation was with")
        return questions


class MarksShape(Strict):
    there: OneLine
    apologies: OneLine
    caught_up: OneLine = Field(alias="caught-up")


class CheckInShape(Strict):
    form: Literal["check-in"]
    name: OneLine
    title: OneLine
    text: str
    team: OneLine
    half_term: OneLine
    half_term_hint: str = ""
    everyone: OneLine
    everyone_yes: OneLine
    everyone_no: OneLine
    grid: OneLine
    grid_hint: str = ""
    marks: MarksShape
    presented: OneLine
    presented_hint: str = ""
    presented_yes: OneLine


def load_forms(reader: Reader) -> FormsDeclared | None:
    """None with its mistakes kept in the reader."""
    reflection = reader.model(REFLECTION_FILE, ReflectionShape)
    conversation = reader.model(CONVERSATION_FILE, ConversationShape)
    check_in = reader.model(CHECK_IN_FILE, CheckInShape)
    if reflection is None or conversation is None or check_in is None:
        return None
    return FormsDeclared(_reflection(reflection), _conversation(conversation), _check_in(check_in))


def _options(shapes: tuple[OptionShape, ...]) -> tuple[Option, ...]:
    return tuple(Option(one.key, one.name) for one in shapes)


def _reflection(shape: ReflectionShape) -> ReflectionDeclared:
    standards = shape.standards
    more = tuple(one.ask() for one in shape.more)
    return ReflectionDeclared(
        shape.name, shape.title, shape.text, standards.hint, _options(standards.options), standards.sentence, more
    )


def _conversation(shape: ConversationShape) -> FormTemplate:
    return FormTemplate(CONVERSATION, shape.name, shape.title, shape.text, tuple(one.ask() for one in shape.questions))


def _check_in(shape: CheckInShape) -> CheckInDeclared:
    values = shape.model_dump(exclude={"form", "marks"})
    marks = {THERE: shape.marks.there, APOLOGIES: shape.marks.apologies, CAUGHT_UP: shape.marks.caught_up}
    return CheckInDeclared(**values, marks=marks)
