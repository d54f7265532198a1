"""Pages by the key of the last row, so that what is added meanwhile neither repeats nor hides a row."""

from __future__ import annotations

import base64
import binascii
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from local_workspace.core.call import Call
from local_workspace.core.errors import BadRequest


@dataclass(frozen=True)
class Order:
    """What rows are sorted by: an SQL expression, which their address settles where it is equal. table: a table or join."""

    table: str
    key: str
    email: str = "email"
    descending: bool = False


def page(call: Call, order: Order, where: str, values: Sequence[object], size: int) -> tuple[list[sqlite3.Row], str]:
    """Rows (``json``, ``k``, ``e``) of one page, and the next page's token or empty. Raises BadRequest for a token that is none.

    where: an SQL condition with ``?`` for `values`.
    """
    sign, direction = ("<", "DESC") if order.descending else (">", "ASC")
    if token := call.params.get("pageToken"):
        where = f"({where}) AND ({order.key}, {order.email}) {sign} (?, ?)"
        values = (*values, *_last(token))
    rows = call.workspace.db.execute(
        f"SELECT json, {order.key} AS k, {order.email} AS e FROM {order.table} WHERE {where} "  # noqa: S608 ours, not the caller's
        f"ORDER BY k {direction}, e {direction} LIMIT ?",
        (*values, size + 1),
    ).fetchall()
    more = _token(rows[size - 1]) if len(rows) > size else ""
    return rows[:size], more


def _token(row: sqlite3.Row) -> str:
    return base64.urlsafe_b64encode(json.dumps([row["k"], row["e"]]).encode()).decode()


def _last(token: str) -> tuple[str, str]:
    try:
        key, email = json.loads(base64.urlsafe_b64decode(token))
    except (ValueError, TypeError, binascii.Error):
        raise BadRequest("Invalid Input: pageToken", location="pageToken") from None
    return str(key), str(email)
