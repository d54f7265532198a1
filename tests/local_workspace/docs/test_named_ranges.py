"""Named ranges: developers.google.com/workspace/docs/api/how-tos/named-ranges and the reference of their requests (docs.v1
discovery document). What an edit does to a range that it touches from outside has no witness but "content inserted inside a
named range generally expands that range" (NamedRange)."""

from __future__ import annotations

import pytest

from tests.local_workspace.docs.documents import at, span


@pytest.fixture
def named(doc):
    """`before words behind`, with `words` named."""
    doc.type("before words behind", 1)
    doc.name("w", 8, 13)
    return doc


def test_a_name_is_kept_with_its_range_and_its_id(doc):
    doc.type("words", 1)
    one, two = doc.name("w", 1, 3), doc.name("w", 3, 6)
    assert one != two
    assert doc.get()["namedRanges"] == {
        "w": {
            "name": "w",
            "namedRanges": [
                {"namedRangeId": one, "name": "w", "ranges": [{"startIndex": 1, "endIndex": 3, "tabId": "t.0"}]},
                {"namedRangeId": two, "name": "w", "ranges": [{"startIndex": 3, "endIndex": 6, "tabId": "t.0"}]},
            ],
        }
    }


@pytest.mark.parametrize(
    ("edit", "extent"),
    [
        ({"insertText": {"text": "++", **at(1)}}, (10, 15)),
        ({"insertText": {"text": "++", **at(8)}}, (10, 15)),
        ({"insertText": {"text": "++", **at(10)}}, (8, 15)),
        ({"insertText": {"text": "++", **at(13)}}, (8, 13)),
        ({"insertText": {"text": "+\n+", **at(10)}}, (8, 16)),
        ({"deleteContentRange": {"range": span(1, 3)}}, (6, 11)),
        ({"deleteContentRange": {"range": span(6, 10)}}, (6, 9)),
        ({"deleteContentRange": {"range": span(9, 11)}}, (8, 11)),
        ({"deleteContentRange": {"range": span(11, 15)}}, (8, 11)),
        ({"deleteContentRange": {"range": span(13, 15)}}, (8, 13)),
        ({"insertTable": {"rows": 1, "columns": 1, **at(10)}}, (8, 19)),
    ],
)
def test_a_range_moves_and_grows_with_its_content(named, edit, extent):
    named.do(edit)
    assert named.ranges() == {"w": [extent]}


def test_a_range_goes_with_its_content(named):
    named.delete(8, 13)
    assert named.ranges() == {}


@pytest.mark.parametrize("length", [0, 257])
def test_a_name_has_up_to_256_code_units(doc, length):
    doc.type("words", 1)
    assert doc.name("😀" * 128, 1, 2)
    assert doc.refuses({"createNamedRange": {"name": "x" * length, "range": span(1, 2)}})


def test_a_range_lies_in_its_segment(doc):
    doc.type("words", 1)
    said = doc.refuses({"createNamedRange": {"name": "w", "range": span(3, 90)}})
    assert said.endswith("must be less than the end index of the referenced segment, 7.")
    assert doc.name("all", 1, 7)


def test_by_name_all_go_and_by_id_one_and_the_words_stay(doc):
    doc.type("one two three", 1)
    doc.name("w", 1, 4)
    middle = doc.name("w", 5, 8)
    doc.name("w", 9, 14)
    doc.do({"deleteNamedRange": {"namedRangeId": middle}})
    assert doc.ranges() == {"w": [(1, 4), (9, 14)]}
    doc.do({"deleteNamedRange": {"name": "w"}})
    assert (doc.ranges(), doc.text) == ({}, "one two three\n")


def test_a_range_is_deleted_by_id_or_by_name(doc):
    """github.com/zotero/zotero-google-docs-integration/issues/66."""
    assert doc.refuses({"deleteNamedRange": {}}).endswith("ID or name for named range must be set")
    both = doc.refuses({"deleteNamedRange": {"namedRangeId": "kix.a", "name": "w"}})
    assert both.endswith("oneof field 'named_range_reference' is already set. Cannot set 'name'")
    assert doc.refuses({"deleteNamedRange": {"namedRangeId": "kix.none"}})


def test_every_range_of_a_name_gets_the_new_words_and_stays_around_them(doc):
    doc.type("one two three two", 1)
    first, second = doc.name("two", 5, 8), doc.name("two", 15, 18)
    doc.do({"replaceNamedRangeContent": {"namedRangeName": "two", "text": "zwei 🌱"}})
    assert doc.text == "one zwei 🌱 three zwei 🌱\n"
    assert doc.ranges() == {"two": [(19, 26), (5, 12)]}
    doc.do({"replaceNamedRangeContent": {"namedRangeId": first, "text": "2"}})
    doc.do({"replaceNamedRangeContent": {"namedRangeId": second, "text": ""}})
    assert (doc.text, doc.ranges()) == ("one 2 three \n", {"two": [(5, 6)]})


def test_a_name_that_no_range_has_asks_for_nothing_but_an_id_is_refused(doc):
    assert doc.do({"replaceNamedRangeContent": {"namedRangeName": "none", "text": "x"}}) == [{}]
    assert doc.refuses({"replaceNamedRangeContent": {"namedRangeId": "kix.none", "text": "x"}})


def test_what_would_break_the_structure_is_not_replaced(doc):
    """ReplaceNamedRangeContentRequest: "a 400 bad request error is returned"."""
    doc.do({"insertText": {"text": "a", **at(1)}}, {"insertTable": {"rows": 1, "columns": 2, **at(2)}})
    doc.name("over the edge", 1, 5)
    doc.name("to the end", doc.content[-1]["startIndex"], doc.content[-1]["endIndex"])
    for name in ("over the edge", "to the end"):
        assert doc.refuses({"replaceNamedRangeContent": {"namedRangeName": name, "text": "x"}})


def test_ranges_of_one_name_over_the_same_words_are_replaced_once(doc):
    """No outside witness: only that nothing breaks."""
    doc.type("words", 1)
    doc.name("w", 1, 6)
    doc.name("w", 1, 6)
    doc.do({"replaceNamedRangeContent": {"namedRangeName": "w", "text": "new"}})
    assert (doc.text, doc.ranges()) == ("new\n", {"w": [(1, 4)]})
