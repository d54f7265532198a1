"""What a trust's drives hold, as a picture that two runs can be compared by: no ids, no nonces, no times."""

from __future__ import annotations

from typing import Any

from local_workspace.core.server import Served
from service.google.document_reading import read
from service.jobs.gather import Gathered, gather
from service.reconcile.desired import Kind
from service.wiring import House


def picture(here: House, served: Served) -> dict[str, Any]:
    """Every file that is ours, by key: name, where it is, who may open it, what its fields say; and the ledger's rows."""
    db = served.workspace.db
    gathered = gather(here.world)
    by_id = {item.file_id: key for key, item in gathered.actual.items.items()}
    files = {}
    for row in db.execute("SELECT * FROM files WHERE drive_id IS NOT NULL AND parent_id IS NOT NULL ORDER BY id").fetchall():
        own = db.execute("SELECT email, role FROM permissions WHERE file_id = ? ORDER BY email", (row["id"],)).fetchall()
        marks = db.execute("SELECT value FROM properties WHERE file_id = ? AND key = 'ggp-key'", (row["id"],)).fetchall()
        key = by_id.get(row["id"], f"unknown {row['id']}")
        files[key] = {
            "name": row["name"],
            "parent": by_id.get(row["parent_id"], row["parent_id"]),
            "shared": [tuple(one) for one in own],
            "marked": [one["value"] for one in marks],
            "limited": bool(row["limited"]),
            "fields": _fields(here, gathered, key, row["id"]),
        }
    ledger = {
        key: (item.stage, item.name, {email: access.role for email, access in item.grants.items()}, dict(item.digests))
        for key, item in gathered.actual.items.items()
    }
    held = gathered.claim is not None and gathered.claim.until > gathered.now
    return {"files": files, "ledger": ledger, "claimed": held}


def _fields(here: House, gathered: Gathered, key: str, file_id: str) -> dict[str, str]:
    item = gathered.actual.items.get(key)
    if item is None or item.kind is not Kind.DOCUMENT:
        return {}
    template = here.declared.templates[item.template]
    documents = here.connection.collection("docs", "v1", "documents")
    return dict(read(documents.get(documentId=file_id, includeTabsContent=True).execute(), template).fields)
