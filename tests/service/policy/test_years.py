"""Which cycles were begun, how each stands on a day, and next year's draft."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.declared.load import load
from service.policy.appendix import Appendix
from service.policy.cycle import Cycle
from service.policy.drafting import a_year_on, drafted, next_id
from service.policy.years import CYCLE_HEADINGS, Begun, Phase, State, Years, rows_of_cycles, years_of
from tests.service.builders import a_cycle, a_template, templates

FIRST = a_cycle()
SECOND = drafted(FIRST)
ALL = templates()


def years(*begun: Begun, declared: dict[str, Cycle] | None = None) -> Years:
    return years_of(FIRST, begun, declared or {}, lambda cycle: ALL)


def begun(cycle: Cycle, state: State = State.BEGUN) -> Begun:
    return Begun(cycle, state, date(2026, 8, 20), "f1ngerpr1nt")


BOTH = years(begun(SECOND))


@pytest.mark.parametrize(
    ("day", "first", "second", "current"),
    [
        (date(2026, 7, 1), Phase.OPEN, Phase.COMING, "2025-26"),
        (date(2026, 8, 31), Phase.OPEN, Phase.COMING, "2025-26"),
        (date(2026, 9, 1), Phase.LATE, Phase.OPEN, "2026-27"),
        (date(2026, 10, 31), Phase.LATE, Phase.OPEN, "2026-27"),
        (date(2026, 11, 1), Phase.CLOSED, Phase.OPEN, "2026-27"),
        (date(2028, 1, 1), Phase.CLOSED, Phase.LATE, "2026-27"),
    ],
)
def test_two_cycles_overlap_until_the_first_closes(day: date, first: Phase, second: Phase, current: str) -> None:
    assert [one.phase(day) for one in BOTH] == [first, second]
    assert BOTH.current(day).id == current


def test_a_cycle_that_nothing_follows_stays_open_for_what_is_late() -> None:
    assert years()[0].phase(date(2027, 3, 1)) is Phase.LATE


def test_a_cycle_that_was_taken_back_closes_nothing_and_is_nobody_s_year() -> None:
    found = years(begun(SECOND, State.UNDONE))
    day = date(2026, 11, 10)
    assert [one.phase(day) for one in found] == [Phase.LATE, Phase.UNDONE]
    assert found.current(day).id == "2025-26"
    assert [one.id for one in found.begun()] == ["2025-26"]


def test_in_autumn_both_years_are_worked_on_and_before_and_after_one() -> None:
    ids = {day: [one.id for one in BOTH.working(day)] for day in (date(2026, 8, 1), date(2026, 9, 15), date(2026, 11, 1))}
    assert list(ids.values()) == [["2025-26"], ["2025-26", "2026-27"], ["2026-27"]]


def test_before_anything_begins_the_first_year_is_the_current_one() -> None:
    assert years().current(date(2025, 8, 1)).id == "2025-26"
    assert [one.id for one in years().working(date(2025, 8, 1))] == ["2025-26"]
    assert years().get("2031-32") is None


def test_what_stands_in_a_file_now_says_more_than_what_was_reviewed() -> None:
    moved = SECOND.model_copy(update={"closing": date(2027, 11, 30)})
    assert years(begun(SECOND), declared={"2026-27": moved})[1].cycle.closing == date(2027, 11, 30)


def test_a_template_that_asks_something_else_gets_a_doc_of_its_own_which_later_years_use_too() -> None:
    other = {**ALL, "B": a_template("B", ("name",))}
    third = drafted(SECOND)
    found = years_of(FIRST, [begun(SECOND), begun(third)], {}, lambda cycle: ALL if cycle.id == "2025-26" else other)
    assert [one.template_name("B") for one in found] == ["B", "2026-27/B", "2026-27/B"]
    assert [one.template_name("C") for one in found] == ["C", "C", "C"]
    assert found.templates["B"] == ALL["B"]
    assert found.templates["2026-27/B"] == other["B"]


def test_the_sample_s_own_drivers_make_templates_of_their_own_next_year() -> None:
    declared = load(Path("trust"))
    renamed = declared.cycle.drivers[0].model_copy(update={"name": "Kindness"})
    second = drafted(declared.cycle).model_copy(update={"drivers": (renamed, *declared.cycle.drivers[1:])})
    found = years_of(declared.cycle, [begun(second)], {}, declared.templates_for)
    assert {key for key, name in found[1].names.items() if name != key} == {"B"}
    options = {one.key: one.name for one in found[1].templates["B"].choices["driver"].options}
    assert options["wellbeing"] == "Kindness"


def test_decisions_survive_being_written_and_read() -> None:
    rows = [list(CYCLE_HEADINGS), begun(FIRST).to_row(), [], begun(SECOND, State.UNDONE).to_row()]
    assert rows_of_cycles(rows) == {"2025-26": (2, begun(FIRST)), "2026-27": (4, begun(SECOND, State.UNDONE))}
    assert rows_of_cycles([()]) == {}


@pytest.mark.parametrize(
    "spoiled", [["2026-27"], ["2026-27", "begun", "2026-08-20", "f", "{}"], ["x", "gone", "y", "z", "no JSON"]]
)
def test_a_row_that_somebody_spoiled_is_told_and_not_guessed(spoiled: list[str]) -> None:
    with pytest.raises(ValueError, match="row 2 of the Cycles tab"):
        rows_of_cycles([list(CYCLE_HEADINGS), spoiled])


def test_the_draft_is_the_same_cycle_a_year_on_on_the_same_days_of_the_week() -> None:
    draft = drafted(FIRST)
    assert (draft.id, draft.starts, draft.ends, draft.closing) == (
        "2026-27", date(2026, 9, 1), date(2027, 8, 31), date(2027, 10, 31),
    )  # fmt: skip
    assert draft.drivers == FIRST.drivers
    assert draft.windows[Appendix.A].opens == date(2026, 9, 1)
    assert draft.windows[Appendix.B].opens == date(2026, 9, 7)
    assert draft.windows[Appendix.B].opens.weekday() == FIRST.windows[Appendix.B].opens.weekday()


def test_a_cycle_closes_at_the_end_of_october_where_nothing_else_is_said() -> None:
    data = FIRST.model_dump()
    del data["closing"]
    assert Cycle.model_validate(data).closing == date(2026, 10, 31)


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_a_year_on_is_the_same_day_or_the_last_of_february(day: date) -> None:
    after = a_year_on(day)
    assert (after.month, after.year) == (day.month, day.year + 1)
    assert after.day in (day.day, 28)


@given(st.integers(1, 40))
def test_drafting_again_and_again_always_gives_a_sound_cycle(times: int) -> None:
    cycle = FIRST
    for _ in range(times):
        cycle, before = drafted(cycle), cycle
        assert cycle.id == next_id(before)
        for appendix, window in cycle.windows.items():
            assert abs(window.opens - a_year_on(before.windows[appendix].opens)) <= timedelta(days=3)
