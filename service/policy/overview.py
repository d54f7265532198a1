"""The trust's overview: how many plans stand where, and which drivers they help, by school. Small groups are folded together.

Nothing is added up and nobody is named. People who do not take part are not counted: their number is nobody's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.policy.cycle import Cycle
from service.policy.register import Register
from service.policy.status import Status

SMALLEST = 10
"""A group of fewer people is shown with others only."""
TOGETHER, EVERYBODY = "Smaller schools and teams together", "The whole trust"
LADDER = (
    Status.NOT_STARTED,
    Status.DRAFTING,
    Status.READY,
    Status.AGREED,
    Status.FINAL,
    Status.PRESENTED,
    Status.NEEDS_A_LOOK,
)
NO_DRIVER = "no driver yet"


@dataclass(frozen=True)
class Plan:
    """One person's plan, as far as it is counted. driver: its name, '' for none."""

    school: str
    status: Status
    driver: str = ""


@dataclass(frozen=True)
class Overview:
    """Two tables of text, headings first: statuses by school, and drivers by school."""

    statuses: Sequence[Sequence[str]]
    drivers: Sequence[Sequence[str]]


def overview(plans: Sequence[Plan], register: Register, cycle: Cycle) -> Overview:
    """The counts of those who take part. plans: one for each of them."""
    groups = folded(Counter(one.school for one in plans), {one.id: one.name for one in register.schools})
    statuses = [one.value for one in LADDER]
    drivers = [*(one.name for one in cycle.drivers), NO_DRIVER]
    return Overview(
        _table("School", statuses, groups, [(one.school, one.status.value) for one in plans]),
        _table("School", drivers, groups, [(one.school, one.driver or NO_DRIVER) for one in plans]),
    )


def folded(sizes: Mapping[str, int], names: Mapping[str, str]) -> dict[str, Sequence[str]]:
    """Groups by name: the schools in each. Those with fewer than `SMALLEST` people are one group, which takes in the next
    smallest school until it is big enough too."""
    by_size = sorted(sizes, key=lambda school: (sizes[school], school))
    together: list[str] = []
    while by_size and (sizes[by_size[0]] < SMALLEST or 0 < sum(sizes[one] for one in together) < SMALLEST):
        together.append(by_size.pop(0))
    if not by_size:
        return {EVERYBODY: together} if together else {}
    times = Counter(names.values())
    called = {one: names[one] if times[names.get(one, "")] == 1 else f"{names.get(one, '')} ({one})".strip() for one in by_size}
    shown: dict[str, Sequence[str]] = {called[one]: [one] for one in sorted(by_size, key=lambda one: called[one])}
    return {**shown, **({TOGETHER: together} if together else {})}


def _table(
    corner: str, columns: Sequence[str], groups: Mapping[str, Sequence[str]], counted: Sequence[tuple[str, str]]
) -> list[list[str]]:
    counts = Counter(counted)
    rows = []
    for name, schools in groups.items():
        rows.append([name, *(str(sum(counts[school, column] for school in schools)) for column in columns)])
    return [[corner, *columns], *rows]
