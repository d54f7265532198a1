"""A document as plain text, as Drive exports it."""

from __future__ import annotations

from local_workspace.docs.chip_requests import display_value
from local_workspace.docs.model import CHIP, END, TEXT, Document, Tab, Unit


def as_text(document: Document) -> str:
    """Every tab's body, paragraph by paragraph, with Windows line ends and a byte order mark, as Drive's export has them."""
    return "\ufeff" + "".join(_letter(tab, unit) for tab in document.tabs for unit in tab.body)


def _letter(tab: Tab, unit: Unit) -> str:
    if unit.kind == TEXT:
        return str(unit.value)
    if unit.kind == END:
        return "\r\n"
    if unit.kind == CHIP and "dropdown" in unit.value:
        return display_value(tab, unit.value["dropdown"]["dropdownProperties"])
    if unit.kind == CHIP and "person" in unit.value:
        properties = unit.value["person"]["personProperties"]
        return str(properties.get("name") or properties["email"])
    return ""
