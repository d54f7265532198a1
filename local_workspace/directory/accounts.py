"""Accounts, as every API needs them: who an address belongs to, and whether it belongs to anyone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from local_workspace.core.call import Json
from local_workspace.core.workspace import Workspace

REACHED_THROUGH = """
WITH RECURSIVE reached (email) AS (
    SELECT group_email FROM members WHERE email = ?
    UNION SELECT members.group_email FROM members JOIN reached ON members.email = reached.email
) SELECT email FROM reached
"""


def numeric_id(email: str) -> str:
    """A stable 21-digit id for an account, as Google's are."""
    return "1" + str(int(hashlib.sha256(email.encode()).hexdigest(), 16))[:20]


def resolve(workspace: Workspace, key: str) -> str:
    """The primary address for an address, an alias or an account's id, in lower case."""
    lowered = key.lower()
    row = workspace.db.execute("SELECT email FROM aliases WHERE alias = ?", (lowered,)).fetchone()
    if row is None and lowered.isdigit():
        row = workspace.db.execute("SELECT email FROM accounts WHERE json_extract(json, '$.id') = ?", (lowered,)).fetchone()
    return str(row["email"]) if row else lowered


def find(workspace: Workspace, email: str) -> Json | None:
    """The account's resource, an alias resolved; None where there is none."""
    row = workspace.db.execute("SELECT json FROM accounts WHERE email = ?", (resolve(workspace, email),)).fetchone()
    return json.loads(row["json"]) if row else None


def exists(workspace: Workspace, email: str) -> bool:
    """Whether an address is an account's or a group's."""
    return find(workspace, email) is not None or group(workspace, email) is not None


def display_name(workspace: Workspace, email: str) -> str:
    """The person's full name, or the local part of the address."""
    account = find(workspace, email) or {}
    return str(account.get("name", {}).get("fullName") or email.split("@")[0])


def save(workspace: Workspace, email: str, kind: str, resource: Mapping[str, Any]) -> None:
    """Keep an account's resource under its primary address. kind: ``user`` or ``serviceAccount``."""
    workspace.db.execute(
        "INSERT INTO accounts VALUES (?, ?, ?) ON CONFLICT (email) DO UPDATE SET kind = excluded.kind, json = excluded.json",
        (email.lower(), kind, json.dumps(resource)),
    )


def people(workspace: Workspace) -> Iterator[Json]:
    """Every person's account, by address."""
    for row in workspace.db.execute("SELECT json FROM accounts WHERE kind = 'user' ORDER BY email"):
        yield json.loads(row["json"])


def domains(workspace: Workspace) -> frozenset[str]:
    return frozenset(row["name"] for row in workspace.db.execute("SELECT name FROM domains"))


def group(workspace: Workspace, key: str) -> Json | None:
    """A group's resource, by address or id."""
    by = "json_extract(json, '$.id')" if "@" not in key else "email"
    row = workspace.db.execute(f"SELECT json FROM groups WHERE {by} = ?", (key.lower(),)).fetchone()  # noqa: S608 two names
    return json.loads(row["json"]) if row else None


def groups_of(workspace: Workspace, email: str) -> frozenset[str]:
    """Addresses of the groups an account is in, directly or through other groups."""
    rows = workspace.db.execute(REACHED_THROUGH, (resolve(workspace, email),))
    return frozenset(row["email"] for row in rows)
