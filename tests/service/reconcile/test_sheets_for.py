"""Which status Sheets there are, for whom, and who may open them."""

from __future__ import annotations

from datetime import date
from typing import Any

from service.policy.people import NO_MANAGER
from service.policy.problems import Problem
from service.policy.register_entries import from_rows
from service.policy.register_table import headings, to_rows
from service.reconcile.desired import Role, Wanted
from service.reconcile.sheets_for import people_of, sheets_for
from tests.service.builders import a_cycle
from tests.service.policy.people import DOMAINS, TODAY, a_person, a_register, a_school

HEAD = a_person("S1", line_manager=NO_MANAGER, standards="headteachers")
LEAD = a_person("S2", line_manager="S1")
TEACHER = a_person("S3", line_manager="S2", new_line_manager="S1", new_from=date(2026, 1, 1))
GONE = a_person("S4", line_manager="S2", ends=date(2025, 7, 31))


def sheets(*people: Any, day: date = TODAY, held_back: frozenset[str] = frozenset(), **more: Any) -> dict[str, Wanted]:
    found = sheets_for(a_register(*people, **more), a_cycle(), day, "TRUST", held_back)
    return {one.key.removeprefix("2025-26/sheet/"): one for one in found if "/sheet/" in one.key}


def test_a_school_s_sheet_is_its_headteacher_s_and_a_manager_s_is_their_own() -> None:
    found = sheets(HEAD, LEAD, TEACHER)
    made = {key: dict(one.grants) for key, one in found.items() if one.make}
    assert made == {
        "overview": {"s1@stour.example": Role.READER},
        "school/OXB": {"s1@stour.example": Role.WRITER},
        "manager/S1": {"s1@stour.example": Role.WRITER},
        "manager/S2": {"s2@stour.example": Role.WRITER},
    }


def test_leaders_whom_the_school_names_see_it_instead_of_its_headteacher() -> None:
    school = a_school()
    named = type(school)(**{**vars(school), "leaders": ("S2", "S9")})
    assert list(sheets(HEAD, LEAD, schools=(named,))["school/OXB"].grants) == ["s2@stour.example"]


def test_people_stand_in_the_sheet_of_whoever_manages_them_that_day() -> None:
    register = a_register(HEAD, LEAD, TEACHER, GONE)
    now, later = (people_of(register, a_cycle(), day) for day in (TODAY, date(2026, 1, 1)))
    assert [one.staff_id for one in now["2025-26/sheet/manager/S2"]] == ["S3"]
    assert "2025-26/sheet/manager/S2" not in later
    assert [one.staff_id for one in later["2025-26/sheet/manager/S1"]] == ["S2", "S3"]
    assert [one.staff_id for one in now["2025-26/sheet/school/OXB"]] == ["S1", "S2", "S3"]


def test_who_manages_nobody_any_more_keeps_a_sheet_and_gets_no_new_one() -> None:
    later = sheets(HEAD, LEAD, TEACHER, day=date(2026, 1, 1))
    assert (later["manager/S2"].make, later["manager/S1"].make) == (False, True)


def test_a_leaver_and_someone_whose_row_is_wrong_get_none() -> None:
    found = sheets(HEAD, LEAD, TEACHER, GONE, held_back=frozenset({"S1"}))
    assert "manager/S4" not in found
    assert "manager/S1" not in found
    assert dict(found["school/OXB"].grants) == {}


def test_a_leader_who_is_nobody_is_told_with_the_school_s_row() -> None:
    tabs = to_rows(a_register(HEAD))
    tabs["Schools"] = [headings("Schools"), ["OXB", "Oxbourne", "", "S1; S99"]]
    _, problems = from_rows(tabs, DOMAINS, TODAY)
    assert problems == (Problem("Schools", 2, "", "Leaders", "S99", "nobody in the register has this staff id"),)
