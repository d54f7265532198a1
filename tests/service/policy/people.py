"""Builders: people, schools and registers with only what a test is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from service.policy.people import Person
from service.policy.register import Register
from service.policy.schools import HalfTerm, School

TODAY = date(2025, 10, 6)
DOMAINS = frozenset({"stour.example", "oxbourne.example"})


def a_person(staff_id: str = "S1", **more: Any) -> Person:
    facts = {
        "given_name": "Ann",
        "family_name": f"Of-{staff_id}",
        "email": f"{staff_id.lower()}@stour.example",
        "role": "Teacher",
        "standards": "teachers",
        "school": "OXB",
        "teams": ("Team 1",),
    }
    return Person(staff_id=staff_id, **{**facts, **more})


def a_school(school_id: str = "OXB") -> School:
    half_terms = (HalfTerm(1, date(2025, 9, 3), date(2025, 10, 24)), HalfTerm(2, date(2025, 11, 3), date(2025, 12, 19)))
    return School(school_id, "Oxbourne Primary School", ("WIG: reading", "Flying: outdoors"), {"2025-26": half_terms})


def a_register(*people: Person, **more: Any) -> Register:
    return Register(people, **{"schools": (a_school(),), **more})
