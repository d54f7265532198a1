"""A manager sorts, writes a note, colours a row and takes one out by accident; a teacher writes in the plan; the night passes: all
of it is right in the morning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from local_workspace.core.server import Served
from service.jobs.gather import gather
from service.jobs.provision import provision
from service.jobs.runs import Order
from service.jobs.track import track
from service.wiring import House
from tests.browser import stage
from tests.browser.stage import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def town(tmp_path: Path) -> Iterator[tuple[House, Served]]:
    """Twelve people, provisioned and tracked, on a Monday in October."""
    with stage.twelve(tmp_path, datetime(2025, 10, 6, 1, 0, tzinfo=UTC)) as (here, served):
        provision(here.world, Order("a test"), here.connection.counts)
        track(here.world, Order("a test"), here.connection.counts)
        yield here, served


def cast(here: House) -> tuple[Any, Any, Any]:
    """A line manager with at least two people who take part, one of them who does not stand first, and another."""
    found = gather(here.world)
    plans = {item.staff_id for key, item in found.actual.items.items() if "/B/" in key}
    for manager in found.register.people:
        theirs = [one for one in found.register.people if one.line_manager == manager.staff_id and one.staff_id in plans]
        if len(theirs) > 1:
            first, *_, last = sorted(theirs, key=lambda one: one.name)
            return manager, last, first
    raise AssertionError("nobody manages two people")


def line_of(page: Page, name: str) -> Any:
    return page.locator("tbody tr").filter(has=page.get_by_text(name, exact=True))


def press(page: Page, button: str, colour: str = "") -> None:
    """One of the tools for the chosen cell."""
    page.get_by_text("Colour, rows").click()
    if colour:
        page.get_by_label("Colour", exact=True).select_option(colour)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(re.compile("has its colour|is taken out"))).to_be_visible()


def test_a_manager_s_morning(town: tuple[House, Served], browser: Browser) -> None:
    here, served = town
    manager, teacher, other = cast(here)
    items = gather(here.world).actual.items
    sheet = f"{served.url}/spreadsheets/d/{items[f'2025-26/sheet/manager/{manager.staff_id}'].file_id}/edit"
    plan = f"{served.url}/document/d/{items[f'2025-26/B/{teacher.staff_id}'].file_id}/edit"
    notes = [one.key for one in here.world.sheet_template.columns].index("notes")
    with stage.watched(browser, DESKTOP) as page:
        page.goto(f"{sheet}?authuser={manager.email}")
        page.get_by_label("Sort by").select_option(label="Name")
        page.get_by_role("button", name="Z to A").click()
        expect(page.get_by_text("The rows are sorted.")).to_be_visible()
        cell = line_of(page, teacher.name).locator("[data-cell]").nth(notes)
        cell.click()
        page.get_by_label("Value").fill("Ask about talk partners")
        page.get_by_role("button", name="Save").click()
        expect(line_of(page, teacher.name).locator("[data-cell]").nth(notes)).to_have_text("Ask about talk partners")
        line_of(page, teacher.name).locator("[data-cell]").nth(notes).click()
        press(page, "Colour its row", colour="yellow")
        expect(line_of(page, teacher.name).locator("[data-cell]").first).to_have_class(re.compile("shade-yellow"))
        line_of(page, other.name).locator("[data-cell]").nth(notes).click()
        press(page, "Take the row out")
        expect(line_of(page, other.name)).to_have_count(0)
        assert Axe().run(page).violations_count == 0
    with stage.watched(browser, PHONE) as page:
        page.goto(f"{plan}?authuser={teacher.email}")
        page.locator("[contenteditable].blank").first.click()
        page.keyboard.type("Talk partners in every lesson")
        page.keyboard.press("Tab")
        expect(page.locator("[data-status]")).to_have_text("Saved.")
    served.workspace.clock.set(datetime(2025, 10, 7, 1, 0, tzinfo=UTC))
    night = track(here.world, Order("a test"), here.connection.counts)
    assert (night.exit_code, night.read) == (0, 1)
    with stage.watched(browser, PHONE) as page:
        page.goto(f"{sheet}?authuser={manager.email}")
        expect(page.get_by_text("As of 02:00 on 7 October 2025.")).to_be_visible()
        mine = line_of(page, teacher.name)
        expect(mine).to_contain_text("drafting")
        expect(mine).to_contain_text("one of five questions answered; no driver chosen yet")
        expect(mine.locator("[data-cell]").nth(notes)).to_have_text("Ask about talk partners")
        expect(mine.locator("[data-cell]").first).to_have_class(re.compile("shade-yellow"))
        expect(line_of(page, other.name)).to_have_count(1)
        expect(page.locator("body")).not_to_contain_text("Talk partners in every lesson")
        page.get_by_role("link", name="Needs a look").click()
        expect(line_of(page, teacher.name)).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert Axe().run(page).violations_count == 0
