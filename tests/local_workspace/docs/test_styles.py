"""How text, paragraphs, lists and the page look.

Where a test names no other source: developers.google.com/workspace/docs/api/concepts/rules-behavior#format-text, .../how-tos/lists
and the descriptions of TextStyle, ParagraphStyle, DocumentStyle, NamedStyle and their requests (docs.v1 discovery document).
"""

from __future__ import annotations

import pytest

from tests.local_workspace.docs.documents import at, span

LINK = {"url": "https://example.com"}
BLUE = {"color": {"rgbColor": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}}}
LINKED = {"underline": True, "foregroundColor": BLUE, "link": LINK}
"""complete.json has its links so."""
MISSING = "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"


def restyle(doc, start, end, fields, **style):
    doc.do({"updateTextStyle": {"range": span(start, end), "textStyle": style, "fields": fields}})


def reshape(doc, start, end, fields, **style):
    doc.do({"updateParagraphStyle": {"range": span(start, end), "paragraphStyle": style, "fields": fields}})


def bulleted(doc, start, end, preset="BULLET_DISC_CIRCLE_SQUARE"):
    doc.do({"createParagraphBullets": {"range": span(start, end), "bulletPreset": preset}})


def test_styled_text_is_a_run_of_its_own(doc):
    doc.type("one two three", 1)
    doc.style(5, 8, bold=True, fontSize={"magnitude": 14, "unit": "PT"})
    assert doc.runs == [("one ", {}), ("two", {"bold": True, "fontSize": {"magnitude": 14, "unit": "PT"}}), (" three\n", {})]


def test_the_newline_behind_what_is_styled_is_styled_too(doc):
    """rules-behavior: the range may be extended to include adjacent newlines; measured by extradoc against the live API."""
    doc.type("one\ntwo", 1)
    doc.style(2, 4, italic=True)
    assert doc.runs == [("o", {}), ("ne\n", {"italic": True}), ("two\n", {})]


def test_what_the_paragraph_has_anyway_is_inherited(doc):
    """UpdateTextStyleRequest: "If the value for a particular style matches that of the parent, that style will be set to
    inherit". The parents are the recorded named styles."""
    doc.type("plain\nheading", 1)
    doc.shape(7, 8, namedStyleType="HEADING_1")
    twenty = {"magnitude": 20, "unit": "PT"}
    doc.style(1, 14, bold=False, fontSize=twenty, foregroundColor={"color": {"rgbColor": {"red": 0, "green": 0, "blue": 0}}})
    assert doc.runs == [("plain\n", {"fontSize": twenty}), ("heading\n", {})]


def test_a_field_that_is_named_and_not_given_is_inherited_again(doc):
    doc.type("word", 1)
    doc.style(1, 5, bold=True, italic=True)
    restyle(doc, 1, 5, "bold")
    assert doc.runs == [("word\n", {"italic": True})]
    restyle(doc, 1, 5, "*", underline=True)
    assert doc.runs == [("word\n", {"underline": True})]


def test_names_may_be_in_snake_case_and_reach_inside(doc):
    """The reference writes them so: "text_style.bold", "margin_left"."""
    doc.type("word", 1)
    doc.style(1, 5, weightedFontFamily={"fontFamily": "Lexend"}, fontSize={"magnitude": 12, "unit": "PT"})
    restyle(doc, 1, 5, "font_size.magnitude", fontSize={"magnitude": 13})
    _, style = doc.runs[0]
    assert style == {"weightedFontFamily": {"fontFamily": "Lexend", "weight": 400}, "fontSize": {"magnitude": 13, "unit": "PT"}}


@pytest.mark.parametrize("fields", ["boldd", "textStyle.bold", "bold,size", "fontSize.points"])
def test_a_field_that_is_none_is_refused(doc, fields):
    doc.type("word", 1)
    assert doc.refuses({"updateTextStyle": {"range": span(1, 5), "textStyle": {"bold": True}, "fields": fields}})


@pytest.mark.parametrize(
    "request_body",
    [
        {"updateTextStyle": {"range": span(1, 5), "textStyle": {"bold": True}}},
        {"updateParagraphStyle": {"range": span(1, 5), "paragraphStyle": {"alignment": "END"}, "fields": ""}},
        {"updateDocumentStyle": {"documentStyle": {}}},
        {"updateNamedStyle": {"namedStyle": {"namedStyleType": "TITLE"}}},
    ],
)
def test_at_least_one_field_is_named(doc, request_body):
    """The editors' APIs share this sentence; of Docs it was not seen."""
    doc.type("word", 1)
    assert doc.refuses(request_body).endswith(MISSING)


@pytest.mark.parametrize(
    "family",
    [{"weight": 400}, {"fontFamily": ""}, {"fontFamily": "Arial", "weight": 450}, {"fontFamily": "Arial", "weight": 1000}],
)
def test_a_font_has_a_name_and_a_weight_in_hundreds(doc, family):
    doc.type("word", 1)
    style = {"textStyle": {"weightedFontFamily": family}, "fields": "weightedFontFamily"}
    assert doc.refuses({"updateTextStyle": {"range": span(1, 5), **style}})


def test_a_link_brings_its_look_and_leaves_newlines_alone(doc):
    doc.type("ABC\n123", 1)
    doc.style(1, 8, link=LINK)
    assert doc.runs == [("ABC", LINKED), ("\n", {}), ("123", LINKED), ("\n", {})]


def test_a_look_that_comes_with_the_link_is_kept(doc):
    doc.type("ABC", 1)
    doc.style(1, 4, link=LINK, underline=False, bold=True)
    assert doc.runs[0] == ("ABC", {"link": LINK, "bold": True, "foregroundColor": BLUE})


def test_a_link_is_changed_as_a_whole(doc):
    doc.type("a long link here", 1)
    doc.style(3, 12, link=LINK)
    doc.style(5, 7, link={"url": "https://example.org"})
    assert [(text, style["link"]["url"]) for text, style in doc.runs if style] == [("long link", "https://example.org")]


def test_text_that_loses_its_link_looks_like_what_is_before_it(doc):
    doc.type("bold link", 1)
    doc.style(1, 6, bold=True)
    doc.style(6, 10, link=LINK)
    restyle(doc, 6, 10, "link")
    assert doc.runs[0] == ("bold link", {"bold": True})


def test_a_link_to_a_heading_says_in_which_tab_where_tabs_are_shown(doc):
    """Link: `headingId` in a document of one tab without its tabs' content, `heading` elsewhere."""
    doc.type("Heading\nlink", 1)
    doc.shape(1, 2, namedStyleType="HEADING_1")
    heading = doc.paragraphs[0]["paragraphStyle"]["headingId"]
    doc.style(9, 13, link={"headingId": heading})
    assert doc.runs[1][1]["link"] == {"headingId": heading}
    tab = doc.get(includeTabsContent=True)["tabs"][0]["documentTab"]
    [run, _] = tab["body"]["content"][2]["paragraph"]["elements"]
    assert run["textRun"]["textStyle"]["link"] == {"heading": {"id": heading, "tabId": "t.0"}}


def test_every_paragraph_that_a_range_touches_is_styled_and_no_other(doc):
    doc.type("one\ntwo\nthree\nfour", 1)
    doc.shape(3, 6, alignment="CENTER")
    assert [one["paragraphStyle"].get("alignment") for one in doc.paragraphs] == ["CENTER", "CENTER", None, None]
    doc.shape(5, 9, alignment="END")
    assert [one["paragraphStyle"].get("alignment") for one in doc.paragraphs] == ["CENTER", "END", None, None]


def test_a_table_is_no_reason_to_style_what_is_behind_it(doc):
    doc.do({"insertTable": {"rows": 1, "columns": 1, **at(1)}})
    doc.shape(2, doc.tables[0]["endIndex"], alignment="CENTER")
    assert [one["paragraphStyle"].get("alignment") for one in doc.paragraphs] == [None, "CENTER", None]


def test_headings_titles_and_subtitles_have_an_id(doc):
    """complete.json."""
    doc.type("words", 1)
    for kind in ("TITLE", "SUBTITLE", "HEADING_6"):
        doc.shape(1, 2, namedStyleType=kind)
        assert doc.paragraphs[0]["paragraphStyle"]["headingId"].startswith("h.")
    doc.shape(1, 2, namedStyleType="NORMAL_TEXT")
    assert doc.paragraphs[0]["paragraphStyle"] == {"namedStyleType": "NORMAL_TEXT", "direction": "LEFT_TO_RIGHT"}


def test_a_paragraph_goes_back_to_its_defaults(doc):
    doc.type("words", 1)
    doc.shape(1, 2, namedStyleType="HEADING_1", alignment="CENTER", spaceAbove={"magnitude": 0, "unit": "PT"})
    assert doc.paragraphs[0]["paragraphStyle"]["spaceAbove"] == {"unit": "PT"}
    reshape(doc, 1, 2, "namedStyleType,alignment,spaceAbove,direction")
    assert doc.paragraphs[0]["paragraphStyle"] == {"namedStyleType": "NORMAL_TEXT", "direction": "LEFT_TO_RIGHT"}


@pytest.mark.parametrize(
    ("style", "fields"),
    [
        ({"headingId": "h.mine"}, "headingId"),
        ({"tabStops": []}, "tabStops"),
        ({"namedStyleType": "NAMED_STYLE_TYPE_UNSPECIFIED"}, "namedStyleType"),
    ],
)
def test_what_is_read_only_is_not_set(doc, style, fields):
    doc.type("words", 1)
    assert doc.refuses({"updateParagraphStyle": {"range": span(1, 2), "paragraphStyle": style, "fields": fields}})


def test_no_page_begins_in_a_table(doc):
    doc.do({"insertTable": {"rows": 1, "columns": 1, **at(1)}})
    style = {"paragraphStyle": {"pageBreakBefore": True}, "fields": "pageBreakBefore"}
    assert doc.refuses({"updateParagraphStyle": {"range": span(5, 6), **style}})
    doc.do({"updateParagraphStyle": {"range": span(1, 2), **style}})


def test_leading_tabs_become_levels_and_go(doc):
    """how-tos/lists."""
    doc.type("one\n\ttwo\n\t\tthree\nfour", 1)
    bulleted(doc, 1, 20)
    bullets = [one["bullet"] for one in doc.paragraphs]
    assert doc.lines == ["one", "two", "three", "four"]
    assert [one.get("nestingLevel", 0) for one in bullets] == [0, 1, 2, 0]
    assert len({one["listId"] for one in bullets}) == 1
    indents = [one["paragraphStyle"]["indentStart"]["magnitude"] for one in doc.paragraphs]
    assert indents == [36, 72, 108, 36]


def test_paragraphs_join_the_list_before_them_if_it_is_of_their_preset(doc):
    doc.type("one\ntwo\nthree\nfour", 1)
    bulleted(doc, 1, 2)
    bulleted(doc, 5, 6)
    bulleted(doc, 9, 10, "NUMBERED_DECIMAL_NESTED")
    bulleted(doc, 15, 16)
    ids = [one["bullet"]["listId"] for one in doc.paragraphs]
    assert (ids[0] == ids[1], len(set(ids))) == (True, 3)


def test_a_lists_preset_can_be_changed_and_its_levels_stay(doc):
    """how-tos/lists: "You can also use this method to change bullet styles for existing lists"."""
    doc.type("one\n\ttwo", 1)
    bulleted(doc, 1, 9)
    bulleted(doc, 1, 8, "NUMBERED_DECIMAL_ALPHA_ROMAN")
    bullets = [one["bullet"] for one in doc.paragraphs]
    assert [one.get("nestingLevel", 0) for one in bullets] == [0, 1]
    levels = doc.get()["lists"][bullets[0]["listId"]]["listProperties"]["nestingLevels"]
    assert [one["glyphType"] for one in levels[:3]] == ["DECIMAL", "ALPHA", "ROMAN"]


@pytest.mark.parametrize(
    ("preset", "glyphs"),
    [
        ("BULLET_DISC_CIRCLE_SQUARE", ["●", "○", "■"]),
        ("BULLET_DIAMONDX_ARROW3D_SQUARE", ["❖", "➢", "■"]),
        ("BULLET_ARROW_DIAMOND_DISC", ["➔", "◆", "●"]),
        ("BULLET_STAR_CIRCLE_SQUARE", ["★", "○", "■"]),
        ("BULLET_ARROW3D_CIRCLE_SQUARE", ["➢", "○", "■"]),
        ("BULLET_LEFTTRIANGLE_DIAMOND_DISC", ["◄", "◆", "●"]),
        ("BULLET_DIAMONDX_HOLLOWDIAMOND_SQUARE", ["❖", "◇", "■"]),
        ("BULLET_DIAMOND_CIRCLE_SQUARE", ["◆", "○", "■"]),
        ("NUMBERED_DECIMAL_ALPHA_ROMAN", ["DECIMAL %0.", "ALPHA %1.", "ROMAN %2."]),
        ("NUMBERED_DECIMAL_ALPHA_ROMAN_PARENS", ["DECIMAL %0)", "ALPHA %1)", "ROMAN %2)"]),
        ("NUMBERED_DECIMAL_NESTED", ["DECIMAL %0.", "DECIMAL %0.%1.", "DECIMAL %0.%1.%2."]),
        ("NUMBERED_UPPERALPHA_ALPHA_ROMAN", ["UPPER_ALPHA %0.", "ALPHA %1.", "ROMAN %2."]),
        ("NUMBERED_UPPERROMAN_UPPERALPHA_DECIMAL", ["UPPER_ROMAN %0.", "UPPER_ALPHA %1.", "DECIMAL %2."]),
        ("NUMBERED_ZERODECIMAL_ALPHA_ROMAN", ["ZERO_DECIMAL %0.", "ALPHA %1.", "ROMAN %2."]),
    ],
)
def test_every_preset_has_its_glyphs(doc, preset, glyphs):
    """BulletGlyphPreset and its glyphs' code points in the reference of CreateParagraphBulletsRequest."""
    doc.type("one", 1)
    bulleted(doc, 1, 2, preset)
    [made] = doc.get()["lists"].values()
    levels = made["listProperties"]["nestingLevels"]
    assert len(levels) == 9
    assert [one.get("glyphSymbol") or f"{one['glyphType']} {one['glyphFormat']}" for one in levels[:3]] == glyphs


def test_checkboxes_are_made_and_whether_they_are_ticked_is_nowhere(doc):
    """The discovery document has no field for it."""
    doc.type("one", 1)
    bulleted(doc, 1, 2, "BULLET_CHECKBOX")
    assert set(doc.paragraphs[0]["bullet"]) == {"listId", "textStyle"}
    assert doc.refuses({"createParagraphBullets": {"range": span(1, 2)}})


def test_bullets_go_and_what_was_nested_stays_in(doc):
    """DeleteParagraphBulletsRequest; that a paragraph of the first level has no indent left was measured by extradoc."""
    doc.type("one\n\ttwo", 1)
    bulleted(doc, 1, 9)
    doc.do({"deleteParagraphBullets": {"range": span(1, 8)}})
    first, second = doc.paragraphs
    assert not [one for one in (first, second) if "bullet" in one]
    assert "indentStart" not in first["paragraphStyle"]
    assert second["paragraphStyle"]["indentStart"] == {"magnitude": 36, "unit": "PT"}


def test_a_bullet_is_styled_with_the_whole_of_its_paragraph_alone(doc):
    doc.type("one two\nthree", 1)
    bulleted(doc, 1, 14)
    doc.style(2, 8, bold=True)
    assert [one["bullet"]["textStyle"] for one in doc.paragraphs] == [{}, {}]
    doc.style(1, 8, bold=True)
    assert [one["bullet"]["textStyle"] for one in doc.paragraphs] == [{"bold": True}, {}]


def test_the_page_is_set_member_by_member(doc):
    before = doc.get()["documentStyle"]
    margin = {"magnitude": 56.7, "unit": "PT"}
    style = {"marginLeft": margin, "marginHeader": margin, "documentFormat": {"documentMode": "PAGELESS"}}
    doc.do({"updateDocumentStyle": {"documentStyle": style, "fields": "margin_left,documentFormat,marginHeader"}})
    assert doc.get()["documentStyle"] == {**before, **style}
    assert doc.refuses({"updateDocumentStyle": {"documentStyle": {}, "fields": "defaultHeaderId"}})


def test_a_named_style_changes_for_all_its_paragraphs(doc):
    """UpdateNamedStyleRequest: the members that are named below, or all of a style where none is."""
    new = {"namedStyleType": "HEADING_1", "textStyle": {"bold": True, "fontSize": {"magnitude": 24, "unit": "PT"}}}
    fields = "namedStyleType,textStyle,textStyle.bold"
    doc.do({"updateNamedStyle": {"namedStyle": new, "fields": fields}})
    style = doc.get()["namedStyles"]["styles"][1]
    assert style["textStyle"] == {"bold": True, "fontSize": {"magnitude": 20, "unit": "PT"}}
    doc.type("Heading", 1)
    doc.shape(1, 2, namedStyleType="HEADING_1")
    doc.style(1, 3, bold=True)
    doc.style(3, 5, bold=False)
    assert doc.runs == [("He", {}), ("ad", {"bold": False}), ("ing\n", {})]
    doc.do({"updateNamedStyle": {"namedStyle": {"namedStyleType": "HEADING_1"}, "fields": "named_style_type,text_style"}})
    assert doc.get()["namedStyles"]["styles"][1]["textStyle"] == {}


def test_normal_text_goes_back_to_the_editors_defaults(doc):
    before = doc.get()["namedStyles"]["styles"][0]
    new = {"namedStyleType": "NORMAL_TEXT", "textStyle": {"italic": True}, "paragraphStyle": {"lineSpacing": 150}}
    fields = "namedStyleType,textStyle.italic,paragraphStyle.lineSpacing"
    doc.do({"updateNamedStyle": {"namedStyle": new, "fields": fields}})
    changed = doc.get()["namedStyles"]["styles"][0]
    assert (changed["textStyle"]["italic"], changed["paragraphStyle"]["lineSpacing"]) == (True, 150)
    doc.do({"updateNamedStyle": {"namedStyle": {"namedStyleType": "NORMAL_TEXT"}, "fields": fields}})
    assert doc.get()["namedStyles"]["styles"][0] == before


@pytest.mark.parametrize(
    ("style", "fields"),
    [
        ({"namedStyleType": "TITLE"}, "textStyle"),
        ({"textStyle": {"bold": True}}, "namedStyleType,textStyle.bold"),
        ({"namedStyleType": "TITLE", "paragraphStyle": {"headingId": "h.x"}}, "namedStyleType,paragraphStyle.headingId"),
    ],
)
def test_a_named_style_is_named(doc, style, fields):
    assert doc.refuses({"updateNamedStyle": {"namedStyle": style, "fields": fields}})
