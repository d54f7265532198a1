"""A formula of Google's in the words of the formula library.

Google calculates cell by cell unless ARRAYFORMULA or a function that takes arrays says otherwise: a range where one value is
wanted is the cell of it in the formula's own row or column. Texts count as numbers where they look like some. Both are written
out here, as are names, open ranges, arguments that are left out, and what cannot be (a name that is not known) as its error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from local_workspace.sheets.areas import Area
from local_workspace.sheets.formula_calls import NOTHING, write_call
from local_workspace.sheets.formula_functions import library_name
from local_workspace.sheets.formula_kinds import ARITHMETIC, COMPARISONS, gives_number, gives_text, gives_truth, may_be_array
from local_workspace.sheets.formula_syntax import Call, Cells, Fault, Literal, Name, Node, Omitted, Operation, Rows
from local_workspace.sheets.formula_text import End, Reference
from local_workspace.sheets.sheet import Sheet


@dataclass(frozen=True)
class Scene:
    """What a formula can name. titles, names: in small letters."""

    sheets: Mapping[int, Sheet]
    titles: Mapping[str, Sheet]
    names: Mapping[str, Area]
    locale: str


@dataclass
class Translation:
    """One formula at its place. areas: the cells that it looks at; open: the sheets to whose edge it looks.

    messages: what Google says with an error of a kind that the text alone decides.
    """

    scene: Scene
    own: Sheet
    row: int
    column: int
    text: str = ""
    areas: list[Area] = field(default_factory=list)
    open: set[int] = field(default_factory=set)
    anywhere: bool = False
    volatile: bool = False
    may_spill: bool = False
    messages: dict[str, str] = field(default_factory=dict)
    given: frozenset[str] = frozenset()

    def translate(self, node: Node, *, arrays: bool = False) -> Translation:
        """Fill in the text. Raises NotWritten for what is not built."""
        whole = self.passed(node, arrays)
        self.may_spill = arrays or may_be_array(node) or isinstance(node, Rows)
        self.text = f"={whole}" if gives_number(node) else f"={library_name('SHOWN')}({whole})"
        return self

    # Each kind of node, as the library writes it. arrays: whether ranges are gone through as arrays here.

    def write(self, node: Node, arrays: bool) -> str:
        return WRITERS[type(node)](self, node, arrays)

    def single(self, node: Node, arrays: bool) -> str:
        """Where one value is wanted."""
        if arrays:
            return self.write(node, arrays)
        if isinstance(node, Cells):
            return f"(@{self.cells(node.reference)})" if node.reference.last else self.cells(node.reference)
        text = self.write(node, arrays)
        return f"INDEX({text},1,1)" if may_be_array(node) else text

    def passed(self, node: Node, arrays: bool) -> str:
        """Where an array that a function gives may stand."""
        return self.single(node, arrays) if isinstance(node, (Cells, Operation)) else self.write(node, arrays)

    def number(self, node: Node, arrays: bool) -> str:
        text = self.single(node, arrays)
        return text if gives_number(node) else f"{library_name('NUMBER')}({text})"

    def textual(self, node: Node, arrays: bool) -> str:
        text = self.single(node, arrays)
        return text if gives_text(node) else f"{library_name('TEXTUAL')}({text})"

    def condition(self, node: Node, arrays: bool) -> str:
        text = self.single(node, arrays)
        return text if gives_truth(node) else f"{library_name('TRUTH')}({text})"

    def numbers(self, node: Node, arrays: bool) -> str:
        """Where a range may stand, or a number; a text of a number counts where it is written, not in a range."""
        if node == Literal(""):
            return "#VALUE!"
        return self.number(node, arrays) if isinstance(node, Literal) else self.write(node, arrays)

    def truths(self, node: Node, arrays: bool) -> str:
        return self.condition(node, arrays) if isinstance(node, Literal) else self.write(node, arrays)

    def cells(self, one: Reference) -> str:
        """A reference, with its sheet, as far as the grid goes."""
        sheet = self.scene.titles.get(one.sheet.lower()) if one.sheet else self.own
        if sheet is None:
            return self.fault("#REF!", f"Unresolved sheet name '{one.sheet}'.")
        last = one.last or one.first
        rows, columns = _span(one.first.row, last.row, sheet.rows), _span(one.first.column, last.column, sheet.columns)
        self.areas.append(Area(sheet, rows[0], columns[0], rows[1] + 1, columns[1] + 1))
        if None in (one.first.row, last.row, one.first.column, last.column):
            self.open.add(sheet.id)
        last_end = End(rows[1], columns[1], True, True) if one.last else None
        return str(Reference(sheet.title, End(rows[0], columns[0], True, True), last_end))

    def fault(self, text: str, message: str) -> str:
        self.messages.setdefault(text, message)
        return text


def _span(first: int | None, last: int | None, count: int) -> tuple[int, int]:
    """From the lesser to the greater, both included; an open end is the grid's."""
    if first is None and last is None:
        return 0, count - 1
    known = [one for one in (first, last) if one is not None]
    return (min(known), max(known)) if len(known) == 2 else (known[0], max(count - 1, known[0]))


def _literal(at: Translation, node: Literal, arrays: bool) -> str:
    if isinstance(node.value, str):
        return '"' + node.value.replace('"', '""') + '"'
    return str(node.value).upper() if isinstance(node.value, bool) else repr(node.value)


def _fault(at: Translation, node: Fault, arrays: bool) -> str:
    return at.fault(node.text, "Reference does not exist.") if node.text == "#REF!" else node.text


def _name(at: Translation, node: Name, arrays: bool) -> str:
    if node.text.lower() in at.given:
        return node.text
    area = at.scene.names.get(node.text.lower())
    if area is None:
        return at.fault("#NAME?", f"Unknown range name: '{node.text.upper()}'.")
    return at.write(Cells(named_cells(area)), arrays)


def named_cells(area: Area) -> Reference:
    """A named range as a reference."""
    first, last = End(area.top, area.left), End(area.bottom - 1, area.right - 1)
    return Reference(area.sheet.title, first, last if last != first else None)


def _cells(at: Translation, node: Cells, arrays: bool) -> str:
    return at.cells(node.reference)


def _operation(at: Translation, node: Operation, arrays: bool) -> str:
    how = at.number if node.sign in ARITHMETIC else at.single
    if node.sign == "&":
        how = at.textual
    if node.sign == "/":
        at.messages.setdefault("#DIV/0!", "Function DIVIDE parameter 2 cannot be zero.")
    if len(node.operands) == 1:
        if node.sign == "+":
            return at.single(node.operands[0], arrays)
        inner = how(node.operands[0], arrays)
        return f"({inner}/100)" if node.sign == "%" else f"(-{inner})"
    left, right = (how(one, arrays) for one in node.operands)
    if node.sign in COMPARISONS:
        return f"{library_name(COMPARISONS[node.sign])}({left},{right})"
    return f"({left}{node.sign}{right})"


def _rows(at: Translation, node: Rows, arrays: bool) -> str:
    if all(isinstance(one, Literal) for row in node.rows for one in row):
        return "{" + ";".join(",".join(at.write(one, arrays) for one in row) for row in node.rows) + "}"
    lines = [_stacked("HSTACK", [at.write(one, arrays) for one in row]) for row in node.rows]
    return _stacked("VSTACK", lines)


def _stacked(how: str, parts: list[str]) -> str:
    return f"{how}({','.join(parts)})" if len(parts) > 1 else parts[0]


WRITERS: Mapping[type, Callable[..., str]] = {
    Literal: _literal,
    Fault: _fault,
    Cells: _cells,
    Name: _name,
    Call: write_call,
    Operation: _operation,
    Rows: _rows,
    Omitted: lambda at, node, arrays: NOTHING,
}
