"""Rows of the control workbook that were kept for long enough: of plans, agreements, shares, runs and reviews. Pure."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from service.policy.days import full_day
from service.policy.retention import end_of_month, is_over
from service.reconcile.digest import digest
from service.reconcile.disposal_changes import ClearRows
from service.reconcile.shares import shares_in
from service.reconcile.tabs import ACCESS, AGREEMENTS, PLANS, REVIEWS, RUNS

Rows = Sequence[Sequence[str]]
Tabs = Mapping[str, Rows]
OF_PEOPLE = (PLANS, AGREEMENTS)
"""Tabs whose rows begin with a staff id and a year."""


def of_leavers_and_years(tabs: Tabs, gone: Mapping[str, str], past: Mapping[str, str]) -> Iterator[ClearRows]:
    """Rows of Plans and Agreements: a leaver's, and of the others a year's. gone, past: why, by staff id and by year."""
    for tab in OF_PEOPLE:
        of_people: dict[str, list[int]] = defaultdict(list)
        of_years: dict[str, list[int]] = defaultdict(list)
        for number, cells in _written(tabs, tab):
            staff_id, cycle = (*cells, "", "")[:2]
            if staff_id in gone:
                of_people[staff_id].append(number)
            elif cycle in past:
                of_years[cycle].append(number)
        for staff_id, numbers in of_people.items():
            yield _clear(tabs, tab, numbers, ("leavers", staff_id, gone[staff_id], staff_id))
        for cycle, numbers in of_years.items():
            yield _clear(tabs, tab, numbers, ("records", cycle, past[cycle], ""))


def of_shares(tabs: Tabs, gone: Mapping[str, str], months: int, today: date) -> Iterator[ClearRows]:
    """Rows of what somebody shared by hand: a leaver's, and of the others what has not been shared for long enough. gone: why,
    by staff id."""
    of_people: dict[str, list[int]] = defaultdict(list)
    of_months: dict[str, list[int]] = defaultdict(list)
    for number, one in shares_in(tabs.get(ACCESS, ())).items():
        if one.staff_id in gone:
            of_people[one.staff_id].append(number)
        elif one.gone and is_over(end_of_month(one.gone), months, today):
            of_months[f"{one.gone:%Y-%m}"].append(number)
    for staff_id, numbers in of_people.items():
        yield _clear(tabs, ACCESS, numbers, ("leavers", staff_id, gone[staff_id], staff_id))
    for month, numbers in of_months.items():
        because = f"what was gone in {month} was kept for {_months(months)}"
        yield _clear(tabs, ACCESS, numbers, ("shares", month, because, ""))


def people_in(tabs: Tabs) -> frozenset[str]:
    """Staff ids of whom a row of Plans, Agreements or Access is."""
    shared = {one.staff_id for one in shares_in(tabs.get(ACCESS, ())).values()}
    return frozenset(shared.union(cells[0] for tab in OF_PEOPLE for _, cells in _written(tabs, tab)))


def of_runs(tabs: Tabs, months: int, today: date) -> Iterator[ClearRows]:
    """By whole months, so that what was reviewed today is the same tomorrow."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, cells in _written(tabs, RUNS):
        day = _day((*cells, "")[1][:10])
        if cells[0] and day and is_over(end_of_month(day), months, today):
            found[f"{day:%Y-%m}"].append(number)
    for month, numbers in found.items():
        ids = tuple(tabs[RUNS][number - 1][0] for number in numbers)
        yield _clear(tabs, RUNS, numbers, ("runs", month, f"runs of {month} were kept for {_months(months)}", ""), ids)


def of_reviews(tabs: Tabs, used: frozenset[str], months: int, today: date) -> Iterator[ClearRows]:
    """used: fingerprints of the reviews by which years go that are not closed; they stay."""
    found: dict[str, list[int]] = defaultdict(list)
    days: dict[str, date] = {}
    for number, cells in _written(tabs, REVIEWS):
        fingerprint, on = (*cells, "", "", "", "")[2:4]
        day = _day(on)
        if day and fingerprint not in used and is_over(day, months, today):
            found[fingerprint].append(number)
            days[fingerprint] = day
    for fingerprint, numbers in found.items():
        because = f"the review was on {full_day(days[fingerprint])}, and {kept_for(months)}"
        yield _clear(tabs, REVIEWS, numbers, ("reviews", fingerprint, because, ""))


def kept_for(months: int) -> str:
    return f"it was kept for {_months(months)}"


def _months(months: int) -> str:
    return f"{months} {'month' if months == 1 else 'months'}"


def _written(tabs: Tabs, tab: str) -> Iterator[tuple[int, Sequence[str]]]:
    """With their numbers, the blank ones left out."""
    for number, cells in enumerate(tabs.get(tab, ())[1:], start=2):
        if any(cells):
            yield number, cells


def _clear(tabs: Tabs, tab: str, numbers: Sequence[int], why: tuple[str, str, str, str], ids: tuple[str, ...] = ()) -> ClearRows:
    """why: the setting, which rows, because of what, and whose they are."""
    what, which, because, staff_id = why
    said = digest(json.dumps([list(tabs[tab][number - 1]) for number in numbers], ensure_ascii=False))
    return ClearRows(staff_id, f"rows/{tab}/{which}", what, because, len(numbers), tab, tuple(numbers), said, ids)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
