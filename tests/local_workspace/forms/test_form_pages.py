"""A form's pages: shown to a chosen person, checked, sent, changed; and the editor's view."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from werkzeug.test import Client

from local_workspace.core.assembly import HANDLERS
from local_workspace.core.dispatch import Dispatcher
from local_workspace.pages.app import make_pages
from tests.local_workspace.forms.conftest import ADA, LINA, TESS, choice, text


class Browser:
    """One person's browser, which follows what a form says it sends."""

    def __init__(self, workspace, email):
        self.client = Client(make_pages(Dispatcher(workspace, HANDLERS)))
        self.email = email

    def get(self, path, **query):
        answer = self.client.get(
            f"{path}{'&' if '?' in path else '?'}{urlencode({'authuser': self.email, **query})}", follow_redirects=True
        )
        self.text, self.at = answer.text, answer.request.path
        return answer

    def send(self, fields, path=""):
        """Post the page's own hidden fields and these."""
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.text)
        data = [*hidden, *fields]
        answer = self.client.post(
            f"{path or self.at}?authuser={self.email}",
            data=urlencode(data),
            content_type="application/x-www-form-urlencoded",
            follow_redirects=True,
        )
        self.text, self.at = answer.text, answer.request.path
        return answer


@pytest.fixture
def tess(workspace, open_form):
    browser = Browser(workspace, TESS)
    browser.get(f"/forms/d/{open_form.id}/viewform")
    return browser


def test_a_form_is_answered(tess, open_form):
    assert "Your address, tess.teacher@stour.example, is recorded" in tess.text
    sent = tess.send([("entry.10", "Reading\r\nwith Year 4"), ("entry.11", "Well")])
    assert sent.status_code == 200
    assert "Your response has been recorded." in tess.text
    assert "Edit your response" not in tess.text
    [one] = open_form.responses()["responses"]
    assert one["respondentEmail"] == TESS
    assert one["answers"]["0a"]["textAnswers"]["answers"] == [{"value": "Reading\nwith Year 4"}]


def test_what_is_missing_is_said_beside_it_and_on_top_and_nothing_is_lost(tess, open_form):
    answer = tess.send([("entry.11", "Well")])
    assert answer.status_code == 400
    assert 'href="#q-0a">What are you proudest of?</a>: This is a required question' in tess.text
    assert 'aria-describedby=" w-0a" aria-invalid="true"' in tess.text
    assert re.search(r'value="Well" checked', tess.text)
    assert open_form.responses() == {}


def test_answers_can_be_prefilled_by_the_link(workspace, open_form):
    """entry.N with N the question's id as a decimal number, as forms' own links have it; not documented."""
    browser = Browser(workspace, TESS)
    browser.get(f"/forms/d/{open_form.id}/viewform", **{"usp": "pp_url", "entry.10": "Art", "entry.11": "Fine"})
    assert re.search(r"<textarea[^>]*>\s*Art</textarea>", browser.text)
    assert 'value="Fine" checked' in browser.text


def test_an_answer_is_changed_where_the_editor_allows_it(workspace, tess, open_form):
    ada = Browser(workspace, ADA)
    ada.get(f"/forms/d/{open_form.id}/edit")
    ada.send([("allow_edit", "1"), ("limit_one", "1"), ("confirmation", "Thank you.")], f"/forms/d/{open_form.id}/manners")
    tess.send([("entry.10", "Reading")])
    assert "Thank you." in tess.text
    again = re.search(r'href="([^"]+edit2=[^"]+)"', tess.text)[1].replace("&amp;", "&")
    assert "Submit another response" not in tess.text
    tess.get(again)
    assert re.search(r"<textarea[^>]*>\s*Reading</textarea>", tess.text)
    tess.send([("entry.10", "Music")])
    [one] = open_form.responses()["responses"]
    assert one["answers"]["0a"]["textAnswers"]["answers"] == [{"value": "Music"}]
    tess.get(f"/forms/d/{open_form.id}/viewform")
    assert tess.send([("entry.10", "A second one")]).status_code == 403


def test_pages_follow_the_answers_and_carry_them(workspace, open_form):
    sections = open_form.add({"title": "Team one", "pageBreakItem": {}}, text("One?", "0d", required=True))
    last = open_form.add({"title": "Team two", "pageBreakItem": {}}, text("Two?", "0e", required=True))
    options = [{"value": "One", "goToSectionId": sections[0]["itemId"]}, {"value": "Two", "goToSectionId": last[0]["itemId"]}]
    item = choice("Which team?", *options, kind="DROP_DOWN", identity="0c", required=True)
    open_form.do({"createItem": {"item": item, "location": {"index": 2}}})
    browser = Browser(workspace, TESS)
    browser.get(f"/forms/d/{open_form.id}/viewform")
    assert ">Next</button>" in browser.text
    browser.send([("entry.10", "Reading"), ("entry.12", "Two")])
    assert "Two?" in browser.text
    assert "One?" not in browser.text
    assert ">Send</button>" in browser.text
    browser.send([("back", "1")])
    assert re.search(r"<option selected>Two</option>", browser.text)
    browser.send([("entry.10", "Reading"), ("entry.12", "Two")])
    browser.send([("entry.14", "Yes")])
    [one] = open_form.responses()["responses"]
    assert {key: found["textAnswers"]["answers"][0]["value"] for key, found in one["answers"].items()} == {
        "0a": "Reading",
        "0c": "Two",
        "0e": "Yes",
    }


def test_a_grid_asks_row_by_row(workspace, open_form):
    grid = {"columns": {"type": "RADIO", "options": [{"value": "There"}, {"value": "Apologies"}]}}
    rows = [{"questionId": "1a", "rowQuestion": {"title": "Ada"}}, {"questionId": "1b", "rowQuestion": {"title": "Bea"}}]
    open_form.add({"title": "Who was there?", "questionGroupItem": {"grid": grid, "questions": rows}})
    browser = Browser(workspace, TESS)
    browser.get(f"/forms/d/{open_form.id}/viewform")
    assert re.search(r"<legend>Bea</legend>", browser.text)
    browser.send([("entry.10", "x"), ("entry.26", "There"), ("entry.27", "Apologies")])
    [one] = open_form.responses()["responses"]
    assert one["answers"]["1b"]["textAnswers"]["answers"] == [{"value": "Apologies"}]


def test_other_has_words_of_its_own(workspace, open_form):
    open_form.add(choice("How else?", "A", {"isOther": True}, identity="0c"))
    browser = Browser(workspace, TESS)
    browser.get(f"/forms/d/{open_form.id}/viewform")
    browser.send([("entry.10", "x"), ("entry.12", "__other_option__"), ("entry.12.other_option_response", "By heart")])
    assert open_form.responses()["responses"][0]["answers"]["0c"]["textAnswers"]["answers"] == [{"value": "By heart"}]


def test_who_may_not_answer_is_told_so(workspace, open_form):
    lina = Browser(workspace, LINA)
    assert lina.get(f"/forms/d/{open_form.id}/viewform").status_code == 403
    assert "You need permission" in lina.text
    open_form.publish(accepting=False)
    tess = Browser(workspace, TESS)
    assert tess.get(f"/forms/d/{open_form.id}/viewform").status_code == 403
    assert "no longer accepting" in tess.text


def test_a_form_that_asks_for_an_address_takes_what_is_typed(workspace, open_form):
    open_form.do(
        {"updateSettings": {"settings": {"emailCollectionType": "RESPONDER_INPUT"}, "updateMask": "emailCollectionType"}}
    )
    browser = Browser(workspace, TESS)
    browser.get(f"/forms/d/{open_form.id}/viewform")
    assert browser.send([("entry.10", "x")]).status_code == 400
    assert "Your e-mail address is needed" in browser.text
    assert open_form.responses() == {}
    browser.send([("entry.10", "x"), ("emailAddress", "Someone@else.example")])
    assert open_form.responses()["responses"][0]["respondentEmail"] == "someone@else.example"


def test_the_editor_sees_questions_answers_and_who_can_answer_and_closes_it(workspace, open_form):
    open_form.send(TESS, {"0a": "Reading", "0b": "Well"})
    ada = Browser(workspace, ADA)
    ada.get(f"/forms/d/{open_form.id}/edit")
    assert "What are you proudest of?: Reading" in ada.text
    assert "staff@stour.example" in ada.text
    assert "Published, and taking answers." in ada.text
    ada.send([("state", "closed")], f"/forms/d/{open_form.id}/publish")
    assert "not taking answers" in ada.text
    tess = Browser(workspace, TESS)
    assert tess.get(f"/forms/d/{open_form.id}/edit").status_code in (403, 404)
    assert tess.client.post(f"/forms/d/{open_form.id}/manners?authuser={TESS}").status_code in (400, 403, 404)
