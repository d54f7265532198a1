"""The model as Google's JSON (developers.google.com/workspace/docs/api/concepts/structure)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from local_workspace.docs.chip_requests import definition, display_value
from local_workspace.docs.defaults import DOCUMENT_STYLE, NAMED_STYLES
from local_workspace.docs.model import CELL, CHIP, END, ROW, SECTION, TABLE, TABLE_END, Document, Json, Tab, Unit

CELL_STYLE: Json = {
    "rowSpan": 1,
    "columnSpan": 1,
    "backgroundColor": {},
    **{f"padding{side}": {"magnitude": 5, "unit": "PT"} for side in ("Left", "Right", "Top", "Bottom")},
    "contentAlignment": "TOP",
}
SECTION_STYLE: Json = {"columnSeparatorStyle": "NONE", "contentDirection": "LEFT_TO_RIGHT", "sectionType": "CONTINUOUS"}


def document_tab(tab: Tab) -> Json:
    """One tab's content: body, other segments, lists, named ranges, dropdowns, styles."""
    out: Json = {
        "body": {"content": Renderer(tab, "").content()},
        "documentStyle": {**DOCUMENT_STYLE, **tab.document_style},
        "namedStyles": NAMED_STYLES,
    }
    for kind, ids in (("headers", tab.headers), ("footers", tab.footers)):
        if ids:
            out[kind] = {one: {f"{kind[:-1]}Id": one, "content": Renderer(tab, one).content()} for one in ids}
    if tab.lists:
        out["lists"] = tab.lists
    if tab.named_ranges:
        out["namedRanges"] = _named_ranges(tab)
    if tab.dropdowns:
        out["dropdownDefinitions"] = {one: definition(one, properties) for one, properties in tab.dropdowns.items()}
    return out


def _named_ranges(tab: Tab) -> Json:
    grouped: Json = {}
    for one in tab.named_ranges:
        span: Json = {"startIndex": one.start, "endIndex": one.end, "tabId": tab.id}
        if one.segment:
            span["segmentId"] = one.segment
        entry = grouped.setdefault(one.name, {"name": one.name, "namedRanges": []})
        entry["namedRanges"].append({"namedRangeId": one.id, "name": one.name, "ranges": [span]})
    return grouped


def tabs(document: Document) -> list[Json]:
    """Every tab, with its content."""
    return [
        {"tabProperties": {"tabId": tab.id, "title": tab.title, "index": index}, "documentTab": document_tab(tab)}
        for index, tab in enumerate(document.tabs)
    ]


class Renderer:
    """Reads the units of one segment in order and makes structural elements of them."""

    def __init__(self, tab: Tab, segment: str) -> None:
        self._tab = tab
        self._units: Sequence[Unit] = tab.segments[segment]
        self._at = 0

    def content(self) -> list[Json]:
        """Every structural element from here to the end of the cell, or of the segment."""
        out = []
        while self._at < len(self._units) and self._units[self._at].kind not in (CELL, ROW, TABLE_END):
            kind = self._units[self._at].kind
            out.append(self._section() if kind == SECTION else self._table() if kind == TABLE else self._paragraph())
        return out

    def _section(self) -> Json:
        start = self._at
        self._at += 1
        out: Json = {"endIndex": self._at, "sectionBreak": {"sectionStyle": {**SECTION_STYLE, **self._units[start].value}}}
        return {"startIndex": start, **out} if start else out

    def _paragraph(self) -> Json:
        start = self._at
        while self._units[self._at].kind != END:
            self._at += 1
        self._at += 1
        value = self._units[self._at - 1].value
        paragraph: Json = {"elements": self._elements(start, self._at), "paragraphStyle": value["style"]}
        if "bullet" in value:
            paragraph["bullet"] = value["bullet"]
        return {"startIndex": start, "endIndex": self._at, "paragraph": paragraph}

    def _elements(self, start: int, end: int) -> list[Json]:
        """Neighbours of one style are one run; a chip stands by itself."""
        out, at = [], start
        for key, run in groupby(self._units[start:end], key=_run_key):
            units = list(run)
            if key[0] == CHIP:
                for unit in units:
                    out.append({"startIndex": at, "endIndex": at + 1, **self._chip(unit)})
                    at += 1
                continue
            text = "".join("\n" if unit.kind == END else unit.value for unit in units)
            run_json = {"content": text, "textStyle": units[0].style}
            out.append({"startIndex": at, "endIndex": at + len(units), "textRun": run_json})
            at += len(units)
        return out

    def _chip(self, unit: Unit) -> Json:
        [(kind, element)] = unit.value.items()
        if kind == "dropdown":
            properties = element["dropdownProperties"]
            shown = {**properties, "displayValue": display_value(self._tab, properties)}
            element = {**element, "dropdownProperties": shown}
        return {kind: {**element, "textStyle": unit.style}}

    def _table(self) -> Json:
        start = self._at
        columns = self._units[start].value["columns"]
        self._at += 1
        rows = []
        while self._units[self._at].kind == ROW:
            rows.append(self._row())
        self._at += 1
        table: Json = {
            "rows": len(rows),
            "columns": len(columns),
            "tableRows": rows,
            "tableStyle": {"tableColumnProperties": columns},
        }
        return {"startIndex": start, "endIndex": self._at, "table": table}

    def _row(self) -> Json:
        start = self._at
        style = self._units[start].value
        self._at += 1
        cells = []
        while self._units[self._at].kind == CELL:
            cells.append(self._cell())
        style = {"minRowHeight": {"unit": "PT"}, **style}
        return {"startIndex": start, "endIndex": self._at, "tableCells": cells, "tableRowStyle": style}

    def _cell(self) -> Json:
        start = self._at
        style = self._units[start].value
        self._at += 1
        content = self.content()
        return {"startIndex": start, "endIndex": self._at, "content": content, "tableCellStyle": {**CELL_STYLE, **style}}


def _run_key(unit: Unit) -> tuple[str, Any]:
    return (CHIP, None) if unit.kind == CHIP else ("", unit.style)


def revision_id(revision: str, email: str) -> str:
    """Opaque, and another for each editor: revision ids are not shared between users."""
    return "ALBJ4L" + hashlib.sha256(f"{revision} {email}".encode()).hexdigest()[:40]
