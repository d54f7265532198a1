"""Whatever is typed in as dated input, a night's run each day and one each Monday end in the same state on the last Monday."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.world import World
from service.policy.about import FIELDS
from service.policy.dated_changes import DatedChange
from service.policy.exemption import LONG_ABSENCE, OTHER, Exemption
from service.policy.people import Person
from service.policy.register import Register
from service.policy.schools import School
from service.policy.years import Begun, State
from service.reconcile.safety import Limits
from service.reconcile.tabs import CYCLES
from tests.service.builders import a_later_cycle, a_template, templates
from tests.service.fakes import MemoryWorkspace, a_world, at
from tests.service.policy.people import a_person, a_school
from tests.thoroughness import THOROUGH

AUTUMN = date(2025, 8, 25), date(2025, 11, 3)
"""Two Mondays; A opens on 1 September, B on the 8th, C on 1 October."""
TURN = date(2026, 8, 17), date(2026, 9, 14)
"""One year ends on 31 August and stays open for what is late; the next begins."""
NEXT_YEAR = Begun(a_later_cycle("2026-27"), State.BEGUN, date(2026, 7, 1)).to_row()
LENGTHS = st.integers(1, 12).map(timedelta)
IDS = ("S1", "S2", "S3")


@dataclass
class Typed:
    """What an admin typed in before the first night. first: its day."""

    first: date
    people: dict[str, Person]
    schools: dict[str, School]
    exemptions: list[Exemption] = field(default_factory=list)
    changes: dict[tuple[str, str, date], DatedChange] = field(default_factory=dict)

    def change(self, staff_id: str, day: date, column: str, becomes: str) -> None:
        self.changes[staff_id, column, day] = DatedChange(staff_id, day, column, becomes)

    def set(self, staff_id: str, **cells: Any) -> None:
        self.people[staff_id] = replace(self.people[staff_id], **cells)

    def school(self, school_id: str, **cells: Any) -> None:
        self.schools[school_id] = replace(self.schools[school_id], **cells)

    @property
    def register(self) -> Register:
        people, changes = tuple(self.people.values()), tuple(self.changes.values())
        return Register(people, tuple(self.schools.values()), tuple(self.exemptions), frozenset(), changes)


def a_trust(first: date) -> Typed:
    people = [a_person(one, line_manager="S8") for one in IDS]
    heads = [a_person("S8", line_manager="S9"), a_person("S9", line_manager="none", standards="headteachers")]
    return Typed(
        first,
        {one.staff_id: one for one in (*people, *heads)},
        {one: replace(a_school(one), name=f"School {one}") for one in ("OXB", "MIL", "NEW", "OLD")},
    )


Event = Callable[[Typed, str, date, timedelta], None]


def _second(typed: Typed, who: str, day: date, length: timedelta) -> None:
    typed.change(who, day, "Second line manager", "S9")
    typed.change(who, day + length, "Second line manager", "")


def _renamed(typed: Typed, who: str, day: date, length: timedelta) -> None:
    typed.change(who, day, "Family name", "Newname")
    typed.change(who, day + length, "E-mail", f"new.{who.lower()}@stour.example")


def _role(typed: Typed, who: str, day: date, length: timedelta) -> None:
    typed.change(who, day, "Role", "Head of school")
    typed.change(who, day, "Standards", "headteachers")


def _for_some_days(typed: Typed, who: str, day: date, length: timedelta) -> None:
    _role(typed, who, day, length)
    typed.change(who, day + length, "Standards", "teachers")


def _between_exemptions(typed: Typed, who: str, day: date, length: timedelta) -> None:
    typed.exemptions += [Exemption(who, OTHER, "", typed.first, day), Exemption(who, LONG_ABSENCE, "", day + length)]


def _wrong(typed: Typed, who: str, day: date, length: timedelta) -> None:
    typed.change(who, day, "School", "NOWHERE")
    typed.change(who, day + length, "Team", "Team 3")


def _joining(typed: Typed, who: str, day: date, length: timedelta) -> None:
    typed.school("NEW", joins=day)
    typed.set(who, school="NEW")


def _leaving(typed: Typed, who: str, day: date, length: timedelta) -> None:
    typed.school("OLD", leaves=day)
    typed.set(who, school="OLD")


def _moved_in_time(typed: Typed, who: str, day: date, length: timedelta) -> None:
    _leaving(typed, who, day, length)
    typed.change(who, day + timedelta(days=1), "School", "MIL")


EVENTS: Mapping[str, Event] = {
    "joins": lambda typed, who, day, length: typed.set(who, starts=day),
    "leaves": lambda typed, who, day, length: typed.set(who, ends=day),
    "the line manager leaves": lambda typed, who, day, length: typed.set("S8", ends=day),
    "moves": lambda typed, who, day, length: typed.change(who, day, "School", "MIL"),
    "a new line manager": lambda typed, who, day, length: typed.set(who, new_line_manager="S9", new_from=day),
    "another line manager": lambda typed, who, day, length: typed.change(who, day, "Line manager", "S9"),
    "an acting one": lambda typed, who, day, length: typed.set(
        who, acting_manager="S9", acting_from=day, acting_until=day + length
    ),
    "a colleague stands in": lambda typed, who, day, length: typed.set(
        who, acting_manager="S3" if who != "S3" else "S2", acting_from=day, acting_until=day + length
    ),
    "a colleague": lambda typed, who, day, length: typed.change(who, day, "Line manager", "S3" if who != "S3" else "S8"),
    "a second one": _second,
    "two teams": lambda typed, who, day, length: typed.change(who, day, "Team", "Team 1; Team 2"),
    "renamed": _renamed,
    "absent": lambda typed, who, day, length: typed.exemptions.append(Exemption(who, LONG_ABSENCE, "", day, day + length)),
    "begins late": lambda typed, who, day, length: typed.exemptions.append(Exemption(who, OTHER, "", typed.first, day)),
    "between exemptions": _between_exemptions,
    "another role": _role,
    "another role for some days": _for_some_days,
    "a wrong row": _wrong,
    "the school joins": _joining,
    "the school leaves": _leaving,
    "moves before the school leaves": _moved_in_time,
}


@st.composite
def trusts(draw: st.DrawFn, first: date, last: date) -> Typed:
    """Up to six things happen, most of them within a week or two of each other: what meets is what goes wrong."""
    typed = a_trust(first)
    weeks = draw(st.lists(st.integers(0, (last - first).days // 7 - 1), min_size=1, max_size=2))
    for name in draw(st.lists(st.sampled_from(sorted(EVENTS)), min_size=1, max_size=6)):
        day = first + timedelta(days=draw(st.sampled_from(weeks)) * 7 + draw(st.integers(0, 8)))
        EVENTS[name](typed, draw(st.sampled_from((*IDS, "S8"))), day, draw(LENGTHS))
    return typed


def after(typed: Typed, days: Sequence[date]) -> tuple[MemoryWorkspace, World]:
    """The trust after a run in the small hours of each of some days."""
    workspace = MemoryWorkspace(now=at(days[0].isoformat()))
    facts = {"status_sheets": True, "staff_groups": ("all@stour.example",), "limits": Limits(count=1000)}
    world = a_world(workspace, typed.register, **facts)
    world = replace(world, templates={key: a_template(key, FIELDS) for key in templates()})
    for day in days:
        workspace.now = at(day.isoformat())
        if day == days[1]:
            workspace.tabs[CYCLES].append(NEXT_YEAR)
        report = provision(world, Order("a test"), Counter())
        assert (report.failures, report.left, report.waiting, report.stopped, report.refused) == ([], 0, 0, "", ())
    return workspace, world


def shown(workspace: MemoryWorkspace, world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    """What anybody can see, and what the ledger says of it, by key. Where nothing of a person's is shared with anybody, as after
    they left, it does not count which things were made before, or how they are called: that is nothing that anyone could notice.
    Neither does the check-in Form of a school without a team count, to which nobody is led."""
    gathered = gather(world)
    items = gathered.actual.items
    seen = {"", *(one.staff_id for one in items.values() if workspace.files[one.file_id].grants)}
    assert not seen & gathered.desired.closed
    items = {key: one for key, one in items.items() if one.staff_id in seen}
    items = {key: one for key, one in items.items() if "/form/" not in key or key in gathered.forms}
    files = {key: workspace.files[one.file_id] for key, one in items.items()}
    ledger = {
        key: (
            one.stage,
            one.name,
            one.template,
            {who: access.role for who, access in one.grants.items()},
            one.digests,
            one.closed,
        )
        for key, one in items.items()
    }
    return {key: (one.name, one.fields, one.grants, one.locked) for key, one in files.items()}, ledger


def assert_alike(typed: Typed, last: date) -> None:
    days = [typed.first + timedelta(days=number) for number in range((last - typed.first).days + 1)]
    nightly, weekly = after(typed, days), after(typed, days[::7])
    assert shown(*weekly) == shown(*nightly)


@settings(max_examples=50 if THOROUGH else 8)
@given(trusts(*AUTUMN))
def test_a_run_each_night_and_one_each_monday_end_in_the_same_state(typed: Typed) -> None:
    assert_alike(typed, AUTUMN[1])


@settings(max_examples=30 if THOROUGH else 8)
@given(trusts(*TURN))
def test_so_they_do_where_one_year_ends_and_another_begins(typed: Typed) -> None:
    assert_alike(typed, TURN[1])
