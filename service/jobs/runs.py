"""A run as a row of the Runs tab, in plain English: never a name, an address or an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from service.jobs.report import Report
from service.jobs.world import LONDON


def run_row(run_id: str, started: datetime, started_by: str, report: Report, calls: int, seconds: float) -> list[str]:
    """The cells of one run, in the order of `gather.RUN_HEADINGS`. calls: sent to Google. Times are London's."""
    return [
        run_id,
        f"{started.astimezone(LONDON):%Y-%m-%d %H:%M}",
        started_by,
        in_words(report.changeset.counts()),
        in_words(report.done),
        could_not(report),
        why(report),
        str(calls),
        f"{seconds:.0f}",
    ]


def in_words(counts: Mapping[str, int]) -> str:
    """``{"make folder": 2}`` → ``make folder: 2``; nothing → ``nothing to do``."""
    return "; ".join(f"{verb}: {number}" for verb, number in sorted(counts.items())) or "nothing to do"


def could_not(report: Report) -> str:
    """How many changes were not done, by what stood in the way."""
    parts = {
        "failed": len(report.failures),
        "left for the next run": report.left,
        "waiting for certainty": report.waiting,
        "held for an account": len(report.held) + len(report.changeset.held),
        "need a look": len(report.changeset.needs_a_look),
        "rows of the register to mend": report.problems,
    }
    return "; ".join(f"{what}: {number}" for what, number in parts.items() if number)


def why(report: Report) -> str:
    """The reasons, each once, the commonest first."""
    if report.stale_review:
        return "What was reviewed has changed since: look at the preview again."
    if report.refused:
        return " ".join(one.sentence() for one in report.refused)
    if report.busy:
        return "Another run was going on; it does the same work."
    reasons = Counter(failure.reason for failure in report.failures)
    stopped = [report.stopped] if report.stopped else []
    looks = [one.sentence() for one in report.changeset.needs_a_look[:5]]
    return "; ".join(stopped + [f"{reason} ({number})" for reason, number in reasons.most_common(5)] + looks)
