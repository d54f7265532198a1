"""The year is turned in a browser: looked at, sent on, applied, come back to, and taken back."""

from __future__ import annotations

import os
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
from service.web.server import serve as put_together
from service.wiring import House, front
from tests.browser import stage
from tests.browser.stage import DESKTOP, PHONE

pytestmark = pytest.mark.browser
ADMIN = "ggp-admin@stour.example"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[tuple[House, Served]]:
    """Twelve people in a July, provisioned since October, with their Forms."""
    with stage.twelve(tmp_path, datetime(2025, 10, 6, 2, tzinfo=UTC)) as (here, served):
        for day in (datetime(2025, 10, 6, 2, tzinfo=UTC), datetime(2026, 7, 10, 14, tzinfo=UTC)):
            served.workspace.clock.set(day)
            assert provision(here.world, Order("a test"), here.connection.counts).exit_code == 0
        yield here, served


def looks_right(page: Page, name: str) -> None:
    """axe finds nothing at either width, and nothing runs off the side. A page that is still coming in has no end yet."""
    page.wait_for_load_state()
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        if folder := os.environ.get("GGP_PICTURES"):
            page.screenshot(path=Path(folder) / f"year-{name}-{width}.png", full_page=True)


def press(page: Page, tick: str, button: str) -> None:
    """What somebody means has to be ticked first; then the run goes on in the background."""
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Please tick this first")).to_be_visible()
    page.get_by_label(tick).check()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Done", timeout=120_000)


def the_plan(here: House) -> Any:
    """A person's growth plan of the year that begins, or the old one: the ledger's items, by year."""
    items = gather(here.world).actual.items
    owner = next(one.staff_id for key, one in sorted(items.items()) if key.startswith("2025-26/B/"))
    return {cycle: items.get(f"{cycle}/B/{owner}") for cycle in ("2025-26", "2026-27")}


def locked(served: Served, file_id: str) -> tuple[str, bool]:
    """A file's name, and whether it is locked, as a manager of the drive sees it."""
    params = {"fileId": file_id, "supportsAllDrives": True, "fields": "name,contentRestrictions"}
    shown = served.dispatcher.as_person("drive.files.get", "break-glass@stour.example", params)
    return shown["name"], any(one["readOnly"] for one in shown.get("contentRestrictions", ()))


def test_the_year_is_looked_at_applied_and_taken_back(town: tuple[House, Served], browser: Browser) -> None:
    here, served = town
    mean_it = "I have looked at it and it is what I mean"
    app = put_together(front(here.settings))
    with stage.serving(app) as address, stage.watched(browser, DESKTOP, excused=["status of 422", "/admin/year/turn.md"]) as page:
        page.goto(f"{address}/choose")
        page.get_by_role("button", name="The trust's admin").first.click()
        page.get_by_role("link", name="Year").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Year")
        looks_right(page, "before")
        page.get_by_role("button", name="Look at turning the year to 2026-27").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("From 2025-26 to 2026-27")
        expect(page.get_by_text("Nothing has been done yet")).to_be_visible()
        looks_right(page, "preview")
        with page.expect_download() as saved:
            page.get_by_role("link", name="as Markdown").click()
        fingerprint = str(page.locator("input[name=fingerprint]").get_attribute("value"))
        assert fingerprint in Path(saved.value.path()).read_text("utf-8")

        served.workspace.clock.set(datetime(2026, 9, 8, 15, tzinfo=UTC))
        page.reload()
        press(page, mean_it, "Turn the year to 2026-27")
        looks_right(page, "applied")
        plan = the_plan(here)
        new, old = plan["2026-27"], plan["2025-26"]
        assert locked(served, new.file_id) == (new.name, False)
        assert locked(served, old.file_id) == (old.name, False)

        page.goto(f"{address}/admin/year")
        expect(page.get_by_role("row", name="2026-27")).to_contain_text("under way")
        looks_right(page, "after")
        page.get_by_role("button", name="Look at taking 2026-27 back").click()
        looks_right(page, "undo")
        press(page, mean_it, "Take 2026-27 back")
        assert locked(served, new.file_id) == (f"{new.name} · closed", True)
        assert locked(served, old.file_id) == (old.name, False)
        page.goto(f"{address}/admin/year")
        expect(page.get_by_role("row", name="2026-27")).to_contain_text("taken back")
        looks_right(page, "taken-back")
