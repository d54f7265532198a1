"""How what was kept for long enough is disposed of: files by way of the bin, rows by emptying or taking them out."""

from __future__ import annotations

from contextlib import suppress

from service.errors import NotThere
from service.jobs.doer import Doer, Left
from service.jobs.world import today_in_london
from service.reconcile.disposal_changes import DONE, ClearRows, Dispose, Settle
from service.reconcile.tabs import KEPT

ROWS_AT_ONCE = 1000
"""A batch of so many rows stays below the two megabytes that Google recommends
(developers.google.com/workspace/sheets/api/limits)."""


def dispose(doer: Doer, change: Dispose) -> Left:
    """Into the bin, and only then out of the ledger; what is gone already is only struck."""
    with suppress(NotThere):
        doer.writer.trash(change.file_id)
    for key in (*change.with_it, change.key):
        doer.notebook.strike(key)
    doer.disposals.note(change, today_in_london(doer.now()), DONE)
    return ()


def clear_rows(doer: Doer, change: ClearRows) -> Left:
    if change.ids:
        doer.workbook.drop_rows(change.tab, frozenset(change.ids))
    else:
        blank = [""] * len(KEPT[change.tab])
        for start in range(0, len(change.rows), ROWS_AT_ONCE):
            doer.workbook.write_rows(change.tab, dict.fromkeys(change.rows[start : start + ROWS_AT_ONCE], blank))
    doer.disposals.note(change, today_in_london(doer.now()), DONE)
    return ()


def settle(doer: Doer, change: Settle) -> Left:
    doer.disposals.settle(change.row, change.state)
    return ()
