"""The rows of the Dated changes tab: which count, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from service.policy.dated_changes import DatedChange
from service.policy.problems import Problem
from service.policy.register_lines import Line
from service.policy.register_table import ALLOWED, DATED_TAB, READ, STAFF, Column
from service.policy.staff_cells import Allowed

BY_HEADING = {column.heading.casefold(): column for column in STAFF}
CHANGEABLE = tuple(column.heading for column in STAFF if column.field != "staff_id")


@dataclass(frozen=True)
class Coming:
    """A wrong row: told as soon as it is there; it holds its person back from its day on. start: that day."""

    start: date
    problem: Problem

    def on(self, day: date) -> Problem:
        return self.problem if self.start <= day else replace(self.problem, staff_id="")


def dated_rows(found: Iterable[Line], allowed: Allowed) -> tuple[tuple[DatedChange, ...], tuple[Coming, ...]]:
    """The changes that count, by date, and the rows that don't. A row without a day that can be read counts from now on as
    wrong: nobody knows what it would have changed."""
    changes: dict[tuple[str, str, date], DatedChange] = {}
    wrong: list[Coming] = []
    for line in found:
        start = line.values.get("start") or date.min
        if not line.sound:
            wrong += [Coming(start, replace(one, about=_about(line))) for one in line.problems]
            continue
        change = DatedChange(**line.values, row=line.number)
        column = BY_HEADING.get(change.column.casefold())
        place, text, message = _mistake(change, column, allowed)
        known = changes.get((change.staff_id, column.field, start)) if column and not message else None
        if known:
            place, text, message = "From", str(start), f"row {known.row} says already what this cell becomes on that day"
        if message:
            whose = "" if place == "Staff id" else change.staff_id
            wrong.append(Coming(start, Problem(DATED_TAB, line.number, whose, place, text, message, _about(line))))
        elif column:
            changes[change.staff_id, column.field, start] = replace(change, column=column.heading)
    return tuple(sorted(changes.values(), key=lambda one: (one.start, one.row))), tuple(wrong)


def _about(line: Line) -> str:
    """The column that a row would change; where that can't be said, it may be the one that says when somebody leaves."""
    column = BY_HEADING.get(line.values.get("column", "").casefold())
    return column.heading if column else "Ends"


def _mistake(change: DatedChange, column: Column | None, allowed: Allowed) -> tuple[str, str, str]:
    """Where a row is wrong, what stands there, and how to mend it; '' where it is sound."""
    if change.staff_id not in allowed.staff_ids:
        return "Staff id", change.staff_id, "nobody in the register has this staff id"
    if column is None:
        return "Column", change.column, f"no such column of the Staff tab; one of {', '.join(CHANGEABLE)}"
    if column.heading not in CHANGEABLE:
        return "Column", change.column, "a staff id stays the same for ever"
    if column.needed and not change.becomes:
        return "Becomes", "", f"needed: {column.heading} can't be empty"
    try:
        READ[column.kind](change.becomes)
    except ValueError:
        return "Becomes", change.becomes, ALLOWED.get(column.kind, "not understood")
    return "Becomes", change.becomes, allowed.wrong(column.heading, change.becomes, change.staff_id)
