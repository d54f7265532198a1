"""CellFormats as the styles of an Excel workbook and back: numbers, letters, colours, alignment, borders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from local_workspace.core.call import Json
from local_workspace.sheets.colours import with_both
from local_workspace.sheets.formats import kept
from local_workspace.sheets.number_format import pattern_of
from local_workspace.sheets.patterns import sections

GENERAL = "General"
ALIGNED: Mapping[str, str] = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
STANDING: Mapping[str, str] = {"TOP": "top", "MIDDLE": "center", "BOTTOM": "bottom"}
LINES: Mapping[str, str] = {
    "DOTTED": "dotted",
    "DASHED": "dashed",
    "SOLID": "thin",
    "SOLID_MEDIUM": "medium",
    "SOLID_THICK": "thick",
    "DOUBLE": "double",
}
EDGES = ("top", "bottom", "left", "right")
LETTERS: Mapping[str, str] = {"bold": "bold", "italic": "italic", "strikethrough": "strike"}


def backwards(table: Mapping[str, str]) -> Mapping[str, str]:
    return {value: name for name, value in table.items()}


def styled(cell: Any, cell_format: Json, locale: str) -> None:
    """Give an Excel cell a CellFormat's look."""
    cell.number_format = pattern_of(cell_format.get("numberFormat", {}), locale) or GENERAL
    if text := cell_format.get("textFormat"):
        cell.font = _font(text)
    if colour := _hex(cell_format.get("backgroundColor")):
        cell.fill = PatternFill("solid", fgColor=colour)
    if {"horizontalAlignment", "verticalAlignment", "wrapStrategy"} & cell_format.keys():
        cell.alignment = Alignment(
            horizontal=ALIGNED.get(cell_format.get("horizontalAlignment", "")),
            vertical=STANDING.get(cell_format.get("verticalAlignment", "")),
            wrap_text=cell_format.get("wrapStrategy") == "WRAP" or None,
        )
    if borders := cell_format.get("borders"):
        sides = {
            edge: Side(LINES.get(one.get("style", "SOLID")), _hex(one.get("color")) or "000000") for edge, one in borders.items()
        }
        cell.border = Border(**{edge: side for edge, side in sides.items() if edge in EDGES})


def _font(text: Json) -> Font:
    own = {name: True for ours, name in LETTERS.items() if text.get(ours)}
    return Font(
        name=text.get("fontFamily", "Arial"),
        size=text.get("fontSize", 10),
        color=_hex(text.get("foregroundColor")),
        underline="single" if text.get("underline") else None,
        **own,
    )


def _hex(colour: Json | None) -> str | None:
    """``FF0000``; None where no colour is said."""
    if colour is None:
        return None
    return "".join(f"{round(colour.get(name, 0) * 255):02X}" for name in ("red", "green", "blue"))


def format_of(cell: Any) -> Json:
    """An Excel cell's look as a CellFormat; {} for the default's."""
    out: Json = {}
    if cell.number_format != GENERAL:
        out["numberFormat"] = number_format_of(cell.number_format)
    if text := _text_format(cell.font):
        out["textFormat"] = text
    if cell.fill.fill_type == "solid" and (colour := _colour(cell.fill.fgColor)):
        out["backgroundColor"] = colour
    out |= _alignment(cell.alignment)
    if borders := _borders(cell.border):
        out["borders"] = borders
    return kept(out) if out else {}


def number_format_of(pattern: str) -> Json:
    """A pattern with the NumberFormat type that it is of."""
    return {"type": _type_of(pattern), "pattern": pattern}


def _type_of(pattern: str) -> str:
    section = sections(pattern)[0]
    names = {name for name, _ in section.tokens}
    if section.kind == "date":
        units = {text[0].lower() for name, text in section.tokens if name == "date"}
        has_day, has_time = bool(units & set("ymd")), bool(units & set("hns")) or "elapsed" in names
        return "DATE_TIME" if has_day and has_time else ("DATE" if has_day else "TIME")
    if section.kind == "text":
        return "TEXT"
    kinds = (("percent", "PERCENT"), ("exponent", "SCIENTIFIC"))
    literals = "".join(text for name, text in section.tokens if name == "literal")
    return next((kind for name, kind in kinds if name in names), "CURRENCY" if set(literals) & set("$£€¥") else "NUMBER")


def _text_format(font: Any) -> Json:
    out: Json = {ours: True for ours, name in LETTERS.items() if getattr(font, name)}
    if font.underline:
        out["underline"] = True
    if font.name and font.name not in ("Calibri", "Arial"):
        out["fontFamily"] = font.name
    if font.size and font.size not in (10, 11):
        out["fontSize"] = int(font.size)
    if (colour := _colour(font.color)) and colour != {}:
        out["foregroundColor"] = colour
    return out


def _colour(colour: Any) -> Json:
    """A colour that is said by its parts; themes' and palettes' are left as the default."""
    if colour is None or colour.type != "rgb" or not isinstance(colour.rgb, str):
        return {}
    parts = [int(colour.rgb[-6:][place : place + 2], 16) / 255 for place in (0, 2, 4)]
    found: Json = with_both(dict(zip(("red", "green", "blue"), parts, strict=True)))
    return found


def _alignment(alignment: Any) -> Json:
    out: Json = {}
    if alignment.horizontal in ALIGNED.values():
        out["horizontalAlignment"] = backwards(ALIGNED)[alignment.horizontal]
    if alignment.vertical in STANDING.values() and alignment.vertical != "bottom":
        out["verticalAlignment"] = backwards(STANDING)[alignment.vertical]
    if alignment.wrap_text:
        out["wrapStrategy"] = "WRAP"
    return out


def _borders(border: Any) -> Json:
    sides = {edge: getattr(border, edge) for edge in EDGES}
    known = backwards(LINES)
    return {
        edge: {"style": known.get(side.style, "SOLID"), "color": _colour(side.color)}
        for edge, side in sides.items()
        if side is not None and side.style
    }
