"""What a document says: the service's own block, and what its person wrote and chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class By(Enum):
    """How a choice was made: with the dropdown, in words where the dropdown was lost, or not at all."""

    CHIP = "chip"
    TEXT = "text"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Chosen:
    """A choice as it stands. option: the option's key, or None; text: what the document shows, known option or not."""

    option: str | None = None
    text: str = ""
    by: By = By.NOTHING


@dataclass(frozen=True)
class ReadDocument:
    """A document, read.

    fields, answers, choices: by name or key; one that the document no longer has is absent, one that is there and empty
    is ''. missing: what is gone and was needed, in plain English. revision_id: '' where the reader may not write.
    """

    revision_id: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Chosen] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
