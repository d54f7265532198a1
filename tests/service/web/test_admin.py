"""The admin's pages: runs, preview, apply."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime

import pytest

from service.errors import SetUpError, Unsure
from service.web.desk import Outcome


@pytest.fixture
def desk(house):
    return house.FakeDesk(
        runs=[house.run(), house.failed_run(when=datetime(2025, 10, 5, 1, 0, tzinfo=UTC))],
        previewed=house.preview(),
        drives=list(house.PLACES),
    )


@pytest.fixture
def app(house, desk):
    return house.app(desk, who=house.ADMIN)


def token(page: str) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def press(client, **fields):
    """Look at the preview and press its button."""
    page = client.get("/admin/preview").text
    return client.post("/admin/apply", data={"csrf_token": token(page), "fingerprint": "3f2a9c0d1e4b", **fields})


@pytest.mark.parametrize("path", ["/admin", "/admin/preview", "/admin/apply", "/admin/apply/progress", "/admin/runs/1"])
def test_someone_who_is_no_admin_gets_403(house, desk, path):
    answer = house.app(desk, who=house.AMARA).test_client().get(path)
    assert answer.status_code == 403
    assert "for the trust&#39;s admins" in answer.text


def test_someone_who_is_no_admin_starts_nothing(house, desk):
    app = house.app(desk, who=house.AMARA)
    app.config["WTF_CSRF_ENABLED"] = False
    assert app.test_client().post("/admin/apply", data={"fingerprint": "3f2a9c0d1e4b"}).status_code == 403
    assert app.worker.ticket is None


def test_the_last_run_is_on_top_with_when_what_and_how_long(app):
    page = app.test_client().get("/admin").text
    assert page.index("Monday 6 October") < page.index("Sunday 5 October")
    for part in ("make document: 3", "the nightly run", "41 seconds", "1,234 calls", "Monday 6 October, 02:00"):
        assert part in page, "01:00 in UTC is 02:00 in London that day"


def test_failures_of_a_run_are_told_in_plain_english(app):
    page = app.test_client().get("/admin/runs/20251005T010002-ff00aa").text
    assert "What it could not do" in page
    assert "Google was turning requests away for a while (2)" in page
    assert "The next run goes on" in page


def test_a_run_that_does_not_exist_is_404(app):
    assert app.test_client().get("/admin/runs/never").status_code == 404


def test_before_the_first_run_the_page_says_when_it_comes(house):
    page = house.app(house.FakeDesk(), who=house.ADMIN).test_client().get("/admin").text
    assert "No run yet" in page
    assert "tonight at a quarter past midnight" in page


def test_rows_to_mend_are_listed_by_number_and_the_workbook_is_a_link(house, desk, app):
    desk.problems = list(house.PROBLEMS)
    page = app.test_client().get("/admin").text
    assert re.search(r'<th scope="row"[^>]*>14</th>', page)
    assert "spreadsheets/d/wb/edit?authuser=" in page


def test_what_somebody_shared_by_hand_is_listed_and_else_there_is_no_such_part(desk, app):
    assert "Shared by hand" not in app.test_client().get("/admin").text
    desk.shared = ["'My plan' with <ben>@stour.example, who can write; first seen on 6 October 2025."]
    page = app.test_client().get("/admin").text
    assert "Shared by hand" in page
    assert "&lt;ben&gt;@stour.example, who can write" in page


def test_a_preview_shows_counts_lines_and_how_many_more(house, desk, app):
    desk.previewed = house.preview(more=120)
    page = app.test_client().get("/admin/preview").text
    for part in ("9 changes", "Documents to make", "person 9", "and 120 more", "fingerprint 3f2a9c0d1e4b"):
        assert part in page
    assert "apply 3f2a9c0d1e4b" not in desk.asked


def test_a_preview_of_nothing_offers_no_button(house, desk, app):
    desk.previewed = house.preview(counts=(), lines=())
    page = app.test_client().get("/admin/preview").text
    assert "Nothing to do" in page
    assert "<form" not in page


def test_what_waits_what_is_held_and_what_needs_a_look_are_shown(house, desk, app):
    desk.previewed = house.preview(waiting=("w one",), held=("h one",), needs_a_look=("l one",), problems=house.PROBLEMS)
    page = app.test_client().get("/admin/preview").text
    for part in ("w one", "h one", "l one", "31"):
        assert part in page


def test_the_button_applies_the_fingerprint_that_was_shown(desk, app):
    client = app.test_client()
    answer = press(client)
    app.worker.wait(5)
    assert (answer.status_code, answer.location) == (303, "/admin/apply")
    assert "apply 3f2a9c0d1e4b" in desk.asked
    assert "All 3 changes are made." in client.get("/admin/apply").text


def test_without_the_forms_own_token_nothing_is_started(desk, app):
    answer = app.test_client().post("/admin/apply", data={"fingerprint": "3f2a9c0d1e4b"})
    assert answer.status_code == 400
    assert "That page was open for too long" in answer.text
    assert app.worker.ticket is None


def test_without_a_fingerprint_nothing_is_started(app):
    assert press(app.test_client(), fingerprint="").status_code == 400
    assert app.worker.ticket is None


def test_apply_is_never_a_get(desk, app):
    assert app.test_client().get("/admin/apply?fingerprint=3f2a9c0d1e4b").location == "/admin/preview"
    assert not [one for one in desk.asked if one.startswith("apply")]


def test_an_outsized_changeset_shows_the_numbers_and_wants_a_tick(house, desk, app):
    desk.previewed = house.preview(refusal=house.OUTSIZED)
    client = app.test_client()
    answer = press(client, outsized="yes")
    assert answer.status_code == 422
    assert "Please tick this first" in answer.text
    assert "212 of 350" in answer.text
    assert app.worker.ticket is None
    assert press(client, outsized="yes", sure="yes").status_code == 303


@pytest.fixture
def slow(desk):
    """Work that stops half way until it is let go."""
    half_way, go_on = threading.Event(), threading.Event()

    def work(on_progress):
        on_progress(123, 456)
        half_way.set()
        assert go_on.wait(10)

    desk.work = work
    yield half_way, go_on
    go_on.set()


def test_a_run_that_goes_on_shows_how_far_it_is_and_keeps_itself_up_to_date(app, slow):
    client = app.test_client()
    press(client)
    assert slow[0].wait(5)
    page = client.get("/admin/apply").text
    assert "123 of 456 changes done" in page
    assert '<progress class="ggp-progress" id="bar" value="123" max="456">' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "See how far it is" in client.get("/admin").text
    assert "See how far it is" in client.get("/admin/preview").text


def test_a_second_press_starts_no_second_run(desk, app, slow):
    client = app.test_client()
    press(client)
    assert slow[0].wait(5)
    client.post("/admin/apply", data={"csrf_token": "x", "fingerprint": "y"})
    assert app.worker.start(lambda on_progress: Outcome(True, "")) is False
    assert [one for one in desk.asked if one.startswith("apply")] == ["apply 3f2a9c0d1e4b"]


def test_a_screen_reader_is_told_only_when_a_quarter_is_new(app, slow):
    client = app.test_client()
    press(client)
    assert slow[0].wait(5)
    assert "A quarter is done." in client.get("/admin/apply/progress?said=0").text
    assert "A quarter is done." not in client.get("/admin/apply/progress?said=1").text


def test_when_the_run_ends_the_page_is_led_to_its_end(app, slow):
    client = app.test_client()
    press(client)
    slow[1].set()
    app.worker.wait(5)
    assert client.get("/admin/apply/progress?said=1").headers["HX-Redirect"] == "/admin/apply"


def test_a_run_that_leaves_something_says_so(desk, app):
    desk.outcome = Outcome(False, "Something changed since you looked: nothing was done.", "20251006T010003-ab12cd")
    client = app.test_client()
    press(client)
    app.worker.wait(5)
    page = client.get("/admin/apply").text
    assert "Done for now" in page
    assert "/admin/runs/20251006T010003-ab12cd" in page
    assert "See what is left to do" in page


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (SetUpError("no shared drive 'People': make it"), "no shared drive &#39;People&#39;: make it"),
        (Unsure("drive.files.copy", "backendError"), "drive.files.copy: backendError"),
        (KeyError("Amara Okafor"), "not foreseen"),
    ],
)
def test_a_run_that_breaks_tells_why_without_quoting_anyone(desk, app, problem, told):
    desk.trouble["apply"] = problem
    client = app.test_client()
    press(client)
    app.worker.wait(5)
    page = client.get("/admin/apply").text
    assert "The run has stopped" in page
    assert told in page
    assert "Okafor" not in page
