"""What is laid over and under the cells' own formats: conditional formats and banding
(developers.google.com/workspace/sheets/api/guides/conditional-format, .../reference/rest/v4/spreadsheets/sheets#bandedrange).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from local_workspace.core.call import Json
from local_workspace.sheets.areas import Area, area_of
from local_workspace.sheets.banding import bands
from local_workspace.sheets.book import Book
from local_workspace.sheets.conditions import meets
from local_workspace.sheets.formats import PLAIN, Look, merged
from local_workspace.sheets.formula_values import condition_holds
from local_workspace.sheets.gradients import gradient

RULES = "conditionalFormats"


Rule = Callable[[int, int, Json], Json]
"""(row, column, cell) to the part of a CellFormat that a rule lays over it; {} for nothing."""


def looks(book: Book, area: Area) -> Callable[[int, int, Json], Look]:
    """How the cells of an area look beside their own formats, by row, column and cell."""
    rules = [_rule(book, area, one) for one in area.sheet.parts.get(RULES, [])]
    under = bands(book, area)
    if not rules and under is None:
        return lambda row, column, cell: PLAIN

    def look(row: int, column: int, cell: Json) -> Look:
        over: Json = {}
        for rule in reversed(rules):
            over = merged(over, rule(row, column, cell))
        return Look(under(row, column) if under else {}, over)

    return look


def _rule(book: Book, area: Area, rule: Json) -> Rule:
    """A rule for the cells of its ranges; where two say something of one attribute, the first in the list wins."""
    ranges = [area_of(book, one).clipped() for one in rule["ranges"]]
    inside = [one for one in ranges if one.meets(area)]
    if not inside:
        return lambda row, column, cell: {}
    graded = "gradientRule" in rule
    paint = gradient(book, ranges, rule["gradientRule"]) if graded else _boolean(book, ranges, rule["booleanRule"])

    def look(row: int, column: int, cell: Json) -> Json:
        return paint(row, column, cell) if any((row, column) in one for one in inside) else {}

    return look


def _boolean(book: Book, ranges: Sequence[Area], rule: Json) -> Rule:
    """Formulas are written for the first cell of the first range."""
    condition, look = rule.get("condition", {}), rule.get("format", {})
    corner = (ranges[0].top, ranges[0].left)

    def paint(row: int, column: int, cell: Json) -> Json:
        found = meets(book, condition, cell)
        if found is None:
            found = condition_holds(book, ranges[0].sheet, condition, corner, (row, column), cell)
        return look if found else {}

    return paint
