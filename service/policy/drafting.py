"""Next year's cycle, drafted from this year's: the same drivers and windows, a year on, for a person to look at."""

from __future__ import annotations

from datetime import date, timedelta

from service.policy.cycle import Cycle, cycle_id


def next_id(cycle: Cycle) -> str:
    """The cycle that comes after one: ``2025-26`` → ``2026-27``."""
    return cycle_id(a_year_on(cycle.starts))


def drafted(cycle: Cycle) -> Cycle:
    """The cycle after one. A day that is the cycle's first or last stays so; any other keeps its day of the week, for schools
    count in weeks; none leaves the cycle."""
    starts, ends = a_year_on(cycle.starts), a_year_on(cycle.ends)
    windows = {
        appendix.value: {"opens": _moved(cycle, one.opens, starts, ends), "closes": _moved(cycle, one.closes, starts, ends)}
        for appendix, one in cycle.windows.items()
    }
    facts = {"id": next_id(cycle), "starts": starts, "ends": ends, "windows": windows, "closing": a_year_on(cycle.closing)}
    return Cycle.model_validate({**cycle.model_dump(mode="json"), **facts})


def a_year_on(day: date) -> date:
    """The same day of the next year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _moved(cycle: Cycle, day: date, starts: date, ends: date) -> date:
    if day in (cycle.starts, cycle.ends):
        return a_year_on(day)
    after = a_year_on(day)
    same_weekday = after + timedelta(days=(day.weekday() - after.weekday() + 3) % 7 - 3)
    return min(max(same_weekday, starts), ends)
