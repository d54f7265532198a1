"""Functions in a formula, as the formula library is to call them: its own, ours, or written out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from local_workspace.core.errors import NotWritten
from local_workspace.sheets.formula_functions import functions, library_name
from local_workspace.sheets.formula_kinds import OPERATORS, goes_through, scalars
from local_workspace.sheets.formula_lifting import NAME as LIFT
from local_workspace.sheets.formula_signatures import Parameter, Signature, lacking, signatures
from local_workspace.sheets.formula_syntax import Call, Cells, Literal, Name, Node, Omitted, Operation
from local_workspace.sheets.locales import DEFAULT

if TYPE_CHECKING:
    from local_workspace.sheets.formula_translation import Translation

VOLATILE = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY"})
ANYWHERE = frozenset({"INDIRECT", "OFFSET"})
"""Functions that may look at any cell."""
OURS = frozenset(functions(DEFAULT, 1970))
PASSING = frozenset({"UPLUS", "TO_DATE", "TO_DOLLARS", "TO_PERCENT", "TO_PURE_NUMBER", "ARRAYFORMULA"})
"""Functions that give what they are given; what they change is how it looks."""
EXACT: Mapping[str, tuple[int, bool]] = {"HLOOKUP": (3, False), "MATCH": (2, False), "VLOOKUP": (3, False), "XLOOKUP": (4, True)}
"""Look-ups: which argument says whether what is equal is wanted (with 0 or FALSE), and whether it is if none does."""
SCRATCH = "\u2060"
"""The title of a sheet for calculating beside the others: no person's sheet is called so."""
NOTHING = f"'{SCRATCH}'!$Z$99"
"""A cell that is always empty."""
DEFAULTING = frozenset({"Lookup", "Math"})
"""Categories in which an argument left out between commas is what it is at the end: elsewhere it is empty."""
BLANKS = {"n": "0", "s": '""', "b": "FALSE", "m": "0", "t": "FALSE"}
"""What an empty argument is, by its parameter's kind; any other is like an empty cell."""


def write_call(at: Translation, node: Call, arrays: bool) -> str:
    known = signatures().get(node.name)
    if known is None:
        if node.name in lacking():
            raise NotWritten(f"sheets: the function {node.name}")
        return at.fault("#NAME?", f"Unknown function: '{node.name}'.")
    if not known.takes(len(node.arguments)):
        got = f"{len(node.arguments)} arguments"
        return at.fault("#N/A", f"Wrong number of arguments to {node.name}. Expected {known.wants()}, but got {got}.")
    at.volatile = at.volatile or node.name in VOLATILE
    at.anywhere = at.anywhere or node.name in ANYWHERE
    if node.name in OPERATORS:
        return at.write(Operation(OPERATORS[node.name], node.arguments), arrays)
    if node.name in SPECIAL:
        return SPECIAL[node.name](at, node, arrays)
    listed = ",".join(_arguments(at, known, node.arguments, arrays))
    if node.name in OURS and not _exact(node):
        return f"{library_name(node.name)}({listed})"
    if arrays and node.name != "IF" and any(goes_through(one) for one in scalars(node)):
        ranges = "".join("r" if known.parameter(place).kind in "ra" else "-" for place in range(len(node.arguments)))
        return f'{library_name(LIFT)}("{node.name}","{ranges}",{listed})'
    return f"{node.name}({listed})"


def _exact(node: Call) -> bool:
    """Whether a look-up asks for what is equal, from the first on: the library does that with an index."""
    place, otherwise = EXACT.get(node.name, (-1, False))
    asked = node.arguments[place] if 0 <= place < len(node.arguments) else None
    return otherwise if asked is None else isinstance(asked, Literal) and not asked.value and len(node.arguments) == place + 1


def _arguments(at: Translation, known: Signature, given: tuple[Node, ...], arrays: bool) -> list[str]:
    keeps = known.category in DEFAULTING
    out = [_argument(at, known.parameter(place), one, arrays, keeps=keeps) for place, one in enumerate(given)]
    for one in known.parameters[len(given) :]:
        if not one.default:
            break
        out.append(one.default)
    return out


def _argument(at: Translation, parameter: Parameter, node: Node, arrays: bool, *, keeps: bool) -> str:
    if isinstance(node, Omitted):
        return parameter.default if parameter.default and keeps else BLANKS.get(parameter.kind, NOTHING)
    if parameter.kind == "a":
        return at.write(node, True)
    return ARGUMENTS[parameter.kind](at, node, arrays)


ARGUMENTS: Mapping[str, Callable[[Translation, Node, bool], str]] = {
    "n": lambda at, node, arrays: at.number(node, arrays),
    "s": lambda at, node, arrays: at.textual(node, arrays),
    "b": lambda at, node, arrays: at.condition(node, arrays),
    "v": lambda at, node, arrays: at.single(node, arrays),
    "c": lambda at, node, arrays: at.single(node, arrays),
    "p": lambda at, node, arrays: at.passed(node, arrays),
    "r": lambda at, node, arrays: at.write(node, arrays),
    "m": lambda at, node, arrays: at.numbers(node, arrays),
    "t": lambda at, node, arrays: at.truths(node, arrays),
}
"""How an argument is written, by its parameter's kind."""


def _let(at: Translation, node: Call, arrays: bool) -> str:
    """LET: pairs of a name and its value, and at last what is calculated with them."""
    if len(node.arguments) % 2 == 0:
        return at.fault("#N/A", "Wrong number of arguments to LET.")
    before, parts = at.given, []
    for name, value in zip(node.arguments[:-1:2], node.arguments[1::2], strict=True):
        if not isinstance(name, Name):
            return at.fault("#NAME?", "Argument 1 of function LET is not a valid name.")
        parts += [name.text, at.write(value, arrays)]
        at.given |= {name.text.lower()}
    out = f"LET({','.join([*parts, at.passed(node.arguments[-1], arrays)])})"
    at.given = before
    return out


def _number_of(rows: bool) -> Callable[[Translation, Call, bool], str]:
    """ROW or COLUMN: of the formula itself, or of a range, of which each is given where arrays are."""

    def write(at: Translation, node: Call, arrays: bool) -> str:
        if not node.arguments:
            return str((at.row if rows else at.column) + 1)
        [where] = node.arguments
        if not isinstance(where, Cells):
            return f"{node.name}({at.write(where, arrays)})"
        text = at.cells(where.reference)
        if text.startswith("#"):
            return text
        area = at.areas[-1]
        first, count = (area.top, area.height) if rows else (area.left, area.width)
        if not arrays or count == 1:
            return str(first + 1)
        return f"SEQUENCE({count},1,{first + 1})" if rows else f"SEQUENCE(1,{count},{first + 1})"

    return write


def _passes(at: Translation, node: Call, arrays: bool) -> str:
    if node.name == "ARRAYFORMULA":
        return at.write(node.arguments[0], True)
    return at.single(node.arguments[0], arrays) if node.name == "UPLUS" else at.number(node.arguments[0], arrays)


SPECIAL: Mapping[str, Callable[[Translation, Call, bool], str]] = {
    "COLUMN": _number_of(rows=False),
    "LET": _let,
    "ROW": _number_of(rows=True),
    **dict.fromkeys(PASSING, _passes),
}
"""Functions that are written out, not called."""
