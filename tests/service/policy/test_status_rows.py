"""A person's line: what is said, and what can never be."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from service.policy.agreement import Agreement
from service.policy.agreements import agreements_in
from service.policy.answers import By, Chosen, ReadDocument
from service.policy.evidence import Evidence, evidence_of
from service.policy.exemption import Exemption
from service.policy.status_rows import Cell, OnRecord, status_row
from tests.service.builders import a_cycle
from tests.service.policy.people import TODAY, a_person, a_register
from tests.service.policy.test_status import PLAN

PERSON = a_person(teams=("Team 1", "Maths"), role="=Teacher")
REGISTER = a_register(PERSON)
DRIVER = a_cycle().drivers[0]
FULL = OnRecord(Evidence(5, 5, DRIVER.key, "ready", digest="d"), "https://docs/plan", Agreement("S1", date(2025, 10, 14), "S2"))


def row(record: OnRecord, today: date = TODAY, **more: object) -> dict[str, str]:
    found = status_row(PERSON, record, a_register(PERSON, **more), a_cycle(), today)
    return {key: cell.text for key, cell in found.items()}


def test_a_line_says_who_where_the_plan_is_and_what_comes_next() -> None:
    assert row(OnRecord(Evidence(2, 5, DRIVER.key, "drafting"), "https://docs/plan")) == {
        "staff_id": "S1",
        "name": PERSON.name,
        "role": "=Teacher",
        "team": "Team 1, Maths",
        "plan": f"{PERSON.name}: growth plan",
        "status": "drafting",
        "because": "two of five questions answered; driver chosen",
        "driver": DRIVER.name,
        "conversation": "to hold",
        "agreed": "",
        "presentation": "",
        "check_in_1": "not yet",
        "check_in_2": "",
    }


def test_an_agreement_says_that_the_conversation_was_held_and_when() -> None:
    found = row(FULL)
    assert (found["status"], found["conversation"], found["agreed"]) == ("agreed", "held", "14 October")
    assert row(OnRecord(FULL.evidence, presented=date(2026, 6, 3)), date(2026, 6, 4))["presentation"] == "3 June"


def test_before_the_conversations_open_there_is_none_to_hold() -> None:
    opens = a_cycle().windows
    early = min(window.opens for window in opens.values())
    assert row(OnRecord(Evidence(0, 5)), early)["conversation"] == ""


def test_of_someone_who_does_not_take_part_a_line_says_only_that() -> None:
    exemption = Exemption("S1", "long absence", "a private reason", date(2025, 9, 1))
    assert row(FULL, exemptions=(exemption,)) == {
        "staff_id": "S1",
        "name": PERSON.name,
        "role": "=Teacher",
        "team": "Team 1, Maths",
        "status": "not taking part",
        "because": "",
    }


def test_of_a_damaged_plan_the_driver_is_not_guessed() -> None:
    assert row(OnRecord(Evidence(5, 5, DRIVER.key, "", ("the plan has lost the question 'x'",))))["driver"] == ""


def test_a_mark_of_a_check_in_stands_in_its_half_term() -> None:
    assert row(OnRecord(Evidence(), check_ins={1: "present"}))["check_in_1"] == "present"


@given(st.text(min_size=3), st.text(min_size=3), st.sampled_from(By))
def test_no_word_that_was_written_and_no_reason_for_not_taking_part_can_reach_a_cell(written: str, reason: str, by: By) -> None:
    read = ReadDocument(
        answers={"focus": f"§{written}§"},
        choices={"driver": Chosen(None, f"§{written}§", by), "status": Chosen(None, "", By.NOTHING)},
    )
    record = OnRecord(evidence_of(read, PLAN), "https://docs/plan")
    exemptions = (Exemption("S1", "other", f"§{reason}§", date(2025, 9, 1)),)
    for more in ({}, {"exemptions": exemptions}):
        assert "§" not in repr(row(record, **more))


def test_the_latest_agreement_of_the_cycle_counts_and_a_row_that_is_none_does_not() -> None:
    rows = [
        ["Staff id", "Cycle", "Agreed on", "By"],
        ["S1", "2025-26", "2025-10-14", "S2"],
        ["S1", "2025-26", "2025-10-20", "S3"],
        ["S1", "2024-25", "2025-01-14", "S2"],
        ["S2", "2025-26", "soon", "S3"],
        ["", "2025-26", "2025-10-14"],
        [],
    ]
    assert agreements_in(rows, "2025-26") == {"S1": Agreement("S1", date(2025, 10, 20), "S3")}


def test_a_cell_that_leads_nowhere_has_no_link() -> None:
    assert status_row(PERSON, OnRecord(), REGISTER, a_cycle(), TODAY)["plan"] == Cell()
