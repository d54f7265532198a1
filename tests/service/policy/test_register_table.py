"""The register as tabs: what is read, what is written, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.policy.exemption import Exemption
from service.policy.people import Person
from service.policy.problems import held_back
from service.policy.register import Register
from service.policy.register_entries import from_rows
from service.policy.register_table import headings, parsed_date, to_rows
from tests.service.policy.people import DOMAINS, TODAY, a_person, a_register, a_school

STANDARDS = frozenset({"teachers"})


def problems_of(register: Register, **tabs: list[list[str]]) -> list[str]:
    _, problems = from_rows({**to_rows(register), **tabs}, DOMAINS, TODAY, STANDARDS)
    return [f"{one.tab} {one.row} {one.column}: {one.message}" for one in problems]


def test_a_sound_register_comes_back_as_it_was_written() -> None:
    register = a_register(
        a_person(line_manager="none"),
        a_person("S2", line_manager="S1", ends=date(2026, 1, 1), fte=0.6, teams=("A", "B"), family_name="=Hart"),
        exemptions=(Exemption("S2", "long absence", "", date(2025, 9, 1)),),
    )
    found, problems = from_rows(to_rows(register), DOMAINS, TODAY, STANDARDS)
    assert problems == ()
    assert (tuple(found.people), tuple(found.schools), tuple(found.exemptions)) == (
        register.people,
        register.schools,
        register.exemptions,
    )


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=12)


@given(NAMES, NAMES, st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.sampled_from([1.0, 0.8, 0.25]))
def test_any_name_date_and_share_survive_the_sheet(given_name: str, family_name: str, ends: date | None, fte: float) -> None:
    person = a_person(given_name=given_name, family_name=family_name, ends=ends, fte=fte, line_manager="none")
    found, _ = from_rows(to_rows(a_register(person)), DOMAINS, TODAY)
    assert tuple(found.people) == (person,)


def test_columns_may_stand_in_any_order_among_others_and_blank_rows_do_not_count() -> None:
    rows = to_rows(a_register(a_person(line_manager="none")))["Staff"]
    shuffled = [["Our own", *reversed([*row, *[""] * (len(rows[0]) - len(row))])] for row in rows]
    found, problems = from_rows({**to_rows(a_register()), "Staff": [shuffled[0], ["", ""], shuffled[1]]}, DOMAINS, TODAY)
    assert [person.staff_id for person in found.people] == ["S1"]
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-09-01", date(2025, 9, 1)),
        ("1/9/2025", date(2025, 9, 1)),
        ("45901", date(2025, 9, 1)),
        ("", None),
        (" 01.09.2025 ", date(2025, 9, 1)),
    ],
)
def test_dates_are_read_as_people_and_spreadsheets_write_them(text: str, day: date | None) -> None:
    """45901 is 1 September 2025: serial numbers count days since 30 December 1899
    (developers.google.com/workspace/sheets/api/reference/rest/v4/DateTimeRenderOption)."""
    assert parsed_date(text) == day


def test_a_date_that_is_none_is_told_with_its_row_and_what_is_allowed() -> None:
    rows = to_rows(a_register(a_person(line_manager="none")))["Staff"]
    rows[1][headings("Staff").index("Ends")] = "next year"
    assert problems_of(a_register(), Staff=rows) == ["Staff 2 Ends: a date such as 2025-09-01 or 1/9/2025"]


CHIEF = a_person("S1", line_manager="none")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (
            {"line_manager": ""},
            "Staff 3 Line manager: nobody; give a staff id, or 'none' for someone who answers to the trustees",
        ),
        ({"line_manager": "S9"}, "Staff 3 Line manager: nobody in the register has this staff id"),
        ({"line_manager": "S2"}, "Staff 3 Line manager: this is the person's own staff id"),
        ({"school": "XXX"}, "Staff 3 School: no such school; one of OXB"),
        (
            {"email": "a@gmail.example"},
            "Staff 3 E-mail: not an address of the trust; allowed after the @: oxbourne.example, stour.example",
        ),
        ({"standards": "pilots"}, "Staff 3 Standards: one of teachers"),
        ({"starts": date(2025, 9, 1), "ends": date(2025, 8, 1)}, "Staff 3 Ends: before the start on 2025-09-01"),
        (
            {"email": "@stour.example"},
            "Staff 3 E-mail: not an address of the trust; allowed after the @: oxbourne.example, stour.example",
        ),
        (
            {"email": "a b@stour.example"},
            "Staff 3 E-mail: not an address of the trust; allowed after the @: oxbourne.example, stour.example",
        ),
        ({"acting_manager": "S9", "acting_from": TODAY}, "Staff 3 Acting manager: nobody in the register has this staff id"),
        ({"acting_manager": "S1"}, "Staff 3 Acting from: needed: the first day of 'Acting manager'"),
        ({"new_line_manager": "S1"}, "Staff 3 New from: needed: the first day of 'New line manager'"),
        ({"new_from": TODAY}, "Staff 3 New line manager: needed: 'New from' says from when, nobody says who"),
        (
            {"acting_manager": "S1", "acting_from": TODAY, "acting_until": date(2025, 10, 1)},
            "Staff 3 Acting until: before it begins on 2025-10-06",
        ),
    ],
)
def test_a_bad_row_is_told_with_its_number_and_holds_back_only_its_person(wrong: dict[str, object], told: str) -> None:
    person = a_person("S2", **{"line_manager": "S1", **wrong})
    assert problems_of(a_register(CHIEF, person)) == [told]
    _, problems = from_rows(to_rows(a_register(CHIEF, person)), DOMAINS, TODAY, STANDARDS)
    assert held_back(problems, []) == {"S2"}


def leaving(ends: date) -> tuple[Person, Person]:
    """A line manager who leaves, and someone of theirs."""
    return a_person("S2", line_manager="S1", ends=ends), a_person("S3", line_manager="S2")


def test_a_line_manager_who_leaves_unfollowed_is_told_in_time_to_name_another_and_nobody_waits_yet() -> None:
    leaver, person = leaving(date(2025, 10, 31))
    told = "Staff 4 Line manager: this line manager leaves on 2025-10-31; name a new line manager from the day after"
    assert problems_of(a_register(CHIEF, leaver, person)) == [told]
    _, problems = from_rows(to_rows(a_register(CHIEF, leaver, person)), DOMAINS, TODAY, STANDARDS)
    assert held_back(problems, [leaver, person]) == frozenset()
    followed = replace(person, new_line_manager="S1", new_from=date(2025, 11, 1))
    assert problems_of(a_register(CHIEF, leaver, followed)) == []
    late = replace(person, new_line_manager="S1", new_from=date(2025, 11, 2))
    assert problems_of(a_register(CHIEF, leaver, late)) == [told]
    leaving_too = replace(person, ends=date(2025, 10, 31))
    assert problems_of(a_register(CHIEF, leaver, leaving_too)) == []
    later, person = leaving(date(2026, 7, 31))
    assert problems_of(a_register(CHIEF, later, person)) == []


def test_someone_whose_line_manager_has_left_waits_until_another_is_named() -> None:
    leaver, person = leaving(date(2025, 10, 5))
    told = "Staff 4 Line manager: this line manager left on 2025-10-05; name a new line manager"
    assert problems_of(a_register(CHIEF, leaver, person)) == [told]
    _, problems = from_rows(to_rows(a_register(CHIEF, leaver, person)), DOMAINS, TODAY, STANDARDS)
    assert held_back(problems, [leaver, person]) == {"S3"}
    acting = replace(person, acting_manager="S1", acting_from=date(2025, 10, 1))
    assert problems_of(a_register(CHIEF, leaver, acting)) == []
    gone_too = replace(person, ends=date(2025, 8, 31))
    assert problems_of(a_register(CHIEF, leaver, gone_too)) == []
    today, person = leaving(TODAY)
    assert "leaves on" in problems_of(a_register(CHIEF, today, person))[0]


def test_a_loop_of_line_managers_is_told_for_everyone_in_it_and_no_one_else() -> None:
    people = [a_person("S2", line_manager="S3"), a_person("S3", line_manager="S4"), a_person("S4", line_manager="S2")]
    outside = a_person("S5", line_manager="S2")
    _, problems = from_rows(to_rows(a_register(CHIEF, *people, outside)), DOMAINS, TODAY, STANDARDS)
    assert held_back(problems, []) == {"S2", "S3", "S4"}


def test_a_loop_that_a_dated_change_will_close_is_told_before_it_comes() -> None:
    people = [
        a_person("S2", line_manager="S1", new_line_manager="S3", new_from=date(2026, 1, 1)),
        a_person("S3", line_manager="S2"),
    ]
    _, problems = from_rows(to_rows(a_register(CHIEF, *people)), DOMAINS, TODAY, STANDARDS)
    assert held_back(problems, []) == {"S2", "S3"}


def test_two_people_with_one_address_and_a_doubled_staff_id_are_told() -> None:
    twins = [
        a_person("S2", line_manager="S1", email="Same@stour.example"),
        a_person("S3", line_manager="S1", email="same@stour.example"),
    ]
    assert [line.split(":")[1].strip() for line in problems_of(a_register(CHIEF, *twins))] == [
        "two people have this address; each needs their own"
    ] * 2
    doubled = problems_of(a_register(CHIEF, a_person("S1", line_manager="none", email="x@stour.example")))
    assert doubled == ["Staff 3 Staff id: this staff id stands on row 2 already; each person has one row"]


@pytest.mark.parametrize("email", ["boss@elsewhere.example", "s1@stour.example"])
@pytest.mark.parametrize("column", ["line_manager", "new_line_manager", "acting_manager"])
def test_a_line_manager_s_wrong_address_holds_back_those_whose_documents_it_would_open(column: str, email: str) -> None:
    boss = a_person("S2", line_manager="S1", email=email)
    dates = {"new_line_manager": {"new_from": TODAY}, "acting_manager": {"acting_from": TODAY}}.get(column, {})
    report = a_person("S3", **{"line_manager": "S1", column: "S2", **dates})
    tabs = to_rows(a_register(CHIEF, boss, report, a_person("S4", line_manager="S1")))
    _, problems = from_rows(tabs, DOMAINS, TODAY, STANDARDS)
    assert "this line manager's e-mail has to be mended first, on row 3" in [
        one.message for one in problems if one.staff_id == "S3"
    ]
    assert "S3" in held_back(problems, [])


@pytest.mark.parametrize(("tab", "column"), [("Staff", "E-mail"), ("Exemptions", "Staff id"), ("Schools", "School id")])
def test_a_missing_column_is_told_once_for_its_tab_and_nothing_is_done_for_anybody(tab: str, column: str) -> None:
    """Without the exemptions' staff ids anyone may be exempt."""
    tabs = to_rows(a_register(CHIEF))
    tabs[tab] = [[cell for cell, heading in zip(row, headings(tab), strict=False) if heading != column] for row in tabs[tab]]
    _, problems = from_rows(tabs, DOMAINS, TODAY, STANDARDS)
    told = [f"{one.tab} {one.row} {one.column}: {one.message}" for one in problems]
    assert told.count(f"{tab} 1 {column}: this column is missing; nothing is done for anybody until it is back") == 1
    assert held_back(problems, [CHIEF]) >= {"S1"}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["S9", "other", "", "2025-09-01", ""], "Exemptions 2 Staff id: nobody in the register has this staff id"),
        (["S1", "holiday", "", "2025-09-01", ""], "Exemptions 2 Kind: one of: early career teacher, long absence, other"),
        (
            ["S1", "early career teacher", "", "2025-09-01", ""],
            "Exemptions 2 Ends: needed for an early career teacher: the day on which induction ends",
        ),
        (["S1", "other", "", "2025-09-01", "2025-08-01"], "Exemptions 2 Ends: before the start on 2025-09-01"),
    ],
)
def test_a_bad_exemption_is_told(row: list[str], told: str) -> None:
    assert problems_of(a_register(CHIEF), Exemptions=[headings("Exemptions"), row]) == [told]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["XXX", "2025-26", "1", "2025-09-01", "2025-10-24"], "Term dates 2 School id: one of OXB"),
        (["OXB", "2025-26", "7", "2025-09-01", "2025-10-24"], "Term dates 2 Half-term: 1 to 6, ending after it starts"),
        (["OXB", "2025-26", "one", "2025-09-01", "2025-10-24"], "Term dates 2 Half-term: a whole number"),
        (["OXB", "2025-26", "inf", "2025-09-01", "2025-10-24"], "Term dates 2 Half-term: a whole number"),
    ],
)
def test_bad_term_dates_are_told_and_hold_nobody_back(row: list[str], told: str) -> None:
    tabs = {**to_rows(a_register(CHIEF)), "Term dates": [headings("Term dates"), row]}
    _, problems = from_rows(tabs, DOMAINS, TODAY, STANDARDS)
    assert [f"{one.tab} {one.row} {one.column}: {one.message}" for one in problems] == [told]
    assert held_back(problems, []) == frozenset()


def test_a_half_term_that_stands_twice_is_told_and_the_first_counts() -> None:
    first, again = ["OXB", "2025-26", "2", "2025-11-03", "2025-12-19"], ["OXB", "2025-26", "2", "2025-11-10", "2025-12-12"]
    tabs = {**to_rows(a_register(CHIEF)), "Term dates": [headings("Term dates"), first, again]}
    register, problems = from_rows(tabs, DOMAINS, TODAY, STANDARDS)
    assert [(one.row, one.message) for one in problems] == [(3, "OXB has this half-term of 2025-26 already, further up")]
    assert register.schools[0].half_terms["2025-26"][0].starts == date(2025, 11, 3)


def test_an_exemption_of_someone_whose_own_row_is_wrong_is_not_called_unknown() -> None:
    tabs = {
        **to_rows(a_register(a_person(line_manager="none", email=""))),
        "Exemptions": [headings("Exemptions"), ["S1", "other", "", "2025-09-01", ""]],
    }
    _, problems = from_rows(tabs, DOMAINS, TODAY, STANDARDS)
    assert [(one.tab, one.column) for one in problems] == [("Staff", "E-mail")]


def test_admins_are_addresses_of_the_trust_in_any_case() -> None:
    rows = [headings("Admins"), ["Head.Office@Stour.example", "till summer"], ["someone@mail.example", ""], ["", "spare"]]
    register, problems = from_rows({**to_rows(a_register(CHIEF)), "Admins": rows}, DOMAINS, TODAY, STANDARDS)
    assert register.admins == {"head.office@stour.example"}
    assert [(one.row, one.found) for one in problems] == [(3, "someone@mail.example"), (4, "")]
    assert held_back(problems, [CHIEF]) == frozenset()
    no_column = {**to_rows(a_register(CHIEF)), "Admins": [["Address"], ["head.office@stour.example"]]}
    register, problems = from_rows(no_column, DOMAINS, TODAY, STANDARDS)
    assert (register.admins, held_back(problems, [CHIEF])) == (frozenset(), frozenset())
    assert problems[0].message == "this column is missing"


def test_look_ups_take_no_heed_of_the_case_of_an_address() -> None:
    register = a_register(CHIEF, schools=(a_school(),))
    assert register.by_email("S1@STOUR.EXAMPLE") is CHIEF
    assert register.school("none") is None
