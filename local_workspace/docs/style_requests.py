"""Requests that change how things look: text, paragraphs, bullets, the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from local_workspace.core.errors import BadRequest
from local_workspace.docs import editing
from local_workspace.docs.context import Context
from local_workspace.docs.model import END, INLINE, TEXT, Json, Unit
from local_workspace.docs.places import span_of, tab_of

HEADINGS = ("HEADING_1", "HEADING_2", "HEADING_3", "HEADING_4", "HEADING_5", "HEADING_6", "TITLE", "SUBTITLE")
LINK_LOOK: Json = {
    "underline": True,
    "foregroundColor": {"color": {"rgbColor": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}}},
}

GLYPHS = {
    "BULLET_DISC_CIRCLE_SQUARE": ("glyphSymbol", ("●", "○", "■")),
    "BULLET_CHECKBOX": ("glyphType", ("GLYPH_TYPE_UNSPECIFIED",)),
    "NUMBERED_DECIMAL_ALPHA_ROMAN": ("glyphType", ("DECIMAL", "ALPHA", "ROMAN")),
    "NUMBERED_DECIMAL_NESTED": ("glyphType", ("DECIMAL",)),
}


def masked(current: Json, new: Json, fields: str, every: Iterable[str]) -> Json:
    """A style with the fields of the mask set to the new value, or back to the default where the new has none."""
    if not fields:
        raise BadRequest("At least one field must be specified in 'fields'.")
    names = list(every) if fields == "*" else [name.strip() for name in fields.split(",")]
    out = dict(current)
    for name in names:
        top = name.split(".")[0]
        if top not in every:
            raise BadRequest(f"Invalid field: {name}")
        if top in new:
            out[top] = new[top]
        else:
            out.pop(top, None)
    return out


TEXT_FIELDS = (
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "smallCaps",
    "backgroundColor",
    "foregroundColor",
    "fontSize",
    "weightedFontFamily",
    "baselineOffset",
    "link",
)
PARAGRAPH_FIELDS = (
    "headingId",
    "namedStyleType",
    "alignment",
    "lineSpacing",
    "direction",
    "spacingMode",
    "spaceAbove",
    "spaceBelow",
    "borderBetween",
    "borderTop",
    "borderBottom",
    "borderLeft",
    "borderRight",
    "indentFirstLine",
    "indentStart",
    "indentEnd",
    "tabStops",
    "keepLinesTogether",
    "keepWithNext",
    "avoidWidowAndOrphan",
    "shading",
    "pageBreakBefore",
)


def update_text_style(context: Context, request: Json) -> Json:
    span = span_of(context.document, request.get("range", {}))
    editing.check_range(span.tab, span.segment, span.start, span.end)
    style, fields = request.get("textStyle", {}), request.get("fields", "")
    if "link" in style and fields == "link":
        style, fields = {**LINK_LOOK, **style}, "link,underline,foregroundColor"
    units = span.tab.segments[span.segment]
    made: dict[int, Json] = {}
    for place in range(span.start, span.end):
        unit = units[place]
        if unit.kind in INLINE:
            if id(unit.style) not in made:
                made[id(unit.style)] = masked(unit.style, style, fields, TEXT_FIELDS)
            units[place] = Unit(unit.kind, unit.value, made[id(unit.style)])
    return {}


def update_paragraph_style(context: Context, request: Json) -> Json:
    span = span_of(context.document, request.get("range", {}))
    editing.check_range(span.tab, span.segment, span.start, span.end)
    style, fields = request.get("paragraphStyle", {}), request.get("fields", "")

    def change(value: Json) -> Json:
        new = masked(value["style"], style, fields, PARAGRAPH_FIELDS)
        heading = new.get("namedStyleType") in HEADINGS
        if heading and "headingId" not in new:
            new["headingId"] = context.new_id("h.", 12)
        if not heading:
            new.pop("headingId", None)
        return {**value, "style": new}

    _each_paragraph(context, request, change)
    return {}


def _each_paragraph(context: Context, request: Json, change: Callable[[Json], Json]) -> None:
    span = span_of(context.document, request.get("range", {}))
    units = span.tab.segments[span.segment]
    for place in editing.paragraph_ends(span.tab, span.segment, span.start, span.end):
        units[place] = Unit(END, change(units[place].value), units[place].style)


def create_paragraph_bullets(context: Context, request: Json) -> Json:
    """Every paragraph of the range joins one new list; leading tabs become its nesting level and are taken out."""
    span = span_of(context.document, request.get("range", {}))
    editing.check_range(span.tab, span.segment, span.start, span.end)
    preset = request.get("bulletPreset", "")
    if preset not in GLYPHS:
        raise BadRequest(f"Invalid bullet preset: {preset}")
    list_id = context.new_id("kix.", 12)
    span.tab.lists[list_id] = {"listProperties": {"nestingLevels": _nesting(preset)}}
    units = span.tab.segments[span.segment]
    for place in reversed(editing.paragraph_ends(span.tab, span.segment, span.start, span.end)):
        start = editing.paragraph_start(units, place)
        tabs = _leading_tabs(units[start:place])
        bullet: Json = {"listId": list_id, "textStyle": {}} | ({"nestingLevel": tabs} if tabs else {})
        indent = {"indentFirstLine": _points(18 + 36 * tabs), "indentStart": _points(36 + 36 * tabs)}
        style = {**units[place].value["style"], **indent}
        units[place] = Unit(END, {"style": style, "bullet": bullet}, units[place].style)
        if tabs:
            editing.delete(span.tab, span.segment, start, start + tabs)
    return {}


def _leading_tabs(units: list[Unit]) -> int:
    count = 0
    while count < len(units) and units[count].kind == TEXT and units[count].value == "\t":
        count += 1
    return count


def _nesting(preset: str) -> list[Json]:
    kind, glyphs = GLYPHS[preset]
    return [
        {
            "bulletAlignment": "START",
            kind: glyphs[level % len(glyphs)],
            "glyphFormat": f"%{level}" + ("." if kind == "glyphType" else ""),
            "indentFirstLine": _points(18 + 36 * level),
            "indentStart": _points(36 + 36 * level),
            "textStyle": {"underline": False},
            "startNumber": 1,
        }
        for level in range(9)
    ]


def _points(magnitude: float) -> Json:
    return {"magnitude": magnitude, "unit": "PT"}


def delete_paragraph_bullets(context: Context, request: Json) -> Json:
    def change(value: Json) -> Json:
        style = {name: one for name, one in value["style"].items() if name not in ("indentFirstLine", "indentStart")}
        return {"style": style}

    _each_paragraph(context, request, change)
    return {}


def update_document_style(context: Context, request: Json) -> Json:
    tab = tab_of(context.document, request)
    every: tuple[Any, ...] = (
        "background",
        "marginTop",
        "marginBottom",
        "marginLeft",
        "marginRight",
        "marginHeader",
        "marginFooter",
        "pageSize",
        "pageNumberStart",
        "useFirstPageHeaderFooter",
        "useEvenPageHeaderFooter",
        "flipPageOrientation",
        "documentFormat",
    )
    tab.document_style = masked(tab.document_style, request.get("documentStyle", {}), request.get("fields", ""), every)
    return {}
