"""Leaving: how long before their last day a person is told of it, and may take a copy of what is theirs along."""

from __future__ import annotations

from datetime import date, timedelta

from service.policy.days import day_of
from service.policy.people import Person, is_employed

NOTICE = timedelta(days=14)


def leaves_soon(person: Person, day: date) -> bool:
    """Whether a day is one of the last fourteen before somebody's last day, or that day itself."""
    return person.ends is not None and is_employed(person, day) and person.ends - NOTICE <= day


def leaving_message(last_day: date) -> str:
    return (
        f"Your last day here is {day_of(last_day)}. On the morning after, your documents here are closed to you. "
        "Take a copy along."
    )
