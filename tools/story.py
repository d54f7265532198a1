"""``make story``: a year and its turn, for 40 people, over HTTP, without a browser.

Prints a table of what happened; exits 1 at the first thing that is not as it should be.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from service.cli import log_warnings
from service.jobs.collect import collect
from service.jobs.collected import in_a_sentence as collected_in_a_sentence
from service.jobs.gather import gather
from service.jobs.runs import Order
from service.jobs.track import in_a_sentence, track
from service.policy.form_template import question_id
from service.policy.forms import CHECK_IN, CONVERSATION, REFLECTION, everyone_key, mark_key, standard_key
from service.policy.people import Person
from service.policy.teams import all_teams
from service.reconcile.forms_for import form_key
from service.reconcile.sheets_for import manager_key
from service.sample.write import write_sample
from service.wiring import house
from tools.running import local_workspace
from tools.story_of_the_turn import autumn, summer
from tools.telling import NotAsItShouldBe, Story, behind_first_question, cast, plan_of

STAFF, SCHOOLS, SEED = 40, 2, 3
PROUDEST = "Reading with Year 4 📚"
FOCUS = "Talk partners in every lesson 😀, so that quiet children speak"


def main() -> int:
    """Tell the story. Returns 0 when all of it held."""
    log_warnings()
    screen = Console()
    with tempfile.TemporaryDirectory() as folder:
        trust = Path(folder) / "trust"
        write_sample(trust, STAFF, SCHOOLS, SEED)
        with local_workspace(Path(folder) / "run", trust) as running:
            story = Story(running, house(running.settings))
            try:
                october(story)
                november(story)
                june(story)
                summer(story)
                autumn(story)
                calls = running.control("GET", "calls")["calls"]
                story.expect(calls, "the Workspace was never called")
            except NotAsItShouldBe as problem:
                screen.print(_table(story.rows))
                screen.print(f"The story went wrong: {problem}")
                return 1
    screen.print(_table(story.rows))
    screen.print(f"{sum(one['count'] for one in calls)} calls over HTTP, of {len(calls)} kinds.")
    return 0


def october(story: Story) -> None:
    """The first provisioning, and a teacher's first sentence."""
    first = story.run("6 October", "Everyone gets what is due")
    story.expect(first.done["make document"] > 0 and not first.failures, "the first run made no documents, or failed")
    second = story.run("6 October", "The same again")
    story.expect(not second.done, "the second run was not idle")
    teacher, manager, colleague = cast(story)
    plan = plan_of(story, teacher)
    url = f"{story.running.url}/v1/documents/{plan}"
    document = story.as_person(teacher.email).get(url, params={"includeTabsContent": "true"}).json()
    story.expect(teacher.name in str(document), "the plan does not know its owner")
    story.tell("6 October", "A teacher opens the growth plan", "It knows the name, role, school, team and line manager")
    at = behind_first_question(document)
    body = {"requests": [{"insertText": {"location": {"index": at}, "text": FOCUS}}]}
    answer = story.as_person(teacher.email).post(f"{url}:batchUpdate", json=body)
    story.expect(answer.ok, f"the teacher could not write: {answer.status_code}")
    item = gather(story.here.world).actual.items[f"{story.here.declared.cycle.id}/B/{teacher.staff_id}"]
    read = story.here.world.documents.read(item.file_id, story.here.world.templates["B"])
    story.expect(FOCUS in read.answers.values(), "what the teacher wrote is not read back")
    story.tell("6 October", "The teacher writes a first sentence", "It is read back as the focus")
    looks = story.as_person(manager.email).get(url).status_code
    writes = story.as_person(manager.email).post(f"{url}:batchUpdate", json=body).status_code
    nothing = story.as_person(colleague.email).get(url).status_code
    story.expect((looks, writes) == (200, 403) and nothing in (403, 404), f"access is {looks}, {writes}, {nothing}")
    story.tell(
        "6 October", "Line manager and a colleague try", f"{looks} to read, {writes} to write; the colleague gets {nothing}"
    )
    the_sheet(story, teacher, manager)
    the_forms(story, teacher, manager)


def the_sheet(story: Story, teacher: Person, manager: Person) -> None:
    """The line manager's Sheet says where the plan is, and keeps the manager's notes; not a word of the plan is in it."""
    tracked = track(story.here.world, Order("make story"), story.here.connection.counts)
    story.expect(tracked.exit_code == 0 and tracked.sheets > 0, "the Sheets were not brought up to date")
    story.tell("6 October", "The plans are read in the night", in_a_sentence(tracked))
    item = gather(story.here.world).actual.items[manager_key(story.here.declared.cycle, manager.staff_id)]
    values = f"{story.running.url}/v4/spreadsheets/{item.file_id}/values"
    rows = story.as_person(manager.email).get(f"{values}/People").json()["values"]
    [line] = [row for row in rows if teacher.staff_id in row]
    story.expect("drafting" in line and FOCUS not in str(rows), f"the line of the Sheet is {line}")
    story.tell("6 October", "The line manager opens the Sheet", f"{line[4]}: {line[5]}")
    note = {"values": [["Ask about talk partners"]]}
    where = f"{values}/People!Q{rows.index(line) + 1}?valueInputOption=RAW"
    story.expect(story.as_person(manager.email).put(where, json=note).ok, "the manager could not write a note")
    again = track(story.here.world, Order("make story"), story.here.connection.counts)
    rows = story.as_person(manager.email).get(f"{values}/People").json()["values"]
    [line] = [row for row in rows if teacher.staff_id in row]
    story.expect(again.due == 0 and "Ask about talk partners" in line, "the note is not beside its person")
    story.tell("6 October", "A note, and another night", "No plan is read again; the note is beside its person")


def answered(story: Story, form: str, email: str, answers: dict[str, str]) -> None:
    """Someone sends a Form, as on its page; answers by the questions' keys."""
    item = gather(story.here.world).actual.items[form_key(story.here.declared.cycle, form)]
    said = {question_id(key): text for key, text in answers.items()}
    story.running.control("POST", "form-responses", {"formId": item.file_id, "email": email, "answers": said})


def the_forms(story: Story, teacher: Person, manager: Person) -> None:
    """The teacher reflects, the line manager agrees, the team's lead records a check-in; and it is all where it belongs."""
    gathered = gather(story.here.world)
    heading = gathered.asks[f"{REFLECTION}/{teacher.standards}"].items[0].title
    words = {standard_key(heading): "Somewhere I want to grow", "proudest": PROUDEST}
    answered(story, f"{REFLECTION}/{teacher.standards}", teacher.email, words)
    agreed = {"who": f"{teacher.name} ({teacher.staff_id})", "agreed": "We talked the plan over and agree on the focus"}
    answered(story, CONVERSATION, teacher.email, agreed)
    answered(story, CONVERSATION, manager.email, agreed)
    team = next(one for one in all_teams(gathered.register, story.here.world.today()).values() if teacher in one.members)
    lead = gathered.register.person(sorted(team.leads)[0])
    story.expect(lead, "nobody leads the teacher's team")
    met = {"team": team.name, everyone_key(team.name): "Yes, everyone", mark_key(team.name, teacher.staff_id): "Caught up"}
    answered(story, f"{CHECK_IN}/{team.school}", lead.email if lead else "", met)
    outcome = collect(story.here.world, Order("make story"), story.here.connection.counts)
    story.expect(outcome.counted == {"reflections": 1, "agreements": 1, "check-ins": 1}, f"collected {outcome.counted}")
    story.expect(outcome.looks == 1, "the teacher's own agreement counted")
    story.tell("6 October", "Four Forms are sent, one by the wrong person", collected_in_a_sentence(outcome))
    returned(story, teacher, manager)


def returned(story: Story, teacher: Person, manager: Person) -> None:
    """What was sent is in the teacher's own Doc, and shows in the Sheet without a word of it."""
    gathered, cycle = gather(story.here.world), story.here.declared.cycle
    reflection = gathered.actual.items[f"{cycle.id}/A/{teacher.staff_id}"].file_id
    document = story.as_person(teacher.email).get(f"{story.running.url}/v1/documents/{reflection}").json()
    said = json.dumps(document, ensure_ascii=False)
    story.expect(PROUDEST in said and "My reflection of" in said, "the reflection is not in the teacher's Doc")
    story.tell("6 October", "The teacher opens the reflection Doc", "What was sent stands there, under its day")
    story.expect(collect(story.here.world, Order("make story"), story.here.connection.counts).new == 0, "collected twice")
    tracked = track(story.here.world, Order("make story"), story.here.connection.counts)
    story.expect(tracked.exit_code == 0, "the Sheets were not brought up to date")
    values = f"{story.running.url}/v4/spreadsheets/{gathered.actual.items[manager_key(cycle, manager.staff_id)].file_id}/values"
    rows = story.as_person(manager.email).get(f"{values}/People").json()["values"]
    [line] = [row for row in rows if teacher.staff_id in row]
    story.expect("agreed" in line and "caught up" in line and PROUDEST not in str(rows), f"the line of the Sheet is {line}")
    story.tell("6 October", "The line manager looks again", f"{line[4]}; conversation {line[7]}; check-in {line[9]}")


def november(story: Story) -> None:
    """A line manager changes on a date; induction ends in January."""
    story.running.on("2025-11-03T02:00:00Z")
    report = story.run("3 November", "New line managers begin, a joiner arrives")
    story.expect(report.done["unshare"] > 0 and not report.failures, "no access moved")
    story.running.on("2026-01-12T02:00:00Z")
    report = story.run("12 January", "Two inductions have ended, one person has left")
    story.expect(report.done["make document"] > 0 and report.done["unshare"] > 0, "nobody joined, or the leaver still has access")
    teacher, _, _ = cast(story)
    read = story.here.world.documents.read(plan_of(story, teacher), story.here.world.templates["B"])
    story.expect(FOCUS in read.answers.values(), "the teacher's words are gone")


def june(story: Story) -> None:
    """Presentations open."""
    story.running.on("2026-06-02T02:00:00Z")
    report = story.run("2 June", "Presentations open")
    story.expect(report.done["make document"] > 0 and not report.failures, "no presentations were made")
    again = story.run("2 June", "The same again")
    story.expect(not again.done, "the last run was not idle")


def _table(rows: Sequence[tuple[str, str, str]]) -> Table:
    table = Table("Day", "What happened", "What came of it", title="A year, and how it turns")
    for row in rows:
        table.add_row(*row)
    return table


if __name__ == "__main__":
    sys.exit(main())
