"""Accounts, as every API needs them: who an address belongs to, and whether it belongs to anyone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from local_workspace.core.call import Json
from local_workspace.core.workspace import Workspace


def numeric_id(email: str) -> str:
    """A stable 21-digit id for an account, as Google's are."""
    return "1" + str(int(hashlib.sha256(email.encode()).hexdigest(), 16))[:20]


def resolve(workspace: Workspace, email: str) -> str:
    """The primary address for an address or an alias, in lower case."""
    lowered = email.lower()
    row = workspace.db.execute("SELECT email FROM aliases WHERE alias = ?", (lowered,)).fetchone()
    return str(row["email"]) if row else lowered


def find(workspace: Workspace, email: str) -> Json | None:
    """The account's resource, an alias resolved; None where there is none."""
    row = workspace.db.execute("SELECT json FROM accounts WHERE email = ?", (resolve(workspace, email),)).fetchone()
    return json.loads(row["json"]) if row else None


def exists(workspace: Workspace, email: str) -> bool:
    return find(workspace, email) is not None or group(workspace, email) is not None


def display_name(workspace: Workspace, email: str) -> str:
    """The person's full name, or the local part of the address."""
    account = find(workspace, email) or {}
    return str(account.get("name", {}).get("fullName") or email.split("@")[0])


def save(workspace: Workspace, email: str, kind: str, resource: Mapping[str, Any]) -> None:
    workspace.db.execute(
        "INSERT INTO accounts VALUES (?, ?, ?) ON CONFLICT (email) DO UPDATE SET json = excluded.json",
        (email.lower(), kind, json.dumps(resource)),
    )


def people(workspace: Workspace) -> Iterator[Json]:
    """Every person's account, by address."""
    for row in workspace.db.execute("SELECT json FROM accounts WHERE kind = 'user' ORDER BY email"):
        yield json.loads(row["json"])


def domains(workspace: Workspace) -> frozenset[str]:
    return frozenset(row["name"] for row in workspace.db.execute("SELECT name FROM domains"))


def group(workspace: Workspace, email: str) -> Json | None:
    row = workspace.db.execute("SELECT json FROM groups WHERE email = ?", (email.lower(),)).fetchone()
    return json.loads(row["json"]) if row else None


def groups_of(workspace: Workspace, email: str) -> frozenset[str]:
    """Addresses of the groups an account is directly in."""
    rows = workspace.db.execute("SELECT group_email FROM members WHERE email = ?", (resolve(workspace, email),))
    return frozenset(row["group_email"] for row in rows)
