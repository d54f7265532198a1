"""Responses and watches. Sources: developers.google.com/workspace/forms/api/reference/rest/v1/forms.responses, its list method,
and .../forms/api/guides/push-notifications."""

from __future__ import annotations

from datetime import timedelta

import pytest

from local_workspace.core.errors import BadRequest, Forbidden, NotFound
from tests.local_workspace.forms.conftest import LINA, ROBOT, TESS, Refused, choice, text

TOPIC = {"topic": {"topicName": "projects/ggp-local/topics/answers"}}


def test_a_response_has_its_times_its_address_and_texts_by_question(open_form):
    identity = open_form.send(TESS, {"0a": "Reading with Year 4 📚\nand more", "0b": ["Well"]})
    [one] = open_form.responses()["responses"]
    assert (
        one
        == {
            "responseId": identity,
            "createTime": "2025-10-06T08:00:00Z",
            "lastSubmittedTime": "2025-10-06T08:00:00Z",
            "respondentEmail": TESS,
            "answers": {
                "0a": {"questionId": "0a", "textAnswers": {"answers": [{"value": "Reading with Year 4 📚\nand more"}]}},
                "0b": {"questionId": "0b", "textAnswers": {"answers": [{"value": "Well"}]}},
            },
        }
        or "\n" in one["answers"]["0a"]["textAnswers"]["answers"][0]["value"]
    )
    got = open_form.ask("forms.forms.responses.get", formId=open_form.id, responseId=identity)
    assert got == {"formId": open_form.id, **one}


def test_nobody_s_answer_is_an_empty_object(open_form):
    assert open_form.responses() == {}
    with pytest.raises(Refused, match="404"):
        open_form.ask("forms.forms.responses.get", formId=open_form.id, responseId="none")


def test_an_alias_answers_as_the_account(open_form):
    open_form.send("tt@stour.example", {"0a": "Art"})
    assert open_form.responses()["responses"][0]["respondentEmail"] == TESS


def test_an_edited_response_keeps_its_id_and_moves_its_last_time(open_form, workspace):
    """createTime is of the first submission, lastSubmittedTime of "the most recent"."""
    identity = open_form.send(TESS, {"0a": "Art"})
    workspace.clock.advance(timedelta(hours=1))
    assert open_form.send(TESS, {"0a": "Music"}, responseId=identity) == identity
    [one] = open_form.responses()["responses"]
    assert (one["createTime"], one["lastSubmittedTime"]) == ("2025-10-06T08:00:00Z", "2025-10-06T09:00:00Z")
    assert one["answers"]["0a"]["textAnswers"]["answers"] == [{"value": "Music"}]


def test_pages_hold_every_response_once(open_form, workspace):
    for number in range(25):
        workspace.clock.advance(timedelta(seconds=1))
        open_form.send(TESS, {"0a": str(number)})
    found, params = [], {"pageSize": 10}
    while True:
        page = open_form.responses(**params)
        found += page["responses"]
        if "nextPageToken" not in page:
            break
        params["pageToken"] = page["nextPageToken"]
    assert sorted(int(one["answers"]["0a"]["textAnswers"]["answers"][0]["value"]) for one in found) == list(range(25))
    with pytest.raises(Refused, match="same as for the original"):
        open_form.responses(
            pageToken=open_form.responses(pageSize=10)["nextPageToken"], filter="timestamp > 2025-10-06T08:00:00Z"
        )


def test_the_filter_is_after_or_from_a_moment_on(open_form, workspace):
    """ "timestamp > N" is "after (but not at)", "timestamp >= N" is "at and after"."""
    first = open_form.send(TESS, {"0a": "1"})
    workspace.clock.advance(timedelta(milliseconds=250))
    second = open_form.send(TESS, {"0a": "2"})
    ids = lambda asked: {one["responseId"] for one in open_form.responses(filter=asked).get("responses", [])}  # noqa: E731
    assert ids("timestamp >= 2025-10-06T08:00:00Z") == {first, second}
    assert ids("timestamp > 2025-10-06T08:00:00Z") == {second}
    assert ids("timestamp > 2025-10-06T08:00:00.250000000Z") == set()
    assert ids("timestamp >= 2025-10-06T08:00:00.25Z") == {second}


@pytest.mark.parametrize(
    "asked", ["timestamp = 2025-10-06T08:00:00Z", "timestamp > yesterday", "email = x", "timestamp > 2025-10-06T08:00:00+01:00"]
)
def test_another_filter_is_refused(open_form, asked):
    with pytest.raises(Refused, match="Invalid filter"):
        open_form.responses(filter=asked)


def test_the_filter_can_be_told_to_look_at_the_first_time(open_form, workspace):
    """Google does not say which of the two times it looks at, so whoever relies on one can be tried with the other."""
    identity = open_form.send(TESS, {"0a": "1"})
    workspace.clock.advance(timedelta(hours=1))
    open_form.send(TESS, {"0a": "2"}, responseId=identity)
    asked = "timestamp >= 2025-10-06T09:00:00Z"
    assert len(open_form.responses(filter=asked)["responses"]) == 1
    workspace.remember("forms filter", "createTime")
    assert open_form.responses(filter=asked) == {}


def test_only_responders_of_a_published_open_form_can_answer(open_form):
    with pytest.raises(Forbidden):
        open_form.send(LINA, {"0a": "I am not in the Group"})
    open_form.publish(accepting=False)
    with pytest.raises(Forbidden, match="no longer accepting"):
        open_form.send(TESS, {"0a": "Too late"})
    state = {"isPublished": False, "isAcceptingResponses": False}
    open_form.ask("forms.forms.setPublishSettings", {"publishSettings": {"publishState": state}}, formId=open_form.id)
    with pytest.raises(NotFound):
        open_form.send(TESS, {"0a": "Nobody sees it"})


def test_answers_are_checked(open_form):
    for answers in ({}, {"0a": "x", "0b": ["Neither"]}, {"0a": "x", "0b": ["Fine", "Well"]}):
        with pytest.raises(BadRequest):
            open_form.send(TESS, answers)
    assert open_form.responses() == {}


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ({"scaleQuestion": {"low": 0, "high": 5}}, "0", "6"),
        ({"ratingQuestion": {"ratingScaleLevel": 3, "iconType": "STAR"}}, "3", "0"),
        ({"dateQuestion": {"includeYear": True}}, "2025-10-14", "14/10/2025"),
        ({"dateQuestion": {}}, "10-14", "2025-10-14"),
        ({"dateQuestion": {"includeYear": True, "includeTime": True}}, "2025-10-14 09:30", "2025-10-14"),
        ({"timeQuestion": {}}, "09:30", "25:00"),
        ({"timeQuestion": {"duration": True}}, "01:30:00", "01:30"),
        ({"textQuestion": {}}, "One line", "Two\nlines"),
        ({"textQuestion": {"paragraph": True}}, "Two\nlines", None),
    ],
)
def test_each_kind_has_its_own_format(open_form, question, right, wrong):
    open_form.add({"title": "Q", "questionItem": {"question": {"questionId": "0c", **question}}})
    open_form.send(TESS, {"0a": "x", "0c": right})
    if wrong:
        with pytest.raises(BadRequest, match="0c"):
            open_form.send(TESS, {"0a": "x", "0c": wrong})


def test_a_section_that_is_not_come_to_asks_nothing(open_form):
    [section] = open_form.add({"title": "More", "pageBreakItem": {}})
    open_form.add(text("Only there", "0d", required=True))
    options = ({"value": "More", "goToSectionId": section["itemId"]}, {"value": "Done", "goToAction": "SUBMIT_FORM"})
    item = choice("Then?", *options, identity="0e", required=True)
    open_form.do({"createItem": {"item": item, "location": {"index": 2}}})
    open_form.send(TESS, {"0a": "x", "0e": "Done"})
    with pytest.raises(BadRequest, match="0d"):
        open_form.send(TESS, {"0a": "x", "0e": "More"})


def test_a_quiz_is_graded(open_form):
    open_form.do({"updateSettings": {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}})
    grading = {"pointValue": 2, "correctAnswers": {"answers": [{"value": "4"}]}}
    open_form.add(text("2 + 2", "0c", grading=grading))
    open_form.send(TESS, {"0a": "x", "0c": "4"})
    [one] = open_form.responses()["responses"]
    assert one["totalScore"] == 2
    assert one["answers"]["0c"]["grade"] == {"score": 2.0, "correct": True}


def test_answers_to_a_question_that_is_gone_stay(open_form):
    open_form.send(TESS, {"0a": "x", "0b": "Fine"})
    open_form.do({"deleteItem": {"location": {"index": 1}}})
    assert set(open_form.responses()["responses"][0]["answers"]) == {"0a", "0b"}


def watch(form, event="RESPONSES", **more):
    return form.ask("forms.forms.watches.create", {"watch": {"target": TOPIC, "eventType": event}, **more}, formId=form.id)


def test_a_watch_lasts_seven_days_and_can_be_renewed(open_form, workspace):
    made = watch(open_form, watchId="all-answers")
    assert made == {
        "id": "all-answers",
        "target": TOPIC,
        "eventType": "RESPONSES",
        "createTime": "2025-10-06T08:00:00.000Z",
        "expireTime": "2025-10-13T08:00:00.000Z",
        "state": "ACTIVE",
    }
    workspace.clock.advance(timedelta(days=6))
    renewed = open_form.ask("forms.forms.watches.renew", {}, formId=open_form.id, watchId="all-answers")
    assert renewed["expireTime"] == "2025-10-19T08:00:00.000Z"
    workspace.clock.advance(timedelta(days=7))
    assert open_form.ask("forms.forms.watches.list", formId=open_form.id) == {}


def test_a_second_watch_of_a_kind_a_foreign_topic_and_a_bad_id_are_refused(open_form):
    watch(open_form)
    for attempt in (
        lambda: watch(open_form),
        lambda: watch(open_form, "SCHEMA", watchId="NO"),
        lambda: watch(open_form, "EVENT_TYPE_UNSPECIFIED"),
        lambda: open_form.ask(
            "forms.forms.watches.create",
            {"watch": {"target": {"topic": {"topicName": "projects/others/topics/t"}}, "eventType": "SCHEMA"}},
            formId=open_form.id,
        ),
    ):
        with pytest.raises(Refused, match="400"):
            attempt()
    assert [one["eventType"] for one in open_form.ask("forms.forms.watches.list", formId=open_form.id)["watches"]] == [
        "RESPONSES"
    ]


def test_a_watch_tells_at_most_every_thirty_seconds(open_form, workspace):
    identity = watch(open_form)["id"]
    notices = lambda: workspace.routes["form-notices"](workspace, {})["notices"]  # noqa: E731
    open_form.send(TESS, {"0a": "1"})
    open_form.send(TESS, {"0a": "2"})
    assert [(one["watchId"], one["eventType"]) for one in notices()] == [(identity, "RESPONSES")]
    workspace.clock.advance(timedelta(seconds=30))
    open_form.send(TESS, {"0a": "3"})
    assert len(notices()) == 2


def test_a_watch_whose_owner_lost_the_form_is_suspended_until_it_is_renewed(open_form, caller, workspace):
    watch(open_form)
    drive = open_form.ask("drive.drives.list")["drives"][0]["id"]
    ada = caller("ada.min@stour.example")
    listed = ada("drive.permissions.list", fileId=drive, supportsAllDrives=True, fields="permissions(id,emailAddress)")
    robots = next(one["id"] for one in listed["permissions"] if one["emailAddress"] == ROBOT)
    ada("drive.permissions.delete", fileId=drive, permissionId=robots, supportsAllDrives=True)
    open_form.send(TESS, {"0a": "1"})
    row = workspace.db.execute("SELECT error FROM form_watches").fetchone()
    assert row["error"] == "NO_USER_ACCESS"


def test_a_watch_is_deleted(open_form):
    identity = watch(open_form)["id"]
    assert open_form.ask("forms.forms.watches.delete", formId=open_form.id, watchId=identity) == {}
    with pytest.raises(Refused, match="404"):
        open_form.ask("forms.forms.watches.delete", formId=open_form.id, watchId=identity)
