"""The mornings since the last complete run, as far as they differ: what was due on one of them is made up for. Pure, but for the
looks at the register, which are made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.policy.register import Register
from service.policy.register_entries import Entries
from service.policy.years import Years

DAY = timedelta(days=1)
Look = Callable[[date], tuple[Register, frozenset[str]]]
"""The register as it is on a day, and whose documents wait then."""


@dataclass(frozen=True)
class Mornings:
    """days: the last of each stretch of mornings that were alike, in order: windows open and none closes, so that whatever was
    due in a stretch was due on its last morning. Today's stretch is not among them."""

    days: Sequence[date]
    look: Look

    def before(self, day: date) -> Sequence[date]:
        return [one for one in self.days if one < day]


def _nothing(day: date) -> tuple[Register, frozenset[str]]:
    return Register(), frozenset()


NONE = Mornings((), _nothing)


def mornings_since(last: date | None, today: date, entries: Entries, years: Years, look: Look) -> Mornings:
    """last: the day of the last complete run; None where there was none yet: then only today counts."""
    if last is None or last + DAY >= today:
        return NONE
    first = last + 2 * DAY
    turns = set(entries.turning_days(first, today))
    turns |= {day for year in years for day in year.turning_days() if first <= day <= today}
    return Mornings([turn - DAY for turn in sorted(turns)], look)
