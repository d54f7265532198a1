"""Turning the year over HTTP: the command line with its page and its draft, real locks, real words carried forward, late answers."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from local_workspace.core.errors import Refusal
from local_workspace.core.server import Served
from service.declared.load import load
from service.desk import ServiceDesk
from service.jobs.collect import collect
from service.jobs.gather import Gathered, gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.track import track
from service.policy.appendix import Appendix
from service.policy.cycle import Cycle
from service.policy.form_template import question_id
from service.policy.people import Person, line_manager_on
from service.policy.teams import all_teams
from service.settings import Settings
from service.web.desk import Outcome, YearPage
from service.wiring import House, house


@pytest.fixture
def own(trust: Path, tmp_path: Path) -> Path:
    """A copy of one's own: a draft is written into it."""
    return Path(shutil.copytree(trust, tmp_path / "own"))


@pytest.fixture
def settings(settings: Settings, own: Path) -> Settings:
    return settings.model_copy(update={"trust": own})


def on(served: Served, moment: str) -> None:
    served.workspace.clock.set(datetime.fromisoformat(moment).replace(tzinfo=UTC))


def night(settings: Settings, served: Served, day: str) -> House:
    """A night of a new process: provision, collect, track."""
    on(served, f"{day}T02:00:00")
    here = house(settings)
    for job in (provision, collect, track):
        outcome = job(here.world, Order("a night"), here.connection.counts)
        assert outcome.exit_code == 0, outcome
    return here


def someone_with_a_manager(found: Gathered) -> tuple[Person, Person]:
    for one in found.register.people:
        manager = found.register.person(line_manager_on(one, found.now.date()) or "")
        if manager and f"2025-26/B/{one.staff_id}" in found.actual.items:
            return one, manager
    raise AssertionError("nobody has a line manager")


def test_the_command_line_drafts_shows_applies_and_takes_back(ggp: Any, served: Served, own: Path, tmp_path: Path) -> None:
    on(served, "2026-07-10T09:00:00")
    assert ggp("apply", "--yes").exit_code == 0
    shown = ggp("rollover", "--to", "2026-27", "--out", str(tmp_path / "pages"))
    assert shown.exit_code == 2
    assert "Drafted" in shown.output
    assert "Traceback" not in shown.output
    draft = Cycle.model_validate(yaml.safe_load((own / "cycles" / "2026-27.yaml").read_text("utf-8")))
    assert (draft.id, draft.windows[Appendix.A].opens.isoformat()) == ("2026-27", "2026-09-01")
    again = json.loads(ggp("rollover", "--to", "2026-27", "--json").stdout)
    fingerprint = again["fingerprint"]
    assert fingerprint in shown.output
    assert again["exit"] == 2
    assert {step["day"] for step in again["steps"]} == {None, "2026-09-01", "2026-09-07", "2026-09-30", "2026-11-01"}
    html = (tmp_path / "pages" / "rollover-2026-27.html").read_text("utf-8")
    markdown = (tmp_path / "pages" / "rollover-2026-27.md").read_text("utf-8")
    assert fingerprint in html
    assert fingerprint in markdown
    assert markdown.count("# From 2025-26 to 2026-27") == 1
    on(served, "2026-09-02T09:00:00")
    done = ggp("rollover", "--to", "2026-27", "--apply", fingerprint)
    assert done.exit_code == 0, done.output
    assert "The nightly runs do the rest" in done.output
    told = json.loads(ggp("rollover", "--to", "2026-27", "--apply", fingerprint, "--json").stdout)
    assert (told["already"], told["run"]["done"], told["exit"]) == (True, {}, 0)
    undo = ggp("rollover", "--to", "2026-27", "--undo", "--json")
    assert undo.exit_code == 2
    back = ggp("rollover", "--to", "2026-27", "--undo", "--apply", json.loads(undo.stdout)["fingerprint"])
    assert back.exit_code == 0, back.output
    assert "close:" in back.output


def test_a_draft_that_somebody_changed_after_the_review_is_refused_with_the_day(ggp: Any, served: Served, own: Path) -> None:
    on(served, "2026-07-10T09:00:00")
    ggp("apply", "--yes")
    fingerprint = json.loads(ggp("rollover", "--to", "2026-27", "--json").stdout)["fingerprint"]
    file = own / "cycles" / "2026-27.yaml"
    file.write_text(file.read_text("utf-8").replace("2027-10-31", "2027-11-12"), "utf-8")
    refused = ggp("rollover", "--to", "2026-27", "--apply", fingerprint)
    assert refused.exit_code == 3
    assert "closing was '2027-10-31', would be '2027-11-12'" in " ".join(refused.output.split())
    assert ggp("rollover", "--to", "2026-27", "--apply", "nonsense").exit_code == 3


def test_other_drivers_in_the_draft_make_a_template_of_their_own_that_the_copies_come_from(
    settings: Settings, served: Served, own: Path, ggp: Any
) -> None:
    on(served, "2026-07-10T09:00:00")
    ggp("apply", "--yes")
    ggp("rollover", "--to", "2026-27")
    file = own / "cycles" / "2026-27.yaml"
    file.write_text(file.read_text("utf-8").replace("Wellbeing & Learning", "Kindness & Courage"), "utf-8")
    fingerprint = json.loads(ggp("rollover", "--to", "2026-27", "--json").stdout)["fingerprint"]
    assert ggp("rollover", "--to", "2026-27", "--apply", fingerprint).exit_code == 0
    here = night(settings, served, "2026-09-07")
    items = gather(here.world).actual.items
    key = next(one for one in items if one.startswith("2026-27/B/"))
    assert items[key].template == "2026-27/B"
    text = served.dispatcher.as_person(
        "drive.files.export", "break-glass@stour.example", {"fileId": items[key].file_id, "mimeType": "text/plain"}
    ).data.decode()
    assert "Kindness & Courage" in text
    assert "Wellbeing & Learning" not in text


@pytest.fixture
def desk(settings: Settings, served: Served) -> ServiceDesk:
    """In July, a year gone by: lived through once."""
    if "a year gone by" not in served.workspace.snapshots:
        for day in ("2025-10-06", "2026-06-02", "2026-07-10"):
            night(settings, served, day)
        served.workspace.snapshot("a year gone by")
    served.workspace.restore("a year gone by")
    here = house(settings)
    return ServiceDesk(lambda: here.world, lambda: here.world, here.connection, here.connection)


def turned(desk: ServiceDesk, served: Served, moment: str = "2026-08-20T09:00:00") -> YearPage:
    page = desk.year_page("turn")
    on(served, moment)
    outcome = desk.turn_year("turn", page.fingerprint, lambda done, of: None)
    assert outcome.finished
    return page


def carry(served: Served, here: House, person: Person, text: str) -> None:
    """The person writes a focus and chooses to carry it forward, in the Doc itself."""
    file_id = gather(here.world).actual.items[f"2025-26/B/{person.staff_id}"].file_id
    as_them = {"documentId": file_id, "includeTabsContent": True}
    tab = served.dispatcher.as_person("docs.documents.get", person.email, as_them)["tabs"][0]["documentTab"]
    focus = tab["namedRanges"]["ggp.question.focus"]["namedRanges"][0]["ranges"][0]["endIndex"] + 1
    chip = next(
        element
        for block in tab["body"]["content"]
        for element in block.get("paragraph", {}).get("elements", ())
        if _asks_to_carry(tab, element)
    )
    definition = chip["dropdown"]["dropdownProperties"]["dropdownDefinitionId"]
    options = tab["dropdownDefinitions"][definition]["dropdownDefinitionProperties"]["options"]
    yes = next(one["optionId"] for one in options if one["displayValue"].startswith("yes"))
    chosen = {"dropdownId": chip["dropdown"]["dropdownId"], "dropdownProperties": {"selectedOptionId": yes}}
    requests = [
        {"updateDropdownProperties": {**chosen, "fields": "selectedOptionId"}},
        {"insertText": {"location": {"index": focus}, "text": text}},
    ]
    served.dispatcher.as_person("docs.documents.batchUpdate", person.email, {"documentId": file_id}, {"requests": requests})


def _asks_to_carry(tab: dict[str, Any], element: dict[str, Any]) -> bool:
    definition = element.get("dropdown", {}).get("dropdownProperties", {}).get("dropdownDefinitionId", "")
    options = tab["dropdownDefinitions"].get(definition, {}).get("dropdownDefinitionProperties", {}).get("options", ())
    return any("carry it forward" in one["displayValue"] for one in options)


def test_a_focus_is_carried_into_the_new_doc_as_its_person_wrote_it(
    desk: ServiceDesk, served: Served, settings: Settings
) -> None:
    here = house(settings)
    person, _ = someone_with_a_manager(gather(here.world))
    carry(served, here, person, "Talk partners for Zoë’s class 🌱")
    night(settings, served, "2026-07-11")
    turned(desk, served)
    here = night(settings, served, "2026-09-07")
    file_id = gather(here.world).actual.items[f"2026-27/B/{person.staff_id}"].file_id
    export = {"fileId": file_id, "mimeType": "text/plain"}
    text = served.dispatcher.as_person("drive.files.export", person.email, export).data.decode()
    assert "Carried forward from my growth plan 2025-26" in text
    assert "Talk partners for Zoë’s class 🌱" in text


def test_a_closed_year_can_be_read_by_the_same_people_and_written_in_by_nobody(
    desk: ServiceDesk, served: Served, settings: Settings
) -> None:
    turned(desk, served)
    for day in ("2026-09-07", "2026-10-01", "2026-11-01"):
        here = night(settings, served, day)
    found = gather(here.world)
    person, manager = someone_with_a_manager(found)
    for letter in "ABCD":
        file_id = found.actual.items[f"2025-26/{letter}/{person.staff_id}"].file_id
        body = {"requests": [{"insertText": {"location": {"index": 1}, "text": "x"}}]}
        for one in (person, manager):
            served.dispatcher.as_person("docs.documents.get", one.email, {"documentId": file_id})
            with pytest.raises(Refusal):
                served.dispatcher.as_person("docs.documents.batchUpdate", one.email, {"documentId": file_id}, body)
        named = served.dispatcher.as_person("drive.files.get", person.email, {"fileId": file_id, "supportsAllDrives": True})
        assert named["name"].endswith("· closed")
        assert not named["capabilities"]["canModifyContentRestriction"]


def test_an_agreement_and_a_check_in_that_come_late_are_collected_for_the_year_they_are_of(
    desk: ServiceDesk, served: Served, settings: Settings
) -> None:
    turned(desk, served)
    here = night(settings, served, "2026-09-07")
    found = gather(here.world)
    person, manager = someone_with_a_manager(found)
    form = found.actual.items["2025-26/form/conversation"].file_id
    answers = {question_id("who"): person.staff_id, question_id("agreed"): "We talked the plan over and agree on the focus"}
    served.workspace.routes["form-responses"](served.workspace, {"formId": form, "email": manager.email, "answers": answers})
    outcome = collect(here.world, Order("a test"), here.connection.counts)
    assert outcome.counted == {"agreements": 1}
    tracked = track(here.world, Order("a test"), here.connection.counts)
    assert tracked.kept == 1
    [row] = [one for one in here.world.workbook.tables().rows["Agreements"][1:] if one[0] == person.staff_id]
    assert row[1] == "2025-26"
    reflection = found.actual.items[next(key for key in found.actual.items if key.startswith("2025-26/form/reflection/"))]
    with pytest.raises(Refusal):
        served.workspace.routes["form-responses"](
            served.workspace, {"formId": reflection.file_id, "email": person.email, "answers": {}}
        )


def test_the_admin_s_pages_say_how_the_years_stand_and_what_became_of_it(desk: ServiceDesk, served: Served) -> None:
    before = desk.years()
    assert (before.turn_to, before.undo, [one.state for one in before.cycles]) == ("2026-27", "", ["under way"])
    turned(desk, served, "2026-09-02T09:00:00")
    after = desk.years()
    assert (after.turn_to, after.undo) == ("2027-28", "2026-27")
    assert [one.state for one in after.cycles] == ["over, open for what is late", "under way"]
    page = desk.year_page("undo")
    assert page.what == "undo"
    outcome = desk.turn_year("undo", page.fingerprint, lambda done, of: None)
    assert outcome.finished
    assert "The nightly runs do the rest" in outcome.summary


def test_one_s_own_page_shows_the_new_year_first_and_the_old_one_while_it_is_open(
    desk: ServiceDesk, served: Served, settings: Settings
) -> None:
    found = gather(house(settings).world)
    person, _ = someone_with_a_manager(found)
    turned(desk, served)
    for day in ("2026-09-01", "2026-09-07"):
        here = night(settings, served, day)
    items = gather(here.world).actual.items
    page = desk.person_by_email(person.email)
    assert page is not None
    shown = {one.key: one for one in page.documents}
    assert items[f"2026-27/B/{person.staff_id}"].file_id in shown["plan"].link
    assert items[f"2025-26/B/{person.staff_id}"].file_id in shown["plan-2025-26"].link
    assert shown["plan-2025-26"].note == "Last year's: open until 31 October 2026."
    assert [one.key for one in page.documents].index("plan") < [one.key for one in page.documents].index("plan-2025-26")
    assert "folder" not in shown
    for day in ("2026-10-01", "2026-11-01"):
        night(settings, served, day)
    desk._seen = None
    page = desk.person_by_email(person.email)
    assert page is not None
    shown = {one.key: one for one in page.documents}
    assert "plan-2025-26" not in shown
    assert items[f"person/{person.staff_id}"].file_id in shown["folder"].link


def test_a_lead_can_still_record_last_year_s_check_in_while_it_is_open(
    desk: ServiceDesk, served: Served, settings: Settings
) -> None:
    turned(desk, served)
    here = night(settings, served, "2026-09-02")
    register = gather(here.world).register
    lead = next(register.person(one) for team in all_teams(register, here.world.today()).values() for one in team.leads)
    assert lead
    page = desk.person_by_email(lead.email)
    assert page is not None
    links = {one.key: one.link for one in page.documents}
    assert links["check-in-2025-26"] != links["check-in"]


def test_a_stale_fingerprint_on_the_page_shows_the_difference(desk: ServiceDesk, served: Served, settings: Settings) -> None:
    page = desk.year_page("turn")
    here = house(settings)
    rows = [list(row) for row in here.world.workbook.tables().rows["Staff"]]
    rows[2][rows[0].index("Family name")] = "Newname"
    here.world.workbook.replace_tab("Staff", rows)
    outcome: Outcome = desk.turn_year("turn", page.fingerprint, lambda done, of: None)
    assert "would be otherwise now" in outcome.summary
    [(title, lines)] = outcome.details
    assert title == "What would be otherwise than you reviewed"
    assert any("Newname" in one for one in lines)
    assert "Nothing was done" in desk.turn_year("turn", "nonsense", lambda done, of: None).summary


def test_what_is_said_to_be_asked_of_google_is_about_what_is_asked(desk: ServiceDesk, served: Served, settings: Settings) -> None:
    from service.jobs.outlook import look_ahead
    from service.jobs.turning import Turning

    turned(desk, served, "2026-08-20T09:00:00")
    here = night(settings, served, "2026-08-31")
    outlook = look_ahead(here.world, Turning("2026-27", undo=True))
    assert outlook.cost.calls < 10
    on(served, "2026-09-01T02:00:00")
    served.workspace.calls.clear()
    here = house(settings)
    report = provision(here.world, Order("a test"), here.connection.counts)
    from service.reconcile.cost import cost_of

    writes = [
        one for one in served.workspace.calls if one.method.rpartition(".")[2] not in ("get", "list", "batchGet", "generateIds")
    ]
    said = cost_of(report.changeset.changes).calls
    assert 0.7 * len(writes) < said < 1.6 * len(writes)


def test_a_trust_whose_files_can_not_be_written_gets_its_draft_all_the_same(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from service.declared import drafts

    def refuse(*_: object, **__: object) -> None:
        raise OSError("read-only")

    monkeypatch.setattr(Path, "write_text", refuse)
    declared = load(own)
    assert drafts.write_draft(own, declared.cycles, "2026-27") is None
    assert drafts.write_draft(own, declared.cycles, "2031-32") is None
