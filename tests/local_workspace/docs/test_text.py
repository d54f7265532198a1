"""Text in and out, by index.

Where a test names no other source: developers.google.com/workspace/docs/api/concepts/rules-behavior, .../concepts/structure,
and the reference of InsertTextRequest, DeleteContentRangeRequest and ReplaceAllTextRequest (docs.v1 discovery document).
Wordings of refusals are those that people quoted from the live API; where there is no such witness the test asks only
for a refusal.
"""

from __future__ import annotations

import pytest

from tests.local_workspace.docs.documents import at, span, units

FAMILY = "👨‍👩‍👧"
OUTSIDE = (
    "The insertion index must be inside the bounds of an existing paragraph. You can still create new paragraphs by "
    "inserting newlines."
)
"""github.com/taylorwilsdon/google_workspace_mcp/issues/753 and many others."""
IMPOSSIBLE = "Invalid deletion range. Cannot delete the requested range."
"""github.com/think41/extrasuite/issues/58."""


def test_a_new_document_is_a_section_break_and_an_empty_paragraph(doc):
    """The recording begins with such a section break: no startIndex, endIndex 1."""
    first, second = doc.content
    assert list(first) == ["endIndex", "sectionBreak"]
    assert (second["startIndex"], second["endIndex"], doc.text) == (1, 2, "\n")


def test_an_emoji_takes_two_indices(doc):
    """The recording has 😀 and its newline from 1299 to 1302."""
    doc.type("😀\n", 1)
    assert (doc.paragraphs[0]["start"], doc.paragraphs[0]["end"]) == (1, 4)


@pytest.mark.parametrize(
    ("before", "index", "after"),
    [
        ("a😀b", 3, "a😀!b"),
        ("e\u0301t", 2, "e\u0301!t"),
        (f"a{FAMILY}b", 4, f"a{FAMILY}!b"),
        ("🇬🇧🇫🇷", 2, "🇬🇧!🇫🇷"),
        ("🇬🇧🇫🇷", 5, "🇬🇧!🇫🇷"),
        ("a😀b", 4, "a😀!b"),
        ("a😀b", 2, "a!😀b"),
        ("日本", 2, "日!本"),
    ],
)
def test_text_goes_behind_a_grapheme_cluster_never_into_it(doc, before, index, after):
    doc.type(before, 1)
    doc.type("!", index)
    assert doc.text == after + "\n"


def test_a_newline_makes_a_paragraph_like_the_one_it_is_put_in(doc):
    doc.type("Heading", 1)
    doc.shape(1, 2, namedStyleType="HEADING_2", alignment="CENTER")
    doc.type("\nmore", 4)
    styles = [paragraph["paragraphStyle"] for paragraph in doc.paragraphs]
    assert doc.lines == ["Hea", "moreding"]
    assert [(one["namedStyleType"], one["alignment"]) for one in styles] == [("HEADING_2", "CENTER")] * 2


def test_every_heading_has_an_id_of_its_own(doc):
    """In the recording no two paragraphs share one."""
    doc.type("One", 1)
    doc.shape(1, 2, namedStyleType="HEADING_1")
    first = doc.paragraphs[0]["paragraphStyle"]["headingId"]
    doc.type("\nTwo\nThree", 4)
    doc.type("Zero\n", 1)
    ids = [one["paragraphStyle"]["headingId"] for one in doc.paragraphs]
    assert doc.lines == ["Zero", "One", "Two", "Three"]
    assert len(set(ids)) == 4
    assert ids[1] == first


def test_text_looks_like_what_is_before_it_in_its_paragraph(doc):
    doc.type("plain bold\nnext", 1)
    doc.style(7, 11, bold=True)
    doc.type("er", 11)
    doc.type("!", 14)
    assert [text.strip() for text, style in doc.runs if style == {"bold": True}] == ["bolder"]
    assert doc.lines == ["plain bolder", "!next"]


def test_text_typed_behind_a_link_or_in_it_is_no_part_of_it(doc):
    """Measured by extradoc against the live API (github.com/think41/extrasuite, extradoc/src/extradoc/mock/text_ops.py)."""
    doc.type("a link", 1)
    doc.style(3, 7, link={"url": "https://example.com"})
    doc.type("!", 7)
    doc.type("?", 5)
    assert [(text, "link" in style) for text, style in doc.runs] == [
        ("a ", False),
        ("li", True),
        ("?", False),
        ("nk", True),
        ("!\n", False),
    ]


def test_control_characters_and_private_ones_are_taken_out(doc):
    doc.type("a\u0000\u0008\u000c\u001f\ue000\uf8ffb\tc\vd", 1)
    assert doc.text == "ab\tc\vd\n"


def test_at_the_end_is_before_the_last_newline(doc):
    doc.type("one", 1)
    doc.type(" two")
    assert doc.text == "one two\n"


@pytest.mark.parametrize(
    ("request_body", "said"),
    [
        ({"text": "x", **at(0)}, OUTSIDE),
        ({"text": "x", **at(5)}, "Index 5 must be less than the end index of the referenced segment, 5."),
        ({"text": "x", **at(99)}, "Index 99 must be less than the end index of the referenced segment, 5."),
        ({"text": "x", **at(-1)}, ""),
        ({"text": "x"}, ""),
        ({**at(1)}, "Insert text requests must specify text to insert."),
        ({"text": "x", **at(1, "kix.none")}, "Segment with ID kix.none was not found."),
        ({"text": "x", "location": {"index": 1, "tabId": "t.none"}}, "Cannot apply request to an invalid tab ID"),
    ],
)
def test_text_goes_nowhere_but_into_a_paragraph(doc, request_body, said):
    """Quoted from the live API: .../google_workspace_mcp/issues/753, github.com/obot-platform/obot/issues/1477,
    github.com/PipedreamHQ/pipedream/pull/21959, and extrasuite's client/EXTRADOC_BUGS.md."""
    doc.type("abc", 1)
    assert said in doc.refuses({"insertText": request_body})


def test_a_place_is_given_once(doc):
    """A oneof that is set twice, in the words of Google's front end."""
    said = doc.refuses({"insertText": {"text": "x", **at(1), "endOfSegmentLocation": {}}})
    assert said == (
        "Invalid value at 'requests[0].insert_text' (oneof), oneof field 'insertion_location' is already set. "
        "Cannot set 'endOfSegmentLocation'"
    )


def test_text_cannot_go_where_a_table_starts(doc):
    doc.do({"insertTable": {"rows": 1, "columns": 1, **at(1)}})
    assert doc.refuses({"insertText": {"text": "x", **at(2)}}).endswith(OUTSIDE)


def test_a_refusal_names_the_request_and_nothing_of_the_batch_is_done(doc):
    said = doc.refuses({"insertText": {"text": "fine", **at(1)}}, {"deleteContentRange": {"range": span(40, 41)}})
    assert (
        said == "Invalid requests[1].deleteContentRange: Index 40 must be less than the end index of the referenced segment, 6."
    )


def test_an_empty_request_is_named(doc):
    """github.com/googleapis/google-api-php-client/issues/2104."""
    assert doc.refuses({"insertText": {"text": "x", **at(1)}}, {}) == "Invalid requests[1]: No request set."


def test_deleting_takes_out_what_is_between_two_indices(doc):
    doc.type("one two three", 1)
    doc.delete(4, 8)
    assert doc.text == "one three\n"


def test_paragraphs_that_become_one_look_like_the_first(doc):
    """Measured by extradoc against the live API ("Delete paragraph boundary (merge two paras)")."""
    doc.type("One\nTwo\nThree", 1)
    doc.shape(1, 2, namedStyleType="HEADING_1")
    doc.delete(3, 6)
    assert (doc.lines, doc.paragraphs[0]["paragraphStyle"]["namedStyleType"]) == (["Onwo", "Three"], "HEADING_1")


def test_a_paragraph_that_goes_whole_leaves_the_next_as_it_was(doc):
    """The same comparison ("Delete entire paragraph")."""
    doc.type("One\nTwo", 1)
    doc.shape(1, 2, namedStyleType="HEADING_1")
    doc.delete(1, 5)
    assert (doc.lines, doc.paragraphs[0]["paragraphStyle"]["namedStyleType"]) == (["Two"], "NORMAL_TEXT")


def test_the_last_newline_of_a_segment_stays(doc):
    """.../google_workspace_mcp/issues/753."""
    doc.type("abc", 1)
    said = doc.refuses({"deleteContentRange": {"range": span(1, 5)}})
    assert said.endswith("The range cannot include the newline character at the end of the segment.")


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (2, 2, "The range should not be empty."),
        (3, 2, "The range should not be empty."),
        (5, 6, "Index 5 must be less than the end index of the referenced segment, 5."),
        (2, 9, "must be less than the end index of the referenced segment, 5."),
        (-1, 2, ""),
    ],
)
def test_a_range_has_content_and_lies_in_its_segment(doc, start, end, said):
    doc.type("abc", 1)
    assert said in doc.refuses({"deleteContentRange": {"range": span(start, end)}})


@pytest.mark.parametrize("given", [{}, {"range": {}}, {"range": {"startIndex": 1}}, {"range": {"endIndex": 2}}])
def test_both_ends_of_a_range_are_given(doc, given):
    doc.type("abc", 1)
    assert doc.refuses({"deleteContentRange": given})


@pytest.mark.parametrize(("start", "end"), [(1, 3), (3, 4), (0, 1), (0, 2)])
def test_half_a_character_and_the_first_section_break_stay(doc, start, end):
    doc.type("a😀b", 1)
    assert doc.refuses({"deleteContentRange": {"range": span(start, end)}}).endswith(IMPOSSIBLE)


@pytest.mark.parametrize(
    ("start", "end", "what"),
    [
        (1, 4, "half the table"),
        (3, 5, "its first mark"),
        (4, 6, "a row's and a cell's mark"),
        (6, 8, "all of a cell's content"),
        (9, 10, "a cell's only newline"),
        (7, 8, "a cell's last newline"),
        (6, 10, "from cell to cell"),
        (1, 3, "a paragraph whole, right before a table"),
        (2, 3, "the newline right before a table"),
        (10, 11, "the table's end"),
    ],
)
def test_a_tables_structure_stays(doc, start, end, what):
    """`a\\n`, then a table of one row with `x` and nothing in its cells. The newline before a table stays even where another
    paragraph stands before its own: github.com/think41/extrasuite/issues/58."""
    doc.do({"insertText": {"text": "a", **at(1)}}, {"insertTable": {"rows": 1, "columns": 2, **at(2)}})
    doc.type("x", 6)
    assert [doc.tables[0]["startIndex"], doc.tables[0]["endIndex"]] == [3, 11], what
    assert doc.refuses({"deleteContentRange": {"range": span(start, end)}}).endswith(IMPOSSIBLE)


def test_a_whole_table_and_what_is_in_a_cell_can_go(doc):
    doc.do({"insertTable": {"rows": 1, "columns": 1, **at(1)}})
    doc.type("words", 5)
    doc.delete(6, 9)
    assert doc.cells() == [["ws"]]
    doc.delete(2, doc.tables[0]["endIndex"])
    assert (doc.tables, doc.text) == ([], "\n\n")


def test_replacing_is_done_in_every_paragraph_and_counted(doc):
    """developers.google.com/workspace/docs/api/how-tos/merge: the reply's occurrencesChanged."""
    doc.type("{{name}} and {{NAME}}\n{{name}} 😀 {{name}}", 1)
    criteria = {"text": "{{name}}", "matchCase": True}
    reply = doc.do({"replaceAllText": {"containsText": criteria, "replaceText": "Zoë 🌱"}})
    assert reply == [{"replaceAllText": {"occurrencesChanged": 3}}]
    assert doc.text == "Zoë 🌱 and {{NAME}}\nZoë 🌱 😀 Zoë 🌱\n"
    again = doc.do({"replaceAllText": {"containsText": {"text": "{{name}}"}, "replaceText": ""}})
    assert again == [{"replaceAllText": {"occurrencesChanged": 1}}]
    assert doc.do({"replaceAllText": {"containsText": criteria, "replaceText": "x"}}) == [{"replaceAllText": {}}]


def test_a_character_outside_the_basic_plane_can_be_replaced(doc):
    doc.type("a😀b😀", 1)
    assert doc.do({"replaceAllText": {"containsText": {"text": "😀"}, "replaceText": "!"}})
    assert doc.text == "a!b!\n"


def test_a_replacement_looks_like_what_it_replaces(doc):
    doc.type("plain bold plain", 1)
    doc.style(7, 11, bold=True)
    doc.do({"replaceAllText": {"containsText": {"text": "bold"}, "replaceText": "strong"}})
    assert doc.runs == [("plain ", {}), ("strong", {"bold": True}), (" plain\n", {})]


def test_a_pattern_reaches_over_no_paragraph_and_no_structure(doc):
    r"""`\s` and `[^a]` match newlines; a document is no one text."""
    doc.do({"insertText": {"text": "b b\nb", **at(1)}}, {"insertTable": {"rows": 1, "columns": 1, **at(6)}})
    doc.do({"replaceAllText": {"containsText": {"text": r"[^a]+|\s*", "searchByRegex": True}, "replaceText": "x"}})
    assert (doc.lines, doc.cells()) == (["x", "x", "", ""], [[""]])


def test_a_pattern_that_is_none_or_empty_is_refused(doc):
    assert doc.refuses({"replaceAllText": {"containsText": {"text": "(", "searchByRegex": True}, "replaceText": "x"}})
    assert doc.refuses({"replaceAllText": {"containsText": {}, "replaceText": "x"}})


def test_a_page_break_stands_in_the_body_with_a_newline_behind_it(doc):
    """InsertPageBreakRequest."""
    doc.type("ab", 1)
    doc.do({"insertPageBreak": at(2)})
    assert [list(one)[-1] for one in doc.paragraphs[0]["elements"]] == ["textRun", "pageBreak", "textRun"]
    assert (doc.lines, units(doc.text)) == (["a", "b"], 4)
    doc.do({"insertTable": {"rows": 1, "columns": 1, **at(5)}})
    assert doc.refuses({"insertPageBreak": at(9)})
