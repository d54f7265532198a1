"""A document on a page: what is shown to whom, and that typing changes what was typed and nothing else."""

from __future__ import annotations

import re

import pytest

from local_workspace.core.errors import BadRequest
from local_workspace.pages import doc_typing, doc_view
from local_workspace.pages.doc_typing import MovedOn, Shown
from local_workspace.pages.person import Person
from tests.local_workspace import pages_trust as house


@pytest.fixture
def trust():
    made = house.trust()
    yield made
    made.workspace.db.close()


def editing(trust, text, who=house.TESS):
    """Someone's browser, and the page with the form for the paragraph that begins with a text ('' for the first empty one)."""
    visitor = trust.as_(who)
    start = trust.start_of(text) if text else trust.start_of("One sentence") + len(house.LINES[3]) + 1
    return visitor, visitor.get(f"/document/d/{trust.plan}/edit?p={start}")


def sent(trust):
    """The requests that the pages have sent to Docs."""
    bodies = [body for method, _, body in trust.dispatcher.asked if method == "docs.documents.batchUpdate"]
    return [request for body in bodies for request in body["requests"]]


def test_a_document_has_real_headings_lists_tables_and_labels(trust):
    page = trust.as_(house.TESS).get(f"/document/d/{trust.plan}/edit").text
    assert re.search(r'<h1 class="para title"[^>]*>My growth plan</h1>', page)
    assert re.search(r'<h2 class="para heading-1"[^>]*>My focus</h2>', page)
    assert re.search(r"<em>One sentence: what, with whom, by when.</em>", page)
    assert re.search(r"<ul>\s*<li>\s*<a class=\"pen[^>]*>Edit</a>\s*<div[^>]*>talk partners</div>", page)
    assert re.search(r'<th scope="col">(?:<a[^>]*>Edit</a>)?\s*<div[^>]*>When</div>', page)
    assert '<select aria-label="Main driver"' in page
    assert '<option value="dropdownItem.unchosen" selected>Choose a driver</option>' in page
    assert ">Lina Manager</a>" in page
    assert "December 19, 2025" in page or "19 December 2025" in page or "Dec 19, 2025" in page
    assert 'data-label="Text in What I will do, Autumn"' in page


def test_a_document_without_a_title_is_headed_by_its_name(trust):
    trust.edit({"deleteContentRange": {"range": {"startIndex": 1, "endIndex": 1 + len("My growth plan")}}})
    page = trust.as_(house.TESS).get(f"/document/d/{trust.plan}/edit").text
    assert '<h1 class="doc-name">My plan</h1>' in page


def test_a_manager_reads_and_comments_and_cannot_write(trust):
    visitor = trust.as_(house.LINA)
    page = visitor.get(f"/document/d/{trust.plan}/edit")
    assert "You can read and comment." in page.text
    assert "data-write" not in page.text
    assert "<select" not in page.text
    assert "Choose a driver" in page.text
    assert '<a href="https://example.org/guide" rel="noreferrer">the guide</a>' in page.text
    answer = visitor.submit(page, "/comments", content="Shall we talk about this on Monday?")
    assert "Lina Manager" in answer.text
    assert "Shall we talk about this on Monday?" in answer.text
    assert "Shall we talk" in trust.as_(house.TESS).get(f"/document/d/{trust.plan}/edit").text


def test_a_manager_who_writes_all_the_same_is_refused(trust):
    before = trust.document()
    visitor, page = editing(trust, "This plan")
    where, fields = visitor.form(page, "/write")
    lina = trust.as_(house.LINA)
    _, own = lina.form(lina.get("/drive"), "/new")
    path = where.partition("?")[0] + f"?authuser={house.LINA}"
    answer = lina.client.post(path, data={**fields, "csrf_token": own["csrf_token"], "text": "Lina was here"})
    assert answer.status_code == 403
    assert "The caller does not have permission" in answer.text
    assert trust.document() == before


def test_a_colleague_gets_nothing(trust):
    answer = trust.as_(house.COLIN).get(f"/document/d/{trust.plan}/edit")
    assert answer.status_code in (403, 404)
    assert "You need access" in answer.text
    assert "growth" not in answer.text


def test_a_reader_is_told_that_they_cannot_comment(trust):
    house.share(trust, trust.plan, house.COLIN, "reader")
    page = trust.as_(house.COLIN).get(f"/document/d/{trust.plan}/edit").text
    assert "You can read." in page
    assert "You cannot comment here." in page


def test_a_locked_document_is_read_only_and_says_why(trust):
    lock = {"contentRestrictions": [{"readOnly": True, "reason": "The year is over."}]}
    trust.drive_of(house.ADA, "files.update", lock, fileId=trust.plan)
    page = trust.as_(house.TESS).get(f"/document/d/{trust.plan}/edit").text
    assert "Read only. Locked by Ada Min on 6 October 2025. The year is over." in page
    assert "No one can comment while this document is locked." in page
    assert not [one for one in ("data-write", "<textarea", "<form", "<select", "Press Edit") if one in page.partition("<main")[2]]


def test_what_was_typed_when_the_lock_came_is_refused_and_kept(trust):
    visitor, page = editing(trust, "")
    lock = {"contentRestrictions": [{"readOnly": True}]}
    trust.drive_of(house.ADA, "files.update", lock, fileId=trust.plan)
    answer = visitor.submit(page, "/write", text="I will try talk partners")
    assert answer.status_code == 403
    assert "Read only. Locked by Ada Min on 6 October 2025." in answer.text
    assert "I will try talk partners" in answer.text
    assert trust.paragraphs()[4] == ""


def test_typing_in_one_paragraph_leaves_ranges_chips_and_looks_elsewhere_alone(trust):
    visitor, page = editing(trust, "")
    answer = visitor.submit(page, "/write", text="I will try talk partners 👍")
    assert "Saved." in answer.text
    assert sent(trust) == [
        {"insertText": {"location": {"index": 85, "tabId": "t.0"}, "text": "I will try talk partners 👍"}},
    ]
    assert trust.paragraphs()[4] == "I will try talk partners 👍"
    assert trust.range_text("ggp.driver") == "My main driver"
    assert trust.range_text("ggp.focus") == "My focus\nOne sentence: what, with whom, by when."
    chips = [part for one in trust.document()["tabs"][0]["documentTab"]["body"]["content"] for part in elements(one)]
    assert [name for part in chips for name in ("dropdown", "person", "dateElement") if name in part] == [
        "dropdown",
        "person",
        "dateElement",
    ]


def elements(block):
    return block.get("paragraph", {}).get("elements", ())


def test_only_what_changed_is_sent(trust):
    visitor, page = editing(trust, "One sentence")
    visitor.submit(page, "/write", text="One plain sentence: what, with whom, by when.")
    assert sent(trust) == [{"insertText": {"location": {"index": 49, "tabId": "t.0"}, "text": "plain "}}]
    assert trust.range_text("ggp.focus").endswith("One plain sentence: what, with whom, by when.")


def test_drive_says_who_typed_and_when(trust):
    visitor, page = editing(trust, "This plan")
    visitor.submit(page, "/write", text="This plan is mine.")
    file = trust.drive_of(house.ADA, "files.get", fileId=trust.plan)
    assert file["lastModifyingUser"]["emailAddress"] == house.TESS


def test_around_chips_one_types_in_the_parts_between_them(trust):
    visitor, page = editing(trust, "*Lina")
    _, fields = visitor.form(page, "/write")
    assert fields["text"] == ["", "Lina helps until ", "then. Read the guide."]
    visitor.submit(page, "/write", text=["My colleague ", "Lina helps until ", "then. Read a guide."])
    assert "My colleague *Lina helps until *then. Read a guide." in trust.paragraphs()


def test_a_new_line_begins_a_new_paragraph_and_an_empty_one_can_be_taken_out(trust):
    visitor, page = editing(trust, "This plan")
    visitor.submit(page, "/write", text="This plan is yours.\r\nAll of it.\r\n")
    assert trust.paragraphs()[1:5] == ["This plan is yours.", "All of it.", "", "My focus"]
    page = visitor.get(f"/document/d/{trust.plan}/edit?p={trust.start_of('My focus') - 1}")
    answer = visitor.submit(page, "/write", button="/take-out")
    assert "Saved." in answer.text
    assert trust.paragraphs()[1:4] == ["This plan is yours.", "All of it.", "My focus"]
    assert trust.range_text("ggp.focus").startswith("My focus\n")


def test_an_empty_paragraph_at_the_end_goes_with_the_newline_before_it(trust):
    """DeleteContentRangeRequest: the last newline of a body cannot be deleted."""
    last = trust.document()["tabs"][0]["documentTab"]["body"]["content"][-1]
    trust.edit({"insertText": {"location": {"index": last["startIndex"]}, "text": "The end\n"}})
    before = trust.paragraphs()
    assert before[-2:] == ["The end", ""]
    last = trust.document()["tabs"][0]["documentTab"]["body"]["content"][-1]
    visitor = trust.as_(house.TESS)
    visitor.submit(visitor.get(f"/document/d/{trust.plan}/edit?p={last['startIndex']}"), "/write", button="/take-out")
    assert trust.paragraphs() == before[:-1]


def test_what_docs_does_not_let_go_stays_and_the_page_says_so(trust):
    last = trust.document()["tabs"][0]["documentTab"]["body"]["content"][-1]
    visitor = trust.as_(house.TESS)
    answer = visitor.submit(visitor.get(f"/document/d/{trust.plan}/edit?p={last['startIndex']}"), "/write", button="/take-out")
    assert answer.status_code == 400
    assert "Nothing was changed." in answer.text


def test_choosing_in_a_dropdown_is_one_request(trust):
    visitor = trust.as_(house.TESS)
    answer = visitor.submit(visitor.get(f"/document/d/{trust.plan}/edit"), "/choose", option="dropdownItem.systemness")
    assert '<option value="dropdownItem.systemness" selected>' in answer.text
    [request] = sent(trust)
    assert list(request) == ["updateDropdownProperties"]
    assert trust.range_text("ggp.driver") == "My main driver"


def test_a_choice_that_is_no_option_is_refused(trust):
    visitor = trust.as_(house.TESS)
    answer = visitor.submit(visitor.get(f"/document/d/{trust.plan}/edit"), "/choose", option="dropdownItem.nothing")
    assert answer.status_code == 400
    assert "Nothing was changed." in answer.text


def test_where_the_document_moved_on_elsewhere_the_words_still_go_where_they_belong(trust):
    visitor, page = editing(trust, "This plan")
    trust.edit({"insertText": {"location": {"index": 1}, "text": "News for all\n"}}, who=house.ADA)
    answer = visitor.submit(page, "/write", text="This plan is mine.")
    assert "Saved." in answer.text
    assert trust.paragraphs()[:3] == ["News for all", "My growth plan", "This plan is mine."]


def test_an_empty_paragraph_is_known_by_the_one_before_it(trust):
    visitor, page = editing(trust, "")
    trust.edit({"insertText": {"location": {"index": 1}, "text": "\n\nNews\n"}}, who=house.ADA)
    visitor.submit(page, "/write", text="My answer")
    assert trust.paragraphs()[6:8] == ["One sentence: what, with whom, by when.", "My answer"]


def test_where_that_very_paragraph_was_changed_nothing_is_lost_on_either_side(trust):
    visitor, page = editing(trust, "This plan")
    trust.edit({"insertText": {"location": {"index": 16}, "text": "Dear Tess: "}}, who=house.ADA)
    answer = visitor.submit(page, "/write", text="This plan is mine.")
    assert answer.status_code == 409
    assert "was changed since the page was shown" in answer.text
    assert ">This plan is mine.</textarea>" in answer.text.replace("\n", "")
    assert "Dear Tess: This plan is yours." in answer.text
    assert trust.paragraphs()[1] == "Dear Tess: This plan is yours."


def test_among_paragraphs_that_are_alike_nothing_is_guessed(trust):
    shown = Shown("t.0", 16, "an older revision", "same", "gone")
    trust.edit({"insertText": {"location": {"index": 1}, "text": "same\nother\nsame\n"}})
    assert doc_typing.find(trust.document(), shown) is None
    assert doc_typing.find(trust.document(), Shown("t.9", 1, "", "same", "")) is None


def test_a_change_between_reading_and_writing_is_seen_and_the_reading_done_again(trust):
    """WriteControl.requiredRevisionId: a 400 if the document moved on."""

    class Hurried(house.Recording):
        """Someone else types right after the first reading."""

        def as_person(self, method, who, params, body=None):
            out = super().as_person(method, who, params, body)
            if method == "docs.documents.get" and len(self.asked) == 1:
                trust.edit({"insertText": {"location": {"index": 1}, "text": "Late news\n"}})
            return out

    person = Person(Hurried(trust.workspace), house.TESS, "Tess")
    revision = trust.document(house.TESS)["revisionId"]
    assert doc_typing.write(person, trust.plan, Shown("t.0", 16, revision, "This plan is yours.", "My growth plan"), "Mine.") == 2
    assert trust.paragraphs()[:3] == ["Late news", "My growth plan", "Mine."]


def test_a_document_that_never_stands_still_is_given_up(trust):
    class Restless(house.Recording):
        def as_person(self, method, who, params, body=None):
            out = super().as_person(method, who, params, body)
            if method == "docs.documents.get":
                trust.edit({"insertText": {"location": {"index": 1}, "text": "x"}})
            return out

    person = Person(Restless(trust.workspace), house.TESS, "Tess")
    shown = Shown("t.0", 16, "", "This plan is yours.", "My growth plan")
    with pytest.raises(MovedOn):
        doc_typing.write(person, trust.plan, shown, "Mine.")


def test_a_refusal_of_another_kind_is_not_tried_again(trust):
    class Refusing(house.Recording):
        def as_person(self, method, who, params, body=None):
            if method == "docs.documents.batchUpdate":
                self.asked.append((method, who, body))
                raise BadRequest("No.")
            return super().as_person(method, who, params, body)

    dispatcher = Refusing(trust.workspace)
    shown = Shown("t.0", 16, "", "This plan is yours.", "My growth plan")
    with pytest.raises(BadRequest):
        doc_typing.write(Person(dispatcher, house.TESS, "Tess"), trust.plan, shown, "Mine.")
    assert sum(method == "docs.documents.batchUpdate" for method, _, _ in dispatcher.asked) == 1


def test_typed_chips_are_refused_and_the_words_kept(trust):
    visitor, page = editing(trust, "Main driver")
    answer = visitor.submit(page, "/write", text=["Main driver: ", "", "one part too many"])
    assert answer.status_code == 409
    assert "one part too many" in answer.text
    assert "Main driver: *" in trust.paragraphs()


def test_nothing_typed_is_nothing_sent(trust):
    visitor, page = editing(trust, "This plan")
    before = trust.document()
    visitor.submit(page, "/write")
    assert trust.document() == before


def test_the_page_s_script_is_answered_with_what_changed(trust):
    visitor, page = editing(trust, "This plan")
    where, fields = visitor.form(page, "/write")
    headers = {"Accept": "application/json", "X-CSRFToken": fields.pop("csrf_token")[0]}
    done = visitor.client.post(where, data={**fields, "text": "Mine."}, headers=headers)
    assert done.status_code == 200
    assert ">Mine.</div>" in done.json["html"]
    again = visitor.client.post(where, data={**fields, "text": "Yours."}, headers=headers)
    assert again.status_code == 409
    assert "was changed since" in again.json["problem"]
    assert ">Mine.</div>" in again.json["html"]


def test_google_s_other_addresses_lead_to_the_document(trust):
    visitor = trust.as_(house.TESS)
    for path in ("", "/view", "/preview"):
        assert visitor.get(f"/document/d/{trust.plan}{path}").headers["Location"].startswith(f"/document/d/{trust.plan}/edit?")


def test_soft_line_breaks_live_through_typing(trust):
    trust.edit({"insertText": {"location": {"index": 16}, "text": "Dear all,\v"}})
    visitor, page = editing(trust, "Dear all")
    assert "Dear all,<br data-soft>This plan" in visitor.get(f"/document/d/{trust.plan}/edit").text
    visitor.submit(page, "/write", text="Dear everyone,\vThis plan is yours.")
    assert trust.paragraphs()[1] == "Dear everyone,\vThis plan is yours."


def test_words_in_a_document_are_words_and_never_markup(trust):
    trust.edit({"insertText": {"location": {"index": 16}, "text": "<script>alert(1)</script> "}})
    page = trust.as_(house.TESS).get(f"/document/d/{trust.plan}/edit").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def paragraph(text, bullet=None, **style):
    return {
        "startIndex": 0,
        "endIndex": len(text) + 1,
        "paragraph": {
            "elements": [{"startIndex": 0, "endIndex": len(text) + 1, "textRun": {"content": text + "\n", "textStyle": {}}}],
            "paragraphStyle": {"namedStyleType": "NORMAL_TEXT", **style},
            **({"bullet": bullet} if bullet else {}),
        },
    }


def tab_of(*content, **more):
    return doc_view.doc_tab({"tabProperties": {"tabId": "t.0"}, "documentTab": {"body": {"content": list(content)}, **more}})


def test_lists_nest_and_are_numbered_as_their_levels_say():
    lists = {"kix.a": {"listProperties": {"nestingLevels": [{"glyphType": "DECIMAL"}, {"glyphSymbol": "○"}]}}}
    deep = {"listId": "kix.a", "nestingLevel": 1}
    tab = tab_of(
        paragraph("one", {"listId": "kix.a"}),
        paragraph("one and a half", deep),
        paragraph("also", deep),
        paragraph("two", {"listId": "kix.a"}),
        paragraph("other", {"listId": "kix.b"}),
        lists=lists,
    )
    first, second = tab.blocks
    assert (first.ordered, second.ordered) == (True, False)
    assert [item.paragraph.text for item in first.items] == ["one", "two"]
    [below] = first.items[0].lists
    assert not below.ordered
    assert [item.paragraph.text for item in below.items] == ["one and a half", "also"]


def test_every_tab_is_found_and_the_ones_below_it():
    tabs = [
        {"tabProperties": {"tabId": "a"}, "childTabs": [{"tabProperties": {"tabId": "b"}}]},
        {"tabProperties": {"tabId": "c"}},
    ]
    assert [one["tabProperties"]["tabId"] for one in doc_view.every_tab({"tabs": tabs})] == ["a", "b", "c"]


def test_what_is_no_text_is_named_and_takes_its_indices():
    line = paragraph("ab")
    line["paragraph"]["elements"] = [
        {"startIndex": 0, "endIndex": 3, "equation": {}},
        {"startIndex": 3, "endIndex": 4, "richLink": {"richLinkProperties": {"title": "A file", "uri": "https://x.example"}}},
        {"startIndex": 4, "endIndex": 5, "horizontalRule": {}},
        {"startIndex": 5, "endIndex": 6, "textRun": {"content": "\n", "textStyle": {}}},
    ]
    [one] = tab_of(line).blocks
    assert one.text == "\ufffc" * 5
    assert [(chip.kind, chip.text, chip.size) for chip in one.parts] == [
        ("other", "equation", 3),
        ("link", "A file", 1),
        ("other", "line", 1),
    ]
