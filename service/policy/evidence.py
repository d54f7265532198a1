"""What a growth plan shows, without a word of what was written: how much is answered, which driver, which status chip."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from service.policy.answers import By, Chosen, ReadDocument
from service.policy.template import DocumentTemplate

DRIVER, CHIP, CARRY = "driver", "status", "carry"
YES = "yes"


@dataclass(frozen=True)
class Evidence:
    """What a plan shows.

    answered: how many of the `asked` questions that count have an answer. driver, chip: an option's key, or ''. unclear:
    why a person has to look, in plain English, quoting nobody. digest: stands for all that was written and chosen; two
    that are equal say that nothing changed between, and nothing else can be read from one. carries: whether its person chose to
    carry the focus forward into the next year's plan.
    """

    answered: int = 0
    asked: int = 0
    driver: str = ""
    chip: str = ""
    unclear: tuple[str, ...] = ()
    digest: str = ""
    carries: bool = False


def evidence_of(read: ReadDocument, template: DocumentTemplate) -> Evidence:
    """The evidence in a document that was read with its template."""
    counted = [key for key, question in template.questions.items() if question.needed]
    answers = {key: text.strip() for key, text in read.answers.items()}
    return Evidence(
        answered=sum(1 for key in counted if answers.get(key)),
        asked=len(counted),
        driver=_option(read, DRIVER),
        chip=_option(read, CHIP),
        unclear=tuple(_unclear(read, template)),
        digest=_digest(read),
        carries=_option(read, CARRY) == YES,
    )


def _option(read: ReadDocument, key: str) -> str:
    return read.choices.get(key, Chosen()).option or ""


def _unclear(read: ReadDocument, template: DocumentTemplate) -> Iterator[str]:
    for part in read.missing:
        yield f"the plan has lost {part}"
    for key in (DRIVER, CHIP):
        chosen = read.choices.get(key)
        if chosen and chosen.option is None and chosen.by is not By.NOTHING:
            yield f"'{template.choices[key].title}' says something that is not one of its options"


def _digest(read: ReadDocument) -> str:
    said = {key: text.strip() for key, text in read.answers.items() if text.strip()}
    chose = {key: one.option or one.text for key, one in read.choices.items() if one.by is not By.NOTHING}
    text = json.dumps([sorted(said.items()), sorted(chose.items())], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
