"""Drive v2, as far as a client of today needs it: `files.update`, by which gspread's `import_csv` replaces what a sheet holds.

The File is in v2's words (developers.google.com/workspace/drive/api/reference/rest/v2/files). Witness: gspread's recording.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import NotWritten
from local_workspace.directory import accounts
from local_workspace.drive import files
from local_workspace.drive.mime import EDITORS

SAME = ("kind", "id", "mimeType", "writersCanShare", "copyRequiresWriterPermission", "spaces", "iconLink", "shared", "version")
"""What v3 calls as v2 does."""
RENAMED: Mapping[str, str] = {
    "title": "name",
    "description": "description",
    "createdDate": "createdTime",
    "modifiedDate": "modifiedTime",
    "modifiedByMeDate": "modifiedByMeTime",
    "lastViewedByMeDate": "viewedByMeTime",
    "quotaBytesUsed": "quotaBytesUsed",
    "fileSize": "size",
    "explicitlyTrashed": "explicitlyTrashed",
}
TAKEN = frozenset({"fileId", "supportsAllDrives", "supportsTeamDrives", "addParents", "removeParents"})
WITHOUT_EFFECT = frozenset({"convert", "updateViewedDate", "newRevision", "modifiedDateBehavior", "enforceSingleParent"})
"""Parameters that v2's own documentation calls deprecated and without a function, or that ask for what is done anyway."""
NEVER = "1970-01-01T00:00:00.000Z"
FORMATS: Mapping[str, Mapping[str, str]] = {
    "spreadsheets": {
        "application/x-vnd.oasis.opendocument.spreadsheet": "ods",
        "text/tab-separated-values": "tsv",
        "application/pdf": "pdf",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
        "text/csv": "csv",
        "application/zip": "zip",
        "application/vnd.oasis.opendocument.spreadsheet": "ods",
    }
}
"""What an editor's files can be had as on Google, by the editor's name in addresses: the links name more than is built here."""


def update(call: Call) -> Json:
    """New content, title or folder for a file. Raises NotWritten for other fields and parameters."""
    strange = set(call.body) - {"title", "description"} | {
        name for name, value in call.params.items() if name not in TAKEN | WITHOUT_EFFECT and value not in (False, "", None)
    }
    if strange:
        raise NotWritten(f"drive.v2.files.update with {', '.join(sorted(strange))}")
    body = {RENAMED[name]: value for name, value in call.body.items()}
    params = {name: value for name, value in call.params.items() if name in TAKEN}
    newer = Call("drive.files.update", params, body, call.principal, call.workspace, call.media)
    return resource(files.update(newer), call.workspace.base_url)


def resource(file: Json, base_url: str) -> Json:
    """A v3 File as v2's."""
    api = "https://www.googleapis.com/drive/v2/files"
    itself = f"{api}/{file['id']}"
    out: Json = {name: file[name] for name in SAME if name in file}
    out |= {elder: file[newer] for elder, newer in RENAMED.items() if newer in file}
    out |= {
        "selfLink": itself,
        "etag": f'"{file["id"][:10]}{file["version"]}"',
        "userPermission": _permission(file, itself),
        "editable": file["capabilities"]["canEdit"],
        "copyable": file["capabilities"]["canCopy"],
        "capabilities": {name: file["capabilities"][name] for name in ("canEdit", "canCopy")},
        "parents": [_parent(api, itself, one) for one in file.get("parents", [])],
        "appDataContents": False,
        "markedViewedByMeDate": NEVER,
        "alternateLink": f"{file['webViewLink']}?usp=drivesdk",
        "labels": {
            "viewed": file["viewedByMe"],
            "restricted": file["copyRequiresWriterPermission"],
            "starred": file["starred"],
            "hidden": False,
            "trashed": file["trashed"],
        },
        **_people(file),
    }
    return out | _editors_links(file, base_url)


def _permission(file: Json, itself: str) -> Json:
    """What the caller may do, as a permission."""
    owned = file.get("ownedByMe", False)
    role = "owner" if owned else ("writer" if file["capabilities"]["canEdit"] else "reader")
    links = {"selfLink": f"{itself}/permissions/me", "etag": f'"{file["id"][:10]}{role}"'}
    return {"id": "me", "type": "user", "role": role, "kind": "drive#permission", **links, "pendingOwner": False}


def _parent(api: str, itself: str, folder_id: str) -> Json:
    return {
        "selfLink": f"{itself}/parents/{folder_id}",
        "id": folder_id,
        "isRoot": folder_id.startswith("0A"),
        "kind": "drive#parentReference",
        "parentLink": f"{api}/{folder_id}",
    }


def _people(file: Json) -> Json:
    out: Json = {}
    if "lastModifyingUser" in file:
        out |= {"lastModifyingUser": _user(file["lastModifyingUser"])}
        out["lastModifyingUserName"] = file["lastModifyingUser"]["displayName"]
    if "owners" in file:
        out |= {"owners": [_user(one) for one in file["owners"]], "ownerNames": [one["displayName"] for one in file["owners"]]}
    return out


def _user(user: Json) -> Json:
    """v2 says `isAuthenticatedUser` for v3's `me`, and shows a picture."""
    kept: dict[str, Any] = {name: user[name] for name in ("displayName", "kind", "permissionId", "emailAddress") if name in user}
    picture = {"url": user.get("photoLink", "https://lh3.googleusercontent.com/a/default-user=s64")}
    return {**kept, "isAuthenticatedUser": user.get("me", False), "picture": picture}


def _editors_links(file: Json, base_url: str) -> Json:
    """Where an editor's file opens, and what it can be had as."""
    editor = EDITORS.get(file["mimeType"])
    if editor is None:
        return {}
    base, file_id = f"{base_url or 'https://docs.google.com'}/{editor}", file["id"]
    out: Json = {"thumbnailLink": f"{base_url or 'https://docs.google.com'}/feeds/vt?gd=true&id={file_id}&sz=s220"}
    if editor in FORMATS:
        exports = {to: f"{base}/export?id={file_id}&exportFormat={short}" for to, short in FORMATS[editor].items()}
        ouid = accounts.numeric_id(f"{(file.get('owners') or [file['lastModifyingUser']])[0]['emailAddress']} in links")
        out |= {"exportLinks": exports, "embedLink": f"{base}/d/{file_id}/htmlembed?ouid={ouid}"}
    return out
