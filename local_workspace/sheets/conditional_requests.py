"""Conditional format rules: added, replaced, moved and deleted by their place in a sheet's list
(developers.google.com/workspace/sheets/api/guides/conditional-format). The refusals' sentences have no outside witness.
"""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest, NotWritten
from local_workspace.sheets import parts
from local_workspace.sheets.areas import bounded
from local_workspace.sheets.book import Book
from local_workspace.sheets.colours import with_both
from local_workspace.sheets.conditional import RULES
from local_workspace.sheets.gradients import FROM
from local_workspace.sheets.kinds import Perform
from local_workspace.sheets.resource import as_shown
from local_workspace.sheets.sheet import Sheet

ONE = ("GREATER", "GREATER_THAN_EQ", "LESS", "LESS_THAN_EQ", "EQ", "NOT_EQ")
VALUES: Mapping[str, int] = {
    **{f"NUMBER_{name}": 1 for name in ONE},
    **dict.fromkeys(("NUMBER_BETWEEN", "NUMBER_NOT_BETWEEN"), 2),
    **dict.fromkeys(("TEXT_CONTAINS", "TEXT_NOT_CONTAINS", "TEXT_STARTS_WITH", "TEXT_ENDS_WITH", "TEXT_EQ"), 1),
    **dict.fromkeys(("DATE_EQ", "DATE_BEFORE", "DATE_AFTER", "CUSTOM_FORMULA"), 1),
    **dict.fromkeys(("BLANK", "NOT_BLANK"), 0),
}
"""The conditions that conditional formats know, with how many values each takes (ConditionType, in the reference)."""
LOOKS = frozenset({"backgroundColor", "backgroundColorStyle", "textFormat"})
LETTERS = frozenset({"bold", "italic", "strikethrough", "underline", "foregroundColor", "foregroundColorStyle"})
"""What a rule can change: "bold, italic, strikethrough, foreground color and, background color"; Google's own menu has
underline too."""
POINTS = ("minpoint", "maxpoint")


def add_rule(book: Book, request: Json) -> Json:
    rule = _sound(book, request.get("rule", {}))
    sheet = _sheet_of(book, rule)
    rules = _rules(sheet)
    place = request.get("index", 0)
    if not 0 <= place <= len(rules):
        raise BadRequest(f"Cannot insert a conditional format rule at index {place}: the sheet has {len(rules)}.")
    _save(book, sheet, [*rules[:place], rule, *rules[place:]])
    return {}


def update_rule(book: Book, request: Json) -> Json:
    """Another rule in its place, or the rule at another place."""
    place = request.get("index", 0)
    if "newIndex" in request:
        return {"updateConditionalFormatRule": _moved(book, request, place)}
    rule = _sound(book, request.get("rule", {}))
    sheet = _sheet_of(book, rule)
    old = _at(sheet, place)
    rules = _rules(sheet)
    _save(book, sheet, [*rules[:place], rule, *rules[place + 1 :]])
    return {"updateConditionalFormatRule": {"oldRule": as_shown(old), "newRule": as_shown(rule), "newIndex": place}}


def _moved(book: Book, request: Json, place: int) -> Json:
    sheet = book.sheet(request.get("sheetId", 0))
    rule, to = _at(sheet, place), request["newIndex"]
    others = [one for one in _rules(sheet) if one is not rule]
    if not 0 <= to <= len(others):
        raise BadRequest(f"Cannot move a conditional format rule to index {to}: the sheet has {len(others) + 1}.")
    _save(book, sheet, [*others[:to], rule, *others[to:]])
    return {"newRule": as_shown(rule), "oldIndex": place, "newIndex": to}


def delete_rule(book: Book, request: Json) -> Json:
    sheet = book.sheet(request.get("sheetId", 0))
    rule = _at(sheet, request.get("index", 0))
    _save(book, sheet, [one for one in _rules(sheet) if one is not rule])
    return {"deleteConditionalFormatRule": {"rule": as_shown(rule)}}


def _rules(sheet: Sheet) -> list[Json]:
    return list(sheet.parts.get(RULES, []))


def _at(sheet: Sheet, place: int) -> Json:
    rules = _rules(sheet)
    if not 0 <= place < len(rules):
        raise BadRequest(f"No conditional format on sheet: {sheet.id} at index: {place}")
    return rules[place]


def _save(book: Book, sheet: Sheet, rules: list[Json]) -> None:
    if rules:
        sheet.parts[RULES] = rules
    else:
        sheet.parts.pop(RULES, None)
    book.save(sheet)


def _sheet_of(book: Book, rule: Json) -> Sheet:
    return book.sheet(rule["ranges"][0]["sheetId"])


def _sound(book: Book, given: Json) -> Json:
    """A rule as it is kept. Raises BadRequest."""
    rule = with_both(parts.with_sheet_ids(given))
    ranges = [bounded(book, one) for one in rule.get("ranges", [])]
    if not ranges:
        raise BadRequest("At least one range must be specified.")
    if len({one["sheetId"] for one in ranges}) > 1:
        raise BadRequest("All ranges must be on the same sheet.")
    if ("booleanRule" in rule) == ("gradientRule" in rule):
        raise BadRequest("A conditional format rule must have a booleanRule or a gradientRule.")
    if "booleanRule" in rule:
        _require_boolean(rule["booleanRule"])
    else:
        _require_gradient(rule["gradientRule"])
    return {**rule, "ranges": ranges}


def _require_boolean(rule: Json) -> None:
    condition = rule.get("condition", {})
    kind, count = condition.get("type", ""), len(condition.get("values", []))
    if kind not in VALUES:
        raise BadRequest(f"ConditionType '{kind}' is not supported for conditional formatting.")
    if count != VALUES[kind]:
        raise BadRequest(f"ConditionType '{kind}' requires {VALUES[kind]} ConditionValues, but {count} were supplied.")
    look = rule.get("format", {})
    wrong = sorted({*(look.keys() - LOOKS), *(f"textFormat.{one}" for one in look.get("textFormat", {}).keys() - LETTERS)})
    if wrong:
        raise BadRequest(f"Conditional formatting does not support: {', '.join(wrong)}")


def _require_gradient(rule: Json) -> None:
    for name in POINTS:
        if name not in rule:
            raise BadRequest(f"A gradient rule must have a {name}.")
    for point in rule.values():
        if point.get("type") not in {*FROM, "NUMBER"}:
            raise BadRequest("An interpolation point must say its type.")
        if str(point.get("value", "")).startswith("="):
            raise NotWritten("sheets: a formula in a gradient's interpolation point")


KINDS: Mapping[str, Perform] = {
    "addConditionalFormatRule": add_rule,
    "deleteConditionalFormatRule": delete_rule,
    "updateConditionalFormatRule": update_rule,
}
