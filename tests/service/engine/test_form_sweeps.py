"""Forms exactly once, and no answer lost or twice: making Forms and collecting are disturbed at every call, in every way, and
the next runs end where an undisturbed one does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from service.errors import SetUpError, WorkspaceError
from service.jobs.collect import Memory, collect
from service.jobs.collected import Collected
from service.jobs.runs import Order
from service.wiring import House
from tests.service.engine.forty import collected_picture
from tests.service.engine.picture import picture
from tests.service.engine.test_sweeps import FAULTS, Killed, Say, Undisturbed, calm, kill_at, sweep, undisturbed
from tests.thoroughness import some

__all__ = ["calm"]
pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]
MAKING = ("killed after the call", "socket closed after the work", "403 forbidden")
AUTUMN = "2025-10-06T09:00:00"


def disturbance(town: Any, how: str) -> Callable[[House, int], None]:
    """What makes a call go wrong."""

    def disturb(here: House, nth: int) -> None:
        if how in FAULTS:
            town.served.workspace.faults.append(FAULTS[how](nth))
        else:
            kill_at(here, nth, "before" if "before" in how else "after")

    return disturb


@pytest.fixture(scope="module")
def made(formless: Any) -> Iterator[Undisturbed]:
    with pytest.MonkeyPatch.context():
        yield undisturbed(formless, "without forms", AUTUMN)


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("how", MAKING)
def test_making_forms_that_fails_at_any_call_is_finished_by_the_next_runs(
    how: str, formless: Any, made: Undisturbed, say: Say
) -> None:
    assert made.picture["files"]["2025-26/form/conversation"]
    asked_again = 1 if how == "403 forbidden" else 0
    sweep(
        formless,
        made,
        "without forms",
        AUTUMN,
        disturbance(formless, how),
        asked_again,
        f"making Forms, {how}",
        MAKING.index(how),
        say,
    )
    assert picture(formless)["twice"] == []


PARTS = 4
"""Each kind's points are tried in so many tests, so that no worker waits for another's long one."""
COLLECTING = (
    "killed before the call",
    "killed after the call",
    "socket closed after the work",
    "403 forbidden",
    "500 after the work",
)


def collect_once(town: Any, disturb: Callable[[House, int], None] | None = None, nth: int = 0) -> Collected | None:
    """One run of a new process; None where it did not end by itself."""
    here = town.fresh()
    if disturb:
        disturb(here, nth)
    with suppress(Killed, WorkspaceError, SetUpError):
        return collect(here.world, Order("a test"), here.connection.counts, Memory())
    return None


def until_done(town: Any) -> Collected:
    """Runs that nothing disturbs, until one has nothing left; a claim that a killed run left behind lapses first."""
    town.served.workspace.faults.clear()
    for _ in range(4):
        outcome = collect_once(town)
        if outcome and not outcome.exit_code:
            return outcome
        town.wait(16)
    raise AssertionError("four runs did not end it")


@pytest.fixture(scope="module")
def collected(answering: Any) -> tuple[dict[str, Any], list[str]]:
    """What an undisturbed run leaves, and the methods it called."""
    answering.back("answered", "2025-10-06T12:00:00")
    outcome = collect_once(answering)
    assert outcome is not None
    assert (outcome.new, outcome.exit_code) == (40, 0)
    calls = answering.methods
    return collected_picture(answering), calls


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("how", COLLECTING)
def test_collecting_that_fails_at_any_call_is_finished_by_the_next_runs(
    how: str, part: int, answering: Any, collected: tuple[dict[str, Any], list[str]], say: Say
) -> None:
    wanted, calls = collected
    points = some(calls, COLLECTING.index(how))[part::PARTS]
    for nth, method in points:
        answering.back("answered", "2025-10-06T12:00:00")
        collect_once(answering, disturbance(answering, how), nth)
        until_done(answering)
        assert collected_picture(answering) == wanted, f"{how} at call {nth}, {method}"
    say(f"collecting forty answers, {how}, part {part + 1} of {PARTS}: {len(points)} of {len(calls)} points tried")


@pytest.mark.usefixtures("calm")
def test_a_second_look_finds_nothing_new(answering: Any, collected: tuple[dict[str, Any], list[str]]) -> None:
    answering.back("answered", "2025-10-06T12:00:00")
    until_done(answering)
    again = collect_once(answering)
    assert again is not None
    assert again.new == 0
    assert collected_picture(answering) == collected[0]
