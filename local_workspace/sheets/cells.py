"""Cell values: how input is taken, and the three ways in which values are shown
(developers.google.com/workspace/sheets/api/reference/rest/v4/ValueInputOption, .../ValueRenderOption).
"""

from __future__ import annotations

import re
from typing import Any

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest, NotWritten

NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][+-]?\d+)?")


def entered(value: Any, option: str) -> Json:
    """What a value becomes: an ExtendedValue under ``userEnteredValue``; {} empties the cell."""
    if value == "":
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, (int, float)):
        return {"userEnteredValue": {"numberValue": value}}
    if not isinstance(value, str):
        raise BadRequest(f"Invalid values: {value!r}")
    return {"userEnteredValue": {"stringValue": value} if option == "RAW" else _parsed(value)}


def _parsed(text: str) -> Json:
    """As if typed: numbers, booleans, a leading apostrophe. Dates, currencies and formulas are not taken yet."""
    if text.startswith("'"):
        return {"stringValue": text[1:]}
    if text.startswith("=") and len(text) > 1:
        raise NotWritten("sheets: a formula")
    if text.upper() in ("TRUE", "FALSE"):
        return {"boolValue": text.upper() == "TRUE"}
    stripped = text.strip()
    if stripped and NUMBER.fullmatch(stripped) and any(letter.isdigit() for letter in stripped):
        number = float(stripped.replace(",", ""))
        return {"numberValue": int(number) if number.is_integer() else number}
    if re.fullmatch(r"[£$€]?\s?[\d.,]+%?|\d{1,4}[/-]\d{1,2}([/-]\d{1,4})?|\d{1,2}:\d{2}(:\d{2})?", stripped):
        raise NotWritten("sheets: USER_ENTERED dates, times, currencies and percentages")
    return {"stringValue": text}


def shown(cell: Json, option: str) -> Any:
    """A cell's value as `values.get` gives it."""
    value = cell.get("userEnteredValue", {})
    if not value:
        return ""
    [(kind, content)] = value.items()
    if option == "FORMATTED_VALUE":
        return formatted(kind, content)
    return content


def formatted(kind: str, content: Any) -> str:
    """The displayed text, in the General format."""
    if kind == "boolValue":
        return "TRUE" if content else "FALSE"
    if kind == "numberValue":
        return str(int(content)) if float(content).is_integer() and abs(content) < 1e15 else f"{content:.10g}"
    return str(content)


def cell_data(cell: Json) -> Json:
    """As CellData, for spreadsheets.get with grid data."""
    value = cell.get("userEnteredValue")
    if not value:
        return dict(cell)
    [(kind, content)] = value.items()
    return {**cell, "effectiveValue": value, "formattedValue": formatted(kind, content)}
