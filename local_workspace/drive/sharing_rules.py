"""What may be shared with whom, in which role, until when (developers.google.com/workspace/drive/api/guides/manage-sharing).

The reasons are Google's; where no comment names a source, the sentence beside a reason is ours.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from local_workspace.core.call import Call
from local_workspace.core.errors import BadRequest, Forbidden, Refusal
from local_workspace.directory import accounts
from local_workspace.drive import refusals, rows
from local_workspace.drive.inheritance import RANK, reaching
from local_workspace.drive.mime import FOLDER
from local_workspace.drive.viewer import Viewer

PEOPLE = ("user", "group")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SERVICE_ACCOUNTS = ".iam.gserviceaccount.com"
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Wanted:
    """A permission that someone asks for. grantee: an address, a domain, or '' for anyone."""

    kind: str
    grantee: str
    role: str
    expires: str = ""
    discoverable: bool = False
    view: str = ""


def wanted(call: Call) -> Wanted:
    """The permission of a body. Raises 400 for one that lacks a part or has the wrong one."""
    body = call.body
    kind, role = body.get("type", ""), body.get("role", "")
    if not kind:
        raise refusals.required("permission.type", "The permission type field is required.")  # live
    if not role:
        raise refusals.required("permission.role", "The permission role field is required.")  # live
    if kind not in ("user", "group", "domain", "anyone"):
        raise refusals.invalid("permission.type", "The specified type is invalid or not supported.")
    if role not in RANK or RANK[role] < RANK["reader"]:
        raise refusals.invalid("permission.role", "The specified role is invalid or not supported.")
    return Wanted(
        kind,
        _grantee(call, kind),
        role,
        body.get("expirationTime", ""),
        bool(body.get("allowFileDiscovery")),
        body.get("view", ""),
    )


def _grantee(call: Call, kind: str) -> str:
    """Live: the second halves of these sentences."""
    if kind in PEOPLE:
        email: str = call.body.get("emailAddress", "")
        if not ADDRESS.fullmatch(email):
            text = "The specified emailAddress is invalid or not applicable for the given permission type."
            raise refusals.invalid("permission.emailAddress", text)
        return accounts.resolve(call.workspace, email)
    if kind == "domain":
        domain: str = call.body.get("domain", "")
        if "." not in domain:
            text = "The specified domain is invalid or not applicable for the given permission type."
            raise refusals.invalid("permission.domain", text)
        return domain.lower()
    return ""


def check_role(row: sqlite3.Row, role: str) -> None:
    """The role exists on such a file. Whoever may share the file holds any role that does."""
    problem = (_IN_DRIVE if row["drive_id"] else _IN_MY_DRIVE).get(role, _fine)(row)
    if problem:
        raise problem


def _fine(row: sqlite3.Row) -> Refusal | None:
    return None


def _organizer(row: sqlite3.Row) -> Refusal | None:
    text = "The organizer role is only allowed on shared drives."
    return Forbidden(text, reason="organizerOnNonTeamDriveNotSupported") if row["parent_id"] else None


def _file_organizer(row: sqlite3.Row) -> Refusal | None:
    """Live."""
    text = "FileOrganizer role is only allowed on folders."
    return Forbidden(text, reason="fileOrganizerOnFoldersInSharedDriveOnly") if row["mime_type"] != FOLDER else None


def _owner(row: sqlite3.Row) -> Refusal | None:
    return Forbidden("Items in shared drives cannot have an owner.", reason="ownerOnTeamDriveItemNotSupported")


def _my_organizer(row: sqlite3.Row) -> Refusal | None:
    text = "The organizer role is only allowed on shared drives."
    return Forbidden(text, reason="organizerOnNonTeamDriveItemNotSupported")


def _my_file_organizer(row: sqlite3.Row) -> Refusal | None:
    text = "The fileOrganizer role is only allowed in shared drives."
    return Forbidden(text, reason="fileOrganizerOnNonTeamDriveNotSupported")


Check = Callable[[sqlite3.Row], Refusal | None]
_IN_DRIVE: Mapping[str, Check] = {"owner": _owner, "organizer": _organizer, "fileOrganizer": _file_organizer}
_IN_MY_DRIVE: Mapping[str, Check] = {"organizer": _my_organizer, "fileOrganizer": _my_file_organizer}


def check_grantee(call: Call, viewer: Viewer, row: sqlite3.Row, asked: Wanted) -> None:
    """The drive's restrictions allow the grantee, and a silent share goes to an account that is there."""
    restrictions = viewer.restrictions(row["drive_id"])
    if restrictions.get("domainUsersOnly") and _is_outside(call, asked):
        text = "Sharing outside of the domain is not allowed for this shared drive."
        raise Forbidden(text, reason="teamDriveDomainUsersOnlyRestriction")
    if restrictions.get("driveMembersOnly") and row["parent_id"] and not _is_member(call, row["drive_id"], asked):
        # the status as one report gives it
        text = "Sharing is limited to the members of this shared drive."
        raise BadRequest(text, reason="teamDriveTeamMembersOnlyRestriction")
    top = row["drive_id"] and not row["parent_id"]
    if top and asked.kind not in PEOPLE:
        text = "Shared drives cannot be shared with domains or with anyone."
        raise Forbidden(text, reason="cannotShareTeamDriveTopFolderWithAnyoneOrDomains")
    if asked.kind in PEOPLE and not accounts.exists(call.workspace, asked.grantee):
        _without_account(call, asked, top=bool(top))


def _without_account(call: Call, asked: Wanted, *, top: bool) -> None:
    """Raises the refusals (live, both) of what an address without a Google account may not be given."""
    if top:
        text = "Cannot share a shared drive with non Google accounts."
        raise Forbidden(text, reason="cannotShareTeamDriveWithNonGoogleAccounts")
    if call.params.get("sendNotificationEmail", True) is False:
        raise BadRequest(
            f'Bad Request. User message: "You are trying to invite {asked.grantee}. Since there is no Google account '
            'associated with this email address, you must check the "Notify people" box to invite this recipient."',
            reason="invalidSharingRequest",
        )


def _is_outside(call: Call, asked: Wanted) -> bool:
    """A service account of the trust's own projects counts as inside: a kindness, for no page says what it is."""
    if asked.kind == "anyone":
        return True
    domain = asked.grantee.rpartition("@")[2]
    return domain not in accounts.domains(call.workspace) and not domain.endswith(SERVICE_ACCOUNTS[1:])


def _is_member(call: Call, drive_id: str, asked: Wanted) -> bool:
    identities = {(asked.kind, asked.grantee)}
    if asked.kind == "user":
        identities |= {("group", group) for group in accounts.groups_of(call.workspace, asked.grantee)}
    return any((held.type, held.email) in identities for held in reaching(call.workspace, drive_id))


def check_expiry(call: Call, row: sqlite3.Row, asked: Wanted) -> str:
    """When the permission ends, as a stamp, or ''. Raises for one that may not end, or not then."""
    if not asked.expires:
        return ""
    if asked.kind not in PEOPLE:
        text = "Expiration dates can only be set on user and group permissions."
        raise Forbidden(text, reason="cannotSetExpirationOnAnyoneOrDomain")
    if row["drive_id"] and not row["parent_id"]:
        # live
        text = "Expiration dates are not allowed for shared drive members."
        raise Forbidden(text, reason="expirationDateNotAllowedForSharedDriveMembers")
    if row["mime_type"] == FOLDER and asked.role != "reader":
        raise Forbidden("Expiration dates cannot be set on this item.", reason="cannotSetExpiration")  # live
    when, now = _moment(asked.expires), call.workspace.clock.now()
    if when <= now:
        raise Forbidden("Expiration dates must be in the future.", reason="expirationDatesMustBeInTheFuture")
    if when > now + LONGEST:
        raise Forbidden("Expiration dates cannot be set on this item.", reason="cannotSetExpiration")
    return rows.stamp(when)


def _moment(text: str) -> datetime:
    try:
        when = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as problem:
        raise refusals.invalid("permission.expirationTime") from problem
    if when.tzinfo is None:
        raise refusals.invalid("permission.expirationTime")
    return when


def inherited_rank(call: Call, row: sqlite3.Row, kind: str, grantee: str) -> int:
    """The rank of what already reaches the file for a grantee from above; a child may add to it, never take from it."""
    helds = [held for held in reaching(call.workspace, row["id"]) if not held.own and (held.type, held.email) == (kind, grantee)]
    return max((RANK[held.role] for held in helds), default=0)
