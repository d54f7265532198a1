"""The trust's overview counts plans and never people: small groups are folded, nothing is added up."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from service.policy.overview import EVERYBODY, LADDER, NO_DRIVER, SMALLEST, TOGETHER, Plan, folded, overview
from service.policy.status import Status
from tests.service.builders import a_cycle
from tests.service.policy.people import a_register, a_school

NAMES = {"OXB": "Oxbourne", "MIL": "Millbrook", "CEN": "Central team", "TIN": "Tiny"}


def test_a_school_that_is_big_enough_is_shown_and_small_ones_are_one_group() -> None:
    assert folded({"OXB": 30, "MIL": 12, "CEN": 6, "TIN": 5}, NAMES) == {
        "Millbrook": ["MIL"],
        "Oxbourne": ["OXB"],
        TOGETHER: ["TIN", "CEN"],
    }


def test_a_small_school_alone_takes_in_the_next_smallest_for_it_would_be_known_by_its_difference() -> None:
    assert folded({"OXB": 30, "MIL": 12, "TIN": 5}, NAMES) == {"Oxbourne": ["OXB"], TOGETHER: ["TIN", "MIL"]}


def test_where_no_school_is_left_by_itself_there_is_only_the_trust() -> None:
    assert folded({"MIL": 12, "TIN": 5}, NAMES) == {EVERYBODY: ["TIN", "MIL"]}
    assert folded({}, NAMES) == {}


SIZES = st.dictionaries(st.sampled_from([f"S{number}" for number in range(8)]), st.integers(1, 40), max_size=8)


@given(SIZES)
def test_every_school_is_in_one_group_and_no_group_is_small_unless_the_trust_is(sizes: dict[str, int]) -> None:
    groups = folded(sizes, {})
    assert Counter(school for schools in groups.values() for school in schools) == Counter(sizes.keys())
    if len(groups) > 1:
        assert all(sum(sizes[one] for one in schools) >= SMALLEST for schools in groups.values())


def test_statuses_and_drivers_are_counted_by_school_without_a_total() -> None:
    register = a_register(schools=(a_school("OXB"), a_school("MIL")))
    driver = a_cycle().drivers[0].name
    plans = [
        *[Plan("OXB", Status.DRAFTING, driver)] * 8,
        *[Plan("OXB", Status.NOT_STARTED)] * 4,
        *[Plan("MIL", Status.AGREED, driver)] * 11,
    ]
    found = overview(plans, register, a_cycle())
    assert found.statuses[0] == ["School", *(one.value for one in LADDER)]
    statuses, drivers = (
        {row[0]: dict(zip(table[0][1:], row[1:], strict=True)) for row in table[1:]} for table in (found.statuses, found.drivers)
    )
    oxbourne, millbrook = "Oxbourne Primary School (OXB)", "Oxbourne Primary School (MIL)"
    assert (statuses[oxbourne]["drafting"], statuses[oxbourne]["not started"], statuses[oxbourne]["agreed"]) == ("8", "4", "0")
    assert (drivers[oxbourne][driver], drivers[oxbourne][NO_DRIVER], drivers[millbrook][driver]) == ("8", "4", "11")
    assert "total" not in repr(found).lower()


def test_who_does_not_take_part_is_no_column() -> None:
    assert Status.NOT_TAKING_PART not in LADDER
    assert {*LADDER, Status.NOT_TAKING_PART} == set(Status)
