"""Data validation: the rules on cells, and which of them Google takes
(developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/other#conditiontype).

The API writes what a strict rule would refuse a person: rules are kept and shown, and do not refuse API writes.
"""

from __future__ import annotations

from local_workspace.core.call import Json
from local_workspace.core.errors import BadRequest
from local_workspace.sheets.book import Book

ONE_VALUE = {"NUMBER_GREATER", "NUMBER_GREATER_THAN_EQ", "NUMBER_LESS", "NUMBER_LESS_THAN_EQ", "NUMBER_EQ", "NUMBER_NOT_EQ"}
COUNTS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(
        ONE_VALUE | {"TEXT_CONTAINS", "TEXT_NOT_CONTAINS", "TEXT_EQ", "DATE_EQ", "DATE_BEFORE", "DATE_AFTER"}, (1, 1)
    ),
    **dict.fromkeys({"DATE_ON_OR_BEFORE", "DATE_ON_OR_AFTER", "ONE_OF_RANGE", "CUSTOM_FORMULA"}, (1, 1)),
    **dict.fromkeys({"NUMBER_BETWEEN", "NUMBER_NOT_BETWEEN", "DATE_BETWEEN", "DATE_NOT_BETWEEN"}, (2, 2)),
    **dict.fromkeys({"TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_IS_VALID"}, (0, 0)),
    "ONE_OF_LIST": (1, 500),
    "BOOLEAN": (0, 2),
}
"""How many values each kind of condition takes, of those that validation knows."""


def kept(book: Book, rule: Json) -> Json:
    """A DataValidationRule as Google keeps it. Raises BadRequest for a condition that validation does not take."""
    condition = rule.get("condition", {})
    kind, values = condition.get("type", ""), condition.get("values", [])
    if kind not in COUNTS:
        raise BadRequest(f"ConditionType '{kind}' is not supported for data validation.")
    least, most = COUNTS[kind]
    if not least <= len(values) <= most:
        wants = str(least) if least == most else f"{least} to {most}"
        raise BadRequest(f"ConditionType '{kind}' requires {wants} ConditionValues, but {len(values)} were supplied.")
    if kind == "ONE_OF_RANGE" or kind == "CUSTOM_FORMULA":
        book.facts["_rules"] = True
        book.save_facts()
    return {name: one for name, one in rule.items() if one not in (False, "")}
