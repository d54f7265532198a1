"""The sample trust: everyone a newcomer should meet, and trusts of any size."""

from __future__ import annotations

import filecmp
from datetime import date
from pathlib import Path

import pytest

from service.declared.load import Declared, load
from service.policy.exemption import EARLY_CAREER, LONG_ABSENCE
from service.policy.people import is_employed
from service.policy.register import Register
from service.policy.register_entries import from_rows
from service.sample.staff import without_account
from service.sample.write import write_sample

TODAY = date(2025, 10, 6)


def register_of(folder: Path) -> tuple[Declared, Register, int]:
    declared = load(folder)
    register, problems = from_rows(
        declared.starting_tabs, frozenset(declared.trust.domains), TODAY, frozenset(declared.cycle.standards)
    )
    return declared, register, len(problems)


@pytest.fixture(scope="module")
def sample() -> Register:
    return register_of(Path("trust"))[1]


def test_the_committed_sample_is_what_the_generator_writes(tmp_path: Path) -> None:
    write_sample(tmp_path / "again", 350, 7, 2025)
    for name in ("staff.csv", "exemptions.csv"):
        assert filecmp.cmp(tmp_path / "again" / name, Path("trust") / name, shallow=False), name


def test_seven_schools_and_a_central_team_of_about_350_people(sample: Register) -> None:
    assert len(sample.schools) == 8
    assert len(sample.people) == 350
    assert {person.school for person in sample.people} == {school.id for school in sample.schools}


def test_every_kind_of_role_is_there(sample: Register) -> None:
    wanted = {
        "Teacher",
        "Teaching assistant",
        "Headteacher",
        "Office administrator",
        "Site manager",
        "Catering assistant",
        "Finance officer",
    }
    assert wanted <= {person.role for person in sample.people}


def test_names_are_as_people_have_them(sample: Register) -> None:
    names = " ".join(person.name for person in sample.people)
    assert "'" in names
    assert "-" in names
    assert any(ord(letter) > 127 for letter in names)
    assert any(person.family_name.startswith("=") for person in sample.people)


def test_part_timers_leavers_and_joiners_are_there(sample: Register) -> None:
    assert any(person.fte < 1 for person in sample.people)
    assert any(person.ends and person.ends < TODAY for person in sample.people)
    assert any(person.ends and person.ends > TODAY for person in sample.people)
    assert any(person.starts and person.starts > TODAY for person in sample.people)


def test_inductions_end_in_january_and_absences_are_long(sample: Register) -> None:
    kinds = {(one.kind, one.ends and (one.ends.year, one.ends.month)) for one in sample.exemptions}
    assert (EARLY_CAREER, (2026, 1)) in kinds
    assert (LONG_ABSENCE, None) in kinds


def test_line_managers_change_on_a_date_and_one_is_acting_today(sample: Register) -> None:
    assert any(person.new_line_manager and person.new_from for person in sample.people)
    assert any(one.acting_from and one.acting_from <= TODAY <= (one.acting_until or TODAY) for one in sample.people)


def test_one_joiner_has_no_account_yet(sample: Register) -> None:
    declared = load(Path("trust"))
    [missing] = declared.trust.without_account
    assert missing == without_account(sample.people)
    person = sample.by_email(missing)
    assert person is not None
    assert is_employed(person, TODAY)


def test_term_dates_differ_and_one_school_has_two_weeks_in_october(sample: Register) -> None:
    autumns = {school.id: school.half_terms["2025-26"][:2] for school in sample.schools}
    assert len(set(autumns.values())) > 1
    assert any((second.starts - first.ends).days > 14 for first, second in autumns.values())


@pytest.mark.parametrize(("staff", "schools"), [(2, 1), (3, 1), (40, 2), (700, 15), (3200, 12)])
def test_a_trust_of_any_size_is_sound_and_the_same_for_the_same_seed(tmp_path: Path, staff: int, schools: int) -> None:
    write_sample(tmp_path / "one", staff, schools, 9)
    write_sample(tmp_path / "two", staff, schools, 9)
    declared, register, problems = register_of(tmp_path / "one")
    assert (len(register.people), problems) == (staff, 0)
    assert len(declared.trust.drives.people) == -(-staff // 3000)
    assert filecmp.cmp(tmp_path / "one" / "staff.csv", tmp_path / "two" / "staff.csv", shallow=False)


def test_a_trust_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    write_sample(tmp_path / "one", 4, 1, 1)
    with pytest.raises(FileExistsError):
        write_sample(tmp_path / "one", 4, 1, 1)
