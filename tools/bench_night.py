"""Part of ``make bench``: a night's tracking of trusts of several sizes, of which 150 plans changed, into docs/cost.md.

The night runs in a process of its own, so that its memory is measured by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from service.cli import log_warnings
from service.jobs.gather import contents
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.track import track
from service.reconcile.plan_lines import from_row
from service.reconcile.tabs import PLANS
from service.sample.write import write_sample
from service.wiring import House, house
from tools.memory import peak_mb
from tools.running import Running, local_workspace, without_forms

SIZES = (1000, 5000, 15000)
CHANGED = 150
PAGE = Path(__file__).parents[1] / "docs" / "cost.md"
START, END = "<!-- night -->", "<!-- /night -->"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size; print the table and, for all, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--night", action="store_true", help="track in this process, at the Workspace of the environment")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    options = parser.parse_args(arguments)
    log_warnings()
    if options.night:
        sys.stdout.write(json.dumps(night()) + "\n")
        return 0
    text = page([measure(size) for size in options.sizes])
    sys.stdout.write(text)
    if tuple(options.sizes) == SIZES:
        before, _, rest = PAGE.read_text("utf-8").partition(START)
        PAGE.write_text(f"{before}{START}\n{text}{END}{rest.partition(END)[2]}", "utf-8")
    return 0


def measure(staff: int) -> dict[str, Any]:
    """One trust: provisioned, read once, written in, and then a night."""
    with tempfile.TemporaryDirectory() as folder:
        trust = Path(folder) / "trust"
        write_sample(trust, staff, max(staff // 50, 1), 1)
        without_forms(trust)
        with local_workspace(Path(folder) / "run", trust) as running:
            here = house(running.settings)
            provision(here.world, Order("bench"), here.connection.counts)
            plans = track(here.world, Order("bench"), here.connection.counts).read
            write_in(here, CHANGED)
            running.control("DELETE", "calls")
            found = _in_a_process(running, trust)
            calls: dict[str, int] = {}
            for one in running.control("GET", "calls")["calls"]:
                calls[one["method"]] = calls.get(one["method"], 0) + one["count"]
    if found["read"] != CHANGED or found["exit"]:
        raise RuntimeError(f"the night read {found['read']} plans and ended with {found['exit']}: {found['why']}")
    return {"staff": staff, "plans": plans, "calls": calls, **found}


def write_in(here: House, number: int) -> None:
    """Write a sentence into so many plans."""
    documents = here.connection.collection("docs", "v1", "documents")
    lines = [from_row(row) for row in contents(here.world, here.world.workbook.tables())[PLANS][1:]]
    for line in lines[:number]:
        request = {"insertText": {"endOfSegmentLocation": {}, "text": "Something new."}}
        documents.batchUpdate(documentId=line.file_id, body={"requests": [request]}).execute()


def _in_a_process(running: Running, trust: Path) -> dict[str, Any]:
    settings = {"GGP_WORKSPACE": running.url, "GGP_KEY_FILE": str(running.settings.key_file), "GGP_TRUST": str(trust)}
    command = [sys.executable, "-m", "tools.bench_night", "--night"]
    environment = {**os.environ, **settings}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603 our own interpreter
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def night() -> dict[str, Any]:
    """One night: what it read, how it ended, seconds, and the peak memory in MB."""
    here = house()
    began = time.monotonic()
    outcome = track(here.world, Order("bench"), here.connection.counts)
    peak = peak_mb()
    why = [outcome.stopped, outcome.left, dict(outcome.failures)]
    return {"why": why, "read": outcome.read, "exit": outcome.exit_code, "seconds": time.monotonic() - began, "peak_mb": peak}


def page(found: Sequence[Mapping[str, Any]]) -> str:
    """The measured part of docs/cost.md."""
    lines = [
        "| people | plans | plans read | all other reads | Sheets stamped | writes | seconds | peak memory |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in found:
        calls = dict(one["calls"])
        read, stamped = calls.pop("docs.documents.get", 0), calls.pop("sheets.spreadsheets.values.update", 0)
        reads = sum(number for method, number in calls.items() if method.rpartition(".")[2] in READING)
        writes = sum(number for method, number in calls.items() if method.rpartition(".")[2] in WRITING)
        lines.append(
            f"| {one['staff']} | {one['plans']} | {read} | {reads} | {stamped} | {writes} "
            f"| {one['seconds']:.1f} | {one['peak_mb']:.0f} MB |"
        )
    return "\n".join(lines) + "\n"


READING = frozenset({"get", "list", "batchGet", "getStartPageToken"})
WRITING = frozenset({"batchUpdate", "append", "create", "update"})

if __name__ == "__main__":
    sys.exit(main())
