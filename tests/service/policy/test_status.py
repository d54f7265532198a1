"""The ladder of statuses, each with its because, and nothing of what was written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.policy.agreement import Agreement
from service.policy.answers import By, Chosen, ReadDocument
from service.policy.appendix import Appendix
from service.policy.evidence import Evidence, evidence_of
from service.policy.status import Standing, Status, changed_since, standing
from service.policy.template import Choice, DocumentTemplate, Option, Question

DRIVERS = (Option("equity", "Equity-Equality Investments"), Option("systemness", "Systemness"))
STATUSES = (Option("drafting", "drafting"), Option("ready", "ready to discuss"), Option("final", "final"))
PLAN = DocumentTemplate(
    "B",
    Appendix.B,
    "Template B",
    "{name}",
    "My growth plan",
    (
        *(Question(key, f"My {key}", needed=True) for key in ("focus", "why", "change", "notice", "support")),
        Choice("driver", "Main driver", "Choose a driver", DRIVERS, "My main driver", needed=True),
        Choice("status", "Status", "Choose one", STATUSES, "Where this plan is", needed=True),
        Question("notes", "Notes as I go"),
    ),
)
AGREED = Agreement("S1", date(2025, 10, 14), "S2", kept="as agreed")


def plan(answered: int = 0, driver: str = "", chip: str = "", **more: object) -> Evidence:
    return Evidence(answered, 5, driver, chip, **more)


@pytest.mark.parametrize(
    ("evidence", "status", "because"),
    [
        (None, Status.NOT_STARTED, "the plan is not made yet"),
        (plan(), Status.NOT_STARTED, "no question answered yet; no driver chosen yet"),
        (plan(3), Status.DRAFTING, "three of five questions answered; no driver chosen yet"),
        (plan(driver="equity"), Status.DRAFTING, "no question answered yet; driver chosen"),
        (plan(chip="drafting"), Status.DRAFTING, "no question answered yet; no driver chosen yet"),
        (plan(5, "equity"), Status.DRAFTING, "all five questions answered; driver chosen"),
        (plan(5, "equity", "ready"), Status.READY, "the plan says so; all five questions answered; driver chosen"),
        (plan(2, "", "ready"), Status.READY, "the plan says so; two of five questions answered; no driver chosen yet"),
        (
            plan(5, "equity", "final"),
            Status.READY,
            "the plan says final, and no agreement is on record; all five questions answered; driver chosen",
        ),
    ],
)
def test_before_an_agreement_the_plan_itself_says_where_it_is(evidence: Evidence | None, status: Status, because: str) -> None:
    assert standing(evidence) == Standing(status, because)


@pytest.mark.parametrize(
    ("evidence", "status", "because"),
    [
        (plan(5, "equity", "ready", digest="as agreed"), Status.AGREED, "agreed on 14 October"),
        (plan(5, "equity", "ready", digest="edited"), Status.AGREED, "agreed on 14 October; changed since"),
        (plan(0, digest="emptied"), Status.AGREED, "agreed on 14 October; changed since"),
        (plan(5, "equity", "final", digest="edited"), Status.FINAL, "agreed on 14 October; the plan says final"),
    ],
)
def test_an_agreement_stands_however_the_plan_is_edited_afterwards(evidence: Evidence, status: Status, because: str) -> None:
    assert standing(evidence, AGREED) == Standing(status, because)


def test_until_the_text_as_agreed_is_kept_nothing_can_have_changed_since() -> None:
    assert not changed_since(plan(1, digest="x"), Agreement("S1", date(2025, 10, 14), "S2"))
    assert not changed_since(None, AGREED)
    assert not changed_since(plan(1), None)


def test_a_presentation_is_the_end_of_the_ladder() -> None:
    presented = standing(plan(5, "equity", "final"), AGREED, date(2026, 6, 3))
    assert presented == Standing(Status.PRESENTED, "presented to the team on 3 June")


@pytest.mark.parametrize("agreement", [None, AGREED])
def test_of_someone_who_does_not_take_part_nothing_else_is_said(agreement: Agreement | None) -> None:
    assert standing(plan(3, unclear=("damaged",)), agreement, date(2026, 6, 3), takes_part=False) == Standing(
        Status.NOT_TAKING_PART
    )


def test_a_damaged_plan_needs_a_look_and_is_never_guessed() -> None:
    damaged = plan(5, "equity", "final", unclear=("the plan has lost the question 'My focus'", "two"))
    assert standing(damaged, AGREED) == Standing(Status.NEEDS_A_LOOK, "the plan has lost the question 'My focus'; two")


def test_evidence_is_counted_from_the_questions_that_count() -> None:
    read = ReadDocument(
        answers={"focus": "Talk", "why": "  ", "change": "Pairs", "notes": "Jotted"},
        choices={"driver": Chosen("equity", "Equity-Equality Investments", By.CHIP), "status": Chosen()},
    )
    found = evidence_of(read, PLAN)
    assert (found.answered, found.asked, found.driver, found.chip, found.unclear) == (2, 5, "equity", "", ())


def test_what_is_lost_or_no_option_is_a_reason_to_look_that_quotes_nobody() -> None:
    read = ReadDocument(
        choices={"driver": Chosen(None, "my own secret driver", By.TEXT), "status": Chosen("ready", "ready", By.TEXT)},
        missing=("the question 'My focus'",),
    )
    assert evidence_of(read, PLAN).unclear == (
        "the plan has lost the question 'My focus'",
        "'My main driver' says something that is not one of its options",
    )


WORDS = st.text(min_size=6, max_size=20).filter(lambda text: text.strip() == text and not text.isdigit())


@given(
    st.dictionaries(st.sampled_from(["focus", "why", "change", "notice", "support", "notes"]), WORDS), WORDS, st.sampled_from(By)
)
def test_no_word_that_was_written_reaches_a_status(answers: dict[str, str], chosen: str, by: By) -> None:
    choices = {"driver": Chosen(None, f"§{chosen}§", by), "status": Chosen(None, f"§{chosen}§", by)}
    marked = {key: f"§{text}§" for key, text in answers.items()}
    found = evidence_of(ReadDocument(answers=marked, choices=choices), PLAN)
    assert "§" not in repr(found)
    assert "§" not in repr(standing(found))


@given(st.dictionaries(st.sampled_from(["focus", "why"]), WORDS), st.dictionaries(st.sampled_from(["focus", "why"]), WORDS))
def test_two_digests_are_equal_just_when_the_same_was_written(one: dict[str, str], other: dict[str, str]) -> None:
    digests = [evidence_of(ReadDocument(answers=answers), PLAN).digest for answers in (one, other)]
    assert (digests[0] == digests[1]) == (one == other)
