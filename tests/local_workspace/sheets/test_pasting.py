"""copyPaste and cutPaste as the reference describes them
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request#CopyPasteRequest, #CutPasteRequest);
the plain ones are among gspread's recordings too."""

from __future__ import annotations

from typing import Any

import pytest


def area(top: int, left: int, bottom: int, right: int) -> dict[str, int]:
    return {"sheetId": 0, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}


def test_a_destination_that_is_a_multiple_is_filled_and_a_smaller_one_takes_all(book: Any) -> None:
    """ "If the range covers a span that's a multiple of the source's height or width, then the data will be repeated …; if the
    range is smaller …, the entire source data will still be copied (beyond the end of the destination range)."""
    book.put("A1", [1, 2], [3, 4])
    book.do({"copyPaste": {"source": area(0, 0, 2, 2), "destination": area(4, 0, 8, 2)}})
    assert book.read("A5:B8") == [["1", "2"], ["3", "4"]] * 2
    book.do({"copyPaste": {"source": area(0, 0, 2, 2), "destination": area(0, 4, 1, 5)}})
    assert book.read("E1:F2") == [["1", "2"], ["3", "4"]]


def test_formulas_move_with_their_cells_unless_only_values_are_pasted(book: Any) -> None:
    book.put("A1", [1, "=A1*10"], [2, ""])
    book.do({"copyPaste": {"source": area(0, 1, 1, 2), "destination": area(1, 1, 2, 2)}})
    assert book.one("B2", "FORMULA") == "=A2*10"
    book.do({"copyPaste": {"source": area(0, 1, 1, 2), "destination": area(0, 3, 1, 4), "pasteType": "PASTE_VALUES"}})
    assert (book.one("D1", "FORMULA"), book.one("D1")) == (10, "10")


def test_transposed_rows_are_columns(book: Any) -> None:
    book.put("A1", ["a", "b", "c"])
    book.do({"copyPaste": {"source": area(0, 0, 1, 3), "destination": area(2, 0, 3, 1), "pasteOrientation": "TRANSPOSE"}})
    assert book.read("A3:A5") == [["a"], ["b"], ["c"]]


def test_a_format_is_pasted_without_the_value_and_a_value_without_the_format(book: Any) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    book.put("A1", ["x", "y"])
    book.do({"repeatCell": {"range": area(0, 0, 1, 1), "cell": bold, "fields": "userEnteredFormat.textFormat.bold"}})
    book.do({"copyPaste": {"source": area(0, 0, 1, 1), "destination": area(0, 1, 1, 2), "pasteType": "PASTE_FORMAT"}})
    assert (book.one("B1"), book.cell("B1")["userEnteredFormat"]["textFormat"]["bold"]) == ("y", True)
    book.do({"copyPaste": {"source": area(0, 0, 1, 1), "destination": area(3, 3, 4, 4), "pasteType": "PASTE_VALUES"}})
    assert (book.one("D4"), book.cell("D4").get("userEnteredFormat")) == ("x", None)


def test_what_is_cut_is_gone_and_its_formulas_are_as_they_were(book: Any) -> None:
    book.put("A1", [1, "=A1+1"])
    book.do({"cutPaste": {"source": area(0, 1, 1, 2), "destination": {"sheetId": 0, "rowIndex": 4, "columnIndex": 3}}})
    assert (book.one("D5", "FORMULA"), book.read("B1")) == ("=A1+1", [])


@pytest.mark.parametrize("kind", ["copyPaste", "cutPaste"])
def test_what_would_fall_off_the_grid_is_refused_and_nothing_is_done(book: Any, kind: str) -> None:
    book.put("A1", [1, 2])
    to = area(0, 25, 1, 26) if kind == "copyPaste" else {"sheetId": 0, "rowIndex": 0, "columnIndex": 25}
    with pytest.raises(Exception, match="400"):
        book.do({kind: {"source": area(0, 0, 1, 2), "destination": to}})
    assert book.read("A1:B1") == [["1", "2"]]


def test_what_is_not_built_says_so(book: Any) -> None:
    book.put("A1", [1, 2])
    with pytest.raises(Exception, match="501"):
        book.do(
            {
                "copyPaste": {
                    "source": area(0, 0, 1, 1),
                    "destination": area(1, 0, 2, 1),
                    "pasteType": "PASTE_CONDITIONAL_FORMATTING",
                }
            }
        )
    book.do({"mergeCells": {"range": area(0, 0, 1, 2), "mergeType": "MERGE_ALL"}})
    with pytest.raises(Exception, match="501"):
        book.do({"copyPaste": {"source": area(0, 0, 1, 2), "destination": area(2, 0, 3, 2)}})
