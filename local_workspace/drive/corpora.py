"""Which files a search is over (developers.google.com/workspace/drive/api/guides/enable-shareddrives, "Search for content").

`driveId` goes with `corpora=drive` and with nothing else; shared drives are searched only by callers who say, twice, that
they know them. The sentences of the refusals are the parameters' descriptions.
"""

from __future__ import annotations

from local_workspace.core.call import Call
from local_workspace.core.errors import BadRequest
from local_workspace.drive import refusals
from local_workspace.drive.drive_resource import drive_row
from local_workspace.drive.viewer import Viewer

Conditions = tuple[tuple[str, ...], tuple[str, ...]]
WITH_DRIVE = "The driveId parameter must be specified if and only if corpora is set to drive."
INSIDE = "f.parent_id IS NOT NULL"


def conditions(call: Call, viewer: Viewer) -> Conditions:
    """WHERE conditions over a row `f`, and their arguments. Who may see a row is not among them."""
    chosen, drive_id = call.params.get("corpora") or "user", call.params.get("driveId") or call.params.get("teamDriveId")
    spaces = set((call.params.get("spaces") or "drive").split(","))
    if chosen not in ("user", "domain", "drive", "allDrives"):
        raise refusals.invalid("corpora")
    if not spaces <= {"drive", "appDataFolder"}:
        raise refusals.invalid("spaces")
    if "drive" not in spaces:
        return ("0",), ()  # no app keeps files of its own here
    if (chosen == "drive") != bool(drive_id):
        raise BadRequest(WITH_DRIVE, reason="teamDriveIdRequiresTeamDriveCorpora" if drive_id else "invalid", location="driveId")
    if chosen in ("drive", "allDrives") and not _knows_drives(call):
        text = f"The includeItemsFromAllDrives and supportsAllDrives parameters must be set to true for corpora={chosen}."
        raise BadRequest(text, reason="invalid", location="includeItemsFromAllDrives")
    if drive_id:
        drive_row(call, viewer, drive_id)
        return (INSIDE, "f.drive_id = ?"), (drive_id,)
    return _without_drive(chosen, viewer, shared_too=_knows_drives(call)), ()


def _without_drive(chosen: str, viewer: Viewer, *, shared_too: bool) -> tuple[str, ...]:
    if chosen == "domain":
        return (INSIDE, "visibility(f.id) IN ('domainCanFind', 'anyoneCanFind')")
    return (INSIDE,) if shared_too else (INSIDE, "f.drive_id IS NULL")


def _knows_drives(call: Call) -> bool:
    included = call.params.get("includeItemsFromAllDrives") or call.params.get("includeTeamDriveItems")
    supported = call.params.get("supportsAllDrives") or call.params.get("supportsTeamDrives")
    return bool(included and supported)
