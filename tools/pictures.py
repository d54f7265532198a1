"""Takes the pictures in docs/pictures from the running demo: ``make pictures``. Needs Chromium."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from service.cli import log_warnings
from service.settings import SAMPLE
from tools.demo import pages_at, provisioned, tracked
from tools.running import local_workspace

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
PHONE, DESK = (390, 844), (1100, 760)
TEACHER, HEAD, ADMIN = (re.compile(one) for one in ("a teacher with a plan", "a headteacher", "admin: runs"))


def main() -> int:
    """Start the demo on free ports, take every picture, end it."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.stderr.write("No Chromium on this machine: no picture was taken.\n")
        return 1
    log_warnings()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, local_workspace(Path(folder) / "run", SAMPLE) as running:
        provisioned(running)
        tracked(running)
        server = pages_at(0, running)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            _take(browser, f"http://127.0.0.1:{server.port}")
            browser.close()
        server.shutdown()
    return 0


def _take(browser: Browser, pages: str) -> None:
    """me: a teacher's page, on a phone; reflect: the Form it leads to; plan: the growth plan; school: a headteacher's Sheet;
    admin: the last run; year: what turning the year would do."""
    page = _as(browser, pages, TEACHER, PHONE)
    page.screenshot(path=FOLDER / "me.png")
    page.get_by_text("Open the Form").first.click()
    page.wait_for_load_state()
    page.screenshot(path=FOLDER / "reflect.png")
    page.goto(f"{pages}/me?go=plan")
    page.wait_for_load_state()
    page.screenshot(path=FOLDER / "plan.png")
    page = _as(browser, pages, HEAD, DESK)
    page.get_by_text("Everyone at").first.click()
    page.wait_for_load_state()
    page.screenshot(path=FOLDER / "school.png")
    page = _as(browser, pages, ADMIN, DESK)
    page.goto(f"{pages}/admin")
    page.screenshot(path=FOLDER / "admin.png")
    page.goto(f"{pages}/admin/year/turn", timeout=120_000)
    page.screenshot(path=FOLDER / "year.png")


def _as(browser: Browser, pages: str, who: re.Pattern[str], size: tuple[int, int]) -> Page:
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto(f"{pages}/me")
    page.get_by_role("button", name=who).first.click()
    page.wait_for_load_state()
    return page


if __name__ == "__main__":
    sys.exit(main())
