"""The story's last chapters: the year is looked at in July, turned in August, and taken back once."""

from __future__ import annotations

from google.auth.transport.requests import AuthorizedSession

from service.jobs.rollover import Turned, review, turn
from service.jobs.runs import Order
from service.jobs.turning import Turning
from service.policy.people import Person
from tools.telling import Story, behind_first_question, cast, plan_of

OLD, NEW = "2025-26", "2026-27"
NEW_FOCUS = "Wait longer after a question 🌻"


def summer(story: Story) -> None:
    """Reviewed in July; somebody leaves; applied in August as it was reviewed."""
    story.running.on("2026-07-10T14:00:00Z")
    story.run("10 July", "A night before the holidays")
    looked = review(story.here.world, NEW)
    days = sum(1 for step in looked.steps if step.changes)
    story.expect(looked.changes and looked.trips, "there was nothing to turn, or nothing to mend first")
    found = f"{len(looked.changes)} changes on {days} days, {len(looked.trips)} things to mend or to know first"
    story.tell("10 July", f"The admin looks at turning the year to {NEW}", f"{found}; fingerprint {looked.fingerprint}")
    leaver = somebody_leaves(story)
    story.running.on("2026-08-20T09:00:00Z")
    turned = apply(story, looked.fingerprint)
    since = [*turned.compared.new, *turned.compared.moved, *turned.compared.gone]
    story.expect(any(leaver.name in line for line in since), "the leaver is not among what the register brought")
    story.tell(
        "20 August", "It is applied as it was reviewed", f"Nothing is refused; a leaver is told beside it, in {len(since)} lines"
    )


def somebody_leaves(story: Story) -> Person:
    """The admin types a last day into the register."""
    _, _, colleague = cast(story)
    world = story.here.world
    tables = world.workbook.tables()
    rows = [list(row) for row in tables.rows["Staff"]]
    row = next(row for row in rows if row[0] == colleague.staff_id)
    place = rows[0].index("Ends")
    row += [""] * (place + 1 - len(row))
    row[place] = "2026-08-31"
    world.workbook.replace_tab("Staff", rows)
    return colleague


def apply(story: Story, fingerprint: str, *, undo: bool = False) -> Turned:
    calls = story.here.connection.counts
    turned = turn(story.here.world, Order("make story"), calls, Turning(NEW, undo, fingerprint))
    story.expect(turned.exit_code == 0, f"the year was not turned: {turned.refused or turned.compared.differing}")
    return turned


def autumn(story: Story) -> None:
    """The new year's documents come on their days; in November the old year is closed; then all of it is taken back."""
    teacher, _, _ = cast(story)
    for moment, day, what in (
        ("2026-09-01T02:00:00Z", "1 September", "The new year begins; the leaver has left"),
        ("2026-09-07T02:00:00Z", "7 September", "Growth plans open"),
    ):
        story.running.on(moment)
        report = story.run(day, what)
        story.expect(report.done["make document"] > 0 and not report.failures, f"no documents were made on {day}")
    new, old = plan_of(story, teacher, NEW), plan_of(story, teacher)
    person = story.as_person(teacher.email)
    story.expect(typed(story, person, new), "the teacher could not write in the new plan")
    story.expect(typed(story, person, old), "the old plan is shut before its time")
    story.tell("7 September", "The teacher writes in both plans", "The new one is there; the old one is open for what is late")
    story.running.on("2026-11-01T02:00:00Z")
    closed = story.run("1 November", "The old year is closed")
    story.expect(closed.done["close"] > 0 and not closed.failures, "nothing was closed")
    reads, writes = status(story, person, old), typed(story, person, old)
    story.expect(reads == 200 and not writes, f"a closed plan can be read: {reads}, written: {writes}")
    story.tell("1 November", "The teacher opens last year's plan", f"{named(story, person, old)}: it reads, and takes no more")
    taken_back(story, teacher, new, old)


def taken_back(story: Story, teacher: Person, new: str, old: str) -> None:
    story.running.on("2026-11-03T09:00:00Z")
    looked = review(story.here.world, NEW, undo=True)
    apply(story, looked.fingerprint, undo=True)
    person = story.as_person(teacher.email)
    story.expect(typed(story, person, old), "last year's plan is not open again")
    story.expect(typed(story, person, new), "the new plan, with words in it, was closed")
    name = named(story, person, new)
    story.tell("3 November", "The turn is taken back", f"Last year is open again; {name}, with words in it, is left open")
    again = story.run("3 November", "The same night again")
    story.expect(not again.done, "the last run was not idle")


def typed(story: Story, person: AuthorizedSession, document: str) -> bool:
    """Whether somebody can type into a plan."""
    url = f"{story.running.url}/v1/documents/{document}"
    shown = person.get(url, params={"includeTabsContent": "true"}).json()
    at = behind_first_question(shown)
    body = {"requests": [{"insertText": {"location": {"index": at}, "text": NEW_FOCUS}}]}
    return bool(person.post(f"{url}:batchUpdate", json=body).ok)


def status(story: Story, person: AuthorizedSession, document: str) -> int:
    return int(person.get(f"{story.running.url}/v1/documents/{document}").status_code)


def named(story: Story, person: AuthorizedSession, document: str) -> str:
    return str(person.get(f"{story.running.url}/v1/documents/{document}").json()["title"])
