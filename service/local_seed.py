"""What a Local Workspace is seeded with: the trust's accounts, drives, and the empty control workbook.

The same things that docs/set-up-google.md asks an admin to make.
"""

from __future__ import annotations

from typing import Any

from service.declared.load import Declared
from service.policy.register_entries import from_rows

SERVICE_ACCOUNT = "growing-great-people@ggp-local.iam.gserviceaccount.com"
BREAK_GLASS = "break-glass"


def seed_for(declared: Declared) -> dict[str, Any]:
    """A seed file's contents, in the form that local_workspace/README.md describes."""
    trust = declared.trust
    register, _ = from_rows(declared.starting_tabs, frozenset(trust.domains), declared.cycle.starts)
    people = [
        {
            "email": one.email,
            "given_name": one.given_name,
            "family_name": one.family_name,
            "org_unit": f"/Staff/{one.school}",
            "external_id": one.staff_id,
            "title": one.role,
            "department": one.school,
        }
        for one in register.people
        if one.email not in trust.without_account
    ]
    emergency = f"{BREAK_GLASS}@{trust.domains[0]}"
    admins = [
        {"email": email, "given_name": "Growth", "family_name": "Team", "admin": True} for email in (*trust.admins, emergency)
    ]
    managers = [{"email": email, "role": "organizer"} for email in (emergency, SERVICE_ACCOUNT)]
    drives: list[dict[str, Any]] = [{"name": trust.drives.trust, "members": managers, "sheets": [trust.control_workbook]}]
    drives += [{"name": name, "members": managers} for name in trust.drives.people]
    return {
        "seed": 1,
        **({"clock": trust.local_clock} if trust.local_clock else {}),
        "domains": list(trust.domains),
        "accounts": [*admins, *people],
        "groups": [
            {"email": email, "name": "All staff", "members": [one["email"] for one in people]} for email in trust.staff_groups
        ],
        "service_accounts": [{"email": SERVICE_ACCOUNT, "project": "ggp-local", "admin": True}],
        "drives": drives,
    }
