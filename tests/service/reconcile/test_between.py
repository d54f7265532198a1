"""Desired against actual: what a run would do, and what it leaves alone."""

from __future__ import annotations

from datetime import timedelta

from service.reconcile.actual import Access, Stage
from service.reconcile.change import AddTabs, Build, Grant, MakeDocument, MoveWorkbook, Refresh, Rename, Restrict, Revoke
from service.reconcile.changeset import Held
from service.reconcile.desired import CONTROL_FOLDER, Role
from tests.service.builders import NOW, a_file, a_wanted, an_actual, an_intention, an_item, only, planned, verbs

ANN, BEN, CLARE = "ann@stour.example", "ben@stour.example", "clare@stour.example"
FOLDER = a_wanted("person/S1", grants={ANN: Role.WRITER, BEN: Role.COMMENTER})
PLAN = a_wanted("2025-26/B/S1", parent="person/S1", template="B", fields={"name": "Ann Of", "line_manager": "Ben By"})


def test_what_is_as_it_is_wanted_needs_nothing() -> None:
    changeset = planned([FOLDER, PLAN], an_actual(an_item(FOLDER), an_item(PLAN)))
    assert not changeset
    assert (changeset.waiting, changeset.held, changeset.needs_a_look) == ((), (), ())


def test_a_new_person_gets_a_folder_a_document_and_then_the_shares() -> None:
    changeset = planned([PLAN, FOLDER])
    assert verbs(changeset) == ["make folder", "make document", "share", "share"]
    assert {change.staff_id for change in changeset.changes} == {"S1"}


def test_a_document_is_copied_from_its_template_with_what_its_block_says() -> None:
    assert only(planned([PLAN])) == MakeDocument("S1", PLAN.key, PLAN.name, "person/S1", "B", dict(PLAN.fields))


def test_a_folder_for_which_nothing_is_due_is_not_made_and_not_shared() -> None:
    assert not planned([a_wanted("person/S1", grants={ANN: Role.WRITER}, make=False)])


def test_a_folder_for_which_nothing_is_due_any_more_is_kept_true() -> None:
    wanted = a_wanted("person/S1", name="Ann Newname", grants={ANN: Role.WRITER}, make=False)
    assert verbs(planned([wanted], an_actual(an_item("person/S1")))) == ["rename", "share"]


def test_a_new_line_manager_takes_access_over_and_the_old_one_loses_it() -> None:
    now_clare = a_wanted("person/S1", grants={ANN: Role.WRITER, CLARE: Role.COMMENTER})
    changeset = planned([now_clare], an_actual(an_item(FOLDER)))
    assert changeset.changes == (
        Revoke("S1", "person/S1", "id of person/S1", BEN, f"permission of {BEN}"),
        Grant("S1", "person/S1", CLARE, Role.COMMENTER),
    )


def test_a_role_that_changes_is_taken_back_and_given_anew() -> None:
    """Whether permissions.create lowers a role that somebody has, no page of Google's says."""
    turned = a_wanted("person/S1", grants={ANN: Role.WRITER, BEN: Role.READER})
    changeset = planned([turned], an_actual(an_item(FOLDER)))
    assert [(change.verb, getattr(change, "email", "")) for change in changeset.changes] == [("unshare", BEN), ("share", BEN)]


def test_a_leaver_is_unshared_and_nothing_of_theirs_is_deleted() -> None:
    things = an_actual(an_item(FOLDER), an_item(PLAN))
    changeset = planned([], things, closed=["S1"])
    assert {(change.verb, getattr(change, "email", "")) for change in changeset.changes} == {("unshare", ANN), ("unshare", BEN)}


def test_whoever_is_missing_from_the_register_keeps_everything() -> None:
    assert not planned([], an_actual(an_item(FOLDER), an_item(PLAN)))


def test_a_leaver_of_long_ago_needs_nothing() -> None:
    assert not planned([], an_actual(an_item(FOLDER, grants={})), closed=["S1"])


def test_nothing_changes_for_a_person_whose_row_is_wrong() -> None:
    renamed = a_wanted("person/S1", name="Ann Newname", grants={})
    other = a_wanted("person/S2")
    changeset = planned([renamed, PLAN, other], an_actual(an_item(FOLDER)), held_back=["S1"])
    assert {change.staff_id for change in changeset.changes} == {"S2"}


def test_a_leaver_whose_row_is_wrong_keeps_access_until_it_is_mended() -> None:
    assert not planned([], an_actual(an_item(FOLDER)), closed=["S1"], held_back=["S1"])


def test_what_was_found_of_a_person_whose_row_is_wrong_is_not_adopted_either() -> None:
    found = a_file(an_item(PLAN))
    assert not planned([PLAN], an_actual(marked=[found]), held_back=["S1"])


def test_a_renamed_person_s_things_are_renamed() -> None:
    wanted = a_wanted("person/S1", name="Ann Newname")
    change = only(planned([wanted], an_actual(an_item("person/S1"))))
    assert change == Rename("S1", "person/S1", "id of person/S1", "Name of person/S1", "Ann Newname")


def test_a_name_that_somebody_gave_by_hand_stays() -> None:
    item = an_item("person/S1")
    by_hand = a_file(item, name="Ann's things")
    assert not planned([a_wanted("person/S1", name="Ann Newname")], an_actual(item, marked=[by_hand]))


def test_a_renaming_whose_answer_was_lost_is_entered_by_renaming_again() -> None:
    item = an_item("person/S1")
    done = a_file(item, name="Ann Newname")
    assert verbs(planned([a_wanted("person/S1", name="Ann Newname")], an_actual(item, marked=[done]))) == ["rename"]


def test_the_name_of_a_template_is_the_trust_s_own() -> None:
    wanted = a_wanted("template/B", name="Our own name", template="B")
    assert not planned([wanted], an_actual(an_item("template/B")))


def test_only_the_fields_that_differ_are_brought_up_to_date() -> None:
    moved = a_wanted(PLAN.key, template="B", name=PLAN.name, fields={"name": "Ann Of", "line_manager": "Clare Be"})
    change = only(planned([moved], an_actual(an_item(PLAN))))
    assert change == Refresh("S1", PLAN.key, f"id of {PLAN.key}", "B", {"line_manager": "Clare Be"})


def test_a_document_that_may_not_have_been_filled_is_filled() -> None:
    [change] = planned([PLAN], an_actual(an_item(PLAN, stage=Stage.MADE, digests={}))).changes
    assert isinstance(change, Refresh)
    assert change.fields == PLAN.fields


def test_a_template_that_may_be_empty_is_seen_to() -> None:
    wanted = a_wanted("template/B", template="B")
    change = only(planned([wanted], an_actual(an_item(wanted, stage=Stage.MADE))))
    assert change == Build("", "template/B", "id of template/B", "B")


def test_a_share_that_waits_for_an_account_is_tried_once_a_day() -> None:
    wanted = a_wanted("person/S1", grants={ANN: Role.WRITER})
    held = an_item("person/S1", held={ANN: NOW.date()})
    today = planned([wanted], an_actual(held))
    assert (today.changes, today.held) == ((), (Held("person/S1", ANN),))
    tomorrow = planned([wanted], an_actual(held), now=NOW + timedelta(days=1))
    assert verbs(tomorrow) == ["share"]


def test_a_share_that_was_held_and_is_not_wanted_any_more_is_forgotten() -> None:
    changeset = planned([a_wanted("person/S1")], an_actual(an_item("person/S1", held={ANN: NOW.date()})))
    assert (changeset.changes, changeset.held) == ((), ())


def test_access_is_taken_back_before_it_is_given_to_others() -> None:
    things = an_actual(an_item(a_wanted("2025-26/C/S1", grants={ANN: Role.WRITER})), an_item(FOLDER))
    wanted = [a_wanted("person/S1", grants={CLARE: Role.WRITER}), a_wanted("2025-26/C/S1", grants={CLARE: Role.WRITER})]
    assert verbs(planned(wanted, things)) == ["unshare", "unshare", "unshare", "share", "share"]


def test_what_the_ledger_stands_on_comes_first() -> None:
    actual = an_actual(missing_tabs=["Ledger"], drives_to_restrict=["D1"], workbook_at_home=False)
    changeset = planned([a_wanted(CONTROL_FOLDER, parent="drive/D1"), PLAN], actual)
    assert verbs(changeset) == ["add tabs", "restrict drive", "make folder", "move workbook", "make document"]
    assert changeset.changes[0] == AddTabs("", "", ("Ledger",))
    assert changeset.changes[1] == Restrict("", "drive/D1", "D1")
    assert changeset.changes[3] == MoveWorkbook("", "place/workbook", CONTROL_FOLDER)


def test_an_intention_that_became_nothing_is_made_anew() -> None:
    item = an_intention(PLAN, since=NOW - timedelta(minutes=15))
    assert verbs(planned([PLAN], an_actual(item))) == ["make document"]


def test_an_intention_for_someone_who_has_left_since_is_not_made() -> None:
    item = an_intention(PLAN, since=NOW - timedelta(days=1))
    assert not planned([], an_actual(item), closed=["S1"])


def test_a_grant_that_is_there_under_another_name_of_the_role_is_left() -> None:
    item = an_item("person/S1", grants={ANN: Access(Role.WRITER, "p1")})
    assert not planned([a_wanted("person/S1", grants={ANN: Role("writer")})], an_actual(item))
