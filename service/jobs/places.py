"""Finds the shared drives and the control workbook that the trust's admin made for the service. Adopts, never creates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.errors import SetUpError
from service.jobs.world import Places, TrustFacts
from service.ports import Drive, FileReader

ID = re.compile(r"[A-Za-z0-9_-]{30,}")
"""What a file's id looks like, and a name in words does not."""


def find_places(reader: FileReader, trust: TrustFacts) -> Places:
    """The drives and the workbook by the ids or names that trust.yaml gives. Raises SetUpError, saying what to make."""
    drives = reader.drives()
    own = _drive(drives, trust.trust_drive)
    people = [_drive(drives, one) for one in trust.people_drives]
    return Places(own.drive_id, [one.drive_id for one in people], _workbook(reader, own, trust.control_workbook))


def _drive(drives: Sequence[Drive], wanted: str) -> Drive:
    found = [one for one in drives if wanted in (one.drive_id, one.name)]
    if not found:
        raise SetUpError(f"no shared drive '{wanted}': make it and add the service account to it as Manager")
    if len(found) > 1:
        raise SetUpError(f"{len(found)} shared drives are called '{wanted}': put the right one's id into trust.yaml")
    if not found[0].can_manage:
        raise SetUpError(f"the service account is not a Manager of the shared drive '{wanted}'")
    return found[0]


def _workbook(reader: FileReader, drive: Drive, wanted: str) -> str:
    if ID.fullmatch(wanted):
        return wanted
    found = reader.sheet_named(drive.drive_id, wanted)
    if len(found) > 1:
        raise SetUpError(f"{len(found)} spreadsheets are called '{wanted}': put the right one's id into trust.yaml")
    if not found:
        raise SetUpError(
            f"no spreadsheet '{wanted}' in the shared drive '{drive.name}': make an empty one of that name "
            "(Drive's search may take some minutes to show it; its id in trust.yaml works at once)"
        )
    return found[0]
