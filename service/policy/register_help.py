"""What the control workbook says of each of the register's columns: who owns it, how it is filled in, what may be chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.policy.dated_rows import CHANGEABLE
from service.policy.exemption import KINDS
from service.policy.register_table import DATED_TAB, IMPORT, LAST_IMPORT, TABS, Column
from service.policy.staff_cells import MANAGERS

OWNERS = {IMPORT: "The import writes this column; what you type over it wins, and is shown at each import.", "admin": "Yours."}
HOW = {
    "date": "A day: 2025-09-01 or 1/9/2025.",
    "list": "Several with ; between them.",
    "lines": "One on each line of the cell.",
    "share": "A share of full time: 0.6, or 1.",
    "number": "A whole number.",
}
MORE = {
    "Staff id": "For ever the same, whatever the name or address becomes.",
    "Line manager": "A staff id, or none for whoever answers to the trustees.",
    "Second line manager": "A staff id; has the same rights beside the line manager, such as where someone has two posts.",
    "New line manager": "A staff id; takes over on the day in New from.",
    "Acting manager": "A staff id; stands in from Acting from until Acting until, both included.",
    "Ends": "The last day. Only a date here makes a leaver.",
    "Reason": "Never leaves this workbook.",
    "Leads team": "Teams whose check-ins this person leads; where nobody is named, the line managers of a team's people do.",
    "Joins": "The school's first day in the trust. Until then its people have not started.",
    "Leaves": "The school's last day in the trust. Whoever is at the school then ends with it.",
    "From": "The first day on which it counts, from the morning on.",
    "Column": "The heading of a column of the Staff tab.",
    "Becomes": "What that cell says from then on, written as in its own column; empty clears it.",
    "Leaders": "Staff ids of those who see the school's status Sheet; empty means its headteacher.",
    "E-mail": "An address in one of the trust's domains.",
}


@dataclass(frozen=True)
class ColumnHelp:
    """heading: which column. note: what its heading says. one_of: what may be chosen; others: a range of this workbook with
    what may be chosen. A choice is a proposal: anything else is marked, not refused."""

    heading: str
    note: str
    one_of: tuple[str, ...] = ()
    others: str = ""


def register_help(standards: Sequence[str]) -> Mapping[str, Sequence[ColumnHelp]]:
    """Help for every column of every tab of the register. standards: keys of the standards sets."""
    found = {tab: [_help(tab, column, standards) for column in columns] for tab, columns in TABS.items()}
    found["Staff"].append(
        ColumnHelp(LAST_IMPORT, "What the last import said, so that what you typed since can win. Leave it alone.")
    )
    return found


def _help(tab: str, column: Column, standards: Sequence[str]) -> ColumnHelp:
    needed = "Needed." if column.needed and not column.may_be_empty else ""
    note = " ".join(
        part for part in (needed, MORE.get(column.heading, ""), HOW.get(column.kind, ""), OWNERS[column.owner]) if part
    )
    if column.heading == "Standards":
        return ColumnHelp(column.heading, note, tuple(standards))
    if (tab, column.heading) == ("Exemptions", "Kind"):
        return ColumnHelp(column.heading, note, KINDS)
    if column.heading == "Half-term":
        return ColumnHelp(column.heading, note, tuple("123456"))
    if column.heading in ("School", "School id") and tab != "Schools":
        return ColumnHelp(column.heading, note, others="=Schools!A2:A")
    if (tab, column.heading) == (DATED_TAB, "Column"):
        return ColumnHelp(column.heading, note, CHANGEABLE)
    if column.heading in MANAGERS or (column.heading == "Staff id" and tab != "Staff"):
        return ColumnHelp(column.heading, note, others="=Staff!A2:A")
    return ColumnHelp(column.heading, note)
