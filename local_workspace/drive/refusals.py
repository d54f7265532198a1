"""Drive's refusals, in Google's words.

From developers.google.com/workspace/drive/api/guides/handle-errors unless a comment says otherwise; "live" means quoted
by people who met it. Where only the reason is known, the sentence is ours and the comment says so.
"""

from __future__ import annotations

from local_workspace.core.errors import BadRequest, Conflict, Forbidden, NotFound


def file_not_found(file_id: str, parameter: str = "fileId") -> NotFound:
    return NotFound(f"File not found: {file_id}.", location=parameter)


def drive_not_found(drive_id: str) -> NotFound:
    return NotFound(f"Shared drive not found: {drive_id}", location="driveId")


def permission_not_found(permission_id: str) -> NotFound:
    return NotFound(f"Permission not found: {permission_id}.", location="permissionId")


def insufficient() -> Forbidden:
    """Live: the page's own sample says "for file {fileId}"."""
    text = "The user does not have sufficient permissions for this file."
    return Forbidden(text, reason="insufficientFilePermissions")


def invalid(parameter: str, message: str = "Invalid Value") -> BadRequest:
    """Live, for `q` and page tokens."""
    return BadRequest(message, reason="invalid", location=parameter)


def required(field: str, message: str) -> BadRequest:
    return BadRequest(message, reason="required", location=field)


def not_writable(message: str = "The resource body includes fields which are not directly writable.") -> Forbidden:
    """Live."""
    return Forbidden(message, reason="fieldNotWritable")


def no_storage() -> Forbidden:
    """Live, since 2025. Service accounts own no files."""
    return Forbidden(
        "Service Accounts do not have storage quota. Leverage shared drives "
        "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation "
        "(http://support.google.com/a/answer/7281227) instead.",
        reason="storageQuotaExceeded",
        domain="usageLimits",
    )


def one_parent(in_drive: bool) -> Forbidden:
    """The second is live: My Drive lost its second parents in 2020."""
    if in_drive:
        return Forbidden("A shared drive item must have exactly one parent.", reason="teamDrivesParentLimit")
    return Forbidden("Increasing the number of parents is not allowed", reason="cannotAddParent")


def parent_not_a_folder() -> Forbidden:
    """Live."""
    return Forbidden("The specified parent is not a folder.", reason="parentNotAFolder")


def inherited() -> Forbidden:
    """The sentence is the page's; its reason `cannotModifyInheritedTeamDrivePermission` was renamed in 2025 (live)."""
    text = "Cannot update or delete an inherited permission on a shared drive item."
    return Forbidden(text, reason="cannotModifyInheritedPermission")


def owner_stays() -> Forbidden:
    """The sentence is ours."""
    return Forbidden("The owner of a file cannot be removed.", reason="cannotRemoveOwner")


def cannot_copy() -> Forbidden:
    """Live."""
    return Forbidden("This file cannot be copied by the user.", reason="cannotCopyFile")


def unsupported_conversion() -> BadRequest:
    """Live."""
    return BadRequest("The requested conversion is not supported.", reason="badRequest", location="convertTo")


def not_downloadable() -> Forbidden:
    text = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
    return Forbidden(text, reason="fileNotDownloadable")


def id_taken() -> Conflict:
    """Live: 409 instead of a second file."""
    return Conflict("A file already exists with the provided ID.", reason="fileIdInUse")


def id_not_usable() -> BadRequest:
    """Live, 2026-09-05."""
    return BadRequest("The provided file ID is not usable.", reason="invalid", location="file.id")


def id_not_for_editors() -> Forbidden:
    """Live, 2026-09-05."""
    text = "Generated IDs are not supported for Docs Editors formats."
    return Forbidden(text, reason="insufficientFilePermissions")


def too_deep(in_drive: bool) -> Forbidden:
    if in_drive:
        return Forbidden("The shared drive hierarchy depth will exceed the limit.", reason="teamDriveHierarchyTooDeep")
    return Forbidden(
        "Your My Drive can't contain more than 100 levels of folders. For details, see "
        "https://developers.google.com/workspace/drive/api/guides/handle-errors#nested-folder-levels.",
        reason="myDriveHierarchyDepthLimitExceeded",
    )
