"""The Local Workspace's pages in a real browser, at phone and desktop width, with the Content-Security-Policy on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from local_workspace.pages.app import make_pages
from tests.browser import stage
from tests.browser.stage import DESKTOP, PHONE
from tests.local_workspace import pages_trust as people
from tests.thoroughness import THOROUGH, some_states

pytestmark = pytest.mark.browser

ADA, TESS, LINA, COLIN = people.ADA, people.TESS, people.LINA, people.COLIN


@pytest.fixture(scope="session")
def axe():
    return Axe()


@pytest.fixture
def trust():
    made = people.trust()
    yield made
    made.workspace.db.close()


@pytest.fixture
def address(trust):
    with stage.serving(make_pages(trust.dispatcher)) as where:
        yield where


def binned(trust):
    trust.drive_of(ADA, "files.update", {"trashed": True}, fileId=trust.plan)


def with_mail(trust):
    people.share(trust, trust.plan, COLIN, "reader", sendNotificationEmail=True, emailMessage="Have a look?")


def commented(trust):
    trust.ask(LINA, "drive.comments.create", {"content": "Shall we talk on Monday?"}, fileId=trust.plan)


def nothing(trust):
    """As it is made."""


STATES = {
    "chooser": ("/", None, nothing),
    "chooser, a search": ("/?q=zoe", None, nothing),
    "chooser, no one found": ("/?q=nobody", None, nothing),
    "chooser, someone who left": ("/drive", people.SAM, nothing),
    "drive of a manager of drives": ("/drive", ADA, nothing),
    "drive of a teacher": ("/drive", TESS, nothing),
    "drive with nothing": ("/drive", COLIN, nothing),
    "the bin": ("/drive/bin", ADA, binned),
    "the bin, empty": ("/drive/bin", TESS, nothing),
    "a folder": ("/drive/folders/{folder}", TESS, nothing),
    "a folder, empty": ("/drive/folders/{folder}", TESS, binned),
    "a file": ("/file/d/{plan}/view", TESS, nothing),
    "a file in the bin": ("/file/d/{plan}/view", ADA, binned),
    "a file to look at": ("/file/d/{plan}/view", LINA, nothing),
    "who has access": ("/file/d/{plan}/access", TESS, with_mail),
    "who has access, not told": ("/file/d/{plan}/access", LINA, nothing),
    "members of a drive": ("/file/d/{drive}/access", ADA, nothing),
    "a document": ("/document/d/{plan}/edit", TESS, commented),
    "a document to read": ("/document/d/{plan}/edit", LINA, commented),
    "a document in the bin": ("/document/d/{plan}/edit", TESS, binned),
    "a document, a paragraph as a form": ("/document/d/{plan}/edit?p=16", TESS, nothing),
    "a document, a part around chips": ("/document/d/{plan}/edit?p=116", TESS, nothing),
    "a sheet": ("/spreadsheets/d/{sheet}/edit", ADA, nothing),
    "a sheet, a cell": ("/spreadsheets/d/{sheet}/edit?cell=B2", ADA, nothing),
    "a sheet to look at": ("/spreadsheets/d/{sheet}/edit", LINA, nothing),
    "mail": ("/mail", COLIN, with_mail),
    "mail, none": ("/mail", TESS, nothing),
}


def opened(page, trust, address, path, who):
    """Go there as someone."""
    path = path.format(**vars(trust))
    sign = "&" if "?" in path else "?"
    return page.goto(f"{address}{path}{sign}authuser={who}" if who else address + path)


def keep_picture(page, name, width):
    """For looking at: GGP_PICTURES names a folder."""
    if folder := os.environ.get("GGP_PICTURES"):
        page.screenshot(path=Path(folder) / f"workspace-{name.replace(', ', '-').replace(' ', '-')}-{width}.png", full_page=True)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def check(axe, page):
    found = axe.run(page)
    assert found.violations_count == 0, found.generate_report()
    assert fits(page)


def check_at_both_widths(axe, page, name):
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": 900})
        assert fits(page), width
        if THOROUGH or width == PHONE:
            check(axe, page)
        keep_picture(page, name, width)


@pytest.mark.parametrize("name", some_states(STATES))
def test_axe_finds_nothing_and_nothing_runs_off_the_side(trust, address, browser, axe, name):
    path, who, prepare = STATES[name]
    prepare(trust)
    with stage.watched(browser, PHONE) as page:
        assert opened(page, trust, address, path, who).status == 200
        check_at_both_widths(axe, page, name)


@pytest.mark.parametrize(("path", "code"), [("/document/d/{plan}/edit", 403), ("/nowhere", 404), ("/calendar", 404)])
def test_axe_finds_nothing_where_there_is_nothing_to_see(trust, address, browser, axe, path, code):
    with stage.watched(browser, PHONE, excused=[f"status of {code}"]) as page:
        assert opened(page, trust, address, path, COLIN).status == code
        check_at_both_widths(axe, page, f"trouble{path.partition('{')[0].replace('/', '-')}{code}")


def field(page, text):
    """The paragraph with a text."""
    return page.locator("[data-p]").filter(has_text=text).first


def empty_field(page):
    """The empty paragraph under the focus's hint."""
    return page.locator("[data-p].blank").first


def status(page):
    return page.locator("[data-status]")


def test_typing_is_saved_when_one_pauses_and_the_caret_stays(trust, address, browser, axe):
    with stage.watched(browser, PHONE) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        empty_field(page).click()
        page.keyboard.type("I will try talk partners 👍")
        expect(status(page)).to_have_text("Not saved yet.")
        expect(status(page)).to_have_text("Saved.")
        page.keyboard.type(" every day")
        page.keyboard.press("Tab")
        expect(status(page)).to_have_text("Saved.")
        expect(page.locator("[data-p]").nth(4)).to_have_text("I will try talk partners 👍 every day")
        check(axe, page)
        keep_picture(page, "a document, typed in", PHONE)
    assert trust.paragraphs()[4] == "I will try talk partners 👍 every day"
    assert trust.range_text("ggp.driver") == "My main driver"


def test_a_choice_is_saved_at_once(trust, address, browser):
    with stage.watched(browser, PHONE) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        page.get_by_label("Main driver", exact=True).select_option("Systemness")
        expect(status(page)).to_have_text("Saved.")
        expect(page.get_by_label("Main driver", exact=True)).to_have_value("dropdownItem.systemness")
        page.reload()
        expect(page.get_by_label("Main driver", exact=True)).to_have_value("dropdownItem.systemness")


def test_enter_splits_and_backspace_in_an_empty_paragraph_takes_it_out(trust, address, browser):
    with stage.watched(browser, DESKTOP) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        empty_field(page).click()
        page.keyboard.type("First thing")
        page.keyboard.press("Enter")
        page.keyboard.type("Second thing")
        page.keyboard.press("Enter")
        expect(status(page)).to_have_text("Saved.")
        page.keyboard.press("Backspace")
        page.keyboard.type(".")
        page.keyboard.press("Tab")
        expect(page.locator("[data-p]").nth(5)).to_have_text("Second thing.")
        expect(status(page)).to_have_text("Saved.")
        page.wait_for_function("document.querySelectorAll('[data-p]')[6].dataset.start > 0")
    assert trust.paragraphs()[3:7] == [
        "One sentence: what, with whom, by when.",
        "First thing",
        "Second thing.",
        "My main driver",
    ]


@pytest.mark.parametrize("place", ["an empty paragraph", "a list"])
def test_whoever_types_faster_than_the_workspace_answers_loses_nothing(trust, address, browser, place):
    """The first answer is held back until everything is typed."""
    held, going = [], []
    with stage.watched(browser, DESKTOP) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        page.route("**/write*", lambda route: route.continue_() if going else held.append(route))
        if place == "a list":
            field(page, "every lesson").click()
            page.keyboard.press("End")
            page.keyboard.press("Enter")
        else:
            empty_field(page).click()
        for line in ("one", "two", "", "three"):
            page.keyboard.type(line)
            page.keyboard.press("Enter")
        page.keyboard.press("Backspace")
        page.keyboard.type("!")
        going.append(True)
        held.pop().continue_()
        page.keyboard.press("Tab")
        expect(status(page)).to_have_text("Saved.")
        page.wait_for_function("[...document.querySelectorAll('[data-p]')].every((one) => one.dataset.start && !one.unsent)")
        shown = page.locator("[data-p]").all_text_contents()
        assert page.locator("[data-words]").is_hidden()
    lines = ["one", "two", "", "three!"]
    start = 10 if place == "a list" else 4
    assert trust.paragraphs()[start : start + 4] == lines
    assert [one for one in shown if one in lines and one] == ["one", "two", "three!"]


def test_enter_in_the_middle_keeps_both_halves_and_their_looks(trust, address, browser):
    with stage.watched(browser, DESKTOP) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        hint = field(page, "One sentence")
        hint.click()
        page.keyboard.press("Home")
        for _ in range(len("One sentence:")):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.keyboard.type("Say")
        page.keyboard.press("Tab")
        expect(status(page)).to_have_text("Saved.")
        expect(page.locator("[data-p]").nth(4)).to_have_text("Say what, with whom, by when.")
    assert trust.paragraphs()[3:5] == ["One sentence:", "Say what, with whom, by when."]


def test_enter_in_a_list_goes_on_with_the_list_and_twice_ends_it(trust, address, browser):
    with stage.watched(browser, DESKTOP) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        field(page, "every lesson").click()
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        expect(page.locator("li [data-p]")).to_have_count(3)
        page.keyboard.type("and at home")
        page.keyboard.press("Enter")
        expect(page.locator("li [data-p]")).to_have_count(4)
        page.keyboard.press("Enter")
        expect(page.locator("li [data-p]")).to_have_count(3)
        page.keyboard.type("That is all")
        page.keyboard.press("Tab")
        expect(status(page)).to_have_text("Saved.")
    assert trust.paragraphs()[8:12] == ["talk partners", "every lesson", "and at home", "That is all"]


def test_several_lines_are_pasted_as_several_paragraphs(trust, address, browser):
    with stage.watched(browser, DESKTOP) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        empty_field(page).click()
        page.evaluate(
            """text => { const data = new DataTransfer(); data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
            "one\r\ntwo",
        )
        expect(status(page)).to_have_text("Saved.")
        expect(page.locator("[data-p]").nth(5)).to_have_text("two")
    assert trust.paragraphs()[4:6] == ["one", "two"]


def test_around_a_chip_one_types_and_the_chip_stays(trust, address, browser):
    with stage.watched(browser, DESKTOP) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        page.locator("[data-piece]").filter(has_text="Lina helps until").last.click()
        page.keyboard.press("End")
        page.keyboard.type("Friday ")
        page.keyboard.press("Tab")
        expect(status(page)).to_have_text("Saved.")
    line = next(one for one in trust.paragraphs() if "Lina helps" in one)
    assert line.count("*") == 2
    assert "Friday" in line


def test_two_people_in_one_document_lose_nothing(trust, address, browser, axe):
    with stage.watched(browser, PHONE, excused=["status of 409"]) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        trust.edit({"insertText": {"location": {"index": 16}, "text": "Dear Tess: "}})
        field(page, "This plan is yours").click()
        page.keyboard.press("End")
        page.keyboard.type(" And mine.")
        page.keyboard.press("Tab")
        expect(page.get_by_role("alert")).to_contain_text("was changed since the page was shown")
        expect(page.get_by_label("What you typed is kept here")).to_have_value("This plan is yours. And mine.")
        expect(page.locator("[data-p]").nth(1)).to_have_text("Dear Tess: This plan is yours.")
        check(axe, page)
        keep_picture(page, "a document, moved on", PHONE)
    assert trust.paragraphs()[1] == "Dear Tess: This plan is yours."


def test_what_someone_else_changed_elsewhere_is_shown_after_one_s_own_words_are_saved(trust, address, browser):
    with stage.watched(browser, DESKTOP) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        trust.edit({"insertText": {"location": {"index": 1}, "text": "News for all\n"}})
        empty_field(page).click()
        page.keyboard.type("My words")
        page.keyboard.press("Tab")
        expect(status(page)).to_have_text("Saved.")
        expect(page.locator("[data-p]").first).to_have_text("News for all")
    assert trust.paragraphs()[5] == "My words"


def test_words_are_kept_and_the_page_says_so_while_the_workspace_cannot_be_reached(trust, address, browser):
    with stage.watched(browser, DESKTOP, excused=["failed:", "ERR_"]) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        page.route("**/write*", lambda route: route.abort())
        empty_field(page).click()
        page.keyboard.type("My words")
        expect(status(page)).to_contain_text("Not saved: the Workspace cannot be reached")
        page.unroute("**/write*")
        page.keyboard.press("Tab")
        expect(status(page)).to_have_text("Saved.")
    assert trust.paragraphs()[4] == "My words"


def test_without_javascript_a_paragraph_is_edited_in_a_form(trust, address, browser):
    with stage.watched(browser, PHONE, scripts=False) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        keep_picture(page, "a document, without scripts", PHONE)
        page.get_by_role("link", name="Edit: This plan is yours.").click()
        page.get_by_label("Text under My growth plan").fill("This plan is mine.")
        keep_picture(page, "a document, a form without scripts", PHONE)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("This plan is mine.")).to_be_visible()
        page.get_by_label("Main driver", exact=True).select_option("Wellbeing & Learning")
        page.get_by_role("button", name="Choose Main driver").click()
        expect(page.get_by_label("Main driver", exact=True)).to_have_value("dropdownItem.wellbeing")


def test_a_cell_is_chosen_by_keys_typed_in_and_saved(trust, address, browser, axe):
    with stage.watched(browser, DESKTOP) as page:
        opened(page, trust, address, "/spreadsheets/d/{sheet}/edit", ADA)
        page.locator("[data-cell=A1]").click()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        expect(page.get_by_label("Cell", exact=True)).to_have_value("B2")
        expect(page.get_by_label("Value")).to_have_value("3")
        page.keyboard.type("5")
        check(axe, page)
        page.keyboard.press("Enter")
        expect(page.locator("[data-cell=B2]")).to_have_text("5")
        expect(page.locator("[data-cell=B3]")).to_be_focused()
        check(axe, page)
    found = trust.ask(ADA, "sheets.spreadsheets.values.get", spreadsheetId=trust.sheet, range="People!B2")
    assert found["values"] == [["5"]]


def test_a_cell_is_tapped_and_edited_on_a_phone(trust, address, browser):
    with stage.watched(browser, PHONE) as page:
        opened(page, trust, address, "/spreadsheets/d/{sheet}/edit", ADA)
        page.locator("[data-cell=A3]").click()
        page.get_by_label("Value").fill("Someone new")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("[data-cell=A3]")).to_have_text("Someone new")
        keep_picture(page, "a sheet, edited", PHONE)


def test_going_to_another_cell_saves_what_was_typed(trust, address, browser):
    with stage.watched(browser, DESKTOP) as page:
        opened(page, trust, address, "/spreadsheets/d/{sheet}/edit", ADA)
        page.locator("[data-cell=B3]").click()
        page.keyboard.type("12")
        page.locator("[data-cell=C4]").click()
        expect(page.locator("[data-cell=B3]")).to_have_text("12")
        expect(page.locator("[data-cell=C4]")).to_be_focused()


def test_escape_leaves_a_cell_as_it_was(trust, address, browser):
    with stage.watched(browser, DESKTOP) as page:
        opened(page, trust, address, "/spreadsheets/d/{sheet}/edit", ADA)
        page.locator("[data-cell=B2]").click()
        page.keyboard.type("9")
        page.keyboard.press("Escape")
        expect(page.get_by_label("Value")).to_have_value("3")
        expect(page.locator("[data-cell=B2]")).to_be_focused()


def test_someone_is_found_and_chosen(trust, address, browser):
    with stage.watched(browser, PHONE) as page:
        page.goto(address)
        page.get_by_label("Find someone by name or address").fill("tess")
        page.get_by_role("button", name="Find").click()
        page.get_by_role("button", name="Tess Teacher").click()
        expect(page.get_by_text("You are Tess Teacher")).to_be_visible()
        page.get_by_role("link", name="Tess · Growing Great People", exact=True).click()
        page.get_by_role("link", name="My plan", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("My growth plan")


def test_two_tabs_can_be_two_people(trust, address, browser):
    with stage.watched(browser, DESKTOP) as page:
        opened(page, trust, address, "/document/d/{plan}/edit", TESS)
        other = page.context.new_page()
        opened(other, trust, address, "/document/d/{plan}/edit", LINA)
        empty_field(page).click()
        page.keyboard.type("Mine")
        page.keyboard.press("Tab")
        expect(status(page)).to_have_text("Saved.")
        other.get_by_label("Write a comment").fill("Well put")
        other.get_by_role("button", name="Comment").click()
        expect(other.get_by_text("Well put")).to_be_visible()
        page.reload()
        expect(page.get_by_role("article", name="Comment by Lina Manager")).to_contain_text("Well put")
    assert trust.drive_of(ADA, "files.get", fileId=trust.plan)["lastModifyingUser"]["emailAddress"] == TESS


def test_by_keyboard_the_first_stop_is_a_way_past_the_header(trust, address, browser):
    with stage.watched(browser, DESKTOP) as page:
        opened(page, trust, address, "/drive", TESS)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
