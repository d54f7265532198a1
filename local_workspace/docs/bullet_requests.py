"""Lists: createParagraphBullets and deleteParagraphBullets (developers.google.com/workspace/docs/api/how-tos/lists)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from local_workspace.core.errors import BadRequest
from local_workspace.docs import editing
from local_workspace.docs.context import Context
from local_workspace.docs.model import END, TEXT, Json, Unit
from local_workspace.docs.places import Span, span_of

LEVELS = 9
SYMBOLS: Mapping[str, tuple[str, ...]] = {
    "BULLET_DISC_CIRCLE_SQUARE": ("●", "○", "■"),
    "BULLET_DIAMONDX_ARROW3D_SQUARE": ("❖", "➢", "■"),
    "BULLET_ARROW_DIAMOND_DISC": ("➔", "◆", "●"),
    "BULLET_STAR_CIRCLE_SQUARE": ("★", "○", "■"),
    "BULLET_ARROW3D_CIRCLE_SQUARE": ("➢", "○", "■"),
    "BULLET_LEFTTRIANGLE_DIAMOND_DISC": ("◄", "◆", "●"),
    "BULLET_DIAMONDX_HOLLOWDIAMOND_SQUARE": ("❖", "◇", "■"),
    "BULLET_DIAMOND_CIRCLE_SQUARE": ("◆", "○", "■"),
}
"""Presets without numbers: the glyphs of three levels, which then begin again."""
NUMBERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "NUMBERED_DECIMAL_ALPHA_ROMAN": (".", ("DECIMAL", "ALPHA", "ROMAN")),
    "NUMBERED_DECIMAL_ALPHA_ROMAN_PARENS": (")", ("DECIMAL", "ALPHA", "ROMAN")),
    "NUMBERED_DECIMAL_NESTED": (".", ("DECIMAL",)),
    "NUMBERED_UPPERALPHA_ALPHA_ROMAN": (".", ("UPPER_ALPHA", "ALPHA", "ROMAN")),
    "NUMBERED_UPPERROMAN_UPPERALPHA_DECIMAL": (".", ("UPPER_ROMAN", "UPPER_ALPHA", "DECIMAL")),
    "NUMBERED_ZERODECIMAL_ALPHA_ROMAN": (".", ("ZERO_DECIMAL", "ALPHA", "ROMAN")),
}
"""Presets with numbers: what follows one, and the kinds of three levels."""
CHECKBOX, NESTED = "BULLET_CHECKBOX", "NUMBERED_DECIMAL_NESTED"


def create_paragraph_bullets(context: Context, request: Json) -> Json:
    """The paragraphs of the range join the list right before them if it is of the same preset, else one new list. Leading
    tabs become the nesting level and are taken out; a paragraph that was in a list keeps its level."""
    span = span_of(context.document, request)
    editing.check_range(span.tab, span.segment, span.start, span.end)
    levels = nesting_levels(request.get("bulletPreset", ""))
    places = editing.paragraph_ends(span.tab, span.segment, span.start, span.end)
    list_id = _list_before(span, places, levels) or context.new_id("kix.", 12)
    span.tab.lists[list_id] = {"listProperties": {"nestingLevels": levels}}
    for place in reversed(places):
        start = editing.paragraph_start(span.units, place)
        tabs = _leading_tabs(span.units[start:place])
        unit = span.units[place]
        level = min(LEVELS - 1, tabs + unit.value.get("bullet", {}).get("nestingLevel", 0))
        bullet = {"listId": list_id, **({"nestingLevel": level} if level else {}), "textStyle": {}}
        indent = {name: levels[level][name] for name in ("indentFirstLine", "indentStart")}
        span.units[place] = Unit(END, {"style": {**unit.value["style"], **indent}, "bullet": bullet}, unit.style)
        if tabs:
            editing.delete(span.tab, span.segment, start, start + tabs)
    return {}


def _list_before(span: Span, places: Sequence[int], levels: list[Json]) -> str:
    """The list of the paragraph right before, if it is of this preset; else ''."""
    start = editing.paragraph_start(span.units, places[0]) if places else 0
    if not start or span.units[start - 1].kind != END:
        return ""
    list_id: str = span.units[start - 1].value.get("bullet", {}).get("listId", "")
    same = list_id and span.tab.lists[list_id]["listProperties"]["nestingLevels"] == levels
    return list_id if same else ""


def _leading_tabs(units: Sequence[Unit]) -> int:
    count = 0
    while count < len(units) and units[count].kind == TEXT and units[count].value == "\t":
        count += 1
    return count


def nesting_levels(preset: str) -> list[Json]:
    """A preset's nine levels, as recorded of BULLET_DISC_CIRCLE_SQUARE, NUMBERED_DECIMAL_ALPHA_ROMAN and
    NUMBERED_DECIMAL_NESTED; the others after them. Raises BadRequest."""
    if preset != CHECKBOX and preset not in SYMBOLS and preset not in NUMBERS:
        raise BadRequest("A bullet preset must be specified.")
    return [
        {
            **_glyph(preset, level),
            "indentFirstLine": {"magnitude": 18 + 36 * level, "unit": "PT"},
            "indentStart": {"magnitude": 36 + 36 * level, "unit": "PT"},
            "textStyle": {"underline": False},
            "startNumber": 1,
        }
        for level in range(LEVELS)
    ]


def _glyph(preset: str, level: int) -> Json:
    if preset == CHECKBOX:
        return {"bulletAlignment": "START", "glyphType": "GLYPH_TYPE_UNSPECIFIED", "glyphFormat": f"%{level}"}
    if preset in SYMBOLS:
        symbol = SYMBOLS[preset][level % len(SYMBOLS[preset])]
        return {"bulletAlignment": "START", "glyphSymbol": symbol, "glyphFormat": f"%{level}"}
    mark, kinds = NUMBERS[preset]
    kind = kinds[level % len(kinds)]
    numbers = range(level + 1) if preset == NESTED else (level,)
    aligned = "END" if preset == NESTED or kind.endswith("ROMAN") else "START"
    return {"bulletAlignment": aligned, "glyphType": kind, "glyphFormat": "".join(f"%{one}{mark}" for one in numbers)}


def delete_paragraph_bullets(context: Context, request: Json) -> Json:
    """A nested paragraph stays as far in as it was nested: the reference says that indent is added, not how much."""
    span = span_of(context.document, request)
    editing.check_range(span.tab, span.segment, span.start, span.end)
    for place in editing.paragraph_ends(span.tab, span.segment, span.start, span.end):
        unit = span.units[place]
        if "bullet" in unit.value:
            style = {name: one for name, one in unit.value["style"].items() if name not in ("indentFirstLine", "indentStart")}
            level = unit.value["bullet"].get("nestingLevel", 0)
            indent = {"magnitude": 36 * level, "unit": "PT"}
            style |= {"indentFirstLine": indent, "indentStart": indent} if level else {}
            span.units[place] = Unit(END, {"style": style}, unit.style)
    return {}
