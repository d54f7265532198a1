"""Forms over HTTP: made by the engine, answered by people, collected into workbooks, Docs and the record."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from local_workspace.core.errors import Forbidden, NotFound
from local_workspace.core.faults import Fault
from local_workspace.core.server import Served
from service.jobs.answer_log import CHECK_INS, LOG, LOOKS
from service.jobs.collect import Memory, collect
from service.jobs.collected import Collected, in_a_sentence
from service.jobs.doctor import examine
from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.team_sheets import TAB
from service.jobs.track import track
from service.policy.agreements import agreements_in
from service.policy.form_template import question_id
from service.policy.forms import everyone_key, mark_key, sentence_key, standard_key
from service.policy.people import line_manager_on
from service.policy.teams import all_teams
from service.reconcile.tabs import AGREEMENTS, RUNS
from service.wiring import House, patient

DRIVES = {"supportsAllDrives": True}


@pytest.fixture
def found(october: House) -> Any:
    """Everything made, as it was gathered afterwards."""
    return gather(october.world)


def run(here: House, memory: Memory | None = None) -> Collected:
    return collect(here.world, Order("a test"), here.connection.counts, memory)


def send(served: Served, file_id: str, email: str, answers: dict[str, str], **more: str) -> str:
    """Someone answers a Form, as its page does; answers by the questions' keys."""
    body = {"formId": file_id, "email": email, "answers": {question_id(key): text for key, text in answers.items()}, **more}
    found: str = served.workspace.routes["form-responses"](served.workspace, body)["responseId"]
    return found


def file_of(found: Any, key: str) -> str:
    item = found.actual.items[f"2025-26/{key}"]
    return str(item.file_id)


def text_of(served: Served, file_id: str, email: str) -> str:
    """A Doc's text, as a person reads it."""
    media = served.dispatcher.as_person("drive.files.export", email, {"fileId": file_id, "mimeType": "text/plain"})
    return str(media.data.decode())


def teacher(found: Any) -> Any:
    """Someone who reflects against the Teachers' Standards, has a line manager, a team and a reflection Doc."""
    return next(
        one
        for one in found.register.people
        if one.standards == "teachers"
        and f"2025-26/A/{one.staff_id}" in found.actual.items
        and line_manager_on(one, here_day(found))
    )


def here_day(found: Any) -> Any:
    return found.now.date()


def test_forms_are_made_published_to_the_staff_and_answerable_by_them_alone(here: House, found: Any, served: Served) -> None:
    form = file_of(found, "form/reflection/teachers")
    seen = here.world.forms.state(form, found.asks["reflection/teachers"])
    assert (seen.published, seen.accepting, seen.verified) == (True, True, True)
    assert seen.responders == {"all-staff@stour.example"}
    assert seen.missing == []
    send(served, form, teacher(found).email, {standard_key("Assessment"): "Secure"})
    with pytest.raises(Forbidden):
        send(served, form, "ggp-admin@stour.example", {})
    with pytest.raises((Forbidden, NotFound)):
        served.dispatcher.as_person("forms.forms.responses.list", "ggp-admin@stour.example", {"formId": form})
    assert provision(here.world, Order("a test"), here.connection.counts).done == Counter()


def test_a_reflection_comes_back_as_the_person_s_own_doc_and_is_offered_in_the_plan(
    here: House, found: Any, served: Served
) -> None:
    person = teacher(found)
    answers = {
        standard_key("Assessment"): "Somewhere I want to grow",
        sentence_key("Assessment"): "=Questions that make them think 🌱",
        standard_key("High expectations"): "A strength",
        "proudest": "Reading.\nAnd the choir.",
    }
    send(served, file_of(found, "form/reflection/teachers"), person.email, answers)
    outcome = run(here)
    assert (outcome.new, outcome.exit_code, outcome.counted) == (1, 0, {"reflections": 1})
    reflection = text_of(served, file_of(found, f"A/{person.staff_id}"), person.email)
    assert "My reflection of 6 October 2025" in reflection
    assert "Assessment: =Questions that make them think 🌱" in reflection
    assert reflection.index("A strength") < reflection.index("Somewhere I want to grow")
    assert "And the choir." in reflection
    plan = text_of(served, file_of(found, f"B/{person.staff_id}"), person.email)
    assert "Where I want to grow" in plan
    assert "Reading." not in plan
    [row] = here.world.books.rows(file_of(found, "answers/reflections"), "Teachers' Standards")
    assert row["name"] == person.name
    assert row[question_id(sentence_key("Assessment"))] == "=Questions that make them think 🌱"
    assert row[question_id("proudest")] == "Reading.\nAnd the choir."
    [logged] = here.world.books.rows(file_of(found, "answers/check-ins"), LOG)
    assert (logged["staff_id"], logged["state"]) == (person.staff_id, "taken")
    ran = here.world.workbook.tables().rows[RUNS][-1]
    assert "collected, reflections: 1" in ran
    assert person.name not in repr(ran)


def test_an_answer_that_is_changed_takes_its_own_place_and_a_second_one_stands_on_top(
    here: House, found: Any, served: Served
) -> None:
    person = teacher(found)
    form = file_of(found, "form/reflection/teachers")
    first = send(served, form, person.email, {"proudest": "Reading"})
    run(here)
    served.workspace.clock.advance(timedelta(minutes=3))
    send(served, form, person.email, {"proudest": "Music"}, responseId=first)
    assert run(here).new == 1
    document = file_of(found, f"A/{person.staff_id}")
    text = text_of(served, document, person.email)
    assert "Music" in text
    assert "Reading" not in text
    served.workspace.clock.advance(timedelta(days=30))
    send(served, form, person.email, {"proudest": "Chess"})
    assert run(here).new == 1
    text = text_of(served, document, person.email)
    assert (
        text.index("My reflection of 5 November 2025")
        < text.index("Chess")
        < text.index("My reflection of 6 October")
        < text.index("Music")
    )
    assert text.index("Music") < text.index("Or write here")
    rows = here.world.books.rows(file_of(found, "answers/reflections"), "Teachers' Standards")
    assert sorted(row[question_id("proudest")] for row in rows) == ["Chess", "Music"]


def test_what_a_person_wrote_into_a_record_stays(here: House, found: Any, served: Served) -> None:
    person = teacher(found)
    form, document = file_of(found, "form/reflection/teachers"), file_of(found, f"A/{person.staff_id}")
    first = send(served, form, person.email, {"proudest": "Reading"})
    run(here)
    request = {"replaceAllText": {"containsText": {"text": "Reading"}, "replaceText": "Reading, with a note of mine"}}
    served.dispatcher.as_person("docs.documents.batchUpdate", person.email, {"documentId": document}, {"requests": [request]})
    served.workspace.clock.advance(timedelta(minutes=3))
    send(served, form, person.email, {"proudest": "Music"}, responseId=first)
    assert run(here).exit_code == 0
    text = text_of(served, document, person.email)
    assert text.index("Music") < text.index("Reading, with a note of mine")


def test_only_the_line_manager_agrees_and_the_two_find_it_in_their_doc(here: House, found: Any, served: Served) -> None:
    person = teacher(found)
    manager = found.register.person(line_manager_on(person, here_day(found)))
    form = file_of(found, "form/conversation")
    answers = {
        "who": f"{person.name} ({person.staff_id})",
        "agreed": "We talked the plan over and agree on the focus",
        "what": "Talk first",
    }
    other = next(one for one in found.register.people if one.staff_id not in (person.staff_id, manager.staff_id))
    send(served, form, other.email, answers)
    outcome = run(here)
    assert (outcome.looks, outcome.counted) == (1, {})
    assert agreements_in(here.world.workbook.tables().rows[AGREEMENTS], "2025-26") == {}
    send(served, form, manager.email, answers)
    assert run(here).counted == {"agreements": 1}
    agreed = agreements_in(here.world.workbook.tables().rows[AGREEMENTS], "2025-26")
    assert (agreed[person.staff_id].by, str(agreed[person.staff_id].on)) == (manager.staff_id, "2025-10-06")
    text = text_of(served, file_of(found, f"C/{person.staff_id}"), person.email)
    assert f"Agreed on 6 October 2025, recorded by {manager.name}" in text
    assert "Talk first" in text
    [look] = here.world.books.rows(file_of(found, "answers/check-ins"), LOOKS)
    assert look["reason"] == "whoever sent it was not the line manager on that day"
    assert "Talk first" not in repr(here.world.workbook.tables().rows)
    assert "Talk first" not in repr(look)


def test_a_check_in_is_recorded_by_the_team_s_lead(here: House, found: Any, served: Served) -> None:
    teams = all_teams(found.register, here_day(found))
    team = next(one for one in teams.values() if len(one.members) > 1 and one.leads)
    lead = found.register.person(sorted(team.leads)[0])
    form = file_of(found, f"form/check-in/{team.school}")
    away = team.members[0]
    answers = {
        "team": team.name,
        everyone_key(team.name): "Not everyone, as I tick below",
        mark_key(team.name, away.staff_id): "Apologies",
        **{mark_key(team.name, one.staff_id): "There" for one in team.members[1:]},
    }
    send(served, form, lead.email, answers)
    assert run(here).counted == {"check-ins": 1}
    [row] = here.world.books.rows(file_of(found, "answers/check-ins"), CHECK_INS)
    assert (row["team"], row["half_term"], row["apologies"], row["by"]) == (team.name, "Autumn 1", away.name, lead.name)


def test_a_look_at_which_nothing_is_new_costs_one_call_a_form(here: House, found: Any, served: Served) -> None:
    memory = Memory()
    send(served, file_of(found, "form/reflection/teachers"), teacher(found).email, {"proudest": "Reading"})
    run(here, memory)
    run(here, memory)
    forms = sum(key.startswith("2025-26/form/") for key in found.actual.items)
    served.workspace.calls.clear()
    assert run(here, memory).new == 0
    assert Counter(one.method for one in served.workspace.calls) == {"forms.forms.responses.list": forms}


def test_before_there_are_forms_nothing_is_done(here: House) -> None:
    assert in_a_sentence(run(here)) == "There are no Forms yet."


def test_a_lead_corrects_in_their_own_sheet_and_the_latest_word_wins(here: House, found: Any, served: Served) -> None:
    team = next(one for one in all_teams(found.register, here_day(found)).values() if len(one.members) > 1 and one.leads)
    lead = found.register.person(sorted(team.leads)[0])
    away, other = team.members[0], team.members[1]
    answers = {"team": team.name, everyone_key(team.name): "Yes, everyone", mark_key(team.name, away.staff_id): "Apologies"}
    send(served, file_of(found, f"form/check-in/{team.school}"), lead.email, answers)
    run(here)
    assert nightly(here).exit_code == 0
    sheet = file_of(found, f"teams/{lead.staff_id}")
    mine = {row["id"]: row for row in here.world.books.rows(sheet, TAB)}
    row = f"{team.school}|{team.name}|{away.staff_id}"
    assert (mine[row]["half_term_1"], mine[f"{team.school}|{team.name}|{other.staff_id}"]["half_term_1"]) == (
        "apologies",
        "there",
    )

    def types(text: str) -> None:
        number = here.world.books.look(sheet)[TAB].rows[row] + 1
        place = {"spreadsheetId": sheet, "range": f"'{TAB}'!D{number}", "valueInputOption": "USER_ENTERED"}
        served.dispatcher.as_person("sheets.spreadsheets.values.update", lead.email, place, {"values": [[text]]})

    served.workspace.clock.advance(timedelta(days=1))
    types("Caught up ")
    night = nightly(here)
    assert (night.exit_code, night.corrected) == (0, 1)
    assert {one["id"]: one for one in here.world.books.rows(sheet, TAB)}[row]["half_term_1"] == "caught up"
    history = here.world.books.rows(file_of(found, "answers/check-ins"), CHECK_INS)
    assert sorted(one["by"] for one in history) == sorted([lead.name, f"{lead.name}, in the Sheet"])
    assert nightly(here).corrected == 0
    served.workspace.clock.advance(timedelta(days=1))
    types("on holiday")
    night = nightly(here)
    assert (night.exit_code, night.corrected, night.unclear) == (0, 0, 1)
    assert {one["id"]: one for one in here.world.books.rows(sheet, TAB)}[row]["half_term_1"] == "caught up"
    assert "holiday" not in repr(here.world.workbook.tables().rows)
    for stranger in (away.email, other.email):
        if stranger != lead.email:
            with pytest.raises((Forbidden, NotFound)):
                served.dispatcher.as_person("sheets.spreadsheets.get", stranger, {"spreadsheetId": sheet})


def nightly(here: House) -> Any:
    return track(here.world, Order("a test"), here.connection.counts)


def test_what_somebody_put_into_a_form_by_hand_stays_and_what_they_changed_of_ours_is_put_right(
    here: House, found: Any, served: Served
) -> None:
    form, template = file_of(found, "form/conversation"), found.asks["conversation"]
    service = here.connection.email

    def do(*requests: dict[str, Any]) -> None:
        served.dispatcher.as_person("forms.forms.batchUpdate", service, {"formId": form}, {"requests": list(requests)})

    do(
        {"createItem": {"item": {"title": "A picture of us", "textItem": {}}, "location": {"index": 0}}},
        {"createItem": {"item": {"title": "At the end", "textItem": {}}, "location": {"index": 6}}},
        {"updateItem": {"item": {"title": "Who?"}, "location": {"index": 1}, "updateMask": "title"}},
        {"moveItem": {"originalLocation": {"index": 1}, "newLocation": {"index": 4}}},
        {"deleteItem": {"location": {"index": 1}}},
    )
    assert here.world.forms.state(form, template).missing
    here.world.forms.shape(form, template)
    assert list(here.world.forms.state(form, template).missing) == []
    shown = served.dispatcher.as_person("forms.forms.get", service, {"formId": form})
    titles = [one["title"] for one in shown["items"]]
    assert titles == ["A picture of us", *(one.title for one in template.items), "At the end"]


def test_doctor_proves_that_forms_can_be_answered_and_says_which_cannot(here: House, found: Any, served: Served) -> None:
    told = {one.check: one for one in examine(patient(here), trying=False)}
    name = f"Form '{found.asks['conversation'].name}'"
    assert told[name].well
    assert told[name].found == "can be answered by all-staff@stour.example"
    form, service = file_of(found, "form/conversation"), here.connection.email
    ask = served.dispatcher.as_person
    body = {"publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": False}}}
    ask("forms.forms.setPublishSettings", service, {"formId": form}, body)
    change = {"updateSettings": {"settings": {"emailCollectionType": "RESPONDER_INPUT"}, "updateMask": "emailCollectionType"}}
    gone = {"deleteItem": {"location": {"index": 0}}}
    ask("forms.forms.batchUpdate", service, {"formId": form}, {"requests": [change, gone]})
    listed = ask("drive.permissions.list", service, {"fileId": form, "includePermissionsForView": "published", **DRIVES})
    [group] = [one["id"] for one in listed["permissions"] if one.get("view") == "published"]
    ask("drive.permissions.delete", service, {"fileId": form, "permissionId": group, **DRIVES})
    now = {one.check: one for one in examine(patient(here), trying=False)}[name]
    assert not now.well
    for part in ("takes no answers", "does not ask Google who answers", "not published to", "Whom you talked with"):
        assert part in now.found


def test_an_alias_and_a_renamed_account_are_known_through_the_directory(here: House, found: Any, served: Served) -> None:
    person = teacher(found)
    admin, new = "ggp-admin@stour.example", "new.name@stour.example"
    body = {"primaryEmail": new}
    served.dispatcher.as_person("directory.users.update", admin, {"userKey": person.email}, body)
    assert set(here.world.addresses(new)) == {new, person.email}
    assert here.world.addresses("nobody.at.all@stour.example") == ()
    send(served, file_of(found, "form/reflection/teachers"), new, {"proudest": "My new name"})
    assert run(here).counted == {"reflections": 1}
    assert "My new name" in text_of(served, file_of(found, f"A/{person.staff_id}"), new)


def test_where_nobody_may_ask_the_directory_an_unknown_address_waits_for_a_look(here: House, found: Any, served: Served) -> None:
    served.workspace.faults.append(Fault(method="directory.users.get", nth=1, status=403, reason="forbidden"))
    assert here.world.addresses("whoever@stour.example") == ()
    del found
