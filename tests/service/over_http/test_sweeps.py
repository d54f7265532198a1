"""Exactly once: a run of two people is made to fail at every call it makes, in every way, and the next run mends it.

What counts is what Drive holds in the end, compared with an undisturbed run, and the POSTs that reached the server.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import stamina
import yaml
from picture import picture

from local_workspace.core import oauth
from local_workspace.core.assembly import build
from local_workspace.core.faults import Fault
from local_workspace.core.server import Served, serve
from local_workspace.seed import seed
from service.declared.load import load
from service.errors import SetUpError, WorkspaceError
from service.google.door import Door
from service.jobs.provision import Order, provision
from service.jobs.report import Report
from service.local_seed import SERVICE_ACCOUNT, seed_for
from service.sample.write import write_sample
from service.settings import Settings
from service.wiring import House, house

pytestmark = pytest.mark.sweep
MOST_CALLS = 40
LAG = 16 * 60


class Killed(BaseException):
    """The process ends here: nothing in the service may catch it."""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Settings]]:
    """A trust of two people, set up in August, when nobody is due anything: the snapshot ``set up``."""
    folder = tmp_path_factory.mktemp("two")
    write_sample(folder / "trust", 2, 1, 5)
    workspace = build(seed=1)
    seed(workspace, seed_for(load(folder / "trust")))
    with serve(workspace, strict=True) as served, stamina.set_testing(True, attempts=1):
        oauth.write_key_file(workspace, folder / "key.json", SERVICE_ACCOUNT, "ggp-local")
        settings = Settings(workspace=served.url, key_file=folder / "key.json", trust=folder / "trust", _env_file=None)
        workspace.clock.freeze(True)
        _on(served, "2025-08-30T02:00:00")
        report = _run(house(settings))
        assert report.done["make template"] == 7
        _name_workbook_by_id(folder / "trust" / "trust.yaml", house(settings).world.places.workbook_id)
        workspace.snapshot("set up")
        yield served, settings


def _name_workbook_by_id(path: Path, workbook_id: str) -> None:
    """As docs/set-up-google.md allows: nothing has to be searched for then."""
    declared = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump({**declared, "control_workbook": workbook_id}), "utf-8")


def _on(served: Served, moment: str) -> None:
    served.workspace.clock.set(datetime.fromisoformat(moment).replace(tzinfo=UTC))


def _run(here: House) -> Report:
    return provision(here.world, Order("a sweep"), here.connection.counts)


@pytest.fixture
def served(two: tuple[Served, Settings]) -> Served:
    served, _ = two
    reset(served)
    return served


def reset(served: Served) -> None:
    """Back to the morning before the first run with people in it. No search lags, no fault is left."""
    served.workspace.restore("set up")
    served.workspace.faults.clear()
    served.workspace.clock.freeze(True)
    _on(served, "2025-10-06T02:00:00")
    served.workspace.calls.clear()
    served.workspace.search_lag = timedelta()


BUILT: dict[str, House] = {}


def fresh(two: tuple[Served, Settings]) -> House:
    """A house as a new process would have it; what is the same in every process is put together once, for speed."""
    where = two[1].workspace
    if where not in BUILT:
        BUILT[where] = house(two[1])
    first = BUILT[where]
    return House(first.settings, first.declared, replace(first.connection, door=Door(attempts=1)))


@pytest.fixture
def undisturbed(two: tuple[Served, Settings], served: Served) -> tuple[dict[str, Any], list[str]]:
    """What one run without any fault leaves, and the methods it called, in order."""
    here = fresh(two)
    report = _run(here)
    calls = [one.method for one in served.workspace.calls]
    assert (report.exit_code, len(calls) <= MOST_CALLS) == (0, True), f"{len(calls)} calls"
    found = picture(here, served)
    reset(served)
    return found, calls


def disturbed(two: tuple[Served, Settings], disturb: Callable[[House], None]) -> None:
    """A run that something happens to. It may end in an error; it must not end the test."""
    served, _ = two
    try:
        here = fresh(two)
        disturb(here)
        _run(here)
    except (WorkspaceError, SetUpError, Killed):
        pass
    served.workspace.faults.clear()


def mended(two: tuple[Served, Settings]) -> dict[str, Any]:
    """Run again, and once more after the time in which search may lag and a claim may hold; what there is then."""
    served, _ = two
    _run(fresh(two))
    served.workspace.clock.advance(_seconds(LAG))
    report = _run(fresh(two))
    assert report.exit_code == 0, report.as_json()
    idle = _run(fresh(two))
    assert not idle.done
    return picture(fresh(two), served)


def _seconds(number: int) -> Any:
    return timedelta(seconds=number)


def every_call(calls: list[str]) -> range:
    return range(1, len(calls) + 1)


FAULTS: dict[str, Callable[[int], Fault]] = {
    "closed after the work": lambda nth: Fault(nth=nth, when="after", close=True),
    "closed before the work": lambda nth: Fault(nth=nth, when="before", close=True),
    "403 too fast": lambda nth: Fault(nth=nth, status=403, reason="userRateLimitExceeded"),
    "403 forbidden": lambda nth: Fault(nth=nth, status=403, reason="forbidden"),
    "429": lambda nth: Fault(nth=nth, status=429, reason="rateLimitExceeded"),
    "500 before the work": lambda nth: Fault(nth=nth, status=500, reason="internalError"),
    "500 after the work": lambda nth: Fault(nth=nth, status=500, reason="internalError", when="after"),
    "503": lambda nth: Fault(nth=nth, status=503),
    "HTML 502": lambda nth: Fault(nth=nth, status=502, html=True),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_at_any_call_is_mended_by_the_next_runs(
    kind: str, two: tuple[Served, Settings], served: Served, undisturbed: tuple[dict[str, Any], list[str]]
) -> None:
    wanted, calls = undisturbed
    tried = 0
    for nth in every_call(calls):
        reset(served)
        disturbed(two, lambda _, nth=nth: served.workspace.faults.append(FAULTS[kind](nth)))
        sent = Counter(one.method for one in served.workspace.calls if one.method in ("drive.files.copy", "drive.files.create"))
        assert sent["drive.files.copy"] <= calls.count("drive.files.copy"), f"a copy was sent twice at call {nth}"
        assert mended(two) == wanted, f"{kind} at call {nth} ({calls[nth - 1]})"
        tried += 1
    print(f"{kind}: {tried} points tried")
    assert tried == len(calls)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_run_that_is_killed_at_any_call_is_finished_by_the_next_runs(
    when: str, two: tuple[Served, Settings], served: Served, undisturbed: tuple[dict[str, Any], list[str]]
) -> None:
    wanted, calls = undisturbed
    tried = 0
    for nth in every_call(calls):
        reset(served)
        disturbed(two, lambda here, nth=nth: kill_at(here, nth, when))
        assert mended(two) == wanted, f"killed {when} call {nth} ({calls[nth - 1]})"
        tried += 1
    print(f"killed {when} the call: {tried} points tried")
    assert tried == len(calls)


def kill_at(here: House, nth: int, when: str) -> None:
    """Let the process die at its nth call, before it is sent or right after it was answered."""
    door, count = here.connection.door, 0
    real = door.call

    def deadly(method: str, send: Callable[[], Any], *, repeatable: bool) -> Any:
        nonlocal count
        count += 1
        if count == nth and when == "before":
            raise Killed
        answer = real(method, send, repeatable=repeatable)
        if count == nth:
            raise Killed
        return answer

    door.call = deadly  # type: ignore[method-assign]


def test_search_that_lags_by_ten_minutes_makes_nothing_twice(
    two: tuple[Served, Settings], served: Served, undisturbed: tuple[dict[str, Any], list[str]]
) -> None:
    wanted, calls = undisturbed
    copies = [place for place, method in enumerate(calls, start=1) if method == "drive.files.copy"]
    for nth in copies:
        reset(served)
        served.workspace.search_lag = _seconds(600)
        disturbed(two, lambda _, nth=nth: served.workspace.faults.append(Fault(nth=nth, when="after", close=True)))
        again = _run(fresh(two))
        assert (again.waiting, again.exit_code) == (1, 4), f"not waiting after call {nth}"
        assert mended(two) == wanted, f"lagging after call {nth}"
    print(f"lagging search: {len(copies)} points tried")
    assert len(copies) == 6


def test_two_runs_started_together_end_in_one_result(
    two: tuple[Served, Settings], served: Served, undisturbed: tuple[dict[str, Any], list[str]]
) -> None:
    wanted, calls = undisturbed
    reports: list[Report] = []
    houses = [fresh(two), fresh(two)]
    for one in houses:
        assert one.world
    threads = [threading.Thread(target=lambda here=one: reports.append(_run(here))) for one in houses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = Counter(one.method for one in served.workspace.calls)
    assert sent["drive.files.copy"] == calls.count("drive.files.copy")
    assert picture(fresh(two), served) == wanted
    assert sum(report.done["make document"] for report in reports) == 6
