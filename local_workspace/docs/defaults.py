"""What a new Google Doc looks like: the named styles and the page, as a real `documents.get` shows them."""

from __future__ import annotations

from local_workspace.docs.model import Json


def _points(magnitude: float) -> Json:
    return {"magnitude": magnitude, "unit": "PT"} if magnitude else {"unit": "PT"}


def _colour(red: float = 0, green: float = 0, blue: float = 0) -> Json:
    parts = {name: value for name, value in (("red", red), ("green", green), ("blue", blue)) if value}
    return {"color": {"rgbColor": parts}}


def _named(kind: str, size: float, above: float, below: float, colour: Json | None = None, **text: object) -> Json:
    return {
        "namedStyleType": kind,
        "textStyle": {"fontSize": _points(size), **({"foregroundColor": colour} if colour else {}), **text},
        "paragraphStyle": {
            "namedStyleType": "NORMAL_TEXT",
            "direction": "LEFT_TO_RIGHT",
            "spaceAbove": _points(above),
            "spaceBelow": _points(below),
            "keepLinesTogether": True,
            "keepWithNext": True,
            "pageBreakBefore": False,
        },
    }


GREY = _colour(0.2627451, 0.2627451, 0.2627451)
LIGHT_GREY = _colour(0.4, 0.4, 0.4)

NORMAL: Json = {
    "namedStyleType": "NORMAL_TEXT",
    "textStyle": {
        "bold": False,
        "italic": False,
        "underline": False,
        "strikethrough": False,
        "smallCaps": False,
        "backgroundColor": {},
        "foregroundColor": _colour(),
        "fontSize": _points(11),
        "weightedFontFamily": {"fontFamily": "Arial", "weight": 400},
        "baselineOffset": "NONE",
    },
    "paragraphStyle": {
        "namedStyleType": "NORMAL_TEXT",
        "alignment": "START",
        "lineSpacing": 115,
        "direction": "LEFT_TO_RIGHT",
        "spacingMode": "COLLAPSE_LISTS",
        "spaceAbove": _points(0),
        "spaceBelow": _points(0),
        "keepLinesTogether": False,
        "keepWithNext": False,
        "avoidWidowAndOrphan": True,
        "pageBreakBefore": False,
    },
}

NAMED_STYLES: Json = {
    "styles": [
        NORMAL,
        _named("HEADING_1", 20, 20, 6),
        _named("HEADING_2", 16, 18, 6, bold=False),
        _named("HEADING_3", 14, 16, 4, GREY, bold=False),
        _named("HEADING_4", 12, 14, 4, LIGHT_GREY),
        _named("HEADING_5", 11, 12, 4, LIGHT_GREY),
        _named("HEADING_6", 11, 12, 4, LIGHT_GREY, italic=True),
        _named("TITLE", 26, 0, 3),
        _named("SUBTITLE", 15, 0, 16, LIGHT_GREY, italic=False),
    ]
}

DOCUMENT_STYLE: Json = {
    "background": {"color": {}},
    "pageNumberStart": 1,
    **{f"margin{side}": _points(72) for side in ("Top", "Bottom", "Right", "Left")},
    "pageSize": {"height": _points(841.89), "width": _points(595.28)},
    "marginHeader": _points(36),
    "marginFooter": _points(36),
    "useCustomHeaderFooterMargins": True,
    "documentFormat": {"documentMode": "PAGES"},
}
