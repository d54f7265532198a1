"""A run from beginning to end, on a Workspace in memory: what it does, what it leaves, what its row says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from service.errors import MovedOn, NotThere, Refused, Throttled, Unsure
from service.jobs.gather import gather
from service.jobs.provision import preview, provision
from service.jobs.report import Report
from service.jobs.runs import Order
from service.jobs.world import World
from service.policy.register import Register
from service.policy.register_table import TABS
from service.ports import Claim
from service.reconcile.actual import Stage
from service.reconcile.desired import Role
from service.reconcile.tabs import KEPT, RUN_HEADINGS
from tests.service.builders import NOW
from tests.service.fakes import PEOPLE, TRUST, WORKBOOK, MemoryWorkspace, Trouble, a_world, set_register
from tests.service.policy.people import a_person, a_register

HEAD = a_person("S9", standards="headteachers", given_name="Hal", family_name="Head")
ANN = a_person("S1", given_name="Ann", family_name="Of", line_manager="S9")
BOTH = a_register(ANN, HEAD)
READING = {"tables", "marked", "drives", "facts", "condition", "sheet_named"}


def a_trust(register: Register = BOTH, **more: Any) -> tuple[MemoryWorkspace, World]:
    workspace = MemoryWorkspace()
    return workspace, a_world(workspace, register, **more)


def run(world: World, **order: Any) -> Report:
    return provision(world, Order("a test", **order), Counter())


def later(workspace: MemoryWorkspace, minutes: int = 16) -> None:
    workspace.now += timedelta(minutes=minutes)
    workspace.calls.clear()


def row(workspace: MemoryWorkspace, number: int = -1) -> dict[str, str]:
    return dict(zip(RUN_HEADINGS, workspace.tabs["Runs"][number], strict=True))


def documents(workspace: MemoryWorkspace) -> Counter[str]:
    return Counter(one.marks.get("ggp-key", "") for one in workspace.files.values() if not one.trashed)


ALL = {
    "", "place/control", "place/templates",
    "template/A/teachers", "template/A/headteachers", "template/B", "template/C", "template/D",
    "person/S1", "2025-26/A/S1", "2025-26/B/S1", "2025-26/C/S1",
    "person/S9", "2025-26/A/S9", "2025-26/B/S9", "2025-26/C/S9",
}  # fmt: skip
"""What two people's trust holds in October; '' is the control workbook, which bears no mark."""


def assert_whole(workspace: MemoryWorkspace) -> None:
    """Everything is there, once, and filled."""
    assert documents(workspace) == Counter(ALL)
    for one in workspace.files.values():
        key = one.marks.get("ggp-key", "")
        if key.startswith("2025-26/"):
            assert one.fields is not None
            assert not [text for text in one.fields.values() if text.startswith("{{")], key


def test_the_first_run_makes_everything_and_the_second_has_nothing_to_do() -> None:
    workspace, world = a_trust()
    first = run(world)
    assert (first.exit_code, first.failures, first.left) == (0, [], 0)
    assert_whole(workspace)
    assert workspace.restricted == {TRUST, PEOPLE}
    assert workspace.files[WORKBOOK].parent_id == gather(world).actual.items["place/control"].file_id
    workspace.calls.clear()
    second = run(world)
    assert (second.exit_code, dict(second.done)) == (0, {})
    assert set(workspace.calls) - READING == {"append_run"}


def test_a_preview_writes_nothing_and_says_that_there_is_something_to_do() -> None:
    workspace, world = a_trust()
    assert preview(world).report.exit_code == 2
    assert set(workspace.calls) <= READING
    run(world)
    assert preview(world).report.exit_code == 0


def test_each_person_costs_a_folder_two_shares_a_copy_and_a_fill_for_each_document() -> None:
    workspace, world = a_trust()
    run(world)
    set_register(workspace, a_register(ANN, HEAD, a_person("S2", line_manager="S9")))
    workspace.calls.clear()
    run(world)
    cost = {name: number for name, number in workspace.calls.items() if name not in READING}
    assert cost == {
        "claim": 1, "new_ids": 1, "write_ledger": 2, "make_folder": 1, "copy_document": 3, "fill": 3, "grant": 3,
        "release": 1, "append_run": 1,
    }  # fmt: skip


def test_the_ledger_is_written_once_for_fifty_changes_and_once_at_the_end() -> None:
    workspace, world = a_trust(a_register(HEAD, *(a_person(f"S{one}", line_manager="S9") for one in range(10, 40))))
    changes = len(run(world).changeset.changes)
    assert changes > 200
    assert workspace.calls["write_ledger"] == -(-(changes - 1) // 50) + 1
    assert workspace.calls["new_ids"] == 1


def test_a_run_s_row_says_what_it_meant_did_and_could_not_without_a_name() -> None:
    workspace, world = a_trust()
    workspace.without_account = {ANN.email}
    run(world)
    told = row(workspace)
    assert told["Started"] == "2025-10-06 03:00"
    assert told["What started it"] == "a test"
    assert "make document: 6" in told["Meant to do"]
    assert "make document: 6" in told["Did"]
    assert told["Could not"] == "held for an account: 1"
    assert not any(word in str(told) for word in ("Ann", "Hal", "@"))


def test_a_share_with_an_account_that_does_not_exist_yet_is_tried_once_a_day_until_it_does() -> None:
    workspace, world = a_trust()
    workspace.without_account = {ANN.email}
    assert run(world).held == ["person/S1"]
    later(workspace)
    assert (run(world).exit_code, workspace.calls["grant"]) == (0, 0)
    later(workspace, 24 * 60)
    assert (run(world).held, workspace.calls["grant"]) == (["person/S1"], 1)
    workspace.without_account = set()
    later(workspace, 24 * 60)
    assert dict(run(world).done) == {"share": 1}
    assert gather(world).actual.items["person/S1"].held == {}


def test_a_lost_answer_to_a_copy_waits_until_it_is_certain_and_then_the_copy_is_found() -> None:
    workspace, world = a_trust()
    workspace.search_lag = timedelta(minutes=10)
    workspace.troubles = [Trouble("copy_document", Unsure("drive.files.copy", "ReadTimeout"), nth=2, after=True)]
    first = run(world)
    assert (first.exit_code, first.unsure, first.waiting) == (4, ["2025-26/B/S1"], 1)
    later(workspace, 5)
    second = run(world)
    assert (second.exit_code, second.waiting, workspace.calls["copy_document"]) == (4, 1, 0)
    later(workspace, 6)
    third = run(world)
    assert dict(third.done) == {"adopt": 1, "refresh": 1}
    assert_whole(workspace)


def test_a_copy_that_was_asked_for_and_not_made_is_made_once_that_is_certain() -> None:
    workspace, world = a_trust()
    workspace.troubles = [Trouble("copy_document", Unsure("drive.files.copy", "503"))]
    assert "no certain answer from Google" in run(world).failures[0].reason
    later(workspace, 14)
    assert dict(run(world).done) == {}
    later(workspace, 1)
    assert dict(run(world).done) == {"make document": 1}
    assert_whole(workspace)


def test_a_copy_that_google_refused_is_tried_again_by_the_next_run() -> None:
    workspace, world = a_trust()
    workspace.troubles = [Trouble("copy_document", Refused("drive.files.copy", "forbidden", 403))]
    first = run(world)
    assert [(one.key, one.reason) for one in first.failures] == [("2025-26/A/S1", "Google refused (drive.files.copy, forbidden)")]
    assert "failed: 1" in row(workspace)["Could not"]
    assert dict(run(world).done) == {"make document": 1}
    assert_whole(workspace)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Throttled("x", "rateLimitExceeded", 429), "Google asked to slow down for too long; the next run will go on"),
        (NotThere("drive.files.copy", "notFound", 404), "Google says that it is not there (drive.files.copy)"),
        (MovedOn("docs.documents.batchUpdate", "", 400), "Google refused (docs.documents.batchUpdate, 400)"),
    ],
)
def test_reasons_are_in_plain_english(error: Exception, reason: str) -> None:
    workspace, world = a_trust()
    workspace.troubles = [Trouble("copy_document", error)]
    assert run(world).failures[0].reason == reason


def test_what_needs_a_folder_that_was_not_made_is_left_for_the_next_run() -> None:
    workspace, world = a_trust()
    workspace.troubles = [Trouble("make_folder", Refused("drive.files.create", "forbidden", 403), nth=3)]
    first = run(world)
    lost = {one.key for one in first.failures}
    assert lost == {"person/S1", "2025-26/A/S1", "2025-26/B/S1", "2025-26/C/S1"}
    assert "what it belongs in was not made; the next run will" in {one.reason for one in first.failures}
    assert run(world).exit_code == 0
    assert_whole(workspace)


def test_a_folder_whose_answer_was_lost_keeps_its_id_and_is_one_folder() -> None:
    """The request may still come through after it was looked for: it makes the same folder then."""
    workspace, world = a_trust()
    workspace.troubles = [Trouble("make_folder", Unsure("drive.files.create", "ReadTimeout"), nth=3)]
    run(world)
    intended = gather(world).actual.items["person/S1"]
    assert (intended.stage, intended.parent_id) == (Stage.INTENDED, PEOPLE)
    run(world)
    made = gather(world).actual.items["person/S1"]
    assert (made.stage, made.file_id, made.mark) == (Stage.READY, intended.file_id, intended.mark)
    assert_whole(workspace)


def test_copies_of_a_template_that_may_be_empty_wait_until_it_is_written() -> None:
    workspace, world = a_trust()
    workspace.troubles = [Trouble("build", Unsure("docs.documents.batchUpdate", "503"), nth=3)]
    first = run(world)
    assert {one.key for one in first.failures} == {"template/B", "2025-26/B/S1", "2025-26/B/S9"}
    second = run(world)
    assert dict(second.done) == {"build template": 1, "make document": 2}
    assert_whole(workspace)


def test_where_the_workbook_could_not_be_given_its_tabs_nothing_else_is_done() -> None:
    workspace, world = a_trust()
    workspace.troubles = [Trouble("add_tabs", Refused("sheets.spreadsheets.batchUpdate", "forbidden", 403))]
    first = run(world)
    assert (first.exit_code, dict(first.done), len(first.failures)) == (4, {}, 1)
    assert workspace.calls["make_folder"] == 0
    assert run(world).exit_code == 0
    assert_whole(workspace)


@pytest.mark.parametrize("method", ["new_ids", "write_ledger"])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_run_that_can_write_nothing_down_stops_and_says_so_and_the_next_goes_on(method: str, nth: int) -> None:
    workspace, world = a_trust()
    workspace.troubles = [Trouble(method, Unsure("sheets.spreadsheets.values.batchUpdate", "503"), nth=nth)]
    first = run(world)
    if first.stopped:
        assert first.exit_code == 4
        assert first.stopped in row(workspace)["Why"]
    assert workspace.claims == {}
    later(workspace)
    run(world)
    assert_whole(workspace)
    assert preview(world).report.exit_code == 0


def test_what_a_block_made_is_entered_though_its_last_write_failed_once() -> None:
    workspace, world = a_trust()
    workspace.troubles = [Trouble("write_ledger", Unsure("sheets.spreadsheets.values.batchUpdate", "503"), nth=2)]
    assert run(world).stopped
    assert preview(world).report.exit_code == 0


def test_when_looking_fails_the_row_says_so_and_the_error_is_not_hidden() -> None:
    workspace, world = a_trust()
    run(world)
    workspace.troubles = [Trouble("marked", Refused("drive.files.list", "forbidden", 403))]
    with pytest.raises(Refused):
        run(world)
    assert row(workspace)["Why"] == "Google refused (drive.files.list, forbidden)"


def test_when_looking_fails_before_there_is_a_tab_to_say_so_the_error_is_raised_all_the_same() -> None:
    workspace, world = a_trust()
    workspace.troubles = [
        Trouble("marked", Refused("drive.files.list", "forbidden", 403)),
        Trouble("append_run", Refused("sheets.spreadsheets.values.append", "", 400)),
    ]
    with pytest.raises(Refused, match=r"drive\.files\.list"):
        run(world)


def test_a_run_without_time_makes_nothing_and_the_next_goes_on() -> None:
    workspace, world = a_trust()
    first = run(world, within=timedelta())
    assert (first.exit_code, dict(first.done), first.left) == (4, {}, len(first.changeset.changes))
    assert run(world).exit_code == 0
    assert_whole(workspace)


@pytest.mark.parametrize("changes", [1, 7, 20])
def test_a_run_that_reaches_its_deadline_stops_cleanly_and_the_next_goes_on(
    changes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, world = a_trust()
    seconds = 0.0
    monkeypatch.setattr("service.jobs.runs.monotonic", lambda: seconds)

    def pass_time(done: int, of: int) -> None:
        nonlocal seconds
        seconds = 60.0 * done

    first = provision(world, Order("a test", within=timedelta(minutes=changes)), Counter(), pass_time)
    assert (sum(first.done.values()), first.left) == (changes, len(first.changeset.changes) - changes)
    assert f"left for the next run: {first.left}" in row(workspace)["Could not"] if changes > 1 else True
    assert [one for one in gather(world).actual.items.values() if one.stage is Stage.INTENDED] == []
    assert run(world).exit_code == 0
    assert_whole(workspace)


def test_a_first_provisioning_that_was_interrupted_is_not_too_big_for_the_next_run() -> None:
    everyone = a_register(HEAD, *(a_person(f"S{one}", line_manager="S9") for one in range(100, 140)))
    workspace, world = a_trust(everyone)
    workspace.troubles = [Trouble("make_folder", KeyboardInterrupt(), nth=8)]
    with pytest.raises(KeyboardInterrupt):
        run(world)
    workspace.claims.clear()
    later(workspace)
    second = run(world)
    assert (second.refused, second.exit_code) == ((), 0)
    assert sum(key.startswith("person/") for key in documents(workspace)) == 41


def renamed(number: int) -> Register:
    return a_register(HEAD, *(a_person(f"S{one}", line_manager="S9", given_name="New") for one in range(100, 100 + number)))


def a_grown_trust() -> tuple[MemoryWorkspace, World]:
    workspace, world = a_trust(a_register(HEAD, *(a_person(f"S{one}", line_manager="S9") for one in range(100, 130))))
    run(world)
    set_register(workspace, renamed(30))
    workspace.now += timedelta(days=8)
    return workspace, world


def test_a_changeset_that_is_too_big_refuses_itself_and_does_nothing() -> None:
    workspace, world = a_grown_trust()
    workspace.calls.clear()
    refused = run(world)
    assert (refused.exit_code, dict(refused.done)) == (3, {})
    assert set(workspace.calls) - READING == {"append_run", "replace_tab"}, "its row, and what needs a person today"
    assert workspace.tabs["Today"][1][0].startswith("Refused: ")
    assert row(workspace)["Why"].startswith("120 of 131 things that exist would be renamed")


def test_one_that_was_reviewed_goes_ahead_by_its_fingerprint() -> None:
    _, world = a_grown_trust()
    seen = preview(world).report
    assert seen.exit_code == 3
    done = run(world, reviewed=seen.changeset.fingerprint)
    assert (done.exit_code, done.done["rename"]) == (0, 120)


def test_one_that_has_changed_since_its_review_does_not() -> None:
    workspace, world = a_grown_trust()
    fingerprint = preview(world).report.changeset.fingerprint
    set_register(workspace, renamed(29))
    stale = run(world, reviewed=fingerprint)
    assert (stale.exit_code, stale.stale_review, dict(stale.done)) == (3, True, {})
    assert row(workspace)["Why"] == "What was reviewed has changed since: look at the preview again."


def test_while_another_run_goes_on_nothing_is_done() -> None:
    workspace, world = a_trust()
    run(world)
    set_register(workspace, a_register(ANN, HEAD, a_person("S2", line_manager="S9")))
    workspace.claims = {1: Claim("another", NOW + timedelta(minutes=5), 1)}
    busy = run(world)
    assert (busy.exit_code, busy.busy, dict(busy.done)) == (4, True, {})
    assert row(workspace)["Why"] == "Another run was going on; it does the same work."
    assert workspace.claims[1].holder == "another"


def test_a_claim_that_has_lapsed_is_taken_over_and_given_back() -> None:
    workspace, world = a_trust()
    workspace.claims = {1: Claim("killed", NOW, 1)}
    assert run(world).exit_code == 0
    assert workspace.claims == {}


def test_what_another_run_did_meanwhile_is_not_done_again() -> None:
    """What was seen before the claim is looked at anew under it, but for what is the same when done twice."""
    workspace, world = a_trust()
    other = a_world(workspace, BOTH)
    real = world.workbook.claim

    class Slow:
        def __getattr__(self, name: str) -> Any:
            return getattr(world.workbook, name)

        def claim(self, *arguments: Any) -> Any:
            run(other)
            return real(*arguments)

    report = run(replace(world, workbook=Slow()))  # type: ignore[arg-type]
    assert (report.exit_code, set(report.done)) == (0, {"restrict drive", "move workbook"})
    assert_whole(workspace)


def test_a_run_whose_claim_was_taken_over_writes_not_another_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was asleep for longer than its claim holds; meanwhile another run has done the rest."""
    workspace, world = a_trust()
    seconds = 0.0
    monkeypatch.setattr("service.jobs.holding.monotonic", lambda: seconds)
    other = a_world(workspace, BOTH)

    def sleep_after_nine(done: int, of: int) -> None:
        nonlocal seconds
        if done == 9:
            seconds += 3600
            workspace.now += timedelta(hours=1)
            run(other)
            workspace.calls.clear()

    first = provision(world, Order("a test"), Counter(), sleep_after_nine)
    assert first.stopped == "the run stopped, for another run has taken over; the next run goes on"
    assert first.exit_code == 4
    assert set(workspace.calls) - READING == {"renew", "release", "append_run"}
    assert_whole(workspace)
    assert preview(world).report.exit_code == 0


def test_when_every_people_drive_is_full_that_is_told_and_the_rest_goes_on() -> None:
    workspace, world = a_trust(people_per_drive=1)
    report = run(world)
    assert {one.reason for one in report.failures if one.verb == "make folder"} == {
        "every people-drive is full: make another, add the service as Manager and name it in trust.yaml"
    }
    assert documents(workspace)["2025-26/B/S1"] == 1


def test_people_are_spread_over_the_drives_that_there_are() -> None:
    workspace = MemoryWorkspace(drives=(TRUST, PEOPLE, "people-drive-2"))
    world = a_world(workspace, BOTH, people_per_drive=1, people_drives=[PEOPLE, "people-drive-2"])
    assert run(world).exit_code == 0
    where = {
        one.marks["ggp-key"]: one.parent_id for one in workspace.files.values() if one.marks.get("ggp-key", "")[:6] == "person"
    }
    assert where == {"person/S1": PEOPLE, "person/S9": "people-drive-2"}


def test_a_template_that_an_edit_hurt_is_mended_and_copied_in_the_same_run() -> None:
    workspace, world = a_trust(Register())
    run(world)
    workspace.files[gather(world).actual.items["template/B"].file_id].lost = True
    set_register(workspace, BOTH)
    report = run(world)
    assert (report.exit_code, report.done["mend template"], report.done["make document"]) == (0, 1, 6)
    assert_whole(workspace)


def test_a_template_that_lacks_a_question_is_not_copied_and_the_run_says_which() -> None:
    workspace, world = a_trust(Register())
    run(world)
    workspace.files[gather(world).actual.items["template/B"].file_id].problems = ("Growth plan lacks the question 'Focus'",)
    set_register(workspace, BOTH)
    report = run(world)
    assert report.done["make document"] == 4
    assert [one.sentence() for one in report.changeset.needs_a_look] == ["template/B: Growth plan lacks the question 'Focus'"]
    assert "need a look: 1" in row(workspace)["Could not"]


def test_what_a_person_typed_into_the_service_s_block_is_left_and_told() -> None:
    workspace, world = a_trust()
    run(world)
    plan = workspace.files[gather(world).actual.items["2025-26/B/S1"].file_id]
    assert plan.fields is not None
    plan.fields["line_manager"] = "Hal, and sometimes Jo"
    other = a_person("S8", given_name="Jo", family_name="By", standards="headteachers")
    set_register(workspace, a_register(replace(ANN, line_manager="S8"), HEAD, other))
    report = run(world)
    assert plan.fields["line_manager"] == "Hal, and sometimes Jo"
    assert "'line_manager' was left as it is: someone wrote in it or took it out" in {one.reason for one in report.failures}
    assert preview(world).report.exit_code == 0


def test_a_change_of_line_manager_moves_access_and_the_block_follows() -> None:
    workspace, world = a_trust()
    run(world)
    other = a_person("S8", given_name="Jo", family_name="By", standards="headteachers")
    set_register(workspace, a_register(replace(ANN, line_manager="S8"), HEAD, other))
    run(world)
    items = gather(world).actual.items
    assert workspace.files[items["person/S1"].file_id].grants == {ANN.email: Role.WRITER, other.email: Role.COMMENTER}
    assert workspace.files[items["2025-26/C/S1"].file_id].grants == {other.email: Role.WRITER}
    block = workspace.files[items["2025-26/B/S1"].file_id].fields
    assert block is not None
    assert block["line_manager"] == "Jo By"


def test_a_workbook_whose_tabs_were_made_and_not_filled_is_filled() -> None:
    """The run was killed between making them and writing their first rows."""
    workspace, world = a_trust()
    workspace.tabs = {tab: [] for tab in (*TABS, *KEPT)}
    assert run(world).exit_code == 0
    assert_whole(workspace)


def test_a_staff_tab_that_somebody_emptied_changes_nothing_for_anyone() -> None:
    workspace, world = a_trust()
    run(world)
    workspace.tabs["Staff"] = []
    assert preview(world).report.changeset.changes == ()


def test_a_row_of_the_ledger_that_cannot_be_read_stops_only_what_it_is_about() -> None:
    workspace, world = a_trust()
    run(world)
    number = gather(world).ledger_rows["2025-26/B/S1"]
    workspace.tabs["Ledger"][number - 1][2] = "ready, I think"
    looked = preview(world).report.changeset
    assert looked.changes == ()
    assert [one.sentence() for one in looked.needs_a_look] == [
        f"2025-26/B/S1: row {number} of the ledger can't be read; left alone"
    ]


def test_a_row_that_stands_twice_in_the_ledger_is_told() -> None:
    workspace, world = a_trust()
    run(world)
    table = workspace.tabs["Ledger"]
    table.append(table[gather(world).ledger_rows["2025-26/B/S1"] - 1])
    looked = preview(world).report.changeset
    assert looked.changes == ()
    assert len(looked.needs_a_look) == 1


def test_a_lost_row_is_entered_again_in_a_row_of_its_own() -> None:
    workspace, world = a_trust()
    run(world)
    number = gather(world).ledger_rows["2025-26/B/S1"]
    workspace.tabs["Ledger"][number - 1] = []
    report = run(world)
    assert set(report.done) == {"adopt", "refresh"}
    assert_whole(workspace)
    assert preview(world).report.exit_code == 0
