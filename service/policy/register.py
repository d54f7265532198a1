"""The register: everyone, every school, every exemption, and the admins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from service.policy.exemption import Exemption
from service.policy.people import Person
from service.policy.schools import School


@dataclass(frozen=True)
class Register:
    """What the register says, with the lookups that everything asks for. admins: addresses, lower case."""

    people: Sequence[Person] = ()
    schools: Sequence[School] = ()
    exemptions: Sequence[Exemption] = ()
    admins: frozenset[str] = frozenset()

    @cached_property
    def _by_id(self) -> Mapping[str, Person]:
        return {person.staff_id: person for person in self.people}

    @cached_property
    def _by_email(self) -> Mapping[str, Person]:
        return {person.email.lower(): person for person in self.people}

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

    def school(self, school_id: str) -> School | None:
        return self._schools.get(school_id)

    def exemptions_of(self, staff_id: str) -> Sequence[Exemption]:
        return self._exemptions.get(staff_id, ())
