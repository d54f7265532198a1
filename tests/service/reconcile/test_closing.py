"""What becomes of a cycle's things when it is over: pure, from items to what is wanted, and on to changes."""

from __future__ import annotations

from dataclasses import replace

from service.reconcile.actual import Access, Item, Stage
from service.reconcile.between import CARRIED, between
from service.reconcile.change import Grant, Refresh, Rename, Revoke
from service.reconcile.closing import WRITTEN, closed, closing_name, late, of_cycle, undone
from service.reconcile.desired import Desired, Kind, Role, Turn, Wanted
from service.reconcile.digest import digest
from service.reconcile.imagining import after
from service.reconcile.year_changes import CarryForward, Close, KeepOpen, Reopen, TurnYear
from tests.service.builders import LAG, NOW, a_file, a_wanted, an_actual, an_item, only, planned, verbs

ANN, BEN, STAFF = "ann@stour.example", "ben@stour.example", "staff@stour.example"
PLAN = a_wanted("2025-26/B/S1", fields={"name": "Ann", "role": "Teacher", "line_manager": "Ben"})
SHEET = Wanted("2025-26/sheet/school/OXB", Kind.SHEET, "Oxbourne", "place/sheets", grants={BEN: Role.WRITER})


def items(*wanted: Wanted, **more: object) -> dict[str, Item]:
    return {one.key: an_item(one, **more) for one in wanted}


def test_after_the_end_nothing_more_is_made_and_the_block_says_only_who_can_open_it() -> None:
    [found] = late([PLAN])
    assert (found.make, found.closed, set(found.fields)) == (False, False, {"name", "line_manager"})
    form = Wanted("2025-26/form/conversation", Kind.FORM, "Conversation", "place/forms", fields={"form": "d1ge57"})
    assert next(iter(late([form]))).fields == {"form": "d1ge57"}


def test_a_closed_thing_is_named_and_locked_in_one_change_and_then_left_as_it_is() -> None:
    there = items(PLAN)
    [wanted] = closed(there, {PLAN.key: PLAN})
    change = only(planned([wanted], an_actual(*there.values())))
    assert change == Close("S1", PLAN.key, Kind.DOCUMENT, f"id of {PLAN.key}", PLAN.name, f"{PLAN.name} · closed")
    locked = after(there, [change], NOW)
    renamed = replace(PLAN, name="Ann By · plan", fields={"name": "Ann By"})
    [later] = closed(locked, {PLAN.key: renamed})
    listed = [a_file(locked[PLAN.key], name=f"{PLAN.name} · closed")]
    assert not planned([later], an_actual(*locked.values(), marked=listed))


def test_a_name_that_somebody_gave_stays_when_it_is_closed_and_opened() -> None:
    there = items(PLAN)
    [wanted] = closed(there, {PLAN.key: PLAN})
    listed = [a_file(there[PLAN.key], name="My very own name")]
    change = only(planned([wanted], an_actual(*there.values(), marked=listed)))
    assert isinstance(change, Close)
    assert change.name == ""
    locked = after(there, [change], NOW)
    assert locked[PLAN.key].name == PLAN.name
    change = only(planned([PLAN], an_actual(*locked.values(), marked=listed)))
    assert isinstance(change, Reopen)
    assert change.name == ""


def test_who_may_read_it_goes_on_following_the_register() -> None:
    there = items(SHEET, closed=True, name="Oxbourne · closed")
    [wanted] = closed(there, {SHEET.key: replace(SHEET, grants={ANN: Role.WRITER})})
    changes = planned([wanted], an_actual(*there.values())).changes
    assert [type(one) for one in changes] == [Revoke, Grant]


def test_what_was_opened_to_all_staff_stays_open_to_them() -> None:
    page = a_wanted("2025-26/D/S1")
    there = items(page, grants={STAFF: Access(Role.GROUP_READER, "p")})
    [wanted] = closed(there, {page.key: page})
    assert wanted.grants == {STAFF: Role.GROUP_READER}


def test_what_nobody_wants_any_more_is_closed_too_and_shared_as_it_is() -> None:
    there = items(replace(SHEET, key="2025-26/form/check-in/OLD", kind=Kind.FORM))
    [wanted] = closed(there, {})
    assert wanted.closed
    assert wanted.grants == {BEN: Role.WRITER}
    assert verbs(planned([wanted], an_actual(*there.values()))) == ["close"]


def test_a_cycle_s_items_are_known_by_their_key_and_an_intention_is_none_yet() -> None:
    there = {
        **items(PLAN, a_wanted("2026-27/B/S1"), a_wanted("person/S1")),
        "2025-26/C/S1": an_item("2025-26/C/S1", stage=Stage.INTENDED),
    }
    assert set(of_cycle(there, "2025-26")) == {PLAN.key}


def test_of_a_cycle_that_was_taken_back_what_somebody_wrote_in_stays_open() -> None:
    other = a_wanted("2025-26/B/S2")
    there = items(PLAN, other)
    found = {one.key: one for one in undone(there, {PLAN.key: PLAN, other.key: other}, {PLAN.key}, ())}
    assert (found[PLAN.key].closed, found[other.key].closed) == (False, True)
    desired = Desired(found, keep_open=frozenset({PLAN.key}))
    changes = between(desired, an_actual(*there.values()), NOW, LAG).changes
    assert [type(one) for one in changes] == [KeepOpen, Close]
    noted = after(there, changes, NOW)
    assert WRITTEN in noted[PLAN.key].digests
    again = {one.key: one for one in undone(noted, {PLAN.key: PLAN, other.key: other}, (), ())}
    assert not between(Desired(again), an_actual(*noted.values()), NOW, LAG)


def test_whose_row_is_wrong_is_not_touched_when_a_cycle_is_taken_back() -> None:
    assert list(undone(items(PLAN), {}, (), {"S1"})) == []


def test_what_is_opened_again_is_brought_up_to_date_in_the_same_run() -> None:
    there = items(PLAN, closed=True, name=closing_name(PLAN.name), digests={})
    listed = [a_file(there[PLAN.key])]
    changes = planned([PLAN], an_actual(*there.values(), marked=listed)).changes
    assert [type(one) for one in changes] == [Reopen, Refresh]
    assert not any(isinstance(one, Rename) for one in changes)


def test_a_focus_is_carried_forward_once() -> None:
    new = replace(a_wanted("2026-27/B/S1"), carries=PLAN.key)
    assert verbs(planned([new])) == ["make document", "carry forward"]
    there = items(new)
    change = only(planned([new], an_actual(*there.values())))
    assert change == CarryForward("S1", new.key, PLAN.key)
    carried = after(there, [change], NOW)
    assert carried[new.key].digests[CARRIED] == digest(PLAN.key)
    assert not planned([new], an_actual(*carried.values()))


def test_a_decision_about_a_cycle_comes_before_everything_else() -> None:
    turn = Turn("2026-27", 3, "begun", "2026-08-20", "f", "{}")
    desired = Desired({PLAN.key: PLAN}, turns=(turn,))
    changes = between(desired, an_actual(), NOW, LAG).changes
    assert changes[0] == TurnYear("", "cycle/2026-27", 3, "begun", "2026-08-20", "f", "{}")


def test_a_name_gets_its_ending_once() -> None:
    assert closing_name(closing_name("My plan")) == "My plan · closed"
