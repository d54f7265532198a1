"""findReplace, trimWhitespace and deleteDuplicates, by what the reference says of each
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request and .../response)."""

from __future__ import annotations

from typing import Any

import pytest


def area(top: int, left: int, bottom: int, right: int) -> dict[str, int]:
    return {"sheetId": 0, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}


def replies(book: Any, **request: Any) -> Any:
    [(kind, body)] = request.items()
    return book.do({kind: body})[0][kind]


def test_occurrences_are_counted_within_cells_as_the_reference_counts_them(book: Any) -> None:
    """FindReplaceResponse: replacing e with o in Google Sheets changes 3 occurrences, and gives Googlo Shoots."""
    book.put("A1", ["Google Sheets", 7])
    found = replies(book, findReplace={"find": "e", "replacement": "o", "allSheets": True})
    assert book.one("A1") == "Googlo Shoots"
    assert found == {"valuesChanged": 1, "rowsChanged": 1, "sheetsChanged": 1, "occurrencesChanged": 3}


def test_a_regular_expression_s_groups_are_put_in_as_the_reference_shows(book: Any) -> None:
    """FindReplaceRequest.searchByRegex: ``o.* (.*)`` with ``$1 Rocks`` makes GSheets Rocks and GDocs Rocks."""
    book.put("A1", ["Google Sheets"], ["Google Docs"])
    replies(book, findReplace={"find": "o.* (.*)", "replacement": "$1 Rocks", "searchByRegex": True, "sheetId": 0})
    assert book.read("A1:A2") == [["GSheets Rocks"], ["GDocs Rocks"]]


def test_case_whole_cells_and_formulas_are_matched_only_where_asked(book: Any) -> None:
    book.put("A1", ["Cat", "cat", "concat", '="cat"&1'])
    cells = {"range": area(0, 0, 1, 4), "find": "cat", "replacement": "dog"}
    replies(book, findReplace={**cells, "matchCase": True, "matchEntireCell": True})
    assert book.read("A1:D1") == [["Cat", "dog", "concat", "cat1"]]
    found = replies(book, findReplace={**cells, "includeFormulas": True})
    assert (found["formulasChanged"], book.one("D1", "FORMULA")) == (1, '="dog"&1')
    assert book.read("A1:D1") == [["dog", "dog", "condog", "dog1"]]


@pytest.mark.parametrize(
    "wrong", [{"find": "", "allSheets": True}, {"find": "x"}, {"find": "(", "searchByRegex": True, "allSheets": True}]
)
def test_a_search_for_nothing_nowhere_or_by_no_expression_is_refused(book: Any, wrong: Any) -> None:
    with pytest.raises(Exception, match="400"):
        book.do({"findReplace": wrong})


def test_spaces_are_trimmed_and_what_looks_like_a_formula_then_stays_a_text(book: Any) -> None:
    book.put("A1", ["  a \n\t b ", " =1+1", "fine"], option="RAW")
    assert replies(book, trimWhitespace={"range": area(0, 0, 1, 3)}) == {"cellsChangedCount": 2}
    assert book.read("A1:C1") == [["a b", "=1+1", "fine"]]
    assert replies(book, trimWhitespace={"range": area(0, 0, 1, 3)}) == {}


def test_the_first_of_each_row_stays_whatever_its_case_and_nothing_outside_moves(book: Any) -> None:
    book.put("A1", ["x", 1, "out"], ["y", 2, "side"], ["X", 1, "the"], ["x", 3, "range"], ["y", 2, "!"])
    assert replies(book, deleteDuplicates={"range": area(0, 0, 5, 2)}) == {"duplicatesRemovedCount": 2}
    assert book.read("A1:C5") == [["x", "1", "out"], ["y", "2", "side"], ["x", "3", "the"], ["", "", "range"], ["", "", "!"]]


def test_only_the_columns_that_are_named_count(book: Any) -> None:
    book.put("A1", ["x", 1], ["x", 2], ["z", 1])
    columns = [{"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}]
    replies(book, deleteDuplicates={"range": area(0, 0, 3, 2), "comparisonColumns": columns})
    assert book.read("A1:B3") == [["x", "1"], ["z", "1"]]
    with pytest.raises(Exception, match="400"):
        book.do(
            {
                "deleteDuplicates": {
                    "range": area(0, 0, 3, 1),
                    "comparisonColumns": [{**columns[0], "startIndex": 1, "endIndex": 2}],
                }
            }
        )
