"""``make bench``: provisions trusts of several sizes from nothing and writes what it cost into docs/cost.md.

Each size runs in a process of its own, so that memory is measured by itself. Times are this machine's: read the growth.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from service.cli import log_warnings
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.sample.write import write_sample
from service.wiring import house
from tools.memory import peak_mb
from tools.running import local_workspace, without_forms

SIZES = (350, 1000, 2500, 5000)
PAGE = Path(__file__).parents[1] / "docs" / "cost.md"
START, END = "<!-- measured -->", "<!-- /measured -->"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size, or one of them; print JSON and, for all, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", type=int, help="measure one size in this process")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    options = parser.parse_args(arguments)
    log_warnings()
    if options.one:
        sys.stdout.write(json.dumps(measure(options.one)) + "\n")
        return 0
    found = [_in_a_process(size) for size in options.sizes]
    text = page(found)
    sys.stdout.write(text)
    if tuple(options.sizes) == SIZES:
        before, _, rest = PAGE.read_text("utf-8").partition(START)
        PAGE.write_text(f"{before}{START}\n{text}{END}{rest.partition(END)[2]}", "utf-8")
    return 0


def _in_a_process(size: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tools.bench", "--one", str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 our own interpreter
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(staff: int) -> dict[str, Any]:
    """One trust from nothing: seconds, peak memory of the service in MB, calls by method, and what was made."""
    with tempfile.TemporaryDirectory() as folder:
        trust = Path(folder) / "trust"
        write_sample(trust, staff, max(staff // 50, 1), 1)
        without_forms(trust)
        with local_workspace(Path(folder) / "run", trust) as running:
            here = house(running.settings)
            began = time.monotonic()
            report = provision(here.world, Order("bench"), here.connection.counts)
            seconds = time.monotonic() - began
            calls = {one["method"]: 0 for one in running.control("GET", "calls")["calls"]}
            for one in running.control("GET", "calls")["calls"]:
                calls[one["method"]] += one["count"]
            began = time.monotonic()
            again = provision(here.world, Order("bench"), here.connection.counts)
            idle = time.monotonic() - began
    peak = peak_mb()
    if again.done or report.failures:
        raise RuntimeError("the run failed, or the second was not idle")
    return {"staff": staff, "seconds": seconds, "idle": idle, "peak_mb": peak, "calls": calls, "done": dict(report.done)}


def floor(done: Mapping[str, int]) -> dict[str, int]:
    """The least calls that could do it: a call for each thing made, a fill for each document, fifty changes a ledger write."""
    changes = sum(done.values())
    return {
        "drive.files.create": done.get("make folder", 0) + done.get("make template", 0) + done.get("make sheet", 0),
        "drive.files.copy": done.get("make document", 0),
        "docs.documents.batchUpdate": done.get("make document", 0) + done.get("make template", 0),
        "drive.permissions.create": done.get("share", 0),
        "sheets.spreadsheets.values.batchUpdate": -(-changes // 50) + 1,
    }


def page(found: Sequence[Mapping[str, Any]]) -> str:
    """The measured part of docs/cost.md."""
    first = found[0]
    lines = ["### Calls", "", f"For {first['staff']} people from nothing:", "", "| call | sent | floor |", "|---|---:|---:|"]
    least = floor(first["done"])
    for method, number in sorted(first["calls"].items(), key=lambda pair: -pair[1]):
        lines.append(f"| `{method}` | {number} | {least.get(method, '')} |")
    lines += [
        "",
        "### Growth",
        "",
        "| people | seconds | people a second | second run, idle | peak memory |",
        "|---:|---:|---:|---:|---:|",
    ]
    for one in found:
        rate = one["staff"] / one["seconds"]
        lines.append(f"| {one['staff']} | {one['seconds']:.1f} | {rate:.0f} | {one['idle']:.1f} s | {one['peak_mb']:.0f} MB |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
