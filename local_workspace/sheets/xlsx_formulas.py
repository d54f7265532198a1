"""Formulas in Excel's words and back, as Google's own exports have them.

What Excel lacks stands there as ``IFERROR(__xludf.DUMMYFUNCTION("the formula"), its value)``, and a cell that an array filled as
a COMPUTED_VALUE: both are taken for what they were when such a file comes back.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils import FORMULAE

from local_workspace.core.call import Json
from local_workspace.sheets.formula_signatures import signatures
from local_workspace.sheets.rendering import ERRORS

NAME = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|([A-Za-z_][\w.]*)(?=\()')
DUMMY = re.compile(r'=IFERROR\(__xludf\.DUMMYFUNCTION\("((?:[^"]|"")*)"\),.*\)', re.DOTALL)
COMPUTED = '"COMPUTED_VALUE"'
PREFIX = re.compile(r"\b_xl(?:fn|ws|udf)\.(?:_xl(?:fn|ws)\.)?")
ONLY_GOOGLES = frozenset(
    (
        *("ADD", "ARRAYFORMULA", "ARRAY_CONSTRAIN", "AVERAGE.WEIGHTED", "CONCAT", "COUNTUNIQUE", "DIVIDE", "EPOCHTODATE", "EQ"),
        *("FILTER", "FLATTEN", "GT", "GTE", "ISBETWEEN", "ISEMAIL", "ISURL", "JOIN", "LT", "LTE", "MINUS", "MULTIPLY", "NE"),
        *("POW", "REGEXEXTRACT", "REGEXMATCH", "REGEXREPLACE", "SORT", "SORTN", "SPLIT", "TO_DATE", "TO_DOLLARS", "TO_PERCENT"),
        *("TO_PURE_NUMBER", "UMINUS", "UNARY_PERCENT", "UNIQUE", "UPLUS"),
    )
)
"""Functions that Excel lacks, or understands otherwise."""


def to_excel(formula: str, value: Json) -> str:
    """A formula of Google's as Excel has it. value: what it gives, as ExtendedValue."""
    names = {found[1].upper() for found in NAME.finditer(formula) if found[1]}
    if names & ONLY_GOOGLES or any(map(_fills_cells, names)) or "{" in NAME.sub("", formula):
        return _dummy(formula[1:], value)
    return NAME.sub(_with_prefix, formula)


def _fills_cells(name: str) -> bool:
    """Whether a function is one of whole arrays, which Excel's files treat apart."""
    known = signatures().get(name)
    return known is not None and known.array and known.category not in ("Logical", "Lookup")


def computed(value: Json) -> str:
    """What stands for a cell that an array filled."""
    return _dummy(COMPUTED, value)


def _with_prefix(found: re.Match[str]) -> str:
    """Functions that came after 2007 are marked so in files."""
    name = (found[1] or "").upper()
    return f"_xlfn.{found[0]}" if name in signatures() and name not in FORMULAE else found[0]


def _dummy(text: str, value: Json) -> str:
    quoted = text.replace('"', '""')
    return f'=IFERROR(__xludf.DUMMYFUNCTION("{quoted}"),{_literal(value)})'


def _literal(value: Json) -> str:
    if not value:
        return '""'
    [(kind, content)] = value.items()
    if kind == "errorValue":
        return ERRORS.get(content.get("type", ""), "#VALUE!")
    if kind == "stringValue":
        return '"' + str(content).replace('"', '""') + '"'
    return str(content).upper()


def from_excel(formula: str) -> str | None:
    """Back again; None for a cell that an array filled."""
    found = DUMMY.fullmatch(formula)
    if found is None:
        return PREFIX.sub("", formula)
    text = found[1].replace('""', '"')
    return None if text == COMPUTED else f"={text}"


CELL = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v\s*/?>(?:</v>)?</c>', re.DOTALL)


def with_values(data: bytes, values: Mapping[int, Mapping[str, Json]]) -> bytes:
    """A workbook file with what its formulas give, which openpyxl does not write. values: by the sheet's place, then by A1."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            found = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            if found and (known := values.get(int(found[1]) - 1)):
                content = _filled(content.decode(), known).encode()
            target.writestr(name, content)
    return out.getvalue()


def _filled(xml: str, known: Mapping[str, Json]) -> str:
    def fill(found: re.Match[str]) -> str:
        kind, text = _as_xml(known.get(found[1], {}))
        return f'<c r="{found[1]}"{found[2]}{kind}><f>{found[3]}</f>{text}</c>'

    return CELL.sub(fill, xml)


def _as_xml(value: Json) -> tuple[str, str]:
    """The type that a cell says, and its value's element."""
    if not value:
        return "", ""
    [(kind, content)] = value.items()
    texts: Mapping[str, tuple[str, Any]] = {
        "boolValue": (' t="b"', int(bool(content))),
        "errorValue": (' t="e"', _literal(value)),
        "numberValue": ("", content),
        "stringValue": (' t="str"', content),
    }
    attribute, shown = texts[kind]
    return attribute, f"<v>{escape(str(shown))}</v>"
