"""`useDomainAdminAccess`: a domain's admin acts on its shared drives without being a member
(developers.google.com/workspace/drive/api/guides/manage-shareddrives-domain-admins).
"""

from __future__ import annotations

from local_workspace.core.call import Call
from local_workspace.core.errors import Forbidden
from local_workspace.directory import accounts
from local_workspace.drive.viewer import Viewer


def require_admin(call: Call) -> None:
    """Raises 403 unless the caller is an admin of the domain (the sentence is live)."""
    if not (accounts.find(call.workspace, call.principal.email) or {}).get("isAdmin"):
        text = "The requesting user does not have the administrator privileges required to access shared drives."
        raise Forbidden(text, reason="insufficientAdministratorPrivileges")


def viewer_of(call: Call) -> Viewer:
    """The caller; with useDomainAdminAccess, an admin as an organizer of every shared drive."""
    if not call.params.get("useDomainAdminAccess"):
        return Viewer.of(call)
    require_admin(call)
    return Viewer(call.workspace, call.principal, as_admin=True)
