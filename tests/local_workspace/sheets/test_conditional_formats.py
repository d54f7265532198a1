"""Conditional formats, as the guide and the reference describe them
(developers.google.com/workspace/sheets/api/guides/conditional-format, .../reference/rest/v4/spreadsheets/sheets#conditionalformatrule).
The refusals' sentences have no outside witness."""

from __future__ import annotations

from typing import Any

import pytest

GREEN, RED, BLUE = {"green": 1}, {"red": 1}, {"blue": 1}


def area(top: int, bottom: int, left: int = 0, right: int = 1, sheet: int = 0) -> dict[str, Any]:
    return {
        "sheetId": sheet,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def rule(kind: str, *values: str, look: Any = None, where: Any = None) -> dict[str, Any]:
    condition = {"type": kind, "values": [{"userEnteredValue": one} for one in values]}
    boolean = {"condition": condition, "format": look or {"backgroundColor": GREEN}}
    return {"ranges": where or [area(0, 10)], "booleanRule": boolean}


def add(book: Any, one: Any, index: int = 0) -> None:
    assert book.do({"addConditionalFormatRule": {"rule": one, "index": index}}) == [{}]


def listed(book: Any) -> Any:
    return book.facts()["sheets"][0].get("conditionalFormats", [])


def shade(book: Any, where: str) -> Any:
    """A cell's background; white where nothing says otherwise."""
    return book.cell(where)["effectiveFormat"]["backgroundColor"]


WHITE = {"red": 1, "green": 1, "blue": 1}


@pytest.mark.parametrize(
    ("kind", "values", "yes", "no"),
    [
        ("NUMBER_GREATER", ["5"], 6, 5),
        ("NUMBER_GREATER_THAN_EQ", ["5"], 5, 4),
        ("NUMBER_LESS", ["5"], 4, 5),
        ("NUMBER_EQ", ["5"], 5, 6),
        ("NUMBER_BETWEEN", ["2", "4"], 4, 5),
        ("NUMBER_NOT_BETWEEN", ["2", "4"], 5, 4),
        ("TEXT_CONTAINS", ["ree"], "Agreed", "drafting"),
        ("TEXT_NOT_CONTAINS", ["ree"], "drafting", "agreed"),
        ("TEXT_STARTS_WITH", ["ag"], "Agreed", "drafting"),
        ("TEXT_ENDS_WITH", ["ed"], "agreed", "drafting"),
        ("TEXT_EQ", ["agreed"], "agreed", "not agreed"),
        ("DATE_EQ", ["2025-10-06"], "2025-10-06", "2025-10-07"),
        ("DATE_BEFORE", ["2025-10-06"], "2025-10-05", "2025-10-06"),
        ("DATE_AFTER", ["2025-10-06"], "2025-10-07", "2025-10-06"),
        ("NOT_BLANK", [], "x", ""),
        ("CUSTOM_FORMULA", ["=A1>5"], 6, 5),
    ],
)
def test_a_cell_that_meets_the_condition_looks_so(book: Any, kind: str, values: list[str], yes: Any, no: Any) -> None:
    """ConditionType: each "supported by … conditional formatting". The third row stays without the rule."""
    book.put("A1:A2", [yes], [no])
    book.put("B1:B2", ["x"], ["x"])
    add(book, rule(kind, *values, where=[area(0, 2)]))
    assert shade(book, "A1") == GREEN
    cell = book.cell("A2")
    assert not cell or cell["effectiveFormat"]["backgroundColor"] == WHITE
    assert "backgroundColor" not in book.cell("A1").get("userEnteredFormat", {})
    assert shade(book, "B1") == WHITE


def test_a_formula_is_written_for_the_first_cell_of_the_range(book: Any) -> None:
    """The guide's example: ``=GT($D2,median($D$2:$D$11))`` over A2:D11 colours whole rows."""
    book.put("A1:B4", ["Item", "Cost"], ["Wheel", 20], ["Door", 15], ["Engine", 100])
    add(book, rule("CUSTOM_FORMULA", "=GT($B2,median($B$2:$B$4))", where=[area(1, 4, 0, 2)]))
    assert [shade(book, f"A{row}") == GREEN for row in range(1, 5)] == [False, False, False, True]
    book.put("B2", [500])
    assert [shade(book, f"A{row}") == GREEN for row in range(1, 5)] == [False, True, False, False]


def test_of_two_rules_that_hold_the_first_wins_where_they_differ(book: Any) -> None:
    book.put("A1", [9])
    add(book, rule("NUMBER_GREATER", "1", look={"backgroundColor": RED, "textFormat": {"bold": True}}))
    add(book, rule("NUMBER_GREATER", "2", look={"backgroundColor": BLUE, "textFormat": {"italic": True}}))
    look = book.cell("A1")["effectiveFormat"]
    assert look["backgroundColor"] == BLUE
    assert (look["textFormat"]["bold"], look["textFormat"]["italic"]) == (True, True)


def test_what_a_rule_does_not_say_stays_the_cells_own(book: Any) -> None:
    book.put("A1", [9])
    own = {"textFormat": {"fontSize": 14}, "numberFormat": {"type": "NUMBER", "pattern": "0.0"}}
    book.do({"repeatCell": {"range": area(0, 1), "cell": {"userEnteredFormat": own}, "fields": "userEnteredFormat"}})
    add(book, rule("NUMBER_GREATER", "1", look={"textFormat": {"bold": True}}))
    look = book.cell("A1")["effectiveFormat"]["textFormat"]
    assert (look["fontSize"], look["bold"]) == (14, True)
    assert book.one("A1") == "9.0"


def test_a_relative_date_is_counted_from_today(book: Any, workspace: Any) -> None:
    """relativeDate: YESTERDAY, "the value is one day before today"; today is 2025-10-06 here."""
    book.put("A1:A2", ["2025-10-05"], ["2025-10-04"])
    condition = {"type": "DATE_BEFORE", "values": [{"relativeDate": "YESTERDAY"}]}
    one = {"ranges": [area(0, 2)], "booleanRule": {"condition": condition, "format": {"backgroundColor": GREEN}}}
    add(book, one)
    assert [shade(book, "A1"), shade(book, "A2")] == [WHITE, GREEN]


def point(kind: str, colour: Any, value: str = "") -> dict[str, Any]:
    return {"type": kind, "color": colour, **({"value": value} if value else {})}


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({"minpoint": point("MIN", RED), "maxpoint": point("MAX", BLUE)}, [RED, {"red": 0.5, "blue": 0.5}, BLUE]),
        (
            {"minpoint": point("MIN", RED), "midpoint": point("PERCENT", GREEN, "50"), "maxpoint": point("MAX", BLUE)},
            [RED, GREEN, BLUE],
        ),
        (
            {
                "minpoint": point("NUMBER", RED, "2"),
                "midpoint": point("PERCENTILE", GREEN, "50"),
                "maxpoint": point("NUMBER", BLUE, "8"),
            },
            [RED, GREEN, BLUE],
        ),
    ],
)
def test_a_gradient_goes_from_point_to_point(book: Any, points: Any, expected: list[Any]) -> None:
    """InterpolationPointType: the smallest and the greatest of the range, a number, a percentage of the way from one to the other,
    a percentile."""
    book.put("A1:A4", [0], [5], [10], ["none"])
    add(book, {"ranges": [area(0, 4)], "gradientRule": points})
    for row, wanted in enumerate(expected, start=1):
        found = shade(book, f"A{row}")
        for name in ("red", "green", "blue"):
            assert found.get(name, 0) == pytest.approx(wanted.get(name, 0), abs=1 / 255)
    assert shade(book, "A4") == WHITE


def test_rules_are_inserted_replaced_moved_and_deleted_by_their_place(book: Any) -> None:
    """UpdateConditionalFormatRuleResponse: oldRule "not set if a rule was moved", oldIndex "not set if a rule was replaced"."""
    for kind in ("BLANK", "NOT_BLANK"):
        add(book, rule(kind), len(listed(book)))
    add(book, rule("TEXT_EQ", "a"), 1)

    def kinds() -> list[str]:
        return [one["booleanRule"]["condition"]["type"] for one in listed(book)]

    assert kinds() == ["BLANK", "TEXT_EQ", "NOT_BLANK"]
    [moved] = book.do({"updateConditionalFormatRule": {"sheetId": 0, "index": 0, "newIndex": 2}})
    assert moved["updateConditionalFormatRule"].keys() >= {"newRule", "newIndex"}
    assert "oldRule" not in moved["updateConditionalFormatRule"]
    assert (moved["updateConditionalFormatRule"]["newIndex"], kinds()) == (2, ["TEXT_EQ", "NOT_BLANK", "BLANK"])
    [replaced] = book.do({"updateConditionalFormatRule": {"index": 1, "rule": rule("TEXT_EQ", "b")}})
    assert replaced["updateConditionalFormatRule"].keys() == {"newRule", "newIndex", "oldRule"}
    assert kinds() == ["TEXT_EQ", "TEXT_EQ", "BLANK"]
    [gone] = book.do({"deleteConditionalFormatRule": {"sheetId": 0, "index": 2}})
    assert gone["deleteConditionalFormatRule"]["rule"]["booleanRule"]["condition"]["type"] == "BLANK"
    book.do(*[{"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}}] * 2)
    assert "conditionalFormats" not in book.facts()["sheets"][0]


def test_ranges_move_with_rows_and_a_rule_without_cells_is_gone(book: Any) -> None:
    add(book, rule("CUSTOM_FORMULA", "=$B3=1", where=[area(2, 5, 0, 2)]))
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    book.do({"insertDimension": {"range": rows, "inheritFromBefore": False}})
    [one] = listed(book)
    assert (one["ranges"][0]["startRowIndex"], one["ranges"][0]["endRowIndex"]) == (4, 7)
    assert one["booleanRule"]["condition"]["values"] == [{"userEnteredValue": "=$B5=1"}]
    book.do({"deleteDimension": {"range": {**rows, "startIndex": 4, "endIndex": 7}}})
    assert listed(book) == []


def test_a_copied_sheet_has_its_rules(book: Any) -> None:
    book.put("A1", [9])
    add(book, rule("NUMBER_GREATER", "1"))
    [answer] = book.do({"duplicateSheet": {"sourceSheetId": 0, "newSheetName": "Copy"}})
    [one] = book.facts()["sheets"][0]["conditionalFormats"]
    assert one["ranges"][0]["sheetId"] == answer["duplicateSheet"]["properties"]["sheetId"]
    assert shade(book, "Copy!A1") == GREEN


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (rule("ONE_OF_LIST", "a"), "ConditionType 'ONE_OF_LIST' is not supported for conditional formatting"),
        (rule("NUMBER_BETWEEN", "1"), "requires 2 ConditionValues, but 1 were supplied"),
        (rule("BLANK", look={"numberFormat": {"type": "TEXT"}}), "does not support: numberFormat"),
        (rule("BLANK", look={"textFormat": {"fontSize": 9}}), "does not support: textFormat.fontSize"),
        ({"ranges": [area(0, 1)]}, "must have a booleanRule or a gradientRule"),
        ({"booleanRule": rule("BLANK")["booleanRule"]}, "At least one range must be specified"),
        (rule("BLANK", where=[area(0, 1), area(0, 1, sheet=7)]), "must be on the same sheet"),
        ({"ranges": [area(0, 1)], "gradientRule": {"minpoint": point("MIN", RED)}}, "must have a maxpoint"),
        (
            {"ranges": [area(0, 1)], "gradientRule": {"minpoint": {"color": RED}, "maxpoint": point("MAX", RED)}},
            "must say its type",
        ),
    ],
)
def test_what_conditional_formats_cannot_do_is_refused(book: Any, wrong: Any, words: str) -> None:
    """BooleanRule.format: "Conditional formatting can only apply a subset of formatting"; ranges "must be on the same grid"."""
    book.do({"addSheet": {"properties": {"sheetId": 7}}})
    with pytest.raises(Exception, match=f"400.*{words}"):
        book.do({"addConditionalFormatRule": {"rule": wrong}})


def test_a_place_that_is_not_there_is_refused(book: Any) -> None:
    for request in (
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
        {"updateConditionalFormatRule": {"index": 0, "rule": rule("BLANK")}},
        {"updateConditionalFormatRule": {"sheetId": 0, "index": 0, "newIndex": 0}},
        {"addConditionalFormatRule": {"rule": rule("BLANK"), "index": 1}},
    ):
        with pytest.raises(Exception, match="400"):
            book.do(request)
    add(book, rule("BLANK"))
    with pytest.raises(Exception, match="400.*Cannot move"):
        book.do({"updateConditionalFormatRule": {"sheetId": 0, "index": 0, "newIndex": 1}})
    points = {"minpoint": point("NUMBER", RED, "=A1"), "maxpoint": point("MAX", RED)}
    with pytest.raises(Exception, match="501.*interpolation point"):
        book.do({"addConditionalFormatRule": {"rule": {"ranges": [area(0, 1)], "gradientRule": points}}})
