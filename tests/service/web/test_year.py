"""The admin's page *Year*: who may see it, what it shows, what its button does, and what it gives to send."""

from __future__ import annotations

import re
from typing import Any

import pytest
from markdown_it import MarkdownIt

from service.web.desk import Outcome
from service.web.year_page import as_html, as_markdown
from tests.service.web.house import ADMIN, AMARA, FakeDesk, app, year, years


def get(path: str, desk: FakeDesk | None = None, who: str = ADMIN) -> Any:
    return app(desk, who).test_client().get(path)


def post(desk: FakeDesk, path: str, **form: str) -> Any:
    """Presses the button as its page has it."""
    service = app(desk, ADMIN)
    client = service.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/admin/year/turn").text)
    assert token
    answer = client.post(path, data={"csrf_token": token[1], **form})
    service.worker.wait(5)
    return answer


@pytest.mark.parametrize("path", ["/admin/year", "/admin/year/turn", "/admin/year/undo", "/admin/year/turn.md"])
def test_the_year_is_for_admins_alone(path: str) -> None:
    desk = FakeDesk()
    assert get(path, desk, AMARA).status_code == 403
    assert not {"years", "year_page"} & set(desk.asked)


def test_the_years_stand_in_a_table_with_what_may_be_done() -> None:
    text = get("/admin/year").text
    assert "2026-27 is under way" in text
    assert "over, open for what is late" in text
    assert 'href="/admin/year/turn"' in text
    assert 'href="/admin/year/undo"' in text
    first = get("/admin/year", FakeDesk(all_years=years(undo="", turn_to=""))).text
    assert 'href="/admin/year/turn"' not in first
    assert 'href="/admin/year/undo"' not in first


def test_what_would_be_done_is_shown_with_its_fingerprint_and_files_to_send() -> None:
    text = get("/admin/year/turn").text
    assert "2,158 changes. Nothing has been done yet." in text
    assert "3f2a9c0d1e4b" in text
    assert 'href="/admin/year/turn.html"' in text
    assert "Turn the year to 2026-27" in text
    assert "Take 2026-27 back" in get("/admin/year/undo").text


@pytest.mark.parametrize("path", ["/admin/year/elsewhere", "/admin/year/turn.pdf", "/admin/year/elsewhere.md"])
def test_there_is_no_other_way_to_turn(path: str) -> None:
    assert get(path).status_code == 404


def test_the_button_needs_the_tick_and_then_starts_exactly_what_was_shown() -> None:
    desk = FakeDesk()
    unsure = post(desk, "/admin/year/turn", fingerprint="3f2a9c0d1e4b")
    assert unsure.status_code == 422
    assert "Please tick this first" in unsure.text
    assert not [one for one in desk.asked if one.startswith("turn_year")]
    done = post(desk, "/admin/year/turn", fingerprint="3f2a9c0d1e4b", sure="yes")
    assert (done.status_code, done.headers["Location"]) == (303, "/admin/apply")
    assert "turn_year turn 3f2a9c0d1e4b" in desk.asked
    post(desk, "/admin/year/undo", fingerprint="abc", sure="yes")
    assert "turn_year undo abc" in desk.asked
    assert post(desk, "/admin/year/elsewhere", fingerprint="abc", sure="yes").status_code == 404
    assert post(desk, "/admin/year/turn", sure="yes").status_code == 400


def test_how_it_ended_shows_what_the_register_brought_since() -> None:
    details = (("What the register brought since: new", tuple(f"line {number}" for number in range(203))),)
    desk = FakeDesk(outcome=Outcome(True, "2 changes were made.", "", details))
    service = app(desk, ADMIN)
    client = service.test_client()
    service.worker.start(lambda progress: desk.turn_year("turn", "x", progress))
    service.worker.wait(5)
    text = client.get("/admin/apply").text
    assert "What the register brought since: new" in text
    assert "line 199" in text
    assert "and 3 more" in text


def test_the_files_say_the_same_as_the_page_and_need_nothing_else() -> None:
    page, trust = year(), "Stour Valley Trust"
    markdown, html = as_markdown(page, trust), as_html(page, trust)
    for section in page.sections:
        assert section.title in html.replace("&#39;", "'")
        assert f"## {section.title}" in markdown
    assert "| 1 September 2026 | 2026-27 begins; Reflection opens | 412 | 9 | 7 |" in markdown
    assert "and 3 more" in markdown
    assert not re.search(r'(src|href)="http', html)
    assert "<script" not in html
    told = get("/admin/year/turn.md")
    assert (told.mimetype, told.text) == ("text/markdown", as_markdown(page, trust))
    assert told.headers["Content-Disposition"] == 'attachment; filename="rollover-2026-27.md"'
    assert get("/admin/year/undo.html").headers["Content-Disposition"].endswith('"rollover-2026-27-undo.html"')


def test_a_name_with_a_star_in_it_stays_what_it_is_in_markdown() -> None:
    shown = MarkdownIt("commonmark").enable("table").render(as_markdown(year(), "A *trust*"))
    assert "Ben *By* · Growing" in shown
    assert "A *trust*" in shown
    assert shown.count("<table>") == 2
