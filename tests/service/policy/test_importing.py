"""An import is a preview of row differences, in which hand edits win and nobody leaves by being missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.policy.importing import ID, OWNED, Kind, as_imported, compare, mapped
from service.policy.register_table import to_rows
from tests.service.policy.people import a_person, a_register

EXPORT = [["Payroll No", "Forename", "Post"], ["S1", "Ann", "Teacher"], ["S7", "Bea", "Cook"], ["", "", ""]]
COLUMNS = {"Staff id": "Payroll No", "Given name": "Forename", "Role": "Post"}


def staff() -> list[list[str]]:
    """One person, as the trust's own file or an import brought them in."""
    return as_imported(to_rows(a_register(a_person()))["Staff"])


def test_an_export_is_read_by_the_columns_that_the_trust_names() -> None:
    assert mapped(EXPORT, COLUMNS)[1] == {"Staff id": "S7", "Given name": "Bea", "Role": "Cook"}


def test_an_export_without_a_named_column_is_refused_by_its_name() -> None:
    with pytest.raises(KeyError, match="Surname"):
        mapped(EXPORT, {**COLUMNS, "Family name": "Surname"})


def test_a_new_person_is_added_and_one_who_is_missing_stays() -> None:
    found = compare(staff(), [{ID: "S7", "Given name": "Bea"}])
    assert [(one.staff_id, one.kind) for one in found.differences] == [("S1", Kind.MISSING), ("S7", Kind.ADD)]
    assert len(found.rows) == 3


def test_a_changed_cell_is_shown_before_and_after() -> None:
    [one] = compare(staff(), [{ID: "S1", "Role": "Headteacher"}]).changes
    assert one.sentence() == "S1 Role: 'Teacher' becomes 'Headteacher'"


def test_what_was_typed_by_hand_since_the_last_import_wins_and_is_shown() -> None:
    first = compare(staff(), [{ID: "S1", "Role": "Teacher"}])
    rows = [list(row) for row in first.rows]
    rows[1][rows[0].index("Role")] = "Lead teacher"
    second = compare(rows, [{ID: "S1", "Role": "Head of year"}])
    [one] = second.differences
    assert (one.kind, one.before, one.after) == (Kind.KEEP, "Lead teacher", "Head of year")
    assert "Lead teacher" in second.rows[1]
    [still] = compare(second.rows, [{ID: "S1", "Role": "Head of year"}]).differences
    assert still == one
    assert compare(rows, [{ID: "S1", "Role": "Lead teacher"}]).differences == []


def test_a_person_typed_in_by_hand_is_not_written_over_by_the_first_import() -> None:
    by_hand = to_rows(a_register(a_person(fte=0.6)))["Staff"]
    by_hand[1][by_hand[0].index("Starts")] = ""
    found = compare(by_hand, [{ID: "S1", "Role": "Headteacher", "Starts": "2025-09-01"}])
    assert [(one.kind, one.column) for one in found.differences] == [(Kind.CHANGE, "Starts"), (Kind.KEEP, "Role")]


def test_a_row_without_a_staff_id_or_with_one_twice_is_told_by_its_number() -> None:
    found = compare(staff(), [{ID: ""}, {ID: "S1"}, {ID: "S1"}])
    assert [one.sentence() for one in found.differences] == [
        "? row 2 of the import: it has no staff id",
        "S1 row 4 of the import: this staff id stood in the import before",
    ]


def test_a_damaged_memory_of_the_last_import_is_no_reason_to_stop() -> None:
    """Nothing is known then of who wrote what: what is there stays."""
    rows = staff()
    rows[1][-1] = "{not json"
    [one] = compare(rows, [{ID: "S1", "Role": "Cook"}]).differences
    assert one.kind is Kind.KEEP


def test_only_the_import_s_own_columns_are_ever_written() -> None:
    assert "Standards" not in OWNED
    assert "Team" not in OWNED


CELLS = st.text("abc", max_size=3)
PEOPLE = st.lists(
    st.fixed_dictionaries({ID: st.sampled_from(["S1", "S2", "S3"]), "Role": CELLS, "Given name": CELLS}), max_size=4
)


@given(PEOPLE, PEOPLE)
def test_the_same_import_again_changes_nothing(first: list[dict[str, str]], second: list[dict[str, str]]) -> None:
    once = compare(compare(staff(), first).rows, second)
    assert compare(once.rows, second).changes == []
