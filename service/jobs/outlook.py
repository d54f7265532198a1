"""Looking ahead: what turning the year would do, on which day, as the engine would do it with the register as it stands.

Nothing is written. What a nightly run would do today anyway is no part of it; what the register brings until the old cycle has
closed is, for it is done by the same runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from service.jobs.data_check import Trip, Whose, data_check
from service.jobs.gather import Gathered, as_if, contents, gather, read_register
from service.jobs.turning import Turning
from service.jobs.wanting import wanted_on
from service.jobs.world import World
from service.policy.exemption import Exemption
from service.policy.people import Person
from service.policy.problems import held_on
from service.policy.register import Register
from service.policy.years import Year
from service.reconcile.actual import Actual, Item
from service.reconcile.between import between
from service.reconcile.change import Change
from service.reconcile.changeset import Changeset
from service.reconcile.cost import Cost, cost_of
from service.reconcile.imagining import after
from service.reconcile.review import Review, Step, review_of

AT_ONCE = "what was decided is written down"


@dataclass(frozen=True)
class Ending:
    """Whose exemption ends while the new cycle goes on, so that they join by themselves on the day after."""

    person: Person
    exemption: Exemption


@dataclass(frozen=True)
class Outlook:
    """What is shown before a year is turned, or before that is taken back.

    old, new: the two years. pending: what the next nightly run would do anyway; steps: what turning does, by day. trips: what
    would trip it; endings: whose exemption ends; gathered: what was looked at, as if it were decided; register: as it is on the
    day on which the new cycle begins; today: when this was looked at.
    """

    turning: Turning
    old: Year
    new: Year
    gathered: Gathered
    pending: Changeset
    steps: Sequence[Step]
    trips: Sequence[Trip]
    endings: Sequence[Ending]
    review: Review
    register: Register
    today: date

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What everything is called, by key, as far as it exists or is to be made."""
        made = {one.key: name for one in self.changes if (name := getattr(one, "name", ""))}
        return {**made, **{key: item.name for key, item in self.gathered.actual.items.items() if item.name}}

    def person(self, email: str) -> str:
        """Whom an address belongs to, as far as the register says."""
        found = self.register.by_email(email)
        return found.name if found else email

    @property
    def fingerprint(self) -> str:
        return self.review.fingerprint

    @property
    def changes(self) -> Sequence[Change]:
        return [one for step in self.steps for one in step.changes]

    @property
    def cost(self) -> Cost:
        return cost_of(self.changes)


def look_ahead(world: World, turning: Turning, now: Gathered | None = None) -> Outlook:
    """The outlook. now: a look that was had already. Raises SetUpError where there is no such year to turn to, and what looking
    raises."""
    now = now or gather(world)
    turned = as_if(world, now, turning)
    pending = between(now.desired, now.actual, now.now, world.trust.lag)
    imagined = after(now.actual.items, pending.changes, now.now)
    steps = list(_steps(world, turned, turning, imagined))
    new = turned.years.get(turning.to)
    assert new is not None  # noqa: S101 turning made it
    old = [one for one in turned.years if one.id < turning.to][-1]
    today = world.today()
    register, problems = _register_on(world, turned, max(today, new.cycle.starts))
    trips = [] if turning.undo else data_check(world, turned, register, problems, new, pending)
    endings = [] if turning.undo else list(_endings(register, new, today))
    review = review_of(turning.to, turning.what, steps, today)
    return Outlook(turning, old, new, turned, pending, steps, sorted(trips), endings, review, register, today)


def _register_on(world: World, gathered: Gathered, day: date) -> tuple[Register, Sequence[Whose]]:
    return read_register(world, contents(world, gathered.tables), day)


def _steps(world: World, gathered: Gathered, turning: Turning, items: Mapping[str, Item]) -> Iterator[Step]:
    """Day by day, each from where the one before leaves off. A day that is past already is made up for now."""
    today = world.today()
    for day, what in _days(gathered, turning):
        on = max(day or today, today)
        register, problems = _register_on(world, gathered, on)
        held = held_on(problems, register, on)
        known = replace(gathered.known, items=items, turns=gathered.known.turns if day is None else ())
        desired = wanted_on(world, register, held, known, on)
        actual = Actual(items, doubled=gathered.actual.doubled, unreadable=gathered.actual.unreadable)
        changes = between(desired, actual, gathered.now, world.trust.lag).changes
        items = after(items, changes, gathered.now)
        yield Step(day, what, changes)


def _days(gathered: Gathered, turning: Turning) -> list[tuple[date | None, str]]:
    """The days on which the two cycles make something happen, until the old one has closed. None: straight away."""
    new = gathered.years.get(turning.to)
    assert new is not None  # noqa: S101 turning made it
    old = [one for one in gathered.years if one.id < turning.to][-1].cycle
    if turning.undo:
        return [(None, f"{old.id} is open again; what was made for {new.id} and nobody wrote in is closed")]
    closes = old.closing + timedelta(days=1)
    said: dict[date, list[str]] = {new.cycle.starts: [f"{new.id} begins, {old.id} is open only for what is late"]}
    for appendix, window in new.cycle.windows.items():
        if window.opens <= closes:
            said.setdefault(window.opens, []).append(f"{appendix.title} opens")
    said.setdefault(closes, []).append(f"{old.id} is closed")
    return [(None, AT_ONCE), *((day, "; ".join(what)) for day, what in sorted(said.items()))]


def _endings(register: Register, new: Year, today: date) -> Iterator[Ending]:
    for one in register.exemptions:
        person = register.person(one.staff_id)
        if person and one.ends and today <= one.ends <= new.cycle.ends:
            yield Ending(person, one)
