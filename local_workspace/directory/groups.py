"""Groups (developers.google.com/workspace/admin/directory/reference/rest/v1/groups)."""

from __future__ import annotations

import json

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest, Conflict, Forbidden, NotFound, NotWritten
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts
from local_workspace.directory.admin import NOT_AUTHORIZED, group, require_admin
from local_workspace.directory.paging import Order, page
from local_workspace.directory.resources import CUSTOMER, new_group, with_etag

MOST_A_PAGE = 200


def get(call: Call) -> Json:
    require_admin(call)
    return counted(call.workspace, group(call))


def counted(workspace: Workspace, resource: Json) -> Json:
    """With the number of its direct members as it is now."""
    email = resource["email"]
    count = workspace.db.execute("SELECT COUNT(*) FROM members WHERE group_email = ?", (email,)).fetchone()[0]
    return with_etag(resource | {"directMembersCount": str(count)})


def list_(call: Call) -> Json:
    """A page of groups: the customer's, a domain's, or those that one person is directly in."""
    require_admin(call)
    where, values = _where(call)
    descending = call.params.get("sortOrder") == "DESCENDING"
    size = min(call.params["maxResults"], MOST_A_PAGE)
    rows, more = page(call, Order("groups", "email", descending=descending), where, values, size)
    found = [counted(call.workspace, json.loads(row["json"])) for row in rows]
    listed: Json = {"kind": "admin#directory#groups", **({"groups": found} if found else {})}
    return with_etag(listed) | ({"nextPageToken": more} if more else {})


def _where(call: Call) -> tuple[str, tuple[str, ...]]:
    domain, customer, key = (call.params.get(name) for name in ("domain", "customer", "userKey"))
    if call.params.get("query"):
        raise NotWritten("directory.groups.list query")
    if not (domain or customer or key) or (customer and key):
        raise BadRequest("Bad Request", reason="badRequest")
    if customer and customer not in ("my_customer", CUSTOMER):
        raise NotFound("Resource Not Found: customer")
    if key:
        return "email IN (SELECT group_email FROM members WHERE email = ?)", (accounts.resolve(call.workspace, key),)
    return "email LIKE ?", (f"%@{domain.lower()}" if domain else "%",)


def insert(call: Call) -> Json:
    require_admin(call)
    email = str(call.body.get("email", "")).lower()
    if "@" not in email:
        raise BadRequest("Invalid Input: email")
    if email.partition("@")[2] not in accounts.domains(call.workspace):
        raise Forbidden(NOT_AUTHORIZED)
    if accounts.exists(call.workspace, email):
        raise Conflict("Entity already exists.")
    made = new_group(email, accounts.numeric_id(email), call.body.get("name", email), call.body.get("description", ""))
    return _saved(call, made)


def update(call: Call) -> Json:
    """PUT and PATCH alike change what is given; a group's address is not changed here."""
    require_admin(call)
    resource = group(call)
    if str(call.body.get("email", resource["email"])).lower() != resource["email"]:
        raise NotWritten("directory.groups.update email")
    given = {name: call.body[name] for name in ("name", "description") if name in call.body}
    return _saved(call, resource | given)


def _saved(call: Call, resource: Json) -> Json:
    call.workspace.db.execute("INSERT OR REPLACE INTO groups VALUES (?, ?)", (resource["email"], json.dumps(resource)))
    return counted(call.workspace, resource)


def delete(call: Call) -> None:
    require_admin(call)
    email = group(call)["email"]
    call.workspace.db.execute("DELETE FROM groups WHERE email = ?", (email,))
    call.workspace.db.execute("DELETE FROM members WHERE group_email = ? OR email = ?", (email, email))
