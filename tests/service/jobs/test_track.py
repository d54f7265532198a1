"""Tracking: what changed is read, nothing else, and nothing that changed is missed whatever stops a run."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Refused, Throttled, Unsure
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.track import Tracked, in_a_sentence, track
from service.jobs.world import World
from service.policy.evidence import Evidence
from service.policy.people import NO_MANAGER, Person
from service.reconcile.plan_lines import PlanLine, from_row
from service.reconcile.tracking import Followed, Mark, due, marks_in
from tests.service.builders import a_cycle
from tests.service.fakes import MemoryWorkspace, Trouble, a_world, at
from tests.service.policy.people import a_person, a_register

CHIEF = a_person("S1", line_manager=NO_MANAGER, standards="headteachers")
PEOPLE = (CHIEF, *(a_person(f"S{number}", line_manager="S1") for number in range(2, 6)))


@pytest.fixture
def town() -> tuple[MemoryWorkspace, World]:
    """Five people with their plans, never tracked."""
    workspace = MemoryWorkspace()
    world = a_world(workspace, a_register(*PEOPLE))
    report = provision(world, Order("a test"), Counter())
    assert report.exit_code == 0
    workspace.calls.clear()
    return workspace, world


def run(world: World, **more: Any) -> Tracked:
    return track(world, Order("a test", **more), Counter())


def plan(workspace: MemoryWorkspace, person: Person) -> str:
    return next(one.file_id for one in workspace.files.values() if one.marks.get("ggp-key") == f"2025-26/B/{person.staff_id}")


def lines(workspace: MemoryWorkspace) -> dict[str, PlanLine]:
    found = [from_row(row) for row in workspace.tabs["Plans"][1:] if row]
    assert len({one.staff_id for one in found}) == len(found)
    return {one.staff_id: one for one in found}


def test_at_first_every_plan_is_read_and_then_only_what_a_log_names(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    assert (run(world).read, len(lines(workspace))) == (5, 5)
    assert run(world).due == 0
    workspace.write(plan(workspace, PEOPLE[2]), focus="Talk in pairs")
    workspace.calls.clear()
    second = run(world)
    assert (second.due, second.read, second.changed, workspace.calls["read"]) == (1, 1, 1, 1)
    assert lines(workspace)["S3"].evidence.answered == 1


def test_a_plan_that_is_due_is_read_once_a_week_whatever_the_log_says(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    run(world)
    workspace.now += timedelta(days=6)
    assert run(world).due == 0
    workspace.now += timedelta(days=1)
    assert (run(world).read, run(world).due) == (5, 0)


def test_a_token_that_is_not_good_any_more_makes_everything_due(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    run(world)
    workspace.now += timedelta(days=1)
    workspace.forget_log()
    assert (run(world).read, run(world).due) == (5, 0)


def test_after_a_lost_log_a_reading_that_was_stopped_goes_on_where_it_was(
    town: tuple[MemoryWorkspace, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, world = town
    run(world)
    workspace.now += timedelta(days=1)
    workspace.forget_log()
    seconds = iter(range(1000))
    monkeypatch.setattr("service.jobs.runs.monotonic", lambda: next(seconds))
    first = run(world, within=timedelta(seconds=3))
    assert (first.exit_code, first.read > 0, first.left > 0) == (4, True, True)
    second = run(world)
    assert (second.read, second.left) == (first.left, 0)
    assert run(world).due == 0


@pytest.mark.parametrize("error", [Unsure("docs.documents.get", "closed"), Throttled("docs.documents.get", "429", 429)])
def test_a_plan_that_could_not_be_read_is_read_by_the_next_run(town: tuple[MemoryWorkspace, World], error: Exception) -> None:
    workspace, world = town
    run(world)
    workspace.write(plan(workspace, PEOPLE[2]), focus="One")
    workspace.write(plan(workspace, PEOPLE[3]), focus="Two")
    workspace.troubles.append(Trouble("read", error))
    first = run(world)
    assert (first.exit_code, first.read, first.failures.total()) == (4, 1, 1)
    second = run(world)
    assert second.exit_code == 0
    assert {one: line.evidence.answered for one, line in lines(workspace).items() if line.evidence.answered} == {"S3": 1, "S4": 1}


def test_a_plan_that_is_gone_needs_a_look(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    del workspace.files[plan(workspace, PEOPLE[4])]
    assert run(world).exit_code == 0
    assert lines(workspace)["S5"].evidence.unclear == ("the plan is not where the service made it",)


def test_a_run_stopped_at_any_call_loses_nothing(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    run(world)
    for nth in range(1, 12):
        for after in (False, True):
            words = f"{nth} {after}"
            workspace.write(plan(workspace, PEOPLE[2]), focus=words)
            trouble = Trouble("*", Refused("drive", "forbidden", 403), nth, after)
            workspace.troubles.append(trouble)
            with suppress(Refused):
                run(world)
            workspace.troubles.clear()
            workspace.now += timedelta(minutes=20)
            assert run(world).exit_code == 0
            again = lines(workspace)["S3"].evidence.digest
            workspace.write(plan(workspace, PEOPLE[2]), why="")
            run(world)
            assert lines(workspace)["S3"].evidence.digest == again, (nth, after)


def test_while_another_run_holds_the_workbook_nothing_is_read(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    claim = world.workbook.claim("another", workspace.now + timedelta(minutes=10), None)
    assert claim is not None
    found = run(world)
    assert (found.busy, found.exit_code, workspace.calls["read"]) == (True, 4, 0)
    assert in_a_sentence(found).startswith("Another run is going on")


def test_before_the_workbook_has_its_tabs_there_is_nothing_to_track() -> None:
    workspace = MemoryWorkspace()
    found = run(a_world(workspace, a_register(*PEOPLE)))
    assert (found.due, found.exit_code, set(workspace.calls)) == (0, 0, {"tables"})


def test_a_run_is_a_row_that_says_how_many_and_never_whose(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    workspace.troubles.append(Trouble("read", Throttled("docs.documents.get", "429", 429)))
    run(world)
    row = workspace.tabs["Runs"][-1]
    assert row[3:7] == [
        "read plans: 5",
        "read plans: 4",
        "could not be read: 1",
        "Google asked to slow down for too long; the next run will go on (1)",
    ]


def test_nothing_that_was_written_is_kept(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    workspace.write(plan(workspace, PEOPLE[2]), focus="A secret sentence", notes="Another one")
    run(world)
    kept = repr([workspace.tabs["Plans"], workspace.tabs["Runs"], workspace.tabs["Tracking"]])
    assert "secret" not in kept
    assert "Another" not in kept


def test_a_line_of_another_cycle_and_a_row_that_is_none_stay_as_they_are(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    old = PlanLine("S2", "2024-25", "F", Evidence(5, 5, "equity", "final", (), "d"), date(2025, 7, 1)).to_row()
    workspace.tabs["Plans"] += [old, ["note to self"], ["S3", "2025-26", "", "many"]]
    run(world)
    assert workspace.tabs["Plans"][1:4] == [old, ["note to self"], ["S3", "2025-26", "", "many"]]
    assert len([row for row in workspace.tabs["Plans"][4:] if row]) == 5


LINES = st.builds(
    PlanLine,
    st.from_regex(r"S[0-9]{1,3}", fullmatch=True),
    st.just(a_cycle().id),
    st.just("file"),
    st.builds(
        Evidence,
        st.integers(0, 5),
        st.just(5),
        st.sampled_from(["", "equity"]),
        st.sampled_from(["", "ready"]),
        st.lists(st.sampled_from(["the plan has lost a question", "two chips"]), max_size=2).map(tuple),
        st.just("abc"),
    ),
    st.dates(date(2025, 1, 1), date(2026, 1, 1)),
)


@given(LINES)
def test_a_line_comes_back_from_its_row(line: PlanLine) -> None:
    row = line.to_row()
    while row and not row[-1]:
        row.pop()
    assert from_row(row) == line


@given(
    st.lists(LINES, max_size=5, unique_by=lambda one: one.staff_id), st.sets(st.sampled_from(["S1", "S2", "x"])), st.booleans()
)
def test_what_a_log_names_and_what_was_never_read_is_always_due(known: list[PlanLine], changed: set[str], lost: bool) -> None:
    today = date(2025, 10, 6)
    by_id = {one.staff_id: replace(one, file_id=one.staff_id) for one in known}
    plans = {one: one for one in [*by_id, "S1", "S2", "new"]}
    mark = Mark("drive", "1", today if lost else None)
    found = due(plans, by_id, [Followed(mark, changed)], today)
    assert set(found) >= (changed & set(plans)) | (set(plans) - set(by_id))
    assert found == sorted(found)
    for staff_id in set(by_id) - changed:
        old = by_id[staff_id].read_on <= today - timedelta(days=7) or (lost and by_id[staff_id].read_on < today)
        assert (staff_id in found) == old


def test_a_row_of_tracking_that_is_none_counts_as_a_lost_log() -> None:
    rows = [["Drive", "Token", "Read all before"], ["D1", "5", "2025-10-06"], ["D2", "7", "yesterday"], ["D1", "6"], [""]]
    marks, numbers = marks_in(rows)
    assert (marks, numbers) == ({"D1": Mark("D1", "5", date(2025, 10, 6))}, {"D1": 2, "D2": 3})


def test_the_night_after_a_night_without_a_run_is_no_different(town: tuple[MemoryWorkspace, World]) -> None:
    workspace, world = town
    run(world)
    workspace.write(plan(workspace, PEOPLE[1]), focus="One")
    workspace.now = at("2025-10-09")
    assert run(world).read == 1


@pytest.mark.parametrize(
    ("tracked", "sentence"),
    [
        (Tracked(), "No plan had changed."),
        (Tracked(due=3, read=1, stopped="Google is away"), "Plans read: 1. Then Google is away."),
        (Tracked(due=3, read=3, changed=1), "Plans read: 3; with something new in them: 1; Sheets brought up to date: 0."),
        (
            Tracked(due=3, read=1, left=2),
            "Plans read: 1; with something new in them: 0; Sheets brought up to date: 0. Left for the next run: 2.",
        ),
    ],
)
def test_an_end_is_a_sentence(tracked: Tracked, sentence: str) -> None:
    assert in_a_sentence(tracked) == sentence
