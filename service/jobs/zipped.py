"""Files as one zip: the same files at the same moment give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from service.jobs.world import LONDON


def zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    """In their order. at: aware; when they are said to be from, in London's time, which is all that a zip can tell."""
    out = BytesIO()
    moment = at.astimezone(LONDON)
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = ZipInfo(path, (moment.year, moment.month, moment.day, moment.hour, moment.minute, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return out.getvalue()
