"""Turning the year, or taking that back, as what is known would be if it were decided: the engine's input, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from service.errors import SetUpError
from service.jobs.wanting import Known
from service.jobs.world import World
from service.policy.cycle import Cycle
from service.policy.drafting import drafted, next_id
from service.policy.years import Begun, State, Years
from service.reconcile.desired import Turn

Rows = Mapping[str, tuple[int, Begun]]
"""The Cycles tab: row number and decision, by cycle."""
TURN, UNDO = "turn", "undo"


@dataclass(frozen=True)
class Turning:
    """A decision that is not written down yet. to: the cycle; undo: whether it is taken back; fingerprint: of the review by
    which it is decided, '' while it is only looked at."""

    to: str
    undo: bool = False
    fingerprint: str = ""

    @property
    def what(self) -> str:
        return UNDO if self.undo else TURN

    def known(self, world: World, known: Known, rows: Rows) -> Known:
        """What is known, as if it were decided. Raises SetUpError where it can't be."""
        state = State.UNDONE if self.undo else State.BEGUN
        cycle, today = self._cycle(world, known.years, rows), world.today()
        decided = Begun(cycle, state, today, self.fingerprint)
        before = {key: one for key, (_, one) in rows.items()}
        first = known.years[0]
        missing = {} if first.id in before else {first.id: Begun(first.cycle, State.BEGUN, first.cycle.starts)}
        turns = [*missing.values(), decided]
        years = world.years([*before.values(), *turns])
        return replace(known, years=years, turns=tuple(_rows_for(turns, rows)))

    def _cycle(self, world: World, years: Years, rows: Rows) -> Cycle:
        begun = list(years.begun())
        last = begun[-1]
        if self.undo:
            if len(begun) == 1:
                raise SetUpError("no year was turned yet, so there is nothing to take back")
            if self.to != last.id:
                raise SetUpError(f"only the cycle that was begun last can be taken back; that is {last.id}")
            return last.cycle
        if self.to != next_id(last.cycle):
            raise SetUpError(f"the cycle after {last.id} is {next_id(last.cycle)}, and that is the one to turn to")
        return next_cycle(world, last.cycle, rows)


def next_cycle(world: World, last: Cycle, rows: Rows) -> Cycle:
    """The cycle after the last: as it stands in a file, or as it was reviewed once, or drafted from the last."""
    wanted = next_id(last)
    if wanted in world.cycles:
        return world.cycles[wanted]
    return rows[wanted][1].cycle if wanted in rows else drafted(last)


def _rows_for(turns: list[Begun], rows: Rows) -> list[Turn]:
    free = max((number for number, _ in rows.values()), default=1) + 1
    found = []
    for one in turns:
        row = rows[one.cycle.id][0] if one.cycle.id in rows else free
        free += row == free
        cells = one.to_row()
        found.append(Turn(one.cycle.id, row, cells[1], cells[2], cells[3], cells[4]))
    return found
