"""Every page in every state, in a real browser at phone and desktop width, with the Content-Security-Policy on."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser import stage, states
from tests.browser.stage import DESKTOP, PHONE
from tests.thoroughness import THOROUGH, some_states

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def axe():
    return Axe()


@pytest.mark.parametrize("name", some_states(states.STATES))
def test_axe_finds_nothing_and_nothing_runs_off_the_side(house, browser, axe, name):
    state = states.STATES[name]
    app = state.make(house)
    excused = [f"status of {state.code}"] if state.code >= 400 else []
    with states.running(state, app), stage.serving(app) as address, stage.watched(browser, PHONE, excused=excused) as page:
        answer = page.goto(address + state.path)
        assert answer.status == state.code
        for width in (PHONE, DESKTOP):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
            if THOROUGH or width == PHONE:
                found = axe.run(page)
                assert found.violations_count == 0, f"{width} wide: {found.generate_report()}"
            keep_picture(page, name, width)


def keep_picture(page, name, width):
    """For looking at: GGP_PICTURES names a folder."""
    if folder := os.environ.get("GGP_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name.replace(', ', '-').replace(' ', '-')}-{width}.png", full_page=True)


def test_axe_does_find_what_is_wrong(browser, axe, house):
    with stage.serving(house.app(house.FakeDesk())) as address, stage.watched(browser, PHONE) as page:
        page.goto(address + "/me")
        page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"/healthz\"><input>')")
        assert {"image-alt", "label"} <= {one["id"] for one in axe.run(page).response["violations"]}


def style_in_the_html(browser, address):
    with stage.watched(browser, PHONE) as page:
        page.goto(address + "/me")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">styled in the html</p>')")


def test_a_console_error_fails_a_test(browser, house):
    app = house.app(house.FakeDesk())
    with stage.serving(app) as address, pytest.raises(pytest.fail.Exception, match="Content Security Policy"):
        style_in_the_html(browser, address)


def test_a_run_is_followed_to_its_end_without_a_touch(house, browser):
    state = states.STATES["running"]
    app = state.make(house)
    with states.running(state, app) as let_go, stage.serving(app) as address, stage.watched(browser, PHONE) as page:
        page.goto(address + state.path)
        expect(page.get_by_role("progressbar")).to_have_attribute("value", "123")
        expect(page.get_by_role("status")).to_have_text("A quarter is done.")
        app.worker._progress(300, 456)
        expect(page.get_by_role("progressbar")).to_have_attribute("value", "300")
        expect(page.get_by_role("status")).to_have_text("Half is done.")
        let_go()
        expect(page.get_by_role("heading", level=1)).to_have_text("Done", timeout=8000)


def test_an_admin_looks_and_applies_without_javascript(house, browser):
    desk = house.FakeDesk(previewed=house.preview(refusal=house.OUTSIZED))
    app = house.app(desk, who=house.ADMIN)
    not_ticked = "status of 422"
    with stage.serving(app) as address, stage.watched(browser, PHONE, scripts=False, excused=[not_ticked]) as page:
        page.goto(address + "/admin")
        page.get_by_role("button", name="See what would change now").click()
        page.get_by_role("button", name="Make these 9 changes").click()
        expect(page.get_by_text("Please tick this first")).to_be_visible()
        page.get_by_label("I have looked at the numbers").check()
        page.get_by_role("button", name="Make these 9 changes").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Done", timeout=8000)
    assert "apply 3f2a9c0d1e4b" in desk.asked


def test_a_leaver_downloads_their_copy(house, browser):
    app, turned_into_a_download = house.app(leaving(house)), "/me/copy"
    with stage.serving(app) as address, stage.watched(browser, PHONE, excused=[turned_into_a_download]) as page:
        page.goto(address + "/me")
        with page.expect_download() as saved:
            page.get_by_role("button", name="Download a copy").click()
        assert saved.value.suggested_filename == "my copy.zip"
        assert Path(saved.value.path()).read_bytes() == b"PK hers"


def test_while_another_s_copy_is_made_the_page_asks_to_wait(house, browser, axe):
    desk, begun, go_on = leaving(house), threading.Event(), threading.Event()
    desk.work = lambda _: (begun.set(), go_on.wait(20))
    app = house.app(desk)
    token = re.compile(r'name="csrf_token" value="([^"]+)"')

    def another() -> None:
        client = app.test_client()
        client.post("/me/copy", data={"csrf_token": token.search(client.get("/me").text)[1]})

    thread = threading.Thread(target=another)
    thread.start()
    assert begun.wait(10)
    with stage.serving(app) as address, stage.watched(browser, PHONE, excused=["status of 503"]) as page:
        page.goto(address + "/me")
        page.get_by_role("button", name="Download a copy").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("One moment, please")
        found = axe.run(page)
        assert found.violations_count == 0, found.generate_report()
    go_on.set()
    thread.join(10)


def leaving(house):
    copies = {house.AMARA: states.Copy("my copy.zip", b"PK hers")}
    return house.FakeDesk(persons={house.AMARA: house.person(leaving=states.LEAVING)}, copies=copies)


def test_without_javascript_a_running_page_asks_again_by_itself(house, browser):
    state = states.STATES["running"]
    app = state.make(house)
    with (
        states.running(state, app) as let_go,
        stage.serving(app) as address,
        stage.watched(browser, PHONE, scripts=False) as page,
    ):
        page.goto(address + state.path)
        expect(page.get_by_text("123 of 456 changes done")).to_be_visible()
        let_go()
        expect(page.get_by_role("heading", level=1)).to_have_text("Done", timeout=8000)


def test_someone_is_found_chosen_and_on_their_page(house, browser):
    desk = house.FakeDesk(seats=list(house.SEATS), persons={"zoe.obrien@stour.example": house.person(name="Zoë")})
    app = states.create_app(house.LOCAL, desk, states.LocalIdentity())
    with stage.serving(app) as address, stage.watched(browser, PHONE) as page:
        page.goto(address)
        page.get_by_label("Find someone").fill("zoe")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("button", name=re.compile("Zoë")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Hello Zoë")
        link = page.get_by_role("button", name=re.compile(r"Open my document\s+\(My growth plan\)"))
        expect(link).to_have_attribute("href", re.compile(r"authuser=zoe\.obrien%40stour\.example$"))


def test_by_keyboard_the_first_stop_is_a_way_past_the_header(house, browser):
    app = states.STATES["me"].make(house)
    with stage.serving(app) as address, stage.watched(browser, DESKTOP) as page:
        page.goto(address + "/me")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main-content")).to_be_focused()
