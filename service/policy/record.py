"""What came in with a Form, as it stands in a person's own Doc."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ANCHOR = "from_form"
"""The field of a document's own block behind which records are put, the newest first."""


@dataclass(frozen=True)
class Part:
    """A small heading and what stands under it, each on a line of its own; as a list where there are several things."""

    label: str
    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True)
class Record:
    """One response. id: the response's; sent: when it was last sent."""

    id: str
    sent: datetime
    heading: str
    parts: tuple[Part, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """All of its text, line by line, as a Doc shows it."""
        return (self.heading, *(line for part in self.parts for line in (part.label, *part.lines)))
