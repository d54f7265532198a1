"""Who is in a group (developers.google.com/workspace/admin/directory/reference/rest/v1/members)."""

from __future__ import annotations

import json

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest, Conflict, NotFound
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts
from local_workspace.directory.admin import group, require_admin
from local_workspace.directory.paging import Order, page
from local_workspace.directory.resources import new_member, with_etag

MOST_A_PAGE = 200
ROLES = frozenset({"OWNER", "MANAGER", "MEMBER"})


def list_(call: Call) -> Json:
    """A page of direct members, or of everyone who is in by way of other groups too."""
    require_admin(call)
    email = group(call)["email"]
    roles = frozenset(str(call.params.get("roles") or "").upper().split(",")) - {""}
    if not roles <= ROLES:
        raise BadRequest("Invalid Input: roles")
    groups = _within(call.workspace, email) if call.params.get("includeDerivedMembership") else [email]
    marks, wanted = ",".join("?" * len(groups)), ",".join("?" * len(roles)) or "json_extract(json, '$.role')"
    where = f"group_email IN ({marks}) AND json_extract(json, '$.role') IN ({wanted})"
    once = f"rowid IN (SELECT min(rowid) FROM members WHERE {where} GROUP BY email)"  # noqa: S608 only marks
    size = min(call.params["maxResults"], MOST_A_PAGE)
    rows, more = page(call, Order("members", "email"), once, (*groups, *sorted(roles)), size)
    found = [with_etag(json.loads(row["json"])) for row in rows]
    listed: Json = {"kind": "admin#directory#members", **({"members": found} if found else {})}
    return with_etag(listed) | ({"nextPageToken": more} if more else {})


def _within(workspace: Workspace, email: str) -> list[str]:
    """A group and every group inside it."""
    rows = workspace.db.execute(
        "WITH RECURSIVE inside (email) AS (SELECT ? UNION SELECT members.email FROM members "
        "JOIN inside ON members.group_email = inside.email) SELECT email FROM inside WHERE email IN (SELECT email FROM groups)",
        (email,),
    )
    return [row["email"] for row in rows]


def get(call: Call) -> Json:
    require_admin(call)
    return _member(call)


def _member(call: Call) -> Json:
    email = accounts.resolve(call.workspace, call.params["memberKey"])
    row = call.workspace.db.execute(
        "SELECT json FROM members WHERE group_email = ? AND (email = ? OR json_extract(json, '$.id') = ?)",
        (group(call)["email"], email, call.params["memberKey"]),
    ).fetchone()
    if row is None:
        raise NotFound("Resource Not Found: memberKey")
    return with_etag(json.loads(row["json"]))


def has_member(call: Call) -> Json:
    """Directly or through other groups. github.com/googleapis/google-api-python-client/issues/1754: for a key that is nobody's
    the answer is 400, not false.
    """
    require_admin(call)
    email, key = group(call)["email"], call.params["memberKey"]
    if not accounts.exists(call.workspace, key):
        raise BadRequest("Invalid Input: memberKey")
    return {"isMember": email in accounts.groups_of(call.workspace, key)}


def insert(call: Call) -> Json:
    require_admin(call)
    email, given = group(call)["email"], str(call.body.get("email") or call.body.get("id") or "")
    member = accounts.resolve(call.workspace, given)
    if "@" not in member:
        raise BadRequest("Missing required field: memberKey")
    taken = "SELECT 1 FROM members WHERE group_email = ? AND email = ?"
    if call.workspace.db.execute(taken, (email, member)).fetchone():
        raise Conflict("Member already exists.")
    if member == email or email in _within(call.workspace, member):
        raise BadRequest("Cyclic memberships not allowed")
    return add(call.workspace, email, member, str(call.body.get("role", "MEMBER")))


def add(workspace: Workspace, group_email: str, member: str, role: str = "MEMBER") -> Json:
    """Put an account, a group or an address from outside into a group. Raises NotFound for one of our own that is nobody's."""
    if role not in ROLES:
        raise BadRequest("Invalid Input: role")
    own = member.partition("@")[2] in accounts.domains(workspace)
    if own and not accounts.exists(workspace, member):
        raise NotFound("Resource Not Found: memberKey")
    inner = accounts.group(workspace, member)
    account = inner or accounts.find(workspace, member) or {}
    made = new_member(member, account.get("id") or accounts.numeric_id(member), role, "GROUP" if inner else "USER")
    workspace.db.execute("INSERT INTO members VALUES (?, ?, ?)", (group_email, member, json.dumps(made)))
    return with_etag(made)


def update(call: Call) -> Json:
    """Only the role can change."""
    require_admin(call)
    member, role = _member(call), str(call.body.get("role", "MEMBER"))
    if role not in ROLES:
        raise BadRequest("Invalid Input: role")
    changed = {name: value for name, value in (member | {"role": role}).items() if name != "etag"}
    call.workspace.db.execute(
        "UPDATE members SET json = ? WHERE group_email = ? AND email = ?",
        (json.dumps(changed), group(call)["email"], member["email"]),
    )
    return with_etag(changed)


def delete(call: Call) -> None:
    require_admin(call)
    member = _member(call)
    where = (group(call)["email"], member["email"])
    call.workspace.db.execute("DELETE FROM members WHERE group_email = ? AND email = ?", where)
