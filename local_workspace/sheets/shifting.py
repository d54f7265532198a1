"""Ranges inside JSON (merges, filters, charts, ...) after rows or columns were inserted, deleted or moved."""

from __future__ import annotations

from typing import Any

from local_workspace.core.call import Json
from local_workspace.sheets.areas import EDGES
from local_workspace.sheets.changes import Change

INDEXED = {"columnIndex", "dimensionIndex"}
"""Members of filter and sort specifications that name a column."""


class _Gone(Exception):
    """A range of which nothing is left."""


def shifted(value: Any, change: Change) -> Any:
    """The same JSON with every range in it where it is afterwards; None if the range that it is about is gone.

    Entries of a list that are gone are left out.
    """
    try:
        return _walk(value, change)
    except _Gone:
        return None


def _walk(value: Any, change: Change) -> Any:
    if isinstance(value, list):
        return [one for one in (shifted(one, change) for one in value) if one is not None]
    if not isinstance(value, dict):
        return value
    if any(edge in value for edge in EDGES):
        return _grid_range(value, change)
    if "dimension" in value and "startIndex" in value:
        return _dimension_range(value, change)
    if "rowIndex" in value or ("columnIndex" in value and "sheetId" in value):
        return _coordinate(value, change)
    out = {name: _member(name, one, change) for name, one in value.items()}
    if value.get("ranges") and not out["ranges"]:
        raise _Gone
    return out


def _member(name: str, value: Any, change: Change) -> Any:
    if name == "criteria" and isinstance(value, dict):
        return _by_column(value, change)
    return _walk(value, change)


def _by_column(criteria: Json, change: Change) -> Json:
    """FilterCriteria by column number."""
    if change.dimension != "COLUMNS":
        return criteria
    placed = {change.index(int(column)): one for column, one in criteria.items()}
    return {str(column): one for column, one in placed.items() if column is not None}


def _grid_range(value: Json, change: Change) -> Json:
    if value.get("sheetId", 0) != change.sheet_id:
        return value
    first, last = EDGES[:2] if change.dimension == "ROWS" else EDGES[2:]
    if first not in value and last not in value:
        return value
    far = 2**31
    span = change.span(value.get(first, 0), value.get(last, far))
    if span is None:
        raise _Gone
    out = dict(value)
    if first in value:
        out[first] = span[0]
    if last in value:
        out[last] = span[1]
    return out


def _dimension_range(value: Json, change: Change) -> Json:
    if value.get("sheetId", 0) != change.sheet_id or value["dimension"] != change.dimension:
        return value
    span = change.span(value["startIndex"], value["endIndex"])
    if span is None:
        raise _Gone
    return {**value, "startIndex": span[0], "endIndex": span[1]}


def _coordinate(value: Json, change: Change) -> Json:
    if value.get("sheetId", 0) != change.sheet_id:
        return value
    name = "rowIndex" if change.dimension == "ROWS" else "columnIndex"
    place = change.index(value.get(name, 0))
    return {**value, name: change.start if place is None else place}


def specs(listed: list[Json], change: Change) -> list[Json]:
    """Sort and filter specifications after a change of columns; those of a column that is gone are left out."""
    out = []
    for one in listed:
        name = next((name for name in INDEXED if name in one), None)
        place = change.index(one[name]) if name else 0
        if place is not None:
            out.append({**one, name: place} if name else one)
    return out
