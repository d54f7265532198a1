"""A colour and its style are one thing in two forms (CellFormat: "The background color of the cell. If backgroundColor is also set,
this field takes precedence"; gspread's recordings show either form come back in both)."""

from __future__ import annotations

from typing import Any

import pytest

CELL = {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1}
RED, BLUE = {"red": 1}, {"blue": 1}
WHITE = {"red": 1, "green": 1, "blue": 1}


def paint(book: Any, fields: str, **look: Any) -> Any:
    book.do({"repeatCell": {"range": CELL, "cell": {"userEnteredFormat": look}, "fields": f"userEnteredFormat.{fields}"}})
    return book.cell("A1")["effectiveFormat"]


@pytest.mark.parametrize("first", ["backgroundColor", "backgroundColorStyle"])
@pytest.mark.parametrize("then", ["backgroundColor", "backgroundColorStyle"])
def test_either_form_changes_and_clears_what_either_set(book: Any, first: str, then: str) -> None:
    book.put("A1", ["x"])
    forms = {"backgroundColor": lambda one: one, "backgroundColorStyle": lambda one: {"rgbColor": one}}
    assert paint(book, first, **{first: forms[first](RED)})["backgroundColor"] == RED
    look = paint(book, then, **{then: forms[then](BLUE)})
    assert (look["backgroundColor"], look["backgroundColorStyle"]["rgbColor"]) == (BLUE, BLUE)
    assert paint(book, then)["backgroundColor"] == WHITE
    assert "userEnteredFormat" not in book.cell("A1")


def test_letters_too(book: Any) -> None:
    book.put("A1", ["x"])
    paint(book, "textFormat.foregroundColorStyle", textFormat={"foregroundColorStyle": {"rgbColor": RED}})
    look = paint(book, "textFormat.foregroundColor", textFormat={"foregroundColor": BLUE})
    assert look["textFormat"]["foregroundColor"] == BLUE
