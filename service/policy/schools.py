"""Schools, their priorities, and their own half-terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class HalfTerm:
    """One of a school's six half-terms in a cycle. Both days included."""

    number: int
    starts: date
    ends: date


@dataclass(frozen=True)
class School:
    """A school of the trust, or its central team. priorities bind everyone in it and stand in every plan of it.

    half_terms: by cycle id, in order. leaders: staff ids of those who see the school's status Sheet; where none are named,
    its headteachers do. joins: its first day in the trust, leaves: the last; None where it was, or is to be, always in it.
    """

    id: str
    name: str
    priorities: tuple[str, ...] = ()
    half_terms: Mapping[str, tuple[HalfTerm, ...]] = field(default_factory=dict)
    leaders: tuple[str, ...] = ()
    joins: date | None = None
    leaves: date | None = None
