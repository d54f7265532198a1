"""Access is right whatever happens to the look that puts it right: it is disturbed at every call, in every way, and the next
looks end where an undisturbed one does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
import stamina

from service.errors import SetUpError, WorkspaceError
from service.jobs.access import look_at_access
from service.jobs.access_outcome import AccessOutcome
from service.jobs.gather import gather
from service.jobs.runs import Order
from service.policy.people import line_manager_on
from service.wiring import House
from tests.service.engine.hands import Hands
from tests.service.engine.picture import picture
from tests.service.engine.test_form_sweeps import disturbance
from tests.service.engine.test_sweeps import FAULTS, Killed, Say, calm
from tests.thoroughness import some

__all__ = ["calm"]
pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]
NIGHT = "2025-10-07T02:00:00"
KINDS = (*FAULTS, "killed before the call", "killed after the call")
REMOVING = ("killed after the call", "socket closed after the work", "403 forbidden")
ADMIN = "ggp-admin@stour.example"


def house_of(town: Any, *, remove: bool) -> House:
    """As a new process has it."""
    here = town.fresh()
    trust = here.declared.trust.model_copy(update={"remove_foreign_shares": remove})
    return House(here.settings, replace(here.declared, trust=trust), here.connection)


def look(town: Any, *, remove: bool, disturb: Callable[[House, int], None] | None = None, nth: int = 0) -> AccessOutcome | None:
    """One look of a new process; None where it did not end by itself."""
    here = house_of(town, remove=remove)
    if disturb:
        disturb(here, nth)
    with suppress(Killed, WorkspaceError, SetUpError):
        return look_at_access(here.world, Order("a test"), here.connection.counts)
    return None


def until_done(town: Any, *, remove: bool) -> None:
    """Looks that nothing disturbs, until one has nothing left; a claim that a killed one left behind lapses first."""
    town.served.workspace.faults.clear()
    for _ in range(4):
        outcome = look(town, remove=remove)
        if outcome and not outcome.exit_code:
            return
        town.wait(16)
    raise AssertionError("four looks did not end it")


def shown(town: Any) -> dict[str, Any]:
    """The picture; how far the logs were followed is counted by the changes that there were."""
    found = picture(town)
    if found["held"]:
        town.wait(16)
        found = picture(town)
    return {**found, "tabs": {tab: rows for tab, rows in found["tabs"].items() if tab != "Tracking"}}


@pytest.fixture(scope="module")
def meddled(two: Any) -> Any:
    """Snapshot ``meddled``: the line manager is shut out of somebody's folder, they only read in it themselves, and their plan is
    shared by hand."""
    with stamina.set_testing(True, attempts=1):
        two.back("provisioned")
        assert look(two, remove=False) is not None
        here = two.fresh()
        found, hands = gather(here.world), Hands(here.connection)
        person = next(one for one in found.register.people if line_manager_on(one, here.world.today()))
        manager = found.register.person(line_manager_on(person, here.world.today()) or "")
        assert manager is not None
        folder = found.actual.items[f"person/{person.staff_id}"].file_id
        for email in (manager.email, person.email):
            hands.unshare(folder, email)
        hands.share(folder, "user", "reader", person.email)
        hands.share(found.actual.items[f"2025-26/B/{person.staff_id}"].file_id, "user", "writer", ADMIN)
        two.served.workspace.snapshot("meddled")
    return two


def undisturbed(town: Any, *, remove: bool) -> tuple[dict[str, Any], list[str]]:
    town.back("meddled", NIGHT)
    outcome = look(town, remove=remove)
    assert outcome is not None
    assert (outcome.exit_code, outcome.repaired, outcome.first_seen, outcome.removed) == (0, 1, 1, int(remove))
    calls = list(town.methods)
    again = look(town, remove=remove)
    assert again is not None
    assert not again.report.changeset
    return shown(town), calls


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize(("how", "remove"), [*((kind, False) for kind in KINDS), *((kind, True) for kind in REMOVING)])
def test_a_look_that_fails_at_any_call_is_finished_by_the_next(how: str, remove: bool, meddled: Any, say: Say) -> None:
    wanted, calls = undisturbed(meddled, remove=remove)
    points = some(calls, (REMOVING if remove else KINDS).index(how))
    for nth, method in points:
        meddled.back("meddled", NIGHT)
        look(meddled, remove=remove, disturb=disturbance(meddled, how), nth=nth)
        until_done(meddled, remove=remove)
        assert shown(meddled) == wanted, f"{how} at call {nth}, {method}"
    removing = ", taking back what was shared by hand" if remove else ""
    say(f"looking at access{removing}, {how}: {len(points)} of {len(calls)} points tried")


@pytest.mark.usefixtures("calm")
def test_a_look_and_provisioning_one_after_the_other_agree(meddled: Any) -> None:
    meddled.back("meddled", NIGHT)
    until_done(meddled, remove=False)
    assert set(meddled.run().done) <= {"keep tabs"}
    found = look(meddled, remove=False)
    assert found is not None
    assert not found.report.changeset
