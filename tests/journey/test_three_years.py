"""Three years of a 40-person trust, over HTTP: every event's morning, every Monday, two rollovers, an undo, and a crash in the middle of
each. In the end an independent check, which reads Drive alone, finds every person's folder as it should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import stamina

from service.jobs.collect import collect
from service.jobs.provision import provision
from service.jobs.rollover import review, turn
from service.jobs.runs import Order
from service.jobs.track import track
from service.jobs.turning import Turning
from service.wiring import House
from tests.journey.almanac import EVENTS, SCHOOL_LEAVES, Event
from tests.journey.drive_alone import Drive, Found, binned, folders, words_in
from tests.journey.lives import CLOSED_ON, ENDS, Life, access_to, documents_of, lives_in, on
from tests.service.engine.conftest import Town, a_town
from tests.service.engine.test_sweeps import Killed, Say, calm, kill_at
from tests.thoroughness import EVERY_CALL, THOROUGH

__all__ = ["a_town", "calm"]
pytestmark = [
    pytest.mark.no_cover,
    pytest.mark.journey,
    pytest.mark.skipif(not THOROUGH, reason="three years take minutes: they are followed in CI, or with GGP_SWEEP=12"),
]
FIRST, LAST = date(2025, 9, 1), date(2028, 7, 31)
EMERGENCY, ADMIN = "break-glass@stour.example", "ggp-admin@stour.example"
BEGAN = {"2025-26": date.min, "2026-27": date(2026, 9, 3), "2027-28": date(2027, 8, 20)}
TURNS: dict[date, tuple[str, bool, int]] = {
    date(2026, 9, 3): ("2026-27", False, 60),
    date(2026, 11, 5): ("2026-27", True, 60),
    date(2026, 11, 9): ("2026-27", False, 90),
    date(2027, 8, 20): ("2027-28", False, 30),
}
"""When the year is turned or taken back, and at which call that run is killed; a second run goes on."""
REVIEWED = {date(2026, 7, 10): "2026-27", date(2027, 7, 9): "2027-28"}
CRASHES = {date(2026, 11, 1): 70, date(2027, 11, 1): 70}
"""The nights on which a year is closed are killed too."""
WRITING = {date(2025, 11, 17): "2025-26", date(2026, 11, 16): "2026-27", date(2027, 11, 15): "2027-28"}
WRITERS = ("S00006", "S00014", "S00024")


@dataclass
class Journey:
    """The trust on its way. mornings: those on which a run was made: the events', and each fourth Monday; with ``make sweeps``
    each Monday."""

    town: Town
    lives: dict[str, Life]
    mornings: list[date] = field(default_factory=list)
    fingerprints: dict[str, str] = field(default_factory=dict)
    said: dict[tuple[str, str], str] = field(default_factory=dict)
    crashes: int = 0

    def go(self) -> None:
        mondays = every_day(FIRST, LAST)[:: 7 if EVERY_CALL else 28]
        days = {*mondays, *TURNS, *REVIEWED, *CRASHES, *WRITING}
        days |= {one.counts for one in EVENTS} | {one.typed for one in EVENTS}
        days |= {day + timedelta(days=1) for day in ENDS.values()} | {date(2026, 6, 1), date(2027, 5, 31), date(2028, 5, 29)}
        for day in sorted(one for one in days if one <= LAST):
            self.day(day)

    def day(self, day: date) -> None:
        """A morning's run; then what people do on that day."""
        self.town.on(f"{day.isoformat()}T02:00:00")
        self.mornings.append(day)
        for event in EVENTS:
            if event.renames and event.counts == day:
                before, after = event.renames
                self.town.served.dispatcher.as_person(
                    "directory.users.update", ADMIN, {"userKey": before}, {"primaryEmail": after}
                )
        if day in CRASHES:
            self.crash(lambda here: provision(here.world, Order("a night"), here.connection.counts), CRASHES[day])
            self.town.wait(16)
        thorough = len(self.mornings) % 5 == 1
        if not thorough:
            self.town.tabs_were_kept(day)
        self.night()
        if thorough:
            self.follow()
        for event in EVENTS:
            if event.typed == day:
                self.happen(event)
        if day in REVIEWED:
            self.fingerprints[REVIEWED[day]] = review(self.town.fresh().world, REVIEWED[day]).fingerprint
        if day in TURNS:
            self.turn(*TURNS[day])
        self.write(day)

    def night(self) -> None:
        here = self.town.fresh()
        report = provision(here.world, Order("a night"), here.connection.counts)
        assert not report.failures, (self.mornings[-1], report.failures[:3])
        assert not report.refused, (self.mornings[-1], report.refused)
        assert report.exit_code == 0, (self.mornings[-1], report.as_json()["waiting"], report.stopped)

    def follow(self) -> None:
        """The other jobs' runs, which take a Local Workspace long."""
        here = self.town.fresh()
        for job in (collect, track):
            assert job(here.world, Order("some weeks"), here.connection.counts).exit_code == 0, self.mornings[-1]

    def happen(self, event: Event) -> None:
        """An admin types it in; the account is made, or renamed, beforehand."""
        world = self.town.fresh().world
        tables = {tab: [list(row) for row in rows] for tab, rows in world.workbook.tables().rows.items()}
        before = {tab: [list(row) for row in rows] for tab, rows in tables.items()}
        if event.account:
            self.account(*event.account)
        event.type_in(tables)
        for tab, rows in tables.items():
            if rows != before[tab]:
                world.workbook.replace_tab(tab, rows)
        event.becomes(self.lives)

    def account(self, email: str, name: str) -> None:
        given, _, family = name.partition(" ")
        body = {"primaryEmail": email, "name": {"givenName": given, "familyName": family}, "password": "not kept, long enough"}
        self.town.served.dispatcher.as_person("directory.users.insert", ADMIN, {}, body)

    def turn(self, to: str, undo: bool, nth: int) -> None:
        """As it was reviewed, in July or just now; killed in the middle, and gone on with."""
        fingerprint = self.fingerprints.pop(to, "") if not undo else ""
        fingerprint = fingerprint or review(self.town.fresh().world, to, undo=undo).fingerprint
        turning = Turning(to, undo, fingerprint)
        self.crash(lambda here: turn(here.world, Order("an admin"), here.connection.counts, turning), nth)
        self.town.wait(16)
        here = self.town.fresh()
        turned = turn(here.world, Order("an admin"), here.connection.counts, turning)
        assert turned.exit_code == 0, (to, undo, turned.refused, turned.compared.differing[:3])

    def crash(self, run: Callable[[House], Any], nth: int) -> None:
        here = self.town.fresh()
        kill_at(here, nth, "after")
        with suppress(Killed):
            run(here)
            raise AssertionError(f"the run ended before its call {nth}")
        self.crashes += 1

    def write(self, day: date) -> None:
        """Three people write in their plan each November."""
        cycle = WRITING.get(day)
        if cycle is None:
            return
        found = {one: file_id for folder in self.folders() for one, file_id in folder.ids.items()}
        for staff_id in WRITERS:
            life, text = self.lives[staff_id], f"What {staff_id} wrote in {cycle} 🌱"
            name = f"My growth plan {cycle} · {on(life.names, day)}"
            body = {"requests": [{"insertText": {"location": {"index": 1}, "text": text}}]}
            self.town.served.dispatcher.as_person(
                "docs.documents.batchUpdate", on(life.emails, day), {"documentId": found[name]}, body
            )
            self.said[staff_id, cycle] = text

    @property
    def drive(self) -> Drive:
        return Drive(self.town.served.dispatcher.as_person, EMERGENCY)

    def people_drive(self) -> str:
        drives = self.drive.get("drive.drives.list", fields="drives(id,name)")["drives"]
        return str(next(one["id"] for one in drives if "· People" in one["name"]))

    def folders(self) -> list[Found]:
        return folders(self.drive, self.people_drive())


@pytest.fixture(scope="module")
def journey(a_town: Callable[..., Town]) -> Iterator[Journey]:
    town = a_town(40, 2, 7, forms=True)
    town.back("seeded", f"{FIRST.isoformat()}T02:00:00")
    with stamina.set_testing(True, attempts=1):
        found = Journey(town, lives_in(Path(town.settings.trust)))
        found.go()
        yield found


@pytest.mark.usefixtures("calm")
def test_everyone_s_folder_is_as_it_should_be_after_three_years(journey: Journey, say: Say) -> None:
    for staff_id, last in SCHOOL_LEAVES.items():
        journey.lives[staff_id].ends = last
    wanted = {one: expected(journey, life) for one, life in journey.lives.items()}
    there = journey.folders()
    should = Counter(one for one in wanted.values() if one)
    found = Counter(as_found(one) for one in there)
    assert found == should, differences(found, should)
    assert binned(journey.drive, journey.people_drive()) == []
    assert journey.crashes == len(TURNS) + len(CRASHES)
    say(f"{len(there)} folders as they should be after {len(journey.mornings)} mornings, {journey.crashes} crashes")


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=one) for one in range((last - first).days + 1)]


def expected(journey: Journey, life: Life) -> Any:
    """A folder, as a value; None for whoever was never due anything."""
    documents = documents_of(life, every_day(FIRST, LAST), BEGAN, LAST)
    if not documents:
        return None
    together = access_to(life, journey.lives, LAST, together=True)
    conversations = sum(number for (name, _), number in documents.items() if name.startswith("Our growth conversation"))
    return (
        f"{on(life.names, min(life.ends, LAST))} · Growing Great People",
        frozenset(access_to(life, journey.lives, LAST).items()),
        frozenset(documents.items()),
        (frozenset(together.items()),) * conversations,
        (),
    )


def as_found(one: Found) -> Any:
    together = tuple(frozenset(given.items()) for given in one.together)
    return (one.name, frozenset(one.access.items()), frozenset(one.documents.items()), together, tuple(one.strange))


def differences(found: Counter[Any], should: Counter[Any]) -> str:
    more, less = sorted(map(str, found - should)), sorted(map(str, should - found))
    return "\n".join(["FOUND", *more, "SHOULD BE", *less])


@pytest.mark.usefixtures("calm")
def test_nobody_lost_a_word(journey: Journey) -> None:
    ids = {name: file_id for folder in journey.folders() for name, file_id in folder.ids.items()}
    assert len(journey.said) == len(WRITERS) * len(BEGAN)
    for (staff_id, cycle), text in journey.said.items():
        life = journey.lives[staff_id]
        name = f"My growth plan {cycle} · {on(life.names, CLOSED_ON.get(cycle, LAST))}"
        assert text in words_in(journey.drive, ids[name + (" · closed" if cycle in CLOSED_ON else "")]), (staff_id, cycle)
