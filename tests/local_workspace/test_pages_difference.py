"""The difference between a paragraph and what was typed, tried on the Local Workspace's own Docs.

What Docs refuses and strips is from the discovery document (InsertTextRequest, DeleteContentRangeRequest); that words
put at the end of a range stay outside it, from developers.google.com/workspace/docs/api/how-tos/named-ranges.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_workspace.docs.context import Context
from local_workspace.docs.model import CHIP, END, SECTION, TEXT, Document, Tab, Unit, text_units
from local_workspace.docs.requests import perform
from local_workspace.pages import difference
from local_workspace.pages.difference import OBJECT, ChipsTyped, Paragraph, cleaned, requests, units

PLAIN = {"style": {"namedStyleType": "NORMAL_TEXT"}}
BEFORE, AFTER = "Before", "After"
HERE = Paragraph("t.0", "", 1 + len(BEFORE) + 1)
LETTERS = st.sampled_from([*"ab c.\n", "é", "e\u0301", "👍", "👍🏽", "👩‍🔬", "🇬🇧", "’", "汉"])
WORDS = st.lists(LETTERS, max_size=12).map("".join)


def document(text):
    """A paragraph, the one that is typed in (with chips for OBJECTs), and another paragraph."""
    body = [Unit(SECTION, {})]
    for line in (BEFORE, text, AFTER):
        for place, piece in enumerate(line.split(OBJECT)):
            body += [Unit(CHIP, {"person": {"personId": f"kix.{place}"}})] if place else []
            body += text_units(piece, {})
        body.append(Unit(END, PLAIN))
    return Document([Tab("t.0", "Tab 1", {"": body})])


def text_of(made):
    letters = {END: "\n", CHIP: OBJECT, SECTION: ""}
    return "".join(unit.value if unit.kind == TEXT else letters.get(unit.kind, "") for unit in made.tabs[0].body)


def typed_into(text, new, **more):
    made = document(text)
    sent = requests(Paragraph(HERE.tab_id, HERE.segment_id, HERE.start, **more), text, new)
    perform(Context(made, lambda prefix, length: prefix + "x" * length), sent)
    return made, sent


def sizes(sent):
    """How much is put in and how much is taken out."""
    put = sum(units(one["insertText"]["text"]) for one in sent if "insertText" in one)
    spans = [one["deleteContentRange"]["range"] for one in sent if "deleteContentRange" in one]
    return put, sum(span["endIndex"] - span["startIndex"] for span in spans)


@given(st.lists(WORDS.map(lambda text: text.replace("\n", "")), min_size=1, max_size=4), st.data())
def test_whatever_is_typed_is_what_the_document_then_says(pieces, data):
    was = OBJECT.join(pieces)
    new = OBJECT.join(data.draw(st.lists(WORDS, min_size=len(pieces), max_size=len(pieces))))
    made, _ = typed_into(was, new)
    assert text_of(made) == f"{BEFORE}\n{new}\n{AFTER}\n"
    chips = [unit.value["person"]["personId"] for unit in made.tabs[0].body if unit.kind == CHIP]
    assert chips == [f"kix.{place}" for place in range(1, len(pieces))]


@given(WORDS, WORDS, WORDS)
def test_words_put_into_the_middle_are_all_that_is_sent(before, put, after):
    was, new = (before + " " + after).replace("\n", ""), (before + " " + put + after).replace("\n", "")
    _, sent = typed_into(was, new)
    put_in, taken_out = sizes(sent)
    assert put_in - taken_out == units(new) - units(was)
    assert put_in <= 2 * units(put) + 8  # a character that joins the one before it is sent with it


def test_a_word_changed_far_apart_from_another_leaves_what_is_between_alone():
    was = "I will try talk partners " + "every single day " * 50 + "in my class"
    new = was.replace("try", "use").replace("my class", "Year 4")
    _, sent = typed_into(was, new)
    put_in, taken_out = sizes(sent)
    assert max(put_in, taken_out) <= len("use" + "Year 4" + "my class")


def test_indices_are_utf_16_code_units():
    assert requests(HERE, "👍 good", "👍 very good") == [
        {"insertText": {"location": {"index": HERE.start + 3, "tabId": "t.0"}, "text": "very "}}
    ]


def test_a_joined_emoji_is_never_cut_in_two():
    sent = requests(HERE, "👩‍🔬", "👩‍🎨")
    assert [one["insertText"]["text"] for one in sent if "insertText" in one] == ["👩‍🎨"]


def test_new_words_are_put_in_before_the_old_ones_go_so_that_they_take_their_looks():
    bold = {"bold": True}
    made = document("")
    made.tabs[0].body[HERE.start : HERE.start] = text_units("old", bold)
    perform(Context(made, lambda prefix, length: prefix), requests(HERE, "old", "new"))
    assert [unit for unit in made.tabs[0].body if unit.style == bold] == text_units("new", bold)


def test_a_chip_is_never_written_or_lost_by_typing():
    for new in ("Driver: ", f"Driver: {OBJECT}{OBJECT}"):
        with pytest.raises(ChipsTyped):
            requests(HERE, f"Driver: {OBJECT}", new)


def test_enter_behind_a_heading_goes_on_in_ordinary_text():
    _, sent = typed_into("My focus", "My focus\n", heading=True)
    assert [list(one) for one in sent] == [["insertText"], ["updateParagraphStyle"]]
    new = sent[1]["updateParagraphStyle"]["range"]
    assert (new["startIndex"], new["endIndex"]) == (HERE.start + 9, HERE.start + 10)


def test_enter_in_an_empty_list_item_ends_the_list():
    _, sent = typed_into("", "\n", bulleted=True)
    assert [list(one) for one in sent] == [["deleteParagraphBullets"]]


def test_nothing_is_sent_for_nothing():
    assert requests(HERE, "as it was", "as it was") == []


def test_a_segment_is_named_where_it_is_not_the_body():
    [one] = requests(Paragraph("t.1", "kix.head", 0), "", "x")
    assert one["insertText"]["location"] == {"index": 0, "tabId": "t.1", "segmentId": "kix.head"}


def test_what_docs_would_strip_is_not_sent():
    assert cleaned("a\r\nb\rc\u0000\ue000\ud83dd\ve\t") == "a\nb\ncd\ve\t"


def test_a_text_too_large_to_compare_word_by_word_is_sent_as_one_change(monkeypatch):
    monkeypatch.setattr(difference, "LARGEST", 3)
    made, sent = typed_into("one two three", "two one four")
    assert len(sent) == 2
    assert "two one four" in text_of(made)
