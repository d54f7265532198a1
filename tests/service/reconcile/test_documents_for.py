"""From the register, the cycle and the templates to what should exist on a day."""

from __future__ import annotations

from datetime import date

from service.policy.exemption import EARLY_CAREER, Exemption
from service.policy.people import Person
from service.policy.register import Register
from service.reconcile.desired import Desired, Kind, Role, Wanted
from service.reconcile.documents_for import documents_for
from tests.service.builders import a_cycle, templates
from tests.service.policy.people import a_person, a_register

OCTOBER = date(2025, 10, 6)
HEAD = a_person("S9", standards="headteachers", given_name="Hal", family_name="Head", line_manager="none")
ANN = a_person("S1", given_name="Ann", family_name="Of", line_manager="S9")


def wanted_on(day: date, *people: Person, held_back: tuple[str, ...] = (), **more: object) -> Desired:
    return documents_for(a_register(*people, **more), a_cycle(), templates(), day, "TRUST", held_back)


def of(desired: Desired, staff_id: str) -> list[str]:
    return sorted(key for key, one in desired.wanted.items() if one.staff_id == staff_id)


def test_the_trust_s_own_folders_and_templates_are_always_wanted() -> None:
    desired = documents_for(Register(), a_cycle(), templates(), OCTOBER, "TRUST")
    assert set(desired.wanted) == {
        "place/control", "place/templates", "template/A/teachers", "template/A/headteachers", "template/B", "template/C", "template/D",
    }  # fmt: skip
    assert desired.wanted["place/control"].parent == "drive/TRUST"
    assert desired.wanted["template/B"] == Wanted(
        "template/B", Kind.TEMPLATE, "Template B", "place/templates", template="B"
    )  # fmt: skip


def test_a_teacher_in_october_has_a_folder_and_three_documents() -> None:
    assert of(wanted_on(OCTOBER, ANN, HEAD), "S1") == ["2025-26/A/S1", "2025-26/B/S1", "2025-26/C/S1", "person/S1"]


def test_documents_come_when_their_window_opens() -> None:
    days = {
        date(2025, 8, 31): "",
        date(2025, 9, 1): "A",
        date(2025, 9, 8): "AB",
        date(2025, 10, 1): "ABC",
        date(2026, 6, 1): "ABCD",
    }
    for day, letters in days.items():
        documents = [key for key in of(wanted_on(day, ANN, HEAD), "S1") if key != "person/S1"]
        assert documents == [f"2025-26/{letter}/S1" for letter in letters], day


def test_the_owner_writes_and_the_line_manager_comments_in_the_folder() -> None:
    assert wanted_on(OCTOBER, ANN, HEAD).wanted["person/S1"].grants == {ANN.email: Role.WRITER, HEAD.email: Role.COMMENTER}


def test_in_appendix_c_the_two_write_together_and_elsewhere_the_folder_s_access_is_enough() -> None:
    wanted = wanted_on(OCTOBER, ANN, HEAD).wanted
    assert wanted["2025-26/C/S1"].grants == {HEAD.email: Role.WRITER}
    assert wanted["2025-26/B/S1"].grants == {}


def test_whoever_answers_to_the_trustees_shares_with_nobody() -> None:
    wanted = wanted_on(OCTOBER, HEAD).wanted
    assert wanted["person/S9"].grants == {HEAD.email: Role.WRITER}
    assert wanted["2025-26/C/S9"].grants == {}


def test_a_new_line_manager_is_wanted_from_the_morning_of_the_date() -> None:
    changing = a_person("S1", line_manager="S9", new_line_manager="S8", new_from=date(2025, 11, 3))
    other = a_person("S8", line_manager="S9")
    before = wanted_on(date(2025, 11, 2), changing, other, HEAD).wanted["person/S1"].grants
    after = wanted_on(date(2025, 11, 3), changing, other, HEAD).wanted["person/S1"].grants
    assert (HEAD.email in before, other.email in before) == (True, False)
    assert (HEAD.email in after, other.email in after) == (False, True)


def test_the_reflection_is_that_of_the_person_s_standards() -> None:
    wanted = wanted_on(OCTOBER, ANN, HEAD).wanted
    assert wanted["2025-26/A/S1"].template == "A/teachers"
    assert wanted["2025-26/A/S9"].template == "A/headteachers"


def test_a_document_knows_the_fields_that_its_template_has_and_no_others() -> None:
    one = wanted_on(OCTOBER, ANN, HEAD).wanted["2025-26/B/S1"]
    assert one.fields == {"name": "Ann Of", "line_manager": "Hal Head"}
    assert (one.name, one.parent) == ("Growth plan · Ann Of · 2025-26", "person/S1")


def test_someone_who_does_not_take_part_keeps_a_folder_that_is_there_and_gets_nothing_new() -> None:
    exempt = Exemption("S1", EARLY_CAREER, "induction", date(2024, 9, 1), date(2026, 1, 9))
    before = wanted_on(OCTOBER, ANN, HEAD, exemptions=(exempt,))
    assert of(before, "S1") == ["person/S1"]
    assert not before.wanted["person/S1"].make
    after = wanted_on(date(2026, 1, 10), ANN, HEAD, exemptions=(exempt,))
    assert of(after, "S1") == ["2025-26/A/S1", "2025-26/B/S1", "2025-26/C/S1", "person/S1"]
    assert after.wanted["person/S1"].make


def test_a_leaver_is_closed_on_the_day_after_the_last() -> None:
    leaver = a_person("S1", line_manager="S9", ends=date(2025, 10, 5))
    assert wanted_on(date(2025, 10, 5), leaver, HEAD).closed == frozenset()
    after = wanted_on(OCTOBER, leaver, HEAD)
    assert (after.closed, of(after, "S1")) == (frozenset({"S1"}), [])


def test_someone_who_has_not_begun_yet_is_neither_wanted_nor_closed() -> None:
    joiner = a_person("S1", line_manager="S9", starts=date(2025, 11, 3))
    desired = wanted_on(OCTOBER, joiner, HEAD)
    assert (desired.closed, of(desired, "S1")) == (frozenset(), [])


def test_a_row_that_is_wrong_holds_back_its_person_and_nobody_else() -> None:
    """Such as one with a standards set that does not exist, for which there is no template either."""
    wrong = a_person("S1", standards="teachers (main scale)", line_manager="S9")
    desired = wanted_on(OCTOBER, wrong, HEAD, held_back=("S1",))
    assert of(desired, "S1") == []
    assert len(of(desired, "S9")) == 4
    assert desired.held_back == {"S1"}
