"""Dated exemptions. The reason never leaves the control workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

EARLY_CAREER, LONG_ABSENCE, OTHER = "early career teacher", "long absence", "other"
KINDS = (EARLY_CAREER, LONG_ABSENCE, OTHER)


@dataclass(frozen=True)
class Exemption:
    """A dated reason not to take part. When it ends the person joins by themselves. ends: the last day, or None."""

    staff_id: str
    kind: str
    reason: str
    starts: date
    ends: date | None = None

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


def takes_part(staff_id: str, exemptions: Iterable[Exemption], day: date) -> bool:
    """Whether a person takes part on a day: no exemption of theirs covers it."""
    return not any(one.covers(day) for one in exemptions if one.staff_id == staff_id)
