"""The ledger as a table: what is written is what is read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reconcile.actual import Access, Item, Stage
from service.reconcile.desired import Kind, Role
from service.reconcile.ledger import LEDGER_HEADINGS, from_row, to_row
from tests.service.builders import an_item

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ITEMS = st.builds(
    Item,
    key=TEXT,
    kind=st.sampled_from(Kind),
    stage=st.sampled_from(Stage),
    mark=TEXT,
    since=st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
        lambda when: when.replace(microsecond=when.microsecond // 1000 * 1000)
    ),
    file_id=TEXT,
    parent_id=TEXT,
    name=TEXT,
    staff_id=TEXT,
    template=TEXT,
    grants=st.dictionaries(TEXT, st.builds(Access, st.sampled_from(Role), TEXT), max_size=3),
    digests=st.dictionaries(TEXT, TEXT, max_size=3),
    held=st.dictionaries(TEXT, st.dates(), max_size=2),
)


@given(ITEMS)
def test_an_item_survives_being_written_and_read(item: Item) -> None:
    assert from_row(to_row(item)) == item


@given(ITEMS)
def test_a_row_has_a_cell_for_every_heading_and_all_are_text(item: Item) -> None:
    row = to_row(item)
    assert len(row) == len(LEDGER_HEADINGS)
    assert all(isinstance(cell, str) for cell in row)


def test_empty_cells_at_the_end_may_be_missing_as_sheets_leaves_them_out() -> None:
    item = an_item("person/S1")
    row = to_row(item)
    while not row[-1]:
        row.pop()
    assert from_row(row) == item


def test_what_is_empty_takes_no_room() -> None:
    assert to_row(an_item("person/S1"))[-3:] == ["", "", ""]


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        (1, "house"),
        (2, "nearly"),
        (6, "yesterday"),
        (10, "{"),
        (10, "[1]"),
        (10, '{"a@x": ["king", "p"]}'),
        (12, '{"a@x": "soon"}'),
    ],
)
def test_a_cell_that_the_service_did_not_write_is_refused(place: int, cell: str) -> None:
    row = to_row(an_item("person/S1"))
    row[place] = cell
    with pytest.raises((ValueError, TypeError)):
        from_row(row)


def test_shares_are_added_taken_away_and_held() -> None:
    item = an_item("person/S1").holding("a@x", date(2025, 10, 6))
    shared = item.with_grant("a@x", Access(Role.WRITER, "p1"))
    assert (shared.held, shared.grants) == ({}, {"a@x": Access(Role.WRITER, "p1")})
    assert shared.without_grant("a@x").grants == {}
