"""Disposing from beginning to end, on a Workspace in memory: shown, done exactly once, written down, and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import Refused, SetUpError, Unsure, WorkspaceError
from service.jobs.gather import gather
from service.jobs.provision import preview as preview_provision
from service.jobs.provision import provision
from service.jobs.report import Report
from service.jobs.retention import BUSY, dispose, preview
from service.jobs.runs import Order
from service.jobs.world import World
from service.policy.register import Register
from service.policy.retention import KINDS, Retention
from service.policy.years import Begun, State
from service.ports import Claim
from service.reconcile.disposal_changes import BEGUN, DONE, NOT_DONE
from service.reconcile.mark import KEY
from service.reconcile.tabs import AGREEMENTS, CYCLES, DISPOSAL_HEADINGS, DISPOSALS, LEDGER, PLANS, RUNS
from tests.service.builders import a_later_cycle
from tests.service.fakes import MemoryWorkspace, Trouble, a_world, at, set_register
from tests.service.policy.people import a_person, a_register

HEAD = a_person("S9", standards="headteachers", given_name="Hal", line_manager="none")
ANN = a_person("S1", given_name="Ann", line_manager="S9")
LEFT = a_register(replace(ANN, ends=date(2025, 12, 31)), HEAD)
DUE, YEAR_DUE = "2028-01-10", "2028-11-10"


class House:
    """Two people's trust, provisioned in October 2025; then Ann leaves, and years pass."""

    def __init__(self, day: str = DUE, register: Register = LEFT, **facts: Any) -> None:
        self.workspace = MemoryWorkspace()
        facts = {"retention": Retention(runs=0), **facts}
        self.world = a_world(self.workspace, a_register(ANN, HEAD), status_sheets=True, **facts)
        assert provision(self.world, Order("a test"), Counter()).exit_code == 0
        self.workspace.tabs[PLANS] += [["S1", "2025-26", "p"], ["S9", "2025-26", "p"]]
        self.workspace.tabs[AGREEMENTS] += [["S1", "2025-26", "2025-10-14", "S9", "r1"]]
        set_register(self.workspace, register)
        self.workspace.tabs[CYCLES].append(Begun(a_later_cycle("2026-27"), State.BEGUN, date(2026, 7, 1)).to_row())
        self.night(day)

    def night(self, day: str) -> Report:
        self.workspace.now = at(day)
        report = provision(self.world, Order("a test"), Counter())
        self.workspace.calls.clear()
        return report

    def dispose(self, fingerprint: str = "") -> Report:
        reviewed = fingerprint or preview(self.world).report.changeset.fingerprint
        return dispose(self.world, Order("a test", reviewed), Counter())

    @property
    def log(self) -> list[dict[str, str]]:
        rows = [row for row in self.workspace.tabs[DISPOSALS][1:] if any(row)]
        return [dict(zip(DISPOSAL_HEADINGS, row, strict=True)) for row in rows]

    def binned(self) -> set[str]:
        return {one.marks.get(KEY, "") for one in self.workspace.files.values() if one.trashed} - {""}

    def ledger(self) -> set[str]:
        return {row[0] for row in self.workspace.tabs[LEDGER][1:] if row}


ANNS = {"person/S1", "2025-26/A/S1", "2025-26/B/S1", "2025-26/C/S1"}


def test_a_leaver_s_folder_is_shown_put_into_the_bin_struck_and_written_down_without_a_name() -> None:
    house = House()
    looked = preview(house.world)
    assert looked.report.exit_code == 2
    assert [one.verb for one in looked.report.changeset.changes] == ["dispose", "clear rows", "clear rows"]
    done = house.dispose(looked.report.changeset.fingerprint)
    assert (done.exit_code, dict(done.done)) == (0, {"dispose": 1, "clear rows": 2})
    assert house.binned() == ANNS
    assert not house.ledger() & ANNS
    [folder] = [one for one in house.log if one["What"] == "leavers" and one["File id"]]
    assert folder == {
        "Disposal": folder["Disposal"],
        "What": "leavers",
        "Key": "person/S1",
        "File id": folder["File id"],
        "When": "2028-01-10",
        "Why": "left on 31 December 2025, and it was kept for 24 months",
        "Reviewed as": looked.report.changeset.fingerprint,
        "Things in it": "3",
        "State": DONE,
    }
    assert len(house.log) == 3
    assert not any(word in str(house.log) + str(house.workspace.tabs[RUNS]) for word in ("Ann", "@"))
    assert house.workspace.tabs[RUNS][-1][3:5] == ["clear rows: 2; dispose: 1"] * 2
    assert house.workspace.tabs[PLANS][1:] == [[""] * 14, ["S9", "2025-26", "p"]]


def test_afterwards_there_is_nothing_to_do_by_day_or_by_night_and_nothing_is_remade_or_restored() -> None:
    house = House()
    house.dispose()
    after = preview(house.world)
    assert (after.report.exit_code, after.report.changeset.changes) == (0, ())
    assert after.can_go == (
        "S1 left on 31 December 2025, and nothing of theirs is kept any more: their rows of Staff and Exemptions can go",
    )
    night = house.night("2028-01-11")
    assert (dict(night.done), night.changeset.needs_a_look) == ({}, ())
    assert house.binned() == ANNS
    assert house.dispose().exit_code == 0
    assert len(house.log) == 3


def test_what_somebody_took_out_of_the_bin_again_is_told_and_left_alone() -> None:
    house = House()
    folder = gather(house.world).actual.items["person/S1"].file_id
    house.dispose()
    house.world.writer.restore(folder)
    night = house.night("2028-01-12")
    assert dict(night.done) == {}
    assert {one.key for one in night.changeset.needs_a_look} == ANNS
    assert {one.message for one in night.changeset.needs_a_look} == {"bears our mark and nobody wants it; left alone"}


def test_a_year_that_closed_long_ago_loses_its_sheets_and_people_who_are_here_keep_theirs() -> None:
    house = House(YEAR_DUE, a_register(ANN, HEAD), retention=Retention())
    report = house.dispose()
    assert report.exit_code == 0
    assert house.binned() == {"2025-26/sheet/overview", "2025-26/sheet/school/OXB", "2025-26/sheet/manager/S9"}
    assert {one["What"] for one in house.log} == {"status_sheets", "runs"}
    assert {*ANNS, "person/S9"} <= house.ledger()
    assert dict(house.night("2028-11-11").done) == {}


def test_old_runs_are_taken_out_and_the_newest_stay_in_their_order() -> None:
    house = House("2026-10-01", a_register(ANN, HEAD), retention=Retention(runs=1))
    before = [row[0] for row in house.workspace.tabs[RUNS][1:]]
    assert dict(house.dispose().done) == {"clear rows": 1}
    assert [row[0] for row in house.workspace.tabs[RUNS][1:-1]] == before[1:]


def test_the_morning_before_and_while_everything_is_kept_for_ever_there_is_nothing_to_do() -> None:
    assert not preview(House("2027-12-31").world).report.changeset
    assert not preview(House("2040-01-01", retention=Retention(**dict.fromkeys(KINDS, 0))).world).report.changeset


@pytest.mark.parametrize("fingerprint", ["000000000000", "-"])
def test_only_what_was_reviewed_is_disposed_of(fingerprint: str) -> None:
    house = House()
    report = house.dispose(fingerprint)
    assert (report.exit_code, report.stale_review, dict(report.done)) == (3, True, {})
    assert house.binned() == set()
    assert house.log == []
    assert house.workspace.tabs[RUNS][-1][6] == "What was reviewed has changed since: look at the preview again."


def test_a_thing_that_somebody_put_into_the_folder_since_it_was_reviewed_makes_the_review_stale() -> None:
    house = House()
    fingerprint = preview(house.world).report.changeset.fingerprint
    folder = gather(house.world).actual.items["person/S1"].file_id
    house.world.writer.make_document("A note of mine", folder, {})
    assert house.dispose(fingerprint).stale_review
    assert house.dispose().done["dispose"] == 1
    assert house.log[0]["Things in it"] == "4"


def test_what_changes_between_the_look_and_the_hold_is_not_disposed_of() -> None:
    house = House()
    reviewed = preview(house.world).report.changeset.fingerprint
    real = house.world.workbook.claim

    class Slow:
        def __getattr__(self, name: str) -> Any:
            return getattr(house.world.workbook, name)

        def claim(self, *arguments: Any) -> Any:
            set_register(house.workspace, a_register(ANN, HEAD))
            return real(*arguments)

    report = dispose(replace(house.world, workbook=Slow()), Order("a test", reviewed), Counter())  # type: ignore[arg-type]
    assert (report.exit_code, house.binned(), house.workspace.claims) == (3, set(), {})


def test_how_many_things_went_with_a_folder_stays_as_it_was_counted_when_it_was_not_in_the_bin_yet() -> None:
    house = House()
    folder = gather(house.world).actual.items["person/S1"].file_id
    house.world.writer.make_document("A note of mine", folder, {})
    house.workspace.troubles = [Trouble("trash", Unsure("drive.files.update", "503"), after=True)]
    assert house.dispose().exit_code == 4
    assert house.dispose().exit_code == 0
    assert [(one["Things in it"], one["State"]) for one in house.log if one["Key"] == "person/S1"] == [("4", DONE)]


def test_while_another_run_goes_on_nothing_is_disposed_of() -> None:
    house = House()
    house.workspace.claims = {1: Claim("another", house.workspace.now + timedelta(minutes=5), 1)}
    report = house.dispose()
    assert (report.exit_code, report.stopped, dict(report.done)) == (4, BUSY, {})
    assert house.binned() == set()


def test_before_there_is_a_tab_to_write_it_down_in_nothing_goes() -> None:
    house = House()
    del house.workspace.tabs[DISPOSALS]
    with pytest.raises(SetUpError, match="no tab Disposals yet"):
        preview(house.world)


def test_a_folder_that_is_gone_already_is_struck_and_written_down() -> None:
    house = House()
    for key in ANNS:
        del house.workspace.files[gather(house.world).actual.items[key].file_id]
    assert house.dispose().done["dispose"] == 1
    assert house.log[0]["Things in it"] == "0"
    assert not house.ledger() & ANNS


def test_what_google_refuses_is_told_stays_and_is_done_the_next_time_in_the_same_row() -> None:
    house = House()
    house.workspace.troubles = [Trouble("trash", Refused("drive.files.update", "forbidden", 403))]
    first = house.dispose()
    assert (first.exit_code, first.failures[0].reason) == (4, "Google refused (drive.files.update, forbidden)")
    assert [one["State"] for one in house.log] == [NOT_DONE, DONE, DONE]
    assert house.ledger() >= ANNS
    assert house.dispose().exit_code == 0
    assert [one["State"] for one in house.log] == [DONE, DONE, DONE]


def test_of_what_nobody_knows_whether_it_was_done_the_log_says_begun() -> None:
    house = House()
    house.workspace.troubles = [Trouble("trash", Unsure("drive.files.update", "503"), after=True)]
    assert house.dispose().exit_code == 4
    assert house.log[0]["State"] == BEGUN
    assert house.ledger() >= ANNS
    assert house.dispose().exit_code == 0
    assert house.log[0]["State"] == DONE


def test_where_the_log_cannot_be_written_nothing_is_struck() -> None:
    house = House()
    lost = Unsure("sheets.spreadsheets.values.batchUpdate", "503")
    house.workspace.troubles = [Trouble("write_rows", lost, nth=nth) for nth in (4, 5)]
    report = house.dispose()
    assert report.stopped
    assert house.ledger() >= ANNS
    assert house.dispose().exit_code == 0
    assert not house.ledger() & ANNS


def test_a_run_without_time_disposes_of_nothing() -> None:
    house = House()
    reviewed = preview(house.world).report.changeset.fingerprint
    report = dispose(house.world, Order("a test", reviewed, timedelta()), Counter())
    assert (report.exit_code, report.left, house.binned()) == (4, 3, set())


def test_when_looking_fails_the_row_says_so_and_the_error_is_not_hidden() -> None:
    house = House()
    reviewed = preview(house.world).report.changeset.fingerprint
    house.workspace.troubles = [Trouble("marked", Refused("drive.files.list", "forbidden", 403))]
    with pytest.raises(Refused):
        house.dispose(reviewed)
    assert house.workspace.tabs[RUNS][-1][6] == "Google refused (drive.files.list, forbidden)"


def test_the_workbook_s_first_tab_says_how_much_is_past_its_retention() -> None:
    house = House()
    assert house.workspace.tabs["Today"][1] == [
        "Past their retention: 3. `ggp retention` shows them, and disposes of what was reviewed."
    ]
    house.dispose()
    house.night("2028-01-11")
    assert house.workspace.tabs["Today"][1] == ["Nothing. Everything is as it should be."]


def test_a_doubtful_folder_stays_and_somebody_is_told() -> None:
    house = House()
    house.workspace.files[gather(house.world).actual.items["person/S1"].file_id].marks["ggp-mark"] = "another"
    report = preview(house.world).report
    assert "dispose" not in report.changeset.counts()
    assert [one.key for one in report.changeset.needs_a_look] == ["person/S1"]


# Exactly once


class Killed(BaseException):
    """The process has ended."""


def picture(house: House) -> Any:
    """What counts in the end: what is in the bin, what the ledger and the tabs say, and the log but for when and by which review."""
    told = sorted((one["Key"], one["File id"], one["Things in it"], one["State"]) for one in house.log)
    tabs = {tab: [row for row in house.workspace.tabs[tab] if any(row)] for tab in (PLANS, AGREEMENTS)}
    return house.binned(), house.ledger(), tabs, told


def ways() -> Iterator[tuple[str, Any, bool]]:
    for after in (False, True):
        yield f"killed {'after' if after else 'before'}", Killed, after
        yield f"lost answer {'after' if after else 'before'}", lambda: Unsure("x", "503"), after
    yield "refused", lambda: Refused("x", "forbidden", 403), False


WAYS = list(ways())


@pytest.fixture(scope="module")
def undisturbed() -> tuple[Any, int]:
    """What an undisturbed run leaves, and how many calls it takes."""
    house = House(YEAR_DUE, retention=Retention())
    reviewed = preview(house.world).report.changeset.fingerprint
    house.workspace.calls.clear()
    assert house.dispose(reviewed).exit_code == 0
    return picture(house), house.workspace.calls.total()


@pytest.mark.parametrize(("how", "error", "after"), WAYS, ids=[one[0] for one in WAYS])
def test_a_run_that_is_disturbed_at_any_call_is_finished_by_the_next(
    how: str, error: Any, after: bool, undisturbed: tuple[Any, int]
) -> None:
    wanted, calls = undisturbed
    assert calls > 20
    for nth in range(1, calls + 1):
        house = House(YEAR_DUE, retention=Retention())
        reviewed = preview(house.world).report.changeset.fingerprint
        house.workspace.troubles = [Trouble("*", error(), nth=nth, after=after)]
        with suppress(Killed, WorkspaceError):
            house.dispose(reviewed)
        house.workspace.troubles = []
        house.workspace.now += timedelta(minutes=20)
        with suppress(SetUpError):
            house.dispose()
        assert picture(house) == wanted, f"{how} at call {nth}"


@pytest.mark.parametrize("nth", range(1, 40, 3))
def test_a_night_between_a_killed_run_and_the_next_changes_nothing_about_the_end(nth: int, undisturbed: tuple[Any, int]) -> None:
    """The night takes out of the bin what the ledger still knows; the next run puts it there again."""
    house = House(YEAR_DUE, retention=Retention())
    reviewed = preview(house.world).report.changeset.fingerprint
    house.workspace.troubles = [Trouble("*", Killed(), nth=nth, after=True)]
    with suppress(Killed):
        house.dispose(reviewed)
    house.workspace.troubles = []
    house.workspace.claims.clear()
    house.night("2028-11-11")
    house.dispose()
    assert picture(house) == undisturbed[0]
    assert not preview(house.world).report.changeset
    assert not preview_provision(house.world).report.changeset


# For any register, settings and day

DAYS = st.dates(date(2025, 9, 1), date(2030, 12, 31))


@settings(max_examples=25)
@given(
    ends=st.lists(st.none() | DAYS, min_size=3, max_size=3),
    months=st.fixed_dictionaries({kind: st.sampled_from((0, 1, 12, 36)) for kind in KINDS}),
    day=DAYS,
)
def test_applying_and_looking_again_gives_nothing_and_whoever_is_here_keeps_everything(
    ends: list[date | None], months: dict[str, int], day: date
) -> None:
    people = [a_person(f"S{number}", line_manager="S9", ends=one) for number, one in enumerate(ends, start=1)]
    workspace = MemoryWorkspace()
    here = a_register(HEAD, *(replace(one, ends=None) for one in people))
    world: World = a_world(workspace, here, status_sheets=True, retention=Retention(**months))
    assert provision(world, Order("a test"), Counter()).exit_code == 0
    everyone = {one.marks[KEY] for one in workspace.files.values() if one.marks.get(KEY, "").split("/")[-1] in {"S1", "S2", "S3"}}
    set_register(workspace, a_register(HEAD, *people))
    workspace.tabs[CYCLES].append(Begun(a_later_cycle("2026-27"), State.BEGUN, date(2026, 7, 1)).to_row())
    workspace.now = at(day.isoformat())
    provision(world, Order("a test"), Counter())
    reviewed = preview(world).report.changeset.fingerprint
    assert dispose(world, Order("a test", reviewed), Counter()).exit_code == 0
    assert not preview(world).report.changeset
    gone = {one.marks[KEY] for one in workspace.files.values() if one.trashed} & everyone
    whose = {key.split("/")[-1] for key in gone if not key.startswith("2025-26/sheet")}
    assert whose <= {one.staff_id for one in people if one.ends and one.ends < day}
