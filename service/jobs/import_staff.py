"""Import staff: a school system's export, or the Directory, into the Staff tab. A preview unless told to apply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.jobs.gather import contents, first_tabs, read_register, written
from service.jobs.world import World
from service.policy.importing import Import, RowDifference, compare
from service.policy.problems import Problem

STAFF = "Staff"
MOST_SHARE, MOST_COUNT = 0.3, 25


@dataclass
class Imported:
    """What an import would do or did. refused: why it is too big to be meant; problems: the register as it would be."""

    differences: Sequence[RowDifference]
    counts: Mapping[str, int]
    problems: Sequence[Problem]
    refused: str = ""
    applied: bool = False
    added_tabs: Sequence[str] = field(default_factory=tuple)

    @property
    def exit_code(self) -> int:
        """0 nothing to do or done · 2 changes pending · 3 refused."""
        if self.refused:
            return 3
        pending = self.counts.get("add", 0) + self.counts.get("change", 0)
        return 2 if pending and not self.applied else 0

    def as_json(self) -> dict[str, Any]:
        return {
            "exit": self.exit_code,
            "applied": self.applied,
            "refused": self.refused,
            "counts": dict(self.counts),
            "differences": [{**vars(one), "kind": one.kind.value} for one in self.differences],
            "problems": [one.sentence() for one in self.problems],
        }


def import_staff(world: World, incoming: Sequence[Mapping[str, str]], *, apply: bool, however_big: bool = False) -> Imported:
    """Compare an export with the Staff tab, and with `apply` write it.

    incoming: rows by the register's own headings. A tab that is not there yet starts from the trust's folder. Raises
    what the workbook raises.
    """
    tables = world.workbook.tables()
    present = contents(world, tables)
    found = compare(present[STAFF], incoming)
    _, problems = read_register(world, {**present, STAFF: found.rows})
    counts = Counter(one.kind.value for one in found.differences)
    outcome = Imported(found.differences, counts, problems, "" if however_big else _too_big(found))
    if apply and not outcome.refused:
        if found.changes or STAFF not in written(tables):
            _write(world, written(tables), found)
        outcome.applied = True
    return outcome


def _too_big(found: Import) -> str:
    """A changed mapping shows as half of everyone changing at once."""
    changed = {one.staff_id for one in found.changes if one.kind.value == "change"}
    people = len(found.rows) - 1
    if len(changed) > MOST_COUNT and len(changed) > MOST_SHARE * people:
        return (
            f"{len(changed)} of {people} people would change: more than {MOST_COUNT} and more than {MOST_SHARE:.0%} at once. "
            "Look at the differences; if they are right, import with --however-big."
        )
    return ""


def _write(world: World, present: Mapping[str, Sequence[Sequence[str]]], found: Import) -> None:
    if STAFF not in present:
        first = first_tabs(world)
        world.workbook.add_tabs({tab: first[tab] for tab in first if tab not in present})
    width = len(found.rows[0])
    rows = [[*row, *[""] * (width - len(row))] for row in found.rows]
    world.workbook.replace_tab(STAFF, rows)
