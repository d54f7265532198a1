"""Who manages whom on a day, who takes part, what is due, and what a document's own block says."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.declared.load import load
from service.policy.about import FIELDS, about
from service.policy.appendix import Appendix
from service.policy.cycle import Cycle, cycle_id
from service.policy.due import due
from service.policy.exemption import EARLY_CAREER, Exemption, takes_part
from service.policy.people import is_employed, line_manager_on
from tests.service.policy.people import TODAY, a_person, a_register

DAYS = st.dates(date(2025, 9, 1), date(2026, 8, 31))


@pytest.fixture(scope="module")
def cycle() -> Cycle:
    return load(Path("trust")).cycle


def test_a_new_line_manager_takes_over_on_the_morning_of_the_date() -> None:
    person = a_person(line_manager="S2", new_line_manager="S3", new_from=date(2025, 11, 3))
    assert line_manager_on(person, date(2025, 11, 2)) == "S2"
    assert line_manager_on(person, date(2025, 11, 3)) == "S3"


def test_an_acting_manager_stands_in_from_the_first_day_to_the_last_and_then_gives_back() -> None:
    person = a_person(line_manager="S2", acting_manager="S4", acting_from=date(2025, 10, 1), acting_until=date(2025, 10, 10))
    found = [line_manager_on(person, date(2025, 10, day)) for day in (1, 10, 11)]
    assert found == ["S4", "S4", "S2"]


def test_whoever_answers_to_the_trustees_has_no_line_manager() -> None:
    assert line_manager_on(a_person(line_manager="none"), TODAY) is None


@given(DAYS, st.none() | DAYS, st.none() | DAYS)
def test_on_every_day_there_is_one_line_manager_and_it_is_one_that_the_register_names(
    day: date, new_from: date | None, until: date | None
) -> None:
    person = a_person(
        line_manager="S2",
        new_line_manager="S3",
        new_from=new_from,
        acting_manager="S4",
        acting_from=date(2025, 9, 29),
        acting_until=until,
    )
    assert line_manager_on(person, day) in {"S2", "S3", "S4"}


def test_the_first_and_the_last_day_are_both_days_of_work() -> None:
    person = a_person(starts=date(2025, 9, 1), ends=date(2025, 12, 31))
    found = [is_employed(person, day) for day in (date(2025, 8, 31), date(2025, 9, 1), date(2025, 12, 31), date(2026, 1, 1))]
    assert found == [False, True, True, False]


@given(DAYS, st.integers(0, 200))
def test_an_exemption_covers_its_first_and_last_day_and_no_other(starts: date, length: int) -> None:
    ends = starts + timedelta(days=length)
    one = Exemption("S1", EARLY_CAREER, "induction", starts, ends)
    around = [starts - timedelta(days=1), starts, ends, ends + timedelta(days=1)]
    assert [takes_part("S1", [one], day) for day in around] == [True, False, False, True]
    assert takes_part("S2", [one], starts)


@pytest.mark.parametrize(
    ("day", "cycle_name"),
    [
        (date(2025, 8, 31), "2024-25"),
        (date(2025, 9, 1), "2025-26"),
        (date(2026, 8, 31), "2025-26"),
        (date(2099, 9, 1), "2099-00"),
    ],
)
def test_a_cycle_turns_on_the_first_of_september(day: date, cycle_name: str) -> None:
    assert cycle_id(day) == cycle_name


def test_documents_are_due_from_the_day_on_which_their_window_opens(cycle: Cycle) -> None:
    person = a_person()
    register = a_register(person)
    days = {
        day: due(person, register, cycle, day)
        for day in (date(2025, 9, 1), date(2025, 9, 8), date(2025, 10, 1), date(2026, 6, 1))
    }
    a, b, c, d = Appendix
    assert list(days.values()) == [(a,), (a, b), (a, b, c), (a, b, c, d)]


@given(DAYS)
def test_what_was_due_once_stays_due_for_as_long_as_the_cycle_lasts(cycle: Cycle, day: date) -> None:
    person = a_person()
    register = a_register(person)
    later = min(day + timedelta(days=1), cycle.ends)
    assert set(due(person, register, cycle, day)) <= set(due(person, register, cycle, later))


def test_nothing_is_due_for_someone_who_does_not_take_part_until_the_day_after(cycle: Cycle) -> None:
    person = a_person()
    exemption = Exemption("S1", EARLY_CAREER, "induction", date(2024, 9, 1), date(2026, 1, 9))
    register = a_register(person, exemptions=(exemption,))
    assert due(person, register, cycle, date(2026, 1, 9)) == ()
    assert Appendix.B in due(person, register, cycle, date(2026, 1, 10))


def test_nothing_is_due_before_the_first_day_or_in_another_cycle(cycle: Cycle) -> None:
    person = a_person(starts=date(2025, 11, 3))
    register = a_register(person)
    assert due(person, register, cycle, date(2025, 11, 2)) == ()
    assert due(a_person(), register, cycle, date(2026, 9, 1)) == ()


def test_the_block_says_who_it_is_for_and_who_can_open_it(cycle: Cycle) -> None:
    person, manager = a_person(line_manager="S2"), a_person("S2", given_name="Priya", family_name="Shah")
    facts = about(person, a_register(person, manager), cycle, TODAY)
    assert tuple(facts) == FIELDS
    assert facts["name"] == "Ann Of-S1"
    assert facts["standards"] == "Teachers' Standards"
    assert facts["priorities"] == "WIG: reading\nFlying: outdoors"
    assert facts["check_ins"].splitlines()[0] == "Autumn 1: 3 September 2025 to 24 October 2025"
    assert "Ann Of-S1 can write. Priya Shah, the line manager, can read and comment." in facts["who_can_open"]


def test_the_block_is_never_empty_and_gives_no_reason_for_anything(cycle: Cycle) -> None:
    facts = about(a_person(teams=(), school="???", standards="???"), a_register(), cycle, TODAY)
    assert all(facts.values())
    assert facts["line_manager"] == "nobody"
