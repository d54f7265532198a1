"""What a status Sheet says of each person: the cells of one line, by the column's key.

Nothing of what was written, of when someone worked, or of why someone does not take part can get here: of a plan only its
evidence comes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from service.policy.agreement import Agreement
from service.policy.appendix import Appendix
from service.policy.cycle import Cycle
from service.policy.days import day_of
from service.policy.evidence import Evidence
from service.policy.exemption import takes_part
from service.policy.people import Person
from service.policy.register import Register
from service.policy.status import Standing, Status, standing


@dataclass(frozen=True)
class Cell:
    """What a cell shows, and where it leads ('' for nowhere)."""

    text: str = ""
    link: str = ""


@dataclass(frozen=True)
class OnRecord:
    """What is on record of one person's year. link: where the plan opens, '' while there is none; agree: where the line manager
    records the agreement; check_ins: what is shown of the half-terms that have begun, by number."""

    evidence: Evidence | None = None
    link: str = ""
    agreement: Agreement | None = None
    presented: date | None = None
    check_ins: Mapping[int, str] = field(default_factory=dict)
    agree: str = ""


def status_row(person: Person, record: OnRecord, register: Register, cycle: Cycle, today: date) -> dict[str, Cell]:
    """The cells of a person's line. For someone who does not take part: who they are, that they don't, and no more."""
    part = takes_part(person.staff_id, register.exemptions_of(person.staff_id), today)
    found = standing(record.evidence, record.agreement, record.presented, takes_part=part)
    cells = {
        "staff_id": Cell(person.staff_id),
        "name": Cell(person.name),
        "role": Cell(person.role),
        "team": Cell(", ".join(person.teams)),
        "status": Cell(found.status.value),
        "because": Cell(found.because),
    }
    if not part:
        return cells
    return {**cells, **_year(person, record, found, register, cycle, today)}


def _year(person: Person, record: OnRecord, found: Standing, register: Register, cycle: Cycle, today: date) -> dict[str, Cell]:
    names = {one.key: one.name for one in cycle.drivers}
    driver = record.evidence.driver if record.evidence and found.status is not Status.NEEDS_A_LOOK else ""
    cells = {
        "plan": Cell(f"{person.name}: growth plan", record.link) if record.link else Cell(),
        "driver": Cell(names.get(driver, "")),
        "conversation": _conversation(record, cycle, today),
        "agreed": Cell(day_of(record.agreement.on) if record.agreement else ""),
        "presentation": Cell(day_of(record.presented) if record.presented else ""),
    }
    school = register.school(person.school)
    for one in school.half_terms.get(cycle.id, ()) if school else ():
        begun = "not yet" if one.starts <= today else ""
        cells[f"check_in_{one.number}"] = Cell(record.check_ins.get(one.number, begun))
    return cells


def _conversation(record: OnRecord, cycle: Cycle, today: date) -> Cell:
    """One that is still to hold leads to the Form by which it is recorded."""
    if record.agreement:
        return Cell("held")
    return Cell("to hold", record.agree) if cycle.has_opened(Appendix.C, today) else Cell()
