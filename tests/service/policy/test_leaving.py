"""Who is told that their last day is near, and what their files are called."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.policy.file_names import FORBIDDEN, LONGEST, FileNames, safe_name
from service.policy.leaving import leaves_soon, leaving_message
from tests.service.policy.people import a_person, a_register

LAST = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (LAST - timedelta(days=15), False),
        (LAST - timedelta(days=14), True),
        (LAST - timedelta(days=1), True),
        (LAST, True),
        (LAST + timedelta(days=1), False),
    ],
)
def test_a_leaver_is_told_from_fourteen_days_before_until_the_last_day(day: date, told: bool) -> None:
    assert leaves_soon(a_person(ends=LAST), day) is told


def test_nobody_is_told_who_stays_or_has_not_begun() -> None:
    assert not leaves_soon(a_person(), LAST)
    assert not leaves_soon(a_person(starts=LAST, ends=LAST), LAST - timedelta(days=1))


def test_the_message_says_until_when_and_what_to_do() -> None:
    assert leaving_message(LAST) == (
        "Your last day here is 31 December. On the morning after, your documents here are closed to you. Take a copy along."
    )


def test_an_address_that_two_people_have_is_nobody_s() -> None:
    register = a_register(a_person("S1"), a_person("S2", email="S1@stour.example"), a_person("S3"))
    assert register.only_by_email("s1@stour.example") is None
    assert register.only_by_email("nobody@stour.example") is None
    found = register.only_by_email("S3@Stour.example")
    assert found is not None
    assert found.staff_id == "S3"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Growth plan · Zoë Ødegård-O’Brien · 2025-26", "Growth plan · Zoë Ødegård-O’Brien · 2025-26"),
        ("../../etc/passwd", "etc passwd"),
        ('A: "B" <C>|D?*', "A B C D"),
        ("  spaces\n and\ttabs  ", "spaces and tabs"),
        ("con", "_con"),
        ("Com1.pdf", "_Com1.pdf"),
        ("Console", "Console"),
        ("...", "Untitled"),
        ("", "Untitled"),
        ("right\u202eleft\u200b", "rightleft"),
        ("x" * 300, "x" * 100),
        ("ends with a dot.", "ends with a dot"),
    ],
)
def test_a_name_is_readable_and_allowed_everywhere(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text())
def test_whatever_a_thing_is_called_its_name_is_safe(text: str) -> None:
    name = safe_name(text)
    assert name
    assert len(name) <= LONGEST + 1
    assert not FORBIDDEN.search(name)
    assert name == name.strip(" .")
    assert not {unicodedata.category(one) for one in name} & {"Cc", "Cf", "Cs"}


def test_things_of_one_name_are_told_apart_and_capital_letters_make_no_difference() -> None:
    names = FileNames()
    found = [names.path("2025-26", name, "docx") for name in ("My plan", "My Plan", "my plan", "Other")]
    assert found == ["2025-26/My plan.docx", "2025-26/My Plan (2).docx", "2025-26/my plan (3).docx", "2025-26/Other.docx"]
    assert names.path("", "README", "txt") == "README.txt"
    assert names.path("a/../b", "x/y", "csv") == "a/Untitled/b/x y.csv"
