"""The language of `q`, parsed with lark (developers.google.com/workspace/drive/api/guides/ref-search-terms).

Text stands in single quotes, with ``\\`` before a quote or a backslash; recordings show that double quotes do as well.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError

from local_workspace.drive import refusals

GRAMMAR = r"""
?start: either
?either: both (_OR both)*
?both: negation (_AND negation)*
?negation: _NOT negation -> negated
    | term
?term: "(" either ")"
    | NAME operator value -> compare
    | STRING _IN NAME -> within
    | NAME _HAS "{" pair (_AND pair)* "}" -> has
operator: SIGN | CONTAINS
pair: NAME "=" STRING
value: STRING | BOOLEAN | NUMBER
_OR.2: /or\b/i
_AND.2: /and\b/i
_NOT.2: /not\b/i
_IN.2: /in\b/i
_HAS.2: /has\b/i
SIGN: "!=" | "<=" | ">=" | "=" | "<" | ">"
CONTAINS.2: /contains\b/i
BOOLEAN: /(true|false)\b/i
NUMBER: /\d+/
NAME: /[A-Za-z][A-Za-z.]*/
STRING: /'(\\.|[^'\\])*'|"(\\.|[^"\\])*"/
%ignore /\s+/
"""


@dataclass(frozen=True)
class Compare:
    """``name contains 'plan'``. operator: ``contains``, ``=``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``."""

    field: str
    operator: str
    value: str


@dataclass(frozen=True)
class Within:
    """``'x' in parents``."""

    value: str
    collection: str


@dataclass(frozen=True)
class Has:
    """``properties has { key='k' and value='v' }``."""

    field: str
    key: str
    value: str


@dataclass(frozen=True)
class Not:
    term: Term


@dataclass(frozen=True)
class Either:
    """Any of the terms."""

    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Both:
    """All of the terms."""

    terms: tuple[Term, ...]


Term = Compare | Within | Has | Not | Either | Both


@functools.lru_cache(maxsize=512)
def parse(query: str) -> Term:
    """The query as terms. Raises BadRequest `Invalid Value` for what is no query."""
    try:
        term: Term = _Terms().transform(_parser().parse(query))
    except LarkError as problem:
        raise refusals.invalid("q") from problem
    return term


@functools.cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr")


class _Terms(Transformer[Token, Term]):
    def either(self, terms: list[Term]) -> Term:
        return Either(tuple(terms))

    def both(self, terms: list[Term]) -> Term:
        return Both(tuple(terms))

    def negated(self, terms: list[Term]) -> Term:
        return Not(terms[0])

    def operator(self, tokens: list[Token]) -> str:
        return str(tokens[0]).lower()

    def value(self, tokens: list[Token]) -> str:
        return _unquoted(tokens[0]) if tokens[0].type == "STRING" else str(tokens[0]).lower()

    def pair(self, tokens: list[Token]) -> tuple[str, str]:
        return str(tokens[0]), _unquoted(tokens[1])

    def compare(self, parts: list[str]) -> Term:
        return Compare(str(parts[0]), parts[1], parts[2])

    def within(self, tokens: list[Token]) -> Term:
        return Within(_unquoted(tokens[0]), str(tokens[1]))

    def has(self, parts: list[Token | tuple[str, str]]) -> Term:
        pairs = dict(part for part in parts[1:] if not isinstance(part, Token))
        if set(pairs) != {"key", "value"}:
            return Has(str(parts[0]), "", "")
        return Has(str(parts[0]), pairs["key"], pairs["value"])


def _unquoted(token: Token) -> str:
    return re.sub(r"\\(.)", r"\1", str(token)[1:-1])
