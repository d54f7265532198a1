"""Cell formats: what every cell begins with, what Google keeps of what it is sent, and what is in force in the end.

Witness for the defaults: all 650 spreadsheets.get in gspread's recordings. For effective formats: bodies pasted by several
projects, and a live probe of May 2026 (font `Arial` in cells, `arial,sans,sans-serif` in the spreadsheet's own default).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from local_workspace.core.call import Json
from local_workspace.sheets.colours import with_both
from local_workspace.sheets.rows import effective

WHITE = {"red": 1, "green": 1, "blue": 1}
DEFAULT_FORMAT: Json = {
    "backgroundColor": WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}
"""SpreadsheetProperties.defaultFormat of a spreadsheet that no one has styled."""
LINK_COLOUR = {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}
THEME: Json = {
    "primaryFontFamily": "Arial",
    "themeColors": [
        {"colorType": "TEXT", "color": {"rgbColor": {}}},
        {"colorType": "BACKGROUND", "color": {"rgbColor": WHITE}},
        {"colorType": "ACCENT1", "color": {"rgbColor": {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275}}},
        {"colorType": "ACCENT2", "color": {"rgbColor": {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314}}},
        {"colorType": "ACCENT3", "color": {"rgbColor": {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275}}},
        {"colorType": "ACCENT4", "color": {"rgbColor": {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902}}},
        {"colorType": "ACCENT5", "color": {"rgbColor": {"red": 1, "green": 0.42745098, "blue": 0.003921569}}},
        {"colorType": "ACCENT6", "color": {"rgbColor": {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706}}},
        {"colorType": "LINK", "color": {"rgbColor": LINK_COLOUR}},
    ],
}
"""The standard theme."""
ALIGNMENTS = {"stringValue": "LEFT", "numberValue": "RIGHT", "boolValue": "CENTER", "errorValue": "CENTER"}
BORDER_WIDTHS = {"DOTTED": 1, "DASHED": 1, "SOLID": 1, "SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}


def kept(cell_format: Json) -> Json:
    """A CellFormat as Google keeps it: both forms of each colour, borders with their widths."""
    out: Json = with_both(copy.deepcopy(cell_format))
    borders = {edge: one for edge, one in out.get("borders", {}).items() if one.get("style", "NONE") != "NONE"}
    if "borders" in out:
        out["borders"] = {edge: border(one) for edge, one in borders.items()}
        if not borders:
            del out["borders"]
    return out


def border(given: Json) -> Json:
    """A Border: a style decides its width; it is black unless it says."""
    style = given.get("style", "SOLID")
    black: Json = {"color": {}, "colorStyle": {"rgbColor": {}}} if given.keys().isdisjoint(("color", "colorStyle")) else {}
    out: Json = with_both({**given, "style": style, "width": BORDER_WIDTHS.get(style, given.get("width", 1)), **black})
    return out


def number_format(cell: Json) -> Json:
    """The NumberFormat in force: the cell's own, or the kind of number its formula gives."""
    own: Json = cell.get("userEnteredFormat", {}).get("numberFormat") or {}
    return own or cell.get("_type") or {}


@dataclass(frozen=True)
class Look:
    """Parts of a CellFormat that a cell has beside its own: under it, from banding, and over it, from conditional formats."""

    under: Json
    over: Json


PLAIN = Look({}, {})


def effective_format(cell: Json, default: Json, link: str = "") -> Json:
    """The CellFormat in force, conditional formats aside."""
    base: Json = merged(default, {"textFormat": {"fontFamily": "Arial"}})
    out: Json = merged(base, cell.get("userEnteredFormat", {}))
    if (own := number_format(cell)) and "numberFormat" not in out:
        out["numberFormat"] = own
    value = effective(cell)
    if value and "horizontalAlignment" not in out:
        out["horizontalAlignment"] = ALIGNMENTS[next(iter(value))]
    linked = bool(link) and out.get("hyperlinkDisplayType") != "PLAIN_TEXT"
    if linked and "foregroundColor" not in cell.get("userEnteredFormat", {}).get("textFormat", {}):
        style = {"foregroundColor": LINK_COLOUR, "foregroundColorStyle": {"rgbColor": LINK_COLOUR}, "underline": True}
        out = merged(out, {"textFormat": {**style, "link": {"uri": link}}})
    return {**out, "hyperlinkDisplayType": "LINKED" if linked else "PLAIN_TEXT"}


def merged(base: Any, over: Any) -> Any:
    """One object over another, member by member; colours and numbers formats are taken whole."""
    if not (isinstance(base, dict) and isinstance(over, dict)):
        return copy.deepcopy(over)
    out = dict(base)
    for name, value in over.items():
        inner = name in ("textFormat", "borders", "padding")
        out[name] = merged(base[name], value) if inner and name in base else value
    return out
