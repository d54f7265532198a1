"""Dated changes of the register: what a person is from which morning on, which rows are wrong, and what is told before it comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.policy.dated_changes import DatedChange
from service.policy.exemption import LONG_ABSENCE, Exemption
from service.policy.history import person_on, versions_of
from service.policy.people import Person, has_left, is_employed, line_managers_on
from service.policy.problems import held_on
from service.policy.register import Register
from service.policy.register_entries import entries_in, from_rows
from service.policy.register_lines import Line
from service.policy.register_table import DATED_TAB, STAFF, headings, to_rows
from service.reconcile.tabs import columns_to_keep
from tests.service.policy.people import DOMAINS, TODAY, a_person, a_register, a_school

STANDARDS = frozenset({"teachers", "headteachers"})
EVE, DAY = date(2025, 11, 2), date(2025, 11, 3)
CHIEF = a_person("S1", line_manager="none")
ANN = a_person("S2", line_manager="S1")
BEN = a_person("S3", line_manager="S1")


def change(column: str, becomes: str, day: date = DAY, staff_id: str = "S2") -> DatedChange:
    return DatedChange(staff_id, day, column, becomes)


def tabs(*changes: DatedChange, people: tuple[Person, ...] = (CHIEF, ANN, BEN), **more: Any) -> dict[str, list[list[str]]]:
    schools = (a_school(), a_school("MIL"))
    return to_rows(a_register(*people, **{"schools": schools, **more}, changes=changes))


def on(day: date, *changes: DatedChange, **more: Any) -> Register:
    return from_rows(tabs(*changes, **more), DOMAINS, day, STANDARDS)[0]


def told(day: date, *changes: DatedChange, **more: Any) -> list[str]:
    _, problems = from_rows(tabs(*changes, **more), DOMAINS, day, STANDARDS)
    return [f"{one.tab} {one.row} {one.column}: {one.message}" for one in problems]


def waiting(day: date, *changes: DatedChange, **more: Any) -> frozenset[str]:
    register, problems = from_rows(tabs(*changes, **more), DOMAINS, day, STANDARDS)
    return held_on(problems, register, day)


BECOMES: dict[str, tuple[str, str, Any]] = {
    "Given name": ("given_name", "Anna", "Anna"),
    "Family name": ("family_name", "", ""),
    "E-mail": ("email", "anna@oxbourne.example", "anna@oxbourne.example"),
    "Role": ("role", "Headteacher", "Headteacher"),
    "Standards": ("standards", "headteachers", "headteachers"),
    "School": ("school", "MIL", "MIL"),
    "Team": ("teams", "Team 2; Team 3", ("Team 2", "Team 3")),
    "Line manager": ("line_manager", "S3", "S3"),
    "Second line manager": ("second_line_manager", "S3", "S3"),
    "New line manager": ("new_line_manager", "", ""),
    "New from": ("new_from", "", None),
    "Acting manager": ("acting_manager", "", ""),
    "Acting from": ("acting_from", "", None),
    "Acting until": ("acting_until", "2/12/2025", date(2025, 12, 2)),
    "Starts": ("starts", "2025-11-01", date(2025, 11, 1)),
    "Ends": ("ends", "31/12/2025", date(2025, 12, 31)),
    "FTE": ("fte", "60%", 0.6),
    "Job description": ("job_description", "Leads maths", "Leads maths"),
    "Leads team": ("leads", "Team 1", ("Team 1",)),
}


def test_any_column_of_the_staff_tab_can_be_changed_but_the_staff_id() -> None:
    assert [one.heading for one in STAFF if one.heading not in BECOMES] == ["Staff id"]


@pytest.mark.parametrize("column", BECOMES)
def test_a_cell_says_something_else_from_the_morning_of_the_day_on(column: str) -> None:
    field, text, value = BECOMES[column]
    before, after = (on(day, change(column, text)).person("S2") for day in (EVE, DAY))
    assert before is not None
    assert after is not None
    if column in ("Starts", "Ends"):
        assert [is_employed(after, day) for day in (DAY, date(2025, 12, 31))] == [True, True]
        assert is_employed(after, date(2026, 1, 1)) == (column == "Starts")
    else:
        assert getattr(before, field) == getattr(ANN, field)
        assert getattr(after, field) == value


@given(st.permutations(["Team 1", "Team 2", "Team 3", "", "Team 4"]))
def test_several_rows_for_one_cell_apply_in_the_order_of_their_dates_wherever_they_stand(names: list[str]) -> None:
    days = [DAY + timedelta(days=7 * number) for number in range(len(names))]
    rows = sorted(zip(days, names, strict=True), key=lambda pair: pair[1])
    changes = [change("Team", name, day) for day, name in rows]
    for day, name in zip(days, names, strict=True):
        found = on(day + timedelta(days=6), *changes).person("S2")
        assert found is not None
        assert found.teams == ((name,) if name else ())


def test_a_heading_may_be_written_in_any_case() -> None:
    found = on(DAY, change("line Manager", "S3")).person("S2")
    assert found is not None
    assert found.line_manager == "S3"


def test_a_sound_register_with_dated_changes_comes_back_as_it_was_written() -> None:
    changes = (change("Team", "Team 2"), change("Team", "", DAY + timedelta(days=1)))
    assert on(EVE, *changes).changes == (replace(changes[0], row=2), replace(changes[1], row=3))
    assert to_rows(on(EVE, *changes))[DATED_TAB] == tabs(*changes)[DATED_TAB]


def test_a_change_of_the_cell_that_made_a_row_wrong_mends_it_on_its_day() -> None:
    nameless = replace(ANN, given_name="")
    assert waiting(EVE, change("Given name", "Ann"), people=(CHIEF, nameless)) == {"S2"}
    assert waiting(DAY, change("Given name", "Ann"), people=(CHIEF, nameless)) == frozenset()
    assert told(DAY, change("Given name", "Ann"), people=(CHIEF, nameless)) == []


WRONG = [
    (["S7", "2025-11-03", "Team", "x"], "Staff id: nobody in the register has this staff id", frozenset()),
    (["", "2025-11-03", "Team", "x"], "Staff id: needed", frozenset()),
    (["S2", "2025-11-03", "Staff id", "S5"], "Column: a staff id stays the same for ever", {"S2"}),
    (["S2", "2025-11-03", "", "x"], "Column: needed", {"S2"}),
    (["S2", "2025-11-03", "School", ""], "Becomes: needed: School can't be empty", {"S2"}),
    (["S2", "2025-11-03", "School", "XXX"], "Becomes: no such school; one of MIL, OXB", {"S2"}),
    (["S2", "2025-11-03", "Standards", "pilots"], "Becomes: one of headteachers, teachers", {"S2"}),
    (["S2", "2025-11-03", "Ends", "soon"], "Becomes: a date such as 2025-09-01 or 1/9/2025", {"S2"}),
    (["S2", "2025-11-03", "FTE", "7"], "Becomes: a share such as 0.8, or 1", {"S2"}),
    (["S2", "2025-11-03", "Line manager", "S8"], "Becomes: nobody in the register has this staff id", {"S2"}),
    (["S2", "2025-11-03", "Acting manager", "S8"], "Becomes: nobody in the register has this staff id", {"S2"}),
    (["S2", "2025-11-03", "Line manager", "S2"], "Becomes: this is the person's own staff id", {"S2"}),
    (
        ["S2", "2025-11-03", "Line manager", ""],
        "Becomes: nobody; give a staff id, or 'none' for someone who answers to the trustees",
        {"S2"},
    ),
    (
        ["S2", "2025-11-03", "E-mail", "ann@home.example"],
        "Becomes: not an address of the trust; allowed after the @: oxbourne.example, stour.example",
        {"S2"},
    ),
]


@pytest.mark.parametrize(("row", "message", "held"), WRONG)
def test_a_wrong_row_is_told_as_soon_as_it_is_there_and_holds_only_its_person_from_its_day_on(
    row: list[str], message: str, held: set[str]
) -> None:
    typed = {**tabs(), DATED_TAB: [headings(DATED_TAB), row]}
    for day, waits in ((TODAY - timedelta(days=200), set()), (EVE, set()), (DAY, held)):
        register, problems = from_rows(typed, DOMAINS, day, STANDARDS)
        assert [f"{one.tab} {one.row} {one.column}: {one.message}" for one in problems] == [f"Dated changes 2 {message}"]
        assert held_on(problems, register, day) == waits
        assert len(register.people) == 3


def test_an_unknown_column_is_told_with_those_that_there_are() -> None:
    [problem] = told(EVE, change("Shoe size", "44"))
    assert problem.startswith("Dated changes 2 Column: no such column of the Staff tab; one of Given name, Family name, E-mail")
    assert "Staff id" not in problem


def test_a_row_whose_day_cannot_be_read_holds_its_person_at_once_for_nobody_knows_since_when_it_counts() -> None:
    typed = {**tabs(), DATED_TAB: [headings(DATED_TAB), ["S2", "next week", "Team", "x"]]}
    register, problems = from_rows(typed, DOMAINS, TODAY, STANDARDS)
    assert [one.message for one in problems] == ["a date such as 2025-09-01 or 1/9/2025"]
    assert held_on(problems, register, TODAY) == {"S2"}


def test_of_two_rows_for_one_cell_and_day_the_second_is_told_and_the_first_counts() -> None:
    twice = (change("Team", "Team 2"), change("TEAM", "Team 3"))
    message = "Dated changes 3 From: row 2 says already what this cell becomes on that day"
    assert told(TODAY, *twice) == [message]
    assert (waiting(EVE, *twice), waiting(DAY, *twice)) == (frozenset(), {"S2"})
    found = on(DAY, *twice).person("S2")
    assert found is not None
    assert found.teams == ("Team 2",)
    assert told(TODAY, twice[0], change("Team", "Team 3", staff_id="S3"), change("Team", "", EVE)) == []


@pytest.mark.parametrize("column", ["Staff id", "From", "Column", "Becomes"])
def test_without_one_of_its_columns_nothing_is_done_for_anybody(column: str) -> None:
    """A Becomes that is gone would clear every cell."""
    typed = tabs(change("Team", "Team 2"))
    place = typed[DATED_TAB][0].index(column)
    typed[DATED_TAB] = [row[:place] + row[place + 1 :] for row in typed[DATED_TAB]]
    register, problems = from_rows(typed, DOMAINS, TODAY, STANDARDS)
    message = "this column is missing; nothing is done for anybody until it is back"
    assert (DATED_TAB, 1, column, message) in [(one.tab, one.row, one.column, one.message) for one in problems]
    assert held_on(problems, register, TODAY) >= {"S1", "S2", "S3"}


def test_a_becomes_column_that_is_gone_is_not_put_in_again_blank() -> None:
    assert columns_to_keep()[DATED_TAB] == []


# What a change brings between people


def test_what_a_change_in_force_makes_wrong_is_told_in_its_own_row() -> None:
    same = change("E-mail", BEN.email)
    at_fault = "Dated changes 2 Becomes: two people have this address; each needs their own"
    assert set(told(DAY, same)) == {at_fault, "Staff 4 E-mail: two people have this address; each needs their own"}
    early = change("Ends", "1/9/2025")
    assert told(DAY, early, people=(CHIEF, replace(ANN, starts=date(2025, 10, 1)))) == [
        "Dated changes 2 Becomes: before the start on 2025-10-01"
    ]


def test_what_a_change_will_make_wrong_within_thirty_days_is_told_and_holds_nobody_yet() -> None:
    round_about = change("Line manager", "S2", staff_id="S3"), change("Line manager", "S3")
    far = told(DAY - timedelta(days=31), *round_about)
    soon = told(DAY - timedelta(days=30), *round_about)
    message = "from 3 November 2025: their line managers go round in a circle; someone in it needs another line manager"
    assert (far, soon) == ([], [f"Dated changes {row} Becomes: {message}" for row in (2, 3)])
    assert waiting(EVE, *round_about) == frozenset()
    assert waiting(DAY, *round_about) == {"S2", "S3"}


def test_what_a_day_would_bring_without_the_change_is_not_put_down_to_it() -> None:
    """Jo stands in until the chief has gone; a change of team on that day is not to blame."""
    people = (
        replace(CHIEF, ends=date(2025, 10, 25)),
        BEN,
        replace(ANN, acting_manager="S3", acting_from=TODAY, acting_until=EVE),
    )
    assert "S2" in waiting(DAY, people=people)
    assert [one for one in told(TODAY, change("Team", "Team 2"), people=people) if one.startswith("Dated changes")] == []
    assert [one for one in told(TODAY, change("Team", "Team 2"), people=people) if "from 3 November" in one] == []


def test_what_is_wrong_today_and_stays_wrong_is_told_once() -> None:
    lost = replace(BEN, line_manager="S8")
    assert told(TODAY, change("Team", "Team 2", TODAY + timedelta(days=5), "S3"), people=(CHIEF, ANN, lost)) == [
        "Staff 4 Line manager: nobody in the register has this staff id"
    ]


def test_a_line_manager_s_last_day_is_not_announced_where_a_dated_change_names_who_follows() -> None:
    people = (CHIEF, replace(ANN, ends=EVE), replace(BEN, line_manager="S2"))
    message = "Staff 4 Line manager: this line manager leaves on 2025-11-02; name a new line manager from the day after"
    assert told(TODAY, people=people) == [message]
    assert told(TODAY, change("Line manager", "S1", staff_id="S3"), people=people) == []
    assert told(TODAY, change("Line manager", "S1", DAY + timedelta(days=1), "S3"), people=people) == [message]


def test_a_line_manager_s_last_day_that_a_dated_change_sets_or_takes_back_is_known_before_it_counts() -> None:
    people = (CHIEF, ANN, replace(BEN, line_manager="S2"))
    assert len(told(TODAY, change("Ends", "2025-11-02", DAY - timedelta(days=7)), people=people)) == 1
    staying = (CHIEF, replace(ANN, ends=EVE), replace(BEN, line_manager="S2"))
    assert told(TODAY, change("Ends", "", EVE), people=staying) == []


# Schools that join and leave


JOINING = replace(a_school("MIL"), joins=DAY)
LEAVING = replace(a_school("MIL"), leaves=EVE)


@pytest.mark.parametrize(
    ("school", "cells", "changes", "days"),
    [
        pytest.param(JOINING, {}, [], (False, True, True), id="joins"),
        pytest.param(JOINING, {"starts": date(2020, 1, 1)}, [], (False, True, True), id="joins with its old staff"),
        pytest.param(JOINING, {"starts": DAY + timedelta(days=1)}, [], (False, False, True), id="starts after it joined"),
        pytest.param(LEAVING, {}, [], (True, False, False), id="leaves"),
        pytest.param(LEAVING, {"ends": date(2025, 9, 1)}, [], (False, False, False), id="left before it leaves"),
        pytest.param(LEAVING, {}, [change("School", "OXB", EVE)], (True, True, True), id="moved on its last day"),
        pytest.param(LEAVING, {}, [change("School", "OXB", DAY)], (True, True, True), id="moves on the morning after"),
        pytest.param(
            LEAVING, {}, [change("School", "OXB", DAY + timedelta(days=1))], (True, False, True), id="comes back a day later"
        ),
        pytest.param(JOINING, {"ends": EVE}, [], (False, False, False), id="left before it joins"),
    ],
)
def test_people_start_and_end_with_their_school(
    school: Any, cells: dict[str, Any], changes: list[DatedChange], days: tuple[bool, bool, bool]
) -> None:
    people = (CHIEF, replace(ANN, school="MIL", **cells))
    for day, here in zip((EVE, DAY, DAY + timedelta(days=1)), days, strict=True):
        found = on(day, *changes, people=people, schools=(a_school(), school)).person("S2")
        assert found is not None
        assert is_employed(found, day) == here, day
    if school is LEAVING and not changes and not cells:
        assert has_left(found, DAY)
        assert found.ends == EVE


def test_whoever_moves_into_a_school_that_has_left_ends_the_day_before_and_into_one_that_joins_later_starts_with_it() -> None:
    schools = (a_school(), LEAVING, replace(a_school("NEW"), joins=DAY + timedelta(days=9)))
    late = on(DAY + timedelta(days=2), change("School", "MIL", DAY), schools=schools).person("S2")
    assert late is not None
    assert late.ends == EVE
    between = on(DAY, change("School", "NEW"), schools=schools).person("S2")
    assert between is not None
    assert (between.ends, is_employed(between, DAY)) == (EVE, False)
    back = on(DAY + timedelta(days=9), change("School", "NEW"), schools=schools).person("S2")
    assert back is not None
    assert (back.starts, back.ends) == (DAY + timedelta(days=9), None)


def test_the_last_day_of_a_line_manager_s_school_is_announced_as_theirs() -> None:
    people = (CHIEF, replace(ANN, school="MIL"), replace(BEN, line_manager="S2"))
    [line] = told(TODAY, people=people, schools=(a_school(), LEAVING))
    assert line == "Staff 4 Line manager: this line manager leaves on 2025-11-02; name a new line manager from the day after"


def test_a_school_that_leaves_before_it_joins_is_told_and_its_people_wait() -> None:
    odd = replace(a_school("MIL"), joins=DAY, leaves=EVE)
    people = (CHIEF, replace(ANN, school="MIL"))
    assert told(DAY, people=people, schools=(a_school(), odd))[0] == (
        "Schools 3 Leaves: before it joins on 2025-11-03; its people wait"
    )
    assert waiting(DAY, people=people, schools=(a_school(), odd)) == {"S2"}


# Whoever has left has left


GONE = replace(ANN, ends=EVE)


@pytest.mark.parametrize(
    ("cells", "rows", "waits"),
    [
        ({}, [], False),
        ({"line_manager": "S8"}, [], False),
        ({"role": ""}, [], False),
        ({"starts": DAY}, [], True),
        ({}, [["S2", "2025-10-01", "Team", "x"], ["S2", "2025-10-01", "Team", "y"]], False),
        ({}, [["S2", "2025-10-01", "Ends", "next year"]], True),
        ({}, [["S2", "2025-10-01", "End", "2026-08-31"]], True),
        ({}, [["S2", "soon", "", ""]], True),
    ],
)
def test_a_leaver_waits_for_nothing_but_for_a_cell_that_may_say_that_they_have_not_left(
    cells: dict[str, Any], rows: list[list[str]], waits: bool
) -> None:
    typed = {**tabs(people=(CHIEF, replace(GONE, **cells))), DATED_TAB: [headings(DATED_TAB), *rows]}
    register, problems = from_rows(typed, DOMAINS, DAY, STANDARDS)
    assert ("S2" in held_on(problems, register, DAY)) == waits


def test_a_leaver_whose_staff_id_stands_twice_or_whose_move_is_misspelt_waits() -> None:
    assert waiting(DAY, people=(CHIEF, GONE, replace(ANN, email="b@stour.example"))) == {"S2"}
    people = (CHIEF, replace(ANN, school="MIL"))
    assert waiting(DAY, people=people, schools=(a_school(), LEAVING)) == frozenset()
    assert waiting(DAY, change("School", "OXX"), people=people, schools=(a_school(), LEAVING)) == {"S2"}


def test_where_a_whole_column_is_missing_a_row_that_cannot_be_read_proves_nothing() -> None:
    typed = tabs(people=(CHIEF, GONE))
    place = typed["Staff"][0].index("Role")
    typed["Staff"] = [row[:place] + row[place + 1 :] for row in typed["Staff"]]
    register, problems = from_rows(typed, DOMAINS, DAY, STANDARDS)
    assert "S2" in held_on(problems, register, DAY)
    typed = {**tabs(people=(CHIEF, GONE)), "Exemptions": [["Whose"], ["S2"]]}
    register, problems = from_rows(typed, DOMAINS, DAY, STANDARDS)
    assert held_on(problems, register, DAY) == {"S1", "*"}


# Former addresses, and days on which something turns


def test_an_address_that_a_change_replaced_is_remembered_and_still_leads_to_its_person() -> None:
    changes = change("E-mail", "second@stour.example"), change("E-mail", "third@stour.example", DAY + timedelta(days=1))
    register = on(DAY + timedelta(days=1), *changes)
    found = register.person("S2")
    assert found is not None
    assert (found.email, found.former_emails) == ("third@stour.example", (ANN.email, "second@stour.example"))
    assert register.by_email("Second@stour.example") is found
    assert on(EVE, *changes).by_email("second@stour.example") is None
    taken = on(DAY, changes[0], change("E-mail", ANN.email, DAY, "S3"))
    assert taken.by_email(ANN.email) is taken.person("S3")


def test_a_change_on_the_first_day_that_there_is_breaks_nothing() -> None:
    line = Line(2, {"staff_id": "S2", "school": "OXB"})
    versions = versions_of(line, [change("Team", "Team 2", date.min), change("Team", "Team 3", date.max)])
    assert person_on(versions, {}, DAY).teams == ("Team 2",)
    assert person_on(versions, {}, date.max).teams == ("Team 3",)


DAYS = st.dates(date(2025, 10, 20), date(2025, 11, 10))


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Three people and whatever is dated about them; some of it is wrong."""
    texts = {"School": ["OXB", "MIL", "XXX"], "Line manager": ["S1", "S3", "none"], "Standards": ["teachers", "pilots"]}
    texts |= {"Ends": ["", "2025-10-31", "soon"], "Starts": ["", "2025-11-05"], "E-mail": [BEN.email, "a@stour.example"]}
    columns = draw(st.lists(st.sampled_from(sorted(texts)), max_size=4))
    changes = [
        DatedChange(draw(st.sampled_from(["S2", "S3"])), draw(DAYS), one, draw(st.sampled_from(texts[one]))) for one in columns
    ]
    dates = {one: draw(st.none() | DAYS) for one in ("starts", "ends", "acting_from", "acting_until", "new_from")}
    ann = replace(ANN, acting_manager="S3" if dates["acting_from"] else "", new_line_manager="S3" if dates["new_from"] else "")
    ann = replace(ann, **dates, school=draw(st.sampled_from(["OXB", "MIL"])))
    ben = replace(BEN, ends=draw(st.none() | DAYS), line_manager=draw(st.sampled_from(["S1", "S2"])))
    milly = replace(a_school("MIL"), joins=draw(st.none() | DAYS), leaves=draw(st.none() | DAYS))
    start = draw(DAYS)
    away = [Exemption("S2", LONG_ABSENCE, "", start, draw(st.none() | st.just(start) | st.just(start + timedelta(days=4))))]
    return Register((CHIEF, ann, ben), (a_school(), milly), away, changes=changes)


@given(registers())
def test_on_a_day_on_which_nothing_turns_all_is_as_it_was_the_day_before(register: Register) -> None:
    entries = entries_in(to_rows(register), DOMAINS, STANDARDS)
    days = [date(2025, 10, 19) + timedelta(days=number) for number in range(28)]
    seen = [_seen(entries, one) for one in days]
    turns = entries.turning_days(days[1], days[-1])
    for before, after, day in zip(seen, seen[1:], days[1:], strict=False):
        assert before == after or day in turns, day
    assert turns == frozenset().union(*(entries.turning_days(one, one) for one in days[1:]))


def _seen(entries: Any, day: date) -> Any:
    """What runs go by on a day."""
    register = entries.register(day)
    people = [
        (
            replace(one, starts=None, ends=None),
            is_employed(one, day),
            has_left(one, day),
            line_managers_on(one, day),
            [exempt.covers(day) for exempt in register.exemptions_of(one.staff_id)],
        )
        for one in register.people
    ]
    return people, held_on(entries.problems(register, day), register, day)
