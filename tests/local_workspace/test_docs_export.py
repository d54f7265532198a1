"""A Doc as a PDF, read back with another library. That Drive exports Docs as PDF, and whom it refuses, is Google's
(developers.google.com/workspace/drive/api/guides/ref-export-formats); how Google's pages look has no outside witness here.
"""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from local_workspace.core.errors import Forbidden, NotFound
from local_workspace.docs.blocks import Paragraph, Table, blocks
from tests.local_workspace import pages_trust as house

PDF = "application/pdf"


@pytest.fixture
def trust():
    made = house.trust()
    yield made
    made.workspace.db.close()


def exported(trust, who=house.TESS):
    return trust.ask(who, "drive.files.export", fileId=trust.plan, mimeType=PDF).data


def read(data):
    reader = PdfReader(io.BytesIO(data))
    return reader, "\n".join(page.extract_text() for page in reader.pages)


def test_every_word_is_in_it_chips_as_what_they_show(trust):
    _, text = read(exported(trust))
    flat = " ".join(text.split())
    for line in house.LINES:
        if not line.startswith("Lina"):
            assert line.strip() in flat
    assert "Main driver: Choose a driver" in flat
    assert "Lina Manager" in flat
    assert "When" in flat
    assert "Page 1 of 1" in flat


def test_it_has_its_name_its_headings_and_its_links(trust):
    reader, _ = read(exported(trust))
    assert reader.metadata.title == "My plan"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"

    def titles(entries):
        return [title for one in entries for title in (titles(one) if isinstance(one, list) else [one.title])]

    assert titles(reader.outline) == ["My growth plan", "My focus", "My main driver", "My year"]
    links = [one.get_object()["/A"]["/URI"] for page in reader.pages for one in page.get("/Annots", ())]
    assert "https://example.org/guide" in links


def test_letters_of_our_names_are_there_and_what_the_font_lacks_does_no_harm(trust):
    start = trust.start_of("This plan is yours.")
    trust.edit({"insertText": {"location": {"index": start}, "text": "Łucja Ślązak, Siân Ó Briain, Nguyễn 🌱. "}})
    _, text = read(exported(trust))
    assert "Łucja Ślązak, Siân Ó Briain, Nguyễn" in " ".join(text.split())


def test_the_same_document_gives_the_same_bytes(trust):
    first = exported(trust)
    assert exported(trust) == first
    trust.edit({"insertText": {"location": {"index": trust.start_of("This plan")}, "text": "More. "}})
    assert exported(trust) != first


def test_whoever_may_read_may_export_and_nobody_else(trust):
    assert exported(trust, house.LINA).startswith(b"%PDF-")
    with pytest.raises(NotFound):
        exported(trust, house.COLIN)


def test_only_an_editors_file_is_exported(trust):
    """developers.google.com/workspace/drive/api/guides/handle-errors: fileNotExportable."""
    with pytest.raises(Forbidden, match="Export only supports Docs Editors files"):
        trust.ask(house.TESS, "drive.files.export", fileId=trust.folder, mimeType=PDF)


def test_a_long_document_has_several_pages(trust):
    trust.edit({"insertText": {"location": {"index": trust.start_of("This plan")}, "text": "A line of text.\n" * 80}})
    reader, text = read(exported(trust))
    assert len(reader.pages) > 1
    assert text.count("A line of text.") == 80
    assert f"Page 2 of {len(reader.pages)}" in text


def item(text, nesting):
    runs = [{"textRun": {"content": f"{text}\n", "textStyle": {}}}]
    return {"paragraph": {"elements": runs, "paragraphStyle": {}, "bullet": {"listId": "l", "nestingLevel": nesting}}}


def test_items_are_counted_at_their_own_depth():
    levels = {"nestingLevels": [{"glyphType": "DECIMAL"}, {"glyphType": "ALPHA"}, {"glyphSymbol": "●"}]}
    content = [item("a", 0), item("b", 1), item("c", 1), item("d", 2), item("e", 0), item("f", 1), item("g", 7)]
    found = blocks({"lists": {"l": {"listProperties": levels}}, "body": {"content": content}})
    assert [(one.text, one.nesting, one.number) for one in found] == [
        ("a", 0, 1),
        ("b", 1, 1),
        ("c", 1, 2),
        ("d", 2, 0),
        ("e", 0, 2),
        ("f", 1, 1),
        ("g", 7, 0),
    ]


def test_what_stands_in_a_cell_is_told_line_by_line(trust):
    tab = trust.document()["tabs"][0]["documentTab"]
    [table] = [one for one in blocks(tab) if isinstance(one, Table)]
    assert table.headers == 1
    assert all(isinstance(block, Paragraph) for row in table.rows for cell in row for block in cell)
