"""What the cells of the Staff tab may say, wherever they say it: in a person's row, or in a dated change of it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from service.policy.people import NO_MANAGER

ADDRESS = re.compile(r"[^@\s]+@([^@\s]+)")
MANAGERS = ("Line manager", "Second line manager", "New line manager", "Acting manager")


@dataclass(frozen=True)
class Allowed:
    """What may be named. staff_ids: of everyone; schools: their ids; domains: the trust's mail domains; standards: keys of the
    standards sets, none checks nothing."""

    staff_ids: Collection[str]
    schools: Collection[str]
    domains: frozenset[str]
    standards: frozenset[str]

    def wrong(self, heading: str, text: str, staff_id: str) -> str:
        """Why a person's cell can't say so, in words that say how to mend it; '' where it can. staff_id: the person's."""
        if heading in MANAGERS:
            return self._wrong_manager(heading, text, staff_id)
        if heading == "School" and text not in self.schools:
            return f"no such school; one of {', '.join(sorted(self.schools))}"
        if heading == "E-mail" and not is_ours(text, self.domains):
            return f"not an address of the trust; allowed after the @: {', '.join(sorted(self.domains))}"
        if heading == "Standards" and self.standards and text not in self.standards:
            return f"one of {', '.join(sorted(self.standards))}"
        return ""

    def _wrong_manager(self, heading: str, text: str, staff_id: str) -> str:
        if heading == MANAGERS[0] and text == NO_MANAGER:
            return ""
        if heading == MANAGERS[0] and not text:
            return f"nobody; give a staff id, or '{NO_MANAGER}' for someone who answers to the trustees"
        if text and text not in self.staff_ids:
            return "nobody in the register has this staff id"
        return "this is the person's own staff id" if text and text == staff_id else ""


def is_ours(email: str, domains: frozenset[str]) -> bool:
    """Whether an address is a whole one, in one of the trust's mail domains."""
    address = ADDRESS.fullmatch(email)
    return address is not None and address[1].lower() in domains
