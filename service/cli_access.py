"""``ggp check-access`` and ``ggp who``: who can open what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from service.jobs.access import look_at_access
from service.jobs.access_outcome import AccessOutcome, in_a_sentence
from service.jobs.runs import Order
from service.jobs.who import Who, who
from service.screen import SHOWN, AsJson, bar, out, print_json
from service.wiring import house


def check_access_command(
    reviewed: Annotated[str, typer.Option(help="The fingerprint of what was refused: does exactly that.")] = "",
    as_json: AsJson = False,
) -> None:
    """See who can open what, and put right what is ours. Exit 0: all well, or put right; 3: refused; 4: partly done."""
    here = house()
    with bar(quiet=as_json) as progress:
        task = progress.add_task("Looking", total=None)
        outcome = look_at_access(
            here.world,
            Order("a person, from the command line", reviewed),
            here.connection.counts,
            lambda done, of: progress.update(task, completed=done, total=of),
        )
    if as_json:
        print_json(outcome.as_json())
    else:
        out.print(escape(in_a_sentence(outcome)))
        for line in lines_of_access(outcome, SHOWN):
            out.print(f"  {escape(line)}")
    raise typer.Exit(outcome.exit_code)


def who_command(staff_id: Annotated[str, typer.Argument(help="As in the staff register.")], as_json: AsJson = False) -> None:
    """Say who can open someone's folder, documents and Sheets, as what, and since when. Writes nothing."""
    found = who(house().world, staff_id)
    if as_json:
        print_json(found.as_json())
    else:
        out.print(who_table(found))
        for line in who_lines(found):
            out.print(escape(line))


def lines_of_access(outcome: AccessOutcome, most: int) -> Iterator[str]:
    """What was to be changed, what could not be done, and what is shared by hand. most: how many changes are shown."""
    report = outcome.report
    changes = report.changeset.changes
    yield from (change.sentence() for change in changes[:most])
    if len(changes) > most:
        yield f"… and {len(changes) - most} more (--json lists them all)"
    yield from (f"refused: {one.sentence()}" for one in report.refused)
    if report.refused or report.stale_review:
        yield f"if that is right: ggp check-access --reviewed {report.changeset.fingerprint}"
    yield from (f"not done: {one.verb} {one.key}: {one.reason}" for one in report.failures)
    yield from (f"not looked at: {number}: {why}" for why, number in outcome.failures.most_common())
    yield from (f"needs a look: {one.sentence()}" for one in report.changeset.needs_a_look)
    for share in outcome.shares:
        yield f"shared by hand: {share.key} with {share.whom}, who {share.can}; first seen on {share.first_seen}"


def who_table(found: Who) -> Table:
    """Everything of somebody's that others can open, and since when."""
    title = f"Who can open what is {found.name or 'nobody we know'}'s ({found.staff_id})"
    table = Table("What", "Who", "Can", "How", title=escape(title))
    for thing in found.things:
        name = f"{thing.name}\n{thing.key}" + ("" if thing.there else "\nnot there any more")
        for place, one in enumerate(thing.openers):
            whom = f"{one.name}\n{one.who}" if one.name else one.who
            table.add_row(escape("" if place else name), escape(whom), one.can, f"{one.how},\n{one.when}")
        if not thing.openers:
            table.add_row(escape(name), "nobody else", "", "")
    return table


def who_lines(found: Who) -> Iterator[str]:
    """Who can open everything always, and who could before, as far as that is known."""
    if not found.things:
        yield "Nothing was made for this person yet."
    for address, name in found.managers:
        yield f"Always: {address}{f' ({name})' if name else ''}, who manages the drive."
    for thing in found.things:
        for share in thing.before:
            seen = f"seen from {share.first_seen} until {share.gone}"
            yield f"Before: {thing.key} was shared by hand with {share.whom}; {seen}."
    yield "What the service itself gave and took back is not kept."
