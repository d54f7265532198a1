"""What a role reflects against."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class StandardsSet(BaseModel):
    """A set of standards: the names of its headings, and where the official wording is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    link: str = ""
    headings: tuple[str, ...] = Field(min_length=1)
