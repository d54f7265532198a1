"""A leaver's copy, on the page: told in time, one's own alone, one at a time."""

from __future__ import annotations

import re
import threading

import pytest

from service.errors import SetUpError, Unsure
from service.web.desk import Copy

LEAVING = "Your last day here is 31 December. On the morning after, your documents here are closed to you. Take a copy along."


@pytest.fixture
def desk(house):
    copies = {house.AMARA: Copy("my copy.zip", b"PK hers"), house.ADMIN: Copy("my copy.zip", b"PK the admin's")}
    return house.FakeDesk(persons={house.AMARA: house.person(leaving=LEAVING)}, copies=copies)


def pressed(client, **fields):
    """Look at the page and press its button."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/me").text)[1]
    return client.post("/me/copy", data={"csrf_token": token, **fields})


def test_whoever_leaves_soon_is_told_and_offered_a_copy(house, desk):
    page = house.app(desk).test_client().get("/me").text
    assert LEAVING in page
    assert "Download a copy" in page
    assert page.index("Take your documents along") < page.index("Yours today")


def test_nobody_else_is(house):
    page = house.app(house.FakeDesk(persons={house.AMARA: house.person()})).test_client().get("/me").text
    assert "copy" not in page.lower()


def test_someone_who_does_not_take_part_is_told_that_and_no_more(house):
    desk = house.FakeDesk(
        persons={house.AMARA: house.person(documents=(), line_manager="", half_term="", school="", leaving=LEAVING)}
    )
    page = house.app(desk).test_client().get("/me").text
    assert LEAVING in page
    for word in ("Nothing is waiting", "Yours today", "Around you", "taking part", "exempt"):
        assert word not in page


def test_the_copy_is_a_zip_to_be_saved_and_kept_nowhere(house, desk):
    answer = pressed(house.app(desk).test_client())
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"PK hers", "application/zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my copy.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "copy_for amara.okafor@stour.example" in desk.asked


@pytest.mark.parametrize("field", ["email", "staff_id", "who", "authuser"])
def test_whatever_is_asked_for_one_gets_one_s_own(house, desk, field):
    answer = pressed(house.app(desk).test_client(), **{field: house.ADMIN})
    assert answer.data == b"PK hers"
    assert f"copy_for {house.ADMIN}" not in desk.asked


def test_whoever_is_not_leaving_finds_no_page_there(house):
    app = house.app(house.FakeDesk())
    app.config["WTF_CSRF_ENABLED"] = False
    assert app.test_client().post("/me/copy").status_code == 404


def test_nobody_who_is_not_known_gets_anything(house, desk):
    app = house.app(desk, who=None)
    app.config["WTF_CSRF_ENABLED"] = False
    assert app.test_client().post("/me/copy").status_code == 401
    assert not [one for one in desk.asked if one.startswith("copy_for")]


def test_a_copy_is_not_made_by_a_link_or_from_elsewhere(house, desk):
    client = house.app(desk).test_client()
    assert client.get("/me/copy").status_code == 405
    refused = client.post("/me/copy")
    assert refused.status_code == 400
    assert 'href="/me"' in refused.text
    assert "/admin/preview" not in refused.text
    assert not [one for one in desk.asked if one.startswith("copy_for")]


def test_one_copy_is_made_at_a_time_and_the_next_is_asked_to_wait(house, desk):
    begun, go_on, answers = threading.Event(), threading.Event(), []
    app = house.app(desk)

    def work(_):
        begun.set()
        assert go_on.wait(10)

    desk.work = work
    first = threading.Thread(target=lambda: answers.append(pressed(app.test_client())))
    first.start()
    assert begun.wait(10)
    second = pressed(app.test_client())
    assert (second.status_code, second.headers["Retry-After"]) == (503, "60")
    assert "Please try again in a minute" in second.text
    go_on.set()
    first.join(10)
    assert answers[0].data == b"PK hers"
    desk.work = None
    assert pressed(app.test_client()).status_code == 200


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Unsure("drive.files.export", "ReadTimeout"), "Google is not answering just now"),
        (SetUpError("x"), "not quite set up yet"),
    ],
)
def test_where_it_can_t_be_made_the_page_says_so_and_the_next_try_is_free(house, desk, problem, told):
    client = house.app(desk).test_client()
    desk.trouble["copy_for"] = problem
    failed = pressed(client)
    assert (failed.status_code, told in failed.text) == (503, True)
    del desk.trouble["copy_for"]
    assert pressed(client).status_code == 200
