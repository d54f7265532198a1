"""``ggp rollover``: look at turning the year, do it as it was reviewed, or take it back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from service.declared.drafts import write_draft
from service.jobs.outlook import Outlook
from service.jobs.rollover import Turned, review, turn
from service.jobs.runs import Order
from service.jobs.turning import Turning
from service.reconcile.review import Step
from service.screen import AsJson, bar, out, print_json, show_outcome
from service.web.year_page import as_html, as_markdown
from service.wiring import House, house
from service.year_outlook import year_page

MOST = 20


def rollover_command(
    to: Annotated[str, typer.Option(help="The cycle to turn to, such as 2026-27.")],
    apply: Annotated[str, typer.Option(help="The fingerprint that was reviewed: does exactly that.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take that cycle back; without --apply, only show it.")] = False,
    pages: Annotated[Path, typer.Option("--out", help="The folder for the page, as HTML and Markdown.")] = Path(),
    as_json: AsJson = False,
) -> None:
    """Turn the year. Without --apply it writes what would be done as a page, and does nothing.

    Exit 0: done, or nothing to do; 2: changes pending; 3: refused; 4: partly done, the nightly runs go on.
    """
    here = house()
    if apply:
        _apply(here, Turning(to, undo, apply), as_json=as_json)
    _draft(here, to, quiet=as_json or undo)
    here = house()
    outlook = review(here.world, to, undo=undo)
    files = _written(outlook, pages, here.declared.trust.name)
    if as_json:
        print_json(_as_json(outlook, files))
    else:
        _show(outlook, files)
    raise typer.Exit(2 if outlook.changes else 0)


def _draft(here: House, to: str, *, quiet: bool) -> None:
    """Next year's cycle is drafted into a file once, for a person to look at; where none can be written, it is drafted anew
    each time."""
    path = write_draft(Path(here.settings.trust), here.declared.cycles, to)
    if path and not quiet:
        out.print(f"Drafted {escape(str(path))}: look at its dates and drivers, and run this again once they are right.")


def _written(outlook: Outlook, folder: Path, trust: str) -> list[Path]:
    page = year_page(outlook)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"rollover-{page.to}{'-undo' if page.what == 'undo' else ''}"
    files = [folder / f"{name}.html", folder / f"{name}.md"]
    files[0].write_text(as_html(page, trust), "utf-8")
    files[1].write_text(as_markdown(page, trust), "utf-8")
    return files


def _as_json(outlook: Outlook, files: list[Path]) -> dict[str, object]:
    return {
        "exit": 2 if outlook.changes else 0,
        "to": outlook.new.id,
        "undo": outlook.turning.undo,
        "fingerprint": outlook.fingerprint,
        "changes": len(outlook.changes),
        "calls": outlook.cost.calls,
        "least_seconds": round(outlook.cost.least.total_seconds()),
        "pages": [str(one) for one in files],
        "steps": [_step(step) for step in outlook.steps],
        "trips": [vars(one) for one in outlook.trips],
        "endings": [{"staff_id": one.person.staff_id, "ends": str(one.exemption.ends)} for one in outlook.endings],
        "pending": len(outlook.pending.changes),
    }


def _step(step: Step) -> dict[str, object]:
    day = step.day.isoformat() if step.day else None
    return {"day": day, "what": step.what, "changes": [one.as_json() for one in step.changes]}


def _show(outlook: Outlook, files: list[Path]) -> None:
    [short, *_] = year_page(outlook).sections
    assert short.table is not None  # noqa: S101 the first section is the table of what happens when
    table = Table(*short.table.headings, title=f"{year_page(outlook).title} · fingerprint {outlook.fingerprint}")
    for row in short.table.rows:
        table.add_row(*row)
    out.print(table)
    for paragraph in short.text:
        out.print(escape(paragraph))
    for trip in outlook.trips[:MOST]:
        out.print(f"  to mend: {escape(trip.sentence())}")
    if len(outlook.trips) > MOST:
        out.print(f"  … and {len(outlook.trips) - MOST} more on the page")
    out.print(f"The whole of it is in {escape(str(files[0]))} and {escape(str(files[1]))}.")
    undo = " --undo" if outlook.turning.undo else ""
    out.print(f"To do exactly this: ggp rollover --to {outlook.new.id}{undo} --apply {outlook.fingerprint}")


def _apply(here: House, turning: Turning, *, as_json: bool) -> None:
    with bar(quiet=as_json) as progress:
        task = progress.add_task("Taking the year back" if turning.undo else "Turning the year", total=None)
        turned = turn(
            here.world,
            Order("a person, from the command line: turn the year"),
            here.connection.counts,
            turning,
            lambda done, of: progress.update(task, completed=done, total=of),
        )
    if as_json:
        print_json(turned.as_json())
    else:
        _show_turned(turned)
    raise typer.Exit(turned.exit_code)


def _show_turned(turned: Turned) -> None:
    compared = turned.compared
    if turned.refused:
        out.print(f"Refused: {escape(turned.refused)}.")
    if compared.differing:
        out.print("Refused: something of what was reviewed would be otherwise now. Nothing was done.")
    if turned.already:
        out.print("This was applied before; what was left of today is done now.")
    kinds = (
        ("otherwise than reviewed", compared.differing),
        ("on another day, by the register", compared.moved),
        ("not to be done any more, by the register", compared.gone),
        ("new, by the register; the nightly runs do it", compared.new),
    )
    for kind, ones in kinds:
        for one in ones[:MOST]:
            out.print(f"  {kind}: {escape(one)}")
        if len(ones) > MOST:
            out.print(f"  … and {len(ones) - MOST} more {kind}")
    if turned.report:
        show_outcome(turned.report)
        if not turned.refused and not turned.report.refused:
            out.print("The nightly runs do the rest, each thing on its day.")
