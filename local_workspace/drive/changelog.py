"""The change log: each file stands in it once, at its last change.

`lost`: addresses of those who lost the file with a change, so that their own log can say that it is gone. Permission
changes on a folder give no entries for what is in it (developers.google.com/workspace/drive/api/guides/manage-changes).
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from local_workspace.core.workspace import Workspace


def note(workspace: Workspace, file_id: str, *, kind: str = "file", lost: Iterable[str] = ()) -> None:
    """Write that a file, or with kind ``drive`` a shared drive, changed just now."""
    db = workspace.db
    before = db.execute("SELECT lost FROM changes WHERE file_id = ? AND kind = ?", (file_id, kind)).fetchone()
    everyone = sorted({*lost, *(json.loads(before["lost"]) if before else ())})
    db.execute("DELETE FROM changes WHERE file_id = ? AND kind = ?", (file_id, kind))
    db.execute(
        "INSERT INTO changes (drive_id, file_id, kind, time, lost) SELECT drive_id, id, ?, ?, ? FROM files WHERE id = ?",
        (kind, workspace.clock.stamp(), json.dumps(everyone), file_id),
    )


def last(workspace: Workspace) -> int:
    """The number of the last change."""
    row = workspace.db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'changes'").fetchone()
    return int(row["seq"]) if row else 0
