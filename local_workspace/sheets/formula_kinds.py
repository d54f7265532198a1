"""What a part of a formula gives, told from its text alone: a number, a text, a truth value, an array."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.sheets.formula_signatures import NUMBERS, signatures
from local_workspace.sheets.formula_syntax import Call, Cells, Literal, Name, Node, Operation, Rows

OPERATORS: Mapping[str, str] = {
    "ADD": "+",
    "CONCAT": "&",
    "DIVIDE": "/",
    "MINUS": "-",
    "MULTIPLY": "*",
    "POW": "^",
    "UMINUS": "-",
    "UNARY_PERCENT": "%",
}
COMPARISONS = {"=": "EQ", "<>": "NE", "<": "LT", ">": "GT", "<=": "LTE", ">=": "GTE"}
ARITHMETIC = frozenset("+-*/^%")
NO_TEXT = frozenset({"CODE", "EXACT", "FIND", "LEN", "SEARCH", "UNICODE", "VALUE", "REGEXMATCH", "SPLIT"})
BRANCHING = frozenset({"CHOOSE", "IF", "IFERROR", "IFNA", "IFS", "SWITCH"})
"""Functions that give an array only where they are given one."""
LOGICAL = frozenset({"AND", "OR", "NOT", "XOR", "TRUE", "FALSE"})


def gives_number(node: Node) -> bool:
    if isinstance(node, Call):
        known = signatures().get(node.name)
        return known is not None and (
            (known.category in NUMBERS and not known.array) or OPERATORS.get(node.name, "") in ARITHMETIC
        )
    if isinstance(node, Literal):
        return not isinstance(node.value, str)
    return isinstance(node, Operation) and node.sign != "&" and not (node.sign == "+" and len(node.operands) == 1)


def gives_text(node: Node) -> bool:
    if isinstance(node, Call):
        known = signatures().get(node.name)
        return known is not None and known.category == "Text" and node.name not in NO_TEXT
    return (isinstance(node, Literal) and isinstance(node.value, str)) or (isinstance(node, Operation) and node.sign == "&")


def gives_truth(node: Node) -> bool:
    if isinstance(node, Call):
        return node.name in LOGICAL or node.name.startswith("IS") or node.name in COMPARISONS.values()
    is_comparison = isinstance(node, Operation) and node.sign in COMPARISONS
    return is_comparison or (isinstance(node, Literal) and not isinstance(node.value, str))


def may_be_array(node: Node) -> bool:
    if isinstance(node, Call):
        known = signatures().get(node.name)
        return known is not None and known.array
    return isinstance(node, (Rows, Name))


def goes_through(node: Node) -> bool:
    """Whether a node is an array, where arrays are calculated."""
    if isinstance(node, Cells):
        return node.reference.last is not None
    if isinstance(node, Operation):
        return any(goes_through(one) for one in node.operands)
    if isinstance(node, Call) and node.name in signatures():
        return (signatures()[node.name].array and node.name not in BRANCHING) or any(goes_through(one) for one in scalars(node))
    return may_be_array(node)


def scalars(node: Call) -> list[Node]:
    """The arguments that are single values."""
    known = signatures()[node.name]
    if not known.takes(len(node.arguments)):
        return []
    return [one for place, one in enumerate(node.arguments) if known.parameter(place).kind in "nsbvp"]
