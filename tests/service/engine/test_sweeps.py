"""Exactly once: a run is made to fail at every call it makes, in every way, and the next runs end where an undisturbed
one does.

What counts is what the Workspace holds in the end, and the POSTs that reached the server. No retry absorbs a fault here:
each is felt where it strikes.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import stamina
import structlog

from local_workspace.core.faults import Fault
from service.errors import SetUpError, WorkspaceError
from service.jobs.report import Report
from service.wiring import House
from tests.service.engine.picture import picture
from tests.thoroughness import THOROUGH, some

pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]

MOST_CALLS = 49
Say = Callable[[str], None]
"""Says something at the end of the tests, such as how many points were tried."""
COPY, MAKE = "drive.files.copy", "drive.files.create"

FAULTS: dict[str, Callable[[int], Fault]] = {
    "socket closed after the work": lambda nth: Fault(nth=nth, when="after", close=True),
    "socket closed before the work": lambda nth: Fault(nth=nth, when="before", close=True),
    "403 too fast": lambda nth: Fault(nth=nth, status=403, reason="userRateLimitExceeded"),
    "403 forbidden": lambda nth: Fault(nth=nth, status=403, reason="forbidden"),
    "429": lambda nth: Fault(nth=nth, status=429, reason="rateLimitExceeded"),
    "500 before the work": lambda nth: Fault(nth=nth, status=500, reason="internalError"),
    "500 after the work": lambda nth: Fault(nth=nth, status=500, reason="internalError", when="after"),
    "503": lambda nth: Fault(nth=nth, status=503),
    "HTML 502": lambda nth: Fault(nth=nth, status=502, html=True),
}


SETTING_UP = ("killed after the call", "socket closed after the work", "403 forbidden")
KINDS = (*FAULTS, "killed before the call", "killed after the call")
"""Everything that happens to a call."""


class Killed(BaseException):
    """The process has ended: nothing in the service may catch it, and no call is sent after it."""


@dataclass
class Undisturbed:
    """What one run without any fault leaves, and the methods it called, in order."""

    picture: dict[str, Any]
    calls: list[str]


@pytest.fixture
def calm() -> Iterator[None]:
    """No retries, no waiting, and no line of log for each of some thousands of refusals."""
    quiet = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR), cache_logger_on_first_use=False)
    logging.getLogger("googleapiclient.http").setLevel(logging.ERROR)
    with stamina.set_testing(True, attempts=1):
        yield
    logging.getLogger("googleapiclient.http").setLevel(logging.NOTSET)
    structlog.configure(**quiet)


def undisturbed(town: Any, snapshot: str, moment: str) -> Undisturbed:
    town.back(snapshot, moment)
    report = town.run()
    calls = list(town.methods)
    assert (report.exit_code, report.waiting) == (0, 0)
    found = picture(town)
    assert found["twice"] == []
    assert not town.run().done
    return Undisturbed(found, calls)


@pytest.fixture(scope="module")
def october(two: Any) -> Undisturbed:
    """Two people are provisioned; everything of the trust's own is there already."""
    with stamina.set_testing(True, attempts=1):
        found = undisturbed(two, "set up", "2025-10-06T09:00:00")
    assert found.calls.count(COPY) == 6
    assert len(found.calls) <= MOST_CALLS
    return found


@pytest.fixture(scope="module")
def summer(two: Any) -> Undisturbed:
    """From nothing: tabs, drives, folders, templates."""
    with stamina.set_testing(True, attempts=1):
        return undisturbed(two, "seeded", "2025-08-30T02:00:00")


def kill_at(here: House, nth: int, when: str) -> None:
    """Let the process end at its nth call: before it is sent, or when it was answered."""
    door, count = here.connection.door, 0
    real = door.call

    def deadly(method: str, send: Callable[[], Any], *, repeatable: bool) -> Any:
        nonlocal count
        count += 1
        if count > nth or (count == nth and when == "before"):
            raise Killed
        answer = real(method, send, repeatable=repeatable)
        if count == nth:
            raise Killed
        return answer

    door.call = deadly  # type: ignore[method-assign]


def disturbed(town: Any, disturb: Callable[[House], None]) -> None:
    """A run that something happens to. It may end in an error; it must not end the test."""
    here = town.fresh()
    disturb(here)
    with suppress(WorkspaceError, SetUpError, Killed):
        town.run(here)
    town.served.workspace.faults.clear()


def ended(town: Any) -> Report:
    """Run again; where that is not the end, once more after the time in which search may lag and a claim may hold."""
    report: Report = town.run()
    if report.exit_code:
        town.wait(16)
        report = town.run()
    return report


def sweep(
    town: Any,
    wanted: Undisturbed,
    snapshot: str,
    moment: str,
    disturb: Callable[[House, int], None],
    made: int,
    what: str,
    nth_kind: int,
    say: Say,
) -> None:
    """Disturb one call after the other. made: how many more copies may be asked for, where the one disturbed was not made.
    nth_kind: which of the ways to disturb it is."""
    points = some(wanted.calls, nth_kind)
    for nth, method in points:
        town.back(snapshot, moment)
        disturbed(town, lambda here, nth=nth: disturb(here, nth))
        report = ended(town)
        where = f"{what} at call {nth}, {method}"
        assert report.exit_code == 0, f"{where}: {report.as_json()}"
        found = picture(town)
        if found["held"]:
            town.wait(16)
            found = picture(town)
        assert found["twice"] == [], where
        assert found == wanted.picture, where
        assert town.methods.count(COPY) == wanted.calls.count(COPY) + (made if method == COPY else 0), where
    say(f"{what}: {len(points)} of {len(wanted.calls)} points tried")


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_at_any_call_is_made_good_by_the_next_runs(kind: str, two: Any, october: Undisturbed, say: Say) -> None:
    def disturb(here: House, nth: int) -> None:
        two.served.workspace.faults.append(FAULTS[kind](nth))

    again = 0 if "after the work" in kind else 1
    sweep(two, october, "set up", "2025-10-06T09:00:00", disturb, again, kind, KINDS.index(kind), say)


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_run_that_is_killed_at_any_call_is_finished_by_the_next_runs(
    when: str, two: Any, october: Undisturbed, say: Say
) -> None:
    how = f"killed {when} the call"

    def disturb(here: House, nth: int) -> None:
        kill_at(here, nth, when)

    sweep(two, october, "set up", "2025-10-06T09:00:00", disturb, 0, how, KINDS.index(how), say)


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("how", SETTING_UP)
def test_setting_up_that_fails_at_any_call_is_finished_by_the_next_runs(
    how: str, two: Any, summer: Undisturbed, say: Say
) -> None:
    def disturb(here: House, nth: int) -> None:
        if how in FAULTS:
            two.served.workspace.faults.append(FAULTS[how](nth))
        else:
            kill_at(here, nth, "after")

    sweep(two, summer, "seeded", "2025-08-30T02:00:00", disturb, 0, f"setting up, {how}", SETTING_UP.index(how), say)


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("how", ["socket closed after the work", "killed after the call"])
def test_while_search_lags_by_ten_minutes_a_lost_copy_waits_and_is_found(
    how: str, two: Any, october: Undisturbed, say: Say
) -> None:
    made = [(nth, method) for nth, method in enumerate(october.calls, start=1) if method in (COPY, MAKE)]
    assert len(made) == 12, "six documents, two folders of people, and the Sheets with their folder"
    points = made if THOROUGH else made[2::5]
    for nth, method in points:
        two.back("set up", "2025-10-06T09:00:00")
        two.served.workspace.search_lag = timedelta(minutes=10)
        if how in FAULTS:
            disturbed(two, lambda _, nth=nth: two.served.workspace.faults.append(FAULTS[how](nth)))
        else:
            disturbed(two, lambda here, nth=nth: kill_at(here, nth, "after"))
        again = two.run()
        if method == COPY:
            assert again.exit_code == 4, f"not waiting after call {nth}"
        report = ended(two)
        assert report.exit_code == 0, report.as_json()
        assert picture(two) == october.picture, f"{how} at call {nth}, {method}"
        assert two.methods.count(COPY) == 6
    say(f"lagging search, {how}: {len(points)} of {len(made)} points tried")


@pytest.mark.usefixtures("calm")
def test_while_search_lags_an_undisturbed_run_ends_as_ever_and_the_next_does_nothing(two: Any, october: Undisturbed) -> None:
    two.back("set up", "2025-10-06T09:00:00")
    two.served.workspace.search_lag = timedelta(minutes=10)
    assert two.run().exit_code == 0
    two.wait(1)
    assert not two.run().done
    two.wait(20)
    assert not two.run().done
    assert picture(two) == october.picture


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("attempt", range(3))
def test_two_runs_started_together_end_in_one_result(attempt: int, two: Any, october: Undisturbed) -> None:
    two.back("set up", "2025-10-06T09:00:00")
    houses, reports = [two.fresh(), two.fresh()], []
    assert all(here.world for here in houses)
    threads = [threading.Thread(target=lambda here=here: reports.append(two.run(here))) for here in houses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reports) == 2
    assert two.methods.count(COPY) == 6
    assert sum(report.done["make document"] for report in reports) == 6
    assert picture(two) == october.picture
