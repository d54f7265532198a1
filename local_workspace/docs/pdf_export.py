"""A document as a PDF (developers.google.com/workspace/drive/api/guides/ref-export-formats): its words, headings, lists,
tables and links in one quiet look of our own, for what Google's pages look like is nobody's to promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files

from fpdf import FPDF
from fpdf.fonts import FontFace, TextStyle

from local_workspace.docs.blocks import Block, Paragraph, Run, Table, blocks
from local_workspace.docs.model import Json

PDF = "application/pdf"
FACES = {"": "Regular", "B": "Bold", "I": "It", "BI": "BoldIt"}
FONT, SIZE, LINE = "Source Sans Pro", 11.0, 1.35
SIZES = {0: 22.0, 1: 17.0, 2: 14.0, 3: 12.5, 4: 11.5, 5: 11.0, 6: 11.0}
LETTERS = {"bold": "B", "italic": "I", "underline": "U", "strikethrough": "S"}
STEP, GAP = 7.0, 2.0
LINK = (17, 85, 204)


class _Page(FPDF):
    """A4, with the page's number below."""

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font(FONT, "", 9)
        self.set_text_color(90)
        self.cell(0, 5, f"Page {self.page_no()} of {{nb}}", align="C")


def as_pdf(title: str, tabs: Sequence[Json], made: datetime) -> bytes:
    """The PDF's bytes; the same for the same document.

    tabs: as documents.get gives them with their content. made: what the PDF says of when it was made. A letter that the font
    lacks is shown as an empty box.
    """
    pdf = _Page(format="A4")
    pdf.set_title(title)
    pdf.set_lang("en-GB")
    pdf.set_creation_date(made)
    for style, face in FACES.items():
        pdf.add_font(FONT, style, str(files("font_source_sans_pro").joinpath(f"files/SourceSansPro-{face}.ttf")))
    pdf.set_margins(22, 20)
    pdf.set_auto_page_break(True, 20)
    pdf.set_font(FONT, "", SIZE)
    pdf.set_section_title_styles(*(_heading(level) for level in SIZES))
    for tab in tabs:
        pdf.add_page()
        _write(pdf, blocks(tab["documentTab"]))
    return bytes(pdf.output())


def _heading(level: int) -> TextStyle:
    return TextStyle(FONT, "B", SIZES[level], t_margin=4.0, b_margin=1.5)


def _write(pdf: FPDF, content: Sequence[Block]) -> None:
    for block in content:
        if isinstance(block, Table):
            _table(pdf, block)
        elif block.level is not None and block.text.strip():
            pdf.set_text_color(0)
            pdf.start_section(block.text.strip(), block.level, strict=False)
        else:
            _paragraph(pdf, block)


def _paragraph(pdf: FPDF, block: Paragraph) -> None:
    if not block.runs:
        pdf.ln(GAP)
        return
    indent = 0.0 if block.nesting is None else STEP * (block.nesting + 1)
    with (
        pdf.text_columns() as column,
        column.paragraph(line_height=LINE, bottom_margin=GAP, indent=indent, bullet_string=_bullet(block)) as out,
    ):
        for run in block.runs:
            _look(pdf, run)
            out.write(run.text, link=run.link or None)
        _look(pdf, Run(""))


def _bullet(block: Paragraph) -> str:
    if block.nesting is None:
        return ""
    return f"{block.number}." if block.number else "•"


def _look(pdf: FPDF, run: Run) -> None:
    marks = "".join(LETTERS[one] for one in sorted(run.marks))
    pdf.set_font(FONT, marks + ("U" if run.link and "U" not in marks else ""), SIZE)
    pdf.set_text_color(*(LINK if run.link else (0, 0, 0)))


def _table(pdf: FPDF, table: Table) -> None:
    _look(pdf, Run(""))
    head = FontFace(emphasis="B", fill_color=(236, 239, 241))
    with pdf.table(
        line_height=SIZE * LINE * 0.3528,
        padding=1.5,
        num_heading_rows=table.headers,
        headings_style=head,
        text_align="LEFT",
        first_row_as_headings=bool(table.headers),
    ) as out:
        for cells in table.rows:
            row = out.row()
            for cell in cells:
                row.cell(_words(cell))
    pdf.ln(GAP)


def _words(cell: Sequence[Block]) -> str:
    """A cell's paragraphs, one on each line; a table in it row by row."""
    lines = []
    for block in cell:
        if isinstance(block, Table):
            lines += [" · ".join(_words(inner) for inner in row) for row in block.rows]
        else:
            lines.append(f"{_bullet(block)} {block.text}".strip())
    return "\n".join(lines).strip()
