"""Part of ``make bench``: what looking at the turn of the year, and turning it, costs, into docs/cost.md.

python -m tools.bench_rollover [people ...]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from service.cli import log_warnings
from service.jobs.provision import preview, provision
from service.jobs.rollover import review, turn
from service.jobs.runs import Order
from service.jobs.turning import Turning
from service.sample.write import write_sample
from service.wiring import House, house
from tools.running import Running, local_workspace

SIZES = (40, 350)
PAGE = Path(__file__).parents[1] / "docs" / "cost.md"
START, END = "<!-- turn -->", "<!-- /turn -->"
COLUMNS = (
    "people",
    "changes",
    "calls that the page says they cost",
    "calls to look",
    "time, against a preview",
    "cells of the review",
    "calls to apply in August",
)


def main(sizes: tuple[int, ...]) -> int:
    """Measure and write the page."""
    log_warnings()
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(_measured(Path(folder), size))
    lines = [COLUMNS, ["---:"] * len(COLUMNS), *rows]
    text = "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
    sys.stdout.write(text)
    before, _, rest = PAGE.read_text("utf-8").partition(START)
    PAGE.write_text(f"{before}{START}\n{text}{END}{rest.partition(END)[2]}", "utf-8")
    return 0


def _measured(folder: Path, size: int) -> list[str]:
    write_sample(folder / "trust", size, max(2, size // 50), 7)
    with local_workspace(folder / "run", folder / "trust") as running:
        for day in ("2025-10-06", "2026-06-02", "2026-07-10"):
            running.on(f"{day}T02:00:00Z")
            here = house(running.settings)
            reviewed = preview(here.world).report.changeset.fingerprint
            provision(here.world, Order("the benchmark", reviewed), here.connection.counts)
        return _turned(running, size)


def _turned(running: Running, size: int) -> list[str]:
    here = house(running.settings)
    plain, _ = _timed(here, lambda: preview(here.world))
    looked, calls = _timed(here, lambda: review(here.world, "2026-27"))
    outlook = review(here.world, "2026-27")
    running.on("2026-08-20T02:00:00Z")
    turning = Turning("2026-27", fingerprint=outlook.fingerprint)
    _, applied = _timed(here, lambda: turn(here.world, Order("the benchmark"), here.connection.counts, turning))
    cells = len(outlook.review.to_rows())
    return [
        f"{size:,}",
        f"{len(outlook.changes):,}",
        f"{outlook.cost.calls:,}",
        str(calls),
        f"{looked / plain:.1f}",
        str(cells),
        str(applied),
    ]


def _timed(here: House, work: Callable[[], object]) -> tuple[float, int]:
    before, began = sum(here.connection.counts.values()), perf_counter()
    work()
    return perf_counter() - began, sum(here.connection.counts.values()) - before


if __name__ == "__main__":
    sys.exit(main(tuple(int(one) for one in sys.argv[1:]) or SIZES))
