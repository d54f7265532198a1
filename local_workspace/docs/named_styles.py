"""The named styles of a tab, and what a paragraph's text inherits from them."""

from __future__ import annotations

from local_workspace.docs.defaults import NAMED_STYLES
from local_workspace.docs.model import Json, Tab

HEADINGS = frozenset({"TITLE", "SUBTITLE", *(f"HEADING_{level}" for level in range(1, 7))})
"""Styles whose paragraphs have a heading's id, as recorded."""


def of(tab: Tab) -> Json:
    """All of them, in the order in which a document shows them."""
    return {"styles": [tab.named_styles.get(one["namedStyleType"], one) for one in NAMED_STYLES["styles"]]}


def one(tab: Tab, kind: str) -> Json:
    found: Json = next(style for style in of(tab)["styles"] if style["namedStyleType"] == kind)
    return found


def text_style(tab: Tab, kind: str) -> Json:
    """What text in a paragraph of this style looks like if nothing else is said (TextStyle in the discovery document)."""
    return {**one(tab, "NORMAL_TEXT")["textStyle"], **one(tab, kind)["textStyle"]}
