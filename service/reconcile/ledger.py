"""The ledger as a table: one row an item, as the control workbook's Ledger tab keeps it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from service.reconcile.actual import Access, Item, Stage
from service.reconcile.desired import Kind, Role

LEDGER_HEADINGS = (
    "Key",
    "Kind",
    "Stage",
    "File id",
    "Folder id",
    "Mark",
    "Since",
    "Name",
    "Staff id",
    "Template",
    "Shared with",
    "Written",
    "Held",
    "Closed",
)
CLOSED = "closed"


def to_row(item: Item) -> list[str]:
    """The item's cells, in the order of `LEDGER_HEADINGS`; times in ISO 8601, UTC."""
    grants = {email: _access_cell(access) for email, access in sorted(item.grants.items())}
    held = {email: day.isoformat() for email, day in sorted(item.held.items())}
    return [
        item.key,
        item.kind.value,
        item.stage.value,
        item.file_id,
        item.parent_id,
        item.mark,
        item.since.astimezone(UTC).isoformat(timespec="milliseconds"),
        item.name,
        item.staff_id,
        item.template,
        _compact(grants),
        _compact(dict(sorted(item.digests.items()))),
        _compact(held),
        CLOSED if item.closed else "",
    ]


def from_row(cells: Sequence[str]) -> Item:
    """The item in a row. Raises ValueError where a cell is not what `to_row` writes."""
    row = [*cells, *[""] * (len(LEDGER_HEADINGS) - len(cells))]
    grants = {email: _access(cell) for email, cell in _read(row[10]).items()}
    return Item(
        key=row[0],
        kind=Kind(row[1]),
        stage=Stage(row[2]),
        file_id=row[3],
        parent_id=row[4],
        mark=row[5],
        since=datetime.fromisoformat(row[6]),
        name=row[7],
        staff_id=row[8],
        template=row[9],
        grants=grants,
        digests=_read(row[11]),
        held={email: date.fromisoformat(day) for email, day in _read(row[12]).items()},
        closed=row[13] == CLOSED,
    )


def _access_cell(access: Access) -> list[str]:
    return [access.role.value, access.permission_id, *([access.since.isoformat()] if access.since else [])]


def _access(cell: Sequence[str]) -> Access:
    role, permission, *since = cell
    return Access(Role(role), permission, date.fromisoformat(since[0]) if since else None)


def _compact(value: dict[str, object] | dict[str, list[str]] | dict[str, str]) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False) if value else ""


def _read(cell: str) -> dict[str, Any]:
    value: dict[str, Any] = dict(json.loads(cell)) if cell else {}
    return value
