"""One thing at a time that happens to a person, typed in beforehand: how all is on the morning before, and on the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.world import World
from service.policy.about import FIELDS
from service.policy.dated_changes import DatedChange
from service.policy.exemption import EARLY_CAREER, LONG_ABSENCE, Exemption
from service.policy.register import Register
from service.policy.register_table import DATED_TAB, headings, to_rows
from tests.service.builders import a_template, templates
from tests.service.fakes import MemoryWorkspace, a_world, at
from tests.service.policy.people import a_person, a_register, a_school

EVE, DAY = date(2025, 11, 2), date(2025, 11, 3)
HEAD = a_person("S9", given_name="Hal", family_name="Head", line_manager="none")
JO = a_person("S8", given_name="Jo", family_name="By", line_manager="S9")
ANN = a_person("S1", given_name="Ann", family_name="Of", line_manager="S8")
SCHOOLS = (a_school(), replace(a_school("MIL"), name="Millbrook Academy"))


@dataclass
class Life:
    """A trust of three, provisioned in October and then night by night."""

    workspace: MemoryWorkspace
    world: World

    @classmethod
    def of(cls, register: Register, begins: date = date(2025, 10, 6)) -> Life:
        workspace = MemoryWorkspace(now=at(begins.isoformat()))
        world = a_world(workspace, register)
        life = cls(workspace, replace(world, templates={key: a_template(key, FIELDS) for key in templates()}))
        life.night(begins)
        return life

    def night(self, day: date) -> Any:
        self.workspace.now = at(day.isoformat())
        report = provision(self.world, Order("a test"), Counter())
        assert (report.failures, report.left, report.refused) == ([], 0, ())
        return report

    def seen(self) -> Mapping[str, Any]:
        """What there is of Ann's: her documents, who opens the folder and writes in the conversation, what the plan says."""
        items = gather(self.world).actual.items
        files = {key: self.workspace.files[one.file_id] for key, one in items.items() if one.staff_id == "S1"}
        plan, folder, shared = (files.get(key) for key in ("2025-26/B/S1", "person/S1", "2025-26/C/S1"))
        return {
            "documents": sorted(key.removeprefix("2025-26/") for key in files if key != "person/S1"),
            "folder": {who.partition("@")[0]: role.value for who, role in folder.grants.items()} if folder else None,
            "together": [who.partition("@")[0] for who in shared.grants] if shared else None,
            "called": folder.name.partition(" · ")[0] if folder else None,
            **({name: (plan.fields or {})[name] for name in FIELDS} if plan else {}),
        }


def typed(*changes: tuple[str, str], day: date = DAY, **more: Any) -> Register:
    """The register, with dated changes of Ann's row."""
    people = more.pop("people", (ANN, JO, HEAD))
    return a_register(*people, schools=SCHOOLS, changes=[DatedChange("S1", day, *one) for one in changes], **more)


def with_ann(**cells: Any) -> Register:
    return typed(people=(replace(ANN, **cells), JO, HEAD))


ABSENT = Exemption("S1", LONG_ABSENCE, "", date(2025, 9, 1), EVE)
LIVES: dict[str, tuple[Register, dict[str, Any], dict[str, Any]]] = {
    "joins": (
        with_ann(starts=DAY),
        {"documents": [], "folder": None},
        {"documents": ["A/S1", "B/S1", "C/S1"], "folder": {"s1": "writer", "s8": "commenter"}},
    ),
    "leaves": (
        with_ann(ends=EVE),
        {"folder": {"s1": "writer", "s8": "commenter"}, "together": ["s8"]},
        {"folder": {}, "together": [], "documents": ["A/S1", "B/S1", "C/S1"]},
    ),
    "leaves by a dated change": (typed(("Ends", "2025-11-02")), {"together": ["s8"]}, {"folder": {}, "together": []}),
    "stays after all": (
        typed(("Ends", ""), people=(replace(ANN, ends=EVE), JO, HEAD)),
        {"folder": {"s1": "writer", "s8": "commenter"}},
        {"folder": {"s1": "writer", "s8": "commenter"}},
    ),
    "moves": (typed(("School", "MIL")), {"school": "Oxbourne Primary School"}, {"school": "Millbrook Academy"}),
    "has another line manager": (
        typed(("Line manager", "S9")),
        {"folder": {"s1": "writer", "s8": "commenter"}, "together": ["s8"], "line_manager": "Jo By"},
        {"folder": {"s1": "writer", "s9": "commenter"}, "together": ["s9"], "line_manager": "Hal Head"},
    ),
    "has a new line manager": (
        with_ann(new_line_manager="S9", new_from=DAY),
        {"together": ["s8"], "line_manager": "Jo By"},
        {"together": ["s9"], "line_manager": "Hal Head"},
    ),
    "has an acting one": (
        with_ann(acting_manager="S9", acting_from=DAY, acting_until=date(2025, 11, 20)),
        {"together": ["s8"]},
        {"together": ["s9"]},
    ),
    "had an acting one": (
        with_ann(acting_manager="S9", acting_from=date(2025, 10, 20), acting_until=EVE),
        {"together": ["s9"]},
        {"together": ["s8"]},
    ),
    "has a second one": (
        typed(("Second line manager", "S9")),
        {"together": ["s8"]},
        {"together": ["s8", "s9"], "line_manager": "Jo By and Hal Head"},
    ),
    "has no second one any more": (
        typed(("Second line manager", ""), people=(replace(ANN, second_line_manager="S9"), JO, HEAD)),
        {"together": ["s8", "s9"]},
        {"together": ["s8"]},
    ),
    "is in two teams": (typed(("Team", "Team 1; Team 2")), {"team": "Team 1"}, {"team": "Team 1, Team 2"}),
    "has another name": (
        typed(("Family name", "Newname")),
        {"called": "Ann Of", "name": "Ann Of"},
        {"called": "Ann Newname", "name": "Ann Newname"},
    ),
    "has another address": (
        typed(("E-mail", "ann.new@stour.example")),
        {"folder": {"s1": "writer", "s8": "commenter"}},
        {"folder": {"ann.new": "writer", "s8": "commenter"}},
    ),
    "comes to another role": (
        typed(("Standards", "headteachers"), ("Role", "Head of school")),
        {"documents": ["A/S1", "B/S1", "C/S1"], "role": "Teacher"},
        {"documents": ["A/S1", "A/S1/headteachers", "B/S1", "C/S1"], "role": "Head of school"},
    ),
    "comes back from a long absence": (
        typed(exemptions=(ABSENT,)),
        {"documents": [], "folder": None},
        {"documents": ["A/S1", "B/S1", "C/S1"], "folder": {"s1": "writer", "s8": "commenter"}},
    ),
    "is absent": (
        typed(exemptions=(replace(ABSENT, starts=DAY, ends=None),)),
        {"documents": ["A/S1", "B/S1", "C/S1"], "together": ["s8"]},
        {"documents": ["A/S1", "B/S1", "C/S1"], "together": ["s8"]},
    ),
    "is absent and has another line manager": (
        typed(("Line manager", "S9"), exemptions=(replace(ABSENT, starts=date(2025, 10, 20), ends=None),)),
        {"together": ["s8"], "line_manager": "Jo By"},
        {"together": ["s9"], "folder": {"s1": "writer", "s9": "commenter"}, "line_manager": "Hal Head"},
    ),
    "ends induction": (
        typed(exemptions=(replace(ABSENT, kind=EARLY_CAREER),)),
        {"documents": []},
        {"documents": ["A/S1", "B/S1", "C/S1"]},
    ),
    "is at a school that joins": (
        typed(people=(replace(ANN, school="NEW"), JO, HEAD)),
        {"documents": [], "folder": None},
        {"documents": ["A/S1", "B/S1", "C/S1"], "folder": {"s1": "writer", "s8": "commenter"}},
    ),
    "is at a school that leaves": (
        typed(people=(replace(ANN, school="OLD"), JO, HEAD)),
        {"together": ["s8"], "school": "Old School"},
        {"folder": {}, "together": []},
    ),
    "moves before the school leaves": (
        typed(("School", "OXB"), people=(replace(ANN, school="OLD"), JO, HEAD)),
        {"together": ["s8"], "school": "Old School"},
        {"together": ["s8"], "school": "Oxbourne Primary School"},
    ),
}
DATED_SCHOOLS = (
    *SCHOOLS,
    replace(a_school("NEW"), joins=DAY),
    replace(a_school("OLD"), name="Old School", leaves=EVE),
)


@pytest.mark.parametrize("name", LIVES)
def test_a_change_counts_from_the_morning_of_its_day(name: str) -> None:
    register, before, after = LIVES[name]
    life = Life.of(replace(register, schools=DATED_SCHOOLS))
    for day, expected in ((EVE, before), (DAY, after)):
        life.night(day)
        seen = life.seen()
        assert {facet: seen.get(facet) for facet in expected} == expected, day
    assert not life.night(DAY).done


@pytest.mark.parametrize("name", LIVES)
def test_a_change_counts_a_week_late_where_there_was_no_run(name: str) -> None:
    register, _, after = LIVES[name]
    life = Life.of(replace(register, schools=DATED_SCHOOLS))
    life.night(date(2025, 11, 9))
    seen = life.seen()
    assert {facet: seen.get(facet) for facet in after} == after


def test_whoever_leaves_loses_everything_though_their_own_row_and_others_are_wrong() -> None:
    """Ann manages Jo. Both roles were emptied by mistake, so that nothing else of theirs changes."""
    ann, jo = replace(ANN, line_manager="S9", ends=EVE), replace(JO, line_manager="S1")
    life = Life.of(typed(people=(ann, jo, HEAD)))
    tabs = to_rows(typed(people=(replace(ann, role=""), replace(jo, role="", family_name="Newname"), HEAD)))
    tabs[DATED_TAB] = [headings(DATED_TAB), ["S1", "2025-10-30", "Team", "A"], ["S1", "2025-10-30", "Team", "B"]]
    life.workspace.tabs.update(tabs)
    life.night(EVE)
    assert life.seen()["folder"] == {"s1": "writer", "s9": "commenter"}
    life.night(DAY)
    items = gather(life.world).actual.items
    shared = {key: set(life.workspace.files[one.file_id].grants) for key, one in items.items()}
    assert not [key for key, who in shared.items() if ANN.email in who]
    assert (life.seen()["folder"], life.seen()["together"]) == ({}, [])
    assert shared["person/S8"] == {JO.email}
    assert life.workspace.files[items["person/S8"].file_id].name.startswith("Jo By"), "Jo's row waits to be mended"


def test_a_leaver_s_former_address_opens_nothing_either_where_a_wrong_row_holds_others_back() -> None:
    changes = [
        DatedChange("S1", date(2025, 10, 20), "School", "NOWHERE"),
        DatedChange("S8", date(2025, 10, 22), "E-mail", "jo.new@stour.example"),
    ]
    life = Life.of(a_register(ANN, replace(JO, ends=EVE), HEAD, schools=SCHOOLS, changes=changes))
    for day in (date(2025, 10, 20), date(2025, 10, 22)):
        life.night(day)
    assert life.seen()["together"] == ["s8"], "Ann's row is wrong, so hers stays as it was"
    life.night(DAY)
    assert (life.seen()["folder"], life.seen()["together"]) == ({"s1": "writer"}, [])
