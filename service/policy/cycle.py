"""A cycle: an academic year as data. Next year's drivers, themes and dates need no code."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from service.policy.appendix import Appendix
from service.policy.standards import StandardsSet

STRICT = ConfigDict(frozen=True, extra="forbid")


class Driver(BaseModel):
    """One of the year's drivers. A plan has one main driver; others are optional."""

    model_config = STRICT

    key: str = Field(pattern=r"^[a-z0-9-]{2,14}$")
    name: str
    meaning: str


class Area(BaseModel):
    """Something a focus may link to, such as the strategies or the enablers."""

    model_config = STRICT

    name: str
    examples: tuple[str, ...]


class Window(BaseModel):
    """When an appendix is open. Documents are made when their window opens."""

    model_config = STRICT

    opens: date
    closes: date

    @model_validator(mode="after")
    def _in_order(self) -> Window:
        if self.closes < self.opens:
            raise ValueError(f"closes on {self.closes}, before it opens on {self.opens}")
        return self


class Cycle(BaseModel):
    """An academic year, which turns on 1 September in London time. closing: the last day on which it is open for what is late."""

    model_config = STRICT

    id: str = Field(pattern=r"^\d{4}-\d{2}$")
    starts: date
    ends: date
    drivers: tuple[Driver, ...] = Field(min_length=2, max_length=49)
    areas: tuple[Area, ...] = ()
    standards: dict[str, StandardsSet] = Field(default_factory=dict)
    windows: dict[Appendix, Window]
    half_terms: tuple[str, ...] = Field(min_length=6, max_length=6)
    closing: date

    @field_validator("drivers")
    @classmethod
    def _keys_differ(cls, drivers: tuple[Driver, ...]) -> tuple[Driver, ...]:
        doubled = [key for key, times in Counter(one.key for one in drivers).items() if times > 1]
        if doubled:
            raise ValueError(f"each key once; {', '.join(doubled)} stands more often")
        return drivers

    @field_validator("windows")
    @classmethod
    def _one_for_each(cls, windows: dict[Appendix, Window]) -> dict[Appendix, Window]:
        missing = [one.value for one in Appendix if one not in windows]
        if missing:
            raise ValueError(f"a window for each appendix; none for {', '.join(missing)}")
        return windows

    @model_validator(mode="before")
    @classmethod
    def _closes_by_default(cls, data: Any) -> Any:
        """A cycle for which nothing else is said closes at the end of the October after it."""
        if isinstance(data, dict) and "closing" not in data and isinstance(data.get("ends"), date):
            return {**data, "closing": date(data["ends"].year, 10, 31)}
        return data

    @model_validator(mode="after")
    def _whole(self) -> Cycle:
        wrong = []
        if self.id != cycle_id(self.starts):
            wrong.append(f"id {self.id} does not begin on {self.starts}; expected {cycle_id(self.starts)}")
        if self.ends <= self.starts:
            wrong.append(f"ends on {self.ends}, before it starts on {self.starts}")
        outside = [one.value for one, window in self.windows.items() if not self.starts <= window.opens <= self.ends]
        if outside:
            wrong.append(f"windows open between {self.starts} and {self.ends}; not so {', '.join(outside)}")
        if self.closing < self.ends:
            wrong.append(f"closing is on {self.closing}, before it ends on {self.ends}")
        if wrong:
            raise ValueError("; ".join(wrong))
        return self

    def has_opened(self, appendix: Appendix, day: date) -> bool:
        """Whether an appendix's window has opened by a day of this cycle."""
        return self.windows[appendix].opens <= day


def cycle_id(day: date) -> str:
    """The cycle a day is in: ``2025-26`` from 1 September 2025 to 31 August 2026."""
    start = day.year if day.month >= 9 else day.year - 1
    return f"{start}-{(start + 1) % 100:02d}"
