"""The register: everyone, every school, every exemption, and the admins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from service.policy.dated_changes import DatedChange
from service.policy.exemption import Exemption
from service.policy.people import Person, is_employed
from service.policy.schools import School

HEADTEACHERS = "headteachers"
"""The key of the headteachers' standards set."""


@dataclass(frozen=True)
class Register:
    """What the register says on a day, with the lookups that everything asks for. people: as they are on that day. admins:
    addresses, lower case. changes: dated changes, those that are still to come too. unread: people of whose row something can't
    be read, as far as it can: of them it is only known whether they have left.
    """

    people: Sequence[Person] = ()
    schools: Sequence[School] = ()
    exemptions: Sequence[Exemption] = ()
    admins: frozenset[str] = frozenset()
    changes: Sequence[DatedChange] = ()
    unread: Sequence[Person] = ()

    @cached_property
    def _by_id(self) -> Mapping[str, Person]:
        return {person.staff_id: person for person in self.people}

    @cached_property
    def _by_email(self) -> Mapping[str, Person]:
        """Who has an address now, and where nobody has it, who had it before."""
        before = {one.lower(): person for person in self.people for one in person.former_emails}
        return {**before, **{person.email.lower(): person for person in self.people}}

    @cached_property
    def _schools(self) -> Mapping[str, School]:
        return {school.id: school for school in self.schools}

    @cached_property
    def _exemptions(self) -> Mapping[str, Sequence[Exemption]]:
        grouped: dict[str, list[Exemption]] = defaultdict(list)
        for one in self.exemptions:
            grouped[one.staff_id].append(one)
        return grouped

    def person(self, staff_id: str) -> Person | None:
        return self._by_id.get(staff_id)

    def by_email(self, email: str) -> Person | None:
        return self._by_email.get(email.lower())

    def only_by_email(self, email: str) -> Person | None:
        """None where two people have one address: whose it is must not be guessed."""
        found = [one for one in self.people if one.email.lower() == email.lower()]
        return found[0] if len(found) == 1 else None

    def school(self, school_id: str) -> School | None:
        return self._schools.get(school_id)

    def leaders_of(self, school: School, day: date) -> tuple[Person, ...]:
        """Who sees a school's status Sheet on a day: those whom the school names, or its headteachers."""
        named = [self.person(one) for one in school.leaders]
        found = [one for one in named if one] or [
            one for one in self.people if one.school == school.id and one.standards == HEADTEACHERS
        ]
        return tuple(one for one in found if is_employed(one, day))

    def exemptions_of(self, staff_id: str) -> Sequence[Exemption]:
        return self._exemptions.get(staff_id, ())
