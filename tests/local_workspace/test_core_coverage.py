"""The coverage page says what the routes do."""

from __future__ import annotations

from local_workspace.core import coverage
from local_workspace.core.assembly import HANDLERS, NOTES, REQUEST_KINDS
from local_workspace.core.discovery import api, by_id


def test_the_page_is_current():
    """If this fails: python -m local_workspace coverage."""
    assert coverage.PAGE.read_text("utf-8") == coverage.page()


def test_every_handler_is_for_a_method_that_google_has():
    assert set(HANDLERS) <= set(by_id())
    assert set(NOTES) <= set(HANDLERS)


def test_every_request_kind_is_one_that_google_has():
    for name, kinds in REQUEST_KINDS.items():
        assert kinds <= set(api(name).schemas["Request"]["properties"])
