"""A data check before a year is turned: everything that would trip it, in one list, by school, with who can mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.errors import NotThere
from service.jobs.gather import Gathered
from service.jobs.room import Room
from service.jobs.world import World
from service.policy.people import is_employed
from service.policy.problems import Problem
from service.policy.register import Register
from service.policy.schools import School
from service.policy.teams import teams_of
from service.policy.years import Year
from service.reconcile.actual import Stage
from service.reconcile.change import MakeFolder
from service.reconcile.changeset import Changeset

Whose = Problem
EVERYWHERE = "The whole trust"
ADMIN = "an admin"


@dataclass(frozen=True, order=True)
class Trip:
    """One thing that would trip the turn. school: its name, or that it is everybody's; what: what is wrong; who: who can mend
    it, and where. All are plain English."""

    school: str
    what: str
    who: str

    def sentence(self) -> str:
        return f"{self.school}: {self.what}; {self.who}"


def data_check(
    world: World, gathered: Gathered, register: Register, problems: Sequence[Problem], year: Year, pending: Changeset
) -> list[Trip]:
    """What would trip a year. register, problems: as they are on the day on which it begins; pending: what the next nightly run
    would do anyway. Reads each template's Doc."""
    return [
        *_rows(register, problems),
        *_schools(register, year),
        *_people(register, year),
        *_accounts(gathered, register),
        *_templates(world, gathered, year),
        *_room(world, gathered, pending),
        *_unsettled(gathered),
        *_declared(world, gathered, year),
    ]


def _rows(register: Register, problems: Sequence[Problem]) -> Iterator[Trip]:
    for one in problems:
        person = register.person(one.staff_id) or (register.person(one.found) if one.column == "Line manager" else None)
        school = register.school(person.school) if person else None
        yield Trip(school.name if school else EVERYWHERE, one.sentence(), f"{ADMIN} mends it in {one.tab}, row {one.row}")


def _schools(register: Register, year: Year) -> Iterator[Trip]:
    starts = year.cycle.starts
    for school in register.schools:
        if not any(one.school == school.id and is_employed(one, starts) for one in register.people):
            continue
        there = {one.number for one in school.half_terms.get(year.id, ())}
        lacking = [str(number) for number in range(1, 7) if number not in there]
        if lacking:
            what = f"term dates of {year.id} are missing: half-term {', '.join(lacking)}"
            yield Trip(school.name, what, f"{_knows(register, school, year)}; {ADMIN} types them into Term dates")
        if not school.priorities:
            yield Trip(school.name, "no priorities are set", f"{_knows(register, school, year)}; {ADMIN} types them into Schools")
        if not register.leaders_of(school, starts):
            what = "nobody leads it from then on, so nobody sees its status Sheet"
            yield Trip(school.name, what, f"{ADMIN} names someone in Schools, Leaders")


def _knows(register: Register, school: School, year: Year) -> str:
    """Who at a school can say what is missing."""
    leaders = register.leaders_of(school, year.cycle.starts)
    return f"{' or '.join(one.name for one in leaders)} can say" if leaders else "the school can say"


def _people(register: Register, year: Year) -> Iterator[Trip]:
    for school in register.schools:
        here = [one for one in register.people if one.school == school.id and is_employed(one, year.cycle.starts)]
        without = [one.name for one in here if not one.teams]
        if without:
            what = f"in no team, so no check-in counts them: {', '.join(without)}"
            yield Trip(school.name, what, f"{ADMIN} types a team into Staff")
        for team in teams_of(register, school.id, year.cycle.starts):
            if len(team.leads) > 1 and team.leads == {one.staff_id for one in team.members}:
                what = f"nobody leads the team '{team.name}', so anybody in it may record its check-ins"
                yield Trip(school.name, what, f"{ADMIN} names a lead in Staff, Leads team")


def _accounts(gathered: Gathered, register: Register) -> Iterator[Trip]:
    """Addresses with which a share was tried and refused, for they have no Google account."""
    waiting = {email for item in gathered.actual.items.values() for email in item.held if email not in item.grants}
    for email in sorted(waiting):
        person = register.by_email(email)
        school = register.school(person.school) if person else None
        who = "whoever makes accounts in the Google Admin console; the next nightly run then shares by itself"
        yield Trip(school.name if school else EVERYWHERE, f"{email} has no Google account yet", who)


def _templates(world: World, gathered: Gathered, year: Year) -> Iterator[Trip]:
    for key, template in sorted(year.templates.items()):
        name = year.template_name(key)
        item = gathered.actual.items.get(f"template/{name}")
        if item is None or item.stage is not Stage.READY:
            if name != key and item is None:
                what = f"'{template.name}' asks something else than the year before (its drivers), so it gets a Doc of its own"
                yield Trip(EVERYWHERE, what, f"{ADMIN} carries the trust's own wording over once it is made")
            continue
        try:
            condition = world.documents.condition(item.file_id, template)
        except NotThere:
            yield Trip(EVERYWHERE, f"the Doc of '{template.name}' is not there", f"{ADMIN} looks at it with `ggp doctor`")
            continue
        for problem in condition.problems:
            yield Trip(EVERYWHERE, problem, f"{ADMIN} mends the template's Doc; docs/templates.md says how")


def _room(world: World, gathered: Gathered, pending: Changeset) -> Iterator[Trip]:
    room = Room.of(world.places.people_drives, world.trust.people_per_drive, gathered.actual.items.values())
    free = sum(max(0, room.most - room.used[drive]) for drive in room.drives)
    new = sum(1 for one in pending.changes if isinstance(one, MakeFolder) and one.key.startswith("person/"))
    if free < max(new, world.trust.people_per_drive // 20):
        what = f"the people-drives have room for {free} more folders"
        yield Trip(EVERYWHERE, what, f"{ADMIN} makes another shared drive and names it in trust.yaml")


def _unsettled(gathered: Gathered) -> Iterator[Trip]:
    if gathered.actual.doubled or gathered.actual.unreadable:
        keys = ", ".join(sorted({*gathered.actual.doubled, *gathered.actual.unreadable}))
        yield Trip(EVERYWHERE, f"rows of the ledger that can't be worked with: {keys}", f"{ADMIN} mends them in Ledger")


def _declared(world: World, gathered: Gathered, year: Year) -> Iterator[Trip]:
    """What a draft leaves as it was."""
    last = [one for one in gathered.years if one.id < year.id][-1]
    if year.cycle.drivers == last.cycle.drivers:
        what = f"the drivers of {year.id} are those of {last.id}"
        yield Trip(EVERYWHERE, what, f"whoever keeps cycles/{year.id}.yaml changes them there, if they are not meant")
