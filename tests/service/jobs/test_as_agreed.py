"""The text as agreed is kept once, as a PDF beside the plan; what is edited afterwards shows, and undoes nothing."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from service.errors import NotThere, Refused, Throttled
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.track import Tracked, in_a_sentence, track
from service.jobs.world import World
from service.policy.people import NO_MANAGER
from service.reconcile.plan_lines import PlanLine, from_row
from tests.service.builders import a_cycle
from tests.service.fakes import PDF, PEOPLE_SHEET, File, MemoryWorkspace, Trouble, a_world, at
from tests.service.policy.people import a_person, a_register

PEOPLE = (a_person("S1", line_manager=NO_MANAGER, standards="headteachers"), a_person("S2", line_manager="S1"))


@pytest.fixture
def town() -> tuple[MemoryWorkspace, World]:
    """Two people with their plans, tracked once; S2 has written something."""
    workspace = MemoryWorkspace()
    world = a_world(workspace, a_register(*PEOPLE), status_sheets=True)
    provision(world, Order("a test"), Counter())
    workspace.write(plan(workspace), focus="Talk in pairs")
    run(world)
    workspace.now = at("2025-10-09")
    return workspace, world


def run(world: World, **more: Any) -> Tracked:
    return track(world, Order("a test", **more), Counter())


def plan(workspace: MemoryWorkspace) -> str:
    return next(one.file_id for one in workspace.files.values() if one.marks.get("ggp-key") == "2025-26/B/S2")


def agree(workspace: MemoryWorkspace, day: str = "2025-10-08") -> None:
    workspace.tabs["Agreements"].append(["S2", a_cycle().id, day, "S1"])


def kept(workspace: MemoryWorkspace) -> list[File]:
    return [one for one in workspace.files.values() if one.mime_type == PDF]


def line(workspace: MemoryWorkspace) -> PlanLine:
    return next(one for one in map(from_row, workspace.tabs["Plans"][1:]) if one.staff_id == "S2")


def because(workspace: MemoryWorkspace) -> str:
    keys = [one.key for one in PEOPLE_SHEET.columns]
    rows = [dict(zip(keys, row, strict=False)) for rows, _ in workspace.sheets.values() for row in rows]
    [found] = {row["because"] for row in rows if row.get("staff_id") == "S2"}
    return found


def test_the_text_as_agreed_is_kept_once_beside_the_plan(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    assert run(world).kept == 0
    agree(workspace)
    first = run(world)
    [pdf] = kept(workspace)
    source = workspace.file(plan(workspace))
    assert (first.kept, first.exit_code, pdf.parent_id) == (1, 0, source.parent_id)
    assert pdf.name == f"{source.name} · as agreed on 8 October 2025.pdf"
    assert pdf.answers == {"focus": "Talk in pairs"}
    assert in_a_sentence(first).endswith("Texts kept as agreed: 1.")
    assert workspace.tabs["Runs"][-1][4].startswith("texts kept as agreed: 1")
    workspace.calls.clear()
    assert (run(world).kept, workspace.calls["keep_pdf"], workspace.calls["read"]) == (0, 0, 0)


def test_an_edit_afterwards_shows_and_undoes_nothing(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    agree(workspace)
    run(world)
    assert because(workspace) == "agreed on 8 October"
    workspace.write(plan(workspace), focus="Talk in threes")
    again = run(world)
    assert (because(workspace), again.kept) == ("agreed on 8 October; changed since", 0)
    assert [one.answers for one in kept(workspace)] == [{"focus": "Talk in pairs"}]
    workspace.write(plan(workspace), focus="Talk in pairs")
    run(world)
    assert because(workspace) == "agreed on 8 October"


def test_what_is_agreed_anew_is_kept_anew_beside_the_old(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    agree(workspace)
    run(world)
    workspace.now = at("2026-01-13")
    workspace.write(plan(workspace), focus="Talk in threes")
    agree(workspace, "2026-01-12")
    assert run(world).kept == 1
    assert [one.answers["focus"] for one in kept(workspace)] == ["Talk in pairs", "Talk in threes"]
    assert because(workspace) == "agreed on 12 January"


def test_a_text_that_could_not_be_kept_does_not_stop_the_sheets_and_is_kept_the_next_night(
    town: tuple[MemoryWorkspace, World],
) -> None:
    workspace, world = town
    agree(workspace)
    workspace.troubles.append(Trouble("keep_pdf", Throttled("drive.files.export", "429", 429)))
    first = run(world)
    assert (first.exit_code, first.kept, first.not_kept.total(), first.sheets > 0) == (4, 0, 1, True)
    assert because(workspace) == "agreed on 8 October"
    assert workspace.tabs["Runs"][-1][5] == "texts that could not be kept: 1"
    assert "Left for the next run: 1." in in_a_sentence(first)
    second = run(world)
    assert (second.exit_code, second.kept, len(kept(workspace))) == (0, 1, 1)


def test_a_plan_that_is_gone_is_said_to_be(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    agree(workspace)
    workspace.troubles.append(Trouble("read", NotThere("docs.documents.get", "404", 404)))
    assert run(world).not_kept == {"a plan that was agreed is not where the service made it": 1}


def test_when_time_is_up_the_next_run_goes_on(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    agree(workspace)
    assert run(world, within=timedelta()).kept == 0
    assert (kept(workspace), line(workspace).as_agreed) == ([], "")
    assert run(world).kept == 1


def test_a_run_stopped_at_any_call_keeps_one_text_and_no_second(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    for nth in range(1, 16):
        for after in (False, True):
            day = f"2025-11-{nth:02}" if after else f"2025-12-{nth:02}"
            workspace.tabs["Agreements"] = [workspace.tabs["Agreements"][0]]
            agree(workspace, day)
            before = len(kept(workspace))
            workspace.troubles.append(Trouble("*", Refused("drive", "forbidden", 403), nth, after))
            with suppress(Refused):
                run(world)
            workspace.troubles.clear()
            workspace.now += timedelta(minutes=20)
            run(world)
            assert len(kept(workspace)) == before + 1, (nth, after)
            assert str(line(workspace).kept_for) == day
            assert line(workspace).kept_as == kept(workspace)[-1].file_id
            assert line(workspace).as_agreed == line(workspace).evidence.digest


def test_a_text_kept_by_a_run_that_was_stopped_counts_as_it_was_then(town: tuple[MemoryWorkspace, World]) -> None:
    """The PDF was made, the answer lost, and the plan edited before the next run."""
    workspace, world = town
    agree(workspace)
    workspace.troubles.append(Trouble("keep_pdf", Throttled("drive.files.create", "429", 429), after=True))
    run(world)
    workspace.write(plan(workspace), focus="Talk in threes")
    run(world)
    assert [one.answers["focus"] for one in kept(workspace)] == ["Talk in pairs"]
    assert because(workspace) == "agreed on 8 October; changed since"
