"""How long things are kept: months, and the last day of them is kept too."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.policy.retention import KINDS, Retention, end_of_month, is_over, months_after


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2025, 12, 31), 24, date(2027, 12, 31)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_month_s_last(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then
    assert not is_over(day, months, then)
    assert is_over(day, months, then + timedelta(days=1))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 600))
def test_nothing_is_over_before_as_many_months_of_28_days(day: date, months: int) -> None:
    assert not is_over(day, months, day + timedelta(days=28 * months))
    assert is_over(day, months, day + timedelta(days=31 * months + 1))


def test_nought_keeps_for_ever() -> None:
    assert not is_over(date(1990, 1, 1), 0, date(2100, 1, 1))
    assert Retention(runs=0).in_words("runs") == "for ever"


def test_every_setting_is_a_kind_of_record_that_is_told_in_words() -> None:
    assert list(KINDS) == list(Retention.model_fields)
    assert Retention().in_words("leavers") == "24 months after their last day"
    assert Retention(runs=1).in_words("runs") == "1 month after the end of the month of the run"


@pytest.mark.parametrize("wrong", [{"leavers": -1}, {"leavers": "24"}, {"leavers": 1.5}, {"leavers": 601}, {"plans": 3}])
def test_a_setting_that_is_no_number_of_months_or_no_kind_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Retention.model_validate(wrong)


def test_a_month_ends_on_its_last_day() -> None:
    assert end_of_month(date(2024, 2, 3)) == date(2024, 2, 29)
