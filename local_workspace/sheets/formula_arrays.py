"""Functions of whole arrays: filtering, sorting, reshaping, matrices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from local_workspace.sheets.formula_coercion import Failure, Function, Rows, answered, is_error, rank, rows_of, text


def filtered(source: Any, *conditions: Any) -> Rows:
    """FILTER: rows (or columns, by the shape of the conditions) where every condition holds; #N/A for none."""
    rows, tests = rows_of(source), [rows_of(one) for one in conditions]
    if len(tests[0]) == 1 and len(tests[0][0]) > 1:
        kept = [place for place in range(len(rows[0])) if _holds([test[0][place] for test in _sized(tests, 1, len(rows[0]))])]
        out = [[row[place] for place in kept] for row in rows] if kept else []
    else:
        _sized(tests, len(rows), 1)
        out = [row for place, row in enumerate(rows) if _holds([test[place][0] for test in tests])]
    if not out:
        raise Failure("Na")
    return out


def _sized(tests: list[Rows], height: int, width: int) -> list[Rows]:
    if any(len(test) != height or len(test[0]) != width for test in tests):
        raise Failure("Na")
    return tests


def _holds(values: list[Any]) -> bool:
    return all(bool(one) and not isinstance(one, (str, dict)) for one in values)


def sorted_rows(source: Any, *specs: Any) -> Rows:
    """SORT: by columns, each with whether it ascends; by the first column where none is named. Empty cells come last."""
    rows = rows_of(source)
    order = list(range(len(rows)))
    pairs = list(zip(specs[::2], specs[1::2], strict=True)) or [(1, True)]
    for column, ascending in reversed(pairs):
        keys = _keys(rows, column)
        filled = [place for place in order if keys[place] not in (None, "")]
        filled.sort(key=_ranking(keys), reverse=not ascending)
        order = filled + [place for place in order if keys[place] in (None, "")]
    return [rows[place] for place in order]


def _ranking(keys: list[Any]) -> Callable[[int], tuple[int, Any]]:
    return lambda place: rank(keys[place])


def _keys(rows: Rows, column: Any) -> list[Any]:
    if isinstance(column, list):
        keys = [row[0] for row in rows_of(column)]
        if len(keys) != len(rows):
            raise Failure("Value")
        return keys
    if not 1 <= int(column) <= len(rows[0]):
        raise Failure("Value")
    return [row[int(column) - 1] for row in rows]


def sorted_first(source: Any, count: float = 1, ties: float = 0, *specs: Any) -> Rows:
    """SORTN: the first rows in order. ties: 0 none, 1 those equal to the last too, 2 of equals one, 3 of each of the first."""
    rows = sorted_rows(source, *specs)
    if count < 1 or ties not in (0, 1, 2, 3):
        raise Failure("Num")
    keys = [_key_of(row, specs) for row in rows]
    firsts = [place for place, key in enumerate(keys) if key not in keys[:place]]
    chosen: Mapping[int, Callable[[], list[int]]] = {
        0: lambda: list(range(min(int(count), len(rows)))),
        1: lambda: [place for place, key in enumerate(keys) if key in keys[: int(count)]],
        2: lambda: firsts[: int(count)],
        3: lambda: [place for place, key in enumerate(keys) if key in [keys[first] for first in firsts[: int(count)]]],
    }
    return [rows[place] for place in chosen[int(ties)]()]


def _key_of(row: list[Any], specs: tuple[Any, ...]) -> tuple[Any, ...]:
    columns = [int(one) - 1 for one in specs[::2] if not isinstance(one, list)] or range(len(row))
    return tuple(rank(row[column]) for column in columns)


def unique_rows(source: Any, by_column: bool = False, exactly_once: bool = False) -> Rows:
    """UNIQUE: rows (or columns) that differ, in the order in which they first come."""
    rows = turned(source) if by_column else rows_of(source)
    keys = [tuple((isinstance(one, str), text(one)) for one in row) for row in rows]
    counts: dict[Any, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    kept = [
        row for place, row in enumerate(rows) if first[keys[place]] == place and (counts[keys[place]] == 1 or not exactly_once)
    ]
    if not kept:
        raise Failure("Na")
    return turned(kept) if by_column else kept


def turned(source: Any) -> Rows:
    """TRANSPOSE."""
    return [list(column) for column in zip(*rows_of(source), strict=True)]


def constrained(source: Any, height: float, width: float) -> Rows:
    """ARRAY_CONSTRAIN: the first rows and columns."""
    if height < 1 or width < 1:
        raise Failure("Num")
    return [row[: int(width)] for row in rows_of(source)[: int(height)]]


def wrapped(by_column: bool) -> Function:
    """WRAPROWS or WRAPCOLS."""

    def wrap(source: Any, count: float, padding: Any = None) -> Rows:
        rows = rows_of(source)
        if len(rows) > 1 and len(rows[0]) > 1:
            raise Failure("Value")
        if count < 1:
            raise Failure("Num")
        cells, size = [one for row in rows for one in row], int(count)
        filler = Failure("Na").value if padding is None else padding
        cells += [filler] * (-len(cells) % size)
        lines = [cells[start : start + size] for start in range(0, len(cells), size)]
        return turned(lines) if by_column else lines

    return wrap


def _matrix(source: Any, *, square: bool = False) -> list[list[float]]:
    rows = rows_of(source)
    for row in rows:
        for one in row:
            if is_error(one):
                raise Failure(one["kind"])
            if isinstance(one, (str, bool)) or one is None:
                raise Failure("Num")
    if square and len(rows) != len(rows[0]):
        raise Failure("Value")
    return rows


def product(one: Any, other: Any) -> Rows:
    """MMULT."""
    left, right = _matrix(one), _matrix(other)
    if len(left[0]) != len(right):
        raise Failure("Value")
    columns = turned(right)
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in left]


def _eliminated(rows: list[list[float]]) -> tuple[list[list[float]], float]:
    """By Gauss and Jordan, the largest pivot first: the reduced rows and the determinant of their left square."""
    rows, determinant = [list(row) for row in rows], 1.0
    for step in range(len(rows)):
        pivot = max(range(step, len(rows)), key=lambda place: abs(rows[place][step]))
        if rows[pivot][step] == 0:
            return rows, 0.0
        if pivot != step:
            rows[step], rows[pivot], determinant = rows[pivot], rows[step], -determinant
        determinant *= rows[step][step]
        rows[step] = [one / rows[step][step] for one in rows[step]]
        for place in range(len(rows)):
            if place != step:
                factor = rows[place][step]
                rows[place] = [one - factor * other for one, other in zip(rows[place], rows[step], strict=True)]
    return rows, determinant


def inverse(source: Any) -> Rows:
    """MINVERSE."""
    rows = _matrix(source, square=True)
    unit = identity(len(rows))
    reduced, determinant = _eliminated([row + beside for row, beside in zip(rows, unit, strict=True)])
    if determinant == 0:
        raise Failure("Num")
    return [row[len(rows) :] for row in reduced]


def identity(size: float) -> Rows:
    """MUNIT."""
    if size < 1:
        raise Failure("Value")
    return [[float(row == column) for column in range(int(size))] for row in range(int(size))]


FUNCTIONS: Mapping[str, Function] = {
    "ARRAY_CONSTRAIN": answered(constrained),
    "FILTER": answered(filtered),
    "FLATTEN": answered(lambda *values: [[one] for value in values for row in rows_of(value) for one in row]),
    "MDETERM": answered(lambda source: _eliminated(_matrix(source, square=True))[1]),
    "MINVERSE": answered(inverse),
    "MMULT": answered(product),
    "MUNIT": answered(identity),
    "SORT": answered(sorted_rows),
    "SORTN": answered(sorted_first),
    "TRANSPOSE": answered(turned),
    "UNIQUE": answered(unique_rows),
    "WRAPCOLS": answered(wrapped(by_column=True)),
    "WRAPROWS": answered(wrapped(by_column=False)),
}
