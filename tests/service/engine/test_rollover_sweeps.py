"""The turn of the year, the old year's closing and an undo, disturbed at every call: the next runs end where undisturbed ones do.

Two people with Forms, status Sheets and a plan that one of them wrote in. Whoever turns the year presses again if it did not come
to that; once it is written down that it was decided, a nightly run goes on by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import stamina

from service.jobs.provision import provision
from service.jobs.report import Report
from service.jobs.rollover import review, turn
from service.jobs.runs import Order
from service.jobs.turning import Turning
from service.reconcile.changeset import Changeset
from service.wiring import House
from tests.service.engine.conftest import Town
from tests.service.engine.hands import Hands
from tests.service.engine.picture import picture
from tests.service.engine.test_form_sweeps import disturbance
from tests.service.engine.test_sweeps import Say, Undisturbed, calm, sweep, undisturbed

__all__ = ["calm"]
pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]
KINDS = ("killed after the call", "socket closed after the work", "403 forbidden")
TO = "2026-27"


@dataclass
class Turner:
    """A town whose runs turn the year, or take that back, by what was reviewed."""

    town: Town
    turning: Turning

    def __getattr__(self, name: str) -> Any:
        return getattr(self.town, name)

    def run(self, here: House | None = None) -> Report:
        here = here or self.town.fresh()
        turned = turn(here.world, Order("a test"), here.connection.counts, self.turning)
        assert not turned.refused
        assert not turned.compared.differing
        return turned.report or Report(Changeset())


@dataclass(frozen=True)
class Story:
    """Snapshots of one town: ``turning``, ``closing`` and ``undoing``, with what was reviewed for the first and the last."""

    town: Town
    begin: Turning
    back: Turning


def looked_at(town: Town, *, undo: bool = False) -> Turning:
    here = town.fresh()
    return Turning(TO, undo, review(here.world, TO, undo=undo).fingerprint)


def night(town: Town, moment: str) -> Report:
    town.on(moment)
    here = town.fresh()
    report = provision(here.world, Order("a test"), here.connection.counts)
    assert report.exit_code == 0, report.as_json()
    return report


@pytest.fixture(scope="module")
def story(a_town: Callable[..., Town]) -> Story:
    town = a_town(2, 1, 5, forms=True)
    with stamina.set_testing(True, attempts=1):
        town.back("seeded", "2025-10-06T09:00:00")
        for moment in ("2025-10-06T09:00:00", "2026-06-02T02:00:00", "2026-07-10T02:00:00"):
            night(town, moment)
        begin = looked_at(town)
        town.tabs_were_kept(date(2026, 9, 2))
        town.served.workspace.snapshot("turning")
        town.on("2026-09-03T09:00:00")
        assert Turner(town, begin).run().exit_code == 0
        for moment in ("2026-09-07T02:00:00", "2026-10-01T02:00:00"):
            night(town, moment)
        plan = next(one for one in picture(town)["ledger"] if one.startswith(f"{TO}/B/"))
        written = next(one for key, one in _files(town).items() if key == plan)
        Hands(town.fresh().connection).answer(written, "focus", "Somebody's new focus")
        town.served.workspace.snapshot("closing")
        night(town, "2026-11-01T02:00:00")
        back = looked_at(town, undo=True)
        town.served.workspace.snapshot("undoing")
    return Story(town, begin, back)


def _files(town: Town) -> dict[str, str]:
    with town.served.workspace.lock:
        rows = town.served.workspace.db.execute("SELECT file_id, value FROM properties WHERE key = 'ggp-key'").fetchall()
    return {row["value"]: row["file_id"] for row in rows}


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("how", KINDS)
def test_a_turn_that_is_disturbed_at_any_call_is_finished_by_the_next_runs(how: str, story: Story, say: Say) -> None:
    turner = Turner(story.town, story.begin)
    wanted = undisturbed(turner, "turning", "2026-09-03T09:00:00")
    assert wanted.picture["ledger"][f"{TO}/sheet/overview"]
    again = 1 if how == "403 forbidden" else 0
    sweep(
        turner,
        wanted,
        "turning",
        "2026-09-03T09:00:00",
        disturbance(story.town, how),
        again,
        f"turning the year, {how}",
        KINDS.index(how),
        say,
    )


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("how", KINDS)
def test_a_year_whose_closing_is_disturbed_at_any_call_is_closed_by_the_next_nights(how: str, story: Story, say: Say) -> None:
    wanted = undisturbed(story.town, "closing", "2026-11-01T02:00:00")
    shut = [one for key, one in wanted.picture["files"].items() if key.startswith("2025-26/")]
    assert all(one["locked"] or one["accepting"] is False for one in shut)
    sweep(
        story.town,
        wanted,
        "closing",
        "2026-11-01T02:00:00",
        disturbance(story.town, how),
        0,
        f"closing a year, {how}",
        KINDS.index(how),
        say,
    )


@pytest.fixture(scope="module")
def taken_back(story: Story) -> Undisturbed:
    with stamina.set_testing(True, attempts=1):
        return undisturbed(Turner(story.town, story.back), "undoing", "2026-11-02T09:00:00")


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("how", KINDS)
def test_an_undo_that_is_disturbed_at_any_call_is_finished_by_the_next_runs(
    how: str, story: Story, taken_back: Undisturbed, say: Say
) -> None:
    files = taken_back.picture["files"]
    assert not any(one["locked"] for key, one in files.items() if key.startswith("2025-26/"))
    opened = sorted(key for key, one in files.items() if key.startswith(TO) and not one["locked"] and one["accepting"] is None)
    assert [key.partition("/")[2][0] for key in opened] == ["B"]
    turner = Turner(story.town, story.back)
    sweep(
        turner,
        taken_back,
        "undoing",
        "2026-11-02T09:00:00",
        disturbance(story.town, how),
        0,
        f"taking a year back, {how}",
        KINDS.index(how),
        say,
    )
