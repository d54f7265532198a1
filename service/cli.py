"""``ggp``: the command line. Dry run unless told otherwise; exit codes that a script can read."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.markup import escape

from service.cli_access import check_access_command, who_command
from service.cli_privacy import retention_command, subject_access_command
from service.cli_year import rollover_command
from service.errors import SetUpError, WorkspaceError
from service.jobs.collect import collect
from service.jobs.collected import in_a_sentence as collected_in_a_sentence
from service.jobs.doctor import examine
from service.jobs.import_staff import import_staff
from service.jobs.provision import preview, provision
from service.jobs.runs import Order
from service.jobs.track import in_a_sentence, track
from service.policy.importing import mapped
from service.screen import AsJson, bar, err, out, print_json, show_changes, show_outcome
from service.settings import read_settings
from service.wiring import directory, house, patient

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.command(name="preview")
def preview_command(as_json: AsJson = False) -> None:
    """Show what a run would change. Exit 0: nothing to do; 2: changes pending; 3: too big to go unreviewed."""
    looked = preview(house().world)
    gathered, report = looked.gathered, looked.report
    if as_json:
        print_json({**report.as_json(), "problems": [one.sentence() for one in gathered.problems]})
    else:
        show_changes(report)
        for problem in gathered.problems:
            out.print(f"  register: {escape(problem.sentence())}")
    raise typer.Exit(report.exit_code)


@app.command(name="apply")
def apply_command(
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only show it.")] = False,
    reviewed: Annotated[str, typer.Option(help="The fingerprint of a reviewed preview: does exactly that, however big.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make the Workspace as the register says. Exit 0: done, or nothing to do; 3: refused; 4: partly done or waiting."""
    if not yes and not reviewed:
        preview_command(as_json)
    here = house()
    with bar(quiet=as_json) as progress:
        task = progress.add_task("Applying", total=None)
        report = provision(
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


@app.command(name="track")
def track_command(as_json: AsJson = False) -> None:
    """Read the plans that changed since the last time. Exit 0: done, or nothing to do; 4: partly done."""
    here = house()
    with bar(quiet=as_json) as progress:
        task = progress.add_task("Reading plans", total=None)
        outcome = track(
            here.world,
            Order("a person, from the command line"),
            here.connection.counts,
            lambda done, of: progress.update(task, completed=done, total=of),
        )
    if as_json:
        print_json(outcome.as_json())
    else:
        out.print(in_a_sentence(outcome))
        for why, number in outcome.failures.most_common():
            out.print(f"  not read: {number}: {escape(why)}")
    raise typer.Exit(outcome.exit_code)


@app.command(name="collect")
def collect_command(as_json: AsJson = False) -> None:
    """Collect what was sent with the Forms. Exit 0: done, or nothing new; 4: partly done."""
    here = house()
    with bar(quiet=as_json) as progress:
        task = progress.add_task("Returning answers", total=None)
        outcome = collect(
            here.world,
            Order("a person, from the command line"),
            here.connection.counts,
            progress=lambda done, of: progress.update(task, completed=done, total=of),
        )
    if as_json:
        print_json(outcome.as_json())
    else:
        out.print(collected_in_a_sentence(outcome))
        for why, number in outcome.failures.most_common():
            out.print(f"  not returned: {number}: {escape(why)}")
    raise typer.Exit(outcome.exit_code)


app.command(name="rollover")(rollover_command)
app.command(name="check-access")(check_access_command)
app.command(name="who")(who_command)
app.command(name="retention")(retention_command)
app.command(name="subject-access")(subject_access_command)


@app.command(name="import-staff")
def import_command(
    file: Annotated[Path | None, typer.Argument(help="A school system's export, CSV.", exists=True, dir_okay=False)] = None,
    from_directory: Annotated[bool, typer.Option("--directory", help="From the Admin Directory instead of a file.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write it; without this, only show it.")] = False,
    however_big: Annotated[bool, typer.Option("--however-big", help="Even if half of everyone changes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring an export into the Staff tab. Exit 0: nothing to do, or done; 2: differences pending; 3: refused."""
    if (file is None) != from_directory:
        raise SetUpError("give a CSV file, or --directory")
    here = house()
    incoming = read_export(file, here.declared.trust.import_columns) if file else directory(here).staff()
    outcome = import_staff(here.world, incoming, apply=yes, however_big=however_big)
    if as_json:
        print_json(outcome.as_json())
    else:
        for sentence in [one.sentence() for one in outcome.differences] + [one.sentence() for one in outcome.problems]:
            out.print(f"  {escape(sentence)}")
        counts = ", ".join(f"{number} {kind}" for kind, number in outcome.counts.items()) or "nothing to do"
        out.print(f"Refused: {escape(outcome.refused)}" if outcome.refused else f"{'Done' if yes else 'Would do'}: {counts}.")
    raise typer.Exit(outcome.exit_code)


def read_export(file: Path, columns: Mapping[str, str]) -> list[dict[str, str]]:
    """A CSV export's rows by the register's headings. Raises SetUpError for one that lacks a mapped column."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        table = list(csv.reader(lines))
    mapping = {} if table and "Staff id" in table[0] else columns
    try:
        return mapped(table, mapping)
    except KeyError as problem:
        raise SetUpError(f"{file.name} has no column {problem}; import_columns in trust.yaml names it") from problem


@app.command()
def doctor(
    as_json: AsJson = False,
    look_only: Annotated[bool, typer.Option("--look-only", help="Try nothing out: write nothing at all.")] = False,
) -> None:
    """Check credentials, APIs, drives, templates, clock, and what is believed of Google. Exit 0: all well; 1: not."""
    findings = list(examine(patient(house()), trying=not look_only))
    if as_json:
        print_json([one.as_json() for one in findings])
    else:
        for one in findings:
            out.print(f"{'well   ' if one.well else 'MEND   '} {escape(one.check)}: {escape(one.found)}")
            if one.mend:
                out.print(f"        → {escape(one.mend)}")
    raise typer.Exit(0 if all(one.well for one in findings) else 1)


@app.command()
def sample(
    out_folder: Annotated[Path, typer.Option("--out", help="Where to write it.")],
    staff: Annotated[int, typer.Option(min=2, max=20_000)] = 350,
    schools: Annotated[int, typer.Option(min=1, max=60)] = 7,
    seed: int = 2025,
) -> None:
    """Write a fictional trust of any size, ready for GGP_TRUST."""
    from service.sample.write import write_sample

    try:
        write_sample(out_folder, staff, schools, seed)
    except FileExistsError as problem:
        raise SetUpError(f"{problem}; choose another folder") from problem
    out.print(f"A trust of {staff} people is in {out_folder}; use it with GGP_TRUST={out_folder}")


@app.command()
def local(
    port: Annotated[int, typer.Option(help="0 picks a free one.")] = 0,
    db: Annotated[str, typer.Option(help="The SQLite file that keeps it; in memory by default.")] = ":memory:",
    key: Annotated[Path | None, typer.Option(help="Where to write the service account's key.")] = None,
) -> None:
    """Run a Local Workspace, seeded with the trust's accounts and drives. Prints one line with its address when ready."""
    from service.declared.load import load
    from service.local_seed import seed_for

    with tempfile.TemporaryDirectory() as folder:
        seed_file = Path(folder) / "seed.json"
        seed_file.write_text(json.dumps(seed_for(load(Path(read_settings().trust)))), "utf-8")
        command = [sys.executable, "-m", "local_workspace", "--port", str(port), "--db", db, "--seed", str(seed_file)]
        with subprocess.Popen([*command, *(["--key", str(key)] if key else [])]) as served:  # noqa: S603 our own interpreter
            signal.signal(signal.SIGTERM, lambda number, frame: served.terminate())
            try:
                code = served.wait()
            except KeyboardInterrupt:
                served.terminate()
                code = served.wait()
    raise typer.Exit(max(code, 0))


@app.command()
def serve(port: Annotated[int, typer.Option(help="The port of the pages.")] = 8422) -> None:
    """Serve the pages on this machine, for a Local Workspace."""
    from werkzeug.serving import make_server

    from service.web.server import serve as put_together
    from service.wiring import front

    server = make_server("127.0.0.1", port, put_together(front()), threaded=True)
    out.print(f"Growing Great People at http://127.0.0.1:{server.port}")
    server.serve_forever()


def main() -> None:
    """The console script. Errors a person can mend are one sentence, not a traceback."""
    log_warnings()
    try:
        app()
    except SetUpError as problem:
        err.print(f"[bold]Not set up:[/] {escape(str(problem))}")
        raise SystemExit(1) from None
    except WorkspaceError as problem:
        err.print(f"[bold]Stopped:[/] {escape(str(problem))}. What was done stays done; running it again goes on.")
        raise SystemExit(4) from None


def log_warnings() -> None:
    """Log to the error stream, and nothing below a warning."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr), processors=[_terse])


def _terse(logger: object, level: str, event: structlog.typing.EventDict) -> str:
    """One JSON line; nothing below a warning, for the command line says itself what happened."""
    if level in ("debug", "info"):
        raise structlog.DropEvent
    return json.dumps({"level": level, **event}, default=str)


if __name__ == "__main__":
    main()
