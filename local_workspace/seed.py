"""Fills a new Workspace from a seed file: accounts, groups, service accounts, shared drives, empty spreadsheets.

Drives and spreadsheets are made through the API's own handlers, by the people who would make them.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from local_workspace.core.assembly import HANDLERS
from local_workspace.core.call import Call, Json, Principal
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts
from local_workspace.sheets.handlers import MIME_TYPE as SPREADSHEET

CUSTOMER = "C00local0"


def seed(workspace: Workspace, data: Json) -> None:
    """Fill an empty Workspace and keep the result as the snapshot ``seed``."""
    if "clock" in data:
        start = datetime.fromisoformat(data["clock"].replace("Z", "+00:00"))
        workspace.clock.set(start)
        workspace.keep_clock()
    with workspace.transaction() as db:
        db.executemany("INSERT INTO domains VALUES (?)", [(name,) for name in data.get("domains", [])])
        for account in data.get("accounts", []):
            add_person(workspace, account)
        for group in data.get("groups", []):
            _add_group(workspace, group)
        for one in data.get("service_accounts", []):
            resource = {"name": {"fullName": one["email"].split("@")[0]}, "isAdmin": bool(one.get("admin"))}
            accounts.save(workspace, one["email"], "serviceAccount", resource)
        for drive in data.get("drives", []):
            _add_drive(workspace, drive)
    workspace.snapshot("seed")


def is_seeded(workspace: Workspace) -> bool:
    return workspace.db.execute("SELECT 1 FROM domains").fetchone() is not None


def add_person(workspace: Workspace, account: Json) -> None:
    """One account, as the Directory shows it."""
    email = account["email"].lower()
    given, family = account.get("given_name", ""), account.get("family_name", "")
    aliases = [alias.lower() for alias in account.get("aliases", [])]
    resource: Json = {
        "kind": "admin#directory#user",
        "id": accounts.numeric_id(email),
        "etag": '"local"',
        "primaryEmail": email,
        "name": {"givenName": given, "familyName": family, "fullName": f"{given} {family}".strip()},
        "isAdmin": bool(account.get("admin")),
        "isDelegatedAdmin": False,
        "suspended": bool(account.get("suspended")),
        "archived": False,
        "creationTime": workspace.clock.stamp(),
        "emails": [{"address": email, "primary": True}, *({"address": alias} for alias in aliases)],
        "customerId": CUSTOMER,
        "orgUnitPath": account.get("org_unit", "/"),
        "isMailboxSetup": True,
    }
    if aliases:
        resource["aliases"] = aliases
    if "external_id" in account:
        resource["externalIds"] = [{"type": "organization", "value": account["external_id"]}]
    if "title" in account or "department" in account:
        resource["organizations"] = [{"title": account.get("title", ""), "department": account.get("department", ""), "primary": True}]
    accounts.save(workspace, email, "user", resource)
    workspace.db.executemany("INSERT OR REPLACE INTO aliases VALUES (?, ?)", [(alias, email) for alias in aliases])


def _add_group(workspace: Workspace, group: Json) -> None:
    email = group["email"].lower()
    resource = {
        "kind": "admin#directory#group",
        "id": accounts.numeric_id(email),
        "etag": '"local"',
        "email": email,
        "name": group.get("name", email),
        "directMembersCount": str(len(group.get("members", []))),
        "description": "",
        "adminCreated": True,
    }
    workspace.db.execute("INSERT INTO groups VALUES (?, ?)", (email, json.dumps(resource)))
    for member in group.get("members", []):
        one = {
            "kind": "admin#directory#member",
            "etag": '"local"',
            "id": accounts.numeric_id(member),
            "email": member,
            "role": "MEMBER",
            "type": "USER",
            "status": "ACTIVE",
        }
        workspace.db.execute("INSERT INTO members VALUES (?, ?, ?)", (email, member.lower(), json.dumps(one)))


def _add_drive(workspace: Workspace, drive: Json) -> None:
    """Made by its first manager who is a person, with the other members added after."""
    maker = next(one["email"] for one in drive["members"] if not one["email"].endswith(".iam.gserviceaccount.com"))
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
