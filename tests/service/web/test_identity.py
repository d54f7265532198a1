"""Who is let in: behind Identity-Aware Proxy, and locally."""

from __future__ import annotations

import re

import pytest

from service.errors import SetUpError, Unsure
from service.web.app import create_app
from service.web.chooser import LocalIdentity, plain
from service.web.iap import IapIdentity


def proxied(house, proven="amara.okafor@stour.example"):
    """A service behind IAP whose verifier knows one good token."""
    desk = house.FakeDesk(persons={house.AMARA: house.person()})
    identity = IapIdentity(lambda token: proven if token == "good" else None)
    return create_app(house.GOOGLE, desk, identity).test_client()


def test_the_signed_header_lets_its_person_in(house):
    answer = proxied(house).get("/me", headers={"X-Goog-IAP-JWT-Assertion": "good"})
    assert (answer.status_code, "Hello Amara" in answer.text) == (200, True)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Goog-IAP-JWT-Assertion": ""},
        {"X-Goog-IAP-JWT-Assertion": "forged"},
        {"X-Goog-Authenticated-User-Email": "accounts.google.com:amara.okafor@stour.example"},
        {"Authorization": "Bearer good"},
        {"X-Appengine-Cron": "true"},
    ],
    ids=["none", "empty", "forged", "the plain header", "a bearer", "cron's"],
)
@pytest.mark.parametrize("path", ["/", "/me", "/admin", "/admin/preview", "/nowhere"])
def test_nothing_else_is_proof(house, headers, path):
    answer = proxied(house).get(path, headers=headers)
    assert answer.status_code == 401
    assert "sign in again" in answer.text
    assert "Amara" not in answer.text


def test_when_googles_keys_can_not_be_had_the_page_says_try_again_and_lets_no_one_in(house):
    def verify(token):
        raise Unsure("iap.public_key", "ConnectionError")

    app = create_app(house.GOOGLE, house.FakeDesk(), IapIdentity(verify))
    answer = app.test_client().get("/me", headers={"X-Goog-IAP-JWT-Assertion": "good"})
    assert answer.status_code == 503
    assert "not answering just now" in answer.text


def test_people_can_not_choose_who_they_are_where_the_workspace_is_google(house):
    with pytest.raises(SetUpError, match="Identity-Aware Proxy"):
        create_app(house.GOOGLE, house.FakeDesk(), LocalIdentity())


def test_behind_the_proxy_there_is_no_page_for_choosing(house):
    client = proxied(house)
    for answer in (client.get("/choose", headers={"X-Goog-IAP-JWT-Assertion": "good"}), client.post("/choose")):
        assert answer.status_code in (400, 401, 404)
    assert client.get("/choose", headers={"X-Goog-IAP-JWT-Assertion": "good"}).status_code == 404


def test_the_session_cookie_of_the_chooser_is_worth_nothing_behind_the_proxy(house):
    client = proxied(house)
    with client.session_transaction() as session:
        session["email"] = house.ADMIN
    assert client.get("/admin").status_code == 401


@pytest.fixture
def local(house):
    desk = house.FakeDesk(persons={house.AMARA: house.person()}, seats=list(house.SEATS))
    return create_app(house.LOCAL, desk, LocalIdentity()).test_client()


def choose(client, email):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/choose").text)[1]
    return client.post("/choose", data={"csrf_token": token, "email": email})


def test_locally_one_is_asked_whom_to_be(local):
    assert local.get("/me").location == "/choose"
    page = local.get("/choose").text
    assert page.index("Good people to begin with") < page.index("Everyone</h2>")
    assert "Teaching assistant, Mistley High School" in page


def test_whoever_is_chosen_stays_chosen(local, house):
    assert choose(local, house.AMARA).location == "/me"
    assert "Hello Amara" in local.get("/me").text


def test_only_someone_on_the_list_can_be_played(local):
    assert choose(local, "someone.else@stour.example").status_code == 400
    assert local.get("/me").location == "/choose"


def test_choosing_needs_the_forms_own_token(local, house):
    assert local.post("/choose", data={"email": house.AMARA}).status_code == 400


def test_a_cookie_that_was_tampered_with_is_no_one(local, house):
    choose(local, house.AMARA)
    cookie = local.get_cookie("ggp")
    local.set_cookie("ggp", cookie.value[:-3] + "xyz")
    assert local.get("/me").location == "/choose"


@pytest.mark.parametrize("query", ["zoe o'brien", "ZOË", "mistley assistant"])
def test_a_search_finds_names_roles_and_schools_without_their_accents(local, query):
    page = local.get("/choose", query_string={"q": query}).text
    assert "Zoë O’Brien" in page
    assert "Amara Okafor" not in page


def test_a_search_that_finds_no_one_leads_back_to_everyone(local):
    assert "Show everyone" in local.get("/choose?q=nobody").text


def test_a_long_list_shows_its_first_and_says_how_many_more(house):
    from service.web.desk import Seat

    seats = [Seat(f"p{number}@stour.example", f"Person {number}", "Teacher", "School") for number in range(40)]
    app = create_app(house.LOCAL, house.FakeDesk(seats=seats), LocalIdentity())
    assert "and 10 more" in app.test_client().get("/choose").text


def test_plain_text_has_no_accents_and_no_capitals():
    assert plain("Zoë O’Brien-ŻAK") == "zoe o'brien-zak"
