"""Every function that is offered, tried against a value from outside (see `formulas.txt`)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local_workspace.sheets.formula_signatures import lacking, signatures

TABLE = Path(__file__).with_name("formulas.txt")
GRID: list[list[Any]] = [
    [4, "ann", True, "2025-10-06", 10],
    [5, "bob", False, "2025-10-07", 20],
    [8, "cy", True, "2025-10-31", 30],
    [7, "dee", False, "2025-12-25", 40],
    [11, "ann", True, "2026-02-28", 50],
]


def examples() -> Iterator[tuple[str, str]]:
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith(("#", "[")):
            formula, _, value = line.partition(" -> ")
            yield formula, value


def shown(value: str) -> Any:
    """A value of the table as the API gives it; a near number as a range of two."""
    if value.startswith('"'):
        return value[1:-1]
    if value in ("TRUE", "FALSE"):
        return value == "TRUE"
    return value if value.startswith("#") else float(value)


def rows_of(value: str) -> list[list[Any]]:
    cells = re.compile(r'"[^"]*"|[^,]+')
    return [[shown(one) for one in cells.findall(row)] for row in value[1:-1].split(";")]


@pytest.fixture
def grid(book: Any) -> Any:
    book.put("A1:E5", *GRID)
    return book


@pytest.mark.parametrize("chunk", range(12))
def test_each_function_gives_what_its_documentation_shows(grid: Any, chunk: int) -> None:
    """In columns far to the right, thirty rows apart, so that arrays have room."""
    chosen = list(examples())[chunk::12]
    grid.do({"appendDimension": {"dimension": "ROWS", "length": 30 * len(chosen)}})
    for place, (formula, _) in enumerate(chosen):
        grid.put(f"J{place * 30 + 1}", [f"={formula}"])
    found = grid.read(f"J1:P{30 * len(chosen)}", "UNFORMATTED_VALUE")
    wrong = []
    for place, (formula, value) in enumerate(chosen):
        rows = [row for row in found[place * 30 : place * 30 + 30] if row]
        if not equal(rows, value):
            wrong.append(f"{formula} gave {rows}, not {value}")
    assert not wrong


def equal(rows: list[list[Any]], value: str) -> bool:
    if value.startswith("{"):
        wanted = rows_of(value)
        return len(rows) == len(wanted) and all(map(same_row, rows, wanted))
    got = rows[0][0] if rows and rows[0] else ""
    if value.endswith("*"):
        return isinstance(got, float | int) and math.isclose(got, float(value[:-1]), abs_tol=1.01e-6)
    wanted_one = shown(value)
    if isinstance(wanted_one, float) and not isinstance(got, bool):
        return isinstance(got, float | int) and math.isclose(got, wanted_one, rel_tol=1e-12, abs_tol=1e-12)
    return got == wanted_one and type(got) is type(wanted_one)


def same_row(row: list[Any], wanted: list[Any]) -> bool:
    row = row + [""] * (len(wanted) - len(row))
    return len(row) == len(wanted) and all(
        math.isclose(one, other, abs_tol=1e-12) if isinstance(other, float) and not isinstance(one, str) else one == other
        for one, other in zip(row, wanted, strict=True)
    )


def test_no_function_is_offered_that_no_example_vouches_for() -> None:
    tried = set(re.findall(r"([A-Z][A-Z0-9_.]*)\(", " ".join(formula for formula, _ in examples())))
    assert set(signatures()) <= tried


def test_what_is_not_built_is_named_and_refused(book: Any) -> None:
    """A formula that cannot be calculated is not kept with a value made up: the call answers 501 and names the function.

    There is no outside witness for this: Google has no function that it does not have.
    """
    for name in sorted(lacking()):
        with pytest.raises(Exception, match=rf"501: sheets: the function {re.escape(name)} is not built"):
            book.put("A1", [f"={name}(1)"])
    for formula, what in (
        ("=SUM(Staff[Marks])", "a reference to a table's column"),
        ("=LAMBDA(x,x+1)(2)", "the function LAMBDA"),
    ):
        with pytest.raises(Exception, match=f"501: sheets: {what} is not built"):
            book.put("A1", [formula])
    assert book.read("A1:Z9") == []


def test_no_function_is_both_built_and_not() -> None:
    assert not set(signatures()) & lacking()
