"""What is past its retention, from one look at everything."""

from __future__ import annotations

from service.jobs.gather import Gathered
from service.jobs.world import World
from service.reconcile.disposal import Disposals, Held, disposals


def due_for_disposal(world: World, gathered: Gathered) -> Disposals:
    """As the trust's settings say today; how many things lie in a leaver's folder is only known from the ledger."""
    held = Held(gathered.actual, gathered.register, gathered.years, gathered.desired.held_back, gathered.tables.rows)
    return disposals(held, world.trust.retention, world.today())
