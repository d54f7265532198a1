"""What people do to the service's things in Drive is noticed, and right: over HTTP, on the same wire as Google's."""

from __future__ import annotations

from typing import Any

import pytest

from service.jobs.gather import gather
from service.jobs.provision import preview
from service.reconcile.actual import Item
from service.reconcile.changeset import Changeset
from tests.service.engine.hands import Hands

PLAN = "2025-26/B/S00001"
FOLDER = "person/S00001"


@pytest.fixture
def hands(town: Any) -> Hands:
    return Hands(town.fresh().connection)


def item(town: Any, key: str = PLAN) -> Item:
    found: Item = gather(town.fresh().world).actual.items[key]
    return found


def seen(town: Any) -> Changeset:
    return preview(town.fresh().world).report.changeset


def counted(town: Any, key: str = PLAN) -> int:
    """How many files bear a key."""
    world = town.fresh().world
    return sum(one.key == key for drive in world.places.drives for one in world.reader.marked(drive))


def test_nothing_was_done_by_hand_and_nothing_is_to_do(town: Any) -> None:
    assert seen(town) == Changeset()


def test_somebody_s_own_copy_of_a_document_is_told_and_left_alone(town: Any, hands: Hands) -> None:
    copy = hands.copy(item(town).file_id)
    report = town.run()
    assert (report.exit_code, dict(report.done)) == (0, {})
    assert [one.sentence() for one in report.changeset.needs_a_look] == [f"{PLAN}: someone's own copy was found and left alone"]
    assert town.fresh().world.reader.facts(copy).name == f"Copy of {item(town).name}"


@pytest.mark.parametrize("key", [PLAN, FOLDER, "template/B"])
def test_what_is_ours_and_in_the_bin_is_taken_out_and_not_remade(town: Any, hands: Hands, key: str) -> None:
    one = item(town, key)
    hands.trash(one.file_id)
    report = town.run()
    assert dict(report.done) == {"restore": 1}
    assert not town.fresh().world.reader.facts(one.file_id).trashed
    assert (counted(town, key), seen(town)) == (1, Changeset())


def test_a_copy_of_somebody_s_in_the_bin_is_left_there(town: Any, hands: Hands) -> None:
    copy = hands.copy(item(town).file_id)
    hands.trash(copy)
    assert (dict(town.run().done), town.fresh().world.reader.facts(copy).trashed) == ({}, True)


@pytest.mark.parametrize("key", [PLAN, FOLDER, "template/B"])
def test_a_lost_mark_is_set_again_as_soon_as_search_can_be_trusted(town: Any, hands: Hands, key: str) -> None:
    one = item(town, key)
    hands.unmark(one.file_id)
    assert seen(town) == Changeset() or key == "template/B"
    town.wait(16)
    assert dict(town.run().done) == {"mark": 1}
    marks = town.fresh().world.reader.facts(one.file_id).marks
    assert marks == {"ggp": "1", "ggp-key": key, "ggp-mark": one.mark}
    assert (counted(town, key), seen(town)) == (1, Changeset())


@pytest.mark.parametrize("key", [PLAN, FOLDER, "template/B"])
def test_a_lost_row_of_the_ledger_is_entered_again(town: Any, key: str) -> None:
    before = item(town, key)
    here = town.fresh()
    here.world.workbook.write_ledger({gather(here.world).ledger_rows[key]: None})
    report = town.run()
    assert report.exit_code == 0
    assert "make document" not in report.done
    after = item(town, key)
    assert (after.file_id, after.mark, after.stage, after.grants) == (before.file_id, before.mark, before.stage, before.grants)
    assert (counted(town, key), seen(town)) == (1, Changeset())


def test_with_its_row_lost_and_a_copy_beside_it_a_person_has_to_say_which_is_which(town: Any, hands: Hands) -> None:
    here = town.fresh()
    hands.copy(item(town).file_id)
    here.world.workbook.write_ledger({gather(here.world).ledger_rows[PLAN]: None})
    report = town.run()
    assert (dict(report.done), counted(town)) == ({}, 2)
    assert "2 files bear its mark" in report.changeset.needs_a_look[0].message


def test_what_a_manager_deleted_for_good_is_told_and_made_anew_only_once_its_row_is_cleared(town: Any, hands: Hands) -> None:
    hands.delete(item(town).file_id)
    town.wait(16)
    report = town.run()
    assert dict(report.done) == {}
    assert "clear its row in the ledger to have it made anew" in report.changeset.needs_a_look[0].message
    here = town.fresh()
    here.world.workbook.write_ledger({gather(here.world).ledger_rows[PLAN]: None})
    assert dict(town.run().done) == {"make document": 1}


def test_a_document_that_somebody_renamed_keeps_that_name(town: Any, hands: Hands) -> None:
    hands.rename(item(town).file_id, "My year")
    assert seen(town) == Changeset()
    here = town.fresh()
    table = [list(row) for row in here.world.workbook.tables().rows["Staff"]]
    table[1][table[0].index("Family name")] = "Newname"
    here.world.workbook.replace_tab("Staff", table)
    report = town.run()
    assert report.done["rename"] == 3 + 1, "the folder, two documents and the Sheet of their people"
    assert town.fresh().world.reader.facts(item(town).file_id).name == "My year"
    assert seen(town) == Changeset()


def test_what_was_typed_into_the_service_s_block_is_left_and_told_once(town: Any, hands: Hands) -> None:
    hands.type_into(item(town).file_id, "name", "Call me Jo")
    hands.take_out(item(town, "2025-26/A/S00001").file_id, "name")
    here = town.fresh()
    table = [list(row) for row in here.world.workbook.tables().rows["Staff"]]
    table[1][table[0].index("Family name")] = "Newname"
    here.world.workbook.replace_tab("Staff", table)
    report = town.run()
    assert {one.key for one in report.failures} == {PLAN, "2025-26/A/S00001"}
    assert {one.reason for one in report.failures} == {"'name' was left as it is: someone wrote in it or took it out"}
    read = here.world.documents.read(item(town).file_id, here.declared.templates["B"])
    assert read.fields["name"] == "Call me Jo"
    assert (town.run().exit_code, seen(town)) == (0, Changeset())


def test_what_a_person_wrote_stays_whatever_the_service_does_around_it(town: Any, hands: Hands) -> None:
    hands.answer(item(town).file_id, "focus", "Talk partners 😀 in every lesson")
    here = town.fresh()
    table = [list(row) for row in here.world.workbook.tables().rows["Staff"]]
    table[1][table[0].index("Family name")] = "Å. O’Newname-Ümlaut"
    here.world.workbook.replace_tab("Staff", table)
    town.run()
    read = here.world.documents.read(item(town).file_id, here.declared.templates["B"])
    assert read.answers["focus"] == "Talk partners 😀 in every lesson"
    assert read.fields["name"].endswith("Å. O’Newname-Ümlaut")
