"""A look at who can open things, from beginning to end, on a Workspace in memory: what it puts right, what it tells."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from service.errors import LostHold, NotThere, Refused, Unsure
from service.jobs.access import NOT_SO, look_at_access
from service.jobs.access_outcome import AccessOutcome, in_a_sentence
from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.today import MOST, NOTHING, shared_lines
from service.jobs.watching import WORKBOOK as WORKBOOK_KEY
from service.jobs.world import World
from service.policy.cycle import Cycle
from service.policy.evidence import Evidence
from service.policy.register import Register
from service.policy.years import Begun, State
from service.ports import Claim
from service.reconcile.access import NOBODY_S, TO_MEND, TO_REVIEW
from service.reconcile.actual import Permission
from service.reconcile.desired import Role
from service.reconcile.plan_lines import PlanLine
from service.reconcile.safety import Limits
from service.reconcile.shares import ACCESS_HEADINGS, Share
from service.reconcile.tabs import RUN_HEADINGS
from tests.service.fakes import PEOPLE, WORKBOOK, MemoryWorkspace, Trouble, a_world, at, set_register
from tests.service.policy.people import a_person, a_register

HEAD = a_person("S9", standards="headteachers", given_name="Hal", family_name="Head", line_manager="none")
ANN = a_person("S1", given_name="Ann", family_name="Of", line_manager="S9")
BOTH = a_register(ANN, HEAD)
BEN = "ben@stour.example"
FOLDER, PLAN, TALK = "person/S1", "2025-26/B/S1", "2025-26/C/S1"


def shared(address: str = BEN, role: str = "reader", kind: str = "user") -> Permission:
    return Permission(f"permission of {address}", address, kind, role)


def a_trust(register: Register = BOTH, **more: Any) -> tuple[MemoryWorkspace, World]:
    """Provisioned, and looked at once: from now on only what changes is looked at, and a seventh of the rest."""
    workspace = MemoryWorkspace()
    world = a_world(workspace, register, **more)
    assert provision(world, Order("a test"), Counter()).exit_code == 0
    assert look(world).exit_code == 0
    workspace.calls.clear()
    return workspace, world


def look(world: World, **order: Any) -> AccessOutcome:
    return look_at_access(world, Order("a test", **order), Counter())


def id_of(world: World, key: str) -> str:
    return gather(world).actual.items[key].file_id


def row(workspace: MemoryWorkspace) -> dict[str, str]:
    return dict(zip(RUN_HEADINGS, workspace.tabs["Runs"][-1], strict=True))


def noted(workspace: MemoryWorkspace) -> list[dict[str, str]]:
    return [dict(zip(ACCESS_HEADINGS, cells, strict=True)) for cells in workspace.tabs["Access"][1:]]


def tomorrow(workspace: MemoryWorkspace, days: int = 1) -> None:
    workspace.now += timedelta(days=days)


def test_the_first_look_sees_everything_that_can_be_open_and_finds_it_right() -> None:
    workspace = MemoryWorkspace()
    world = a_world(workspace, BOTH)
    provision(world, Order("a test"), Counter())
    workspace.calls.clear()
    outcome = look(world)
    assert (outcome.exit_code, outcome.due, outcome.looked) == (0, 4, 4), "two folders, Ann's conversation, the workbook"
    assert dict(outcome.report.done) == {}
    assert workspace.calls["permissions"] == 4
    assert row(workspace)["Did"] == "look at who can open things: 4"
    assert noted(workspace) == []


def test_before_there_is_a_workbook_to_write_in_there_is_nothing_to_look_at() -> None:
    workspace = MemoryWorkspace()
    outcome = look(a_world(workspace, BOTH))
    assert (outcome.exit_code, outcome.ready) == (0, False)
    assert in_a_sentence(outcome) == "There is nothing to look at yet."
    assert set(workspace.calls) == {"tables"}


def test_within_a_week_each_thing_is_looked_at_once_though_nothing_changed() -> None:
    workspace, world = a_trust()
    looked = []
    for _ in range(7):
        tomorrow(workspace)
        looked.append(look(world).looked)
    assert sum(looked) == 4
    tomorrow(workspace, 30)
    assert look(world).looked == 4, "nights that were missed are made up for"
    assert look(world).looked == 0, "and a second run on the same day looks only at what changed"


def test_a_share_that_somebody_took_back_is_given_again() -> None:
    workspace, world = a_trust()
    workspace.unshare(id_of(world, FOLDER), f"permission of {HEAD.email}")
    tomorrow(workspace)
    outcome = look(world)
    assert (outcome.exit_code, outcome.repaired, dict(outcome.report.done)) == (0, 1, {"share": 1})
    assert workspace.files[id_of(world, FOLDER)].grants == {ANN.email: Role.WRITER, HEAD.email: Role.COMMENTER}
    assert gather(world).actual.items[FOLDER].grants[HEAD.email].since == date(2025, 10, 7)
    assert row(workspace)["Did"].endswith("repaired: 1")
    assert not look(world).report.changeset


@pytest.mark.parametrize("role", ["reader", "commenter", "fileOrganizer"])
def test_a_person_who_was_made_something_else_in_their_own_folder_writes_again(role: str) -> None:
    workspace, world = a_trust()
    folder = id_of(world, FOLDER)
    workspace.share(folder, shared(ANN.email, role))
    outcome = look(world)
    assert (outcome.repaired, dict(outcome.report.done)) == (1, {"share": 1, "unshare": 1})
    assert (workspace.files[folder].grants[ANN.email], workspace.files[folder].opened) == (Role.WRITER, {})


def test_what_was_shared_by_hand_is_told_to_the_admin_once_and_left() -> None:
    workspace, world = a_trust()
    plan = id_of(world, PLAN)
    workspace.share(plan, shared(role="writer"))
    outcome = look(world)
    assert (outcome.exit_code, outcome.first_seen, dict(outcome.report.done)) == (0, 1, {})
    assert workspace.files[plan].opened == {f"permission of {BEN}": shared(role="writer")}
    assert noted(workspace) == [
        {
            "Key": PLAN, "File id": plan, "Staff id": "S1", "Address": BEN, "Role": "writer", "Kind": "user",
            "First seen on": "2025-10-06", "Gone on": "",
        }
    ]  # fmt: skip
    line = f"Shared by hand: 'Growth plan · Ann Of · 2025-26' with {BEN}, who can write; first seen on 6 October 2025."
    assert workspace.tabs["Today"][1:] == [[line]]
    tomorrow(workspace, 7)
    again = look(world)
    assert (again.first_seen, len(again.shares), len(noted(workspace))) == (0, 1, 1)
    assert BEN not in str(workspace.tabs["Runs"])


def test_what_is_taken_back_by_hand_is_noted_as_gone_and_the_line_goes() -> None:
    workspace, world = a_trust()
    plan = id_of(world, PLAN)
    workspace.share(plan, shared())
    look(world)
    workspace.unshare(plan, f"permission of {BEN}")
    tomorrow(workspace)
    assert look(world).gone == 1
    assert [(one["First seen on"], one["Gone on"]) for one in noted(workspace)] == [("2025-10-06", "2025-10-07")]
    assert [line for line in workspace.tabs["Today"][1:] if line[0]] == [[NOTHING]]
    workspace.share(plan, shared())
    tomorrow(workspace)
    assert look(world).first_seen == 1
    assert [one["Gone on"] for one in noted(workspace)] == ["2025-10-07", ""], "who comes back has a row of their own"


def test_another_role_is_the_same_share_and_what_was_deleted_is_open_to_nobody() -> None:
    workspace, world = a_trust()
    plan = id_of(world, PLAN)
    workspace.share(plan, shared())
    look(world)
    workspace.share(plan, shared(role="writer"))
    tomorrow(workspace)
    look(world)
    assert [(one["Role"], one["First seen on"]) for one in noted(workspace)] == [("writer", "2025-10-06")]
    del workspace.files[plan]
    tomorrow(workspace)
    assert look(world).gone == 1
    assert noted(workspace)[0]["Gone on"] == "2025-10-08"


def test_a_row_that_somebody_spoiled_is_left_and_another_is_written() -> None:
    workspace, world = a_trust()
    workspace.share(id_of(world, PLAN), shared())
    look(world)
    workspace.tabs["Access"][1][6] = "last week"
    workspace.share(id_of(world, PLAN), shared())
    look(world)
    assert [one["First seen on"] for one in noted(workspace)] == ["last week", "2025-10-06"]


def test_with_the_setting_what_was_shared_by_hand_is_taken_back_and_stays_on_record() -> None:
    workspace, world = a_trust(remove_foreign_shares=True)
    plan = id_of(world, PLAN)
    workspace.share(plan, shared())
    workspace.share(plan, shared("stour.example", kind="domain"))
    outcome = look(world)
    assert (outcome.exit_code, outcome.removed, outcome.repaired) == (0, 2, 0)
    assert {change.sentence() for change in outcome.report.changeset.changes} == {
        f"Stop sharing {PLAN} with {BEN}",
        f"Stop sharing {PLAN} with everybody at stour.example",
    }
    assert workspace.files[plan].opened == {}
    assert {(one["Address"], one["Gone on"]) for one in noted(workspace)} == {
        (BEN, "2025-10-06"),
        ("stour.example", "2025-10-06"),
    }
    assert [line for line in workspace.tabs["Today"][1:] if line[0]] == [[NOTHING]]
    assert "shared by hand, taken back: 2" in row(workspace)["Did"]


def test_taking_back_what_a_group_was_given_by_hand_leaves_it_what_the_service_gave_it() -> None:
    group = "all-staff@stour.example"
    workspace, world = a_trust(remove_foreign_shares=True, staff_groups=(group,))
    form = id_of(world, "2025-26/form/conversation")
    workspace.share(form, Permission("another", group, "group", "writer"))
    assert look(world).removed == 1
    assert (workspace.files[form].grants, workspace.files[form].opened) == ({group: Role.RESPONDER}, {})
    assert set(gather(world).actual.items["2025-26/form/conversation"].grants) == {group}


def test_the_control_workbook_is_looked_at_and_never_touched() -> None:
    workspace, world = a_trust(remove_foreign_shares=True)
    workspace.share(WORKBOOK, shared())
    outcome = look(world)
    assert (outcome.exit_code, [one.key for one in outcome.shares]) == (0, [WORKBOOK_KEY])
    assert workspace.files[WORKBOOK].opened


def test_the_text_of_a_plan_as_it_was_agreed_is_looked_at_too() -> None:
    workspace, world = a_trust(remove_foreign_shares=True)
    made = world.writer.keep_pdf(id_of(world, PLAN), "the-pdf", " · as agreed", {})
    assert made == {}
    line = PlanLine("S1", "2025-26", id_of(world, PLAN), Evidence(), date(2025, 10, 6), "digest", "the-pdf", date(2025, 10, 6))
    workspace.tabs["Plans"].append(line.to_row())
    workspace.share("the-pdf", shared())
    outcome = look(world)
    assert (outcome.removed, outcome.gone) == (1, 1)
    assert noted(workspace)[0]["Key"] == "2025-26/as-agreed/S1"


def test_the_managers_of_the_drive_are_never_foreign_and_whoever_a_folder_should_keep_out_is() -> None:
    workspace, world = a_trust()
    workspace.members["new.manager@stour.example"] = "organizer"
    tomorrow(workspace, 7)
    assert look(world).shares == []


def a_closed_year() -> tuple[MemoryWorkspace, World]:
    """2025-26 is over and closed; 2026-27 has begun."""
    workspace, world = a_trust()
    later = {
        one: {"opens": w.opens.replace(w.opens.year + 1), "closes": w.closes.replace(w.closes.year + 1)}
        for one, w in world.cycle.windows.items()
    }
    facts = {**world.cycle.model_dump(), "id": "2026-27", "windows": later}
    for name in ("starts", "ends", "closing"):
        facts[name] = facts[name].replace(facts[name].year + 1)
    workspace.tabs["Cycles"].append(Begun(Cycle(**facts), State.BEGUN, date(2026, 7, 1)).to_row())
    workspace.now = at("2026-11-01")
    assert provision(world, Order("a test"), Counter()).done["close"] == 6
    assert look(world).exit_code == 0
    return workspace, world


def test_a_closed_thing_that_was_unlocked_is_locked_again_under_the_name_that_it_has() -> None:
    workspace, world = a_closed_year()
    plan = workspace.files[id_of(world, PLAN)]
    plan.locked, plan.name = False, "My old plan"
    outcome = look(world)
    assert (outcome.exit_code, outcome.repaired, dict(outcome.report.done)) == (0, 1, {"close": 1})
    assert (plan.locked, plan.name) == (True, "My old plan")
    assert not look(world).report.changeset


def test_what_only_the_listing_shows_as_unlocked_is_left() -> None:
    """A listing may lag behind; a look never does."""
    workspace, world = a_closed_year()

    class Lagging:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.reader, name)

        def marked(self, drive_id: str) -> Any:
            return [replace(one, locked=False) for one in world.reader.marked(drive_id)]

    outcome = look(replace(world, reader=Lagging()))  # type: ignore[arg-type]
    assert (outcome.exit_code, dict(outcome.report.done), workspace.calls["lock"]) == (0, {}, 6)


def test_while_another_run_goes_on_nothing_is_looked_at_and_the_row_says_so() -> None:
    workspace, world = a_trust()
    workspace.claims = {1: Claim("another", workspace.now + timedelta(minutes=5), 1)}
    outcome = look(world)
    assert (outcome.exit_code, outcome.looked, workspace.calls["permissions"]) == (4, 0, 0)
    assert row(workspace)["Why"] == "Another run was going on; it does the same work."
    assert in_a_sentence(outcome).startswith("Another run is going on")


# What is left alone


def test_what_a_wrong_row_holds_back_is_looked_at_and_told_and_not_put_right() -> None:
    workspace, world = a_trust(remove_foreign_shares=True)
    folder, plan = id_of(world, FOLDER), id_of(world, PLAN)
    set_register(workspace, a_register(replace(ANN, line_manager="S7"), HEAD))
    workspace.unshare(folder, f"permission of {HEAD.email}")
    workspace.share(plan, shared())
    outcome = look(world)
    assert (outcome.exit_code, dict(outcome.report.done), len(outcome.shares)) == (0, {}, 1)
    [told] = outcome.report.changeset.needs_a_look
    assert told.sentence() == f"{FOLDER}: who can open it is not as the service gave it, and is left so: {TO_MEND}"
    assert workspace.files[plan].opened
    assert "need a look: 1" in row(workspace)["Could not"]
    assert any(line[0] == f"Who can open what: {told.sentence()}." for line in workspace.tabs["Today"][1:])


def test_of_someone_whom_the_register_does_not_know_nothing_is_changed() -> None:
    workspace, world = a_trust()
    set_register(workspace, a_register(HEAD))
    workspace.unshare(id_of(world, FOLDER), f"permission of {HEAD.email}")
    outcome = look(world)
    assert dict(outcome.report.done) == {}
    assert NOBODY_S in outcome.report.changeset.needs_a_look[0].message


def test_what_the_register_changes_is_done_where_provisioning_may() -> None:
    workspace, world = a_trust()
    jo = a_person("S8", given_name="Jo", family_name="By", standards="headteachers", line_manager="none")
    set_register(workspace, a_register(replace(ANN, line_manager="S8"), HEAD, jo))
    workspace.share(id_of(world, PLAN), shared())
    workspace.log.append((PEOPLE, id_of(world, FOLDER)))
    assert dict(look(world).report.done) == {"share": 1, "unshare": 1}
    assert workspace.files[id_of(world, FOLDER)].grants == {ANN.email: Role.WRITER, jo.email: Role.COMMENTER}


def many(manager: str = "S9") -> Register:
    jo = a_person("S8", standards="headteachers", line_manager="none")
    return a_register(HEAD, jo, *(a_person(f"S{one}", line_manager=manager) for one in range(100, 130)))


def test_what_provisioning_refuses_as_too_big_is_not_done_bit_by_bit_at_night() -> None:
    workspace, world = a_trust(many())
    workspace.now += timedelta(days=8)
    set_register(workspace, many("S8"))
    assert provision(world, Order("a test"), Counter()).exit_code == 3
    folders = [one for one in workspace.files.values() if one.marks.get("ggp-key", "").startswith("person/S1")]
    before = [dict(one.grants) for one in folders]
    workspace.log.append((PEOPLE, folders[0].file_id))
    outcome = look(world)
    assert (outcome.looked > 0, dict(outcome.report.done)) == (True, {})
    assert [one.grants for one in folders] == before
    workspace.unshare(folders[0].file_id, f"permission of {HEAD.email}")
    assert TO_REVIEW in look(world).report.changeset.needs_a_look[0].message


def test_repairs_that_are_too_big_refuse_themselves_until_somebody_has_seen_them() -> None:
    workspace, world = a_trust(many(), limits=Limits(share=0.2))
    for one in workspace.files.values():
        if one.marks.get("ggp-key", "").startswith("person/S1"):
            email = f"{one.marks['ggp-key'].partition('/')[2].lower()}@stour.example"
            workspace.share(one.file_id, shared(email))
    for day in range(1, 3):
        tomorrow(workspace)
        refused = look(world)
        assert (refused.exit_code, refused.repaired, dict(refused.report.done)) == (3, 0, {}), f"day {day}"
        assert "30 of " in row(workspace)["Why"]
    assert any(line[0].startswith("Who can open what: 30 of ") for line in workspace.tabs["Today"][1:])
    stale = look(world, reviewed="0000")
    assert (stale.exit_code, in_a_sentence(stale).endswith("nothing was changed.")) == (3, True)
    done = look(world, reviewed=refused.report.changeset.fingerprint)
    assert (done.exit_code, done.repaired) == (0, 30)
    assert not [line for line in workspace.tabs["Today"][1:] if line[0].startswith("Who can open what")]


def test_what_is_in_the_bin_or_not_decided_waits_until_provisioning_has_seen_to_it() -> None:
    workspace, world = a_trust()
    folder = workspace.files[id_of(world, FOLDER)]
    workspace.unshare(folder.file_id, f"permission of {HEAD.email}")
    folder.trashed = True
    assert not look(world).report.changeset
    folder.trashed = False
    table = workspace.tabs["Ledger"]
    table.append(list(table[gather(world).ledger_rows[FOLDER] - 1]))
    assert not look(world).report.changeset
    table.pop()
    tomorrow(workspace, 7)
    assert look(world).repaired == 1


def test_a_leaver_s_things_are_open_to_nobody() -> None:
    workspace, world = a_trust()
    set_register(workspace, a_register(replace(ANN, ends=date(2025, 10, 5)), HEAD))
    workspace.log.append((PEOPLE, id_of(world, FOLDER)))
    assert dict(look(world).report.done) == {"unshare": 2}
    assert workspace.files[id_of(world, FOLDER)].grants == {}


def test_a_share_that_waits_for_an_account_is_tried_once_a_day() -> None:
    workspace, world = a_trust()
    folder = id_of(world, FOLDER)
    workspace.without_account = {HEAD.email}
    workspace.unshare(folder, f"permission of {HEAD.email}")
    outcome = look(world)
    assert (outcome.exit_code, outcome.report.held, outcome.repaired) == (0, [FOLDER], 0)
    workspace.log.append((PEOPLE, folder))
    assert not look(world).report.changeset
    workspace.without_account = set()
    workspace.log.append((PEOPLE, folder))
    tomorrow(workspace)
    assert look(world).repaired == 1


# What goes wrong


def tokens(workspace: MemoryWorkspace) -> list[list[str]]:
    return [cells for cells in workspace.tabs["Tracking"] if cells and cells[0].startswith("access/")]


def test_what_cannot_be_looked_at_is_told_and_looked_at_by_the_next_run() -> None:
    workspace, world = a_trust()
    workspace.unshare(id_of(world, FOLDER), f"permission of {HEAD.email}")
    workspace.troubles = [Trouble("permissions", Unsure("drive.permissions.list", "503"))]
    before = tokens(workspace)
    outcome = look(world)
    assert (outcome.exit_code, outcome.failures.total(), tokens(workspace)) == (4, 1, before)
    assert "could not be looked at: 1" in row(workspace)["Could not"]
    assert "no certain answer from Google" in row(workspace)["Why"]
    assert any("could not be looked at" in line[0] for line in workspace.tabs["Today"][1:])
    assert look(world).repaired == 1
    assert [line for line in workspace.tabs["Today"][1:] if line[0]] == [[NOTHING]]


def test_a_repair_that_google_refuses_is_told_and_tried_again() -> None:
    workspace, world = a_trust()
    workspace.unshare(id_of(world, FOLDER), f"permission of {HEAD.email}")
    workspace.troubles = [Trouble("grant", Refused("drive.permissions.create", "forbidden", 403))]
    outcome = look(world)
    assert (outcome.exit_code, [one.key for one in outcome.report.failures], outcome.repaired) == (4, [FOLDER], 0)
    assert in_a_sentence(outcome).endswith("Left for the next run: 1.")
    assert look(world).repaired == 1


def test_a_repair_that_a_second_look_does_not_show_is_not_believed() -> None:
    workspace, world = a_trust()
    workspace.unshare(id_of(world, FOLDER), f"permission of {HEAD.email}")

    class Forgetful:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.writer, name)

        def grant(self, file_id: str, email: str, role: Role) -> Any:
            given = world.writer.grant(file_id, email, role)
            workspace.unshare(file_id, given.permission_id)
            return given

    outcome = look(replace(world, writer=Forgetful()))  # type: ignore[arg-type]
    assert (outcome.exit_code, outcome.repaired, outcome.report.failures[0].reason) == (4, 0, NOT_SO)
    assert look(world).repaired == 1


def test_what_vanishes_while_it_is_looked_at_is_not_put_right() -> None:
    workspace, world = a_trust()
    workspace.log.append((PEOPLE, id_of(world, FOLDER)))
    workspace.troubles = [Trouble("permissions", NotThere("drive.permissions.list", "notFound", 404))]
    outcome = look(world)
    assert (outcome.exit_code, dict(outcome.report.done), outcome.shares) == (0, {}, [])


def test_a_run_without_time_leaves_the_log_where_it_was_and_the_next_goes_on() -> None:
    workspace, world = a_closed_year()
    workspace.unshare(id_of(world, FOLDER), f"permission of {HEAD.email}")
    workspace.files[id_of(world, PLAN)].locked = False
    before = tokens(workspace)
    outcome = look(world, within=timedelta())
    assert (outcome.exit_code, outcome.looked, outcome.left, tokens(workspace)) == (4, 0, 2, before)
    assert "not looked at yet: 2" in row(workspace)["Could not"]
    assert look(world).repaired == 2


def test_a_run_that_comes_to_its_end_between_looking_and_putting_right_leaves_that_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace, world = a_trust()
    workspace.unshare(id_of(world, FOLDER), f"permission of {HEAD.email}")
    seconds = 0.0
    monkeypatch.setattr("service.jobs.runs.monotonic", lambda: seconds)

    def pass_time(done: int, of: int) -> None:
        nonlocal seconds
        seconds = 60.0

    first = look_at_access(world, Order("a test", within=timedelta(minutes=1)), Counter(), pass_time)
    assert (first.exit_code, first.looked, first.report.left) == (4, 1, 1)
    assert look(world).repaired == 1


def test_a_lost_log_makes_everything_due() -> None:
    workspace, world = a_trust()
    workspace.forget_log()
    assert look(world).due == 4
    assert look(world).due == 0


def test_a_run_whose_claim_was_taken_over_writes_nothing_but_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, world = a_trust()
    workspace.share(id_of(world, PLAN), shared())
    seconds = 0.0
    monkeypatch.setattr("service.jobs.holding.monotonic", lambda: seconds)

    def fall_asleep(done: int, of: int) -> None:
        nonlocal seconds
        seconds += 3600
        workspace.claims = {7: Claim("another", workspace.now + timedelta(minutes=5), 7)}

    outcome = look_at_access(world, Order("a test"), Counter(), fall_asleep)
    assert (outcome.exit_code, outcome.report.stopped) == (
        4,
        "the run stopped, for another run has taken over; the next run goes on",
    )
    assert in_a_sentence(outcome).endswith("the next run goes on.")
    assert noted(workspace) == []
    assert workspace.claims[7].holder == "another"


def test_a_claim_that_is_lost_between_two_repairs_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, world = a_trust()
    workspace.unshare(id_of(world, FOLDER), f"permission of {HEAD.email}")
    workspace.unshare(id_of(world, TALK), f"permission of {HEAD.email}")
    before = tokens(workspace)
    kept = 0

    def keep(hold: Any) -> None:
        nonlocal kept
        kept += 1
        if kept > 4:
            raise LostHold("sheets.spreadsheets.batchUpdate", "another run has taken over")

    monkeypatch.setattr("service.jobs.holding.Hold.keep", keep)
    outcome = look(world)
    assert (outcome.exit_code, outcome.report.lost, outcome.report.left) == (4, True, 1)
    assert tokens(workspace) == before


def test_a_run_that_lost_its_claim_writes_nothing_on_the_first_tab_either(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, world = a_closed_year()
    workspace.share(id_of(world, PLAN), shared())
    workspace.files[id_of(world, TALK)].locked = False
    kept = 0

    def keep(hold: Any) -> None:
        nonlocal kept
        kept += 1
        if kept > 4:
            raise LostHold("sheets.spreadsheets.batchUpdate", "another run has taken over")

    monkeypatch.setattr("service.jobs.holding.Hold.keep", keep)
    outcome = look(world)
    assert (outcome.report.lost, dict(outcome.report.done)) == (True, {})
    assert not [line for line in workspace.tabs["Today"] if line[0].startswith("Shared by hand")]


def test_a_run_that_cannot_say_it_on_the_first_tab_is_no_worse_for_that() -> None:
    workspace, world = a_trust()
    workspace.share(id_of(world, PLAN), shared())
    workspace.troubles = [Trouble("replace_tab", Refused("sheets.spreadsheets.values.batchUpdate", "forbidden", 403))]
    assert look(world).exit_code == 0
    assert len(noted(workspace)) == 1


# The first tab


def test_provisioning_and_this_do_not_erase_each_other_s_lines() -> None:
    workspace, world = a_trust()
    workspace.share(id_of(world, PLAN), shared())
    look(world)
    [about_ben] = workspace.tabs["Today"][1:]
    set_register(workspace, a_register(ANN, HEAD, a_person("S3", line_manager="S7")))
    provision(world, Order("a test"), Counter())
    mend, after = [line[0] for line in workspace.tabs["Today"][1:]]
    assert (mend.startswith("To mend: Staff, row 4"), [after]) == (True, about_ben)
    workspace.unshare(id_of(world, PLAN), f"permission of {BEN}")
    look(world)
    assert [line[0] for line in workspace.tabs["Today"][1:] if line[0]] == [mend]
    set_register(workspace, BOTH)
    provision(world, Order("a test"), Counter())
    assert [line[0] for line in workspace.tabs["Today"][1:] if line[0]] == [NOTHING]


def test_there_are_never_too_many_lines() -> None:
    shares = [
        Share(PLAN, "id", "S1", f"{number}@stour.example", "reader", "user", date(2025, 10, 6)) for number in range(MOST + 9)
    ]
    lines = shared_lines(shares, {})
    assert (len(lines), lines[-1]) == (MOST + 1, "Shared by hand: … and 9 more; the hidden tab Access lists them all.")
    assert lines[0] == f"Shared by hand: '{PLAN}' with 0@stour.example, who can read; first seen on 6 October 2025."
