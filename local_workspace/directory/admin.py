"""Who may use the Directory: admins, and service accounts that were given an admin's role.

Refusals in the words of github.com/googleapis/google-api-nodejs-client/issues/1884 (403) and /166 (404).
"""

from __future__ import annotations

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import Forbidden, NotFound
from local_workspace.directory import accounts

NOT_AUTHORIZED = "Not Authorized to access this resource/api"


def is_admin(call: Call) -> bool:
    return bool((accounts.find(call.workspace, call.principal.email) or {}).get("isAdmin"))


def require_admin(call: Call) -> None:
    """Raises Forbidden for everyone else."""
    if not is_admin(call):
        raise Forbidden(NOT_AUTHORIZED)


def user(call: Call, name: str = "userKey") -> Json:
    """The person that a path parameter names (address, alias or id). Raises NotFound."""
    account = accounts.find(call.workspace, call.params[name])
    if account is None or account.get("kind") != "admin#directory#user":
        raise NotFound(f"Resource Not Found: {name}")
    return account


def group(call: Call) -> Json:
    """The group that ``groupKey`` names (address or id). Raises NotFound."""
    found = accounts.group(call.workspace, call.params["groupKey"])
    if found is None:
        raise NotFound("Resource Not Found: groupKey")
    return found
