"""about.get: who the caller is (developers.google.com/workspace/drive/api/reference/rest/v3/about)."""

from __future__ import annotations

from local_workspace.core.call import Call, Json
from local_workspace.drive.resource import user


def get(call: Call) -> Json:
    service_account = call.principal.kind == "serviceAccount"
    imports: dict[str, list[str]] = {}
    for mime, kind in call.workspace.kinds.items():
        for source in kind.imports:
            imports.setdefault(source, []).append(mime)
    return {
        "kind": "drive#about",
        "user": user(call.workspace, call.principal.email, call.principal.email),
        "storageQuota": {"limit": "0" if service_account else "107374182400", "usage": "0", "usageInDrive": "0"},
        "canCreateDrives": not service_account,
        "canCreateTeamDrives": not service_account,
        "exportFormats": {mime: sorted(kind.exports) for mime, kind in call.workspace.kinds.items()},
        "importFormats": imports,
        "maxUploadSize": "5242880000000",
    }
