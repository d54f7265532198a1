"""The Directory's resources in Google's shape (developers.google.com/workspace/admin/directory/reference/rest/v1)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from local_workspace.core.call import Json

CUSTOMER = "C00local0"
WRITABLE = frozenset(
    {"addresses", "archived", "changePasswordAtNextLogin", "customSchemas", "emails", "externalIds", "gender", "ims"}
    | {"includeInGlobalAddressList", "keywords", "languages", "locations", "notes", "orgUnitPath", "organizations", "phones"}
    | {"posixAccounts", "recoveryEmail", "recoveryPhone", "relations", "sshPublicKeys", "suspended", "websites"}
)
"""What a caller may set of a user beside names, address and password."""


def with_etag(resource: Mapping[str, Any]) -> Json:
    """The resource with the etag of what it holds."""
    bare = {name: value for name, value in resource.items() if name != "etag"}
    digest = hashlib.sha256(json.dumps(bare, sort_keys=True).encode()).digest()[:20]
    return {**bare, "etag": f'"local/{base64.urlsafe_b64encode(digest).decode().rstrip("=")}"'}


def new_user(email: str, identity: str, name: Mapping[str, str], created: str) -> Json:
    """A person's account as it is when it has just been made. created: RFC 3339."""
    return {
        "kind": "admin#directory#user",
        "id": identity,
        "primaryEmail": email,
        "name": full_name(name),
        "isAdmin": False,
        "isDelegatedAdmin": False,
        "lastLoginTime": "1970-01-01T00:00:00.000Z",
        "creationTime": created,
        "agreedToTerms": False,
        "suspended": False,
        "archived": False,
        "changePasswordAtNextLogin": False,
        "ipWhitelisted": False,
        "emails": [{"address": email, "primary": True}],
        "customerId": CUSTOMER,
        "orgUnitPath": "/",
        "isMailboxSetup": True,
        "isEnrolledIn2Sv": False,
        "isEnforcedIn2Sv": False,
        "includeInGlobalAddressList": True,
    }


def full_name(name: Mapping[str, str]) -> Json:
    given, family = name.get("givenName", ""), name.get("familyName", "")
    return {**name, "fullName": f"{given} {family}".strip()}


def new_group(email: str, identity: str, name: str, description: str) -> Json:
    """A group without members. Its count is filled in when it is read."""
    return {
        "kind": "admin#directory#group",
        "id": identity,
        "email": email,
        "name": name,
        "description": description,
        "adminCreated": True,
    }


def new_member(email: str, identity: str, role: str, kind: str) -> Json:
    """kind: ``USER`` or ``GROUP``."""
    return {
        "kind": "admin#directory#member",
        "id": identity,
        "email": email,
        "role": role,
        "type": kind,
        "status": "ACTIVE",
    }
