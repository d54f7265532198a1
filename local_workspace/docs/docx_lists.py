"""Docs' lists as Word numbers them: each list has a numbering of its own, so that each begins at its own first number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.text.paragraph import Paragraph

from local_workspace.docs import blocks
from local_workspace.docs.docx_elements import legal, number
from local_workspace.docs.model import Json

COUNTING: Mapping[str, str] = {
    "DECIMAL": "decimal",
    "ZERO_DECIMAL": "decimalZero",
    "UPPER_ALPHA": "upperLetter",
    "ALPHA": "lowerLetter",
    "UPPER_ROMAN": "upperRoman",
    "ROMAN": "lowerRoman",
}
LEVELS, STYLED = 9, 3
"""How deep Word counts, and how deep its list styles go."""
STEP, HANGING = 720, 360
"""In twentieths of a point, as a list of Docs' own is indented: 36 points a level, the bullet 18 points before the text."""


class Lists:
    """The lists of one tab. given: a DocumentTab's lists by id."""

    def __init__(self, out: Document, given: Json) -> None:
        self._numbering = out.part.numbering_part.element
        self._given = given
        self._numbers: dict[str, int] = {}

    def put(self, paragraph: Paragraph, block: blocks.Paragraph) -> None:
        """Make a paragraph the item of a list that its block is."""
        if block.list_id not in self._numbers:
            self._numbers[block.list_id] = self._define(block.list_id)
        number(paragraph, self._numbers[block.list_id], min(block.nesting or 0, LEVELS - 1))

    def _define(self, list_id: str) -> int:
        """A numbering with the nine levels of a list; its id."""
        given = self._given.get(list_id, {}).get("listProperties", {}).get("nestingLevels", [])
        identity = max(map(int, self._numbering.xpath("./w:abstractNum/@w:abstractNumId"))) + 1
        levels = "".join(_level(depth, given[depth] if depth < len(given) else {}) for depth in range(LEVELS))
        definition = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}"><w:nsid w:val="{identity:08X}"/>'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        self._numbering.num_lst[0].addprevious(definition)
        return int(self._numbering.add_num(identity).numId)


def style_of(block: blocks.Paragraph) -> str:
    """The name of Word's style for an item of a list; its styles know three depths."""
    depth = min(block.nesting or 0, STYLED - 1)
    return ("List Number" if block.number else "List Bullet") + (f" {depth + 1}" if depth else "")


def _level(depth: int, given: Json) -> str:
    counting = COUNTING.get(given.get("glyphType", ""), "bullet")
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{given.get("startNumber", 1)}"/><w:numFmt w:val="{counting}"/>'
        f'<w:lvlText w:val={quoteattr(_glyph(depth, given, counted=counting != "bullet"))}/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{STEP * (depth + 1)}" w:hanging="{HANGING}"/></w:pPr></w:lvl>'
    )


def _glyph(depth: int, given: Json, *, counted: bool) -> str:
    """What stands before an item. Docs counts levels from 0 (``%0.``), Word from 1 (``%1.``)."""
    if counted:
        return legal(re.sub(r"%(\d)", lambda found: f"%{int(found[1]) + 1}", given.get("glyphFormat", f"%{depth}.")))
    box = given.get("glyphType") == "GLYPH_TYPE_UNSPECIFIED"
    return legal(given.get("glyphSymbol", "☐" if box else "•"))
