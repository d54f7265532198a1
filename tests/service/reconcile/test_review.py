"""What a person reviewed: kept whole, known again, and compared with what would be done now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reconcile.change import Change, Grant, MakeDocument, Rename, Revoke
from service.reconcile.desired import Kind, Role
from service.reconcile.review import CELL, KEPT, REVIEW_HEADINGS, Review, Step, compare, kept_with, review_of, reviews_in
from service.reconcile.year_changes import Close, TurnYear

SEPTEMBER, NOVEMBER, TODAY = date(2026, 9, 1), date(2026, 11, 1), date(2026, 7, 10)
MAKE = MakeDocument("S1", "2026-27/A/S1", "My reflection 2026-27 · Ann Of", "person/S1", "A/teachers", {"role": "Teacher"})
SHARE = Grant("S1", "2026-27/C/S1", "hal@stour.example", Role.WRITER)
CLOSE = Close("S1", "2025-26/B/S1", Kind.DOCUMENT, "f1", "My growth plan", "My growth plan · closed")
CYCLE = '{"starts": "2026-09-01", "closing": "2027-10-31", "drivers": ["one"]}'
BEGIN = TurnYear("", "cycle/2026-27", 3, "begun", "2026-07-10", "", CYCLE)


def steps(*september: Change, at_once: Change = BEGIN, november: Change | None = CLOSE) -> list[Step]:
    return [
        Step(None, "at once", (at_once,)),
        Step(SEPTEMBER, "begins", september or (MAKE, SHARE)),
        Step(NOVEMBER, "closes", (november,) if november else ()),
    ]


def a_review(*september: Change) -> Review:
    return review_of("2026-27", "turn", steps(*september), TODAY)


def test_a_review_survives_being_kept_in_the_workbook() -> None:
    review = a_review()
    rows = [list(REVIEW_HEADINGS), *review.to_rows()]
    assert reviews_in(rows) == [review]
    assert all(isinstance(cell, str) and len(cell) <= CELL for row in rows for cell in row)


def test_a_long_review_takes_several_cells_in_any_order() -> None:
    many = [replace(MAKE, key=f"2026-27/A/S{one}", name=f"{hash((one, 'x')):x} {one * 7919:x}") for one in range(6000)]
    review = a_review(*many)
    rows = review.to_rows()
    assert len(rows) > 1
    assert reviews_in([list(REVIEW_HEADINGS), *reversed(rows)]) == [review]


@pytest.mark.parametrize("spoil", [lambda row: [*row[:5], "?"], lambda row: [*row[:5], row[5][:-4]], lambda row: row[:3]])
def test_a_review_that_somebody_spoiled_is_none(spoil: object) -> None:
    [row] = a_review().to_rows()
    assert reviews_in([list(REVIEW_HEADINGS), spoil(row)]) == []  # type: ignore[operator]


def test_what_comes_of_the_day_does_not_change_the_fingerprint() -> None:
    later = replace(MAKE, fields={"role": "Deputy head", "line_manager": "Somebody else"})
    assert a_review(later, SHARE).fingerprint == a_review().fingerprint


@pytest.mark.parametrize(
    "other",
    [
        replace(MAKE, name="My reflection 2026-27 · Ann By"),
        replace(MAKE, template="A/headteachers"),
        replace(MAKE, parent="person/S2"),
    ],
)
def test_another_name_template_or_place_changes_the_fingerprint_and_is_a_difference(other: MakeDocument) -> None:
    assert a_review(other, SHARE).fingerprint != a_review().fingerprint
    [told] = compare(a_review(), steps(other, SHARE)).differing
    assert told.startswith(other.sentence())
    assert "was '" in told


def test_the_same_again_shows_no_difference() -> None:
    assert compare(a_review(), steps()) == compare(a_review(), steps(SHARE, MAKE))
    found = compare(a_review(), steps())
    assert (found.differing, found.moved, found.gone, found.new) == ([], [], [], [])


def test_a_cycle_that_says_something_else_is_told_setting_by_setting() -> None:
    moved = replace(BEGIN, data=CYCLE.replace("2027-10-31", "2027-11-15"), since="2026-08-20", fingerprint="f")
    [told] = compare(a_review(), steps(at_once=moved)).differing
    assert told.endswith("closing was '2027-10-31', would be '2027-11-15'")


def test_what_the_register_brought_since_is_told_apart_and_is_no_difference() -> None:
    leaver = Revoke("S2", "person/S2", "f", "ben@stour.example", "p")
    found = compare(a_review(), steps(SHARE, leaver))
    assert found.differing == []
    assert found.new == ["Stop sharing person/S2 with ben@stour.example"]
    assert found.gone == [
        "make document 2026-27/A/S1 (name 'My reflection 2026-27 · Ann Of', parent 'person/S1', template 'A/teachers'), on 2026-09-01"
    ]


def test_a_change_that_only_comes_on_another_day_was_moved_by_the_register() -> None:
    late = [
        Step(None, "", (BEGIN,)),
        Step(SEPTEMBER, "", (SHARE,)),
        Step(date(2026, 9, 7), "", (MAKE,)),
        Step(NOVEMBER, "", (CLOSE,)),
    ]
    found = compare(a_review(), late)
    assert (found.differing, found.gone, found.new) == ([], [], [])
    assert found.moved == [f"{MAKE.sentence()}: on 2026-09-07 instead of on 2026-09-01"]


def test_a_review_covers_what_was_seen_whenever_it_is_done_and_nothing_else() -> None:
    review = a_review()
    assert review.covers(replace(CLOSE, file_id="another", before="Renamed meanwhile"))
    assert not review.covers(replace(CLOSE, name="Something else"))
    assert not review.covers(Rename("S1", "2025-26/B/S1", "f1", "a", "b"))


def test_the_latest_reviews_and_those_that_years_were_turned_by_are_kept() -> None:
    reviews = [review_of("2026-27", "turn", steps(replace(MAKE, name=str(one)), SHARE), TODAY) for one in range(10)]
    kept = kept_with(reviews[:9], reviews[9], frozenset({reviews[0].fingerprint}))
    assert kept == [reviews[0], *reviews[10 - KEPT : 9], reviews[9]]
    assert kept_with(kept, reviews[9], frozenset({reviews[0].fingerprint})) == kept


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.builds(MakeDocument, TEXT, TEXT, TEXT, TEXT, TEXT, st.just({})), max_size=8))
def test_whatever_things_are_called_a_review_is_read_as_it_was_kept(changes: list[MakeDocument]) -> None:
    review = a_review(*changes)
    assert reviews_in([list(REVIEW_HEADINGS), *review.to_rows()]) == [review]
    assert compare(review, steps(*changes)).differing == []
