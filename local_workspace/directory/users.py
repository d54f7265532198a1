"""People (developers.google.com/workspace/admin/directory/reference/rest/v1/users and .../guides/manage-users)."""

from __future__ import annotations

import json

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest, Conflict, Forbidden, NotFound
from local_workspace.directory import accounts, aliases, user_query
from local_workspace.directory.admin import NOT_AUTHORIZED, is_admin, require_admin, user
from local_workspace.directory.paging import Order, page
from local_workspace.directory.resources import CUSTOMER, WRITABLE, full_name, new_user, with_etag

SORTED: dict[str, str] = {
    "email": "email",
    "givenName": "lower(json_extract(json, '$.name.givenName'))",
    "familyName": "lower(json_extract(json, '$.name.familyName'))",
}
PUBLIC = ("kind", "id", "etag", "primaryEmail", "name", "emails", "organizations", "locations", "phones", "relations")
"""What people of the domain may see of each other (guides/manage-users, "Retrieve a user as a non-administrator")."""
SHORTEST_PASSWORD = 8


def get(call: Call) -> Json:
    _require_view(call)
    return shown(call, user(call))


def list_(call: Call) -> Json:
    """A page of people; a domain or the customer has to be named."""
    _require_view(call)
    where, values = _where(call)
    descending = call.params.get("sortOrder") == "DESCENDING"
    order = Order(_table(call), SORTED[call.params.get("orderBy") or "email"], descending=descending)
    rows, more = page(call, order, where, values, call.params["maxResults"])
    found = [shown(call, json.loads(row["json"])) for row in rows]
    listed: Json = {"kind": "admin#directory#users", **({"users": found} if found else {})}
    return with_etag(listed) | ({"nextPageToken": more} if more else {})


def _table(call: Call) -> str:
    return "deleted_accounts AS accounts" if call.params.get("showDeleted") == "true" else "accounts"


def _where(call: Call) -> user_query.Condition:
    domain, customer = call.params.get("domain"), call.params.get("customer")
    if not domain and not customer:
        raise BadRequest("Bad Request", reason="badRequest")
    if customer and customer not in ("my_customer", CUSTOMER):
        raise NotFound("Resource Not Found: customer")
    if domain and domain.lower() not in accounts.domains(call.workspace):
        raise NotFound("Domain not found.")
    sql, values = user_query.condition(call.params.get("query") or "")
    people = "1" if call.params.get("showDeleted") == "true" else "kind = 'user'"
    return f"{people} AND email LIKE ? AND {sql}", (f"%@{domain.lower()}" if domain else "%", *values)


def _require_view(call: Call) -> None:
    """Admins see all there is; a person of the trust sees what is public, and only when asking for that."""
    public = call.params.get("viewType") == "domain_public" and call.principal.kind == "user"
    if not public and not is_admin(call):
        raise Forbidden(NOT_AUTHORIZED)


def shown(call: Call, account: Json) -> Json:
    """A user as the caller asked to see it."""
    if call.params.get("viewType") == "domain_public":
        return {name: account[name] for name in PUBLIC if name in account}
    if call.params.get("projection", "basic") == "basic":
        return {name: value for name, value in account.items() if name != "customSchemas"}
    return account


def insert(call: Call) -> Json:
    require_admin(call)
    email = str(call.body.get("primaryEmail", "")).lower()
    _check_name(call.body.get("name", {}))
    _check_address(call, email)
    if len(call.body.get("password", "")) < SHORTEST_PASSWORD:
        raise BadRequest("Invalid Password")
    made = new_user(email, _fresh_id(call, email), call.body["name"], call.workspace.clock.stamp())
    return _saved(call, _changed(call, made))


def _fresh_id(call: Call, email: str) -> str:
    """An address that is given out again belongs to another account."""
    used = call.workspace.db.execute("SELECT 1 FROM deleted_accounts WHERE id = ?", (accounts.numeric_id(email),)).fetchone()
    return accounts.numeric_id(email if used is None else f"{email} {call.workspace.new_id()}")


def _check_name(name: Json) -> None:
    for part in ("GivenName", "FamilyName"):
        if not name.get(part[0].lower() + part[1:]):
            raise BadRequest(f"Invalid Given/Family Name: {part}")


def _check_address(call: Call, email: str) -> None:
    """github.com/SCRT-HQ/PSGSuite/issues/191: an address of another domain is a 403."""
    local, found, domain = email.partition("@")
    if not local or not found:
        raise BadRequest("Invalid Input: primary_user_email")
    if domain not in accounts.domains(call.workspace):
        raise Forbidden(NOT_AUTHORIZED)
    if accounts.exists(call.workspace, email):
        raise Conflict("Entity already exists.")


def update(call: Call) -> Json:
    """PUT and PATCH alike change what is given, and clear what is null."""
    require_admin(call)
    account = user(call)
    wanted = str(call.body.get("primaryEmail", account["primaryEmail"])).lower()
    if wanted != account["primaryEmail"]:
        account = _renamed(call, account, wanted)
    return _saved(call, _changed(call, account))


def _changed(call: Call, account: Json) -> Json:
    given = {name: value for name, value in call.body.items() if name in WRITABLE}
    changed = {name: value for name, value in (account | given).items() if name not in call.nulls}
    if "name" in call.body:
        changed["name"] = full_name(account["name"] | call.body["name"])
    if changed.get("suspended") and not account.get("suspended"):
        changed["suspensionReason"] = "ADMIN"
    if not changed.get("suspended"):
        changed.pop("suspensionReason", None)
    return changed


def _renamed(call: Call, account: Json, email: str) -> Json:
    """The old address goes on as an alias (guides/manage-users: "the old email address becomes an alias")."""
    old = account["primaryEmail"]
    alias = call.workspace.db.execute("SELECT 1 FROM aliases WHERE alias = ? AND email = ?", (email, old)).fetchone()
    if alias is None:
        _check_address(call, email)
    db = call.workspace.db
    db.execute("DELETE FROM aliases WHERE alias = ?", (email,))
    db.execute("DELETE FROM accounts WHERE email = ?", (old,))
    db.execute("UPDATE aliases SET email = ? WHERE email = ?", (email, old))
    db.execute("INSERT INTO aliases VALUES (?, ?)", (old, email))
    db.execute("UPDATE members SET email = ?, json = json_set(json, '$.email', ?) WHERE email = ?", (email, email, old))
    for tell in call.workspace.renamed:
        tell(call.workspace, old, email)
    return account | {"primaryEmail": email}


def _saved(call: Call, account: Json) -> Json:
    stored = with_etag(aliases.with_addresses(call.workspace, account))
    accounts.save(call.workspace, account["primaryEmail"], "user", stored)
    return stored


def delete(call: Call) -> None:
    """Gone for now: within 20 days it can be brought back by its id."""
    require_admin(call)
    account = user(call)
    email, db = account["primaryEmail"], call.workspace.db
    gone = account | {"deletionTime": call.workspace.clock.stamp()}
    db.execute("INSERT INTO deleted_accounts VALUES (?, ?, ?)", (account["id"], email, json.dumps(gone)))
    for table in ("accounts", "aliases", "members"):
        db.execute(f"DELETE FROM {table} WHERE email = ?", (email,))  # noqa: S608 our own names


def undelete(call: Call) -> None:
    require_admin(call)
    db, key = call.workspace.db, call.params["userKey"]
    row = db.execute("SELECT json FROM deleted_accounts WHERE id = ?", (key,)).fetchone()
    if row is None:
        raise NotFound("Resource Not Found: userKey")
    account = json.loads(row["json"])
    if accounts.exists(call.workspace, account["primaryEmail"]):
        raise Conflict("Entity already exists.")
    del account["deletionTime"]
    db.execute("DELETE FROM deleted_accounts WHERE id = ?", (key,))
    _saved(call, account | {"orgUnitPath": call.body.get("orgUnitPath", "/")})


def make_admin(call: Call) -> None:
    require_admin(call)
    _saved(call, user(call) | {"isAdmin": bool(call.body.get("status"))})
