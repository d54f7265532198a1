"""Partial responses (developers.google.com/workspace/drive/api/guides/fields-parameter)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_workspace.core import masks

FILE = {"id": "1", "name": "n", "owners": [{"me": True, "displayName": "x"}], "capabilities": {"canEdit": True, "canCopy": True}}


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ("*", FILE),
        ("id,name", {"id": "1", "name": "n"}),
        ("id, name", {"id": "1", "name": "n"}),
        ("owners/me", {"owners": [{"me": True}]}),
        ("owners(me,displayName),id", {"id": "1", "owners": [{"me": True, "displayName": "x"}]}),
        ("capabilities/*", {"capabilities": {"canEdit": True, "canCopy": True}}),
    ],
)
def test_a_mask_keeps_what_it_names(fields, kept):
    assert masks.apply(masks.parse(fields), FILE) == kept


@pytest.mark.parametrize("fields", ["id(", "a)b", ",id", "id,,name", "a/", "()", "files(id"])
def test_a_mask_that_does_not_parse_is_refused(ask, fields):
    answer = ask("GET", f"/drive/v3/files?fields={fields}")
    assert answer.status == 400
    assert answer.error["errors"][0]["reason"] == "invalidParameter"


def test_drive_names_the_field_it_does_not_have(ask):
    """github.com/www-zaq-ai/zaq/pull/724: a list's mask sent to files.get."""
    answer = ask("GET", "/drive/v3/files/1abc?fields=nextPageToken")
    [entry] = answer.error["errors"]
    assert entry == {
        "message": "Invalid field selection nextPageToken",
        "domain": "global",
        "reason": "invalidParameter",
        "location": "fields",
        "locationType": "parameter",
    }


def test_docs_names_the_whole_path(ask):
    """Measured live: ``fields=comments/bogusXyz`` on documents.get."""
    answer = ask("GET", "/v1/documents/d?fields=body/bogusXyz")
    assert answer.error["message"] == "Error expanding 'fields' parameter. Cannot find matching fields for path 'body.bogusXyz'."


def test_sheets_takes_dots_and_no_spaces(ask):
    """developers.google.com/workspace/sheets/api/guides/field-masks; github.com/ringo380/claude-google-sheets-mcp/pull/4."""
    answer = ask("GET", "/v4/spreadsheets/s?fields=sheets.properties(sheetId)")
    assert answer.json == {"sheets": [{"properties": {"sheetId": 0}}]}
    answer = ask("GET", "/v4/spreadsheets/s?fields=spreadsheetId,%20sheets.properties")
    assert answer.error["message"] == "Request contains an invalid argument."


def test_drive_shows_little_unless_asked(ask):
    """The reference pages' "If not specified, the method returns a default set of fields"; fields-parameter guide, its sample."""
    assert ask("GET", "/drive/v3/files/1abc").json == {
        "kind": "drive#file",
        "id": "1abc",
        "name": "Plan",
        "mimeType": "text/plain",
    }
    listed = ask("GET", "/drive/v3/files").json
    assert listed["files"] == [{"kind": "drive#file", "id": "1abc", "name": "Plan", "mimeType": "text/plain"}]


def test_an_empty_mask_is_an_empty_answer_from_drive(ask):
    """github.com/brekkylab/backlot/issues/337, row 4."""
    assert ask("GET", "/drive/v3/files/1abc?fields=").json == {}


def test_of_two_masks_the_first_counts(ask):
    """github.com/brekkylab/backlot/issues/306, row 1."""
    assert ask("GET", "/drive/v3/files/1abc?fields=id&fields=bogus").json == {"id": "1abc"}
    assert ask("GET", "/drive/v3/files/1abc?fields=bogus&fields=id").status == 400


def test_about_has_no_default(ask):
    """developers.google.com/workspace/drive/api/reference/rest/v3/about/get: "The fields parameter ... must be set"."""
    answer = ask("GET", "/drive/v3/about")
    [entry] = answer.error["errors"]
    assert (answer.status, entry["reason"], entry["location"]) == (400, "required", "fields")
    assert entry["message"] == "The 'fields' parameter is required for this method."
    assert ask("GET", "/drive/v3/about?fields=user/displayName").json == {"user": {"displayName": "Tess"}}


NAMES = st.sampled_from(["a", "b", "c"])
VALUES = st.recursive(st.integers(), lambda inner: st.dictionaries(NAMES, inner) | st.lists(inner, max_size=3), max_leaves=8)


@given(VALUES)
def test_a_star_keeps_everything_and_a_mask_twice_is_a_mask_once(value):
    assert masks.apply(masks.parse("*"), value) == value
    mask = masks.parse("a(b,c),b/c")
    once = masks.apply(mask, value)
    assert masks.apply(mask, once) == once
