"""How a formula's number looks where its cell has no format of its own: like what it was made of.

Witness: o-spreadsheet's tests, which follow Google Sheets; which branch of a condition was taken is not known here, so that the
first that looks like anything counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from local_workspace.core.call import Json
from local_workspace.sheets.formula_signatures import LOOKS, signatures
from local_workspace.sheets.formula_syntax import Call, Cells, Literal, Name, Node, Operation
from local_workspace.sheets.formula_text import Reference
from local_workspace.sheets.number_format import is_date

FormatAt = Callable[[Reference | str], Json]
"""The NumberFormat of the first cell of a reference, or of a named range; {} for none."""
FROM_TABLE: Mapping[str, tuple[int, int]] = {"VLOOKUP": (1, 2), "INDEX": (0, 2), "XLOOKUP": (2, -1), "LOOKUP": (2, -1)}
"""Functions that give a cell of a range: which argument is the range, and which says its column (-1: none does)."""
BRANCHES: Mapping[str, slice] = {
    "CHOOSE": slice(1, None),
    "IF": slice(1, None),
    "IFERROR": slice(0, None),
    "IFNA": slice(0, None),
    "IFS": slice(1, None, 2),
    "SWITCH": slice(2, None, 2),
    "LET": slice(-1, None),
}
"""Functions that pass on one of their arguments, and which."""


def look(node: Node, format_at: FormatAt) -> Json:
    """The NumberFormat that a formula gives its cell; {} for the automatic one."""
    if isinstance(node, Cells):
        return format_at(node.reference)
    if isinstance(node, Name):
        return format_at(node.text)
    if isinstance(node, Operation):
        return _of_operation(node, format_at)
    return _of_call(node, format_at) if isinstance(node, Call) else {}


def _of_operation(node: Operation, format_at: FormatAt) -> Json:
    if node.sign == "%":
        return {"type": "PERCENT", "pattern": "0%"}
    if node.sign not in "+-*/":
        return {}
    looks = [look(one, format_at) for one in node.operands]
    dates = [one for one in looks if one and is_date(one)]
    if dates:
        return dates[0] if len(dates) == 1 and node.sign in "+-" and len(looks) == 2 else {}
    return next((one for one in looks if one), {})


def _of_call(node: Call, format_at: FormatAt) -> Json:
    known = signatures().get(node.name)
    if known is None or (not node.arguments and known.look not in LOOKS):
        return {}
    if known.look in LOOKS:
        return {"type": known.look}
    if node.name in BRANCHES:
        looks = (look(one, format_at) for one in node.arguments[BRANCHES[node.name]])
        return next((one for one in looks if one), {})
    if node.name in FROM_TABLE:
        return _of_table(node, format_at)
    return look(node.arguments[0], format_at) if known.look == "first" else {}


def _of_table(node: Call, format_at: FormatAt) -> Json:
    """The format of the first row of data in the column that is asked for."""
    place, by = FROM_TABLE[node.name]
    if place >= len(node.arguments) or not isinstance(node.arguments[place], Cells):
        return {}
    where = node.arguments[place]
    offset = node.arguments[by] if 0 <= by < len(node.arguments) else Literal(1)
    if not isinstance(where, Cells) or not isinstance(offset, Literal) or not isinstance(offset.value, (int, float)):
        return {}
    first = where.reference.first
    column = None if first.column is None else first.column + int(offset.value) - 1
    return format_at(Reference(where.reference.sheet, type(first)(first.row, column), where.reference.last))
