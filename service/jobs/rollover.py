"""Rollover: one year ends and the next begins, as a person reviewed it; or that is taken back.

It is the engine with another input: which cycles were begun. What is done on later days is done by the nightly runs, and what was
reviewed is kept, so that they may do it however much it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.errors import SetUpError
from service.jobs.applying import Progress
from service.jobs.gather import Gathered, gather
from service.jobs.holding import take
from service.jobs.outlook import Outlook, look_ahead
from service.jobs.provision import provision
from service.jobs.report import Report
from service.jobs.runs import Order
from service.jobs.turning import Turning
from service.jobs.world import World
from service.policy.years import State, Year
from service.reconcile.review import REVIEW_HEADINGS, Compared, Review, compare, kept_with
from service.reconcile.tabs import REVIEWS

NO_REVIEW = "there is no review with the fingerprint {}; look at the preview again and apply the fingerprint that it shows"
NO_PLACE = "the control workbook has no place for reviews yet; `ggp apply --yes` makes one"
BUSY = "another run is going on, so the review could not be kept; look again in a few minutes"


@dataclass(frozen=True)
class Turned:
    """What came of applying a review. refused: why nothing was done; compared: what is otherwise than it was reviewed; report: of
    the run that did what is due at once; already: it was done before."""

    fingerprint: str
    refused: str = ""
    compared: Compared = field(default_factory=Compared)
    report: Report | None = None
    already: bool = False

    @property
    def exit_code(self) -> int:
        """0 done, or done before · 3 refused · 4 partly done: the next nightly run goes on."""
        if self.refused or self.compared.differing:
            return 3
        return self.report.exit_code if self.report else 0

    def as_json(self) -> dict[str, Any]:
        told = {name: list(getattr(self.compared, name)) for name in ("differing", "moved", "gone", "new")}
        return {
            "exit": self.exit_code,
            "fingerprint": self.fingerprint,
            "refused": self.refused,
            "already": self.already,
            **told,
            "run": self.report.as_json() if self.report else None,
        }


def review(world: World, to: str, *, undo: bool = False) -> Outlook:
    """What turning the year would do, kept in the control workbook as reviewed. Raises SetUpError where that can't be."""
    outlook = look_ahead(world, Turning(to, undo))
    _keep(world, outlook.gathered, outlook.review)
    return outlook


def _keep(world: World, gathered: Gathered, new: Review) -> None:
    """Write a review down, unless the very same is there."""
    if REVIEWS not in gathered.tables.rows:
        raise SetUpError(NO_PLACE)
    if any(one.fingerprint == new.fingerprint for one in gathered.reviews):
        return
    hold = take(world, f"review-{new.fingerprint}", gathered.claim)
    if hold is None:
        raise SetUpError(BUSY)
    try:
        used = frozenset(one.fingerprint for one in gathered.years if one.fingerprint)
        kept = [row for one in kept_with(gathered.reviews, new, used) for row in one.to_rows()]
        blank = [[""] * len(REVIEW_HEADINGS)] * max(0, len(gathered.tables.rows[REVIEWS]) - 1 - len(kept))
        world.workbook.replace_tab(REVIEWS, [list(REVIEW_HEADINGS), *kept, *blank])
    finally:
        hold.let_go()


def turn(
    world: World,
    order: Order,
    calls: Mapping[str, int],
    turning: Turning,
    progress: Progress = lambda done, of: None,
) -> Turned:
    """Do what was reviewed, as far as its day has come, and write down that it was decided. turning: with the fingerprint.

    Refused only if something of what was reviewed would be otherwise now; what the register brought since is told, and done by
    the nightly runs.
    """
    fingerprint = turning.fingerprint
    now = gather(world)
    if _is_decided(now.years.get(turning.to), turning):
        return Turned(fingerprint, report=provision(world, order, calls, progress), already=True)
    reviewed = next((one for one in now.reviews if (one.fingerprint, one.cycle, one.what) == _wanted(turning)), None)
    if reviewed is None:
        return Turned(fingerprint, refused=NO_REVIEW.format(fingerprint))
    compared = compare(reviewed, look_ahead(world, turning, now).steps)
    if compared.differing:
        return Turned(fingerprint, compared=compared)
    return Turned(fingerprint, compared=compared, report=provision(world, order, calls, progress, turning))


def _wanted(turning: Turning) -> tuple[str, str, str]:
    return turning.fingerprint, turning.to, turning.what


def _is_decided(year: Year | None, turning: Turning) -> bool:
    """Whether this very review was applied before: perhaps a run was stopped half way, and this one goes on."""
    state = State.UNDONE if turning.undo else State.BEGUN
    return year is not None and year.fingerprint == turning.fingerprint and year.state is state
