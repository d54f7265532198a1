"""Disposed of exactly once: a run that disposes is made to fail at every call it makes, in every way, and the next ends where an
undisturbed one does, over HTTP: in the bin, struck, and in the log once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import stamina

from service.errors import SetUpError, WorkspaceError
from service.jobs.report import Report
from service.jobs.retention import dispose, preview
from service.jobs.runs import Order
from service.policy.years import Begun, State
from service.reconcile.tabs import AGREEMENTS, CYCLES, DISPOSALS, PLANS
from service.wiring import House
from tests.service.builders import a_later_cycle
from tests.service.engine.picture import picture
from tests.service.engine.test_sweeps import FAULTS, Killed, Say, calm, kill_at
from tests.thoroughness import some

__all__ = ["calm"]
pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]

LEAVER, PAST = "S00002", "2028-11-10T09:00:00"
KINDS = (
    "killed before the call",
    "killed after the call",
    "socket closed after the work",
    "403 forbidden",
    "500 after the work",
    "HTML 502",
)


@pytest.fixture(scope="module")
def past(two: Any) -> Any:
    """One of the two left at the end of 2025, the next year was begun, and it is November 2028. Snapshot: ``past``."""
    with stamina.set_testing(True, attempts=1):
        two.back("provisioned", "2025-10-07T09:00:00")
        here = two.fresh()
        workbook = here.world.workbook
        rows = [list(row) for row in workbook.tables().rows["Staff"]]
        row = next(row for row in rows[1:] if row[0] == LEAVER)
        row += [""] * (len(rows[0]) - len(row))
        row[rows[0].index("Ends")] = "2025-12-31"
        workbook.replace_tab("Staff", rows)
        begun = Begun(a_later_cycle("2026-27", here.world.cycle), State.BEGUN, date(2026, 7, 1))
        workbook.write_rows(CYCLES, {2: begun.to_row()})
        workbook.write_rows(PLANS, {2: [LEAVER, "2025-26", "p"], 3: ["S00001", "2025-26", "p"]})
        workbook.write_rows(AGREEMENTS, {2: [LEAVER, "2025-26", "2025-10-14", "S00001", "r"]})
        two.on(PAST)
        assert two.run().exit_code in (0, 4)
        two.wait(16)
        two.run()
        two.served.workspace.snapshot("past")
    return two


def reviewed(town: Any) -> str:
    return str(preview(town.fresh().world).report.changeset.fingerprint)


def disposing(town: Any, fingerprint: str, disturb: Callable[[House], None] = lambda here: None) -> Report | None:
    """One run of a new process; None where it did not end by itself."""
    here = town.fresh()
    assert here.world
    town.served.workspace.calls.clear()
    disturb(here)
    with suppress(Killed, WorkspaceError, SetUpError):
        return dispose(here.world, Order("a test", fingerprint), here.connection.counts)
    return None


def shown(town: Any) -> dict[str, Any]:
    """The picture, without by which review each went."""
    found = picture(town)
    log = [[*row[:6], *row[7:]] for row in found["tabs"][DISPOSALS] if row]
    return {**found, "tabs": {**found["tabs"], DISPOSALS: sorted(log)}}


@dataclass
class Undisturbed:
    picture: dict[str, Any]
    calls: list[str]


@pytest.fixture(scope="module")
def undisturbed(past: Any) -> Undisturbed:
    with stamina.set_testing(True, attempts=1):
        past.back("past", PAST)
        report = disposing(past, reviewed(past))
        assert report is not None
        assert report.exit_code == 0, report.as_json()
        calls = list(past.methods)
        assert {one: report.done[one] for one in ("dispose", "clear rows")} == {"dispose": 4, "clear rows": 4}
        found = shown(past)
        binned = {key for key, one in found["files"].items() if one["trashed"]}
        assert binned >= {f"person/{LEAVER}", f"2025-26/B/{LEAVER}", "2025-26/sheet/overview"}
        assert not any(key.endswith("S00001") for key in binned if "/sheet/" not in key)
        assert not binned & set(found["ledger"])
        assert not preview(past.fresh().world).report.changeset
        assert not past.run().done
    return Undisturbed(found, calls)


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize("how", KINDS)
def test_disposing_that_fails_at_any_call_is_finished_by_the_next_runs(
    how: str, past: Any, undisturbed: Undisturbed, say: Say
) -> None:
    points = some(undisturbed.calls, KINDS.index(how))
    for nth, method in points:
        past.back("past", PAST)
        fingerprint = reviewed(past)

        def disturb(here: House, nth: int = nth) -> None:
            if how in FAULTS:
                past.served.workspace.faults.append(FAULTS[how](nth))
            else:
                kill_at(here, nth, "before" if "before" in how else "after")

        disposing(past, fingerprint, disturb)
        past.served.workspace.faults.clear()
        past.wait(16)
        again = disposing(past, reviewed(past))
        where = f"{how} at call {nth}, {method}"
        assert again is not None, where
        assert again.exit_code == 0, f"{where}: {again.as_json()}"
        assert shown(past) == undisturbed.picture, where
    say(f"disposing, {how}: {len(points)} of {len(undisturbed.calls)} points tried")


@pytest.mark.usefixtures("calm")
def test_a_night_in_between_takes_nothing_back_for_good(past: Any, undisturbed: Undisturbed) -> None:
    """The nightly run restores what the ledger still knows; the next disposal puts it into the bin again, and the log has it once."""
    nth = undisturbed.calls.index("drive.files.update") + 2
    past.back("past", PAST)
    disposing(past, reviewed(past), lambda here: kill_at(here, nth, "after"))
    past.wait(16)
    assert past.run().done["restore"] >= 1
    again = disposing(past, reviewed(past))
    assert again is not None
    assert (again.exit_code, shown(past)) == (0, undisturbed.picture)
