"""Accounts, groups and robots from a seed file, before anyone is there who could make them through the API."""

from __future__ import annotations

import json

from local_workspace.core.call import Json
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts, members
from local_workspace.directory.aliases import with_addresses
from local_workspace.directory.resources import new_group, new_user, with_etag


def add_person(workspace: Workspace, account: Json) -> None:
    """One account, as the Directory shows it. One that is there already keeps its admin's rights."""
    email = account["email"].lower()
    earlier = accounts.find(workspace, email) or {}
    name = {"givenName": account.get("given_name", ""), "familyName": account.get("family_name", "")}
    aliases = [(alias.lower(), email) for alias in account.get("aliases", [])]
    workspace.db.executemany("INSERT OR REPLACE INTO aliases VALUES (?, ?)", aliases)
    made = new_user(email, accounts.numeric_id(email), name, workspace.clock.stamp()) | {
        "isAdmin": bool(account.get("admin") or earlier.get("isAdmin")),
        "suspended": bool(account.get("suspended")),
        "orgUnitPath": account.get("org_unit", "/"),
    }
    reason = {"suspensionReason": "ADMIN"} if made["suspended"] else {}
    made |= _work(account)
    accounts.save(workspace, email, "user", with_etag(with_addresses(workspace, made | reason)))


def _work(account: Json) -> Json:
    """The employee id, and the post and department of the primary organisation, where the seed gives them."""
    out: Json = {}
    if "external_id" in account:
        out["externalIds"] = [{"type": "organization", "value": account["external_id"]}]
    post = {name: account[name] for name in ("title", "department") if name in account}
    if post:
        out["organizations"] = [{**post, "primary": True}]
    return out


def add_group(workspace: Workspace, group: Json) -> None:
    """One group with its members, who have to be there before it."""
    email = group["email"].lower()
    made = new_group(email, accounts.numeric_id(email), group.get("name", email), "")
    workspace.db.execute("INSERT INTO groups VALUES (?, ?)", (email, json.dumps(made)))
    for member in group.get("members", []):
        members.add(workspace, email, accounts.resolve(workspace, member))


def add_service_account(workspace: Workspace, one: Json) -> None:
    """A robot has no Directory resource; `admin` stands for an admin's role that was given to it."""
    email = one["email"].lower()
    resource = {"id": accounts.numeric_id(email), "name": {"fullName": email.split("@")[0]}, "isAdmin": bool(one.get("admin"))}
    accounts.save(workspace, email, "serviceAccount", resource | {"project": one.get("project") or project_of(email)})


def project_of(email: str) -> str:
    """The project in a service account's address."""
    return email.partition("@")[2].split(".")[0]
