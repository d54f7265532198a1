"""What was last read of each growth plan, as rows of the control workbook: evidence, and no word of what was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from service.policy.agreement import Agreement
from service.policy.evidence import Evidence

PLAN_HEADINGS = (
    "Staff id",
    "Cycle",
    "File id",
    "Answered",
    "Asked",
    "Driver",
    "Chip",
    "Unclear",
    "Digest",
    "Read on",
    "As agreed",
    "Kept as",
    "Kept for",
    "Carries",
)
CARRIES = "carries"


@dataclass(frozen=True)
class PlanLine:
    """One person's plan of one cycle. read_on: when the service last read it. as_agreed: the evidence's digest when the
    text as agreed was kept, '' until it is; kept_as: the id of the file that keeps it, chosen before it is made; kept_for: the
    day of the agreement that it is kept for."""

    staff_id: str
    cycle: str
    file_id: str
    evidence: Evidence
    read_on: date
    as_agreed: str = ""
    kept_as: str = ""
    kept_for: date | None = None

    def has_kept(self, agreement: Agreement) -> bool:
        """Whether the text as it was agreed then is kept."""
        return bool(self.as_agreed) and self.kept_for == agreement.on

    def to_row(self) -> list[str]:
        """In the order of `PLAN_HEADINGS`."""
        shown = self.evidence
        return [
            self.staff_id,
            self.cycle,
            self.file_id,
            str(shown.answered),
            str(shown.asked),
            shown.driver,
            shown.chip,
            "\n".join(shown.unclear),
            shown.digest,
            self.read_on.isoformat(),
            self.as_agreed,
            self.kept_as,
            self.kept_for.isoformat() if self.kept_for else "",
            CARRIES if shown.carries else "",
        ]


def from_row(cells: Sequence[str]) -> PlanLine:
    """The reverse of `PlanLine.to_row`; trailing blanks may be missing. Raises ValueError for a row that is none."""
    row = [*cells, *[""] * (len(PLAN_HEADINGS) - len(cells))]
    if not row[0] or not row[1]:
        raise ValueError("a plan's row without a staff id or a cycle")
    evidence = Evidence(int(row[3]), int(row[4]), row[5], row[6], _lines(row[7]), row[8], row[13] == CARRIES)
    kept_for = date.fromisoformat(row[12]) if row[12] else None
    return PlanLine(row[0], row[1], row[2], evidence, date.fromisoformat(row[9]), row[10], row[11], kept_for)


def _lines(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("\n")) if cell else ()
