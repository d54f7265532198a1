"""Whose answer a response is, and whether it counts: decided by the address that Google vouches for, and the register of that
day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.policy.exemption import takes_part
from service.policy.forms import CHECK_IN, CONVERSATION, TEAM, WHO
from service.policy.people import Person, is_employed, line_managers_on
from service.policy.register import Register
from service.policy.responses import Response
from service.policy.teams import Team

Addresses = Callable[[str], Sequence[str]]
"""Every address of the account that an address belongs to; () where there is none, or nobody can say."""


@dataclass(frozen=True)
class Verdict:
    """by: who answered; about: whom it is about, for a growth conversation. reason: why it does not count, in plain English, ''
    where it does."""

    by: Person | None = None
    about: Person | None = None
    reason: str = ""


@dataclass(frozen=True)
class Judge:
    """What judging needs: the register, everyone's addresses, and the teams of a day."""

    register: Register
    addresses: Addresses
    teams: Callable[[date], Mapping[tuple[str, str], Team]]

    def verdict(self, template: str, response: Response, day: date) -> Verdict:
        """template: the Form's key, such as ``check-in/OXB``; day: the one on which it was last sent, in London."""
        by = self.person(response.email)
        if by is None:
            known = "nobody in the register has the address that it was sent from"
            return Verdict(reason=known if response.email else "it came without an address")
        if not is_employed(by, day):
            return Verdict(by, reason="whoever sent it was not employed on that day")
        kind, _, rest = template.partition("/")
        if kind == CONVERSATION:
            return self._conversation(by, response, day)
        if kind == CHECK_IN:
            return self._check_in(by, rest, response, day)
        if not self._takes_part(by, day):
            return Verdict(by, reason="whoever sent it does not take part on that day")
        return Verdict(by)

    def person(self, email: str) -> Person | None:
        """By the address itself, or by another one of the same account: aliases, and what it was called before."""
        found = self.register.by_email(email)
        if found or not email:
            return found
        others = (self.register.by_email(one) for one in self.addresses(email))
        return next((one for one in others if one), None)

    def _takes_part(self, person: Person, day: date) -> bool:
        return takes_part(person.staff_id, self.register.exemptions_of(person.staff_id), day)

    def _conversation(self, by: Person, response: Response, day: date) -> Verdict:
        """Only a line manager of that day, the dated acting one and the second one included, can agree a plan."""
        mine = [one for one in self.register.people if by.staff_id in line_managers_on(one, day)]
        found = named(response.text(WHO), mine) or named(response.text(WHO), self.register.people)
        if not found:
            return Verdict(by, reason="it names nobody in the register")
        if len(found) > 1:
            return Verdict(by, reason=f"it could be about {len(found)} people of that name; the staff id tells them apart")
        about = found[0]
        if by.staff_id not in line_managers_on(about, day):
            return Verdict(by, about, "whoever sent it was not the line manager on that day")
        if not is_employed(about, day) or not self._takes_part(about, day):
            return Verdict(by, about, "whom it is about does not take part on that day")
        return Verdict(by, about)

    def _check_in(self, by: Person, school: str, response: Response, day: date) -> Verdict:
        name = response.text(TEAM)
        team = self.teams(day).get((school, name))
        if team is None:
            return Verdict(by, reason=f"there is no team '{name}' at this school on that day")
        if by.staff_id not in team.leads:
            return Verdict(by, reason=f"whoever sent it does not lead the team '{name}'")
        return Verdict(by)


def named(text: str, people: Sequence[Person]) -> list[Person]:
    """Whom a line of text names: by staff id (alone, or in brackets behind the name), by address, or by name."""
    text = " ".join(text.split()).casefold()
    bracket = re.search(r"\(([^()]+)\)$", text)
    ids = {text, bracket[1].strip()} if bracket else {text}
    by_id = [one for one in people if one.staff_id.casefold() in ids or one.email.casefold() == text]
    return by_id or [one for one in people if " ".join(one.name.split()).casefold() == text]
