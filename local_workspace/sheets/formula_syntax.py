"""A formula's text as a tree, by the library's parser. What a locale writes otherwise is put as the parser knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import formualizer

from local_workspace.core.errors import NotWritten
from local_workspace.sheets.formula_text import Reference, reference_of
from local_workspace.sheets.locales import separators


@dataclass(frozen=True)
class Literal:
    """A number, a text or a truth value."""

    value: float | str | bool


@dataclass(frozen=True)
class Fault:
    """An error that stands in the text: ``#REF!``."""

    text: str


@dataclass(frozen=True)
class Cells:
    """A cell or a range."""

    reference: Reference


@dataclass(frozen=True)
class Name:
    """A word that is no function: a named range, or a name that LET gave."""

    text: str


@dataclass(frozen=True)
class Call:
    """A function and its arguments. name: in capitals."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Operation:
    """An operator with one operand (before it, or after it for %) or two."""

    sign: str
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Rows:
    """An array in braces."""

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True)
class Omitted:
    """An argument that is left out between commas."""


Node: TypeAlias = Literal | Fault | Cells | Name | Call | Operation | Rows | Omitted
SIGNS = {1: frozenset("+-%"), 2: frozenset(("+", "-", "*", "/", "^", "&", "=", "<>", "<", ">", "<=", ">="))}


class Unreadable(Exception):
    """Not a formula: Google answers `Formula parse error.`"""


def parse(formula: str, locale: str) -> Node:
    """A formula with its equals sign as a tree. Raises Unreadable, or NotWritten for what Google understands and we do not."""
    try:
        tree = formualizer.parse(in_english(formula, locale))
    except (formualizer.ParserError, formualizer.TokenizerError, ValueError) as problem:
        raise Unreadable(formula) from problem
    return _node(tree)


def walk(node: Node) -> Iterator[Node]:
    """A node and every node below it."""
    yield node
    below: tuple[Node, ...] = ()
    if isinstance(node, Call):
        below = node.arguments
    elif isinstance(node, Operation):
        below = node.operands
    elif isinstance(node, Rows):
        below = tuple(one for row in node.rows for one in row)
    for one in below:
        yield from walk(one)


def _node(tree: Any) -> Node:
    kind = tree.node_type()
    if kind not in READERS:
        raise Unreadable(kind)
    return READERS[kind](tree)


def _literal(tree: Any) -> Node:
    value = tree.get_literal_value()
    token = tree.get_source_token()
    return Fault(str(value)) if token and str(token.subtype) == "Error" else Literal(value)


def _reference(tree: Any) -> Node:
    text = tree.get_reference_string()
    if "[" in text:
        raise NotWritten("sheets: a reference to a table's column")
    found = reference_of(text)
    return Cells(found) if found else Name(text)


def _called(tree: Any) -> Node:
    raise NotWritten("sheets: the function LAMBDA")


def _operation(tree: Any) -> Node:
    operands = tuple(_node(one) for one in tree.children())
    sign = tree.get_operator()
    if sign not in SIGNS[len(operands)]:
        raise Unreadable(sign)
    return Operation(sign, operands)


def _rows(tree: Any) -> Node:
    flat, width = [_node(one) for one in tree.children()], len(tree.to_dict()["rows"][0]) if tree.children() else 0
    if not width or len(flat) % width:
        raise Unreadable("{}")
    return Rows(tuple(tuple(flat[start : start + width]) for start in range(0, len(flat), width)))


READERS: Mapping[str, Callable[[Any], Node]] = {
    "Literal": _literal,
    "Reference": _reference,
    "Function": lambda tree: Call(tree.get_function_name().upper(), tuple(_node(one) for one in tree.children())),
    "UnaryOp": _operation,
    "BinaryOp": _operation,
    "Array": _rows,
    "Call": _called,
    "Omitted": lambda _: Omitted(),
}


def in_english(formula: str, locale: str) -> str:
    """With points in numbers and commas between arguments, where the locale puts a comma and semicolons."""
    if separators(locale)[0] != ",":
        return formula
    out, depth = "", 0
    for letter, quote in _outside(formula):
        if quote:
            out += letter
            continue
        depth += {"{": 1, "}": -1}.get(letter, 0)
        out += {",": ".", ";": ";" if depth else ",", "\\": ","}.get(letter, letter)
    return out


def _outside(formula: str) -> Iterator[tuple[str, str]]:
    """Each letter, with the quotation mark that it stands in."""
    quote = ""
    for letter in formula:
        if quote:
            yield letter, quote
            quote = "" if letter == quote else quote
        else:
            quote = letter if letter in "\"'" else ""
            yield letter, quote
