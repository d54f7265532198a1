"""A Doc as a Word file, read back with python-docx and as the XML that it is. That Drive exports Docs so is Google's
(developers.google.com/workspace/drive/api/guides/ref-export-formats); what makes a heading, a list, a link and a header row
is Word's (ECMA-376, part 1, on pStyle, numbering, hyperlink and tblHeader). How Google's own files look has no outside witness
here.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from lxml import etree

from local_workspace.core.errors import BadRequest, NotFound
from local_workspace.docs.docx_export import DOCX, as_docx
from tests.local_workspace import pages_trust as house

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@pytest.fixture
def trust():
    made = house.trust()
    yield made
    made.workspace.db.close()


def exported(trust, who=house.TESS, file_id=""):
    return trust.ask(who, "drive.files.export", fileId=file_id or trust.plan, mimeType=DOCX).data


def opened(data):
    return docx.Document(io.BytesIO(data))


def xml(data, part="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return etree.fromstring(packed.read(part))


def lines(document):
    return [one.text for one in document.paragraphs]


def insert(trust, text, before="This plan is yours."):
    """Put a text before the paragraph that begins so; where it stands."""
    start = trust.start_of(before)
    trust.edit({"insertText": {"location": {"index": start}, "text": text}})
    return start


def bulleted(trust, first, last, preset):
    span = {"startIndex": trust.start_of(first), "endIndex": trust.start_of(last) + 1}
    trust.edit({"createParagraphBullets": {"range": span, "bulletPreset": preset}})


def test_every_word_is_in_it_chips_as_what_they_show(trust):
    document = opened(exported(trust))
    assert lines(document) == [
        "My growth plan",
        "This plan is yours.",
        "My focus",
        "One sentence: what, with whom, by when.",
        "",
        "My main driver",
        "Main driver: Choose a driver",
        "Lina ManagerLina helps until 19 December 2025then. Read the guide.",
        "talk partners",
        "every lesson",
        "My year",
        "",
        "",
    ]
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["When", "What I will do"], ["Autumn", ""]]


def test_headings_are_words_own(trust):
    """A title and headings by style, as Word's outline and screen readers find them."""
    start = insert(trust, "Smaller\nSub\n\n")
    for at, style in ((0, "HEADING_6"), (8, "SUBTITLE"), (12, "HEADING_2")):
        span = {"startIndex": start + at, "endIndex": start + at + 1}
        style_it = {"range": span, "paragraphStyle": {"namedStyleType": style}, "fields": "namedStyleType"}
        trust.edit({"updateParagraphStyle": style_it})
    data = exported(trust)
    styled = [(one.text, one.style.name) for one in opened(data).paragraphs if one.style.name not in ("Normal", "List Bullet")]
    assert styled == [
        ("My growth plan", "Title"),
        ("Smaller", "Heading 6"),
        ("Sub", "Subtitle"),
        ("My focus", "Heading 1"),
        ("My main driver", "Heading 1"),
        ("My year", "Heading 1"),
    ]
    ids = [one.get(f"{W}val") for one in xml(data).iter(f"{W}pStyle")]
    assert ids == ["Title", "Heading6", "Subtitle", "Heading1", "Heading1", "ListBullet", "ListBullet", "Heading1"]


def items(data):
    """Every item of a list: its text, its style, its depth, its list."""
    found = []
    for one in opened(data).paragraphs:
        if one.style.name.startswith("List"):
            number = one._p.pPr.numPr
            found.append((one.text, one.style.name, number.ilvl.val, number.numId.val))
    return found


def level(data, number_id, depth):
    """How Word shows a list at a depth: its kind of counting, what stands before an item, and its first number."""
    numbering = xml(data, "word/numbering.xml")
    [number] = [one for one in numbering.iter(f"{W}num") if one.get(f"{W}numId") == str(number_id)]
    wanted = number.find(f"{W}abstractNumId").get(f"{W}val")
    [levels] = [one for one in numbering.iter(f"{W}abstractNum") if one.get(f"{W}abstractNumId") == wanted]
    [found] = [one for one in levels.iter(f"{W}lvl") if one.get(f"{W}ilvl") == str(depth)]
    return tuple(found.find(f"{W}{name}").get(f"{W}val") for name in ("numFmt", "lvlText", "start"))


def test_lists_are_words_own_nested_and_each_begins_at_its_own_first_number(trust):
    insert(trust, "one\n\ttwo\n\t\tthree\nfour\nBetween\nanew\nBetween too\n")
    bulleted(trust, "one", "four", "NUMBERED_DECIMAL_ALPHA_ROMAN")
    bulleted(trust, "anew", "anew", "NUMBERED_DECIMAL_ALPHA_ROMAN")
    data = exported(trust)
    found = items(data)
    first, second, third = (found[at][3] for at in (0, 4, 5))
    assert len({first, second, third}) == 3
    assert found == [
        ("one", "List Number", 0, first),
        ("two", "List Number 2", 1, first),
        ("three", "List Number 3", 2, first),
        ("four", "List Number", 0, first),
        ("anew", "List Number", 0, second),
        ("talk partners", "List Bullet", 0, third),
        ("every lesson", "List Bullet", 0, third),
    ]
    assert [level(data, first, depth) for depth in (0, 1, 2)] == [
        ("decimal", "%1.", "1"),
        ("lowerLetter", "%2.", "1"),
        ("lowerRoman", "%3.", "1"),
    ]
    assert level(data, second, 0) == ("decimal", "%1.", "1")
    assert level(data, third, 0)[:2] == ("bullet", "●")


def test_numberings_stand_in_the_order_that_word_asks_for(trust):
    """ECMA-376, part 1, on numbering: every abstractNum before the first num, or Word calls the file broken."""
    bulleted(trust, "My focus", "One sentence", "NUMBERED_DECIMAL_NESTED")
    names = [etree.QName(one).localname for one in xml(exported(trust), "word/numbering.xml")]
    assert names == sorted(names)
    assert set(names) == {"abstractNum", "num"}


def test_a_box_to_tick_is_a_box(trust):
    bulleted(trust, "This plan", "This plan", "BULLET_CHECKBOX")
    data = exported(trust)
    assert level(data, items(data)[0][3], 0)[:2] == ("bullet", "☐")


def test_letters_keep_their_look(trust):
    start = insert(trust, "bold italic under strike plain. ")
    for word, mark in (("bold", "bold"), ("italic", "italic"), ("under", "underline"), ("strike", "strikethrough")):
        at = start + "bold italic under strike".index(word)
        span = {"startIndex": at, "endIndex": at + len(word)}
        trust.edit({"updateTextStyle": {"range": span, "textStyle": {mark: True}, "fields": mark}})
    data = exported(trust)
    [paragraph] = [one for one in opened(data).paragraphs if "strike" in one.text]
    looks = {run.text: (run.bold, run.italic, run.underline, run.font.strike) for run in paragraph.runs if run.text.strip()}
    assert looks == {
        "bold": (True, None, None, None),
        "italic": (None, True, None, None),
        "under": (None, None, True, None),
        "strike": (None, None, None, True),
        " plain. This plan is yours.": (None, None, None, None),
    }
    assert len(list(xml(data).iter(f"{W}strike"))) == 1


def test_links_are_real_links_and_a_person_s_leads_to_their_address(trust):
    data = exported(trust)
    [line] = [one for one in opened(data).paragraphs if "Read" in one.text]
    found = [(one.text, one.address) for one in line.hyperlinks]
    assert found == [("Lina Manager", f"mailto:{house.LINA}"), ("the guide", "https://example.org/guide")]
    links = list(xml(data).iter(f"{W}hyperlink"))
    targets = {one.get("Id"): one for one in xml(data, "word/_rels/document.xml.rels")}
    assert [targets[one.get(f"{R}id")].get("Target") for one in links] == [address for _, address in found]
    assert {targets[one.get(f"{R}id")].get("TargetMode") for one in links} == {"External"}
    assert {one.get(f"{W}val") for link in links for one in link.iter(f"{W}rStyle")} == {"Hyperlink"}


def test_a_link_with_a_bold_word_is_one_link(trust):
    start = insert(trust, "see this page. ")
    link = {"range": {"startIndex": start, "endIndex": start + 13}, "textStyle": {"link": {"url": "https://example.org/ä?a=1&b"}}}
    bold = {"range": {"startIndex": start + 4, "endIndex": start + 8}, "textStyle": {"bold": True}, "fields": "bold"}
    trust.edit({"updateTextStyle": {**link, "fields": "link"}}, {"updateTextStyle": bold})
    [line] = [one for one in opened(exported(trust)).paragraphs if one.text.startswith("see")]
    [found] = line.hyperlinks
    assert (found.text, found.address) == ("see this page", "https://example.org/ä?a=1&b")
    assert [run.bold for run in found.runs] == [None, True, None]


def test_header_rows_are_marked_as_such(trust):
    data = exported(trust)
    [table] = opened(data).tables
    assert table.style.name == "Table Grid"
    rows = list(xml(data).iter(f"{W}tr"))
    assert [one.find(f"{W}trPr/{W}tblHeader") is not None for one in rows] == [True, False]
    assert [run.bold for run in table.rows[0].cells[0].paragraphs[0].runs] == [True]
    assert xml(data).find(f".//{W}tblLook").get(f"{W}firstRow") == "1"


def test_a_table_without_headers_has_none(trust):
    table = next(one for one in trust.document()["tabs"][0]["documentTab"]["body"]["content"] if "table" in one)
    trust.edit({"pinTableHeaderRows": {"tableStartLocation": {"index": table["startIndex"]}, "pinnedHeaderRowsCount": 0}})
    root = xml(exported(trust))
    assert list(root.iter(f"{W}tblHeader")) == []
    assert list(root.iter(f"{W}shd")) == []
    assert root.find(f".//{W}tblLook").get(f"{W}firstRow") == "0"


def test_it_says_its_name_its_language_and_when_it_was_last_changed_and_nobody_else_s_name(trust):
    trust.workspace.clock.now = lambda: datetime(2025, 11, 3, 9, 30, 15, tzinfo=UTC)
    insert(trust, "More. ")
    data = exported(trust)
    about = opened(data).core_properties
    assert (about.title, about.language) == ("My plan", "en-GB")
    assert about.created == about.modified == datetime(2025, 11, 3, 9, 30, 15, tzinfo=UTC)
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert {one.get(f"{W}val") for one in xml(data, "word/styles.xml").iter(f"{W}lang")} == {"en-GB"}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert not [one for one in packed.namelist() if "thumbnail" in one]


def test_the_same_document_gives_the_same_bytes(trust):
    first = exported(trust)
    later = trust.workspace.clock.now().replace(year=2030)
    trust.workspace.clock.now = lambda: later
    assert exported(trust) == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    insert(trust, "More. ")
    assert exported(trust) != first


def test_letters_of_every_kind_are_there(trust):
    insert(trust, "Łucja Ślązak, Siân Ó Briain, Nguyễn 🌱 👩‍🏫, “ ” – & < >. ")
    data = exported(trust)
    wanted = "Łucja Ślązak, Siân Ó Briain, Nguyễn 🌱 👩‍🏫, “ ” – & < >. This plan is yours."
    assert wanted in lines(opened(data))
    assert wanted in "".join(xml(data).itertext())


def test_what_no_xml_can_hold_is_left_out(trust):
    insert(trust, "a\ufffeb. ")
    trust.drive_of(house.ADA, "files.update", {"name": "Plan \ufffe" + "n" * 300}, fileId=trust.plan)
    document = opened(exported(trust))
    assert "ab. This plan is yours." in lines(document)
    assert document.core_properties.title == "Plan " + "n" * 250


def test_a_line_that_ends_inside_a_paragraph_ends_there(trust):
    insert(trust, "first\vsecond\tthird ")
    data = exported(trust)
    assert "first\nsecond\tthird This plan is yours." in lines(opened(data))
    assert len(list(xml(data).iter(f"{W}br"))) == 1


def test_an_empty_doc_is_an_empty_file_that_opens(trust):
    body = {"name": "Nothing yet", "mimeType": house.DOC, "parents": [trust.folder]}
    made = trust.drive_of(house.ADA, "files.create", body)["id"]
    document = opened(exported(trust, file_id=made))
    assert lines(document) == [""]
    assert document.tables == []
    assert document.core_properties.title == "Nothing yet"


def said(text):
    elements = [{"textRun": {"content": f"{text}\n", "textStyle": {}}}]
    return {"paragraph": {"elements": elements, "paragraphStyle": {"namedStyleType": "NORMAL_TEXT"}}}


def tabled(*cells):
    return {"table": {"tableRows": [{"tableCells": [{"content": list(one)} for one in cells]}]}}


def tab_with(*content):
    return {"documentTab": {"body": {"content": list(content)}, "lists": {}}}


def test_a_table_in_a_cell_leaves_no_empty_line_behind():
    inner = tabled([said("inside")])
    data = as_docx("Plan", [tab_with(tabled([said("before"), inner, said("after")], []), said("end"))], datetime.now(UTC))
    document = opened(data)
    cell, empty = document.tables[0].rows[0].cells
    assert [one.text for one in cell.paragraphs] == ["before", "after"]
    assert cell.tables[0].rows[0].cells[0].text == "inside"
    assert [one.text for one in empty.paragraphs] == [""]
    assert lines(document) == ["end"]


def test_each_tab_begins_on_a_page_of_its_own():
    data = as_docx("Plan", [tab_with(said("one")), tab_with(said("two"))], datetime.now(UTC))
    assert [one.strip() for one in lines(opened(data))] == ["one", "", "two"]
    assert [one.get(f"{W}type") for one in xml(data).iter(f"{W}br")] == ["page"]


def test_whoever_may_read_may_export_and_nobody_else(trust):
    assert exported(trust, house.LINA).startswith(b"PK")
    with pytest.raises(NotFound):
        exported(trust, house.COLIN)


def test_a_sheet_is_no_word_file(trust):
    with pytest.raises(BadRequest, match="The requested conversion is not supported"):
        exported(trust, house.ADA, trust.sheet)


def test_drive_names_the_format_and_the_page_offers_it(trust):
    assert DOCX in trust.drive_of(house.TESS, "files.get", fileId=trust.plan)["exportLinks"]
    visitor = trust.as_(house.TESS)
    assert "Download as Word document" in visitor.get(f"/file/d/{trust.plan}/view").text
    answer = visitor.get(f"/file/d/{trust.plan}/content?to={DOCX}")
    assert answer.mimetype == DOCX
    assert 'filename="My plan.docx"' in answer.headers["Content-Disposition"]
