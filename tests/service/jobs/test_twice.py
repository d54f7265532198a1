"""Applying twice plans nothing: for random trusts and random edits of their register, on a Workspace in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.jobs.gather import gather
from service.jobs.provision import preview, provision
from service.jobs.runs import Order
from service.jobs.world import World
from service.policy.exemption import LONG_ABSENCE, Exemption
from service.policy.people import Person, is_employed, line_manager_on
from service.policy.register import Register
from service.reconcile.mark import KEY
from tests.service.fakes import PEOPLE, TRUST, MemoryWorkspace, a_world, at, set_register
from tests.service.policy.people import a_person, a_register
from tests.thoroughness import THOROUGH

DAYS = st.dates(date(2025, 8, 1), date(2026, 8, 31))
TERM = st.dates(date(2025, 9, 8), date(2026, 6, 30))
IDS = [f"S{number}" for number in range(1, 6)]
GIVEN = ("Ann", "Bé", "=Cal", "D'Arcy", "Eve-Fay")


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Three to five people in a tree of line managers, with whatever dates."""
    people: list[Person] = []
    for staff_id in IDS[: draw(st.integers(3, 5))]:
        above = draw(st.sampled_from(["none", *(one.staff_id for one in people)]))
        dates = {"starts": draw(st.none() | DAYS), "ends": draw(st.none() | DAYS)} if draw(st.integers(0, 3)) == 0 else {}
        people.append(a_person(staff_id, given_name=draw(st.sampled_from(GIVEN)), line_manager=above, **dates))
    return a_register(*people)


def _with(register: Register, staff_id: str, **changes: Any) -> Register:
    people = [replace(one, **changes) if one.staff_id == staff_id else one for one in register.people]
    return replace(register, people=people)


def _swap(register: Register, staff_id: str, other: str) -> Register:
    """Two people's addresses change places."""
    one, two = register.person(staff_id), register.person(other)
    assert one is not None
    assert two is not None
    return _with(_with(register, staff_id, email=two.email), other, email=one.email)


def _drop(register: Register, staff_id: str) -> Register:
    return replace(register, people=[one for one in register.people if one.staff_id != staff_id])


def _exempt(register: Register, staff_id: str, day: date) -> Register:
    return replace(register, exemptions=[*register.exemptions, Exemption(staff_id, LONG_ABSENCE, "", day)])


EDITS: Mapping[str, Callable[[Register, str, str, date], Register]] = {
    "another name": lambda register, who, other, day: _with(register, who, family_name="Newname"),
    "another address": lambda register, who, other, day: _with(register, who, email=f"new.{who.lower()}@stour.example"),
    "addresses swapped": lambda register, who, other, day: _swap(register, who, other),
    "somebody else's address": lambda register, who, other, day: _with(register, who, email=f"{other.lower()}@stour.example"),
    "an address outside": lambda register, who, other, day: _with(register, who, email="out@side.example"),
    "another line manager": lambda register, who, other, day: _with(register, who, line_manager=other),
    "no line manager": lambda register, who, other, day: _with(register, who, line_manager="none"),
    "a new line manager from a date": lambda register, who, other, day: _with(
        register, who, new_line_manager=other, new_from=day
    ),
    "leaves": lambda register, who, other, day: _with(register, who, ends=day, starts=None),
    "comes back": lambda register, who, other, day: _with(register, who, ends=None, starts=None),
    "other standards": lambda register, who, other, day: _with(register, who, standards="headteachers"),
    "standards that do not exist": lambda register, who, other, day: _with(register, who, standards="no such set"),
    "missing": lambda register, who, other, day: _drop(register, who),
    "exempt": lambda register, who, other, day: _exempt(register, who, day),
    "joins": lambda register, who, other, day: replace(register, people=[*register.people, a_person("S9", line_manager=other)]),
}


@st.composite
def edits(draw: st.DrawFn, register: Register) -> Register:
    """The register after up to four edits of people who are still in it."""
    for name in draw(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=4, unique=True)):
        ids = [one.staff_id for one in register.people]
        who = draw(st.sampled_from(ids))
        other = draw(st.sampled_from([one for one in ids if one != who]))
        register = EDITS[name](register, who, other, draw(DAYS))
    return register


def run(world: World) -> Any:
    return provision(world, Order("a test"), Counter())


@settings(max_examples=150 if THOROUGH else 37)
@given(data=st.data(), begins=TERM, later=st.integers(0, 60), away=st.sets(st.sampled_from(IDS), max_size=1))
def test_what_was_applied_plans_nothing_whatever_the_register_said_before(
    data: st.DataObject, begins: date, later: int, away: set[str]
) -> None:
    first = data.draw(registers())
    second = data.draw(edits(first))
    workspace = MemoryWorkspace(now=at(begins.isoformat()), without_account={f"{one.lower()}@stour.example" for one in away})
    world = a_world(workspace, first)
    for register, days in ((first, 0), (second, later), (second, later + 1)):
        workspace.now = at((begins + timedelta(days=days)).isoformat())
        if "Staff" in workspace.tabs:
            set_register(workspace, register)
        report = run(world)
        assert (report.failures, report.left, report.waiting, report.stopped) == ([], 0, 0, "")
        again = preview(world).report.changeset
        assert again.changes == ()
        _as_desired(world, workspace)
        _right_people(world, workspace)


def _as_desired(world: World, workspace: MemoryWorkspace) -> None:
    """All that is wanted exists once, where it should be, with the name, the shares and the block that it should have."""
    gathered = gather(world)
    ids = {key: item.file_id for key, item in gathered.actual.items.items()}
    counted = Counter(one.marks.get(KEY) for one in workspace.files.values())
    for key, wanted in gathered.desired.wanted.items():
        if not wanted.make and key not in ids:
            continue
        found = workspace.files[ids[key]]
        parent = {"people": PEOPLE, f"drive/{TRUST}": TRUST}.get(wanted.parent) or ids[wanted.parent]
        have_accounts = {email: role for email, role in wanted.grants.items() if email not in workspace.without_account}
        assert (counted[key], found.name, found.parent_id, found.grants) == (1, wanted.name, parent, have_accounts)
        assert not wanted.fields or found.fields == wanted.fields


def _right_people(world: World, workspace: MemoryWorkspace) -> None:
    """No folder is open to anyone but its person and the line manager of that day; a leaver's to nobody."""
    gathered, today = gather(world), world.today()
    for person in gathered.register.people:
        item = gathered.actual.items.get(f"person/{person.staff_id}")
        if item is None or person.staff_id in gathered.desired.held_back:
            continue
        manager = gathered.register.person(line_manager_on(person, today) or "")
        allowed = {person.email, *([manager.email] if manager else [])} if is_employed(person, today) else set()
        if is_employed(person, today) or (person.ends and person.ends < today):
            assert set(workspace.files[item.file_id].grants) <= allowed


def test_everybody_has_each_document_once_after_many_runs() -> None:
    workspace = MemoryWorkspace(now=at("2025-09-01"))
    head = a_person("S9", standards="headteachers")
    world = a_world(workspace, a_register(a_person("S1", line_manager="S9"), head))
    for day in ("2025-09-01", "2025-09-08", "2025-10-01", "2026-06-01", "2026-06-02"):
        workspace.now = at(day)
        run(world)
    keys = Counter(one.marks.get("ggp-key") for one in workspace.files.values())
    assert {key for key in keys if key and key.endswith("/S1")} == {"person/S1", *(f"2025-26/{one}/S1" for one in "ABCD")}
    assert set(keys.values()) == {1}
