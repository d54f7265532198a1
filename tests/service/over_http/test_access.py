"""What people do by hand to who can open things, over HTTP as they do it themselves: seen, told, and ours put right."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs
from typer.testing import Result

from local_workspace.core.errors import Refusal
from local_workspace.core.faults import Fault
from local_workspace.core.server import Served
from service import desk as desk_module
from service import screen
from service.desk import ServiceDesk
from service.jobs.access import look_at_access
from service.jobs.access_outcome import AccessOutcome
from service.jobs.gather import gather
from service.jobs.provision import preview, provision
from service.jobs.runs import Order
from service.jobs.who import Who, who
from service.policy.cycle import Cycle
from service.policy.people import Person, line_manager_on
from service.policy.years import Begun, State
from service.reconcile.actual import Item
from service.settings import Settings
from service.wiring import House, front

EMERGENCY = "break-glass@stour.example"


def look(here: House) -> AccessOutcome:
    return look_at_access(here.world, Order("a test"), here.connection.counts)


@pytest.fixture
def seen(here: House, served: Served) -> House:
    """Provisioned, and looked at once."""
    workspace = served.workspace
    if "looked at" in workspace.snapshots:
        workspace.restore("looked at")
        return here
    assert provision(here.world, Order("a test"), here.connection.counts).exit_code == 0
    assert look(here).exit_code == 0
    workspace.snapshot("looked at")
    return here


@pytest.fixture
def trust_of(seen: House) -> tuple[Person, Person, Person]:
    """Someone with a line manager; that line manager; and a colleague who is neither."""
    register, day = gather(seen.world).register, seen.world.today()
    person = next(
        one
        for one in register.people
        if line_manager_on(one, day) and not register.exemptions_of(one.staff_id) and not one.second_line_manager
    )
    manager = register.person(line_manager_on(person, day) or "")
    assert manager is not None
    colleague = next(one for one in register.people if one not in (person, manager))
    return person, manager, colleague


def item(here: House, key: str) -> Item:
    return gather(here.world).actual.items[key]


def give(served: Served, by: str, file_id: str, email: str, role: str) -> None:
    """Someone shares a file, in their own name."""
    params = {"fileId": file_id, "supportsAllDrives": True, "sendNotificationEmail": False}
    body = {"type": "user", "role": role, "emailAddress": email}
    served.dispatcher.as_person("drive.permissions.create", by, params, body)


def take(served: Served, by: str, file_id: str, email: str) -> None:
    params = {"fileId": file_id, "supportsAllDrives": True}
    found = served.dispatcher.as_person("drive.permissions.list", by, params)["permissions"]
    [identity] = [one["id"] for one in found if one.get("emailAddress") == email]
    served.dispatcher.as_person("drive.permissions.delete", by, {**params, "permissionId": identity})


def can_open(served: Served, by: str, file_id: str) -> bool:
    params = {"fileId": file_id, "supportsAllDrives": True, "fields": "id"}
    try:
        served.dispatcher.as_person("drive.files.get", by, params)
    except Refusal:
        return False
    return True


def roles(here: House, file_id: str) -> dict[str, str]:
    """Who was given what on a very file."""
    return {one.address: one.role for one in here.world.reader.permissions(file_id) if not one.inherited}


def row(here: House) -> list[str]:
    return list(here.world.workbook.tables().rows["Runs"][-1])


def test_the_second_look_costs_what_changed_and_a_seventh(seen: House, served: Served) -> None:
    served.workspace.calls.clear()
    assert look(seen).exit_code == 0
    looked = [one for one in served.workspace.calls if one.method == "drive.permissions.list"]
    assert len(looked) == 1, "the control workbook, in which the runs are written down"
    writes = {one.method for one in served.workspace.calls if one.method.rpartition(".")[2] not in ("get", "list", "batchGet")}
    assert writes - {"oauth2.token"} == {
        "sheets.spreadsheets.batchUpdate", "sheets.spreadsheets.values.batchUpdate", "sheets.spreadsheets.values.append",
    }  # fmt: skip


def test_a_doc_that_its_person_shares_on_is_told_and_left(
    seen: House, served: Served, trust_of: tuple[Person, Person, Person]
) -> None:
    person, _, colleague = trust_of
    plan = item(seen, f"2025-26/B/{person.staff_id}")
    give(served, person.email, plan.file_id, colleague.email, "commenter")
    outcome = look(seen)
    assert (outcome.exit_code, outcome.repaired, [one.address for one in outcome.shares]) == (0, 0, [colleague.email])
    assert roles(seen, plan.file_id) == {colleague.email: "commenter"}
    [told] = [line[0] for line in seen.world.workbook.tables().rows["Today"] if line and line[0].startswith("Shared by hand")]
    assert colleague.email in told
    take(served, person.email, plan.file_id, colleague.email)
    assert (look(seen).gone, look(seen).shares) == (1, [])


def test_the_line_manager_whom_an_admin_takes_out_of_a_folder_can_read_it_again_tomorrow(
    seen: House, served: Served, trust_of: tuple[Person, Person, Person]
) -> None:
    person, manager, _ = trust_of
    folder = item(seen, f"person/{person.staff_id}")
    before = roles(seen, folder.file_id)
    take(served, EMERGENCY, folder.file_id, manager.email)
    plan = item(seen, f"2025-26/B/{person.staff_id}").file_id
    assert not can_open(served, manager.email, plan)
    served.workspace.clock.set(datetime(2025, 10, 7, 2, 0, tzinfo=UTC))
    outcome = look(seen)
    assert (outcome.exit_code, outcome.repaired) == (0, 1)
    assert roles(seen, folder.file_id) == before
    assert can_open(served, manager.email, plan)
    assert item(seen, folder.key).grants[manager.email].since == date(2025, 10, 7)


def test_whoever_was_made_a_reader_in_their_own_folder_writes_again(
    seen: House, served: Served, trust_of: tuple[Person, Person, Person]
) -> None:
    person, _, _ = trust_of
    folder = item(seen, f"person/{person.staff_id}")
    before = roles(seen, folder.file_id)
    take(served, EMERGENCY, folder.file_id, person.email)
    give(served, EMERGENCY, folder.file_id, person.email, "reader")
    assert (look(seen).repaired, roles(seen, folder.file_id)) == (1, before)


def test_who_may_answer_a_form_is_kept_and_whoever_was_made_an_editor_of_it_is_told(seen: House, served: Served) -> None:
    forms = {key: one for key, one in gather(seen.world).actual.items.items() if "/form/" in key}
    key, form = next(iter(forms.items()))
    group = seen.declared.trust.staff_groups[0]
    give(served, EMERGENCY, form.file_id, gather(seen.world).register.people[0].email, "writer")
    params = {"fileId": form.file_id, "supportsAllDrives": True}
    published = {**params, "includePermissionsForView": "published"}
    found = served.dispatcher.as_person("drive.permissions.list", EMERGENCY, published)["permissions"]
    [identity] = [one["id"] for one in found if one.get("emailAddress") == group]
    served.dispatcher.as_person("drive.permissions.delete", EMERGENCY, {**params, "permissionId": identity})
    outcome = look(seen)
    assert (outcome.exit_code, outcome.repaired, [one.key for one in outcome.shares]) == (0, 1, [key])
    assert roles(seen, form.file_id)[group] == "reader"
    assert not look(seen).report.changeset


def test_a_closed_doc_that_a_manager_of_the_drive_unlocked_is_locked_again(seen: House, served: Served) -> None:
    cycle = seen.declared.cycle
    facts = json.loads(cycle.model_dump_json(exclude={"standards"}).replace("2026-", "2027-").replace("2025-", "2026-"))
    begun = Begun(Cycle(**{**facts, "id": "2026-27"}), State.BEGUN, date(2026, 7, 1))
    seen.world.workbook.write_rows("Cycles", {2: begun.to_row()})
    served.workspace.clock.set(datetime(2026, 11, 7, 2, 0, tzinfo=UTC))
    reviewed = Order("a test", preview(seen.world).report.changeset.fingerprint)
    assert provision(seen.world, reviewed, seen.connection.counts).done["close"] > 0
    assert look(seen).exit_code == 0
    closed = next(one for key, one in gather(seen.world).actual.items.items() if key.startswith("2025-26/B/"))
    params = {"fileId": closed.file_id, "supportsAllDrives": True}
    served.dispatcher.as_person("drive.files.update", EMERGENCY, params, {"contentRestrictions": [{"readOnly": False}]})
    assert not seen.world.reader.facts(closed.file_id).locked
    outcome = look(seen)
    assert (outcome.exit_code, dict(outcome.report.done)) == (0, {"close": 1})
    facts_now = seen.world.reader.facts(closed.file_id)
    assert (facts_now.locked, facts_now.name) == (True, closed.name)


def test_with_the_setting_what_was_shared_by_hand_is_taken_back(
    seen: House, served: Served, trust_of: tuple[Person, Person, Person]
) -> None:
    person, _, colleague = trust_of
    plan = item(seen, f"2025-26/B/{person.staff_id}")
    give(served, person.email, plan.file_id, colleague.email, "writer")
    trust = seen.declared.trust.model_copy(update={"remove_foreign_shares": True})
    strict = House(seen.settings, replace(seen.declared, trust=trust), seen.connection)
    outcome = look(strict)
    assert (outcome.exit_code, outcome.removed, roles(seen, plan.file_id)) == (0, 1, {})
    assert not can_open(served, colleague.email, plan.file_id)
    assert [one.email for one in outcome.report.changeset.changes] == [colleague.email]  # type: ignore[attr-defined]


# Who


def test_who_says_who_can_open_each_thing_as_what_and_since_when(
    seen: House, served: Served, trust_of: tuple[Person, Person, Person]
) -> None:
    person, manager, colleague = trust_of
    plan, talk = (item(seen, f"2025-26/{letter}/{person.staff_id}") for letter in "BC")
    give(served, person.email, plan.file_id, colleague.email, "reader")
    unseen = who(seen.world, person.staff_id)
    assert ("shared by hand", "not seen before") in {(one.how, one.when) for one in things(unseen)[plan.key].openers}
    look(seen)
    served.workspace.calls.clear()
    found = who(seen.world, person.staff_id)
    assert found.name == person.name
    assert found.managers == [(EMERGENCY, ""), (seen.connection.email, "")]
    told = {
        key: {(one.who, one.name, one.can, one.how, one.when) for one in thing.openers} for key, thing in things(found).items()
    }
    day = "2025-10-06"
    mine = (person.email, person.name, "can write", "through its folder", f"since {day}")
    boss = (manager.email, manager.name, "can read and comment", "through its folder", f"since {day}")
    assert told[plan.key] == {
        mine, boss, (colleague.email, colleague.name, "can read", "shared by hand", f"first seen on {day}"),
    }  # fmt: skip
    assert told[talk.key] == {mine, boss, (manager.email, manager.name, "can write", "given by the service", f"since {day}")}
    assert next(iter(told)) == f"person/{person.staff_id}"
    assert told[f"person/{person.staff_id}"] == {
        (*mine[:3], "given by the service", mine[4]), (*boss[:3], "given by the service", boss[4]),
    }  # fmt: skip
    looks = [one.method for one in served.workspace.calls if one.method == "drive.permissions.list"]
    assert len(looks) == len(found.things) + 1, "each thing, and their drive"
    assert not {one.method for one in served.workspace.calls} & {"sheets.spreadsheets.values.batchUpdate", "drive.files.update"}


def things(found: Who) -> dict[str, Any]:
    return {one.key: one for one in found.things}


def test_who_tells_what_was_shared_by_hand_before_and_what_was_given_before_it_was_written_down(
    seen: House, served: Served, trust_of: tuple[Person, Person, Person]
) -> None:
    person, _, colleague = trust_of
    plan = item(seen, f"2025-26/B/{person.staff_id}")
    give(served, person.email, plan.file_id, colleague.email, "reader")
    look(seen)
    take(served, person.email, plan.file_id, colleague.email)
    look(seen)
    number = gather(seen.world).ledger_rows[f"person/{person.staff_id}"]
    folder = item(seen, f"person/{person.staff_id}")
    old = {email: replace(access, since=None) for email, access in folder.grants.items()}
    seen.world.workbook.write_ledger({number: replace(folder, grants=old)})
    found = things(who(seen.world, person.staff_id))
    assert [(one.address, one.gone) for one in found[plan.key].before] == [(colleague.email, date(2025, 10, 6))]
    assert {one.when for one in found[folder.key].openers} == {"since before it was written down"}


def test_who_knows_a_manager_s_sheets_what_is_gone_and_the_text_as_it_was_agreed(
    seen: House, served: Served, trust_of: tuple[Person, Person, Person]
) -> None:
    person, manager, _ = trust_of
    sheets = {key for key in things(who(seen.world, manager.staff_id)) if "/sheet/" in key or "/teams/" in key}
    assert f"2025-26/sheet/manager/{manager.staff_id}" in sheets
    plan = item(seen, f"2025-26/B/{person.staff_id}")
    [pdf] = seen.world.writer.new_ids(1)
    seen.world.writer.keep_pdf(plan.file_id, pdf, " · as agreed", {})
    line = [person.staff_id, "2025-26", plan.file_id, "1", "7", "", "", "", "d", "2025-10-06", "d", pdf, "2025-10-06"]
    seen.world.workbook.write_rows("Plans", {2: line})
    params = {"fileId": plan.file_id, "supportsAllDrives": True}
    served.dispatcher.as_person("drive.files.delete", EMERGENCY, params)
    found = things(who(seen.world, person.staff_id))
    assert (found[plan.key].there, found[plan.key].openers) == (False, ())
    text = found[f"2025-26/as-agreed/{person.staff_id}"]
    assert (text.file_id, {one.how for one in text.openers}) == (pdf, {"through its folder"})


# The command line


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen.out, "_width", 200)


def test_the_command_line_looks_says_what_it_did_and_what_is_shared_by_hand(
    ggp: Callable[..., Result], seen: House, served: Served, trust_of: tuple[Person, Person, Person]
) -> None:
    person, manager, colleague = trust_of
    plan = item(seen, f"2025-26/B/{person.staff_id}")
    give(served, person.email, plan.file_id, colleague.email, "reader")
    take(served, EMERGENCY, item(seen, f"person/{person.staff_id}").file_id, manager.email)
    told = ggp("check-access")
    assert told.exit_code == 0
    assert "put right: 1; shared by hand: 1." in told.output
    assert f"Share person/{person.staff_id} with {manager.email} as commenter" in told.output
    assert f"shared by hand: {plan.key} with {colleague.email}, who can read" in told.output
    answer = json.loads(ggp("check-access", "--json").stdout)
    assert (answer["exit"], answer["repaired"], [one["address"] for one in answer["shared_by_hand"]]) == (0, 0, [colleague.email])


def test_what_could_not_be_done_and_what_is_refused_is_said_with_the_way_on(
    ggp: Callable[..., Result], seen: House, served: Served, trust_of: tuple[Person, Person, Person]
) -> None:
    person, manager, _ = trust_of
    take(served, EMERGENCY, item(seen, f"person/{person.staff_id}").file_id, manager.email)
    served.workspace.faults.append(Fault(method="drive.permissions.create", nth=1, status=403, reason="forbidden"))
    partly = ggp("check-access")
    assert (partly.exit_code, "not done: share" in partly.output) == (4, True)
    stale = ggp("check-access", "--reviewed", "0000")
    assert (stale.exit_code, "if that is right: ggp check-access --reviewed" in stale.output) == (3, True)
    assert ggp("check-access").exit_code == 0
    served.workspace.faults.append(Fault(method="drive.permissions.list", nth=1, status=403, reason="forbidden"))
    blind = ggp("check-access")
    assert (blind.exit_code, "not looked at: 1: Google refused" in blind.output) == (4, True)


def test_who_shows_a_table_or_json_and_an_unknown_id_is_one_sentence(
    ggp: Callable[..., Result], seen: House, served: Served, trust_of: tuple[Person, Person, Person]
) -> None:
    person, manager, colleague = trust_of
    plan = item(seen, f"2025-26/B/{person.staff_id}")
    give(served, person.email, plan.file_id, colleague.email, "reader")
    look(seen)
    take(served, person.email, plan.file_id, colleague.email)
    look(seen)
    shown = ggp("who", person.staff_id)
    assert shown.exit_code == 0
    for words in (person.name, manager.email, "through its folder", f"Always: {EMERGENCY}", f"by hand with {colleague.email}"):
        assert words in shown.output, words
    answer = json.loads(ggp("who", person.staff_id, "--json").stdout)
    assert (answer["name"], answer["always"][0]["who"]) == (person.name, EMERGENCY)
    assert answer["things"][0]["can_open"][0]["since"] == "2025-10-06"
    assert "neither the register nor the ledger has the staff id 'S9999'" in str(ggp("who", "S9999").exception)


def test_who_says_so_where_nothing_was_made_yet(ggp: Callable[..., Result]) -> None:
    shown = ggp("who", "S00001")
    assert (shown.exit_code, "Nothing was made for this person yet." in shown.output) == (0, True)


# The pages


def test_the_person_and_the_admin_read_it_on_their_pages_and_cron_asks_for_it(
    settings: Settings, served: Served, monkeypatch: pytest.MonkeyPatch, seen: House, trust_of: tuple[Person, Person, Person]
) -> None:
    monkeypatch.setattr(desk_module, "FRESH_SECONDS", -1.0)
    person, _, colleague = trust_of
    desk = front(settings).desk
    assert isinstance(desk, ServiceDesk)
    served.workspace.clock.set(datetime(2025, 10, 14, 2, 0, tzinfo=UTC))
    plan = item(seen, f"2025-26/B/{person.staff_id}")
    give(served, person.email, plan.file_id, colleague.email, "writer")
    outcome = desk.look_at_access_tonight()
    assert (outcome.finished, "shared by hand: 1." in outcome.summary) == (True, True)
    mine = desk.person_by_email(person.email)
    assert mine is not None
    [message] = mine.messages
    assert message == (
        f"Somebody shared 'My growth plan 2025-26' with {colleague.email}, who can write; it was first seen on 14 October 2025. "
        "If that is not what you want, remove it in Drive, or ask the growth team, ggp-admin@stour.example. "
        "This note goes the night after."
    )
    theirs = desk.person_by_email(colleague.email)
    assert theirs is None or theirs.messages == []
    [line] = desk.shared_by_hand()
    assert line == f"'{plan.name}' with {colleague.email}, who can write; first seen on 14 October 2025."
    assert desk.recent_runs()[0].did[0].startswith("Look at who can open things: ")
    served.workspace.faults.append(Fault(method="drive.permissions.list", nth=1, status=403, reason="forbidden"))
    assert desk.look_at_access_tonight().finished is False


# Leaks


def test_no_name_and_no_address_is_in_a_log_line_or_a_run_s_row(
    seen: House, served: Served, trust_of: tuple[Person, Person, Person], caplog: pytest.LogCaptureFixture
) -> None:
    person, manager, colleague = trust_of
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logged:
        structlog.get_logger("test").info("the capture works")
        plan = item(seen, f"2025-26/B/{person.staff_id}")
        give(served, person.email, plan.file_id, colleague.email, "writer")
        take(served, EMERGENCY, item(seen, f"person/{person.staff_id}").file_id, manager.email)
        served.workspace.faults.append(
            Fault(method="drive.permissions.create", nth=1, status=400, reason="invalidSharingRequest")
        )
        look(seen)
        served.workspace.faults.append(Fault(method="drive.permissions.list", nth=1, status=403, reason="forbidden"))
        look(seen)
        who(seen.world, person.staff_id)
    said = "\n".join([*(repr(one) for one in logged), caplog.text])
    assert "the capture works" in said
    runs = "\n".join(" ".join(cells) for cells in seen.world.workbook.tables().rows["Runs"])
    assert "shared by hand, first seen: 1" in runs
    for known in (person, manager, colleague):
        for secret in (known.email, known.name):
            assert (secret in said, secret in runs) == (False, False), secret
    assert EMERGENCY not in said + runs
