"""The rows of the register's tabs, read cell by cell: what each says, and what of it can't be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.policy.problems import EVERYONE, Problem
from service.policy.register_table import ALLOWED, READ, TABS, Rows

ADMINS = "Admins"


@dataclass(frozen=True)
class Line:
    """One row of a tab. number: in the Sheet; values: what could be read, by field; problems: what could not."""

    number: int
    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.problems


def missing_columns(tab: str, rows: Rows) -> Iterator[Problem]:
    """Columns that a tab can't do without. Whatever is missing may be anybody's; of the admins it is nobody's."""
    places = _places(rows)
    everyone = "" if tab == ADMINS else EVERYONE
    message = "this column is missing" + ("" if tab == ADMINS else "; nothing is done for anybody until it is back")
    for column in TABS[tab]:
        if rows and column.needed and column.heading not in places:
            yield Problem(tab, 1, everyone, column.heading, "", message)


def lines(tab: str, rows: Rows) -> Iterator[Line]:
    """Every row that is not blank. rows: headings first; columns in any order, others left alone."""
    places = _places(rows)
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            yield _line(tab, number, row, places)


def numbered(rows: Rows, heading: str) -> dict[str, list[int]]:
    """The numbers of the rows on which each text stands in a column; blanks left out."""
    place = _places(rows).get(heading)
    found: dict[str, list[int]] = {}
    for number, row in enumerate(rows[1:], start=2):
        text = _cell(row, place)
        if text:
            found.setdefault(text, []).append(number)
    return found


def _places(rows: Rows) -> dict[str, int]:
    return {heading.strip(): place for place, heading in enumerate(rows[0])} if rows else {}


def _line(tab: str, number: int, row: Sequence[str], places: Mapping[str, int]) -> Line:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    staff_id = _cell(row, places.get("Staff id"))
    for column in TABS[tab]:
        text = _cell(row, places.get(column.heading))
        if column.needed and not text and not column.may_be_empty:
            problems.append(Problem(tab, number, staff_id, column.heading, "", "needed"))
            continue
        try:
            values[column.field] = READ[column.kind](text)
        except ValueError:
            problems.append(Problem(tab, number, staff_id, column.heading, text, ALLOWED.get(column.kind, "not understood")))
    return Line(number, values, tuple(problems))


def _cell(row: Sequence[str], place: int | None) -> str:
    return str(row[place]).strip() if place is not None and place < len(row) else ""
