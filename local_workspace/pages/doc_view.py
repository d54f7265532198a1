"""From a document's JSON to the values that a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from local_workspace.core.call import Json
from local_workspace.pages import words
from local_workspace.pages.difference import OBJECT
from local_workspace.pages.doc_values import Block, Cell, Chip, DocTab, Dropdown, Item, List, Paragraph, Row, Run, Table

LEVELS = {"TITLE": 1, **{f"HEADING_{level}": min(level + 1, 6) for level in range(1, 7)}}
DARKEST_GREY, HUE = 0.2, 0.1
MARKS = ("bold", "italic", "underline", "strikethrough")
OTHER = {
    "pageBreak": "page break",
    "columnBreak": "column break",
    "horizontalRule": "line",
    "footnoteReference": "footnote",
    "inlineObjectElement": "picture",
    "autoText": "page number",
    "equation": "equation",
}


def every_tab(document: Json) -> list[Json]:
    """The tabs of a document that was asked for with its tabs' content, each before the ones below it."""

    def walk(tabs: Iterable[Json]) -> Iterator[Json]:
        for tab in tabs:
            yield tab
            yield from walk(tab.get("childTabs", ()))

    return list(walk(document["tabs"]))


def doc_tab(tab: Json) -> DocTab:
    reader = Reader(tab["documentTab"])
    blocks = reader.blocks(tab["documentTab"]["body"]["content"], "")
    properties = tab["tabProperties"]
    return DocTab(properties["tabId"], properties.get("title", ""), blocks, reader.paragraphs)


class Reader:
    """Reads one tab's content from its start to its end, remembering the heading it is under."""

    def __init__(self, tab: Json) -> None:
        self._lists = tab.get("lists", {})
        self._dropdowns = tab.get("dropdownDefinitions", {})
        self._heading = ""
        self.paragraphs: list[Paragraph] = []

    def blocks(self, content: Sequence[Json], cell: str) -> list[Block]:
        """The blocks of a body or of a table's cell. cell: what a cell is called, '' in the body."""
        out: list[Block] = []
        alone = sum("paragraph" in element for element in content) == 1
        for element in content:
            if "table" in element:
                out.append(self._table(element["table"]))
            elif "paragraph" in element:
                self._add(out, element, self._paragraph(element, cell, alone=alone))
        return out

    def _add(self, out: list[Block], element: Json, paragraph: Paragraph) -> None:
        bullet = element["paragraph"].get("bullet")
        if bullet is None:
            out.append(paragraph)
            return
        list_id, level = bullet.get("listId", ""), bullet.get("nestingLevel", 0)
        new = List(list_id, self._is_ordered(list_id, level), level)
        last = out[-1] if out else None
        if not isinstance(last, List) or last.id != list_id:
            out.append(new)
            last = new
        while level > last.level:
            below = last.items[-1].lists
            if not below:
                below.append(new)
            last = below[-1]
        last.items.append(Item(paragraph))

    def _is_ordered(self, list_id: str, level: int) -> bool:
        levels = self._lists.get(list_id, {}).get("listProperties", {}).get("nestingLevels", [])
        glyph = levels[level].get("glyphType", "") if level < len(levels) else ""
        return glyph not in ("", "NONE", "GLYPH_TYPE_UNSPECIFIED")

    def _paragraph(self, element: Json, cell: str, *, alone: bool) -> Paragraph:
        raw = element["paragraph"]
        text = "".join(_letters(part) for part in raw["elements"]).removesuffix("\n")
        style = raw["paragraphStyle"].get("namedStyleType", "NORMAL_TEXT")
        level = LEVELS.get(style, 0)
        if level and text.strip():
            self._heading = text.replace(OBJECT, "").strip()
        out = Paragraph(
            start=element.get("startIndex", 0),
            end=element["endIndex"],
            text=text,
            level=level,
            style=style.lower().replace("_", "-"),
            label=self._label(level, cell, bulleted="bullet" in raw),
            before=self.paragraphs[-1].text if self.paragraphs else "",
            alone=alone,
            bulleted="bullet" in raw,
            align={"CENTER": "centre", "END": "end"}.get(raw["paragraphStyle"].get("alignment", ""), ""),
            parts=tuple(self._parts(raw["elements"])),
        )
        self.paragraphs.append(out)
        return out

    def _label(self, level: int, cell: str, *, bulleted: bool) -> str:
        kind = "Heading" if level else "List item" if bulleted else "Text"
        if cell:
            return f"{kind} in {cell}"
        return f"{kind} under {self._heading}" if self._heading and not level else kind

    def _parts(self, elements: Sequence[Json]) -> Iterator[Run | Dropdown | Chip]:
        said = ""
        for element in elements:
            if "textRun" in element:
                run = _run(element["textRun"])
                said += run.text
                if run.text:
                    yield run
            elif "dropdown" in element:
                yield self._dropdown(element["dropdown"], said)
                said = ""
            else:
                yield _chip(element)

    def _dropdown(self, dropdown: Json, said: str) -> Dropdown:
        """Labelled by the words before it; else by the title that its definition has."""
        properties = dropdown["dropdownProperties"]
        found = self._dropdowns.get(properties.get("dropdownDefinitionId", ""), {}).get("dropdownDefinitionProperties", {})
        return Dropdown(
            id=dropdown["dropdownId"],
            label=said.strip(" \t\v:?") or found.get("title") or self._heading or "Choose",
            chosen=properties.get("selectedOptionId", ""),
            shown=properties.get("displayValue", ""),
            options=tuple((one["optionId"], one["displayValue"]) for one in found.get("options", ())),
        )

    def _table(self, table: Json) -> Table:
        label, columns = self._heading or "Table", [""] * table["columns"]
        rows: list[Row] = []
        for row in table["tableRows"]:
            names = [_plain(cell["content"]) for cell in row["tableCells"]]
            is_header = bool(row.get("tableRowStyle", {}).get("tableHeader"))
            called = [_called(column, names[0] if place else "") for place, column in enumerate(columns)]
            if is_header:
                called, columns = ["the table’s header"] * len(columns), names
            rows.append(Row(is_header, tuple(map(self._cell, row["tableCells"], called))))
        return Table(tuple(rows), label)

    def _cell(self, cell: Json, name: str) -> Cell:
        style = cell.get("tableCellStyle", {})
        return Cell(self.blocks(cell["content"], name), style.get("columnSpan", 1), style.get("rowSpan", 1))


def _called(column: str, row: str) -> str:
    """What a cell is called: ``What I will do, Autumn``."""
    return ", ".join(one for one in (column, row) if one) or "a table"


def _plain(content: Sequence[Json]) -> str:
    parts = (part for element in content for part in element.get("paragraph", {}).get("elements", ()))
    return "".join(_letters(part) for part in parts).replace(OBJECT, "").replace("\n", " ").strip()


def _letters(element: Json) -> str:
    if "textRun" in element:
        return str(element["textRun"]["content"])
    return OBJECT * _size(element)


def _size(element: Json) -> int:
    return int(element["endIndex"]) - int(element.get("startIndex", 0))


def _run(run: Json) -> Run:
    style = run.get("textStyle", {})
    marks = tuple(mark for mark in MARKS if style.get(mark) and not (mark == "underline" and "link" in style))
    if _is_grey(style.get("foregroundColor", {})):
        marks = (*marks, "soft")
    return Run(run["content"].removesuffix("\n"), marks, style.get("link", {}).get("url", ""))


def _is_grey(colour: Json) -> bool:
    """Written in grey; the pages show every grey as one that can be read."""
    parts = colour.get("color", {}).get("rgbColor", {})
    shades = [float(parts.get(name, 0)) for name in ("red", "green", "blue")]
    return min(shades) >= DARKEST_GREY and max(shades) - min(shades) < HUE


def _chip(element: Json) -> Chip:
    size = _size(element)
    if "person" in element:
        properties = element["person"]["personProperties"]
        return Chip("person", properties.get("name") or properties["email"], f"mailto:{properties['email']}", size)
    if "dateElement" in element:
        properties = element["dateElement"]["dateElementProperties"]
        return Chip("date", properties.get("displayText") or words.day(properties.get("timestamp", "")) or "a date", "", size)
    if "richLink" in element:
        properties = element["richLink"]["richLinkProperties"]
        return Chip("link", properties.get("title") or properties["uri"], properties["uri"], size)
    kind = next((name for name in element if name not in ("startIndex", "endIndex")), "element")
    return Chip("other", OTHER.get(kind, kind), "", size)
