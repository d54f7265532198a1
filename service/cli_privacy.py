"""``ggp retention`` and ``ggp subject-access``: what was kept for long enough, and what is held about one person."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from service.errors import SetUpError
from service.jobs.retention import dispose, preview
from service.jobs.runs import Order
from service.jobs.subject_access import subject_access
from service.policy.file_names import safe_name
from service.screen import AsJson, bar, out, print_json, show_changes, show_outcome
from service.wiring import house


def retention_command(
    reviewed: Annotated[
        str, typer.Option("--apply", help="The fingerprint that the preview showed: disposes of exactly that.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show what is past its retention, or dispose of what was reviewed. Exit 0: nothing to do, or done; 2: disposals pending;
    3: refused; 4: partly done."""
    here = house()
    if not reviewed:
        looked = preview(here.world)
        if as_json:
            print_json({**looked.report.as_json(), "register_rows_that_can_go": list(looked.can_go)})
        else:
            show_changes(looked.report)
            for sentence in looked.can_go:
                out.print(f"  register: {escape(sentence)}")
        raise typer.Exit(looked.report.exit_code)
    with bar(quiet=as_json) as progress:
        task = progress.add_task("Disposing", total=None)
        report = dispose(
            here.world,
            Order("a person, from the command line", reviewed),
            here.connection.counts,
            lambda done, of: progress.update(task, completed=done, total=of),
        )
    if as_json:
        print_json(report.as_json())
    else:
        show_outcome(report)
    raise typer.Exit(report.exit_code)


def subject_access_command(
    staff_id: Annotated[str, typer.Argument(help="Whose, by staff id.")],
    file: Annotated[
        Path | None, typer.Option("--out", help="Where to write the zip; by default here, named after whose.")
    ] = None,
) -> None:
    """Write everything that is held about one person into a zip, for answering their request. Exit 0: done; 4: not all of it."""
    here = house()
    target = file or Path(f"subject-access-{safe_name(staff_id)}-{here.world.today()}.zip")
    if target.exists() or not target.parent.is_dir():
        raise SetUpError(f"{target} can't be written anew: it is there already, or its folder is not; name another with --out")
    pack = subject_access(here.world, staff_id, Order("a person, from the command line"), here.connection.counts)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(pack.content)
    out.print(f"{pack.files} files are in {target}. Read them before you hand them over: what people wrote may name others.")
    for kind, sentences in (("not had", pack.missing), ("look at by hand", pack.by_hand)):
        for sentence in sentences:
            out.print(f"  {kind}: {escape(sentence)}")
    raise typer.Exit(4 if pack.missing else 0)
