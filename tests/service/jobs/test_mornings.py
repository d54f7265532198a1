"""Mornings without a run: what was due on one of them is made up for, and what need not be looked at is not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from service.errors import Refused, Throttled, Unsure
from service.jobs.gather import entries_of, first_tabs, gather
from service.jobs.mornings import NONE, mornings_since
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.world import World
from service.policy.dated_changes import DatedChange
from service.policy.exemption import LONG_ABSENCE, OTHER, Exemption
from service.policy.people import Person
from service.policy.register import Register
from service.policy.register_table import to_rows
from service.policy.years import Begun, State, years_of
from service.reconcile.tabs import CYCLES, TRACKING
from service.reconcile.tracking import COMPLETE, last_complete
from tests.service.builders import a_cycle, a_later_cycle, templates
from tests.service.fakes import MemoryWorkspace, Trouble, a_world, at, set_register
from tests.service.policy.people import a_person, a_register, a_school

HEAD = a_person("S9", standards="headteachers", line_manager="none")
JO = a_person("S8", line_manager="S9")
ANN = a_person("S1", line_manager="S8")
MONDAY, NEXT = date(2025, 10, 6), date(2025, 10, 13)
READING = {"tables", "marked", "drives", "facts", "condition", "sheet_named"}


def a_trust(register: Register, begins: date = MONDAY, **facts: Any) -> tuple[MemoryWorkspace, World]:
    """A trust after its first night."""
    workspace = MemoryWorkspace(now=at(begins.isoformat()))
    world = a_world(workspace, register, **facts)
    night(workspace, world, begins)
    return workspace, world


def night(workspace: MemoryWorkspace, world: World, day: date) -> Any:
    workspace.now = at(day.isoformat())
    workspace.calls.clear()
    return provision(world, Order("a test"), Counter())


def day_kept(workspace: MemoryWorkspace) -> date | None:
    return last_complete(workspace.tabs[TRACKING])


def keys(world: World, staff_id: str = "S1") -> dict[str, str]:
    """What there is of a person's: what each was made from, by key."""
    return {key: one.template for key, one in gather(world).actual.items.items() if one.staff_id == staff_id}


def away(starts: date, ends: date | None = None, kind: str = LONG_ABSENCE) -> Exemption:
    return Exemption("S1", kind, "", starts, ends)


# The day of the last complete run


def test_its_day_is_kept_once_a_day_and_a_second_run_on_it_writes_nothing_but_its_row() -> None:
    workspace, world = a_trust(a_register(ANN, JO, HEAD))
    assert day_kept(workspace) == MONDAY
    night(workspace, world, MONDAY)
    assert set(workspace.calls) - READING == {"append_run"}
    night(workspace, world, MONDAY + timedelta(days=1))
    assert {name: number for name, number in workspace.calls.items() if name not in READING} == {"write_rows": 1, "append_run": 1}
    assert day_kept(workspace) == MONDAY + timedelta(days=1)
    assert [cells[0] for cells in workspace.tabs[TRACKING]].count(COMPLETE) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble("copy_document", Refused("drive.files.copy", "forbidden", 403)),
        Trouble("copy_document", Unsure("drive.files.copy", "backendError", 500)),
        Trouble("write_ledger", Throttled("sheets.spreadsheets.values.batchUpdate", "RESOURCE_EXHAUSTED", 429), nth=2),
    ],
)
def test_a_run_that_left_something_to_do_keeps_no_day(trouble: Trouble) -> None:
    workspace, world = a_trust(a_register(HEAD))
    set_register(workspace, a_register(ANN, JO, HEAD))
    workspace.troubles.append(trouble)
    assert night(workspace, world, NEXT).exit_code == 4
    assert day_kept(workspace) == MONDAY
    workspace.troubles.clear()
    night(workspace, world, NEXT + timedelta(days=1))
    assert day_kept(workspace) == NEXT + timedelta(days=1)


def test_a_run_that_copied_nothing_because_a_template_lacks_something_keeps_no_day() -> None:
    workspace, world = a_trust(a_register(HEAD))
    workspace.files[gather(world).actual.items["template/B"].file_id].problems = ("Growth plan lacks the question 'Focus'",)
    set_register(workspace, a_register(ANN, JO, HEAD))
    assert night(workspace, world, NEXT).exit_code == 0
    assert day_kept(workspace) == MONDAY


def test_a_run_without_time_and_one_that_refused_itself_keep_no_day() -> None:
    workspace, world = a_trust(a_register(HEAD, *(a_person(f"S{one}", line_manager="S9") for one in range(10, 40))))
    workspace.now = at(NEXT.isoformat())
    set_register(workspace, a_register(HEAD, *(a_person(f"S{one}", line_manager="none") for one in range(10, 40))))
    assert provision(world, Order("a test"), Counter()).refused
    assert provision(world, Order("a test", reviewed="not this"), Counter()).stale_review
    assert day_kept(workspace) == MONDAY
    set_register(workspace, a_register(HEAD, a_person("S10", line_manager="none")))
    assert provision(world, Order("a test", within=timedelta()), Counter()).left
    assert day_kept(workspace) == MONDAY


def test_where_the_day_cannot_be_kept_the_run_is_no_worse_and_the_next_keeps_it() -> None:
    workspace, world = a_trust(a_register(ANN, JO, HEAD))
    workspace.troubles.append(Trouble("write_rows", Refused("sheets.spreadsheets.values.batchUpdate", "forbidden", 403)))
    tuesday = MONDAY + timedelta(days=1)
    assert night(workspace, world, tuesday).exit_code == 0
    assert day_kept(workspace) == MONDAY
    workspace.troubles.clear()
    night(workspace, world, tuesday)
    assert day_kept(workspace) == tuesday


def test_a_workbook_of_an_earlier_version_is_given_its_row_below_the_others() -> None:
    workspace, world = a_trust(a_register(ANN, JO, HEAD))
    table = workspace.tabs[TRACKING]
    workspace.tabs[TRACKING] = [cells for cells in table if cells[0] != COMPLETE] + [["a-drive", "7", ""]]
    del workspace.tabs["Dated changes"]
    assert night(workspace, world, NEXT).done == {"add tabs": 1}
    assert [cells[0] for cells in workspace.tabs[TRACKING]][-2:] == ["a-drive", COMPLETE]
    assert day_kept(workspace) == NEXT


# Which mornings are looked at


def mornings(register: Register, last: date | None, today: date) -> list[date]:
    world = a_world(MemoryWorkspace(), register)
    years = years_of(a_cycle(), [], {}, lambda cycle: templates())
    return list(mornings_since(last, today, entries_of(world, first_tabs(world)), years, NONE.look).days)


def test_from_one_night_to_the_next_there_is_none_and_at_first_only_today_counts() -> None:
    busy = a_register(ANN, exemptions=[away(date(2025, 10, 7), date(2025, 10, 8))])
    assert mornings(busy, None, NEXT) == []
    assert mornings(busy, NEXT - timedelta(days=1), NEXT) == []
    assert mornings(busy, NEXT, NEXT) == mornings(busy, NEXT + timedelta(days=3), NEXT) == []


def test_only_the_last_morning_before_something_turns_is_looked_at() -> None:
    assert mornings(a_register(ANN, JO, HEAD), MONDAY, NEXT) == []
    busy = a_register(
        replace(ANN, acting_manager="S9", acting_from=date(2025, 10, 9), acting_until=date(2025, 10, 10)),
        replace(JO, ends=date(2025, 10, 12)),
        exemptions=[away(MONDAY + timedelta(days=1))],
        changes=[DatedChange("S1", date(2025, 10, 9), "Team", "Team 2"), DatedChange("S1", date(2025, 11, 9), "Team", "")],
    )
    assert mornings(busy, MONDAY, NEXT) == [date(2025, 10, 8), date(2025, 10, 10), date(2025, 10, 12)]
    assert mornings(a_register(), date(2025, 8, 28), date(2025, 9, 3)) == [date(2025, 8, 31)]


# What is made up for


def test_what_was_due_only_between_two_exemptions_is_made_a_week_late_and_once() -> None:
    between = a_register(ANN, JO, HEAD, exemptions=[away(date(2025, 9, 1), date(2025, 10, 7), OTHER), away(date(2025, 10, 9))])
    workspace, world = a_trust(between)
    assert keys(world) == {}
    assert night(workspace, world, NEXT).done["make document"] == 3
    assert set(keys(world)) == {"person/S1", "2025-26/A/S1", "2025-26/B/S1", "2025-26/C/S1"}
    for day in (NEXT, NEXT + timedelta(days=1), NEXT + timedelta(days=7)):
        assert set(night(workspace, world, day).done) <= {"keep tabs"}


def test_at_first_only_today_counts_for_whoever_is_exempt_when_a_trust_begins() -> None:
    between = a_register(ANN, JO, HEAD, exemptions=[away(date(2025, 9, 1), date(2025, 10, 7), OTHER), away(date(2025, 10, 9))])
    _, world = a_trust(between, NEXT)
    assert keys(world) == {}


def test_what_a_run_that_failed_did_not_come_to_is_made_up_for_by_the_next_complete_one() -> None:
    between = a_register(ANN, JO, HEAD, exemptions=[away(date(2025, 9, 1), date(2025, 10, 7), OTHER), away(date(2025, 10, 9))])
    workspace, world = a_trust(between)
    workspace.troubles += [Trouble("copy_document", Refused("drive.files.copy", "forbidden", 403), nth=1)]
    assert night(workspace, world, date(2025, 10, 8)).done["make document"] == 2
    night(workspace, world, date(2025, 10, 9))
    assert set(keys(world)) == {"person/S1", "2025-26/A/S1", "2025-26/B/S1", "2025-26/C/S1"}


def test_standards_held_for_a_few_days_have_their_own_reflection_and_the_first_stays_the_first() -> None:
    joins = replace(ANN, starts=date(2025, 10, 7))
    changes = [DatedChange("S1", date(2025, 10, 9), "Standards", "headteachers")]
    changes += [DatedChange("S1", date(2025, 10, 11), "Standards", "teachers")]
    workspace, world = a_trust(a_register(joins, JO, HEAD, changes=changes))
    night(workspace, world, NEXT)
    reflections = {key: template for key, template in keys(world).items() if "/A/" in key}
    assert reflections == {"2025-26/A/S1": "A/teachers", "2025-26/A/S1/headteachers": "A/headteachers"}


@pytest.mark.parametrize(
    ("ann", "made"),
    [
        (replace(ANN, starts=date(2025, 10, 7), ends=date(2025, 10, 9)), False),
        (replace(ANN, starts=date(2025, 10, 7)), True),
    ],
)
def test_for_whoever_came_and_left_in_between_nothing_is_made(ann: Person, made: bool) -> None:
    workspace, world = a_trust(a_register(ann, JO, HEAD))
    night(workspace, world, NEXT)
    assert bool(keys(world)) == made


def test_whoever_was_held_back_on_the_only_morning_on_which_something_was_due_gets_nothing() -> None:
    """As with a run every night: while Jo is gone and nobody follows, Ann's row is wrong."""
    changes = [DatedChange("S1", date(2025, 10, 9), "Line manager", "S9")]
    gap = [away(date(2025, 9, 1), date(2025, 10, 7), OTHER), away(date(2025, 10, 9))]
    people = (ANN, replace(JO, ends=date(2025, 10, 7)), HEAD)
    workspace, world = a_trust(a_register(*people, exemptions=gap, changes=changes))
    night(workspace, world, NEXT)
    assert keys(world) == {}


def test_whoever_waits_today_has_what_came_before_they_had_to_wait() -> None:
    """Ann was renamed on Wednesday, and on Friday Jo left, whom nobody follows."""
    changes = [DatedChange("S1", date(2025, 10, 8), "Family name", "Newname")]
    workspace, world = a_trust(a_register(ANN, replace(JO, ends=date(2025, 10, 10)), HEAD, changes=changes))
    night(workspace, world, NEXT)
    items = gather(world).actual.items
    assert items["person/S1"].name.startswith("Ann Newname")
    assert set(workspace.files[items["person/S1"].file_id].grants) == {ANN.email}
    assert not night(workspace, world, NEXT + timedelta(days=1)).done


@pytest.mark.parametrize("leaves", [MONDAY, MONDAY + timedelta(days=2)])
def test_whoever_left_came_back_and_has_to_wait_has_nothing_of_what_was_shared_before(leaves: date) -> None:
    """Ann's school left, she is at another one from Friday on, and Jo, who left too, has nobody to follow."""
    old = replace(a_school("OLD"), leaves=leaves)
    changes = [DatedChange("S1", date(2025, 10, 10), "School", "OXB")]
    ann, jo = replace(ANN, school="OLD"), replace(JO, ends=date(2025, 10, 7))
    register = a_register(ann, jo, HEAD, schools=(a_school(), old), changes=changes)
    workspace, world = a_trust(register)
    folder = gather(world).actual.items["person/S1"].file_id
    assert set(workspace.files[folder].grants) == {ANN.email, JO.email}
    night(workspace, world, NEXT)
    assert workspace.files[folder].grants == {}


def test_whoever_managed_people_for_three_days_has_the_sheet_that_a_run_each_night_would_have_made() -> None:
    acting = replace(ANN, acting_manager="S2", acting_from=date(2025, 10, 7), acting_until=date(2025, 10, 9))
    workspace, world = a_trust(a_register(acting, a_person("S2", line_manager="S8"), JO, HEAD), status_sheets=True)
    assert keys(world, "S2").keys() >= {"person/S2"}
    assert "2025-26/sheet/manager/S2" not in keys(world, "S2")
    night(workspace, world, NEXT)
    assert "2025-26/sheet/manager/S2" in keys(world, "S2")


# The end of a year


NEXT_YEAR = Begun(a_later_cycle("2026-27"), State.BEGUN, date(2026, 7, 1)).to_row()


def test_what_was_due_on_a_year_s_last_days_is_made_after_its_end_and_filled_whole() -> None:
    exempt = away(date(2025, 9, 1), date(2026, 8, 30))
    workspace, world = a_trust(a_register(ANN, JO, HEAD, exemptions=[exempt]), date(2026, 8, 29))
    workspace.tabs[CYCLES].append(NEXT_YEAR)
    assert keys(world) == {}
    report = night(workspace, world, date(2026, 9, 3))
    assert {key for key in keys(world) if key.startswith("2025-26")} == {f"2025-26/{one}/S1" for one in "ABCD"}
    plan = workspace.files[gather(world).actual.items["2025-26/B/S1"].file_id]
    assert plan.fields == {"name": ANN.name, "line_manager": JO.name}
    assert report.exit_code == 0
    assert not night(workspace, world, date(2026, 9, 3)).done


def test_what_a_leaver_shared_in_a_closed_year_is_shared_with_nobody_and_nothing_of_it_with_them() -> None:
    workspace, world = a_trust(a_register(ANN, JO, HEAD), date(2026, 6, 2), status_sheets=True)
    workspace.tabs[CYCLES].append(NEXT_YEAR)
    for day in (date(2026, 9, 1), date(2026, 10, 31), date(2026, 11, 1)):
        night(workspace, world, day)
    items = gather(world).actual.items
    of_jo = {key: one for key, one in items.items() if one.staff_id == "S8" and key.startswith("2025-26")}
    assert {"2025-26/C/S8", "2025-26/sheet/manager/S8"} <= {key for key, one in of_jo.items() if one.grants}
    followed = [replace(ANN, line_manager="S9"), replace(JO, ends=date(2026, 11, 5)), HEAD]
    workspace.tabs["Staff"] = to_rows(a_register(*followed))["Staff"]
    night(workspace, world, date(2026, 11, 6))
    after = gather(world).actual.items
    assert {key: dict(one.grants) for key, one in after.items() if one.staff_id == "S8" and one.grants} == {}
    assert not [key for key, one in after.items() if JO.email in one.grants]
    assert not [key for key, one in after.items() if JO.email in workspace.files[one.file_id].grants]
    assert after["2025-26/C/S1"].closed
