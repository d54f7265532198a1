"""Files as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from flask import url_for

from local_workspace.core.call import Json
from local_workspace.docs.pdf_export import PDF
from local_workspace.drive.mime import FOLDER, PREFIX, SHORTCUT
from local_workspace.pages import words

EDITORS = {PREFIX + "document": "docs.edit", PREFIX + "spreadsheet": "sheets.edit", PREFIX + "form": "forms.edit"}


@dataclass(frozen=True)
class File:
    """may: Drive's capabilities by name. by: who changed it last; opens: the page it opens at; locked: by whom, when and why, or
    ''; downloads: what it can be taken away as, each with the address."""

    id: str
    name: str
    kind: str
    opens: str
    modified: str
    by: str
    in_bin: bool
    parent: str
    drive: str
    locked: str
    mine: bool = False
    downloads: tuple[tuple[str, str], ...] = ()
    may: Mapping[str, bool] = field(default_factory=dict, repr=False)


def file(resource: Json) -> File:
    """From a File of Drive's."""
    locks = [one for one in resource.get("contentRestrictions", []) if one.get("readOnly")]
    return File(
        id=resource["id"],
        name=resource["name"],
        kind=words.kind(resource["mimeType"]),
        opens=opens(resource),
        modified=resource["modifiedTime"],
        by=resource.get("lastModifyingUser", {}).get("displayName", ""),
        in_bin=resource["trashed"],
        parent=next(iter(resource.get("parents", [])), ""),
        drive=resource.get("driveId", ""),
        locked=lock(locks[0]) if locks else "",
        mine=resource.get("ownedByMe", False),
        may=resource.get("capabilities", {}),
        downloads=tuple(downloads(resource)) if resource.get("capabilities", {}).get("canDownload") else (),
    )


def lock(restriction: Json) -> str:
    """A content restriction of Drive's in words: ``Locked by Ada Min on 6 October 2025. The year is over.``"""
    who, reason = restriction["restrictingUser"]["displayName"], restriction.get("reason", "")
    return f"Locked by {who} on {words.day(restriction['restrictionTime'])}. {reason}".strip()


def downloads(resource: Json) -> Iterator[tuple[str, str]]:
    """What a file can be taken away as: itself, or what its editor exports."""
    mime_type, file_id = resource["mimeType"], resource["id"]
    if mime_type in (FOLDER, SHORTCUT):
        return
    if not mime_type.startswith(PREFIX):
        yield ("Open the PDF" if mime_type == PDF else "Download"), url_for("drive.content", file_id=file_id)
    for to in resource.get("exportLinks", {}):
        if to in words.EXPORTS:
            yield f"Download as {words.EXPORTS[to]}", url_for("drive.content", file_id=file_id, to=to)


def opens(resource: Json) -> str:
    """The address of the page that a file opens at; a shortcut opens what it points at."""
    mime_type, file_id = resource["mimeType"], resource["id"]
    if mime_type == SHORTCUT:
        target = resource.get("shortcutDetails", {})
        mime_type, file_id = target.get("targetMimeType", ""), target.get("targetId", file_id)
    if mime_type == FOLDER:
        return url_for("drive.folder", file_id=file_id)
    return url_for(EDITORS.get(mime_type, "drive.details"), file_id=file_id)


def uppermost(files: Iterable[File], drives: Iterable[str]) -> list[File]:
    """Of everything that one may see, what was shared by itself: not what lies in a folder one sees anyway, nor in a shared
    drive of one's own.
    """
    own, seen = set(drives), list(files)
    folders = {one.id for one in seen}
    return [one for one in seen if one.parent not in folders and one.drive not in own and not one.mine]


@dataclass(frozen=True)
class Access:
    """Someone who can open a file. own: given on this very file, so that it can be changed here; through: from where else."""

    id: str
    name: str
    address: str
    role: str
    kind: str
    own: bool
    through: str


def access(permission: Json) -> Access:
    """From a Permission of Drive's."""
    details = permission.get("permissionDetails", [])
    own = not details or any(not one["inherited"] for one in details)
    member = any(one.get("permissionType") == "member" for one in details)
    kind = permission["type"]
    name = {"anyone": "Anyone with the link", "domain": f"Everyone at {permission.get('domain')}"}.get(kind)
    return Access(
        id=permission["id"],
        name=name or permission.get("displayName") or permission.get("emailAddress", ""),
        address=permission.get("emailAddress", ""),
        role=permission["role"],
        kind=kind,
        own=own and permission["role"] != "owner",
        through="" if own else "the shared drive" if member else "a folder above",
    )
