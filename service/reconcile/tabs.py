"""The control workbook's tabs that the service keeps, with their headings. The register's own are in `register_table`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.reconcile.ledger import LEDGER_HEADINGS
from service.reconcile.plan_lines import PLAN_HEADINGS
from service.reconcile.tracking import TRACKING_HEADINGS

LEDGER, RUNS, PLANS, TRACKING, AGREEMENTS = "Ledger", "Runs", "Plans", "Tracking", "Agreements"
RUN_HEADINGS = ("Run", "Started", "What started it", "Meant to do", "Did", "Could not", "Why", "Calls", "Seconds")
TODAY = "Today"
TODAY_HEADINGS = ("What needs you today",)
AGREEMENT_HEADINGS = ("Staff id", "Cycle", "Agreed on", "By")

KEPT: Mapping[str, Sequence[str]] = {
    TODAY: TODAY_HEADINGS,
    RUNS: RUN_HEADINGS,
    LEDGER: LEDGER_HEADINGS,
    PLANS: PLAN_HEADINGS,
    TRACKING: TRACKING_HEADINGS,
    AGREEMENTS: AGREEMENT_HEADINGS,
}
"""Heading rows by tab, in the order in which the tabs stand."""
OUT_OF_SIGHT = frozenset({PLANS, TRACKING, AGREEMENTS})
"""Tabs that nobody needs to see: made hidden."""
