"""Looking up what is nearest. Google halves the range again and again and does not ask whether it is in order.

Looking up what is equal is left to the library, which keeps an index (see `formula_translation`). Witness for ranges that are in
no order: what o-spreadsheet's tests note of Google Sheets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fnmatch import translate
from typing import Any

from local_workspace.sheets.formula_coercion import Failure, Function, Rows, answered, each, is_error, rank, rows_of

Line = Sequence[Any]


def _before(line: Line, fits: Callable[[Any], bool]) -> int:
    """The place after the last that fits, by halving."""
    low, high = 0, len(line)
    while low < high:
        middle = (low + high) // 2
        if fits(line[middle]):
            low = middle + 1
        else:
            high = middle
    return low


def _nearest(key: Any, line: Line, *, ascending: bool = True) -> int:
    """The place of the last that is not beyond the key, of the key's own kind. Raises Failure."""
    if is_error(key):
        raise Failure(key["kind"])
    wanted = rank(key)
    ranked = [(place, rank(one)) for place, one in enumerate(line) if one is not None and not is_error(one)]
    kept = [one for one in ranked if one[1][0] == wanted[0]]
    found = _before(kept, (lambda one: one[1] <= wanted) if ascending else (lambda one: one[1] >= wanted)) - 1
    if found < 0:
        raise Failure("Na")
    while not ascending and found and kept[found - 1][1] == kept[found][1]:
        found -= 1
    return kept[found][0]


def _line(source: Any) -> list[Any]:
    rows = rows_of(source)
    if len(rows) > 1 and len(rows[0]) > 1:
        raise Failure("Na")
    return rows[0] if len(rows) == 1 else [row[0] for row in rows]


def _match(key: Any, source: Any, kind: float = 1) -> int:
    """MATCH: 1 the last that is not greater, in a rising range; -1 the last that is not less, in a falling one."""
    if not kind:
        return _equal(key, _line(source))[0] + 1
    return _nearest(key, _line(source), ascending=kind > 0) + 1


def _equal(key: Any, line: Line) -> list[int]:
    """Every place of what is equal; a text may have wildcards. Raises Failure for none."""
    if isinstance(key, str) and re.search(r"[*?~]", key):
        pattern = re.compile(translate(re.sub(r"~([*?])", r"[\1]", key.replace("[", "[[]"))), re.IGNORECASE)
        found = [place for place, one in enumerate(line) if isinstance(one, str) and pattern.match(one)]
    else:
        found = [place for place, one in enumerate(line) if one is not None and not is_error(one) and rank(one) == rank(key)]
    if not found:
        raise Failure("Na")
    return found


def _vertical(key: Any, source: Any, column: float, near: bool = True) -> Any:
    """VLOOKUP."""
    rows = rows_of(source)
    if column < 1:
        raise Failure("Value")
    if int(column) > len(rows[0]):
        raise Failure("Ref")
    first = [row[0] for row in rows]
    return rows[_nearest(key, first) if near else _equal(key, first)[0]][int(column) - 1]


def _horizontal(key: Any, source: Any, row: float, near: bool = True) -> Any:
    return _vertical(key, [list(column) for column in zip(*rows_of(source), strict=True)], row, near)


def _lookup(key: Any, source: Any, results: Any = None) -> Any:
    """LOOKUP: in the longer side's first line of a table, with its last line as results, unless those are given."""
    rows = rows_of(source)
    across = len(rows[0]) > len(rows)
    place = _nearest(key, rows[0] if across else [row[0] for row in rows])
    if results is None:
        return rows[-1][place] if across else rows[place][-1]
    line = _line(results)
    if place >= len(line):
        raise Failure("Num")
    return line[place]


def _extended(key: Any, source: Any, mode: float, search: float) -> int:
    """XLOOKUP and XMATCH: mode 0 equal, -1 or the next less, 1 or the next greater, 2 with wildcards; search -1 from the end."""
    line = _line(source)
    candidates = range(len(line)) if search > 0 else range(len(line) - 1, -1, -1)
    wanted = rank(key if key is not None else "")
    equal = [
        place for place in candidates if line[place] is not None and not is_error(line[place]) and rank(line[place]) == wanted
    ]
    if mode == 2 and isinstance(key, str):
        found = _equal(key, line)
        equal = found if search > 0 else found[::-1]
    if equal or mode in (0, 2):
        if not equal:
            raise Failure("Na")
        return equal[0]
    others = [place for place in candidates if line[place] is not None and not is_error(line[place])]
    beside = [place for place in others if (rank(line[place]) < wanted) is (mode < 0)]
    if not beside:
        raise Failure("Na")
    choose = max if mode < 0 else min
    return choose(beside, key=lambda place: rank(line[place]))


def _looked_up(key: Any, source: Any, results: Any, missing: Any, mode: float, search: float) -> Any:
    """XLOOKUP."""
    rows, across = rows_of(results), len(rows_of(source)) == 1 and len(rows_of(source)[0]) > 1
    try:
        place = _extended(key, source, mode, search)
    except Failure:
        return missing
    found: Rows = [[row[place]] for row in rows] if across else [rows[place]]
    return found[0][0] if len(found) == len(found[0]) == 1 else found


def _over_keys(function: Function) -> Function:
    """For each key of an array; the other arguments are taken whole."""

    def over(keys: Any, *rest: Any) -> Any:
        return each(lambda key: answered(function)(key, *rest))(keys)

    return over


FUNCTIONS: Mapping[str, Function] = {
    "HLOOKUP": _over_keys(_horizontal),
    "LOOKUP": _over_keys(_lookup),
    "MATCH": _over_keys(_match),
    "VLOOKUP": _over_keys(_vertical),
    "XLOOKUP": _over_keys(_looked_up),
    "XMATCH": _over_keys(lambda key, source, mode, search: _extended(key, source, mode, search) + 1),
}
