""" "Concurrent permissions operations on the same file aren't supported; only the last update is applied"
(developers.google.com/workspace/drive/api/guides/manage-sharing).

A write that came in before another on the same file was done does not know of that other: it starts from the permissions as
they were before it, and so the other one is lost.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from local_workspace.core.call import Call


def apply(call: Call, file_id: str, write: Callable[[], object]) -> None:
    """Write a file's permissions, forgetting an overlapping write."""
    db, writes = call.workspace.db, call.workspace.permission_writes
    done, before = writes.get(file_id, (0.0, []))
    if call.arrived and call.arrived < done:
        db.execute("DELETE FROM permissions WHERE file_id = ?", (file_id,))
        db.executemany("INSERT INTO permissions VALUES (?, ?, ?, ?, ?, ?, ?, ?)", before)
    rows = [tuple(row) for row in db.execute("SELECT * FROM permissions WHERE file_id = ?", (file_id,))]
    write()
    writes[file_id] = (time.monotonic(), rows)
