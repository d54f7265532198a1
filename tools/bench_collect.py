"""Part of ``make bench``: what collecting costs in calls, for nothing new and for so many new reflections, into docs/cost.md."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from service.cli import log_warnings
from service.jobs.collect import Memory, collect
from service.jobs.gather import Gathered, gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.policy.form_template import question_id
from service.policy.forms import standard_key
from service.reconcile.forms_for import form_key
from service.sample.write import write_sample
from service.wiring import House, house
from tools.running import Running, local_workspace

STAFF, NEW = 350, (0, 1, 10, 100)
PAGE = Path(__file__).parents[1] / "docs" / "cost.md"
START, END = "<!-- collect -->", "<!-- /collect -->"
KINDS = {
    "forms.forms.responses.list": "lists",
    "docs.documents.get": "Docs read",
    "docs.documents.batchUpdate": "Docs filled",
    "sheets.spreadsheets.batchUpdate": "batches",
}


def main() -> int:
    """Measure and write the page."""
    log_warnings()
    with tempfile.TemporaryDirectory() as folder:
        trust = Path(folder) / "trust"
        write_sample(trust, STAFF, 7, 1)
        with local_workspace(Path(folder) / "run", trust) as running:
            here = house(running.settings)
            provision(here.world, Order("bench"), here.connection.counts)
            found, memory = gather(here.world), Memory()
            people = [one for one in found.register.people if f"{here.declared.cycle.id}/A/{one.staff_id}" in found.actual.items]
            answer(running, here, found, people[-1:])
            collect(here.world, Order("bench"), here.connection.counts, memory)
            collect(here.world, Order("bench"), here.connection.counts, memory)
            rows = [measure(running, here, found, people[:number], memory) for number in NEW]
    forms = sum(key.startswith(form_key(here.declared.cycle, "")) for key in found.actual.items)
    text = page(rows, forms)
    sys.stdout.write(text)
    before, _, rest = PAGE.read_text("utf-8").partition(START)
    PAGE.write_text(f"{before}{START}\n{text}{END}{rest.partition(END)[2]}", "utf-8")
    return 0


def answer(running: Running, here: House, found: Gathered, people: Sequence[Any]) -> None:
    """Each of them reflects."""
    for one in people:
        form = f"reflection/{one.standards}"
        heading = found.asks[form].items[0].title
        said = {question_id(standard_key(heading)): "Somewhere I want to grow", question_id("proudest"): "Reading"}
        file_id = found.actual.items[form_key(here.declared.cycle, form)].file_id
        running.control("POST", "form-responses", {"formId": file_id, "email": one.email, "answers": said})


def measure(running: Running, here: House, found: Gathered, people: Sequence[Any], memory: Memory) -> dict[str, Any]:
    """One collecting run with so many new responses; the one before it has left nothing."""
    answer(running, here, found, people)
    running.control("DELETE", "calls")
    began = time.monotonic()
    outcome = collect(here.world, Order("bench"), here.connection.counts, memory)
    seconds = time.monotonic() - began
    calls: dict[str, int] = {}
    for one in running.control("GET", "calls")["calls"]:
        calls[one["method"]] = calls.get(one["method"], 0) + one["count"]
    if outcome.new != len(people) or outcome.exit_code:
        raise RuntimeError(f"{outcome.new} of {len(people)} were new; it ended with {outcome.exit_code}")
    collect(here.world, Order("bench"), here.connection.counts, memory)
    return {"new": len(people), "calls": calls, "seconds": seconds}


def page(rows: Sequence[Mapping[str, Any]], forms: int) -> str:
    """The measured part of docs/cost.md."""
    lines = [
        f"With {forms} Forms, for {STAFF} people:",
        "",
        f"| new responses | {' | '.join(KINDS.values())} | everything else | seconds |",
        f"|---:|{'---:|' * len(KINDS)}---:|---:|",
    ]
    for row in rows:
        shown = [row["calls"].get(method, 0) for method in KINDS]
        rest = sum(row["calls"].values()) - sum(shown)
        lines.append(f"| {row['new']} | {' | '.join(map(str, shown))} | {rest} | {row['seconds']:.1f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
