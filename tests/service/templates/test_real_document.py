"""A document that the real Google answered: github.com/googleworkspace/google-docs-hast, complete.json (Apache-2.0)."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from service.google import document_reading, document_repairs
from service.google.document_text import tabs_of

RECORDED = Path(__file__).parents[4] / "shared" / "oracles" / "docs" / "complete.json"
pytestmark = [
    pytest.mark.witness,
    pytest.mark.skipif(not RECORDED.exists(), reason=f"the recording of a real Google Doc is not at {RECORDED}"),
]


@pytest.fixture(scope="module")
def document():
    """As documents.get answers with includeTabsContent: the same content, in a tab."""
    content = json.loads(RECORDED.read_text("utf-8"))
    return {"revisionId": "r", "tabs": [{"tabProperties": {"tabId": "t.0"}, "documentTab": content}]}


def test_every_paragraph_is_a_line_in_order_and_its_places_are_googles(document):
    [tab] = tabs_of(document)
    lines = tab.lines
    assert all(earlier.end <= later.start for earlier, later in itertools.pairwise(lines))
    for line in lines:
        assert (line.pieces[0].start, line.pieces[-1].end) == (line.start, line.end)


def test_text_takes_as_many_places_as_google_says(document):
    [tab] = tabs_of(document)
    texts = [piece for line in tab.lines for piece in line.pieces if piece.text.endswith("\n")]
    assert texts
    assert all(len(piece.text.encode("utf-16-le")) // 2 == piece.end - piece.start for piece in texts)


def test_tables_are_rows_of_cells(document):
    [tab] = tabs_of(document)
    rows = {(line.row.start, line.row.end) for line in tab.lines if line.row}
    recorded = [element["table"] for element in document["tabs"][0]["documentTab"]["body"]["content"] if "table" in element]
    assert len(rows) == sum(table["rows"] for table in recorded)


def test_a_document_that_is_not_ours_has_nothing_of_ours(document, templates):
    read = document_reading.read(document, templates["B"])
    assert (read.fields, read.answers, read.choices) == ({}, {}, {})
    assert document_repairs.repairs(document, templates["B"]) == []
