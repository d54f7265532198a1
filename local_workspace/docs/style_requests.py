"""Requests that change how text and paragraphs look."""

from __future__ import annotations

from collections.abc import Sequence

from local_workspace.core.errors import BadRequest
from local_workspace.core.masks import Mask
from local_workspace.docs import editing, field_masks, named_styles
from local_workspace.docs.context import Context
from local_workspace.docs.model import END, INLINE, TABLE, TABLE_END, Json, Tab, Unit
from local_workspace.docs.places import Span, span_of

LINK_LOOK: Json = {
    "underline": True,
    "foregroundColor": {"color": {"rgbColor": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}}},
}
"""As recorded."""
WEIGHTS = range(100, 1000, 100)
READ_ONLY = ("headingId", "tabStops")


def update_text_style(context: Context, request: Json) -> Json:
    """The newline behind what is styled is styled with it, and so is the bullet of a paragraph that is styled whole
    (developers.google.com/workspace/docs/api/concepts/rules-behavior#format-text)."""
    span = span_of(context.document, request)
    editing.check_range(span.tab, span.segment, span.start, span.end)
    mask = field_masks.wanted(request, "TextStyle")
    style = checked(span.tab, request.get("textStyle", {}))
    if style.get("link"):
        _relink(span.units, span.start, span.end, style["link"])
    elif span.end < len(span.units) and span.units[span.end].kind == END and span.units[span.end - 1].kind in INLINE:
        span = Span(span.tab, span.segment, span.start, span.end + 1)
    behind = _style_before(span.units, span.start)
    parents = _parents(span)
    for place in range(span.start, span.end):
        unit = span.units[place]
        if unit.kind in INLINE:
            new = restyled(unit.style, style, mask, parents[place], behind, linkable=unit.kind != END)
            value = _with_bullet(span, place, style, mask, parents[place]) if unit.kind == END else unit.value
            span.units[place] = Unit(unit.kind, value, new)
    return {}


def checked(tab: Tab, style: Json) -> Json:
    """A text style as it is kept: a link to a heading says in which tab it is. Raises BadRequest."""
    family = style.get("weightedFontFamily")
    if family is not None:
        if not family.get("fontFamily"):
            raise BadRequest("weighted_font_family.font_family must be set to a non-empty value.")
        if family.get("weight", 400) not in WEIGHTS:
            raise BadRequest("The font weight must be a multiple of 100 between 100 and 900.")
        style = {**style, "weightedFontFamily": {"weight": 400, **family}}
    link = style.get("link", {})
    for old, new in (("headingId", "heading"), ("bookmarkId", "bookmark")):
        if old in link:
            style = {**style, "link": {new: {"id": link[old], "tabId": tab.id}}}
    return style


def restyled(old: Json, new: Json, mask: Mask, parent: Json, behind: Json, *, linkable: bool = True) -> Json:
    """A text style after an update. What equals the parent's is inherited (UpdateTextStyleRequest).

    A link brings its look along, and text that loses one looks like what is before it, `behind` (TextStyle). Newlines are
    not linkable.
    """
    if "link" in mask and "link" in old and not new.get("link"):
        old = behind
    out: Json = field_masks.patched(old, new, mask)
    if not linkable:
        out.pop("link", None)
    elif "link" in mask and new.get("link"):
        out |= {name: value for name, value in LINK_LOOK.items() if name not in mask}
    return {name: value for name, value in out.items() if name not in mask or value != parent.get(name)}


def _relink(units: list[Unit], start: int, end: int, link: Json) -> None:
    """A link that is changed in a part of it is changed as a whole (TextStyle in the discovery document)."""
    for edge, step in ((start, -1), (end - 1, 1)):
        old = units[edge].style.get("link")
        place = edge + step
        while old and 0 <= place < len(units) and units[place].style.get("link") == old:
            units[place] = Unit(units[place].kind, units[place].value, {**units[place].style, "link": link})
            place += step


def _style_before(units: Sequence[Unit], index: int) -> Json:
    """How the text before an index in its paragraph looks; the default where that is another link or nothing."""
    if editing.paragraph_start(units, index) == index or "link" in units[index - 1].style:
        return {}
    return units[index - 1].style


def _parents(span: Span) -> dict[int, Json]:
    """For each index in a paragraph, what its text inherits from the paragraph's named style."""
    out: dict[int, Json] = {}
    for place in editing.paragraph_ends(span.tab, span.segment, span.start, span.end):
        style = named_styles.text_style(span.tab, span.units[place].value["style"]["namedStyleType"])
        out |= dict.fromkeys(range(editing.paragraph_start(span.units, place), place + 1), style)
    return out


def _with_bullet(span: Span, place: int, style: Json, mask: Mask, parent: Json) -> Json:
    """A paragraph's value; where all of it is styled, its bullet is styled too."""
    value: Json = span.units[place].value
    if "bullet" not in value or editing.paragraph_start(span.units, place) < span.start:
        return value
    look = restyled(value["bullet"]["textStyle"], style, mask, parent, {}, linkable=False)
    return {**value, "bullet": {**value["bullet"], "textStyle": look}}


def update_paragraph_style(context: Context, request: Json) -> Json:
    span = span_of(context.document, request)
    editing.check_range(span.tab, span.segment, span.start, span.end)
    mask = field_masks.wanted(request, "ParagraphStyle", READ_ONLY)
    style = request.get("paragraphStyle", {})
    if style.get("namedStyleType") == "NAMED_STYLE_TYPE_UNSPECIFIED":
        raise BadRequest("The named style type must be specified.")
    for place in editing.paragraph_ends(span.tab, span.segment, span.start, span.end):
        if "pageBreakBefore" in mask and style.get("pageBreakBefore"):
            _check_page_break(span, place)
        value = span.units[place].value
        new = _headed(context, {"namedStyleType": "NORMAL_TEXT", "direction": "LEFT_TO_RIGHT"}, value["style"], style, mask)
        span.units[place] = Unit(END, {**value, "style": new}, span.units[place].style)
    return {}


def _headed(context: Context, defaults: Json, old: Json, new: Json, mask: Mask) -> Json:
    """A paragraph style after an update, with a heading's id if it is a heading's now."""
    out: Json = {**defaults, **field_masks.patched(old, new, mask)}
    if out["namedStyleType"] not in named_styles.HEADINGS:
        out.pop("headingId", None)
    elif "headingId" not in out:
        out["headingId"] = context.new_id("h.", 12)
    return out


def _check_page_break(span: Span, place: int) -> None:
    """Raises BadRequest where no page can be begun (ParagraphStyle in the discovery document)."""
    before = [unit.kind for unit in span.units[:place]]
    if span.segment or before.count(TABLE) > before.count(TABLE_END):
        raise BadRequest("page_break_before cannot be set in a table, header, footer or footnote.")
