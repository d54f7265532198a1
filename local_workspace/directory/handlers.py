"""The Directory's methods (developers.google.com/workspace/admin/directory/reference/rest/v1)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from local_workspace.core.call import Call, Handler, Json
from local_workspace.core.errors import BadRequest, Forbidden, NotFound
from local_workspace.directory import accounts


def _admin(call: Call) -> None:
    """Only an admin, or a service account that was given an admin's role."""
    account = accounts.find(call.workspace, call.principal.email) or {}
    if not account.get("isAdmin"):
        raise Forbidden("Not Authorized to access this resource/api")


def get_user(call: Call) -> Json:
    _admin(call)
    account = accounts.find(call.workspace, call.params["userKey"])
    if account is None or account.get("kind") != "admin#directory#user":
        raise NotFound("Resource Not Found: userKey")
    return account


def list_users(call: Call) -> Json:
    """A page of people, in order of e-mail; a domain or a customer has to be named."""
    _admin(call)
    if not call.params.get("customer") and not call.params.get("domain"):
        raise BadRequest("Bad Request")
    size = min(call.params.get("maxResults") or 100, 500)
    start = int(call.params.get("pageToken") or 0)
    everyone = [one for one in accounts.people(call.workspace) if _in_domain(one, call.params.get("domain"))]
    more = {"nextPageToken": str(start + size)} if start + size < len(everyone) else {}
    return {"kind": "admin#directory#users", "etag": '"local"', "users": everyone[start : start + size], **more}


def _in_domain(account: Json, domain: str | None) -> bool:
    return not domain or account["primaryEmail"].endswith(f"@{domain}")


def get_group(call: Call) -> Json:
    _admin(call)
    group = accounts.group(call.workspace, call.params["groupKey"])
    if group is None:
        raise NotFound("Resource Not Found: groupKey")
    return group


def list_groups(call: Call) -> Json:
    _admin(call)
    rows = call.workspace.db.execute("SELECT json FROM groups ORDER BY email").fetchall()
    return {"kind": "admin#directory#groups", "etag": '"local"', "groups": [json.loads(row["json"]) for row in rows]}


def list_members(call: Call) -> Json:
    get_group(call)
    rows = call.workspace.db.execute(
        "SELECT json FROM members WHERE group_email = ? ORDER BY email", (call.params["groupKey"].lower(),)
    ).fetchall()
    return {"kind": "admin#directory#members", "etag": '"local"', "members": [json.loads(row["json"]) for row in rows]}


HANDLERS: Mapping[str, Handler] = {
    "directory.groups.get": get_group,
    "directory.groups.list": list_groups,
    "directory.members.list": list_members,
    "directory.users.get": get_user,
    "directory.users.list": list_users,
}

NOTES: Mapping[str, str] = {
    "directory.users.list": "no query, orderBy or showDeleted",
    "directory.groups.list": "one page",
    "directory.members.list": "one page",
}
