"""What is shown and what is applied is the same list: sorted, counted, fingerprinted, in plain English."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reconcile.change import (
    AddTabs,
    Adopt,
    Build,
    Change,
    Grant,
    KeepTabs,
    MakeBlankForm,
    MakeDocument,
    MakeFolder,
    MakeForm,
    MakeSheet,
    MakeTemplate,
    Mark,
    Mend,
    MoveWorkbook,
    Refresh,
    Rename,
    Restore,
    Restrict,
    Revoke,
    ShapeForm,
)
from service.reconcile.changeset import Changeset, Held, NeedsALook, Waiting
from service.reconcile.desired import Kind, Role
from service.reconcile.disposal_changes import ClearRows, Disposal, Dispose, Settle
from service.reconcile.year_changes import CarryForward, Close, KeepOpen, Reopen, TurnYear
from tests.service.builders import NOW

ONE_OF_EACH: list[Change] = [
    AddTabs("", "", ("Staff", "Ledger")),
    KeepTabs("", "", "d1ge57", 7),
    Restrict("", "drive/D1", "D1"),
    Adopt("S1", "person/S1", Kind.FOLDER, "f", "p", "Ann Of", "m", ""),
    MakeFolder("S1", "person/S1", "Ann Of", "people"),
    MoveWorkbook("", "place/workbook", "place/control"),
    Restore("S1", "person/S1", "f", "Ann Of"),
    Mark("S1", "person/S1", "f", "m"),
    Revoke("S1", "person/S1", "f", "ben@stour.example", "p1"),
    MakeTemplate("", "template/B", "Growth plan", "place/templates", "B"),
    Build("", "template/B", "f", "B"),
    Mend("", "template/B", "f", "B"),
    MakeDocument("S1", "2025-26/B/S1", "Growth plan", "person/S1", "B", {"name": "Ann Of"}),
    MakeSheet("S1", "2025-26/sheet/manager/S1", "Ann Of: my people", "place/sheets"),
    MakeBlankForm("", "template/form", "Template for our Forms", "place/templates"),
    MakeForm("", "2025-26/form/conversation", "Growth conversation", "place/forms", "conversation", "d1ge57"),
    ShapeForm("", "2025-26/form/conversation", "f", "Growth conversation", "conversation", "d1ge57"),
    Rename("S1", "person/S1", "f", "Ann Of", "Ann By"),
    TurnYear("", "cycle/2026-27", 3, "begun", "2026-08-20", "f1ngerpr1nt", "{}"),
    Reopen("S1", "2025-26/B/S1", Kind.DOCUMENT, "f", "Growth plan · closed", "Growth plan"),
    CarryForward("S1", "2026-27/B/S1", "2025-26/B/S1"),
    Close("S1", "2025-26/B/S1", Kind.DOCUMENT, "f", "Growth plan", "Growth plan · closed"),
    KeepOpen("S1", "2026-27/B/S1", "Growth plan"),
    Dispose("S1", "person/S1", "leavers", "left on 31 December 2025", 7, Kind.FOLDER, "f", "Ann Of", ("2025-26/B/S1",)),
    ClearRows("", "rows/Plans/2025-26", "records", "2025-26 closed on 31 October 2026", 2, "Plans", (2, 3), "d1ge57"),
    Settle("", "rows/Plans/2025-26", 7, "done"),
    Refresh("S1", "2025-26/B/S1", "f", "B", {"team": "1", "name": "Ann"}),
    Grant("S1", "person/S1", "ann@stour.example", Role.WRITER),
]


def kinds(of: type[Change]) -> set[type[Change]]:
    return {one for direct in of.__subclasses__() for one in (direct, *kinds(direct))}


@pytest.mark.parametrize("change", ONE_OF_EACH, ids=lambda change: change.verb)
def test_every_change_says_what_it_does_without_a_loose_end(change: Change) -> None:
    assert change.sentence()
    assert not change.sentence().endswith(".")
    assert "{" not in change.sentence()
    assert json.loads(json.dumps(change.as_json()))["change"] == change.verb


def test_every_kind_of_change_is_among_them_and_has_a_verb_of_its_own() -> None:
    assert {type(one) for one in ONE_OF_EACH} == {one for one in kinds(Change) if one.verb}
    assert len({one.verb for one in ONE_OF_EACH}) == len(ONE_OF_EACH)


def test_a_share_names_who_and_as_what() -> None:
    assert ONE_OF_EACH[-1].sentence() == "Share person/S1 with ann@stour.example as writer"


def test_fields_are_told_in_alphabetical_order() -> None:
    assert ONE_OF_EACH[-2].sentence() == "Bring name, team up to date in 2025-26/B/S1"


def test_a_bare_change_has_nothing_to_say() -> None:
    with pytest.raises(TypeError, match="Change has no sentence"):
        Change("", "").sentence()
    with pytest.raises(TypeError, match="Disposal is no thing"):
        assert Disposal("", "person/S1", "leavers", "left", 1).id


@given(st.permutations(ONE_OF_EACH))
def test_in_whatever_order_changes_are_found_they_are_done_in_one(found: list[Change]) -> None:
    changeset = Changeset.of(found)
    assert changeset == Changeset.of(ONE_OF_EACH)
    assert changeset.fingerprint == Changeset.of(ONE_OF_EACH).fingerprint


def test_a_person_s_things_are_made_in_the_order_in_which_they_need_each_other() -> None:
    own = [one.verb for one in Changeset.of(ONE_OF_EACH).changes if one.staff_id == "S1"]
    assert own == [
        "adopt", "make folder", "restore", "mark", "unshare", "reopen", "make document", "make sheet", "rename", "refresh", "share",
            "carry forward", "close", "keep open", "dispose",
    ]  # fmt: skip


def test_the_trust_s_own_things_come_before_anyone_s() -> None:
    ordered = [one.staff_id for one in Changeset.of(ONE_OF_EACH).changes]
    assert ordered == sorted(ordered)
    assert Changeset.of(ONE_OF_EACH).changes[0].verb == "add tabs"


@pytest.mark.parametrize("place", range(len(ONE_OF_EACH)))
def test_one_change_more_or_less_is_another_fingerprint(place: int) -> None:
    others = [one for at, one in enumerate(ONE_OF_EACH) if at != place]
    assert Changeset.of(others).fingerprint != Changeset.of(ONE_OF_EACH).fingerprint


def test_what_waits_does_not_change_the_fingerprint() -> None:
    """A review is of what will be done; that something else waits is not part of it."""
    waiting = [Waiting("k", NOW)]
    assert Changeset.of(ONE_OF_EACH, waiting).fingerprint == Changeset.of(ONE_OF_EACH).fingerprint


def test_a_changeset_of_nothing_but_remarks_is_nothing_to_do() -> None:
    assert not Changeset.of([], [Waiting("k", NOW)], [Held("k", "e")], [NeedsALook("k", "m")])


def test_counts_are_by_verb() -> None:
    grants = [Grant("S1", "k", email, Role.READER) for email in ("a@x", "b@x")]
    assert Changeset.of([*grants, ONE_OF_EACH[0]]).counts() == {"add tabs": 1, "share": 2}


def test_remarks_are_sentences() -> None:
    until = NOW + timedelta(minutes=15)
    assert Waiting("2025-26/B/S1", until).sentence() == (
        "2025-26/B/S1 was asked for and the answer was lost; by 02:15 UTC it is certain whether it exists"
    )
    assert Held("person/S1", "a@x").sentence() == "person/S1 will be shared with a@x once that Google account exists"


def test_as_json_it_can_be_written_and_compared() -> None:
    changeset = Changeset.of(ONE_OF_EACH, [Waiting("w", NOW)], [Held("h", "a@x")], [NeedsALook("n", "m")])
    told = json.loads(json.dumps(changeset.as_json()))
    assert told["fingerprint"] == changeset.fingerprint
    assert len(told["changes"]) == len(ONE_OF_EACH)
    assert told["waiting"] == [{"key": "w", "until": "2025-10-06T02:00:00+00:00"}]
    assert (told["held"], told["needs_a_look"]) == ([{"key": "h", "email": "a@x"}], [{"key": "n", "message": "m"}])
