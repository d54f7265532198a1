"""about.get: who the caller is, and what Drive can do for them
(developers.google.com/workspace/drive/api/reference/rest/v3/about).
"""

from __future__ import annotations

from local_workspace.core.call import Call, Json
from local_workspace.drive.viewer import Viewer

LIMIT = 100 * 1024**3
PALETTE = (
    "#ac725e",
    "#d06b64",
    "#f83a22",
    "#fa573c",
    "#ff7537",
    "#ffad46",
    "#fad165",
    "#42d692",
    "#16a765",
    "#4986e7",
    "#8f8f8f",
)


def get(call: Call) -> Json:
    service_account = call.principal.kind == "serviceAccount"
    themes = [
        {
            "id": "generic_background",
            "backgroundImageLink": "https://ssl.gstatic.com/team_drive_themes/generic_background.jpg",
            "colorRgb": "#0f9d58",
        }
    ]
    return {
        "kind": "drive#about",
        "user": Viewer.of(call).user(call.principal.email),
        "storageQuota": _storage(call, 0 if service_account else LIMIT),
        "canCreateDrives": not service_account,
        "canCreateTeamDrives": not service_account,
        "exportFormats": {mime: sorted(kind.exports) for mime, kind in call.workspace.kinds.items()},
        "importFormats": _imports(call),
        "maxImportSizes": dict.fromkeys(call.workspace.kinds, "104857600"),
        "maxUploadSize": "5497558138880",
        "appInstalled": False,
        "folderColorPalette": list(PALETTE),
        "driveThemes": themes,
        "teamDriveThemes": themes,
    }


def _storage(call: Call, limit: int) -> Json:
    """The bytes of the blobs that the caller owns."""
    size = "COALESCE(SUM(CAST(json_extract(json, '$.size') AS INTEGER)), 0)"
    found = call.workspace.db.execute(
        f"SELECT {size} AS used, COALESCE(SUM(CASE WHEN in_bin THEN CAST(json_extract(json, '$.size') AS INTEGER) END), 0) "  # noqa: S608
        "AS binned FROM files WHERE owner = ?",
        (call.principal.email.lower(),),
    ).fetchone()
    used = str(found["used"])
    return {"limit": str(limit), "usage": used, "usageInDrive": used, "usageInDriveTrash": str(found["binned"])}


def _imports(call: Call) -> dict[str, list[str]]:
    """What can be turned into what, from the editors' own tables."""
    imports: dict[str, list[str]] = {}
    for mime, kind in call.workspace.kinds.items():
        for source in kind.imports:
            imports.setdefault(source, []).append(mime)
    return imports
