"""The workbook's first tab says what needs a person, in plain English, and is written only when that changes."""

from __future__ import annotations

from collections import Counter

import pytest

from service.errors import Refused
from service.jobs.provision import provision
from service.jobs.report import Failure, Report
from service.jobs.runs import Order
from service.jobs.today import MOST, NOTHING, today_lines
from service.policy.problems import Problem
from service.reconcile.changeset import Changeset, Held, NeedsALook
from tests.service.fakes import MemoryWorkspace, Trouble, a_world, set_register
from tests.service.policy.people import a_person, a_register

CHIEF = a_person("S1", line_manager="none", standards="headteachers")
REGISTER = a_register(CHIEF, a_person("S2", line_manager="S1"))


def today(workspace: MemoryWorkspace) -> list[str]:
    return [row[0] for row in workspace.tabs["Today"] if row and row[0]]


def test_when_all_is_well_it_says_so_and_the_next_run_writes_nothing() -> None:
    workspace = MemoryWorkspace()
    world = a_world(workspace, REGISTER)
    provision(world, Order("a test"), Counter())
    assert today(workspace) == ["What needs you today", NOTHING]
    workspace.calls.clear()
    provision(world, Order("a test"), Counter())
    assert workspace.calls["replace_tab"] == 0


def test_what_has_to_be_mended_is_told_and_goes_when_it_is() -> None:
    workspace = MemoryWorkspace()
    world = a_world(workspace, REGISTER)
    provision(world, Order("a test"), Counter())
    set_register(workspace, a_register(CHIEF, a_person("S2", line_manager="S9"), a_person("S3", line_manager="S8")))
    provision(world, Order("a test"), Counter())
    assert today(workspace)[1:] == [
        "To mend: Staff, row 3, Line manager: nobody in the register has this staff id (found 'S9').",
        "To mend: Staff, row 4, Line manager: nobody in the register has this staff id (found 'S8').",
    ]
    workspace.tabs["Staff"][2][workspace.tabs["Staff"][0].index("Line manager")] = "S1"
    workspace.tabs["Staff"][3][workspace.tabs["Staff"][0].index("Line manager")] = "S1"
    provision(world, Order("a test"), Counter())
    assert today(workspace)[1:] == [NOTHING]


def test_what_failed_is_told_with_why() -> None:
    workspace = MemoryWorkspace()
    workspace.troubles = [Trouble("copy_document", Refused("drive.files.copy", "forbidden", 403))]
    provision(a_world(workspace, REGISTER), Order("a test"), Counter())
    [line] = [line for line in today(workspace) if line.startswith("Not done: make document")]
    assert "forbidden" in line


def test_a_run_that_cannot_tell_it_is_no_worse_for_that() -> None:
    workspace = MemoryWorkspace()
    workspace.troubles = [Trouble("replace_tab", Refused("sheets.spreadsheets.values.batchUpdate", "forbidden", 403))]
    assert provision(a_world(workspace, REGISTER), Order("a test"), Counter()).exit_code == 0


def test_every_kind_of_thing_has_its_line_and_there_are_not_too_many() -> None:
    changeset = Changeset.of(
        [], held=[Held("person/S1", "new@stour.example")], needs_a_look=[NeedsALook("template/B", "lacks a line")]
    )
    report = Report(changeset, failures=[Failure("k", "share", "Google refused")], stopped="Google is away")
    problems = [Problem("Staff", 2, "S1", "Ends", "", "needed")]
    assert [line.partition(":")[0] for line in today_lines(report, problems)] == [
        "To mend",
        "To look at",
        "Not done",
        "The last run stopped",
        "Waits until a Google account exists",
    ]
    many = today_lines(report, problems * (MOST + 5))
    assert (len(many), many[-1]) == (MOST + 1, "… and 9 more; the admin's page lists them all.")


@pytest.mark.parametrize("count", [0, 1])
def test_without_anything_there_is_one_line(count: int) -> None:
    assert len(today_lines(Report(Changeset()), [Problem("Staff", 2, "", "Ends", "", "x")] * count)) == 1
