"""What the chapters of the story share: the Workspace, the service, what has happened so far, and who is in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from google.auth.transport.requests import AuthorizedSession
from google.oauth2 import service_account

from service.desk_words import summary
from service.google.connect import SCOPES
from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.report import Report
from service.jobs.runs import Order
from service.policy.people import Person, line_manager_on
from service.wiring import House
from tools.running import Running


class NotAsItShouldBe(Exception):
    """The story went another way than it is told."""


@dataclass
class Story:
    """One telling: the Workspace, the service, and what has happened so far."""

    running: Running
    here: House
    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def tell(self, day: str, what: str, came_of_it: str) -> None:
        self.rows.append((day, what, came_of_it))

    def run(self, day: str, what: str) -> Report:
        report = provision(self.here.world, Order("make story"), self.here.connection.counts)
        self.tell(day, what, summary(report))
        return report

    def expect(self, truth: object, what: str) -> None:
        if not truth:
            raise NotAsItShouldBe(what)

    def as_person(self, email: str) -> AuthorizedSession:
        """A session as a person, by delegation that only this Workspace was told to allow."""
        self.running.control("PUT", "settings", {"delegation": {email: list(SCOPES)}})
        key = self.running.settings.key_file
        credentials = service_account.Credentials.from_service_account_file(str(key), scopes=list(SCOPES), subject=email)
        return AuthorizedSession(credentials)


def cast(story: Story) -> tuple[Person, Person, Person]:
    """A teacher with a plan, the line manager, and a colleague of another team."""
    gathered = gather(story.here.world)
    register, today = gathered.register, story.here.world.today()
    plans = {item.staff_id for item in gathered.actual.items.values() if "/B/" in item.key}
    teacher = next(one for one in register.people if one.role == "Teacher" and one.staff_id in plans and not one.ends)
    manager = register.person(line_manager_on(teacher, today) or "")
    if manager is None:
        raise NotAsItShouldBe("the teacher has no line manager")
    colleague = next(
        one for one in register.people if one.role == "Teacher" and one.staff_id not in (teacher.staff_id, manager.staff_id)
    )
    return teacher, manager, colleague


def plan_of(story: Story, person: Person, cycle: str = "") -> str:
    """The id of somebody's growth plan; cycle: of the first year, unless another is named."""
    cycle = cycle or story.here.declared.cycle.id
    return gather(story.here.world).actual.items[f"{cycle}/B/{person.staff_id}"].file_id


def behind_first_question(document: dict[str, Any]) -> int:
    """The index right behind the first needed question's heading and hint."""
    tab = document["tabs"][0]["documentTab"]
    [named] = tab["namedRanges"]["ggp.question.focus"]["namedRanges"]
    return int(named["ranges"][0]["endIndex"]) + 1
