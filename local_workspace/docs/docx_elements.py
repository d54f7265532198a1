"""What Word expects and python-docx has no words for: links, numbered paragraphs, rows that are headers."""

# ruff: noqa: SLF001 the library's own way past its words is the element that an object stands for

from __future__ import annotations

import re

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

HEADER_FILL = "ECEFF1"
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """A text without the letters that no XML file can hold."""
    return ILLEGAL.sub("", text)


def enclose(paragraph: Paragraph, runs: list[Run], address: str) -> None:
    """Make the runs, which end their paragraph, one link to an address."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(legal(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    for run in runs:
        link.append(run._r)


def number(paragraph: Paragraph, number_id: int, depth: int) -> None:
    """Make a paragraph an item of a list. number_id: which one; depth: counted from 0."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = depth
    properties.get_or_add_numId().val = number_id


def head(table: Table, count: int) -> None:
    """Make the first rows of a table headers, which come again on every page and are told to who cannot see."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.attrib.clear()
    look.set(qn("w:val"), "0420" if count else "0400")
    look.set(qn("w:firstRow"), "1" if count else "0")
    for row in table.rows[:count]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell in row.cells:
            shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{HEADER_FILL}"/>'
            cell._tc.get_or_add_tcPr().append(parse_xml(shade))
