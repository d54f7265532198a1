"""Requests that change how a whole tab looks: its page and its named styles."""

from __future__ import annotations

from local_workspace.core.errors import BadRequest
from local_workspace.core.masks import Mask
from local_workspace.docs import field_masks, named_styles
from local_workspace.docs.context import Context
from local_workspace.docs.defaults import DOCUMENT_STYLE, NAMED_STYLES
from local_workspace.docs.model import SECTION, Json, Unit
from local_workspace.docs.places import tab_of
from local_workspace.docs.style_requests import READ_ONLY, checked

HEADER_IDS = tuple(f"{kind}{what}Id" for kind in ("default", "evenPage", "firstPage") for what in ("Header", "Footer"))
DERIVED = (*HEADER_IDS, "useCustomHeaderFooterMargins")
"""What can only be read."""
MARGINS = ("marginTop", "marginBottom", "marginLeft", "marginRight")


def update_document_style(context: Context, request: Json) -> Json:
    """A margin that is set here is cleared on every section (DocumentStyle in the discovery document)."""
    tab = tab_of(context.document, request)
    mask = field_masks.wanted(request, "DocumentStyle", DERIVED)
    tab.document_style = field_masks.patched({**DOCUMENT_STYLE, **tab.document_style}, request.get("documentStyle", {}), mask)
    if {"marginHeader", "marginFooter"} & set(mask):
        tab.document_style["useCustomHeaderFooterMargins"] = True
    cleared = set(mask).intersection(MARGINS)
    for place, unit in enumerate(tab.body):
        if unit.kind == SECTION and cleared & set(unit.value):
            tab.body[place] = Unit(SECTION, {name: one for name, one in unit.value.items() if name not in cleared})
    return {}


def update_named_style(context: Context, request: Json) -> Json:
    """Of a text or paragraph style, either the members named below it or, if none is, all of it
    (UpdateNamedStyleRequest)."""
    tab = tab_of(context.document, request)
    mask = field_masks.wanted(request, "NamedStyle")
    given = request.get("namedStyle", {})
    kind = given.get("namedStyleType", "NAMED_STYLE_TYPE_UNSPECIFIED")
    if "namedStyleType" not in mask or kind == "NAMED_STYLE_TYPE_UNSPECIFIED":
        raise BadRequest("The named style type must be specified.")
    if set(mask.get("paragraphStyle", {})).intersection((*READ_ONLY, "namedStyleType")):
        raise BadRequest("Invalid field: paragraph_style")
    old = named_styles.one(tab, kind)
    default = next(one for one in NAMED_STYLES["styles"] if one["namedStyleType"] == kind)
    new = dict(old)
    for part, style in (
        ("textStyle", checked(tab, given.get("textStyle", {}))),
        ("paragraphStyle", given.get("paragraphStyle", {})),
    ):
        if part in mask:
            new[part] = _changed(old[part], style, mask[part], default[part] if kind == "NORMAL_TEXT" else {})
    new["paragraphStyle"] = {"namedStyleType": "NORMAL_TEXT", "direction": "LEFT_TO_RIGHT", **new["paragraphStyle"]}
    tab.named_styles = {**tab.named_styles, kind: new}
    return {}


def _changed(old: Json, new: Json, mask: Mask, fallback: Json) -> Json:
    """What is unset is inherited, or the editor's default where there is nothing to inherit from: `fallback`."""
    out: Json = field_masks.patched(old, new, mask)
    return {**fallback, **out}
