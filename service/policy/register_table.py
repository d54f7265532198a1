"""The register's tabs in the control workbook: their columns, how a cell is read, and how they are written.

How they are read as a whole is in `register_entries`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.policy.register import Register

Rows = Sequence[Sequence[str]]
SHEETS_EPOCH = date(1899, 12, 30)
IMPORT, ADMIN = "import", "admin"


@dataclass(frozen=True)
class Column:
    """One column of a tab. owner: who writes it, the import or an admin; every column has one. needed: the column has to be
    there, and something in each of its cells, unless may_be_empty."""

    heading: str
    field: str
    owner: str = ADMIN
    needed: bool = False
    kind: str = "text"
    may_be_empty: bool = False


STAFF = (
    Column("Staff id", "staff_id", IMPORT, needed=True),
    Column("Given name", "given_name", IMPORT, needed=True),
    Column("Family name", "family_name", IMPORT),
    Column("E-mail", "email", IMPORT, needed=True),
    Column("Role", "role", IMPORT, needed=True),
    Column("Standards", "standards", ADMIN, needed=True),
    Column("School", "school", IMPORT, needed=True),
    Column("Team", "teams", ADMIN, kind="list"),
    Column("Line manager", "line_manager", IMPORT),
    Column("Second line manager", "second_line_manager"),
    Column("New line manager", "new_line_manager"),
    Column("New from", "new_from", kind="date"),
    Column("Acting manager", "acting_manager"),
    Column("Acting from", "acting_from", kind="date"),
    Column("Acting until", "acting_until", kind="date"),
    Column("Starts", "starts", IMPORT, kind="date"),
    Column("Ends", "ends", IMPORT, kind="date"),
    Column("FTE", "fte", IMPORT, kind="share"),
    Column("Job description", "job_description"),
    Column("Leads team", "leads", kind="list"),
)
LAST_IMPORT = "Last import"
SCHOOLS = (
    Column("School id", "id", needed=True),
    Column("Name", "name", needed=True),
    Column("Priorities", "priorities", kind="lines"),
    Column("Leaders", "leaders", kind="list"),
    Column("Joins", "joins", kind="date"),
    Column("Leaves", "leaves", kind="date"),
)
TERM_DATES = (
    Column("School id", "school", needed=True),
    Column("Cycle", "cycle", needed=True),
    Column("Half-term", "number", needed=True, kind="number"),
    Column("Starts", "starts", needed=True, kind="date"),
    Column("Ends", "ends", needed=True, kind="date"),
)
EXEMPTIONS = (
    Column("Staff id", "staff_id", needed=True),
    Column("Kind", "kind", needed=True),
    Column("Reason", "reason"),
    Column("Starts", "starts", needed=True, kind="date"),
    Column("Ends", "ends", kind="date"),
)
DATED_TAB = "Dated changes"
DATED_CHANGES = (
    Column("Staff id", "staff_id", needed=True),
    Column("From", "start", needed=True, kind="date"),
    Column("Column", "column", needed=True),
    Column("Becomes", "becomes", needed=True, may_be_empty=True),
)
ADMINS = (Column("E-mail", "email", needed=True), Column("Note", "note"))
TABS: Mapping[str, Sequence[Column]] = {
    "Staff": STAFF,
    "Schools": SCHOOLS,
    "Term dates": TERM_DATES,
    "Exemptions": EXEMPTIONS,
    DATED_TAB: DATED_CHANGES,
    "Admins": ADMINS,
}


def parsed_date(text: str) -> date | None:
    """A day from ISO (2025-09-01), English (1/9/2025) or a Sheets serial number. Raises ValueError for anything else."""
    text = text.strip()
    if not text:
        return None
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return SHEETS_EPOCH + timedelta(days=int(float(text)))
    english = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text)
    if english:
        return date(int(english[3]), int(english[2]), int(english[1]))
    return date.fromisoformat(text)


def _share(text: str) -> float:
    value = float(text.strip("% ") or 1)
    value = value / 100 if text.strip().endswith("%") else value
    if not 0 < value <= 1:
        raise ValueError(text)
    return value


READ: Mapping[str, Callable[[str], Any]] = {
    "text": lambda text: text.strip(),
    "list": lambda text: tuple(part.strip() for part in text.split(";") if part.strip()),
    "lines": lambda text: tuple(part.strip() for part in text.split("\n") if part.strip()),
    "date": parsed_date,
    "share": _share,
    "number": lambda text: int(text.strip()),
}
ALLOWED = {
    "date": "a date such as 2025-09-01 or 1/9/2025",
    "share": "a share such as 0.8, or 1",
    "number": "a whole number",
}


def headings(tab: str) -> list[str]:
    """A tab's heading row."""
    return [column.heading for column in TABS[tab]] + ([LAST_IMPORT] if tab == "Staff" else [])


def to_rows(register: Register) -> dict[str, list[list[str]]]:
    """The tabs, headings first: the reverse of `register_entries.from_rows`."""
    term_dates = [
        [school.id, cycle, str(one.number), one.starts.isoformat(), one.ends.isoformat()]
        for school in register.schools
        for cycle, ones in school.half_terms.items()
        for one in ones
    ]
    return {
        "Staff": [headings("Staff"), *([_written(person, column) for column in STAFF] for person in register.people)],
        "Schools": [headings("Schools"), *([_written(school, column) for column in SCHOOLS] for school in register.schools)],
        "Term dates": [headings("Term dates"), *term_dates],
        "Exemptions": [
            headings("Exemptions"),
            *([_written(one, column) for column in EXEMPTIONS] for one in register.exemptions),
        ],
        DATED_TAB: [headings(DATED_TAB), *([_written(one, column) for column in DATED_CHANGES] for one in register.changes)],
        "Admins": [headings("Admins"), *([email, ""] for email in sorted(register.admins))],
    }


def _written(value: object, column: Column) -> str:
    found = getattr(value, column.field)
    if found is None:
        return ""
    if column.kind == "list":
        return "; ".join(found)
    if column.kind == "lines":
        return "\n".join(found)
    if column.kind == "share":
        return f"{found:g}"
    return str(found)
