"""Every page in every state it can be in: a table of name -> what the service knows, and where to look."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import ModuleType
from typing import Any, Literal

from service.errors import SetUpError
from service.web.app import Service, create_app
from service.web.chooser import LocalIdentity
from service.web.desk import Copy, Outcome

__all__ = ["LEAVING", "STATES", "Copy", "LocalIdentity", "State", "create_app", "running"]


@dataclass(frozen=True)
class State:
    """path: where to look. make: the app for it. code: what it answers. run: how the run that was started from the page
    ended, or that it is half way."""

    path: str
    make: Callable[[ModuleType], Service]
    code: int = 200
    run: Literal["half way"] | Outcome | Exception | None = None


def me(**different: Any) -> Callable[[ModuleType], Service]:
    def make(house: ModuleType) -> Service:
        return house.app(house.FakeDesk(persons={house.AMARA: house.person(**different)}))

    return make


def admin(fill: Callable[[ModuleType], dict[str, Any]]) -> Callable[[ModuleType], Service]:
    return lambda house: house.app(house.FakeDesk(**fill(house)), who=house.ADMIN)


def local(house: ModuleType) -> Service:
    return create_app(house.LOCAL, house.FakeDesk(seats=list(house.SEATS)), LocalIdentity())


def runs(house: ModuleType) -> dict[str, Any]:
    earlier = [house.run(run_id=f"r{day}", when=datetime(2025, 10, day, 1, 0, tzinfo=UTC)) for day in range(4, 0, -1)]
    failed = house.failed_run(when=datetime(2025, 10, 5, 1, 0, tzinfo=UTC))
    return {"runs": [house.run(), failed, *earlier], "drives": list(house.PLACES)}


def failed_runs(house: ModuleType) -> dict[str, Any]:
    last = house.failed_run(when=datetime(2025, 10, 6, 1, 0, tzinfo=UTC))
    shared = ["'Growth plan · Zoë' with ben.long-family-name@stour.example, who can write; first seen on 4 October 2025."]
    earlier = runs(house)["runs"][2:]
    return {"runs": [last, *earlier], "problems": list(house.PROBLEMS), "drives": list(house.PLACES), "shared": shared}


def held_back(house: ModuleType) -> dict[str, Any]:
    return {
        "previewed": house.large_preview(
            waiting=("plan/S0102 was asked for and the answer was lost; by 09:15 it is certain whether it exists",),
            held=("person/S0313 will be shared once that Google account exists",),
            needs_a_look=("plan/S0044: someone made a copy of it; the copy is theirs and was left alone",),
            problems=house.PROBLEMS,
        )
    }


LEAVING = "Your last day here is 31 December. On the morning after, your documents here are closed to you. Take a copy along."

STATES = {
    "me": State("/me", me()),
    "me, several open and messages": State(
        "/me", me(messages=("Welcome! Your account is new: it may take a day until everything opens.",))
    ),
    "me, nothing due": State("/me", lambda house: me(documents=(house.document("plan", opens=date(2025, 10, 20)),))(house)),
    "me, leaving soon": State("/me", me(leaving=LEAVING)),
    "me, not taking part and leaving soon": State(
        "/me", me(documents=(), line_manager="", half_term="", school="", leaving=LEAVING)
    ),
    "me, on the way": State("/me", lambda house: me(documents=(house.document("plan", link=""),))(house)),
    "not in the register": State("/me", lambda house: house.app(house.FakeDesk())),
    "a foreign account": State("/me", lambda house: house.app(house.FakeDesk(), who="amara.with.a.long.address@gmail.example")),
    "chooser": State("/choose", local),
    "chooser, a search": State("/choose?q=zoe", local),
    "chooser, no one found": State("/choose?q=nobody", local),
    "admin, no run yet": State("/admin", admin(lambda house: {})),
    "admin": State("/admin", admin(runs)),
    "admin, failed runs": State("/admin", admin(failed_runs)),
    "one run": State("/admin/runs/r4", admin(runs)),
    "one failed run": State("/admin/runs/20251005T010002-ff00aa", admin(runs)),
    "preview, nothing": State("/admin/preview", admin(lambda house: {})),
    "preview": State("/admin/preview", admin(lambda house: {"previewed": house.preview()})),
    "preview, things held back": State("/admin/preview", admin(held_back)),
    "preview, refused": State("/admin/preview", admin(lambda house: {"previewed": house.large_preview(refusal=house.OUTSIZED)})),
    "running": State("/admin/apply", admin(lambda house: {}), run="half way"),
    "done": State("/admin/apply", admin(lambda house: {}), run=Outcome(True, "All 456 changes are made.", "r4")),
    "done for now": State(
        "/admin/apply", admin(lambda house: {}), run=Outcome(False, "454 changes are made; 2 wait until it is certain.", "r4")
    ),
    "stopped": State("/admin/apply", admin(lambda house: {}), run=SetUpError("no shared drive 'People': make it")),
    "year": State("/admin/year", admin(lambda house: {})),
    "year, the first": State("/admin/year", admin(lambda house: {"all_years": house.years(undo="", turn_to="2026-27")})),
    "year, nothing to turn to": State("/admin/year", admin(lambda house: {"all_years": house.years(undo="", turn_to="")})),
    "turning the year": State("/admin/year/turn", admin(lambda house: {})),
    "turning the year, nothing to mend": State(
        "/admin/year/turn", admin(lambda house: {"year": house.year(trips=0, total=1, sections=house.year().sections[:1])})
    ),
    "taking it back": State("/admin/year/undo", admin(lambda house: {})),
    "turned, with what the register brought": State(
        "/admin/apply",
        admin(lambda house: {}),
        run=Outcome(True, "2 changes were made.", "r4", (("What the register brought since: new", ("Stop sharing one thing",)),)),
    ),
    "403": State("/admin", me(), code=403),
    "404": State("/nowhere", me(), code=404),
    "500": State("/me", lambda house: house.app(house.FakeDesk(trouble={"person_by_email": RuntimeError()})), code=500),
    "not set up": State(
        "/me", lambda house: house.app(house.FakeDesk(trouble={"is_admin": SetUpError("no shared drive 'People'")})), code=503
    ),
}


@contextmanager
def running(state: State, app: Service) -> Iterator[Callable[[], None]]:
    """Start the run that a state needs and hold it where it should be. Gives a function that lets it go on to its end."""
    half_way, go_on = threading.Event(), threading.Event()

    def work(on_progress: Callable[[int, int], None]) -> Outcome:
        on_progress(123, 456)
        half_way.set()
        if state.run == "half way":
            assert go_on.wait(30)
            return Outcome(True, "All 456 changes are made.")
        if isinstance(state.run, Exception):
            raise state.run
        assert isinstance(state.run, Outcome)
        return state.run

    if state.run:
        app.worker.start(work)
        assert half_way.wait(5)
    if state.run != "half way":
        app.worker.wait(5)
    yield go_on.set
    go_on.set()
    app.worker.wait(5)
