"""Which documents are due for a person on a day."""

from __future__ import annotations

from datetime import date

from service.policy.appendix import Appendix
from service.policy.cycle import Cycle
from service.policy.exemption import takes_part
from service.policy.people import Person, is_employed
from service.policy.register import Register


def due(person: Person, register: Register, cycle: Cycle, today: date) -> tuple[Appendix, ...]:
    """Those whose window has opened, for someone who is here and takes part. None before the cycle begins or after it ends."""
    if not cycle.starts <= today <= cycle.ends or not is_employed(person, today):
        return ()
    if not takes_part(person.staff_id, register.exemptions_of(person.staff_id), today):
        return ()
    return tuple(appendix for appendix in Appendix if cycle.has_opened(appendix, today))
