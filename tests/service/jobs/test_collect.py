"""Collecting in memory: ten thousand answers in any order, at any time, and the workbooks equal the truth."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from service.declared.load import load
from service.errors import Refused, Unsure
from service.jobs.answer_log import CHECK_INS, LOG, LOOKS, check_ins_in
from service.jobs.collect import Memory, collect
from service.jobs.collected import in_a_sentence
from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.policy.check_ins import attendance
from service.policy.exemption import takes_part
from service.policy.form_template import question_id
from service.policy.forms import everyone_key, mark_key, standard_key
from service.policy.people import is_employed, line_manager_on
from service.policy.register_entries import from_rows
from service.policy.responses import Response
from service.policy.teams import all_teams
from service.reconcile.forms_for import check_ins_key, reflections_key
from service.reconcile.tabs import AGREEMENTS, RUNS
from service.sample.write import write_sample
from tests.service.fakes import MemoryWorkspace, Trouble, a_world

GROUP = "all-staff@stour.example"
NOW = datetime(2025, 10, 6, 9, tzinfo=UTC)


class House:
    """A trust in memory with its Forms made, and people who answer them."""

    def __init__(self, folder: Path, staff: int, seed: int, **facts: Any) -> None:
        write_sample(folder, staff, 3, seed)
        declared = load(folder)
        self.workspace = MemoryWorkspace(now=NOW)
        self.register, _ = from_rows(declared.starting_tabs, frozenset(declared.trust.domains), NOW.date())
        world = a_world(
            self.workspace, self.register, staff_groups=(GROUP,), standards=frozenset(declared.cycle.standards), **facts
        )
        self.world = replace(world, cycle=declared.cycle, templates=declared.templates)
        self.workspace.tabs = {"Sheet1": []}
        assert provision(self.world, Order("a test"), Counter()).exit_code in (0, 4)
        assert not provision(self.world, Order("a test"), Counter()).failures
        self.found = gather(self.world)
        self.number = 0

    def file(self, key: str) -> str:
        return str(self.found.actual.items[f"2025-26/{key}"].file_id)

    def send(self, form: str, email: str, answers: dict[str, str], at: datetime, response: str = "") -> str:
        """Someone answers, now or, as it shows only later, some time ago."""
        self.number += 1
        there = self.workspace.forms[self.file(f"form/{form}")].answers
        identity = response or f"response-{self.number}"
        first = there[identity].first if identity in there else at
        there[identity] = Response(identity, email, first, at, {question_id(key): [text] for key, text in answers.items()})
        return identity

    def collect(self, memory: Memory | None = None, **order: Any) -> Any:
        return collect(self.world, Order("a test", **order), Counter(), memory)

    def book(self, key: str) -> dict[str, dict[str, dict[str, str]]]:
        key_of = {"reflections": reflections_key, "check-ins": check_ins_key}[key](self.world.cycle)
        item = self.found.actual.items.get(key_of)
        return self.workspace.books.get(item.file_id, {}) if item else {}

    def takes_part(self, person: Any) -> bool:
        return is_employed(person, NOW.date()) and takes_part(
            person.staff_id, self.register.exemptions_of(person.staff_id), NOW.date()
        )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trusts")


@pytest.fixture
def small(tmp_path: Path) -> House:
    return House(tmp_path / "trust", 30, 5)


@dataclass
class Crowd:
    """People who answer in any order, and the truth about it: staff id and words of each reflection, who was agreed for by each
    response, and each check-in's team with who sent apologies."""

    house: House
    chance: random.Random
    reflections: dict[str, tuple[str, str]] = field(default_factory=dict)
    agreed: dict[str, str] = field(default_factory=dict)
    check_ins: list[tuple[datetime, Any, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = [one for one in self.house.register.people if self.house.takes_part(one)]
        self.managed = [one for one in self.people if line_manager_on(one, NOW.date())]
        self.teams = list(all_teams(self.house.register, NOW.date()).values())

    def reflect(self, at: datetime, response: str = "") -> None:
        person = self.house.register.person(self.reflections[response][0]) if response else self.chance.choice(self.people)
        assert person is not None
        said = f"=Word {self.house.number} 🌱\nline"
        first = self.house.found.asks[f"reflection/{person.standards}"].items[0].title
        answers = {"proudest": said, standard_key(first): "Secure"}
        identity = self.house.send(f"reflection/{person.standards}", person.email, answers, at, response)
        self.reflections[identity] = (person.staff_id, said)

    def agree(self, at: datetime) -> None:
        person = self.chance.choice(self.managed)
        manager = self.house.register.person(line_manager_on(person, NOW.date()) or "")
        assert manager is not None
        answers = {"who": f"{person.name} ({person.staff_id})", "agreed": "yes"}
        self.agreed[self.house.send("conversation", manager.email, answers, at)] = person.staff_id

    def check_in(self, at: datetime) -> None:
        team = self.chance.choice(self.teams)
        lead = self.house.register.person(sorted(team.leads)[0])
        assert lead is not None
        away = self.chance.choice(team.members)
        answers = {"team": team.name, everyone_key(team.name): "Yes, everyone", mark_key(team.name, away.staff_id): "Apologies"}
        self.house.send(f"check-in/{team.school}", lead.email, answers, at)
        self.check_ins.append((at, team, away))

    def some(self, number: int, *, late: bool = False) -> None:
        """Some answers: of the last minute, or such as show later than they were sent. A change is later than what it changes."""
        for _ in range(number):
            self.house.workspace.now += timedelta(microseconds=1)
            at = self.house.workspace.now - timedelta(seconds=self.chance.randrange(500 if late else 60))
            kind = self.chance.random()
            if kind < 0.1 and self.reflections:
                self.reflect(self.house.workspace.now, self.chance.choice(list(self.reflections)))
            elif kind < 0.3:
                self.chance.choice((self.agree, self.check_in))(at)
            else:
                self.reflect(at)


@pytest.fixture(scope="module")
def crowd(folder: Path) -> Crowd:
    """Ten thousand responses, collected as they came: some changed, some late, some between two pages of a run."""
    crowd = Crowd(House(folder / "big", 300, 7), random.Random(11))
    house, memory = crowd.house, Memory()
    house.world.forms.after_page = lambda: crowd.some(2)
    while house.number < 10_000:
        house.workspace.now += timedelta(minutes=5)
        crowd.some(crowd.chance.choice((40, 300, 900)), late=True)
        house.collect(memory if crowd.chance.random() < 0.8 else None)
    house.world.forms.after_page = None
    house.workspace.now += timedelta(minutes=5)
    house.collect()
    return crowd


def reflections_of(house: House) -> list[tuple[str, dict[str, str]]]:
    return [row for title, tab in house.book("reflections").items() if title != LOOKS for row in tab.items()]


def test_of_ten_thousand_answers_none_is_lost_and_none_is_there_twice(crowd: Crowd) -> None:
    rows = reflections_of(crowd.house)
    proudest = question_id("proudest")
    assert {key: (row["staff_id"], row[proudest]) for key, row in rows} == crowd.reflections
    assert len(rows) == len(crowd.reflections)
    kept = crowd.house.workspace.tabs[AGREEMENTS][1:]
    assert sorted((cells[4], cells[0]) for cells in kept) == sorted(crowd.agreed.items())
    check_ins, log = crowd.house.book("check-ins")[CHECK_INS], crowd.house.book("check-ins")[LOG]
    assert len(check_ins) == len(crowd.check_ins)
    assert set(log) == set(crowd.reflections) | set(crowd.agreed) | set(check_ins)
    assert {row["state"] for row in log.values()} == {"taken"}
    assert len(log) > 9_000


def test_the_latest_word_on_every_team_is_what_counts_and_the_history_stays(crowd: Crowd) -> None:
    found = attendance(check_ins_in(list(crowd.house.book("check-ins")[CHECK_INS].values())))
    last = {(team.school, team.name): away for _, team, away in sorted(crowd.check_ins, key=lambda one: one[0])}
    for (school, name), away in last.items():
        marks = found.marks[school, name, 1]
        assert {one for one, mark in marks.items() if mark.value == "apologies"} == {away.staff_id}


def test_everyone_s_own_doc_has_all_of_their_reflections(crowd: Crowd) -> None:
    for person in crowd.people:
        records = crowd.house.workspace.files[crowd.house.file(f"A/{person.staff_id}")].records
        assert set(records) == {key for key, (staff_id, _) in crowd.reflections.items() if staff_id == person.staff_id}


def one_teacher(house: House) -> Any:
    return next(one for one in house.register.people if one.standards == "teachers" and house.takes_part(one))


def test_a_doc_that_cannot_be_written_now_is_tried_again_and_nothing_is_passed_over(small: House) -> None:
    person = one_teacher(small)
    small.send("reflection/teachers", person.email, {"proudest": "First"}, NOW)
    small.workspace.troubles.append(Trouble("keep_record", Unsure("docs.documents.batchUpdate", "backendError", 500)))
    outcome = small.collect()
    assert (outcome.exit_code, outcome.failures.total()) == (4, 1)
    assert small.book("check-ins").get(LOG, {}) == {}
    small.workspace.troubles.clear()
    small.workspace.now += timedelta(hours=2)
    assert small.collect().exit_code == 0
    assert list(small.workspace.files[small.file(f"A/{person.staff_id}")].records) == ["response-1"]
    assert len(small.book("check-ins")[LOG]) == 1


def test_what_needs_a_look_is_kept_with_its_reason_and_counts_once_it_is_mended(small: House) -> None:
    small.send("reflection/teachers", "someone.else@stour.example", {"proudest": "Who am I?"}, NOW)
    outcome = small.collect()
    assert (outcome.looks, outcome.counted.total(), outcome.exit_code) == (1, 0, 0)
    assert "In need of a look: 1." in in_a_sentence(outcome)
    [look] = small.book("reflections")[LOOKS].values()
    assert look["reason"] == "nobody in the register has the address that it was sent from"
    assert "Who am I?" in look["answers"]
    person = one_teacher(small)
    small.world = replace(small.world, addresses=lambda email: (person.email, email))
    small.workspace.now += timedelta(minutes=5)
    assert small.collect().new == 0, "judged again once a day"
    small.workspace.now += timedelta(days=1)
    assert small.collect().counted == {"reflections": 1}
    [look] = small.book("reflections")[LOOKS].values()
    assert look["state"] == "settled"
    [row] = small.book("reflections")["Teachers' Standards"].values()
    assert row["staff_id"] == person.staff_id


def test_a_doc_that_is_not_made_yet_is_waited_for(small: House) -> None:
    person = one_teacher(small)
    key = f"2025-26/A/{person.staff_id}"
    ledger = small.workspace.tabs["Ledger"]
    number = next(number for number, cells in enumerate(ledger) if cells and cells[0] == key)
    kept, ledger[number] = ledger[number], []
    small.send("reflection/teachers", person.email, {"proudest": "Early"}, NOW)
    assert small.collect().waiting == 1
    small.workspace.tabs["Ledger"][number] = kept
    small.workspace.now += timedelta(days=1)
    assert small.collect().waiting == 0
    assert small.workspace.files[small.file(f"A/{person.staff_id}")].records


def another_role(house: House, person: Any, standards: str) -> None:
    """From tomorrow on they reflect against other standards. It is tomorrow, before the night's run."""
    tomorrow = (house.workspace.now + timedelta(days=1)).date().isoformat()
    house.workspace.tabs["Dated changes"].append([person.staff_id, tomorrow, "Standards", standards])
    house.workspace.now += timedelta(days=1)


def test_an_answer_is_returned_into_the_reflection_about_the_standards_that_were_asked_about(small: House) -> None:
    person = one_teacher(small)
    key = f"A/{person.staff_id}"
    another_role(small, person, "headteachers")
    small.send("reflection/headteachers", person.email, {"proudest": "Early"}, small.workspace.now)
    assert small.collect().waiting == 1, "the Doc about these standards is made in the night"
    assert provision(small.world, Order("a test"), Counter()).done["make document"] == 1
    small.found = gather(small.world)
    small.send("reflection/headteachers", person.email, {"proudest": "The new role"}, small.workspace.now)
    small.send("reflection/teachers", person.email, {"proudest": "The old one"}, small.workspace.now)
    small.workspace.now += timedelta(days=1)
    assert small.collect().waiting == 0
    assert list(small.workspace.files[small.file(key)].records) == ["response-3"]
    assert set(small.workspace.files[small.file(f"{key}/headteachers")].records) == {"response-1", "response-2"}


def test_an_answer_about_standards_that_were_never_somebody_s_is_returned_into_their_own_reflection(small: House) -> None:
    person = one_teacher(small)
    small.send("reflection/headteachers", person.email, {"proudest": "A slip"}, NOW)
    assert small.collect().waiting == 0
    assert list(small.workspace.files[small.file(f"A/{person.staff_id}")].records) == ["response-1"]


def test_a_trust_that_keeps_no_workbook_of_reflections_has_them_in_docs_alone(tmp_path: Path) -> None:
    house = House(tmp_path / "docs-only", 30, 5, reflections_workbook=False)
    person = one_teacher(house)
    house.send("reflection/teachers", person.email, {"proudest": "Mine alone"}, NOW)
    house.send("reflection/teachers", "stranger@stour.example", {"proudest": "Nobody's"}, NOW)
    outcome = house.collect()
    assert (outcome.counted, outcome.looks) == ({"reflections": 1}, 1)
    assert house.book("reflections") == {}
    assert "Mine alone" not in repr(house.workspace.books)
    assert "Nobody's" not in repr(house.workspace.books)
    assert house.workspace.files[house.file(f"A/{person.staff_id}")].records


def test_while_another_run_holds_the_workbook_nothing_is_lost(small: House) -> None:
    small.send("reflection/teachers", one_teacher(small).email, {"proudest": "Patience"}, NOW)
    claim = small.world.workbook.claim("another run", small.workspace.now + timedelta(minutes=15), None)
    assert small.collect().busy
    assert "Another run is going on" in in_a_sentence(small.collect())
    small.world.workbook.release(claim)
    assert small.collect().counted == {"reflections": 1}


def test_a_run_that_is_stopped_says_so_in_its_row_and_the_next_goes_on(small: House) -> None:
    small.send("reflection/teachers", one_teacher(small).email, {"proudest": "Again"}, NOW)
    small.workspace.troubles.append(Trouble("write_book", Refused("sheets.spreadsheets.batchUpdate", "PERMISSION_DENIED", 403)))
    outcome = small.collect()
    assert outcome.stopped
    assert outcome.exit_code == 4
    assert outcome.stopped in small.workspace.tabs[RUNS][-1][6]
    small.workspace.troubles.clear()
    assert small.collect().counted == {"reflections": 1}


def test_a_run_that_has_no_time_left_leaves_the_rest(small: House) -> None:
    for number in range(3):
        small.send("reflection/teachers", one_teacher(small).email, {"proudest": str(number)}, NOW + timedelta(seconds=number))
    outcome = small.collect(within=timedelta())
    assert (outcome.left, outcome.exit_code) == (3, 4)
    assert "Left for the next run: 3." in in_a_sentence(outcome)
    assert small.collect().counted == {"reflections": 3}
    assert outcome.as_json()["exit"] == 4


def test_what_the_service_says_of_a_run_bears_no_name_and_no_answer(small: House) -> None:
    person = one_teacher(small)
    small.send("reflection/teachers", person.email, {"proudest": "A secret"}, NOW)
    small.send("conversation", person.email, {"who": person.name, "what": "Another secret"}, NOW)
    small.collect()
    said = repr(small.workspace.tabs[RUNS])
    assert person.name not in said
    assert person.email not in said
    assert "secret" not in said
