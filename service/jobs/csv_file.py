"""A table as a CSV file that opens in a spreadsheet by a double click, and does nothing else there."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be taken for a formula (owasp.org/www-community/attacks/CSV_Injection)."""
NOTE = "A cell that begins with =, +, - or @ has an apostrophe before it, so that no spreadsheet takes it for a formula."


def csv_file(rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it. rows: headings first."""
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell
