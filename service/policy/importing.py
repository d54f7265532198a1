"""What an import would change in the Staff tab: a pure difference between its rows and a school system's export.

Every column has one owner. The import writes only its own, and of those only cells that still hold what the last import
wrote, or nothing: whatever an admin typed wins, and is shown. Whoever is missing from an import stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.policy.register_table import IMPORT, LAST_IMPORT, STAFF, headings

ID = "Staff id"
OWNED = tuple(column.heading for column in STAFF if column.owner == IMPORT)


class Kind(StrEnum):
    """What an import does about a person."""

    ADD = "add"
    CHANGE = "change"
    KEEP = "keep"
    MISSING = "missing"
    BAD = "bad"


@dataclass(frozen=True, order=True)
class RowDifference:
    """One cell, one new row, or one person of whom something is to be said.

    row: in the Sheet; 0 for a new one. KEEP: a hand edit that wins over what the import says. MISSING: in the register
    and not in the import. BAD: a row of the import that can't be used; row is then the import's own.
    """

    staff_id: str
    kind: Kind
    column: str = ""
    before: str = ""
    after: str = ""
    row: int = 0

    def sentence(self) -> str:
        """For an admin, who may see names and addresses."""
        said = {
            Kind.ADD: f"new: {self.after}",
            Kind.CHANGE: f"{self.column}: '{self.before}' becomes '{self.after}'",
            Kind.KEEP: f"{self.column}: stays '{self.before}', which was typed in by hand (the import says '{self.after}')",
            Kind.MISSING: "not in the import; stays as it is. Only a date in Ends makes a leaver",
            Kind.BAD: f"row {self.row} of the import: {self.after}",
        }
        return f"{self.staff_id or '?'} {said[self.kind]}"


@dataclass(frozen=True)
class Import:
    """An import, compared. rows: the Staff tab as it would be, headings first; differences: what is new in it."""

    rows: Sequence[Sequence[str]]
    differences: Sequence[RowDifference]

    @property
    def changes(self) -> Sequence[RowDifference]:
        """What applying would write."""
        return [one for one in self.differences if one.kind in (Kind.ADD, Kind.CHANGE)]


def mapped(table: Sequence[Sequence[str]], columns: Mapping[str, str]) -> list[dict[str, str]]:
    """An export's rows by the register's own headings.

    table: headings first. columns: the register's heading to the export's. Raises KeyError naming a column that the
    export does not have.
    """
    if not table:
        return []
    places = {heading.strip(): place for place, heading in enumerate(table[0])}
    wanted = {own: places[columns.get(own, own)] for own in OWNED if columns.get(own, own) in places or own in columns}
    return [
        {own: row[place].strip() if place < len(row) else "" for own, place in wanted.items()}
        for row in table[1:]
        if any(cell.strip() for cell in row)
    ]


def compare(staff: Sequence[Sequence[str]], incoming: Sequence[Mapping[str, str]]) -> Import:
    """What an import would do to the Staff tab (headings first, columns in any order)."""
    titles = list(staff[0]) if staff else headings("Staff")
    titles += [heading for heading in headings("Staff") if heading not in titles]
    rows = [_padded(row, len(titles)) for row in staff[1:]]
    places = {row[titles.index(ID)]: place for place, row in enumerate(rows) if row[titles.index(ID)]}
    found: list[RowDifference] = []
    seen: set[str] = set()
    for number, new in enumerate(incoming, start=2):
        staff_id = new.get(ID, "")
        if not staff_id or staff_id in seen:
            why = "this staff id stood in the import before" if staff_id else "it has no staff id"
            found.append(RowDifference(staff_id, Kind.BAD, after=why, row=number))
            continue
        seen.add(staff_id)
        if staff_id in places:
            place = places[staff_id]
            found += _merge(rows[place], titles, new, place + 2)
        else:
            rows.append(_new_row(titles, new))
            found.append(
                RowDifference(staff_id, Kind.ADD, after=f"{new.get('Given name', '')} {new.get('Family name', '')}".strip())
            )
    found += [RowDifference(one, Kind.MISSING, row=place + 2) for one, place in places.items() if one not in seen]
    return Import([titles, *rows], sorted(found))


def as_imported(staff: Sequence[Sequence[str]]) -> list[list[str]]:
    """A Staff tab's rows (headings first) as if an import had written them all: what the trust's own file starts with."""
    if not staff:
        return []
    titles = [*staff[0], *([] if LAST_IMPORT in staff[0] else [LAST_IMPORT])]
    rows = [_padded(row, len(titles)) for row in staff[1:]]
    for row in rows:
        own = {heading: cell for heading, cell in zip(titles, row, strict=False) if heading in OWNED}
        row[titles.index(LAST_IMPORT)] = row[titles.index(LAST_IMPORT)] or _remembered(own)
    return [titles, *rows]


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*map(str, row), *[""] * (width - len(row))]


def _new_row(titles: Sequence[str], new: Mapping[str, str]) -> list[str]:
    row = [new.get(title, "") for title in titles]
    row[titles.index(LAST_IMPORT)] = _remembered(new)
    return row


def _merge(row: list[str], titles: Sequence[str], new: Mapping[str, str], number: int) -> Iterator[RowDifference]:
    """Write into a row what may be written, and remember what the import said."""
    memory = titles.index(LAST_IMPORT)
    last = _recall(row[memory])
    for heading, after in new.items():
        place = titles.index(heading)
        before = row[place]
        if before == after:
            continue
        if before != last.get(heading, ""):
            yield RowDifference(new[ID], Kind.KEEP, heading, before, after, number)
            continue
        row[place] = after
        yield RowDifference(new[ID], Kind.CHANGE, heading, before, after, number)
    row[memory] = _remembered({**last, **new})


def _remembered(values: Mapping[str, str]) -> str:
    return json.dumps(dict(sorted(values.items())), ensure_ascii=False, separators=(",", ":"))


def _recall(cell: str) -> dict[str, str]:
    try:
        value = json.loads(cell) if cell else {}
    except ValueError:
        return {}
    return {str(name): str(one) for name, one in value.items()} if isinstance(value, dict) else {}
