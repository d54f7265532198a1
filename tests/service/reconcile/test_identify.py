"""Which files are ours: the ledger's id and the mark have to agree; where certainty needs time, it waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.reconcile.actual import Sight
from service.reconcile.change import Adopt, Mark, Restore
from service.reconcile.changeset import NeedsALook, Waiting
from service.reconcile.desired import Kind
from tests.service.builders import LAG, NOW, a_file, a_wanted, an_actual, an_intention, an_item, only, planned, verbs

FOLDER = a_wanted("person/S1")
PLAN = a_wanted("2025-26/B/S1", template="B")
COPY = a_file(an_item(PLAN), file_id="id of a copy", name="Copy of my plan", created=NOW)


def test_somebody_s_own_copy_is_reported_and_left_alone() -> None:
    item = an_item(PLAN)
    changeset = planned([PLAN], an_actual(item, marked=[a_file(item), COPY]))
    assert not changeset
    assert changeset.needs_a_look == (NeedsALook(PLAN.key, "someone's own copy was found and left alone"),)


def test_several_copies_are_told_in_one_sentence() -> None:
    item = an_item(PLAN)
    more = a_file(item, file_id="id of another")
    [look] = planned([PLAN], an_actual(item, marked=[a_file(item), COPY, more])).needs_a_look
    assert look.sentence() == f"{PLAN.key}: 2 copies of somebody's were found and left alone"


def test_a_copy_in_the_bin_is_nobody_s_business() -> None:
    item = an_item(PLAN)
    binned = a_file(item, file_id="id of a copy", trashed=True)
    assert planned([PLAN], an_actual(item, marked=[a_file(item), binned])).needs_a_look == ()


def test_a_document_of_ours_in_the_bin_is_restored_and_not_remade() -> None:
    item = an_item(PLAN)
    change = only(planned([PLAN], an_actual(item, marked=[a_file(item, trashed=True)])))
    assert change == Restore("S1", PLAN.key, item.file_id, item.name)


def test_what_is_in_the_bin_with_its_folder_comes_out_with_it() -> None:
    """A file in a folder that was binned is listed as trashed too (files.trashed: "explicitly or from a trashed parent")."""
    folder, plan = an_item(FOLDER), an_item(PLAN, parent_id="id of person/S1")
    binned = [a_file(one, trashed=True) for one in (folder, plan)]
    assert only(planned([FOLDER, PLAN], an_actual(folder, plan, marked=binned))).key == FOLDER.key


def test_one_in_the_bin_that_the_listing_does_not_show_is_restored_and_marked_in_case() -> None:
    item = an_item(PLAN)
    changeset = planned([PLAN], an_actual(item, marked=[], sights={item.file_id: Sight.IN_THE_BIN}))
    assert verbs(changeset) == ["restore", "mark"]


def test_a_mark_that_was_lost_is_set_again() -> None:
    item = an_item(PLAN)
    change = only(planned([PLAN], an_actual(item, marked=[], sights={item.file_id: Sight.UNMARKED})))
    assert change == Mark("S1", PLAN.key, item.file_id, item.mark)


def test_one_that_was_deleted_for_good_is_reported_and_not_remade() -> None:
    item = an_item(PLAN)
    changeset = planned([PLAN], an_actual(item, marked=[], sights={item.file_id: Sight.GONE}))
    assert not changeset
    [look] = changeset.needs_a_look
    assert "was deleted" in look.message
    assert "clear its row in the ledger" in look.message


def test_one_that_the_listing_does_not_show_yet_is_taken_to_be_there() -> None:
    assert not planned([PLAN], an_actual(an_item(PLAN, since=NOW), marked=[]))


def test_a_lost_ledger_row_is_entered_again_from_the_mark() -> None:
    found = a_file(an_item(PLAN))
    change = planned([PLAN], an_actual(marked=[found])).changes[0]
    assert change == Adopt("S1", PLAN.key, Kind.DOCUMENT, found.file_id, found.parent_id, found.name, found.mark, "B")


def test_a_lost_row_of_something_in_the_bin_is_entered_and_restored() -> None:
    found = a_file(an_item(FOLDER), trashed=True)
    assert verbs(planned([FOLDER], an_actual(marked=[found]))) == ["adopt", "restore"]


def test_two_files_with_one_lost_row_are_a_question_for_a_person() -> None:
    files = [a_file(an_item(PLAN)), COPY]
    changeset = planned([PLAN], an_actual(marked=files))
    assert not changeset
    [look] = changeset.needs_a_look
    assert look.message == "2 files bear its mark and the ledger knows none; enter the right one by hand"


def test_a_marked_file_that_nobody_wants_is_reported_and_left_alone() -> None:
    [look] = planned([], an_actual(marked=[COPY])).needs_a_look
    assert look == NeedsALook(PLAN.key, "bears our mark and nobody wants it; left alone")


def test_one_in_the_bin_that_nobody_wants_is_nobody_s_business() -> None:
    assert planned([], an_actual(marked=[a_file(an_item(PLAN), trashed=True)])).needs_a_look == ()


def test_a_row_that_stands_twice_in_the_ledger_is_reported_and_nothing_is_done() -> None:
    changeset = planned([PLAN], an_actual(doubled=frozenset({PLAN.key})))
    assert not changeset
    [look] = changeset.needs_a_look
    assert look.message == "stands in the ledger more than once; keep one row and clear the others"


def test_a_row_that_cannot_be_read_is_reported_with_its_number_and_nothing_is_done() -> None:
    changeset = planned([PLAN], an_actual(unreadable={PLAN.key: 7}))
    assert not changeset
    assert changeset.needs_a_look == (NeedsALook(PLAN.key, "row 7 of the ledger can't be read; left alone"),)


@pytest.mark.parametrize("minutes", [0, 1, 14])
def test_an_intention_without_a_file_waits_until_the_search_is_certain(minutes: int) -> None:
    since = NOW - timedelta(minutes=minutes)
    changeset = planned([PLAN], an_actual(an_intention(PLAN, since=since)))
    assert not changeset
    assert changeset.waiting == (Waiting(PLAN.key, since + LAG),)


def test_after_that_bound_it_is_made() -> None:
    changeset = planned([PLAN], an_actual(an_intention(PLAN, since=NOW - LAG)))
    assert (verbs(changeset), changeset.waiting) == (["make document"], ())


def test_an_intention_whose_file_is_found_by_its_mark_is_entered() -> None:
    item = an_intention(PLAN)
    found = a_file(item, parent_id="where it is")
    change = planned([PLAN], an_actual(item, marked=[found])).changes[0]
    assert change == Adopt("S1", PLAN.key, Kind.DOCUMENT, found.file_id, "where it is", item.name, item.mark, "B")


def test_a_file_of_an_earlier_making_does_not_settle_an_intention() -> None:
    """Its mark's nonce is another's: it is a copy, or what came of an intention that was given up."""
    item = an_intention(PLAN)
    older = a_file(item, mark="another nonce", file_id="id of an older one")
    assert [one.key for one in planned([PLAN], an_actual(item, marked=[older])).waiting] == [PLAN.key]


def test_of_two_with_the_nonce_the_older_is_ours_and_the_younger_a_copy() -> None:
    item = an_intention(PLAN)
    ours = a_file(item, file_id="zz", created=NOW - timedelta(minutes=5))
    theirs = a_file(item, file_id="aa", created=NOW - timedelta(minutes=1))
    changeset = planned([PLAN], an_actual(item, marked=[theirs, ours]))
    [adopted] = [change for change in changeset.changes if isinstance(change, Adopt)]
    assert adopted.file_id == "zz"
    assert [one.message for one in changeset.needs_a_look] == ["someone's own copy was found and left alone"]


def test_an_intention_whose_file_went_to_the_bin_is_entered_and_restored() -> None:
    item = an_intention(FOLDER)
    found = a_file(item, trashed=True)
    assert verbs(planned([FOLDER], an_actual(item, marked=[found]))) == ["adopt", "restore"]


def test_a_folder_s_intention_is_settled_by_looking_at_the_id_it_was_given() -> None:
    item = an_intention(FOLDER, parent_id="a people-drive")
    seen = planned([FOLDER], an_actual(item, marked=[], sights={item.file_id: Sight.THERE}))
    assert only(seen) == Adopt("S1", FOLDER.key, Kind.FOLDER, item.file_id, "a people-drive", item.name, item.mark, "")
    gone = planned([FOLDER], an_actual(item, marked=[], sights={item.file_id: Sight.GONE}))
    assert verbs(gone) == ["make folder"]


def test_a_folder_that_was_made_and_lost_its_mark_is_entered_and_marked() -> None:
    item = an_intention(FOLDER)
    assert verbs(planned([FOLDER], an_actual(item, marked=[], sights={item.file_id: Sight.UNMARKED}))) == ["adopt", "mark"]


def test_a_folder_that_was_made_and_went_to_the_bin_is_entered_and_restored() -> None:
    item = an_intention(FOLDER)
    seen = an_actual(item, marked=[], sights={item.file_id: Sight.IN_THE_BIN})
    assert verbs(planned([FOLDER], seen)) == ["adopt", "restore", "mark"]


def test_what_was_disposed_of_is_neither_restored_nor_told_while_it_is_in_the_bin_and_told_once_it_is_out_again() -> None:
    """Its row of the ledger was struck, and nobody wants it."""
    folder, plan = an_item(FOLDER), an_item(PLAN, parent_id="id of person/S1")
    binned = [a_file(one, trashed=True) for one in (folder, plan)]
    left = planned([], an_actual(marked=binned), closed=["S1"])
    assert (left.changes, left.needs_a_look) == ((), ())
    out = planned([], an_actual(marked=[a_file(folder), a_file(plan)]), closed=["S1"])
    assert not out
    assert {one.key for one in out.needs_a_look} == {FOLDER.key, PLAN.key}
    assert {one.message for one in out.needs_a_look} == {"bears our mark and nobody wants it; left alone"}


def test_whoever_comes_back_within_the_month_gets_their_folder_back_out_of_the_bin() -> None:
    binned = a_file(an_item(FOLDER), trashed=True)
    assert verbs(planned([FOLDER], an_actual(marked=[binned]))) == ["adopt", "restore"]
