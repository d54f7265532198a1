"""What the commands show: tables, progress, JSON."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from service.jobs.report import Report

out, err = Console(), Console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]
SHOWN = 30


def bar(*, quiet: bool) -> Progress:
    """A progress bar on the error stream, so that it never mixes with output."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=err, disable=quiet, transient=True)


def print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show_changes(report: Report) -> None:
    """The changeset for a person: counts, the first sentences, and what is not certain."""
    changeset = report.changeset
    if not changeset:
        out.print("Nothing to do.")
    else:
        table = Table("What", "How many", title=f"Changes pending · fingerprint {changeset.fingerprint}")
        for verb, number in changeset.counts().items():
            table.add_row(verb, str(number))
        out.print(table)
        for change in changeset.changes[:SHOWN]:
            out.print(f"  {escape(change.sentence())}")
        if len(changeset.changes) > SHOWN:
            out.print(f"  … and {len(changeset.changes) - SHOWN} more (--json lists them all)")
    for refused in report.refused:
        out.print(f"  refused: {escape(refused.sentence())}")
    _show_rest(report)


def _show_rest(report: Report) -> None:
    changeset = report.changeset
    kinds = (("waiting", changeset.waiting), ("held", changeset.held), ("needs a look", changeset.needs_a_look))
    for kind, ones in kinds:
        for sentence in [one.sentence() for one in ones]:
            out.print(f"  {kind}: {escape(sentence)}")


def show_outcome(report: Report) -> None:
    """What came of a run."""
    if report.stale_review:
        out.print("What was reviewed has changed since; nothing was done. Look at `ggp preview` again.")
    elif report.refused:
        for refused in report.refused:
            out.print(f"Refused: {escape(refused.sentence())}")
    elif report.busy:
        out.print("Another run is going on; it does the same work.")
    elif not report.done and not report.failures and not report.stopped:
        out.print("Nothing to do.")
    for verb, number in sorted(report.done.items()):
        out.print(f"  {verb}: {number}")
    for failure in report.failures:
        out.print(f"  not done: {escape(failure.verb)} {escape(failure.key)}: {escape(failure.reason)}")
    if report.stopped:
        out.print(f"  stopped: {escape(report.stopped)}")
    if report.left:
        out.print(f"  {report.left} left for the next run")
    _show_rest(report)
