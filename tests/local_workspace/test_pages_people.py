"""Who one is on the pages: choosing, `authuser` as in Google's own links, and what a stranger is shown."""

from __future__ import annotations

import pytest
import requests
from werkzeug.test import Client

from local_workspace.pages import words
from local_workspace.pages.app import make_pages
from local_workspace.pages.identity import Seat, matching
from tests.local_workspace import pages_trust as house


@pytest.fixture(scope="module")
def trust():
    made = house.trust()
    yield made
    made.workspace.db.close()


@pytest.fixture
def client(trust):
    return Client(make_pages(trust.dispatcher))


def test_whoever_is_seeded_can_be_chosen_and_a_service_account_cannot(trust, client):
    page = client.get("/").text
    assert "Tess Teacher" in page
    assert "iam.gserviceaccount.com" not in page
    visitor = house.Visitor(trust, house.TESS)
    chooser = visitor.client.get("/")
    refused = visitor.submit(chooser, "/", follow=False, email=house.SERVICE, q=None)
    assert refused.status_code == 400
    assert "There is no account" in refused.text


def test_a_choice_is_kept_in_the_cookie(trust, client):
    visitor = house.Visitor(trust, "")
    answer = visitor.submit(visitor.client.get("/"), "/", email=house.LINA)
    assert "You are <strong>Lina Manager</strong>" in answer.text
    assert "You are <strong>Lina Manager</strong>" in visitor.client.get("/mail").text


def test_without_a_choice_every_page_asks_first_and_then_goes_on_to_what_was_asked_for(trust):
    visitor = house.Visitor(trust, "")
    asked = visitor.client.get(f"/document/d/{trust.plan}/edit?tab=t.0&authuser=nobody@stour.example")
    assert "<h1>Choose who you are</h1>" in asked.text
    assert "There is no account nobody@stour.example" in asked.text
    answer = visitor.submit(asked, "/", email=house.TESS)
    assert "My growth plan" in answer.text


def test_the_page_after_choosing_is_one_of_ours(trust):
    visitor = house.Visitor(trust, "")
    for elsewhere in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        answer = visitor.submit(visitor.client.get("/"), "/", follow=False, email=house.TESS, next=elsewhere)
        assert answer.headers["Location"].startswith("/drive?")


def test_authuser_switches_and_every_link_on_the_page_keeps_to_that_person(trust, client):
    client.get(f"/drive?authuser={house.TESS}")
    page = client.get(f"/drive?authuser={house.LINA}").text
    assert "You are <strong>Lina Manager</strong>" in page
    assert f"authuser={house.TESS}" not in page
    assert f"/mail?authuser={house.LINA}" in page
    assert "You are <strong>Lina Manager</strong>" in client.get("/drive").text


def test_authuser_knows_an_alias_and_takes_a_number_for_whoever_is_signed_in(client):
    assert "<strong>Tess Teacher</strong>" in client.get("/drive?authuser=tt@stour.example").text
    assert "<strong>Tess Teacher</strong>" in client.get("/drive?authuser=0").text


def test_a_suspended_account_is_shown_and_cannot_sign_in(client):
    assert "suspended: cannot sign in" in client.get("/?q=sam").text
    page = client.get(f"/drive?authuser={house.SAM}").text
    assert "account is suspended" in page
    assert "You are" not in page


def test_someone_is_found_by_name_or_address_whatever_the_accents(client):
    for query in ("zoe", "O'Brien", "obrien zoë"):
        page = client.get("/", query_string={"q": query}).text
        assert "Zoë O’Brien" in page
        assert "Tess Teacher" not in page
    assert "No one’s name or address has" in client.get("/?q=nobody").text


def test_all_words_count_in_a_search():
    people = [Seat("a@b", "Ann Lee", False, False), Seat("c@d", "Ann Hall", False, False)]
    assert [one.name for one in matching(people, "ann hall")] == ["Ann Hall"]


def test_a_form_from_another_page_changes_nothing(trust, client):
    client.get(f"/drive?authuser={house.TESS}")
    path = f"/file/d/{trust.plan}/name?authuser={house.TESS}"
    answer = client.post(path, data={"name": "Mine now"})
    assert answer.status_code == 400
    assert "no longer fits" in answer.text
    assert trust.drive_of(house.ADA, "files.get", fileId=trust.plan)["name"] == "My plan"


def test_posting_as_someone_does_not_sign_them_in(trust):
    visitor = trust.as_(house.TESS)
    page = visitor.get("/drive")
    where, fields = visitor.form(page, "/new")
    visitor.client.get(f"/drive?authuser={house.LINA}")
    made = visitor.client.post(where, data={**fields, "name": "Notes"})
    assert f"authuser={house.TESS}" in made.headers["Location"]
    assert "<strong>Lina Manager</strong>" in visitor.client.get("/drive").text


def test_the_policy_lets_nothing_in_from_outside_and_pages_are_not_kept(client):
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert "http://" not in answer.text
    assert "https://" not in answer.text


def test_the_pages_are_served_beside_the_api(local):
    """Over HTTP, from the very server that answers the API."""
    with requests.Session() as browser:
        chooser = browser.get(local.url, timeout=10).text
        fields = {name: values[0] for name, values in house.Forms(chooser).forms[-1][1].items()}
        there = browser.post(local.url, data={**fields, "email": "tess.teacher@stour.example"}, timeout=10)
        assert there.url == f"{local.url}/drive?authuser=tess.teacher@stour.example"
        assert "You are <strong>Tess Teacher</strong>" in there.text
        assert browser.get(f"{local.url}/drive/v3/files", timeout=10).json()["error"]["code"] in (401, 403)


def test_style_and_scripts_are_asked_for_anew_and_sent_only_if_they_changed(client):
    sent = client.get("/static/pages.css")
    assert sent.mimetype == "text/css"
    again = client.get("/static/pages.css", headers={"If-None-Match": sent.headers["ETag"]})
    assert (sent.status_code, again.status_code) == (200, 304)
    for name in ("nothing.css", "..%2Fapp.py", "../app.py"):
        assert client.get(f"/static/{name}").status_code == 404


def test_the_key_that_signs_cookies_outlives_the_server(trust):
    before = Client(make_pages(trust.dispatcher))
    before.get(f"/drive?authuser={house.TESS}")
    after = Client(make_pages(trust.dispatcher))
    after._cookies = before._cookies
    assert "<strong>Tess Teacher</strong>" in after.get("/drive").text


@pytest.mark.parametrize("path", ["/calendar", "/presentation/d/x/edit"])
def test_what_has_no_pages_yet_says_so(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Not here yet" in answer.text


def test_an_address_that_is_none_is_a_friendly_404(client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_times_are_london_s():
    assert words.moment("2025-10-06T08:00:00.000Z") == "6 October 2025, 09:00"
    assert words.moment("2025-11-06T08:00:00.000Z") == "6 November 2025, 08:00"
    assert words.moment("") == ""


def test_a_document_s_link_leads_to_pages_and_mail_only():
    assert words.safe_link("https://example.org") == "https://example.org"
    assert words.safe_link("javascript:alert(1)") == "#"
