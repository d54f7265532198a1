"""Forms on a phone: a teacher reflects and finds it as a Doc; the line manager agrees, and somebody else is refused; the team's
lead ticks who was there; and the status Sheet shows all of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from local_workspace.core.server import Served
from service.jobs.answer_log import LOOKS
from service.jobs.collect import collect
from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.track import track
from service.policy.people import line_manager_on
from service.policy.teams import all_teams
from service.reconcile.forms_for import check_ins_key
from service.wiring import House, front
from tests.browser import stage
from tests.browser.stage import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def town(tmp_path: Path) -> Iterator[tuple[House, Served]]:
    """Twelve people with their Forms, on a Monday in October."""
    with stage.twelve(tmp_path, datetime(2025, 10, 6, 15, 30, tzinfo=UTC)) as (here, served):
        assert provision(here.world, Order("a test"), here.connection.counts).exit_code == 0
        track(here.world, Order("a test"), here.connection.counts)
        yield here, served


def collected(here: House) -> Any:
    return collect(here.world, Order("a test"), here.connection.counts)


def fits_and_is_accessible(page: Page) -> None:
    """Nothing sticks out of a phone's screen, and axe finds nothing. A page that is still coming in has no end yet."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def cast(found: Any) -> tuple[Any, Any, Any]:
    """A teacher with a reflection Doc who is in a team, the line manager, and somebody who is neither."""
    day = found.now.date()
    for one in found.register.people:
        manager = found.register.person(line_manager_on(one, day) or "")
        if one.standards == "teachers" and one.teams and manager and f"2025-26/A/{one.staff_id}" in found.actual.items:
            other = next(two for two in found.register.people if two.staff_id not in (one.staff_id, manager.staff_id))
            return one, manager, other
    raise AssertionError("no teacher")


def test_a_teacher_reflects_and_finds_it_as_a_doc(town: tuple[House, Served], browser: Browser) -> None:
    here, served = town
    found = gather(here.world)
    teacher, _, _ = cast(found)
    form, document = (
        found.actual.items[f"2025-26/{key}"].file_id for key in ("form/reflection/teachers", f"A/{teacher.staff_id}")
    )
    with stage.watched(browser, PHONE) as page:
        page.goto(f"{served.url}/forms/d/{form}/viewform?authuser={teacher.email}")
        fits_and_is_accessible(page)
        standard = page.get_by_role("group", name="High expectations")
        standard.get_by_label("Somewhere I want to grow").check()
        page.get_by_label("High expectations: a sentence, if you like").fill("So that quiet children speak 🌱")
        page.get_by_role("group", name="Assessment").get_by_label("A strength").check()
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status")).to_contain_text("Your response has been recorded.")
        fits_and_is_accessible(page)
    assert collected(here).counted == {"reflections": 1}
    with stage.watched(browser, PHONE) as page:
        page.goto(f"{served.url}/document/d/{document}/edit?authuser={teacher.email}")
        expect(page.get_by_role("heading", name="My reflection of 6 October 2025")).to_be_visible()
        expect(page.get_by_text("High expectations: So that quiet children speak 🌱")).to_be_visible()
        fits_and_is_accessible(page)


def test_the_line_manager_agrees_from_the_sheet_and_somebody_else_does_not_count(
    town: tuple[House, Served], browser: Browser
) -> None:
    here, served = town
    found = gather(here.world)
    teacher, manager, other = cast(found)
    sheet = found.actual.items[f"2025-26/sheet/manager/{manager.staff_id}"].file_id
    form = found.actual.items["2025-26/form/conversation"].file_id
    said = "We talked the plan over and agree on the focus"
    with stage.watched(browser, PHONE, excused=("400 (BAD REQUEST)",)) as page:
        page.goto(f"{served.url}/forms/d/{form}/viewform?authuser={other.email}")
        page.get_by_label("Whom you talked with").fill(teacher.name)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("alert")).to_contain_text("Not sent yet.")
        fits_and_is_accessible(page)
        page.get_by_label(said).check()
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status")).to_contain_text("recorded")
    outcome = collected(here)
    assert (outcome.looks, outcome.counted.total()) == (1, 0)
    book = found.actual.items[check_ins_key(here.world.cycle)].file_id
    [look] = here.world.books.rows(book, LOOKS)
    assert look["reason"] == "whoever sent it was not the line manager on that day"
    with stage.watched(browser, PHONE) as page:
        page.goto(f"{served.url}/spreadsheets/d/{sheet}/edit?authuser={manager.email}")
        line = page.locator("tbody tr").filter(has=page.get_by_text(teacher.name, exact=True))
        address = line.get_by_role("link", name="to hold").get_attribute("href") or ""
        page.goto(f"{address}&authuser={manager.email}")
        expect(page.get_by_label("Whom you talked with")).to_have_value(f"{teacher.name} ({teacher.staff_id})")
        page.get_by_label(said).check()
        page.get_by_label("What we agreed").fill("Talk partners, small and often")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status")).to_contain_text("recorded")
    assert collected(here).counted == {"agreements": 1}
    assert track(here.world, Order("a test"), here.connection.counts).exit_code == 0
    with stage.watched(browser, PHONE) as page:
        page.goto(f"{served.url}/spreadsheets/d/{sheet}/edit?authuser={manager.email}")
        line = page.locator("tbody tr").filter(has=page.get_by_text(teacher.name, exact=True))
        expect(line).to_contain_text("agreed")
        expect(line).to_contain_text("held")
        expect(page.locator("body")).not_to_contain_text("Talk partners, small and often")


def test_a_team_s_lead_ticks_who_was_there_and_the_sheet_shows_it(town: tuple[House, Served], browser: Browser) -> None:
    here, served = town
    found = gather(here.world)
    team = next(one for one in all_teams(found.register, found.now.date()).values() if len(one.members) > 2 and one.leads)
    lead = found.register.person(sorted(team.leads)[0])
    assert lead is not None
    form = found.actual.items[f"2025-26/form/check-in/{team.school}"].file_id
    away, late, there = team.members[:3]
    with stage.watched(browser, PHONE) as page:
        page.goto(f"{served.url}/forms/d/{form}/viewform?authuser={lead.email}")
        page.get_by_label("Which team?").select_option(label=team.name)
        page.get_by_role("button", name="Next").click()
        page.get_by_label("Yes, everyone").check()
        page.get_by_role("group", name=away.name, exact=True).get_by_label("Apologies").check()
        page.get_by_role("group", name=late.name, exact=True).get_by_label("Caught up").check()
        fits_and_is_accessible(page)
        page.get_by_role("button", name="Send").or_(page.get_by_role("button", name="Next")).click()
        expect(page.get_by_role("status")).to_contain_text("recorded")
    assert collected(here).counted == {"check-ins": 1}
    assert track(here.world, Order("a test"), here.connection.counts).exit_code == 0
    school = found.register.school(team.school)
    assert school is not None
    head = found.register.leaders_of(school, found.now.date())[0]
    sheet = found.actual.items[f"2025-26/sheet/school/{team.school}"].file_id
    place = [one.key for one in here.world.sheet_template.columns].index("check_in_1")
    with stage.watched(browser, PHONE) as page:
        page.goto(f"{served.url}/spreadsheets/d/{sheet}/edit?authuser={head.email}")
        shown = {
            one: page.locator("tbody tr").filter(has=page.get_by_text(one.name, exact=True)).locator("[data-cell]").nth(place)
            for one in (away, late, there)
        }
        expect(shown[away]).to_have_text("not yet")
        expect(shown[late]).to_have_text("caught up")
        expect(shown[there]).to_have_text("met")
        expect(page.locator("body")).not_to_contain_text("pologies")


def test_me_leads_to_the_form_while_it_is_asked_for(town: tuple[House, Served], browser: Browser) -> None:
    here, served = town
    teacher, _, _ = cast(gather(here.world))
    mine = front(here.settings).desk.person_by_email(teacher.email)
    assert mine is not None
    first = mine.documents[0]
    assert (first.key, first.title) == ("reflect", "Reflect")
    with stage.watched(browser, PHONE) as page:
        page.goto(f"{first.link}?authuser={teacher.email}")
        expect(page.get_by_role("heading", name="My reflection", level=1)).to_be_visible()
        page.get_by_label("What I am proudest of").fill("Reading")
        page.get_by_role("button", name="Send").click()
    collected(here)
    again = front(here.settings).desk.person_by_email(teacher.email)
    assert again is not None
    assert again.documents[0].key == "plan"
    assert "reflect" in [one.key for one in again.documents]
    assert served.url in first.link


def test_a_form_s_other_pages_are_accessible_too(town: tuple[House, Served], browser: Browser) -> None:
    """The editor's view, a form that is closed to somebody, and an answer that is changed."""
    here, served = town
    found = gather(here.world)
    teacher, manager, _ = cast(found)
    form = found.actual.items["2025-26/form/reflection/teachers"].file_id
    keeper = "break-glass@stour.example"
    for width in (PHONE, 1280):
        with stage.watched(browser, width) as page:
            page.goto(f"{served.url}/forms/d/{form}/edit?authuser={keeper}")
            page.get_by_label("Answers can be changed afterwards").check()
            page.get_by_role("button", name="Change the settings").click()
            expect(page.get_by_text("The form’s settings are changed.")).to_be_visible()
            fits_and_is_accessible(page)
    with stage.watched(browser, PHONE) as page:
        page.goto(f"{served.url}/forms/d/{form}/viewform?authuser={teacher.email}")
        page.get_by_label("What I am proudest of").fill("Reading")
        page.get_by_role("button", name="Send").click()
        page.get_by_role("link", name="Edit your response").click()
        expect(page.get_by_label("What I am proudest of")).to_have_value("Reading")
        page.get_by_label("What I am proudest of").fill("Music")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status")).to_contain_text("recorded")
    assert collected(here).counted == {"reflections": 1}
    with stage.watched(browser, PHONE, excused=("403 (FORBIDDEN)",)) as page:
        page.goto(f"{served.url}/forms/d/{form}/viewform?authuser=ggp-admin@stour.example")
        expect(page.get_by_role("alert")).to_contain_text("You need permission")
        fits_and_is_accessible(page)
    assert manager
