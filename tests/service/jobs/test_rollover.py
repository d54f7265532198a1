"""Turning the year and taking it back, on a Workspace in memory: what is shown, what is done, and on which day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from service.errors import SetUpError, Unsure
from service.jobs.gather import gather
from service.jobs.outlook import Outlook
from service.jobs.provision import provision
from service.jobs.report import Report
from service.jobs.rollover import Turned, review, turn
from service.jobs.runs import Order
from service.jobs.track import track
from service.jobs.turning import Turning
from service.jobs.world import World
from service.policy.answers import By, Chosen
from service.policy.drafting import drafted
from service.policy.exemption import EARLY_CAREER, Exemption
from service.policy.register import Register
from service.ports import Claim
from service.reconcile.change import Change, Grant, MakeDocument, Revoke
from service.reconcile.tabs import CYCLES, REVIEWS, RUNS
from service.reconcile.year_changes import CarryForward, Close, KeepOpen, Reopen, TurnYear
from service.year_outlook import year_page
from tests.service.builders import a_cycle, a_template
from tests.service.fakes import MemoryWorkspace, Trouble, a_world, at, set_register
from tests.service.policy.people import a_person, a_register

STAFF = "all-staff@stour.example"
HEAD = a_person("S9", standards="headteachers", given_name="Hal", family_name="Head", line_manager="none")
ANN = a_person("S1", given_name="Ann", family_name="Of", line_manager="S9")
BEN = a_person("S2", given_name="Ben", family_name="By", line_manager="S9")
EVERYONE = a_register(ANN, BEN, HEAD)
JULY, AUGUST = "2026-07-10", "2026-08-20"


@dataclass
class Trust:
    """A trust that has been through the year 2025-26."""

    workspace: MemoryWorkspace = field(default_factory=MemoryWorkspace)
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = a_world(self.workspace, EVERYONE, status_sheets=True, staff_groups=(STAFF,))
        for day in ("2025-10-06", "2026-06-02", JULY):
            self.night(day)

    def on(self, day: str) -> None:
        self.workspace.now = at(day)

    def night(self, day: str) -> Report:
        self.on(day)
        return provision(self.world, Order("a test"), Counter())

    def review(self, *, undo: bool = False) -> Outlook:
        return review(self.world, "2026-27", undo=undo)

    def turn(self, fingerprint: str, *, undo: bool = False) -> Turned:
        return turn(self.world, Order("a test"), Counter(), Turning("2026-27", undo, fingerprint))

    def turned(self) -> Trust:
        """Reviewed in July, applied in August."""
        fingerprint = self.review().fingerprint
        self.on(AUGUST)
        assert self.turn(fingerprint).exit_code == 0
        return self

    def autumn(self) -> Trust:
        """The first of November: 2026-27 is under way, 2025-26 is closed."""
        for day in ("2026-09-01", "2026-09-07", "2026-09-30", "2026-11-01"):
            assert self.night(day).exit_code == 0
        return self

    def file(self, key: str) -> Any:
        return self.workspace.files[gather(self.world).actual.items[key].file_id]

    def made(self) -> set[str]:
        return {one.marks.get("ggp-key", "") for one in self.workspace.files.values()}

    def locked(self) -> set[str]:
        return {one.marks["ggp-key"] for one in self.workspace.files.values() if one.locked}


@pytest.fixture
def trust() -> Trust:
    return Trust()


def on_day(outlook: Outlook, day: date | None, kind: type[Change] = Change) -> list[Any]:
    return [one for step in outlook.steps if step.day == day for one in step.changes if isinstance(one, kind)]


def test_looking_ahead_writes_nothing_but_the_review(trust: Trust) -> None:
    before = {tab: [list(row) for row in rows] for tab, rows in trust.workspace.tabs.items() if tab != REVIEWS}
    files = {key: replace(one) for key, one in trust.workspace.files.items()}
    trust.workspace.calls.clear()
    fingerprint = trust.review().fingerprint
    assert {tab: rows for tab, rows in trust.workspace.tabs.items() if tab != REVIEWS} == before
    assert trust.workspace.files == files
    assert trust.workspace.calls["replace_tab"] == 1
    assert trust.review().fingerprint == fingerprint
    assert trust.workspace.calls["replace_tab"] == 1


def test_the_outlook_says_what_happens_on_which_day(trust: Trust) -> None:
    outlook = trust.review()
    days = [step.day for step in outlook.steps]
    assert days == [None, date(2026, 9, 1), date(2026, 9, 7), date(2026, 9, 30), date(2026, 11, 1)]
    assert [one.key for one in on_day(outlook, None)] == ["cycle/2025-26", "cycle/2026-27"]
    made = {step.day: sorted(one.key for one in step.changes if isinstance(one, MakeDocument)) for step in outlook.steps[1:4]}
    assert made == {
        date(2026, 9, 1): ["2026-27/A/S1", "2026-27/A/S2", "2026-27/A/S9"],
        date(2026, 9, 7): ["2026-27/B/S1", "2026-27/B/S2", "2026-27/B/S9"],
        date(2026, 9, 30): ["2026-27/C/S1", "2026-27/C/S2", "2026-27/C/S9"],
    }
    shut = {one.key for one in on_day(outlook, date(2026, 11, 1), Close)}
    assert shut >= {f"2025-26/{letter}/S1" for letter in "ABCD"} | {"2025-26/sheet/school/OXB", "2025-26/answers/check-ins"}
    assert {one.key for one in on_day(outlook, date(2026, 9, 1), Close)} == {
        "2025-26/form/reflection/teachers", "2025-26/form/reflection/headteachers",
    } & trust.made()  # fmt: skip


def test_what_is_shown_is_what_the_nights_then_do(trust: Trust) -> None:
    outlook = trust.review()
    trust.on(AUGUST)
    assert trust.turn(outlook.fingerprint).exit_code == 0
    for step in outlook.steps[1:]:
        assert step.day
        done = trust.night(step.day.isoformat()).done
        wanted = Counter(one.verb for one in step.changes)
        assert done - Counter({"keep tabs": 1}) == wanted, step.day
    assert not trust.night("2026-11-02").done


def test_applying_in_august_writes_down_that_it_was_decided_and_no_more_is_due(trust: Trust) -> None:
    outlook = trust.review()
    trust.on(AUGUST)
    turned = trust.turn(outlook.fingerprint)
    assert turned.report
    assert turned.report.done["turn the year"] == 2
    rows = trust.workspace.tabs[CYCLES][1:]
    assert [row[:4] for row in rows] == [
        ["2025-26", "begun", "2025-09-01", ""],
        ["2026-27", "begun", "2026-08-20", outlook.fingerprint],
    ]
    assert gather(trust.world).years.current(date(2026, 8, 31)).id == "2025-26"


def test_both_years_are_open_in_autumn_and_the_old_one_only_for_what_is_late(trust: Trust) -> None:
    trust.turned().night("2026-09-01")
    assert "2026-27/A/S1" in trust.made()
    old = trust.file("2025-26/B/S1")
    assert (old.locked, old.grants, trust.file("person/S1").grants.keys()) == (False, {}, {ANN.email, HEAD.email})
    set_register(trust.workspace, a_register(replace(ANN, role="Deputy head", line_manager="S2"), BEN, HEAD))
    trust.night("2026-09-02")
    assert trust.file("2025-26/B/S1").fields["line_manager"] == "Ben By"
    joiner = a_person("S5", line_manager="S9", starts=date(2026, 9, 2))
    set_register(trust.workspace, a_register(ANN, BEN, HEAD, joiner))
    trust.night("2026-09-03")
    assert {key for key in trust.made() if key.endswith("/S5")} >= {"person/S5", "2026-27/A/S5"}
    assert not {key for key in trust.made() if key.startswith("2025-26/") and key.endswith("/S5") and "/teams/" not in key}


def test_the_old_year_is_named_locked_and_still_readable_by_the_same_people(trust: Trust) -> None:
    before = {key: dict(trust.file(key).grants) for key in ("person/S1", "2025-26/C/S1")}
    trust.turned().autumn()
    for letter in "ABCD":
        one = trust.file(f"2025-26/{letter}/S1")
        assert one.locked
        assert one.name.endswith("· 2025-26 · closed")
    assert {key: dict(trust.file(key).grants) for key in before} == before
    assert not trust.file("2026-27/B/S1").locked
    forms = [
        one for key, one in trust.workspace.forms.items() if trust.workspace.files[key].marks["ggp-key"].startswith("2025-26/")
    ]
    assert forms
    assert all(one.shut for one in forms)


def test_closing_everything_at_once_is_not_too_much_for_it_was_reviewed() -> None:
    people = [a_person(f"S{number}", line_manager="S9") for number in range(20, 60)]
    trust = Trust()
    set_register(trust.workspace, a_register(HEAD, *people))
    for day in ("2026-07-11", "2026-07-12"):
        provision(trust.world, Order("a test", gather_fingerprint(trust, day)), Counter())
    trust.turned().autumn()
    assert len(trust.locked()) > 100


def gather_fingerprint(trust: Trust, day: str) -> str:
    """What an admin would tick: the fingerprint of today's changeset."""
    from service.jobs.provision import preview

    trust.on(day)
    return preview(trust.world).report.changeset.fingerprint


def test_closing_everything_without_a_review_is_refused(trust: Trust) -> None:
    people = [a_person(f"S{number}", line_manager="S9") for number in range(20, 60)]
    set_register(trust.workspace, a_register(HEAD, *people))
    provision(trust.world, Order("a test", gather_fingerprint(trust, "2026-07-11")), Counter())
    trust.turned()
    trust.workspace.tabs[REVIEWS][1:] = []
    for day in ("2026-09-01", "2026-09-07", "2026-09-30"):
        trust.night(day)
    assert trust.night("2026-11-01").refused


def test_an_unfinished_focus_is_carried_forward_where_its_person_chose_so(trust: Trust) -> None:
    plan = trust.file("2025-26/B/S1")
    plan.choices["carry"] = Chosen("yes", "yes, carry it forward", By.CHIP)
    trust.workspace.write(plan.file_id, focus="Talk partners\nin every lesson", forward="The pairs")
    track(trust.world, Order("a test"), Counter())
    outlook = trust.review()
    assert [one.key for one in on_day(outlook, date(2026, 9, 7), CarryForward)] == ["2026-27/B/S1"]
    trust.turned().night("2026-09-07")
    [record] = trust.file("2026-27/B/S1").records.values()
    assert record.lines == (
        "Carried forward from my growth plan 2025-26", "My focus", "Talk partners", "in every lesson",
        "What I carry forward", "The pairs",
    )  # fmt: skip
    assert trust.file("2026-27/B/S2").records == {}
    assert not trust.night("2026-09-08").done


def test_a_choice_to_carry_forward_that_comes_late_is_honoured_until_the_old_year_closes(trust: Trust) -> None:
    trust.turned().night("2026-09-07")
    plan = trust.file("2025-26/B/S1")
    plan.choices["carry"] = Chosen("yes", "yes, carry it forward", By.CHIP)
    trust.workspace.write(plan.file_id, focus="Reading aloud")
    track(trust.world, Order("a test"), Counter())
    assert trust.night("2026-09-08").done["carry forward"] == 1
    assert "Reading aloud" in next(iter(trust.file("2026-27/B/S1").records.values())).lines


def test_a_focus_that_was_taken_out_again_is_not_carried(trust: Trust) -> None:
    plan = trust.file("2025-26/B/S1")
    plan.choices["carry"] = Chosen("yes", "yes, carry it forward", By.CHIP)
    trust.workspace.write(plan.file_id, focus="Reading aloud")
    track(trust.world, Order("a test"), Counter())
    plan.answers.clear()
    trust.turned().night("2026-09-07")
    assert trust.file("2026-27/B/S1").records == {}


def test_an_august_leaver_is_listed_and_left_to_the_nightly_run(trust: Trust) -> None:
    fingerprint = trust.review().fingerprint
    set_register(trust.workspace, a_register(ANN, replace(BEN, ends=date(2026, 8, 31)), HEAD))
    trust.on(AUGUST)
    turned = trust.turn(fingerprint)
    assert turned.exit_code == 0
    assert turned.compared.differing == []
    assert {one for one in turned.compared.gone if "2026-27/A/S2" in one}
    assert "Stop sharing person/S2 with s2@stour.example" in turned.compared.new
    trust.night("2026-09-01")
    assert trust.file("person/S2").grants == {}
    assert "2026-27/A/S2" not in trust.made()


def test_a_reviewed_change_that_would_now_differ_refuses_and_shows_the_difference(trust: Trust) -> None:
    fingerprint = trust.review().fingerprint
    set_register(trust.workspace, a_register(replace(ANN, family_name="Newname"), BEN, HEAD))
    trust.on(AUGUST)
    turned = trust.turn(fingerprint)
    assert turned.exit_code == 3
    assert turned.report is None
    assert any(
        "name was 'Reflection · Ann Of · 2026-27', would be 'Reflection · Ann Newname · 2026-27'" in one
        for one in turned.compared.differing
    )
    assert len(trust.workspace.tabs[CYCLES]) == 1
    assert turned.as_json()["exit"] == 3


def test_a_cycle_whose_days_moved_since_refuses_and_names_the_day(trust: Trust) -> None:
    fingerprint = trust.review().fingerprint
    moved = drafted(a_cycle()).model_copy(update={"closing": date(2027, 11, 30)})
    trust.world = replace(trust.world, cycles={"2026-27": moved})
    [told] = trust.turn(fingerprint).compared.differing
    assert told.endswith("closing was '2027-10-31', would be '2027-11-30'")


def test_only_a_review_that_was_made_is_applied(trust: Trust) -> None:
    turned = trust.turn("n0nsense0000")
    assert turned.exit_code == 3
    assert "no review with the fingerprint n0nsense0000" in turned.refused
    assert "no review" in trust.turn(trust.review().fingerprint, undo=True).refused


@pytest.mark.parametrize(("to", "undo", "told"), [
    ("2027-28", False, "the cycle after 2025-26 is 2026-27"),
    ("2025-26", False, "the cycle after 2025-26 is 2026-27"),
    ("2026-27", True, "no year was turned yet"),
])  # fmt: skip
def test_only_the_next_cycle_can_be_turned_to_and_only_the_last_be_taken_back(
    trust: Trust, to: str, undo: bool, told: str
) -> None:
    with pytest.raises(SetUpError, match=told):
        review(trust.world, to, undo=undo)


def test_only_the_last_cycle_can_be_taken_back(trust: Trust) -> None:
    trust.turned()
    with pytest.raises(SetUpError, match="that is 2026-27"):
        review(trust.world, "2025-26", undo=True)


def test_applying_the_same_review_again_goes_on_and_says_so(trust: Trust) -> None:
    fingerprint = trust.review().fingerprint
    trust.on("2026-09-01")
    first = trust.turn(fingerprint)
    again = trust.turn(fingerprint)
    assert (first.already, again.already) == (False, True)
    assert again.report
    assert not again.report.done
    assert again.exit_code == 0


def test_a_run_that_stops_after_the_decision_is_finished_by_the_next_night(trust: Trust) -> None:
    fingerprint = trust.review().fingerprint
    trust.on("2026-09-03")
    trust.workspace.troubles.append(Trouble("copy_document", KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        trust.turn(fingerprint)
    assert trust.workspace.tabs[CYCLES][2][1] == "begun"
    trust.workspace.now += timedelta(minutes=16)
    assert provision(trust.world, Order("a test"), Counter()).exit_code == 0
    assert trust.made() >= {"2026-27/A/S1", "2026-27/A/S2"}
    assert not trust.night("2026-09-04").done


def test_where_the_decision_can_not_be_written_down_nothing_else_is_done(trust: Trust) -> None:
    fingerprint = trust.review().fingerprint
    trust.on("2026-09-03")
    trust.workspace.troubles.append(Trouble("write_rows", Unsure("sheets.values.batchUpdate", "timeout")))
    turned = trust.turn(fingerprint)
    assert turned.exit_code == 4
    assert not {key for key in trust.made() if key.startswith("2026-27/")}


def test_a_review_waits_while_another_run_is_going_on_and_needs_its_tab(trust: Trust) -> None:
    trust.workspace.claims[7] = Claim("another", trust.workspace.now + timedelta(minutes=5), 7)
    with pytest.raises(SetUpError, match="another run is going on"):
        trust.review()
    trust.workspace.claims.clear()
    del trust.workspace.tabs[REVIEWS]
    with pytest.raises(SetUpError, match="no place for reviews"):
        trust.review()


def test_taking_it_back_in_summer_leaves_nothing_behind(trust: Trust) -> None:
    trust.turned()
    outlook = trust.review(undo=True)
    assert [type(one) for one in outlook.changes] == [TurnYear]
    assert trust.turn(outlook.fingerprint, undo=True).exit_code == 0
    for day in ("2026-09-01", "2026-09-07", "2026-11-01"):
        trust.night(day)
    assert not {key for key in trust.made() if key.startswith("2026-27/")}
    assert trust.locked() == set()


def test_taking_it_back_in_november_opens_the_old_year_and_closes_what_nobody_wrote_in(trust: Trust) -> None:
    names = {key: trust.file(key).name for key in ("2025-26/B/S1", "2025-26/sheet/school/OXB", "2025-26/form/conversation")}
    trust.turned().autumn()
    trust.workspace.write(trust.file("2026-27/B/S1").file_id, focus="A new focus")
    outlook = trust.review(undo=True)
    assert [one.key for one in outlook.changes if isinstance(one, KeepOpen)] == ["2026-27/B/S1"]
    assert trust.turn(outlook.fingerprint, undo=True).exit_code == 0
    assert {key: trust.file(key).name for key in names} == names
    assert not any(trust.file(f"2025-26/{letter}/S1").locked for letter in "ABCD")
    kept = trust.file("2026-27/B/S1")
    assert (kept.locked, kept.answers, "closed" in kept.name) == (False, {"focus": "A new focus"}, False)
    assert trust.file("2026-27/A/S1").locked
    assert trust.file("2026-27/B/S2").locked
    assert trust.workspace.forms[trust.file("2026-27/form/conversation").file_id].shut
    trust.workspace.calls.clear()
    assert not trust.night("2026-11-03").done
    assert trust.workspace.calls["others_wrote"] == 0
    assert gather(trust.world).years.current(date(2026, 11, 3)).id == "2025-26"


def test_after_it_was_taken_back_the_year_can_be_turned_again(trust: Trust) -> None:
    trust.turned().autumn()
    undo = trust.review(undo=True).fingerprint
    trust.turn(undo, undo=True)
    again = trust.review()
    assert {one.key for one in again.changes if isinstance(one, Reopen)} >= {"2026-27/A/S1", "2026-27/B/S2"}
    assert trust.turn(again.fingerprint).exit_code == 0
    assert not trust.file("2026-27/A/S1").locked
    assert not trust.file("2026-27/A/S1").name.endswith("closed")
    assert trust.file("2025-26/B/S1").locked
    assert len(trust.workspace.tabs[CYCLES]) == 3
    assert not trust.night("2026-11-03").done


def test_undoing_reads_each_document_once_and_a_stopped_one_goes_on(trust: Trust) -> None:
    trust.turned().autumn()
    fingerprint = trust.review(undo=True).fingerprint
    trust.workspace.troubles.append(Trouble("lock", KeyboardInterrupt(), nth=3))
    with pytest.raises(KeyboardInterrupt):
        trust.turn(fingerprint, undo=True)
    trust.workspace.now += timedelta(minutes=16)
    assert provision(trust.world, Order("a test"), Counter()).exit_code == 0
    assert {key for key in trust.locked() if key.startswith("2025-26/")} == set()
    assert trust.locked() >= {f"2026-27/{letter}/S{one}" for letter in "ABC" for one in (1, 2, 9)}


def test_next_year_s_own_drivers_need_a_template_of_their_own_from_the_day_of_the_decision(trust: Trust) -> None:
    other = {**trust.world.templates, "B": a_template("B", ("name", "role"))}
    trust.world = replace(trust.world, templates_for=lambda cycle: other if cycle.id == "2026-27" else trust.world.templates)
    outlook = trust.review()
    assert "template/2026-27/B" in {one.key for one in on_day(outlook, None)}
    assert any("gets a Doc of its own" in one.what for one in outlook.trips)
    trust.turned()
    assert trust.file("template/2026-27/B").name == "Template B 2026-27"
    trust.night("2026-09-07")
    assert set(trust.file("2026-27/B/S1").fields) == {"name", "role"}
    assert set(trust.file("2025-26/B/S1").fields) == {"name", "line_manager"}


def test_three_years_stand_beside_each_other(trust: Trust) -> None:
    trust.turned().autumn()
    trust.night("2027-06-01")
    trust.on("2027-07-10")
    outlook = review(trust.world, "2027-28")
    trust.on("2027-08-20")
    assert turn(trust.world, Order("a test"), Counter(), Turning("2027-28", False, outlook.fingerprint)).exit_code == 0
    for day in ("2027-09-01", "2027-09-06", "2027-11-01"):
        assert trust.night(day).exit_code == 0
    assert {key[:7] for key in trust.locked()} == {"2025-26", "2026-27"}
    assert {"2025-26/B/S1", "2026-27/B/S1"} <= trust.locked()
    assert not trust.file("2027-28/B/S1").locked


REASON = "a reason that is nobody's business"


def test_the_data_check_tells_everything_by_school_with_who_can_mend_it(trust: Trust) -> None:
    odd = a_person("S7", line_manager="S404", teams=())
    gone = replace(BEN, ends=date(2026, 8, 31))
    under = a_person("S6", line_manager="S2")
    set_register(
        trust.workspace,
        a_register(
            ANN, gone, under, odd, HEAD, exemptions=(Exemption("S1", EARLY_CAREER, REASON, date(2026, 7, 1), date(2027, 1, 8)),)
        ),
    )
    trust.workspace.without_account.add("s6@stour.example")
    trust.night("2026-07-12")
    outlook = trust.review()
    told = {(one.school, one.what) for one in outlook.trips}
    schools = {one.school for one in outlook.trips}
    assert schools <= {"Oxbourne Primary School", "The whole trust"}
    assert ("Oxbourne Primary School", "term dates of 2026-27 are missing: half-term 1, 2, 3, 4, 5, 6") in told
    assert any("nobody in the register has this staff id" in what for _, what in told)
    assert any("this line manager left on 2026-08-31" in what for _, what in told)
    assert any("in no team" in what and "Of-S7" in what for _, what in told)
    assert any("drivers of 2026-27 are those of 2025-26" in what for _, what in told)
    assert all(one.who for one in outlook.trips)
    [ending] = outlook.endings
    assert (ending.person.staff_id, ending.exemption.ends) == ("S1", date(2027, 1, 8))
    assert REASON not in str(year_page(outlook))


def test_the_page_counts_what_happens_and_names_people_rather_than_keys(trust: Trust) -> None:
    set_register(trust.workspace, a_register(ANN, replace(BEN, ends=date(2026, 8, 31)), HEAD))
    page = year_page(trust.review())
    sections = {one.key: one for one in page.sections}
    assert sections["short"].table
    assert sections["short"].table.headings[:3] == ["When", "What", "Made"]
    assert sections["leavers"].table
    assert sections["leavers"].table.rows == [["Oxbourne Primary School", "Ben By", "Teacher"]]
    assert "1 September 2026: Stop sharing 'Ben By · Growing Great People' with Ben By" in sections["taken"].lines
    assert page.total == sum(len(step.changes) for step in trust.review().steps)
    undo = year_page(trust.turned().review(undo=True))
    assert (undo.what, undo.title) == ("undo", "Taking 2026-27 back")
    assert {one.key for one in undo.sections} == {"short", "step-now"}


def test_runs_say_that_a_year_was_turned(trust: Trust) -> None:
    trust.turned()
    assert any("turn the year: 2" in row[4] for row in trust.workspace.tabs[RUNS])


def test_a_closed_document_keeps_its_words_and_its_line_manager_of_then(trust: Trust) -> None:
    trust.workspace.write(trust.file("2025-26/B/S1").file_id, focus="Last year's")
    trust.turned().autumn()
    set_register(trust.workspace, a_register(replace(ANN, line_manager="S2", family_name="New"), BEN, HEAD))
    report = trust.night("2026-11-02")
    assert report.exit_code == 0
    old = trust.file("2025-26/B/S1")
    assert (old.answers, old.fields["line_manager"], old.name) == (
        {"focus": "Last year's"}, "Hal Head", "Growth plan · Ann Of · 2025-26 · closed",
    )  # fmt: skip
    assert trust.file("2025-26/C/S1").grants.keys() == {BEN.email}
    assert not trust.night("2026-11-03").done


def shared_on(register: Register, *, day: str = "2026-11-02") -> set[str]:
    trust = Trust().turned().autumn()
    set_register(trust.workspace, register)
    trust.night(day)
    return {one.marks.get("ggp-key", "") for one in trust.workspace.files.values() if one.grants}


def test_a_leaver_of_the_new_year_loses_the_closed_documents_too() -> None:
    shared = shared_on(a_register(ANN, replace(BEN, ends=date(2026, 11, 1)), HEAD))
    assert not {key for key in shared if key.endswith("/S2")}


def test_a_change_is_only_a_share_when_it_is_one(trust: Trust) -> None:
    """The outlook's shares are those that the register names, and none for who is gone by then."""
    set_register(trust.workspace, a_register(ANN, replace(BEN, ends=date(2026, 8, 31)), HEAD))
    outlook = trust.review()
    assert not [one for one in outlook.changes if isinstance(one, Grant) and one.email == BEN.email]
    assert {one.email for one in outlook.changes if isinstance(one, Revoke)} == {BEN.email, HEAD.email}
