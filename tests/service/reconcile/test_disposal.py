"""What is past its retention, as a pure function: each kind by its own months, and never too early or anybody's who is here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.policy.people import Person
from service.policy.register import Register
from service.policy.retention import KINDS, Retention, is_over
from service.policy.years import Begun, State, Years, years_of
from service.reconcile.actual import Actual, Item, Sight, Stage
from service.reconcile.desired import Kind
from service.reconcile.disposal import Disposals, Held, disposals
from service.reconcile.disposal_changes import BEGUN, DONE, NOT_DONE, ClearRows, Dispose, Settle
from service.reconcile.row_numbers import runs_of
from service.reconcile.shares import ACCESS_HEADINGS
from service.reconcile.tabs import ACCESS, AGREEMENT_HEADINGS, AGREEMENTS, DISPOSAL_HEADINGS, DISPOSALS, PLANS, REVIEWS, RUNS
from tests.service.builders import a_cycle, a_file, a_later_cycle, an_item
from tests.service.policy.people import a_person, a_register

LEFT = date(2025, 12, 31)
LEAVER, HERE = a_person("S1", ends=LEFT), a_person("S2")
FOLDER = an_item("person/S1", parent_id="people-drive")
PLAN = an_item("2025-26/B/S1", parent_id=FOLDER.file_id)
LONG_AFTER = date(2028, 1, 1)


def years(*later: str, undone: str = "", reviewed: str = "") -> Years:
    """2025-26, and what was begun after it."""
    first = a_cycle()
    begun = [
        Begun(a_later_cycle(one), State.UNDONE if one == undone else State.BEGUN, date(2026, 7, 1), reviewed) for one in later
    ]
    return years_of(first, begun, {}, lambda cycle: {})


def gone(
    today: date,
    *items: Item,
    register: Register | None = None,
    of: Years | None = None,
    retention: Retention | None = None,
    **more: Any,
) -> Disposals:
    tabs = more.pop("tabs", {})
    facts = {"marked": [a_file(one) for one in items if one.file_id], **more}
    actual = Actual({one.key: one for one in items}, **facts)
    held = Held(actual, register or a_register(LEAVER, HERE), of or years("2026-27"), frozenset(), tabs)
    return disposals(held, retention or Retention(), today)


def keys(found: Disposals) -> list[str]:
    return [one.key for one in found.changeset.changes]


def test_a_leaver_s_folder_goes_as_one_on_the_morning_after_its_months_and_not_before() -> None:
    assert keys(gone(date(2027, 12, 31), FOLDER, PLAN)) == []
    [change] = gone(LONG_AFTER, FOLDER, PLAN).changeset.changes
    assert isinstance(change, Dispose)
    assert (change.key, change.with_it, change.file_id) == ("person/S1", ("2025-26/B/S1",), FOLDER.file_id)
    assert change.sentence() == (
        "Put 'Name of person/S1', with the one thing in it, into the bin: left on 31 December 2025, and it was kept for 24 months"
    )
    assert "with the 3 things in it" in replace(change, holds=3).sentence()


def test_a_document_of_theirs_that_lies_elsewhere_goes_by_itself() -> None:
    elsewhere = a_file(PLAN, parent_id="somewhere")
    found = gone(LONG_AFTER, FOLDER, PLAN, marked=[a_file(FOLDER), elsewhere])
    assert [(one.key, getattr(one, "with_it", ())) for one in found.changeset.changes] == [
        ("2025-26/B/S1", ()),
        ("person/S1", ()),
    ]
    assert keys(gone(LONG_AFTER, PLAN)) == ["2025-26/B/S1"], "and so it does where the folder is gone"


@pytest.mark.parametrize(
    "person",
    [HERE, a_person("S1", ends=date(2030, 1, 1)), a_person("S1", ends=LONG_AFTER), a_person("S1", starts=date(2027, 1, 1))],
    ids=["here", "leaves later", "leaves today", "came back"],
)
def test_nobody_s_goes_who_is_here(person: Person) -> None:
    assert keys(gone(LONG_AFTER, FOLDER, PLAN, register=a_register(person))) == []


def test_nobody_s_goes_who_left_by_no_date_or_whose_row_is_wrong() -> None:
    assert keys(gone(LONG_AFTER, FOLDER, PLAN, register=a_register())) == []
    actual = Actual({one.key: one for one in (FOLDER, PLAN)}, [a_file(FOLDER), a_file(PLAN)])
    held = Held(actual, a_register(LEAVER), years(), frozenset({"S1"}))
    assert not disposals(held, Retention(), LONG_AFTER).changeset


def things(cycle: str = "2025-26") -> list[Item]:
    """A year's own, a person's plan in it, and what is every year's."""
    sheets = (
        "answers/reflections",
        "answers/check-ins",
        "sheet/school/OXB",
        "sheet/manager/S2",
        "sheet/overview",
        "library",
        "teams/S2",
    )
    return [
        *(an_item(f"{cycle}/{one}", kind=Kind.SHEET, staff_id="") for one in sheets),
        an_item(f"{cycle}/form/conversation", kind=Kind.FORM, staff_id=""),
        an_item(f"{cycle}/form/check-in/OXB", kind=Kind.FORM, staff_id=""),
        an_item(f"{cycle}/B/S2"),
        an_item("template/form", kind=Kind.FORM),
        an_item("place/forms"),
        an_item("person/S2"),
    ]


def test_a_year_s_own_things_go_each_kind_by_its_months_after_the_closing_day() -> None:
    assert keys(gone(date(2028, 10, 31), *things())) == []
    two = {
        "2025-26/form/check-in/OXB",
        "2025-26/form/conversation",
        "2025-26/library",
        "2025-26/sheet/manager/S2",
        "2025-26/sheet/overview",
        "2025-26/sheet/school/OXB",
        "2025-26/teams/S2",
    }
    found = gone(date(2028, 11, 1), *things())
    assert set(keys(found)) == two
    assert "2025-26 closed on 31 October 2026, and it was kept for 24 months" in found.changeset.changes[0].sentence()
    three = gone(date(2029, 11, 1), *things())
    assert set(keys(three)) - two == {"2025-26/answers/check-ins", "2025-26/answers/reflections"}
    assert {one.what for one in three.changeset.changes if isinstance(one, Dispose)} == {
        "answers",
        "forms",
        "status_sheets",
        "team_sheets",
    }


@pytest.mark.parametrize(
    "of", [years(), years("2026-27", undone="2026-27")], ids=["nothing came after it", "what came was taken back"]
)
def test_a_year_that_is_not_closed_keeps_its_things_however_old(of: Years) -> None:
    assert keys(gone(date(2040, 1, 1), *things(), of=of)) == []


def test_a_year_that_nobody_begun_is_left_alone_and_one_that_was_taken_back_goes_in_its_time() -> None:
    assert keys(gone(date(2040, 1, 1), *things("2019-20"))) == []
    of = years("2026-27", "2027-28", undone="2026-27")
    assert keys(gone(date(2029, 10, 31), *things("2026-27"), of=of)) == []
    assert "2026-27/form/conversation" in keys(gone(date(2029, 11, 1), *things("2026-27"), of=of))


def test_a_kind_that_is_kept_for_ever_stays() -> None:
    for_ever = Retention(**dict.fromkeys(KINDS, 0))
    assert keys(gone(date(2060, 1, 1), FOLDER, PLAN, *things(), tabs=TABS, retention=for_ever)) == []


PLAN_ROWS = [["Staff id", "Cycle"], ["S1", "2025-26"], ["S2", "2025-26"], [], ["S2", "2026-27"]]
AGREED = [list(AGREEMENT_HEADINGS), ["S2", "2025-26", "2025-10-14", "S1", "r1"], ["S1", "2025-26", "2025-10-14", "S2", "r2"]]
RAN = [["Run", "Started"], ["r1", "2025-10-31 02:00"], ["r2", "2025-11-01 02:00"], ["note to self"], ["", "2020-01-01 02:00"]]
REVIEWED = [
    ["Cycle", "What", "Fingerprint", "Reviewed on", "Part", "Kept"],
    ["2026-27", "turn", "old", "2026-06-01", "1", "x"],
    ["2026-27", "turn", "old", "2026-06-01", "2", "y"],
    ["2026-27", "turn", "used", "2026-06-02", "1", "z"],
    ["2026-27", "turn", "new", "2027-06-01", "1", "x"],
    ["someone wrote here"],
]
TABS: Mapping[str, Sequence[Sequence[str]]] = {PLANS: PLAN_ROWS, AGREEMENTS: AGREED, RUNS: RAN, REVIEWS: REVIEWED}


def cleared(found: Disposals) -> dict[str, tuple[int, ...]]:
    return {one.key: one.rows for one in found.changeset.changes if isinstance(one, ClearRows)}


def test_a_leaver_s_rows_go_with_their_folder_and_what_they_agreed_for_others_stays() -> None:
    tabs = {PLANS: PLAN_ROWS, AGREEMENTS: AGREED}
    assert cleared(gone(LONG_AFTER, FOLDER, PLAN, tabs=tabs)) == {"rows/Plans/S1": (2,), "rows/Agreements/S1": (3,)}


def test_a_closed_year_s_rows_go_and_the_others_stay() -> None:
    tabs = {PLANS: PLAN_ROWS, AGREEMENTS: AGREED}
    keep_leavers = Retention(leavers=0)
    assert cleared(gone(date(2029, 10, 31), tabs=tabs, retention=keep_leavers)) == {}
    assert cleared(gone(date(2029, 11, 1), tabs=tabs, retention=keep_leavers)) == {
        "rows/Plans/2025-26": (2, 3),
        "rows/Agreements/2025-26": (2, 3),
    }
    assert cleared(gone(date(2029, 11, 1), tabs={PLANS: PLAN_ROWS})) == {"rows/Plans/S1": (2,), "rows/Plans/2025-26": (3,)}


def test_runs_go_by_whole_months_and_what_is_no_run_stays() -> None:
    assert cleared(gone(date(2027, 10, 31), tabs={RUNS: RAN})) == {}
    found = gone(date(2027, 11, 1), tabs={RUNS: RAN})
    [change] = found.changeset.changes
    assert isinstance(change, ClearRows)
    assert (change.rows, change.ids, change.tab) == ((2,), ("r1",), RUNS)
    assert change.sentence() == "Clear one row of Runs: runs of 2025-10 were kept for 24 months"
    assert gone(date(2027, 11, 30), tabs={RUNS: RAN}).changeset.fingerprint == found.changeset.fingerprint
    assert cleared(gone(date(2027, 12, 1), tabs={RUNS: RAN})) == {"rows/Runs/2025-10": (2,), "rows/Runs/2025-11": (3,)}


def test_reviews_go_by_their_day_but_for_those_by_which_a_year_goes_that_is_not_closed() -> None:
    of = years("2026-27", reviewed="used")
    assert cleared(gone(date(2028, 6, 1), tabs={REVIEWS: REVIEWED}, of=of)) == {}
    assert cleared(gone(date(2028, 6, 3), tabs={REVIEWS: REVIEWED}, of=of)) == {"rows/Reviews/old": (2, 3)}
    closed = years("2026-27", "2027-28", reviewed="used")
    assert "rows/Reviews/used" in cleared(gone(date(2028, 6, 3), tabs={REVIEWS: REVIEWED}, of=years("2026-27", reviewed="other")))
    assert "rows/Reviews/used" not in cleared(gone(date(2028, 6, 3), tabs={REVIEWS: REVIEWED}, of=closed))


SHARED = [
    list(ACCESS_HEADINGS),
    ["2025-26/B/S1", "b1", "S1", "a@example.com", "writer", "user", "2025-10-06", ""],
    ["2025-26/B/S2", "b2", "S2", "a@example.com", "reader", "user", "2025-10-06", "2025-11-03"],
    ["2025-26/B/S2", "b2", "S2", "b@example.com", "reader", "user", "2025-10-06", ""],
    [],
]


def test_what_was_shared_by_hand_goes_with_a_leaver_or_a_while_after_it_ended() -> None:
    assert cleared(gone(date(2027, 11, 30), tabs={ACCESS: SHARED}, retention=Retention(leavers=0))) == {}
    assert cleared(gone(date(2027, 12, 1), tabs={ACCESS: SHARED}, retention=Retention(leavers=0))) == {
        "rows/Access/2025-11": (3,)
    }
    found = gone(LONG_AFTER, tabs={ACCESS: SHARED}, retention=Retention(shares=0))
    assert cleared(found) == {"rows/Access/S1": (2,)}
    assert found.can_go == ()
    assert gone(LONG_AFTER, tabs={ACCESS: SHARED[:1]}).can_go != ()


def test_rows_that_say_something_else_now_are_another_disposal() -> None:
    one, other = (
        gone(LONG_AFTER, tabs={PLANS: [["Staff id", "Cycle"], ["S1", "2025-26", text]]}).changeset.changes[0] for text in "ab"
    )
    assert isinstance(one, ClearRows)
    assert isinstance(other, ClearRows)
    assert one.rows == other.rows
    assert one.id != other.id


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (
            {"sights": {FOLDER.file_id: Sight.UNMARKED}, "marked": [a_file(PLAN)]},
            "it has lost its mark, which the next run sets again",
        ),
        ({"marked": [a_file(FOLDER, mark="another"), a_file(PLAN)]}, "its mark and the ledger do not agree"),
        ({"doubled": frozenset({"2025-26/B/S1"})}, "a row of the ledger has to be mended first"),
        ({"unreadable": {"2025-26/C/S1": 7}}, "a row of the ledger has to be mended first"),
    ],
)
def test_what_is_not_certainly_ours_stays_and_is_told(more: dict[str, Any], why: str) -> None:
    found = gone(LONG_AFTER, FOLDER, PLAN, **more)
    assert keys(found) == []
    assert [one.sentence() for one in found.changeset.needs_a_look] == [f"person/S1: is past its retention and stays, for {why}"]


def test_what_may_not_exist_yet_stays_and_what_is_gone_already_is_struck() -> None:
    intended = replace(FOLDER, stage=Stage.INTENDED)
    assert "not certain yet whether it exists" in gone(LONG_AFTER, intended).changeset.needs_a_look[0].message
    assert keys(gone(LONG_AFTER, FOLDER, marked=[], sights={FOLDER.file_id: Sight.GONE})) == ["person/S1"]
    assert keys(gone(LONG_AFTER, FOLDER, marked=[], sights={FOLDER.file_id: Sight.IN_THE_BIN})) == ["person/S1"]


def test_once_nothing_is_left_of_a_leaver_the_admin_is_told_that_their_rows_of_the_register_can_go() -> None:
    assert gone(LONG_AFTER, FOLDER).can_go == ()
    assert gone(LONG_AFTER, tabs={PLANS: PLAN_ROWS}).can_go == ()
    assert gone(LONG_AFTER).can_go == (
        "S1 left on 31 December 2025, and nothing of theirs is kept any more: their rows of Staff and Exemptions can go",
    )


def test_what_a_stopped_run_began_is_settled_once_it_is_not_past_its_retention_any_more() -> None:
    log = [
        list(DISPOSAL_HEADINGS),
        *([key, "leavers", key, "f", "2028-01-01", "left", "r", "3", BEGUN] for key in ("person/S1", "rows/Plans/S1")),
    ]
    both = [*log, ["x", "leavers", "person/S7", "f", "2028-01-01", "left", "r", "3", DONE], [], ["a note"]]
    assert "settle" not in gone(LONG_AFTER, FOLDER, tabs={DISPOSALS: both, PLANS: PLAN_ROWS}).changeset.counts()
    here = a_register(replace(LEAVER, ends=None))
    settled = gone(LONG_AFTER, FOLDER, tabs={DISPOSALS: both}, register=here).changeset.changes
    assert settled == (Settle("", "person/S1", 2, NOT_DONE), Settle("", "rows/Plans/S1", 3, DONE))
    assert "begun by a run that was stopped, is done" in settled[1].sentence()


def test_rows_are_told_as_runs_of_neighbours() -> None:
    assert runs_of([9, 2, 4, 3, 4]) == [(2, 4), (9, 9)]
    assert runs_of([]) == []


# For whatever there is

IDS = [f"S{number}" for number in range(1, 5)]
DAYS = st.dates(date(2024, 9, 1), date(2034, 9, 1))
CYCLES = ("2025-26", "2026-27", "2027-28", "2019-20")


@st.composite
def trusts(draw: st.DrawFn) -> tuple[Held, Retention, date]:
    """A register, a ledger, tabs, settings and a day, whatever they are."""
    people = [a_person(one, starts=draw(st.none() | DAYS), ends=draw(st.none() | DAYS)) for one in IDS if draw(st.booleans())]
    later = draw(st.lists(st.sampled_from(CYCLES[1:3]), unique=True))
    of = years(*sorted(later), undone=draw(st.sampled_from(("", *later))))
    names = [f"person/{one}" for one in IDS] + [
        f"{cycle}/{rest}"
        for cycle in CYCLES
        for rest in (
            "B/S1",
            "C/S2",
            "A/S3/teachers",
            "sheet/manager/S1",
            "teams/S2",
            "form/conversation",
            "answers/check-ins",
            "library",
        )
    ]
    chosen = draw(st.lists(st.sampled_from(names), unique=True))
    items = [_made(draw, key) for key in chosen]
    plans = [
        ["Staff id", "Cycle"],
        *draw(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(CYCLES)).map(list), max_size=6)),
    ]
    ran = [["Run", "Started"], *([f"r{n}", f"{day} 02:00"] for n, day in enumerate(draw(st.lists(DAYS, max_size=6))))]
    retention = Retention(**{kind: draw(st.sampled_from((0, 1, 24, 36))) for kind in KINDS})
    marked = [a_file(one) for one in items if draw(st.integers(0, 9))]
    tabs = {PLANS: plans, AGREEMENTS: plans, RUNS: ran}
    actual = Actual({one.key: one for one in items}, marked)
    held_back = frozenset(draw(st.lists(st.sampled_from(IDS), max_size=1)))
    return Held(actual, Register(people), of, held_back, tabs), retention, draw(DAYS)


def _made(draw: st.DrawFn, key: str) -> Item:
    parts = key.split("/")
    kind = Kind.FOLDER if parts[0] == "person" else Kind.DOCUMENT if len(parts[1]) == 1 else Kind.SHEET
    whose = parts[1] if kind is Kind.FOLDER else parts[2] if kind is Kind.DOCUMENT else ""
    parent = draw(st.sampled_from((f"id of person/{whose}", "elsewhere"))) if kind is Kind.DOCUMENT else "drive"
    return an_item(key, kind=kind, staff_id=whose, parent_id=parent)


def since(held: Held, change: Dispose | ClearRows, key: str) -> date:
    """From when a thing's keeping counts."""
    if change.what == "leavers":
        person = held.register.person(change.staff_id)
        assert person is not None
        assert person.ends is not None
        return person.ends
    year = held.years.get(key)
    assert year is not None
    return year.cycle.closing


@given(trusts())
def test_nothing_younger_than_its_retention_goes_and_nothing_of_anybody_who_is_here(trust: tuple[Held, Retention, date]) -> None:
    held, retention, today = trust
    for change in disposals(held, retention, today).changeset.changes:
        assert isinstance(change, Dispose | ClearRows)
        months = retention.months(change.what)
        if isinstance(change, ClearRows) and change.tab == RUNS:
            started = [held.tabs[RUNS][number - 1][1][:10] for number in change.rows]
            assert all(is_over(date.fromisoformat(one), months, today) for one in started)
            continue
        cycle = change.key.split("/")[2 if isinstance(change, ClearRows) else 0]
        assert is_over(since(held, change, cycle), months, today), change
        if change.what == "leavers":
            person = held.register.person(change.staff_id)
            assert person is not None
            assert person.ends is not None
            assert person.ends < today
            assert change.staff_id not in held.held_back
            whose = {held.actual.items[key].staff_id for key in getattr(change, "with_it", ())}
            assert whose <= {change.staff_id}
        else:
            year = held.years.get(cycle)
            assert year is not None
            assert today > year.cycle.closing
            own = isinstance(change, Dispose) and change.kind in (Kind.DOCUMENT, Kind.FOLDER)
            assert not own, "a person's own things go only with their person"


@given(trusts())
def test_once_it_is_done_there_is_nothing_to_do(trust: tuple[Held, Retention, date]) -> None:
    held, retention, today = trust
    items, tabs = dict(held.actual.items), {tab: [list(row) for row in rows] for tab, rows in held.tabs.items()}
    for change in disposals(held, retention, today).changeset.changes:
        if isinstance(change, Dispose):
            for key in (change.key, *change.with_it):
                del items[key]
        elif isinstance(change, ClearRows):
            for number in change.rows:
                tabs[change.tab][number - 1] = []
    assert not disposals(replace(held, actual=replace(held.actual, items=items), tabs=tabs), retention, today).changeset


@given(trusts(), st.integers(1, 900))
def test_what_goes_today_would_go_later_too(trust: tuple[Held, Retention, date], days: int) -> None:
    held, retention, today = trust
    there = {one.key for one in disposals(held, retention, today).changeset.changes if isinstance(one, Dispose)}
    gone_later = disposals(held, retention, today + timedelta(days=days)).changeset.changes
    later = {key for one in gone_later if isinstance(one, Dispose) for key in (one.key, *one.with_it)}
    back = {one.staff_id for one in held.register.people if one.starts and one.starts > today}
    assert {key for key in there if held.actual.items[key].staff_id not in back} <= later
