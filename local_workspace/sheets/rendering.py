"""Cells as the API shows them: in the three renderings of values, and as CellData
(developers.google.com/workspace/sheets/api/reference/rest/v4/ValueRenderOption, .../DateTimeRenderOption).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from local_workspace.core.call import Json
from local_workspace.sheets import number_format, number_text
from local_workspace.sheets.formats import PLAIN, Look, effective_format, merged
from local_workspace.sheets.formats import number_format as format_of
from local_workspace.sheets.rows import Kept, effective

ERRORS = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}
"""How an ErrorValue's type is displayed."""
LINK = re.compile(r'=\s*HYPERLINK\s*\(\s*"([^"]*)"', re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?|ftp)://\S+|mailto:\S+")


@dataclass(frozen=True)
class Rendering:
    """How values are asked for. value: FORMATTED_VALUE, UNFORMATTED_VALUE or FORMULA; serials: dates as numbers."""

    locale: str
    value: str = "FORMATTED_VALUE"
    serials: bool = True

    def shown(self, kept: Kept) -> Any:
        """A kept cell's value as `values.get` gives it; an empty text where there is none."""
        if isinstance(kept, dict):
            return self._shown(kept)
        if kept is None or isinstance(kept, str):
            return kept or ""
        if self.value == "FORMATTED_VALUE":
            return _bare(kept, self.locale)
        return kept

    def _shown(self, cell: Json) -> Any:
        entered = cell.get("userEnteredValue", {})
        if self.value == "FORMULA" and "formulaValue" in entered:
            return entered["formulaValue"]
        value = effective(cell)
        if not value:
            return ""
        [(kind, content)] = value.items()
        if self.value == "FORMATTED_VALUE" or kind == "errorValue":
            return formatted(cell, self.locale)
        if kind == "numberValue" and not self.serials and number_format.is_date(format_of(cell)):
            return formatted(cell, self.locale)
        return content


def _bare(value: float | bool, locale: str) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return number_text.general(value, locale)


def formatted(cell: Json, locale: str) -> str:
    """The text that people see."""
    value = effective(cell)
    if not value:
        return ""
    [(kind, content)] = value.items()
    if kind == "errorValue":
        return ERRORS.get(content.get("type", ""), "#ERROR!")
    if kind == "boolValue":
        return "TRUE" if content else "FALSE"
    own = format_of(cell)
    if kind == "numberValue":
        return number_format.number(content, own, locale)
    return number_format.text(content, own, locale) if own else str(content)


def link_of(cell: Json) -> str:
    """The address that the whole cell leads to, or ''."""
    entered = cell.get("userEnteredValue", {})
    if found := LINK.match(entered.get("formulaValue", "")):
        return found[1]
    own = cell.get("userEnteredFormat", {}).get("textFormat", {}).get("link", {}).get("uri", "")
    if own:
        return str(own)
    linked = {run.get("format", {}).get("link", {}).get("uri") for run in cell.get("textFormatRuns", [])} - {None}
    text = effective(cell).get("stringValue", "")
    return str(linked.pop()) if len(linked) == 1 else (text if ADDRESS.fullmatch(text) else "")


def cell_data(cell: Json, locale: str, default_format: Json, look: Look = PLAIN) -> Json:
    """As CellData. look: what banding lays under the cell's own format, and conditional formats over it."""
    if not cell and look == PLAIN:
        return {}
    out = {name: value for name, value in cell.items() if not name.startswith("_")}
    value = effective(cell)
    if value and value != {"stringValue": ""}:
        out["effectiveValue"] = value
        out["formattedValue"] = formatted(cell, locale)
    else:
        out.pop("effectiveValue", None)
    link = link_of(cell)
    if value or cell.get("userEnteredFormat") or cell.get("userEnteredValue") or look != PLAIN:
        own = merged(merged(look.under, cell.get("userEnteredFormat", {})), look.over)
        out["effectiveFormat"] = effective_format({**cell, "userEnteredFormat": own}, default_format, link)
    if link:
        out["hyperlink"] = link
    return out
