"""A run's hold on the workbook: kept up while it goes on, given back at its end, never lapsed unnoticed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from service.errors import LostHold, Refused, Throttled, Unsure
from service.jobs.holding import HOLD, Hold, take
from service.ports import Claim
from tests.service.builders import NOW
from tests.service.fakes import MemoryWorkspace, Trouble, a_world

HALF = HOLD.total_seconds() / 2
LOST = Unsure("sheets.spreadsheets.batchUpdate", "503")
SLOW = Throttled("sheets.spreadsheets.batchUpdate", "RATE_LIMIT_EXCEEDED", 429)


@dataclass
class Seconds:
    """The machine's seconds, moved by the test."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def held() -> tuple[MemoryWorkspace, Hold, Seconds]:
    workspace = MemoryWorkspace()
    world, seconds = a_world(workspace), Seconds()
    claim = world.workbook.claim("me", NOW + HOLD, None)
    assert claim is not None
    workspace.calls.clear()
    return workspace, Hold(world, claim, seconds, 0.0), seconds


def test_nothing_is_asked_until_half_of_it_has_passed() -> None:
    workspace, hold, seconds = held()
    seconds.now = HALF - 1
    hold.keep()
    assert not workspace.calls


def test_then_it_is_renewed_once() -> None:
    workspace, hold, seconds = held()
    seconds.now, workspace.now = HALF, NOW + HOLD / 2
    hold.keep()
    hold.keep()
    assert workspace.calls["renew"] == 1
    assert hold.claim.until == NOW + HOLD * 1.5
    seconds.now += HALF
    hold.keep()
    assert workspace.calls["renew"] == 2


def test_one_that_another_run_has_replaced_is_lost() -> None:
    workspace, hold, seconds = held()
    workspace.claims = {99: Claim("another", NOW + HOLD, 99)}
    seconds.now = HALF
    with pytest.raises(LostHold, match="another run has taken over"):
        hold.keep()


@pytest.mark.parametrize("error", [LOST, SLOW])
def test_without_an_answer_it_goes_on_while_the_claim_holds_and_asks_again(error: Exception) -> None:
    workspace, hold, seconds = held()
    workspace.troubles = [Trouble("renew", error)]
    seconds.now = HALF
    hold.keep()
    hold.keep()
    assert workspace.calls["renew"] == 2
    assert hold.since == HALF


@pytest.mark.parametrize("error", [LOST, SLOW])
def test_without_an_answer_towards_its_end_it_counts_as_lost(error: Exception) -> None:
    workspace, hold, seconds = held()
    workspace.troubles = [Trouble("renew", error)]
    seconds.now = HOLD.total_seconds() * 0.8
    with pytest.raises(LostHold, match="not certain that it still holds"):
        hold.keep()


def test_it_is_given_back_and_where_that_fails_it_lapses_by_itself() -> None:
    workspace, hold, _ = held()
    workspace.troubles = [Trouble("release", Refused("sheets.spreadsheets.batchUpdate", "", 400))]
    hold.let_go()
    assert workspace.claims
    hold.let_go()
    assert not workspace.claims


def test_a_workbook_that_another_run_holds_is_not_taken() -> None:
    workspace = MemoryWorkspace()
    world = a_world(workspace)
    assert take(world, "me", Claim("another", NOW + timedelta(seconds=1), 5)) is None
    assert not workspace.calls


def test_of_two_that_see_the_same_lapsed_claim_one_gets_it() -> None:
    workspace = MemoryWorkspace(claims={5: Claim("killed", NOW, 5)})
    world = a_world(workspace)
    stale = workspace.claims[5]
    assert take(world, "one", stale) is not None
    assert take(world, "other", stale) is None
