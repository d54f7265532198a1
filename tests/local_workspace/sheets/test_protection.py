"""Protected ranges, and rules of validation.

Sources: ProtectedRange and DataValidationRule (developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/...).
The refusal is Google's own, as it is quoted in public.
"""

from __future__ import annotations

import pytest

from tests.local_workspace.sheets.conftest import LINA, TESS, Book, Refused

REFUSED = "You are trying to edit a protected cell or object."
HEAD = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}


@pytest.fixture
def shared(book, caller):
    """The spreadsheet as Lina sees it, who may write in it."""
    body = {"type": "user", "role": "writer", "emailAddress": LINA}
    book.ask("drive.permissions.create", body, fileId=book.id, sendNotificationEmail=False)
    return Book(book.id, caller(LINA))


def protect(book, **more):
    wanted = {"range": HEAD, "editors": {"users": [TESS]}, **more}
    return book.do({"addProtectedRange": {"protectedRange": wanted}})[0]["addProtectedRange"]["protectedRange"]


def test_only_editors_write_in_a_protected_range(book, shared):
    """editors: 'The users and groups with edit access to the protected range.'"""
    protect(book)
    for write in (
        lambda: shared.put("A1", ["x"]),
        lambda: shared.clear("A1:B5"),
        lambda: shared.do({"repeatCell": {"range": HEAD, "cell": {"note": "x"}, "fields": "note"}}),
    ):
        with pytest.raises(Refused, match=REFUSED) as refused:
            write()
        assert refused.value.status == 400
    shared.put("A2", ["beside"])
    book.put("A1", ["title"])
    assert shared.read("A1:A2") == [["title"], ["beside"]]


def test_one_refused_cell_refuses_the_whole_write(book, shared):
    protect(book)
    with pytest.raises(Refused, match=REFUSED):
        shared.put("A1:A2", ["x"], ["y"])
    assert book.read("A1:A2") == []


def test_a_warning_stops_no_one(book, shared):
    """warningOnly: 'every user can edit data in the protected range, except editing will prompt a warning'."""
    protect(book, warningOnly=True, editors={})
    shared.put("A1", ["x"])
    assert book.one("A1") == "x"


def test_ranges_may_be_left_out_of_a_protected_sheet(book, shared):
    """unprotectedRanges: 'The list of unprotected ranges within a protected sheet.'"""
    free = [{"sheetId": 0, "startRowIndex": 4, "endRowIndex": 6, "startColumnIndex": 0, "endColumnIndex": 2}]
    protect(book, range={"sheetId": 0}, unprotectedRanges=free)
    shared.put("A5:B6", ["a", "b"], ["c", "d"])
    with pytest.raises(Refused, match=REFUSED):
        shared.put("A5:C5", ["a", "b", "c"])


def test_groups_may_edit_too(book, shared, caller, workspace):
    protect(book, editors={"users": [], "groups": ["staff@stour.example"]})
    with pytest.raises(Refused, match=REFUSED):
        shared.put("A1", ["x"])
    book.put("A1", ["Tess is staff"])


def test_editors_are_shown_to_those_who_may_edit(book, shared):
    """'This field is only visible to users with edit access to the protected range and the document.' requestingUserCanEdit."""
    made = protect(book)
    [seen] = book.facts()["sheets"][0]["protectedRanges"]
    assert (seen["editors"], seen["requestingUserCanEdit"]) == ({"users": [TESS]}, True)
    [seen] = shared.facts()["sheets"][0]["protectedRanges"]
    assert seen["protectedRangeId"] == made["protectedRangeId"]
    assert "editors" not in seen
    assert "requestingUserCanEdit" not in seen


def test_a_protected_range_moves_with_its_rows(book, shared):
    protect(book)
    book.do({"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}})
    shared.put("A1", ["free"])
    with pytest.raises(Refused, match=REFUSED):
        shared.put("A2", ["x"])


def rule(kind, *values, **more):
    return {"condition": {"type": kind, "values": [{"userEnteredValue": one} for one in values]}, **more}


def test_a_rule_that_validation_does_not_know_is_refused(book):
    """ConditionType says of each whether validation supports it, and how many values it requires."""
    for wrong in (rule("TEXT_STARTS_WITH", "a"), rule("BLANK"), rule("NUMBER_BETWEEN", "1"), rule("ONE_OF_LIST")):
        with pytest.raises(Refused, match="ConditionType"):
            book.do({"setDataValidation": {"range": HEAD, "rule": wrong}})


def test_a_strict_rule_is_kept_and_shown_and_does_not_refuse_what_the_api_writes(book):
    """Rules are for people's typing: values.update and append do not apply them (github.com/openclaw/gogcli/pull/29)."""
    strict = rule("ONE_OF_LIST", "present", "apologies", strict=True, showCustomUi=True)
    book.do({"setDataValidation": {"range": HEAD, "rule": strict}})
    book.put("A1", ["elsewhere"])
    assert book.one("A1") == "elsewhere"
    assert book.cell("A1")["dataValidation"] == strict
