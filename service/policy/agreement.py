"""What is on record beside the plan itself: that its focus was agreed, and that it was presented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Agreement:
    """A line manager's record that the focus of a plan was agreed. by: their staff id. kept: the digest of the plan's
    evidence when the text as agreed was kept, or '' until then."""

    staff_id: str
    on: date
    by: str
    kept: str = ""
