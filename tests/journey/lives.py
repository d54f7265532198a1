"""What should be true of each person, told in dates by the test alone: nothing here is read from the service, and none of its code is
used."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

FAR = date(2100, 1, 1)
T = TypeVar("T")

WINDOWS = {
    "2025-26": {"A": date(2025, 9, 1), "B": date(2025, 9, 8), "C": date(2025, 10, 1), "D": date(2026, 6, 1)},
    "2026-27": {"A": date(2026, 9, 1), "B": date(2026, 9, 7), "C": date(2026, 9, 30), "D": date(2027, 5, 31)},
    "2027-28": {"A": date(2027, 9, 1), "B": date(2027, 9, 6), "C": date(2027, 9, 29), "D": date(2028, 5, 29)},
}
ENDS = {"2025-26": date(2026, 8, 31), "2026-27": date(2027, 8, 31), "2027-28": date(2028, 8, 31)}
CLOSED_ON = {"2025-26": date(2026, 11, 9), "2026-27": date(2027, 11, 1)}
"""The morning on which a cycle was closed for good: the first one was opened again in between, when the turn was taken back."""
TITLES = {
    "A": "My reflection {cycle} · {name}",
    "B": "My growth plan {cycle} · {name}",
    "C": "Our growth conversation {cycle} · {name}",
    "D": "What I learned {cycle} · {name}",
}


@dataclass
class Life:
    """One person. names, emails, managers, standards: each from a day on. exempt: spans, both days included."""

    staff_id: str
    names: list[tuple[date, str]]
    emails: list[tuple[date, str]]
    managers: list[tuple[date, tuple[str, ...]]]
    standards: list[tuple[date, str]]
    starts: date = date.min
    ends: date = FAR
    exempt: list[tuple[date, date]] = field(default_factory=list)

    def here(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    def takes_part(self, day: date) -> bool:
        return self.here(day) and not any(first <= day <= last for first, last in self.exempt)


def on(facts: Sequence[tuple[date, T]], day: date) -> T:
    """What holds on a day."""
    return max((one for one in facts if one[0] <= day), key=lambda one: one[0])[1]


def lives_in(trust: Path) -> dict[str, Life]:
    """From the trust's own CSV files, as they were written before anything happened."""
    found = {}
    with (trust / "staff.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["Staff id"]] = _life(row)
    with (trust / "exemptions.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            last = date.fromisoformat(row["Ends"]) if row["Ends"] else FAR
            found[row["Staff id"]].exempt.append((date.fromisoformat(row["Starts"]), last))
    return found


def _life(row: dict[str, str]) -> Life:
    managers = [(date.min, () if row["Line manager"] == "none" else (row["Line manager"],))]
    if row["New line manager"]:
        managers.append((date.fromisoformat(row["New from"]), (row["New line manager"],)))
    return Life(
        row["Staff id"],
        [(date.min, f"{row['Given name']} {row['Family name']}".strip())],
        [(date.min, row["E-mail"])],
        managers,
        [(date.min, row["Standards"])],
        date.fromisoformat(row["Starts"]) if row["Starts"] else date.min,
        date.fromisoformat(row["Ends"]) if row["Ends"] else FAR,
    )


def documents_of(life: Life, days: Sequence[date], began: dict[str, date], last: date) -> Counter[tuple[str, bool]]:
    """The names of everything that should be in a person's folder in the end, and whether each is locked. days: those on which something may
    be due, whether a run was made or not; began: from which day a cycle was known."""
    found: Counter[tuple[str, bool]] = Counter()
    for cycle, windows in WINDOWS.items():
        for letter, opens in windows.items():
            due = [day for day in days if max(opens, began[cycle]) <= day <= ENDS[cycle] and life.takes_part(day)]
            if not due:
                continue
            closed = cycle in CLOSED_ON
            named_on = min(life.ends, CLOSED_ON.get(cycle, last))
            name = TITLES[letter].format(cycle=cycle, name=on(life.names, named_on)) + (" · closed" if closed else "")
            sets = {on(life.standards, day) for day in due} if letter == "A" else {""}
            found[name, closed] += len(sets)
    return found


def access_to(life: Life, lives: dict[str, Life], last: date, *, together: bool = False) -> dict[str, str]:
    """Who should be able to open a person's folder in the end, beside the drive's own managers; together: Appendix C, of which only
    what is more than the folder's counts."""
    if not life.here(last):
        return {}
    managers = [lives[one] for one in on(life.managers, last)]
    role = "writer" if together else "commenter"
    found = {on(one.emails, last): role for one in managers if one.here(last)}
    return found if together else {**found, on(life.emails, last): "writer"}
