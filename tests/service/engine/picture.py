"""What a trust holds, as a picture that two runs can be compared by: no ids, no nonces, no times."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from service.google.drive import DOCUMENT, FORM
from service.jobs.gather import read_ledger
from service.local_seed import SERVICE_ACCOUNT

CHOSEN_BY_DOCS = re.compile(r"kix\.(?!ggp)[\w.-]+|(?<=Id': ')[^']*")


def picture(town: Any) -> dict[str, Any]:
    """Every file of the trust's drives by its key: name, place, mark, who may open it, what is in it; the workbook's tabs;
    the ledger; and whether a run still holds the workbook. A key that stands on two files is shown as two."""
    tables = town.fresh().world.workbook.tables()
    rows = {tab: table for tab, table in tables.rows.items() if tab not in ("Runs", "Ledger")}
    held = tables.claim is not None and tables.claim.until > town.served.workspace.clock.now()
    items, _, doubled, unreadable = read_ledger(tables.rows.get("Ledger", ()))
    files = _files(town)
    ids = {one["id"]: one["key"] for one in files}
    ledger = {
        key: {
            "stage": item.stage.value,
            "file": ids.get(item.file_id, "none of ours"),
            "in": ids.get(item.parent_id, item.parent_id),
            "name": item.name,
            "grants": {email: access.role.value for email, access in item.grants.items()},
            "digests": dict(item.digests),
            "held": sorted(item.held),
            "closed": item.closed,
        }
        for key, item in items.items()
    }
    twice = [key for key, number in Counter(one["key"] for one in files).items() if number > 1]
    shown = {one["key"]: {**one, "id": "", "parent": ids.get(one["parent"], one["parent"])} for one in files}
    return {"files": shown, "twice": twice, "tabs": rows, "ledger": ledger, "odd": (doubled, unreadable), "held": held}


def _files(town: Any) -> list[dict[str, Any]]:
    workspace = town.served.workspace
    with workspace.lock:
        marks: dict[str, dict[str, str]] = {}
        for row in workspace.db.execute("SELECT file_id, key, value FROM properties"):
            marks.setdefault(row["file_id"], {})[row["key"]] = row["value"]
        roles: dict[str, list[tuple[str, str]]] = {}
        for row in workspace.db.execute("SELECT file_id, email, role FROM permissions ORDER BY email"):
            roles.setdefault(row["file_id"], []).append((row["email"], row["role"]))
        found = workspace.db.execute("SELECT * FROM files WHERE drive_id IS NOT NULL ORDER BY id").fetchall()
    return [
        {
            "id": row["id"],
            "key": marks.get(row["id"], {}).get("ggp-key", row["name"]),
            "ours": marks.get(row["id"], {}).get("ggp"),
            "name": row["name"],
            "parent": row["parent_id"],
            "mime": row["mime_type"],
            "trashed": bool(row["in_bin"]),
            "limited": bool(row["limited"]),
            "locked": bool(json.loads(row["json"]).get("contentRestrictions")),
            "accepting": _accepting(town, row["id"]) if row["mime_type"] == FORM else None,
            "roles": roles.get(row["id"], []),
            "content": _content(town, row["id"], row["modified"]) if row["mime_type"] == DOCUMENT else "",
        }
        for row in found
    ]


def _accepting(town: Any, file_id: str) -> bool:
    """Whether a Form takes answers."""
    form = town.served.dispatcher.as_person("forms.forms.get", SERVICE_ACCOUNT, {"formId": file_id})
    state = form.get("publishSettings", {}).get("publishState", {})
    return bool(state.get("isPublished") and state.get("isAcceptingResponses"))


def _content(town: Any, file_id: str, modified: str) -> str:
    """All of a document, named ranges and dropdowns included, but for the ids that Docs itself chose.

    What was last modified before today is as it was in the snapshot that every point starts from: read once.
    """
    settled = modified < town.served.workspace.clock.stamp()[:10]
    if settled and (file_id, modified) in town.read:
        return str(town.read[file_id, modified])
    params = {"documentId": file_id, "includeTabsContent": True}
    document = town.served.dispatcher.as_person("docs.documents.get", SERVICE_ACCOUNT, params)
    found = CHOSEN_BY_DOCS.sub("…", str(document["tabs"]))
    if settled:
        town.read[file_id, modified] = found
    return found
