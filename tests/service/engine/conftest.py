"""Two people's trust on a Local Workspace in this process, over HTTP, and the same ports in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import stamina
import yaml
from google.oauth2 import service_account

from local_workspace.core import oauth
from local_workspace.core.assembly import build
from local_workspace.core.server import Served, serve
from local_workspace.seed import seed
from service.declared.load import load
from service.google.connect import signed_in
from service.google.door import Door
from service.jobs.provision import provision
from service.jobs.report import Report
from service.jobs.runs import Order
from service.local_seed import SERVICE_ACCOUNT, seed_for
from service.reconcile.tabs import TRACKING
from service.reconcile.tracking import Mark, marks_in
from service.sample.write import write_sample
from service.settings import Settings
from service.wiring import House, house
from tests.service.engine.forty import answer_forty

SUMMER, AUTUMN = "2025-08-30T02:00:00", "2025-10-06T09:00:00"


@dataclass
class Town:
    """A served Workspace with the trust's settings, and houses as new processes would have them. read: documents as they
    were in the snapshots."""

    served: Served
    settings: Settings
    first: House
    read: dict[tuple[str, str], str] = field(default_factory=dict)

    def fresh(self, attempts: int = 1) -> House:
        """A house that knows nothing yet. What is the same in every process, and slow to make, is shared."""
        info = self.first.connection.session.credentials
        assert isinstance(info, service_account.Credentials)
        clock = self.served.workspace.clock.now
        session = signed_in(info, self.served.url)
        connection = replace(self.first.connection, session=session, door=Door(attempts=attempts), clock=clock)
        return House(self.settings, self.first.declared, connection)

    def run(self, here: House | None = None) -> Report:
        here = here or self.fresh()
        return provision(here.world, Order("a test"), here.connection.counts)

    def tabs_were_kept(self, day: date) -> None:
        """The workbook's tabs were looked after on a day: that takes a Local Workspace long, and is disturbed elsewhere."""
        world = self.fresh().world
        _, numbers = marks_in(world.workbook.tables({TRACKING: ""}).rows[TRACKING])
        id_ = world.places.workbook_id
        world.workbook.write_rows(TRACKING, {numbers[id_]: Mark(id_, world.tabs_version, day).to_row()})

    def on(self, moment: str) -> None:
        self.served.workspace.clock.set(datetime.fromisoformat(moment).replace(tzinfo=UTC))

    def wait(self, minutes: int) -> None:
        self.served.workspace.clock.advance(timedelta(minutes=minutes))

    def back(self, snapshot: str, moment: str = AUTUMN) -> None:
        """As it was, with no fault left, no search that lags, and the calls counted from here."""
        workspace = self.served.workspace
        workspace.restore(snapshot)
        workspace.faults.clear()
        workspace.search_lag = timedelta()
        workspace.clock.freeze(True)
        self.on(moment)
        workspace.calls.clear()

    @property
    def methods(self) -> list[str]:
        """What was called since, in order."""
        return [one.method for one in self.served.workspace.calls]


def without_forms(file: Path) -> None:
    """No Group may answer Forms, so there are none: the engine's own tests need not carry them along."""
    trust = yaml.safe_load(file.read_text("utf-8"))
    file.write_text(yaml.safe_dump({**trust, "staff_groups": []}, allow_unicode=True, sort_keys=False), "utf-8")


@pytest.fixture(scope="session")
def a_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int, int, int], Town]]:
    """Makes towns of so many people in so many schools, by a seed; each is kept as it was seeded."""
    running = []

    def make(staff: int, schools: int, number: int, *, forms: bool = False) -> Town:
        folder = tmp_path_factory.mktemp("town")
        write_sample(folder / "trust", staff, schools, number)
        if not forms:
            without_forms(folder / "trust" / "trust.yaml")
        workspace = build(seed=1)
        seed(workspace, seed_for(load(folder / "trust")))
        serving = serve(workspace, strict=True)
        served = serving.__enter__()
        running.append((serving, served))
        oauth.write_key_file(workspace, folder / "key.json", SERVICE_ACCOUNT, "ggp-local")
        settings = Settings(workspace=served.url, key_file=folder / "key.json", trust=folder / "trust", _env_file=None)
        workspace.clock.freeze(True)
        workspace.snapshot("seeded")
        return Town(served, settings, house(settings, attempts=1))

    yield make
    for serving, served in running:
        serving.__exit__(None, None, None)
        served.workspace.db.close()
        assert served.dispatcher.nonconforming == []


@pytest.fixture(scope="session")
def formless(a_town: Callable[..., Town]) -> Town:
    """Two people who are to have Forms. Snapshot: ``without forms``, everything else made."""
    town = a_town(2, 1, 5, forms=True)
    with stamina.set_testing(True, attempts=1):
        town.back("seeded", AUTUMN)
        here = town.fresh()
        plain = replace(here.declared, trust=here.declared.trust.model_copy(update={"staff_groups": ()}))
        assert town.run(House(town.settings, plain, here.connection)).exit_code == 0
        town.served.workspace.snapshot("without forms")
    return town


@pytest.fixture(scope="session")
def answering(a_town: Callable[..., Town]) -> Town:
    """Ten people with Forms. Snapshots: ``provisioned``; ``answered``, with forty responses that nobody has collected."""
    town = a_town(10, 1, 5, forms=True)
    with stamina.set_testing(True, attempts=1):
        town.back("seeded", AUTUMN)
        assert town.run().exit_code == 0
        town.served.workspace.snapshot("provisioned")
        answer_forty(town)
        town.served.workspace.snapshot("answered")
    return town


@pytest.fixture(scope="session")
def two(a_town: Callable[[int, int, int], Town]) -> Town:
    """Two people. Snapshots: ``seeded``; ``set up`` in summer, when nobody is due anything; ``provisioned`` in October."""
    town = a_town(2, 1, 5)
    with stamina.set_testing(True, attempts=1):
        town.back("seeded", SUMMER)
        assert town.run().done["make template"] == 7
        town.tabs_were_kept(date(2025, 10, 5))
        town.served.workspace.snapshot("set up")
        town.on(AUTUMN)
        assert town.run().done["make document"] == 6
        town.served.workspace.snapshot("provisioned")
    return town


@pytest.fixture
def town(two: Town) -> Iterator[Town]:
    """The two people, provisioned."""
    two.back("provisioned")
    with stamina.set_testing(True, attempts=2):
        yield two
