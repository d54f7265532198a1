"""Fills a new Workspace from a seed file: accounts, groups, service accounts, shared drives, empty spreadsheets.

Drives and spreadsheets are made through the API's own handlers, by the people who would make them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from local_workspace.core.assembly import HANDLERS
from local_workspace.core.call import Call, Json, Principal
from local_workspace.core.workspace import Workspace
from local_workspace.directory.seeding import add_group, add_person, add_service_account

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
KNOWN: Mapping[str, frozenset[str]] = {
    "": frozenset({"seed", "clock", "domains", "accounts", "groups", "service_accounts", "drives"}),
    "accounts": frozenset({"email", "given_name", "family_name", "admin", "suspended", "aliases", "org_unit"})
    | {"external_id", "title", "department"},
    "groups": frozenset({"email", "name", "members"}),
    "service_accounts": frozenset({"email", "project", "admin"}),
    "drives": frozenset({"name", "members", "sheets"}),
}
"""What a seed file may say."""


def seed(workspace: Workspace, data: Json) -> None:
    """Fill an empty Workspace and keep the result as the snapshot ``seed``. Raises ValueError for a name it does not know."""
    check(data)
    if "clock" in data:
        workspace.clock.set(datetime.fromisoformat(data["clock"].replace("Z", "+00:00")))
        workspace.keep_clock()
    with workspace.transaction() as db:
        db.executemany("INSERT INTO domains VALUES (?)", [(name.lower(),) for name in data.get("domains", [])])
        for account in data.get("accounts", []):
            add_person(workspace, account)
        for group in data.get("groups", []):
            add_group(workspace, group)
        for one in data.get("service_accounts", []):
            add_service_account(workspace, one)
        for drive in data.get("drives", []):
            _add_drive(workspace, drive)
    workspace.snapshot("seed")


def check(data: Json) -> None:
    """Raises ValueError that names what a seed file should not say."""
    for part, allowed in KNOWN.items():
        for one in data.get(part, []) if part else [data]:
            if unknown := sorted(set(one) - allowed):
                where = f"{part}: " if part else ""
                raise ValueError(f"seed file: {where}unknown {', '.join(unknown)}; allowed: {', '.join(sorted(allowed))}")


def is_seeded(workspace: Workspace) -> bool:
    return workspace.db.execute("SELECT 1 FROM domains").fetchone() is not None


def _add_drive(workspace: Workspace, drive: Json) -> None:
    """Made by its first manager who is a person, with the other members added after."""
    people = [one["email"] for one in drive["members"] if not one["email"].endswith(".iam.gserviceaccount.com")]
    if not people:
        raise ValueError(f"seed file: drives: {drive['name']!r} needs a person among its members: a robot cannot make a drive")
    maker = people[0]
    made = _call(workspace, maker, "drive.drives.create", {"requestId": drive["name"]}, {"name": drive["name"]})
    for member in drive["members"]:
        if member["email"] != maker:
            body = {"type": "user", "role": member["role"], "emailAddress": member["email"]}
            params = {"fileId": made["id"], "supportsAllDrives": True, "sendNotificationEmail": False}
            _call(workspace, maker, "drive.permissions.create", params, body)
    for title in drive.get("sheets", []):
        body = {"name": title, "mimeType": SPREADSHEET, "parents": [made["id"]]}
        _call(workspace, maker, "drive.files.create", {"supportsAllDrives": True}, body)


def _call(workspace: Workspace, who: str, method: str, params: Json, body: Json) -> Any:
    return HANDLERS[method](Call(method, params, body, Principal(who), workspace))
