"""How long each kind of record is kept: months, counted from a day that is written down. 0 keeps for ever."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Months = Annotated[int, Field(ge=0, le=600)]


class Retention(BaseModel):
    """`retention` in trust.yaml. What each is, and from when it counts, is in `KINDS`; docs/privacy.md argues the defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    leavers: Months = 24
    records: Months = 36
    answers: Months = 36
    forms: Months = 24
    status_sheets: Months = 24
    team_sheets: Months = 24
    shares: Months = 24
    runs: Months = 24
    reviews: Months = 24

    def months(self, kind: str) -> int:
        """kind: one of `KINDS`."""
        found: int = getattr(self, kind)
        return found

    def in_words(self, kind: str) -> str:
        """For how long a kind is kept: ``24 months after their last day``."""
        months = self.months(kind)
        return f"{months} {'month' if months == 1 else 'months'} after {KINDS[kind].since}" if months else "for ever"


@dataclass(frozen=True)
class KindOfRecord:
    """What a setting is about. since: from when it counts, in words."""

    what: str
    since: str


CLOSING = "the year's closing day"
KINDS: Mapping[str, KindOfRecord] = {
    "leavers": KindOfRecord(
        "a leaver's folder with everything in it, and their rows of Plans, Agreements and Access", "their last day"
    ),
    "records": KindOfRecord("a year's rows of Plans and Agreements", CLOSING),
    "answers": KindOfRecord("a year's workbooks Reflections and Check-ins", CLOSING),
    "forms": KindOfRecord("a year's Forms, with what was answered in them", CLOSING),
    "status_sheets": KindOfRecord("a year's status Sheets with the notes in them, its overview and its library", CLOSING),
    "team_sheets": KindOfRecord("a year's Sheets in which leads correct check-ins", CLOSING),
    "shares": KindOfRecord("rows of Access, of what is shared by hand no more", "the end of the month in which it went"),
    "runs": KindOfRecord("rows of Runs", "the end of the month of the run"),
    "reviews": KindOfRecord("rows of Reviews", "the day of the review"),
}
"""By the setting's name, in the settings' order."""


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last: 31 August and 6 months are 28 February."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_over(since: date, months: int, today: date) -> bool:
    """Whether what counts from a day has been kept for long enough. The last day of its keeping is kept."""
    return months > 0 and today > months_after(since, months)


def end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
