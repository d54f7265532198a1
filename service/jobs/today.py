"""The first tab of the control workbook: what needs a person now, in plain English, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.jobs.report import Report
from service.jobs.world import World
from service.policy.days import full_day
from service.policy.problems import Problem
from service.ports import Tables
from service.reconcile.actual import Item
from service.reconcile.shares import Share
from service.reconcile.tabs import ACCESS, TODAY, TODAY_HEADINGS

NOTHING = "Nothing. Everything is as it should be."
MOST = 200
SHARED, WHO = "Shared by hand: ", "Who can open what: "
"""How the lines begin that the look at who can open things writes; provisioning writes all others."""


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


def shared_lines(shares: Sequence[Share], items: Mapping[str, Item]) -> list[str]:
    """What is shared by hand, for the admins. items: the ledger's."""
    lines = [f"{SHARED}{in_words(one, items)}" for one in shares]
    more = [f"{SHARED}… and {len(lines) - MOST} more; the hidden tab {ACCESS} lists them all."] if len(lines) > MOST else []
    return [*lines[:MOST], *more]


def in_words(share: Share, items: Mapping[str, Item]) -> str:
    """A share, for the admins. items: the ledger's, for what things are called."""
    name = items[share.key].name if share.key in items else share.key
    return f"'{name}' with {share.whom}, who {share.can}; first seen on {full_day(share.first_seen)}."


def tell(world: World, tables: Tables, lines: Sequence[str], *, of_access: bool = False) -> None:
    """Write the lines where they differ from what stands there; a night on which nothing changed writes nothing. of_access:
    whether they are those of who can open what; the others stay as they are."""
    before = tables.rows.get(TODAY, ())
    there = [row[0] for row in before[1:] if row and row[0]]
    theirs = [line for line in there if line != NOTHING and line.startswith((SHARED, WHO)) is not of_access]
    mine = [line for line in lines if line != NOTHING]
    both = [*theirs, *mine] if of_access else [*mine, *theirs]
    rows = [list(TODAY_HEADINGS), *([line] for line in both or [NOTHING])]
    if [list(row) for row in before] == rows:
        return
    blank = [[""] for _ in range(len(before) - len(rows))]
    world.workbook.replace_tab(TODAY, [*rows, *blank])
