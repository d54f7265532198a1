"""Where a growth plan is, and because of what: a pure function of what is on record.

The because says what is there and what is missing, never what was written, and never when someone was working.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from service.policy.agreement import Agreement
from service.policy.days import day_of
from service.policy.evidence import Evidence

READY, FINAL = "ready", "final"
"""Keys of the status chip's options in Appendix B."""
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class Status(Enum):
    """The ladder, and the two that stand beside it."""

    NOT_STARTED = "not started"
    DRAFTING = "drafting"
    READY = "ready to discuss"
    AGREED = "agreed"
    FINAL = "final"
    PRESENTED = "presented"
    NOT_TAKING_PART = "not taking part"
    NEEDS_A_LOOK = "needs a look"


@dataclass(frozen=True)
class Standing:
    """A plan's status and its because, a piece of a sentence in plain English; '' where nobody need know."""

    status: Status
    because: str = ""


def standing(
    evidence: Evidence | None, agreement: Agreement | None = None, presented: date | None = None, *, takes_part: bool = True
) -> Standing:
    """Where a plan is.

    evidence: what the plan shows, None while there is none. An agreement stands however the plan is edited afterwards;
    a presentation, too. A chip that says more than is on record counts for what is.
    """
    if not takes_part:
        return Standing(Status.NOT_TAKING_PART)
    if evidence is None:
        return Standing(Status.NOT_STARTED, "the plan is not made yet")
    if evidence.unclear:
        return Standing(Status.NEEDS_A_LOOK, "; ".join(evidence.unclear))
    if presented:
        return Standing(Status.PRESENTED, f"presented to the team on {day_of(presented)}")
    if agreement:
        return _agreed(evidence, agreement)
    return _before_agreement(evidence)


def changed_since(evidence: Evidence | None, agreement: Agreement | None) -> bool:
    """Whether the plan says something else than when its text as agreed was kept."""
    return bool(evidence and agreement and agreement.kept and evidence.digest != agreement.kept)


def _agreed(evidence: Evidence, agreement: Agreement) -> Standing:
    because = f"agreed on {day_of(agreement.on)}"
    if evidence.chip == FINAL:
        return Standing(Status.FINAL, f"{because}; the plan says final")
    return Standing(Status.AGREED, f"{because}; changed since" if changed_since(evidence, agreement) else because)


def _before_agreement(evidence: Evidence) -> Standing:
    there = _there(evidence)
    if evidence.chip == FINAL:
        return Standing(Status.READY, f"the plan says final, and no agreement is on record; {there}")
    if evidence.chip == READY:
        return Standing(Status.READY, f"the plan says so; {there}")
    if evidence.answered or evidence.driver or evidence.chip:
        return Standing(Status.DRAFTING, there)
    return Standing(Status.NOT_STARTED, there)


def _there(evidence: Evidence) -> str:
    driver = "driver chosen" if evidence.driver else "no driver chosen yet"
    if not evidence.answered:
        return f"no question answered yet; {driver}"
    if evidence.answered == evidence.asked:
        return f"all {number(evidence.asked)} questions answered; {driver}"
    return f"{number(evidence.answered)} of {number(evidence.asked)} questions answered; {driver}"


def number(count: int) -> str:
    """A small number in words."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)
