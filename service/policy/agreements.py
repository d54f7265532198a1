"""Agreements as rows of the control workbook, where collecting the growth conversation Form writes them, one for each answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from service.policy.agreement import Agreement


def places_of(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Row numbers by the answer's id; the first free row under ''."""
    found = {cells[4]: number for number, cells in enumerate(rows[1:], start=2) if len(cells) > 4 and cells[4]}
    return {**found, "": max(len(rows), 1) + 1}


def agreements_in(rows: Sequence[Sequence[str]], cycle: str) -> Mapping[str, Agreement]:
    """The latest agreement of each person in a cycle. rows: staff id, cycle, day, the manager's staff id, and the answer's id;
    headings first. A row that can't be read is none."""
    found: dict[str, Agreement] = {}
    for cells in rows[1:]:
        staff_id, of, day, by = (*cells, "", "", "", "")[:4]
        if of != cycle or not staff_id:
            continue
        try:
            one = Agreement(staff_id, date.fromisoformat(day), by)
        except ValueError:
            continue
        if staff_id not in found or found[staff_id].on <= one.on:
            found[staff_id] = one
    return found
