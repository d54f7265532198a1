"""The control workbook's tabs that the service keeps, with their headings. The register's own are in `register_table`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.policy.register_table import TABS
from service.policy.years import CYCLE_HEADINGS
from service.reconcile.ledger import LEDGER_HEADINGS
from service.reconcile.plan_lines import PLAN_HEADINGS
from service.reconcile.review import REVIEW_HEADINGS
from service.reconcile.shares import ACCESS_HEADINGS
from service.reconcile.tracking import TRACKING_HEADINGS

LEDGER, RUNS, PLANS, TRACKING, AGREEMENTS = "Ledger", "Runs", "Plans", "Tracking", "Agreements"
CYCLES, REVIEWS, ACCESS, DISPOSALS = "Cycles", "Reviews", "Access", "Disposals"
RUN_HEADINGS = ("Run", "Started", "What started it", "Meant to do", "Did", "Could not", "Why", "Calls", "Seconds")
TODAY = "Today"
TODAY_HEADINGS = ("What needs you today",)
AGREEMENT_HEADINGS = ("Staff id", "Cycle", "Agreed on", "By", "Answer")
DISPOSAL_HEADINGS = ("Disposal", "What", "Key", "File id", "When", "Why", "Reviewed as", "Things in it", "State")

KEPT: Mapping[str, Sequence[str]] = {
    TODAY: TODAY_HEADINGS,
    RUNS: RUN_HEADINGS,
    DISPOSALS: DISPOSAL_HEADINGS,
    LEDGER: LEDGER_HEADINGS,
    PLANS: PLAN_HEADINGS,
    TRACKING: TRACKING_HEADINGS,
    AGREEMENTS: AGREEMENT_HEADINGS,
    CYCLES: CYCLE_HEADINGS,
    REVIEWS: REVIEW_HEADINGS,
    ACCESS: ACCESS_HEADINGS,
}
"""Heading rows by tab, in the order in which the tabs stand."""


def columns_to_keep() -> Mapping[str, Sequence[str]]:
    """Headings that a tab is given where it lacks them. A column of the register that is needed is not among them: a blank
    one would say that every row is wrong, where one problem says that the column is missing."""
    register = {tab: [one.heading for one in columns if not one.needed] for tab, columns in TABS.items()}
    return {**register, **KEPT}


OUT_OF_SIGHT = frozenset({PLANS, TRACKING, AGREEMENTS, CYCLES, REVIEWS, ACCESS})
"""Tabs that nobody needs to see: made hidden."""
