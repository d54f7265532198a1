"""A document as a Word file (developers.google.com/workspace/drive/api/guides/ref-export-formats): its words, headings, lists,
tables and links by Word's own names for them, in a look of our own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from local_workspace.docs.blocks import Block, Paragraph, Run, Table, blocks
from local_workspace.docs.docx_elements import enclose, head, legal
from local_workspace.docs.docx_lists import Lists, style_of
from local_workspace.docs.model import Json

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGE, FONT = "en-GB", "Arial"
LONGEST_TITLE = 255
LINK, LINK_COLOUR = "Hyperlink", RGBColor(0x11, 0x55, 0xCC)


def as_docx(title: str, tabs: Sequence[Json], made: datetime) -> bytes:
    """The file's bytes; the same for the same document.

    tabs: as documents.get gives them with their content. made: what the file says of when it was made and last changed.
    """
    out = docx.Document()
    _dress(out)
    _describe(out, title, made.astimezone(UTC))
    for place, tab in enumerate(tabs):
        if place:
            out.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        content = tab["documentTab"]
        _Writer(out, Lists(out, content.get("lists", {}))).write(blocks(content))
    data = io.BytesIO()
    out.save(data)
    return _undated(data.getvalue())


def _dress(out: Document) -> None:
    """A4, in English, with a look for links; without the picture of an empty page that the library's template carries."""
    out.sections[0].page_width, out.sections[0].page_height = Mm(210), Mm(297)
    for one in out.styles.element.xpath("./w:docDefaults//w:lang"):
        one.set(qn("w:val"), LANGUAGE)
    out.styles["Normal"].font.name = FONT
    link = out.styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb, link.font.underline = LINK_COLOUR, True
    package = out.part.package
    for name in [name for name, one in package.rels.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del package.rels[name]


def _describe(out: Document, title: str, made: datetime) -> None:
    about = out.core_properties
    about.title, about.language = legal(title)[:LONGEST_TITLE], LANGUAGE
    about.created = about.modified = made
    about.author = about.last_modified_by = about.comments = ""


class _Writer:
    """Writes blocks to the end of a document or of a cell."""

    def __init__(self, out: Document | _Cell, lists: Lists) -> None:
        self._out = out
        self._lists = lists
        self._spare: WordParagraph | None = out.paragraphs[0] if isinstance(out, _Cell) else None

    def write(self, content: Sequence[Block], *, bold: bool = False) -> None:
        """bold: of cells that are headers."""
        for block in content:
            if isinstance(block, Table):
                self._table(block)
            else:
                self._paragraph(block, bold=bold)

    def _paragraph(self, block: Paragraph, *, bold: bool) -> None:
        """Word puts an empty paragraph into every cell, and after a table in one: it is filled before another is added."""
        paragraph, self._spare = self._spare or self._out.add_paragraph(), None
        paragraph.style = _style(block)
        if block.nesting is not None:
            self._lists.put(paragraph, block)
        for address, runs in groupby(block.runs, key=lambda run: run.link):
            written = [_run(paragraph, run, bold=bold) for run in runs]
            if address:
                enclose(paragraph, written, address)

    def _table(self, block: Table) -> None:
        table = self._out.add_table(len(block.rows), max(len(row) for row in block.rows))
        table.style = "Table Grid"
        for place, (row, cells) in enumerate(zip(table.rows, block.rows, strict=True)):
            for cell, content in zip(row.cells, cells, strict=False):
                _Writer(cell, self._lists).write(content, bold=place < block.headers)
        head(table, block.headers)
        if isinstance(self._out, _Cell):
            self._spare = self._out.paragraphs[-1]


def _style(block: Paragraph) -> str:
    """The name of Word's style. A heading without words would be an empty line in the outline."""
    if block.level is not None and block.text.strip():
        return f"Heading {block.level}" if block.level else "Title"
    if block.nesting is not None:
        return style_of(block)
    return "Subtitle" if block.style == "SUBTITLE" else "Normal"


def _run(paragraph: WordParagraph, run: Run, *, bold: bool) -> WordRun:
    out = paragraph.add_run(legal(run.text), LINK if run.link else None)
    out.bold = True if bold or "bold" in run.marks else None
    out.italic = True if "italic" in run.marks else None
    out.underline = True if "underline" in run.marks else None
    out.font.strike = True if "strikethrough" in run.marks else None
    return out


def _undated(data: bytes) -> bytes:
    """The same file without the moment at which it was packed."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as packed, ZipFile(out, "w") as anew:
        for name in packed.namelist():
            anew.writestr(ZipInfo(name), packed.read(name), ZIP_DEFLATED)
    return out.getvalue()
