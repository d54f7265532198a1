"""A run's hold on the control workbook, kept up while the run goes on, so that no two runs write at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic

import structlog

from service.errors import LostHold, Refused, Throttled, Unsure, WorkspaceError
from service.jobs.world import World
from service.ports import Claim

log = structlog.get_logger(__name__)

HOLD = timedelta(minutes=15)


@dataclass
class Hold:
    """A claim, renewed once half of it has passed. elapsed: the machine's seconds, which cost nothing to ask for; since:
    when the claim began by them.

    It must not lapse unnoticed: another run would take up what this one is about to make.
    """

    world: World
    claim: Claim
    elapsed: Callable[[], float]
    since: float

    def keep(self) -> None:
        """To be called before each change. Raises LostHold where the claim is another run's by now, or may be."""
        passed = self.elapsed() - self.since
        if passed < HOLD.total_seconds() / 2:
            return
        asked = self.elapsed()
        until = self.world.clock.now() + HOLD
        try:
            self.world.workbook.renew(self.claim, until)
        except (Unsure, Throttled) as problem:
            if passed >= HOLD.total_seconds() * 0.8:
                raise LostHold(problem.attempted, "it is not certain that it still holds the workbook") from problem
            return
        except Refused as problem:
            raise LostHold(problem.attempted, "another run has taken over", problem.code) from problem
        self.claim, self.since = replace(self.claim, until=until), asked

    def let_go(self) -> None:
        """Where that fails, the claim lapses by itself."""
        try:
            self.world.workbook.release(self.claim)
        except WorkspaceError:
            log.warning("the claim was not released; it lapses by itself", until=self.claim.until.isoformat())


def take(world: World, run_id: str, held: Claim | None) -> Hold | None:
    """Take the workbook for a run; None where another holds it. held: the claim that was seen there, if any."""
    now = world.clock.now()
    if held and held.until > now:
        return None
    before = monotonic()
    claim = world.workbook.claim(run_id, now + HOLD, held)
    return Hold(world, claim, monotonic, before) if claim else None
