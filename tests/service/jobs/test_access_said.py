"""How a look at who can open things is told: on the person's page, in a sentence, on the command line."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from service.cli_access import lines_of_access, who_table
from service.jobs.access_outcome import AccessOutcome, in_a_sentence
from service.jobs.report import Report
from service.jobs.who import Thing, Who
from service.my_page import what_is_shared
from service.reconcile.change import Grant
from service.reconcile.changeset import Changeset
from service.reconcile.desired import Role
from service.reconcile.safety import Limits, Outsized

FOLDER, PLAN, TALK = "person/S1", "2025-26/B/S1", "2025-26/C/S1"
REFUSED = (
    "Things looked at: 0; put right: 0; shared by hand: 0. "
    "Nothing was changed: there was more to put right than a run may do unreviewed."
)


def test_what_is_a_person_s_has_a_name_that_they_know() -> None:
    named = {key: what_is_shared(key) for key in (FOLDER, PLAN, TALK, "2025-26/as-agreed/S1", "2025-26/sheet/manager/S1", "x/y")}
    assert list(named.values()) == [
        "your folder",
        "'My growth plan 2025-26'",
        "'Our growth conversation 2025-26'",
        "'My growth plan, as it was agreed 2025-26'",
        "'My people 2025-26'",
        "something of yours",
    ]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (AccessOutcome(looked=3, removed=2), "Things looked at: 3; put right: 0; shared by hand: 0. Taken back: 2."),
        (
            AccessOutcome(report=Report(Changeset(), (Outsized("things", 30, 40, Limits()),), applied=True)),
            REFUSED,
        ),
    ],
)
def test_an_end_is_one_or_two_plain_sentences(outcome: AccessOutcome, said: str) -> None:
    assert in_a_sentence(outcome) == said


def test_the_command_line_shows_so_many_changes_and_says_how_many_more_and_why_it_refuses() -> None:
    changes = [Grant("S1", FOLDER, f"{number}@stour.example", Role.READER) for number in range(5)]
    report = Report(Changeset.of(changes), (Outsized("things", 30, 40, Limits()),), applied=True)
    lines = list(lines_of_access(AccessOutcome(report=report), 3))
    assert lines[2:4] == [f"Share {FOLDER} with 2@stour.example as reader", "… and 2 more (--json lists them all)"]
    assert lines[4].startswith("refused: 30 of 40 things")
    assert lines[5] == f"if that is right: ggp check-access --reviewed {report.changeset.fingerprint}"


def test_the_command_line_says_what_is_open_to_nobody_else_and_what_is_not_there() -> None:
    things = [Thing(PLAN, "Plan [b]", "id"), Thing(TALK, "Talk", "other", there=False)]
    console = Console(width=100, file=StringIO())
    console.print(who_table(Who("S1", "", things)))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert ("nobody else" in shown, "not there any more" in shown, "nobody we know's (S1)" in shown) == (True, True, True)
    assert "Plan [b]" in shown
