"""How a row of cells is kept: a JSON list, in which a cell is null (nothing), a bare value (typed in, nothing else), or an
object like CellData. What only this Workspace knows of a cell begins with an underscore: `_from`, that an array spilled into
it; `_type`, the NumberFormat that its formula gives.
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from local_workspace.core.call import Json

Kept: TypeAlias = str | int | float | bool | Json | None
Cells: TypeAlias = dict[int, Json]
"""Column number (from 0) to the cell, as CellData; a column without a cell is not there."""

WIDEST = 62
KINDS: dict[type, str] = {bool: "boolValue", int: "numberValue", float: "numberValue", str: "stringValue"}


def value_of(bare: str | float | bool) -> Json:
    """A bare value as ExtendedValue."""
    return {KINDS[type(bare)]: bare}


def cell_of(kept: Kept) -> Json:
    """A kept cell as CellData; {} where there is none."""
    if kept is None:
        return {}
    return kept if isinstance(kept, dict) else {"userEnteredValue": value_of(kept)}


def kept_of(cell: Json) -> Kept:
    """The other way. A cell that says nothing is None."""
    said = {name: one for name, one in cell.items() if one not in (None, {}, "", [])}
    if not said:
        return None
    if len(said) == 1 and (entered := said.get("userEnteredValue")) is not None and "formulaValue" not in entered:
        [content] = entered.values()
        return None if content == "" else _plain(content)
    return said


def _plain(content: Any) -> Any:
    """Whole numbers as such, so that they are written and shown as such."""
    return int(content) if isinstance(content, float) and content.is_integer() and abs(content) < 1e15 else content


def loaded(text: str) -> list[Kept]:
    """A kept row as a list."""
    row: list[Kept] = json.loads(text)
    return row


def cells_of(text: str) -> Cells:
    """A kept row as cells by column; empty text is a row without cells."""
    return {column: cell_of(kept) for column, kept in enumerate(json.loads(text or "[]")) if kept is not None}


def dumped(cells: Cells) -> tuple[str, int, int]:
    """A row's JSON, its bits for columns with values, and how many cells formulas fill. Empty text for a row without cells."""
    row: list[Kept] = []
    filled = formulas = 0
    for column in sorted(cells):
        kept = kept_of(cells[column])
        if kept is None:
            continue
        row += [None] * (column - len(row))
        row.append(kept)
        filled |= has_value(kept) << min(column, WIDEST)
        formulas += is_calculated(kept)
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) if row else "", filled, formulas


def has_value(kept: Kept) -> bool:
    if isinstance(kept, dict):
        return bool(kept.get("userEnteredValue") or kept.get("effectiveValue"))
    return kept is not None


def is_formula(kept: Kept) -> bool:
    return isinstance(kept, dict) and "formulaValue" in kept.get("userEnteredValue", {})


def is_calculated(kept: Kept) -> bool:
    """Whether a formula gives what is in a cell: its own, or one whose array spilled there."""
    return is_formula(kept) or (isinstance(kept, dict) and "_from" in kept)


def effective(cell: Json) -> Json:
    """What a cell is worth, as ExtendedValue: what was typed in, or what its formula gives; {} for nothing."""
    entered: Json = cell.get("userEnteredValue") or {}
    if entered and "formulaValue" not in entered:
        return entered
    return cell.get("effectiveValue") or {}
