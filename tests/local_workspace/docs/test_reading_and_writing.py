"""documents.create, get and batchUpdate as methods: what is shown to whom, and on which condition a batch is done.

Where a test names no other source: the docs.v1 discovery document, and developers.google.com/workspace/docs/api/how-tos/tabs.
"""

from __future__ import annotations

import pytest

from tests.local_workspace.docs.documents import Doc, Refused, at


def test_what_was_made_is_shown_in_the_old_fields_and_in_its_tab(tess):
    """how-tos/tabs, documents.create."""
    made = tess("docs.documents.create", {"title": "Growth plan", "body": {"content": []}})
    assert made["title"] == "Growth plan"
    assert made["body"] == made["tabs"][0]["documentTab"]["body"]
    assert made["tabs"][0]["tabProperties"]["index"] == 0


def test_a_document_is_shown_in_the_old_fields_or_in_its_tabs(doc):
    doc.type("words", 1)
    old, new = doc.get(), doc.get(includeTabsContent=True)
    assert "tabs" not in old
    assert not {"body", "documentStyle", "namedStyles", "lists"} & set(new)
    assert new["tabs"][0]["documentTab"]["body"] == old["body"]


def test_a_mask_that_names_tabs_asks_for_them(doc):
    assert doc.get(fields="tabs(tabProperties(title))") == {"tabs": [{"tabProperties": {"title": "Tab 1"}}]}
    assert doc.get(fields="tabs.tabProperties.tabId,title")["title"] == "Growth plan"
    assert "body" in doc.get(fields="body")


@pytest.mark.parametrize(
    ("role", "view", "revision"),
    [
        ("writer", "SUGGESTIONS_INLINE", True),
        ("commenter", "SUGGESTIONS_INLINE", False),
        ("reader", "PREVIEW_WITHOUT_SUGGESTIONS", False),
    ],
)
def test_who_may_only_view_sees_no_suggestions_and_who_may_not_edit_no_revision(shared, role, view, revision):
    seen = shared(role).get()
    assert (seen["suggestionsViewMode"], "revisionId" in seen) == (view, revision)


@pytest.mark.parametrize("view", ["SUGGESTIONS_INLINE", "PREVIEW_SUGGESTIONS_ACCEPTED"])
def test_who_may_only_view_may_not_ask_for_suggestions(shared, view):
    reader = shared("reader")
    assert reader.get(suggestionsViewMode="PREVIEW_WITHOUT_SUGGESTIONS")
    with pytest.raises(Refused) as refused:
        reader.get(suggestionsViewMode=view)
    assert (refused.value.status, refused.value.message) == (403, "The caller does not have permission")


@pytest.mark.parametrize("role", ["reader", "commenter"])
def test_who_may_not_edit_does_not(shared, role):
    with pytest.raises(Refused) as refused:
        shared(role).type("x", 1)
    assert (refused.value.status, refused.value.error["status"]) == (403, "PERMISSION_DENIED")


def test_what_is_no_document_is_refused(tess):
    """Quoted from the live API in many places, for .docx files in Drive; the canonical code goes with it."""
    other = tess("drive.files.create", {"name": "Sums", "mimeType": "application/vnd.google-apps.spreadsheet"})["id"]
    with pytest.raises(Refused) as refused:
        Doc(other, tess).get()
    assert (refused.value.status, refused.value.error["status"]) == (400, "FAILED_PRECONDITION")
    assert refused.value.message == "This operation is not supported for this document"
    with pytest.raises(Refused) as refused:
        Doc("1none", tess).get()
    assert (refused.value.status, refused.value.message) == (404, "Requested entity was not found.")


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"commentsViewMode": "COMMENTS_VIEW_MODE_OMITTED", "includeTabsContent": True}, 200),
        ({"commentsViewMode": "COMMENTS_VIEW_MODE_OMITTED"}, 400),
        ({"commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED", "includeTabsContent": True}, 400),
        (
            {
                "commentsViewMode": "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS",
                "suggestionsViewMode": "PREVIEW_WITHOUT_SUGGESTIONS",
                "includeTabsContent": True,
            },
            400,
        ),
        (
            {
                "commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED",
                "suggestionsViewMode": "SUGGESTIONS_INLINE",
                "includeTabsContent": True,
            },
            501,
        ),
    ],
)
def test_comments_are_asked_for_as_the_reference_says_and_are_not_built(doc, params, status):
    try:
        doc.get(**params)
        answered = 200
    except Refused as refused:
        answered = refused.status
    assert answered == status


def test_a_revision_changes_with_the_document_and_differs_between_people(doc, shared):
    before = doc.get()["revisionId"]
    assert doc.get()["revisionId"] == before
    assert shared("writer").get()["revisionId"] != before
    answer = doc.update({"insertText": {"text": "x", **at(1)}})
    assert answer["writeControl"] == {"requiredRevisionId": doc.get()["revisionId"]}
    assert doc.get()["revisionId"] != before


def test_a_required_revision_is_the_latest_one_or_nothing_is_done(doc, shared):
    """WriteControl: "the request is not processed and returns a 400 bad request error". The wording has no witness."""
    revision = doc.get()["revisionId"]
    assert doc.update({"insertText": {"text": "one", **at(1)}}, requiredRevisionId=revision)
    for stale in (revision, shared("writer").get()["revisionId"], "none"):
        with pytest.raises(Refused) as refused:
            doc.update({"insertText": {"text": "two", **at(1)}}, requiredRevisionId=stale)
        assert refused.value.status == 400
    assert doc.text == "one\n"


def test_a_target_revision_that_is_not_the_latest_is_too_far_behind(doc):
    """Stricter than Google, who merges for some minutes; a target that is too far behind is refused there too."""
    revision = doc.get()["revisionId"]
    doc.update({"insertText": {"text": "one", **at(1)}}, targetRevisionId=revision)
    with pytest.raises(Refused) as refused:
        doc.update({"insertText": {"text": "two", **at(1)}}, targetRevisionId=revision)
    assert refused.value.status == 400


def test_one_revision_is_named_not_two(doc):
    revision = doc.get()["revisionId"]
    with pytest.raises(Refused) as refused:
        doc.update({"insertText": {"text": "x", **at(1)}}, requiredRevisionId=revision, targetRevisionId=revision)
    assert "(oneof), oneof field 'control' is already set. Cannot set 'targetRevisionId'" in refused.value.message


@pytest.mark.parametrize(
    "body",
    [
        {"requests": [{"insertText": {"text": "x", **at(1)}}], "writeControl": {"writeMode": "SUGGEST"}},
        {"requests": [{"insertText": {"text": "x", **at(1)}}, {"acceptSuggestion": {"suggestionId": "suggest.a"}}]},
        {"requests": [{"insertText": {"text": "x", **at(1)}}, {"insertComment": {"content": "Well done"}}]},
        {"requests": [{"insertText": {"text": "x", **at(1)}}, {"insertInlineImage": {"uri": "https://example.com/a.png"}}]},
    ],
)
def test_what_is_not_built_says_so_before_anything_is_done(doc, body):
    with pytest.raises(Refused) as refused:
        doc.ask("docs.documents.batchUpdate", body, documentId=doc.id)
    assert (refused.value.status, doc.text) == (501, "\n")


def test_a_locked_document_is_read_and_not_written(doc):
    """Drive's contentRestrictions: developers.google.com/workspace/drive/api/guides/content-restrictions."""
    doc.ask("drive.files.update", {"contentRestrictions": [{"readOnly": True}]}, fileId=doc.id)
    with pytest.raises(Refused) as refused:
        doc.type("x", 1)
    assert (refused.value.status, doc.text) == (403, "\n")


def test_a_copy_has_all_of_it_and_a_life_of_its_own(doc):
    doc.type("words", 1)
    doc.name("w", 1, 6)
    copied = Doc(doc.ask("drive.files.copy", {"name": "Mine"}, fileId=doc.id)["id"], doc.ask)
    copied.type("more ", 1)
    assert (doc.text, doc.ranges()) == ("words\n", {"w": [(1, 6)]})
    assert (copied.text, copied.ranges(), copied.get()["title"]) == ("more words\n", {"w": [(6, 11)]}, "Mine")
