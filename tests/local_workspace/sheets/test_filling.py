"""autoFill, textToColumns, pasteData and randomizeRange.

Witnesses: Apps Script's Range.autoFill and splitTextToColumns (developers.google.com/apps-script/reference/spreadsheet/range), which
the same server does, and AutoFillSeries (.../auto-fill-series). What a number alone, a trend that is no straight line, and texts in
quotes come to has no outside witness."""

from __future__ import annotations

from typing import Any

import pytest


def area(top: int, bottom: int, left: int = 0, right: int = 1) -> dict[str, Any]:
    return {"sheetId": 0, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}


def fill(book: Any, where: Any, *, alternate: bool = False) -> None:
    book.do({"autoFill": {"range": where, "useAlternateSeries": alternate}})


def column(book: Any, where: str) -> list[Any]:
    return [row[0] if row else "" for row in book.read(where, "UNFORMATTED_VALUE")]


def test_numbers_go_on_by_their_step(book: Any) -> None:
    """Range.autoFill: A1:A4 with 1, 2, 3, 4 fills A1:A20 with the values 1 to 20."""
    book.put("A1:A4", [1], [2], [3], [4])
    fill(book, area(0, 20))
    assert column(book, "A1:A20") == list(range(1, 21))


def test_the_alternate_series_repeats(book: Any) -> None:
    """ALTERNATE_SERIES fills "with copies of the existing values": 1, 2, 3, 4, 1, 2, 3, 4, …"""
    book.put("A1:A4", [1], [2], [3], [4])
    fill(book, area(0, 20), alternate=True)
    assert column(book, "A1:A20") == [1, 2, 3, 4] * 5


@pytest.mark.parametrize(
    ("given", "then"),
    [
        (["Monday", "Tuesday"], ["Wednesday", "Thursday"]),
        (["Mon"], ["Tue", "Wed"]),
        (["January", "March"], ["May", "July"]),
        (["Team 1"], ["Team 2", "Team 3"]),
        (["S008", "S010"], ["S012", "S014"]),
        (["a", "b"], ["a", "b"]),
        (["Team 1", "Group 2"], ["Team 1", "Group 2"]),
        (["Team 1", "Team 5", "Team 6"], ["Team 1", "Team 5"]),
        (["Monday", "Sunday", "Friday"], ["Monday", "Sunday"]),
        ([7], [7, 7]),
        ([1, 2, 4], [5.333333333333333, 6.833333333333333]),
        ([True, "x"], [True, "x"]),
        ([1.5, 2], [2.5, 3]),
    ],
)
def test_what_follows(book: Any, given: list[Any], then: list[Any]) -> None:
    book.put(f"A1:A{len(given)}", *[[one] for one in given], option="RAW")
    fill(book, area(0, len(given) + 2))
    found = column(book, f"A1:A{len(given) + 2}")[len(given) :]
    assert found == (pytest.approx(then) if isinstance(then[0], float) else then)


def test_a_day_goes_on_by_a_day_and_looks_like_it(book: Any) -> None:
    book.put("A1", ["2025-10-31"])
    fill(book, area(0, 3))
    assert book.read("A1:A3") == [["2025-10-31"], ["2025-11-01"], ["2025-11-02"]]


def test_a_formula_looks_at_its_own_row_and_a_row_goes_to_the_right(book: Any) -> None:
    book.put("A1:B2", [1, "=A1*10"], [2])
    fill(book, area(0, 3, 0, 1))
    book.do({"autoFill": {"sourceAndDestination": {"source": area(0, 1, 1, 2), "dimension": "ROWS", "fillLength": 2}}})
    assert book.read("A1:B3") == [["1", "10"], ["2", "20"], ["3", "30"]]
    fill(book, area(0, 3, 1, 3))
    assert book.read("C1:C3") == [["100"], ["200"], ["300"]]
    assert book.read("C1:C3", "FORMULA") == [["=B1*10"], ["=B2*10"], ["=B3*10"]]


def test_negative_lengths_go_before_the_source(book: Any) -> None:
    """SourceAndDestination.fillLength: "Negative numbers expand before the first row or first column of the source." """
    book.put("A4:A5", [10], [20])
    book.do({"autoFill": {"sourceAndDestination": {"source": area(3, 5), "dimension": "ROWS", "fillLength": -3}}})
    assert column(book, "A1:A5") == [-20, -10, 0, 10, 20]
    book.put("C1:D1", ["Feb", "Mar"])
    book.do({"autoFill": {"sourceAndDestination": {"source": area(0, 1, 2, 4), "dimension": "COLUMNS", "fillLength": -1}}})
    assert book.one("B1") == "Jan"
    with pytest.raises(Exception, match="400.*beyond the first row or column"):
        book.do({"autoFill": {"sourceAndDestination": {"source": area(0, 1), "dimension": "ROWS", "fillLength": -1}}})
    with pytest.raises(Exception, match="400.*must be ROWS or COLUMNS"):
        book.do({"autoFill": {"sourceAndDestination": {"source": area(0, 1), "fillLength": 1}}})


def test_an_empty_range_and_a_full_one_stay_as_they_are(book: Any) -> None:
    fill(book, area(0, 3))
    book.put("A1:A3", [1], [5], [2])
    fill(book, area(0, 3))
    assert column(book, "A1:A3") == [1, 5, 2]


def split(book: Any, where: Any, kind: str, **more: Any) -> None:
    book.do({"textToColumns": {"source": where, "delimiterType": kind, **more}})


def test_a_column_is_split_at_the_delimiter_that_is_found_in_it(book: Any) -> None:
    """splitTextToColumns: "one,one,one", "two,two,two", "three,three,three" become three columns."""
    book.put("A1:A3", ["one,one,one"], ["two,two,two"], ["three,three,three"])
    split(book, area(0, 3), "AUTODETECT")
    assert book.read("A1:C3") == [["one"] * 3, ["two"] * 3, ["three"] * 3]


@pytest.mark.parametrize(
    ("kind", "text", "more"),
    [
        ("SEMICOLON", "a;1", {}),
        ("SPACE", "a 1", {}),
        ("PERIOD", "a.1", {}),
        ("COMMA", "a,1", {}),
        ("CUSTOM", "a#1", {"delimiter": "#"}),
    ],
)
def test_a_column_is_split_at_the_delimiter_that_is_named(book: Any, kind: str, text: str, more: Any) -> None:
    """splitTextToColumns(TextDelimiter), splitTextToColumns(delimiter): with ``#``, the same."""
    book.put("A1:A2", [text], ["plain"])
    split(book, area(0, 3), kind, **more)
    assert book.read("A1:B2", "UNFORMATTED_VALUE") == [["a", 1], ["plain"]]


def test_only_one_column_is_split_and_a_delimiter_is_needed(book: Any) -> None:
    """source: "This must span exactly one column." """
    with pytest.raises(Exception, match="400.*exactly one column"):
        split(book, area(0, 1, 0, 2), "COMMA")
    with pytest.raises(Exception, match="400.*delimiter must be specified"):
        split(book, area(0, 1), "CUSTOM")
    with pytest.raises(Exception, match="400.*delimiterType must be specified"):
        book.do({"textToColumns": {"source": area(0, 1)}})


def paste(book: Any, data: str, **more: Any) -> None:
    book.do({"pasteData": {"data": data, "coordinate": {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}, **more}})


def test_text_with_delimiters_is_pasted_as_if_it_were_typed(book: Any) -> None:
    paste(book, 'Ada;50%\n"Ben; the second";=1+1\n', delimiter=";", type="PASTE_VALUES")
    assert book.read("B2:C3") == [["Ada", "50%"], ["Ben; the second", "2"]]
    paste(book, "x::y", delimiter="::")
    assert book.read("B2:C2") == [["x", "y"]]


def test_tables_in_html_are_pasted_cell_by_cell_and_other_html_line_by_line(book: Any) -> None:
    paste(book, "<table><tr><th>Name<th>Plans</tr><tr><td>Ada &amp; Ben</td><td> 3 </td></tr></table>", html=True)
    assert book.read("B2:C3", "UNFORMATTED_VALUE") == [["Name", "Plans"], ["Ada & Ben", 3]]
    paste(book, "<p>one</p><div>two</div>", html=True)
    assert column(book, "B2:B3") == ["one", "two"]


def test_pasting_needs_one_form_and_room(book: Any) -> None:
    for more in ({}, {"html": True, "delimiter": ","}):
        with pytest.raises(Exception, match="400.*either a delimiter or html"):
            paste(book, "x", **more)
    with pytest.raises(Exception, match="400.*exceeds grid limits"):
        paste(book, ",".join("x" * 30), delimiter=",")
    with pytest.raises(Exception, match="501.*PASTE_FORMAT"):
        paste(book, "x", delimiter=",", type="PASTE_FORMAT")


def test_rows_are_put_in_another_order_and_stay_whole(book: Any) -> None:
    book.put("A1:C20", *[[number, f"=A{number}*2", "stays"] for number in range(1, 21)])
    book.do({"randomizeRange": {"range": area(0, 20, 0, 2)}})
    rows = book.read("A1:C20", "UNFORMATTED_VALUE")
    assert sorted(row[0] for row in rows) == list(range(1, 21))
    assert [row[0] for row in rows] != list(range(1, 21))
    assert all(row[1] == 2 * row[0] for row in rows)
