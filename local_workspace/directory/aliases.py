"""Other addresses of a person (developers.google.com/workspace/admin/directory/reference/rest/v1/users.aliases)."""

from __future__ import annotations

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest, Conflict, Forbidden, NotFound
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts
from local_workspace.directory.admin import NOT_AUTHORIZED, require_admin, user
from local_workspace.directory.resources import with_etag


def of(workspace: Workspace, email: str) -> list[str]:
    """A person's aliases, sorted."""
    rows = workspace.db.execute("SELECT alias FROM aliases WHERE email = ? ORDER BY alias", (email,))
    return [row["alias"] for row in rows]


def with_addresses(workspace: Workspace, account: Json) -> Json:
    """The user with its addresses as they are now: ``aliases``, and among ``emails``."""
    email, others = account["primaryEmail"], of(workspace, account["primaryEmail"])
    kept = [one for one in account.get("emails", []) if "type" in one or "customType" in one]
    emails = [{"address": email, "primary": True}, *kept, *({"address": alias} for alias in others)]
    bare = {name: value for name, value in account.items() if name != "aliases"}
    return {**bare, "emails": emails, **({"aliases": others} if others else {})}


def list_(call: Call) -> Json:
    require_admin(call)
    account = user(call)
    found = [_resource(account, alias) for alias in of(call.workspace, account["primaryEmail"])]
    return with_etag({"kind": "admin#directory#aliases", **({"aliases": found} if found else {})})


def insert(call: Call) -> Json:
    require_admin(call)
    account, alias = user(call), str(call.body.get("alias", "")).lower()
    if "@" not in alias:
        raise BadRequest("Invalid Input: alias")
    if alias.partition("@")[2] not in accounts.domains(call.workspace):
        raise Forbidden(NOT_AUTHORIZED)
    if accounts.exists(call.workspace, alias):
        raise Conflict("Entity already exists.")
    call.workspace.db.execute("INSERT INTO aliases VALUES (?, ?)", (alias, account["primaryEmail"]))
    _refresh(call, account)
    return _resource(account, alias)


def delete(call: Call) -> None:
    require_admin(call)
    account, alias = user(call), call.params["alias"].lower()
    if alias not in of(call.workspace, account["primaryEmail"]):
        raise NotFound("Resource Not Found: alias")
    call.workspace.db.execute("DELETE FROM aliases WHERE alias = ?", (alias,))
    _refresh(call, account)


def _refresh(call: Call, account: Json) -> None:
    accounts.save(call.workspace, account["primaryEmail"], "user", with_etag(with_addresses(call.workspace, account)))


def _resource(account: Json, alias: str) -> Json:
    return with_etag(
        {"kind": "admin#directory#alias", "id": account["id"], "primaryEmail": account["primaryEmail"], "alias": alias}
    )
