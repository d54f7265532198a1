"""The first tab of the control workbook: what needs a person now, in plain English, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from service.jobs.report import Report
from service.jobs.world import World
from service.policy.problems import Problem
from service.ports import Tables
from service.reconcile.tabs import TODAY, TODAY_HEADINGS

NOTHING = "Nothing. Everything is as it should be."
MOST = 200


def today_lines(report: Report, problems: Sequence[Problem], past: int = 0) -> list[str]:
    """What needs a person: rows to mend, things to look at, what could not be done and why, what waits. past: how many things
    are past their retention."""
    changeset = report.changeset
    lines = [
        *(f"To mend: {one.sentence()}." for one in problems),
        *(f"To look at: {one.sentence()}." for one in changeset.needs_a_look),
        *(f"Not done: {one.verb} {one.key}: {one.reason}." for one in report.failures),
        *([f"The last run stopped: {report.stopped}."] if report.stopped else []),
        *(f"Refused: {one.sentence()}" for one in report.refused),
        *(f"Waits until a Google account exists: {key}." for key in sorted({*report.held, *(one.key for one in changeset.held)})),
        *([f"Past their retention: {past:,}. `ggp retention` shows them, and disposes of what was reviewed."] if past else []),
    ]
    more = [f"… and {len(lines) - MOST} more; the admin's page lists them all."] if len(lines) > MOST else []
    return [*lines[:MOST], *more] or [NOTHING]


def tell(world: World, tables: Tables, lines: Sequence[str]) -> None:
    """Write the lines where they differ from what stands there; a night on which nothing changed writes nothing."""
    before = tables.rows.get(TODAY, ())
    rows = [list(TODAY_HEADINGS), *([line] for line in lines)]
    if [list(row) for row in before] == rows:
        return
    blank = [[""] for _ in range(len(before) - len(rows))]
    world.workbook.replace_tab(TODAY, [*rows, *blank])
