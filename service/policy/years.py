"""The cycles that a trust has begun, and how each stands on a day: several are open at once each autumn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum, StrEnum

from pydantic import ValidationError

from service.policy.cycle import Cycle
from service.policy.template import DocumentTemplate

CYCLE_HEADINGS = ("Cycle", "State", "Since", "Reviewed as", "As it was reviewed")
Templates = Mapping[str, DocumentTemplate]
DAY = timedelta(days=1)


class State(StrEnum):
    """What was decided about a cycle. BEGUN: it goes its way by its own dates. UNDONE: it was taken back."""

    BEGUN = "begun"
    UNDONE = "undone"


class Phase(Enum):
    """How a cycle stands on a day. LATE: it has ended, and is open for what is late until it closes."""

    COMING = "coming"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"
    UNDONE = "undone"


@dataclass(frozen=True)
class Year:
    """One cycle with its templates. succeeded: whether a later cycle was begun; only then it closes. names: what each template
    is known by among all years': ``B``, or ``2026-27/B`` from the year on that asks something else than the one before, and
    so needs a Doc of its own. fingerprint: of the review that it was begun, or taken back, by."""

    cycle: Cycle
    templates: Templates
    state: State = State.BEGUN
    succeeded: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""

    @property
    def id(self) -> str:
        return self.cycle.id

    def phase(self, day: date) -> Phase:
        if self.state is State.UNDONE:
            return Phase.UNDONE
        if day < self.cycle.starts:
            return Phase.COMING
        if day <= self.cycle.ends:
            return Phase.OPEN
        return Phase.CLOSED if self.succeeded and day > self.cycle.closing else Phase.LATE

    def turning_days(self) -> Sequence[date]:
        """The days on which it comes into another phase."""
        return self.cycle.starts, self.cycle.ends + DAY, self.cycle.closing + DAY

    def template_name(self, key: str) -> str:
        """What a template is known by among all years'."""
        return self.names.get(key, key)


@dataclass(frozen=True)
class Years(Sequence[Year]):
    """Every cycle that was ever begun, in order."""

    all: tuple[Year, ...]

    def __getitem__(self, at):  # type: ignore[no-untyped-def]
        return self.all[at]

    def __len__(self) -> int:
        return len(self.all)

    def get(self, cycle_id: str) -> Year | None:
        return next((one for one in self.all if one.id == cycle_id), None)

    def current(self, day: date) -> Year:
        """The year that people are in: the latest that has begun; before the first begins, that."""
        begun = [one for one in self.all if one.phase(day) in (Phase.OPEN, Phase.LATE, Phase.CLOSED)]
        return begun[-1] if begun else self.all[0]

    def working(self, day: date) -> Sequence[Year]:
        """Those that are open, for what is late too; the current one last."""
        return [one for one in self.all if one.phase(day) in (Phase.OPEN, Phase.LATE)] or [self.current(day)]

    @property
    def templates(self) -> Templates:
        """Every template that has a Doc, by what it is known by among all years'."""
        return {one.template_name(key): template for one in self.all for key, template in one.templates.items()}

    def begun(self) -> Iterator[Year]:
        return (one for one in self.all if one.state is State.BEGUN)


@dataclass(frozen=True)
class Begun:
    """One row of the Cycles tab. since: the day of the decision; data: the cycle as it was reviewed."""

    cycle: Cycle
    state: State
    since: date
    fingerprint: str = ""

    def to_row(self) -> list[str]:
        """In the order of `CYCLE_HEADINGS`. The standards are the templates', and not the cycle's to keep."""
        data = self.cycle.model_dump_json(exclude={"standards"})
        return [self.cycle.id, self.state.value, self.since.isoformat(), self.fingerprint, data]


def rows_of_cycles(rows: Sequence[Sequence[str]]) -> dict[str, tuple[int, Begun]]:
    """What stands in the Cycles tab (headings first), with row numbers, by cycle. Raises ValueError for a row that can't be
    read: which cycles are open must not be guessed."""
    found = {}
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        row = [*cells, *[""] * (len(CYCLE_HEADINGS) - len(cells))]
        try:
            cycle = Cycle.model_validate_json(row[4])
            found[cycle.id] = (number, Begun(cycle, State(row[1]), date.fromisoformat(row[2]), row[3]))
        except (ValidationError, ValueError) as problem:
            raise ValueError(f"row {number} of the Cycles tab can't be read") from problem
    return found


def years_of(
    first: Cycle, begun: Sequence[Begun], declared: Mapping[str, Cycle], templates_for: Callable[[Cycle], Templates]
) -> Years:
    """All years in order. first: the cycle that trust.yaml names, which needs no row; declared: the cycles that stand in files
    now, which say more than what was kept when they were reviewed."""
    states = {first.id: Begun(first, State.BEGUN, first.starts), **{one.cycle.id: one for one in begun}}
    cycles = {key: declared.get(key, one.cycle) for key, one in states.items()}
    out: list[Year] = []
    names: dict[str, str] = {}
    known: dict[str, DocumentTemplate] = {}
    for key in sorted(states):
        templates = templates_for(cycles[key])
        names |= {one: f"{key}/{one}" if out else one for one, template in templates.items() if template != known.get(one)}
        known.update(templates)
        later = any(one > key and state.state is State.BEGUN for one, state in states.items())
        out.append(Year(cycles[key], templates, states[key].state, later, dict(names), states[key].fingerprint))
    return Years(tuple(out))
