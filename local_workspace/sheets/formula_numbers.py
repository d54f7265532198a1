"""Numbers in formulas where the formula library differs from Google: comparing, rounding to multiples, payments."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from local_workspace.sheets.a1 import column_letters, quoted
from local_workspace.sheets.formula_coercion import Failure, Function, answered, each, figure, flat, is_error, rank, rows_of, text

Compare = Callable[[Any, Any], bool]


def _compared(how: Compare) -> Function:
    """Of different kinds numbers come before texts and texts before truth values; an empty cell is as nothing of either kind."""

    def compare(one: Any, other: Any) -> bool:
        one, other = _beside(one, other), _beside(other, one)
        if isinstance(one, (int, float)) and isinstance(other, (int, float)) and math.isclose(one, other, rel_tol=1e-15 * 2):
            return how(0, 0) if isinstance(one, bool) is isinstance(other, bool) else how(rank(one), rank(other))
        return how(rank(one), rank(other))

    return each(compare)


def _beside(value: Any, other: Any) -> Any:
    """An empty cell as what it is beside a text or a truth value."""
    if value is not None:
        return value
    if isinstance(other, bool):
        return False
    return "" if isinstance(other, str) else 0


def _multiple(value: float, step: float, how: Callable[[float], float]) -> float:
    parts = value / step
    near = round(parts)
    return (near if math.isclose(parts, near, rel_tol=1e-14) else how(parts)) * step


def _ceiling(value: float, step: float) -> float:
    if value > 0 > step:
        raise Failure("Num")
    return _multiple(value, step, math.ceil) if step else 0


def _floor(value: float, step: float) -> float:
    if value > 0 > step:
        raise Failure("Num")
    if not step:
        raise Failure("Div")
    return _multiple(value, step, math.floor)


def _by_size(up: bool) -> Callable[..., float]:
    """CEILING.MATH or FLOOR.MATH: the step's sign does not count; mode: negative numbers go the other way."""

    def by_size(value: float, step: float, mode: float = 0) -> float:
        rounds_up = up if not (mode and value < 0) else not up
        return _multiple(value, abs(step), math.ceil if rounds_up else math.floor) if step else 0

    return by_size


def _payment(rate: float, count: float, present: float, future: float, start: float) -> float:
    if not rate:
        return -(present + future) / count
    growth = math.pow(1 + rate, count)
    return -(present * growth + future) / ((1 + rate * bool(start)) * (growth - 1) / rate)


def _interest(rate: float, period: float, count: float, present: float, future: float, start: float) -> float:
    """IPMT: what is left from the period before, times the rate; paid at the beginning, without the interest on itself."""
    if period < 1 or period >= count + 1 or count <= 0:
        raise Failure("Num")
    if start and period == 1:
        return 0
    paid = _payment(rate, count, present, future, start)
    growth = math.pow(1 + rate, period - 1)
    grown = paid * (1 + rate * bool(start)) * ((growth - 1) / rate if rate else period - 1)
    interest = -(present * growth + grown) * rate
    return interest / (1 + rate) if start else interest


def _principal(rate: float, period: float, count: float, present: float, future: float, start: float) -> float:
    return _payment(rate, count, present, future, start) - _interest(rate, period, count, present, future, start)


def _over_periods(part: Callable[..., float]) -> Callable[..., float]:
    """CUMIPMT or CUMPRINC."""

    def over(rate: float, count: float, present: float, first: float, last: float, start: float) -> float:
        if rate <= 0 or count <= 0 or present <= 0 or not 1 <= first <= last <= count:
            raise Failure("Num")
        return sum(part(rate, period, count, present, 0, start) for period in range(math.ceil(first), int(last) + 1))

    return over


def _decimal(value: Any, base: float) -> float:
    if int(base) < 2:
        raise Failure("Num")
    return int(text(value) or "0", int(base))


def _letter(code: float) -> str:
    if not 1 <= code < 0x110000:
        raise Failure("Num")
    return chr(int(code))


def _weighted(*pairs: Any) -> float:
    values, weights = list(flat(pairs[::2])), list(flat(pairs[1::2]))
    counted = [(one, weight) for one, weight in zip(values, weights, strict=True) if not isinstance(one, str) and one is not None]
    sizes = [figure(weight) for _, weight in counted]
    if any(size < 0 for size in sizes):
        raise Failure("Value")
    if not sum(sizes):
        raise Failure("Div")
    return sum(figure(one) * size for (one, _), size in zip(counted, sizes, strict=True)) / sum(sizes)


def _products(*arrays: Any) -> float:
    """SUMPRODUCT: what is no number counts as nothing."""
    tables = [rows_of(one) for one in arrays]
    shapes = {(len(rows), len(rows[0])) for rows in tables}
    if len(shapes) > 1:
        raise Failure("Value")
    total = 0.0
    for row in range(len(tables[0])):
        for column in range(len(tables[0][0])):
            total += math.prod(_factor(rows[row][column]) for rows in tables)
    return total


def _factor(value: Any) -> float:
    if is_error(value):
        raise Failure(value["kind"])
    return 0 if isinstance(value, (str, bool)) or value is None else float(value)


def _address(row: float, column: float, mode: float, a1: bool, sheet: Any = None) -> str:
    """ADDRESS. mode: 1 both fixed, 2 the row, 3 the column, 4 none."""
    row, column, mode = int(row), int(column), int(mode)
    if row < 1 or column < 1:
        raise Failure("Value")
    if mode not in (1, 2, 3, 4):
        raise Failure("Num")
    fixed_row, fixed_column = mode in (1, 2), mode in (1, 3)
    if a1:
        where = f"{'$' * fixed_column}{column_letters(column - 1)}{'$' * fixed_row}{row}"
    else:
        where = f"R{row if fixed_row else f'[{row}]'}C{column if fixed_column else f'[{column}]'}"
    return where if sheet is None else f"{quoted(text(sheet))}!{where}"


FUNCTIONS: Mapping[str, Function] = {
    "EQ": _compared(operator.eq),
    "GT": _compared(operator.gt),
    "GTE": _compared(operator.ge),
    "LT": _compared(operator.lt),
    "LTE": _compared(operator.le),
    "NE": _compared(operator.ne),
    "ADDRESS": each(_address),
    "AVERAGE.WEIGHTED": answered(_weighted),
    "CEILING": each(_ceiling),
    "CEILING.MATH": each(_by_size(up=True)),
    "CEILING.PRECISE": each(_by_size(up=True)),
    "CHAR": each(_letter),
    "CUMIPMT": each(_over_periods(_interest)),
    "CUMPRINC": each(_over_periods(_principal)),
    "DECIMAL": each(_decimal),
    "FLOOR": each(_floor),
    "FLOOR.MATH": each(_by_size(up=False)),
    "FLOOR.PRECISE": each(_by_size(up=False)),
    "IPMT": each(_interest),
    "ISO.CEILING": each(_by_size(up=True)),
    "PERMUTATIONA": each(lambda count, chosen: float(int(count) ** int(chosen))),
    "PPMT": each(_principal),
    "SUMPRODUCT": answered(_products),
    "UNICHAR": each(_letter),
}
