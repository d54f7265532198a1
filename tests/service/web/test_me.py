"""What a person sees at /me."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest


@pytest.fixture
def client(house):
    desk = house.FakeDesk(persons={house.AMARA: house.person()})
    return house.app(desk).test_client()


def test_the_front_page_leads_to_my_page(client):
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, "/me")


def test_the_main_document_comes_first_with_a_button_and_opens_as_the_right_account(client, house):
    page = client.get("/me").text
    link = f'href="https://docs.google.com/document/d/plan-1/edit?authuser={quote(house.AMARA, safe="")}" role="button"'
    assert link in page.replace("\n", " ")
    assert page.index("My growth plan") < page.index("Our growth conversation") < page.index("What I tried")


def test_a_document_whose_window_is_shut_shows_its_day_and_no_link(client):
    page = client.get("/me").text
    assert "Opens 8 June" in page
    assert "presentation-1" not in page


def test_go_plan_leads_straight_to_the_plan(client, house):
    answer = client.get("/me?go=plan")
    assert answer.status_code == 302
    assert answer.location == f"https://docs.google.com/document/d/plan-1/edit?authuser={quote(house.AMARA, safe='')}"


@pytest.mark.parametrize("go", ["presentation", "nonsense", "//evil.example"])
def test_go_to_what_is_not_open_shows_the_page_instead(client, go):
    answer = client.get("/me", query_string={"go": go})
    assert answer.status_code == 200
    assert "Hello Amara" in answer.text


def test_go_to_a_document_that_is_still_to_be_made_shows_the_page(house):
    desk = house.FakeDesk(persons={house.AMARA: house.person(documents=(house.document("plan", link=""),))})
    answer = house.app(desk).test_client().get("/me?go=plan")
    assert answer.status_code == 200
    assert "On the way to you" in answer.text


def test_a_link_that_already_names_an_account_names_the_right_one(house):
    from service.web.me import as_person

    assert as_person("https://docs.google.com/d/1/edit?tab=t.0&authuser=0", "a@b.example") == (
        "https://docs.google.com/d/1/edit?tab=t.0&authuser=a%40b.example"
    )


def test_a_day_with_nothing_due_says_so_kindly(house):
    desk = house.FakeDesk(persons={house.AMARA: house.person(documents=(house.document("plan", opens=date(2025, 10, 7)),))})
    page = house.app(desk).test_client().get("/me").text
    assert "Nothing is waiting for you today" in page
    assert "Opens 7 October" in page


def test_someone_without_documents_gets_a_page_that_gives_no_reason_and_says_which_account_it_is(house):
    page = house.app(house.FakeDesk()).test_client().get("/me")
    assert page.status_code == 200
    assert "There is nothing for you to do here" in page.text
    assert house.AMARA in page.text
    for reason in ("exempt", "register", "not taking part", "taking part"):
        assert reason not in page.text.lower()


def test_someone_on_an_account_from_elsewhere_is_told_which_it_is_and_how_to_switch(house):
    page = house.app(house.FakeDesk(), who="amara@gmail.example").test_client().get("/me").text
    assert "amara@gmail.example" in page
    assert "not an account of Stour Valley Trust" in page
    assert 'href="/switch"' in page


def test_a_name_is_shown_and_not_run(house):
    desk = house.FakeDesk(persons={house.AMARA: house.person(name="<script>alert(1)</script>")})
    assert "<script>alert(1)" not in house.app(desk).test_client().get("/me").text


def test_the_page_says_that_nothing_here_is_a_grade(client):
    assert "nothing here is evidence for pay or capability" in client.get("/me").text


def test_a_person_sees_no_link_to_the_admins_pages(client):
    assert 'href="/admin"' not in client.get("/me").text


def test_without_a_list_of_domains_no_account_is_called_foreign(house):
    from service.web.me import is_foreign

    assert not is_foreign("amara@gmail.example", frozenset())
    assert replace(house.LOCAL, domains=frozenset()).domains == frozenset()
