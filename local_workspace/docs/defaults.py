"""What a new Google Doc looks like: the named styles, the page, a cell's paragraph, as recordings show them.

The named styles are those of complete.json (github.com/googleworkspace/google-docs-hast at 5284275) and, equal to them, of a
document of 2026 (github.com/think41/extrasuite at ded6772, extradoc/tests/golden/1vL8…), whose page is A4.
"""

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


NO_BORDER: Json = {"color": {}, "width": {"unit": "PT"}, "padding": {"unit": "PT"}, "dashStyle": "SOLID"}
UNDECORATED: Json = {
    **{f"border{side}": NO_BORDER for side in ("Between", "Top", "Bottom", "Left", "Right")},
    **{f"indent{side}": {"unit": "PT"} for side in ("FirstLine", "Start", "End")},
    "shading": {"backgroundColor": {}},
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
        **UNDECORATED,
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
        _named("SUBTITLE", 15, 0, 16, LIGHT_GREY, italic=False, weightedFontFamily={"fontFamily": "Arial", "weight": 400}),
    ]
}

DOCUMENT_STYLE: Json = {
    "background": {"color": {}},
    "pageNumberStart": 1,
    **{f"margin{side}": _points(72) for side in ("Top", "Bottom", "Right", "Left")},
    "pageSize": {"height": _points(841.8897637795277), "width": _points(595.2755905511812)},
    "marginHeader": _points(36),
    "marginFooter": _points(36),
    "useCustomHeaderFooterMargins": True,
    "documentFormat": {"documentMode": "PAGES"},
}

CELL_PARAGRAPH: Json = {
    "style": {
        **NORMAL["paragraphStyle"],
        "lineSpacing": 100,
        "avoidWidowAndOrphan": False,
    }
}
"""A paragraph in a new table: it says everything itself, where one in the body inherits it."""
