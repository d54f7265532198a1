"""The register as tabs of the control workbook: Staff, Schools, Term dates, Exemptions, Admins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.policy.exemption import KINDS, Exemption
from service.policy.people import Person
from service.policy.problems import EVERYONE, Problem, is_ours, register_problems
from service.policy.register import Register
from service.policy.schools import HalfTerm, School

Rows = Sequence[Sequence[str]]
SHEETS_EPOCH = date(1899, 12, 30)
IMPORT, ADMIN = "import", "admin"


@dataclass(frozen=True)
class Column:
    """One column of a tab. owner: who writes it, the import or an admin; every column has one."""

    heading: str
    field: str
    owner: str = ADMIN
    needed: bool = False
    kind: str = "text"


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
ADMINS = (Column("E-mail", "email", needed=True), Column("Note", "note"))
TABS: Mapping[str, Sequence[Column]] = {
    "Staff": STAFF,
    "Schools": SCHOOLS,
    "Term dates": TERM_DATES,
    "Exemptions": EXEMPTIONS,
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


@dataclass(frozen=True)
class Line:
    """One row of a tab, read: its number in the Sheet, its values by field, and whether anything was wrong with it."""

    number: int
    values: Mapping[str, Any]
    sound: bool


def from_rows(
    tabs: Mapping[str, Rows], domains: frozenset[str], today: date, standards: frozenset[str] = frozenset()
) -> tuple[Register, tuple[Problem, ...]]:
    """The register in its tabs, and everything that is wrong with it on a day.

    tabs: rows of displayed text by tab, headings first; columns in any order, others left alone, blank rows passed over.
    domains: the trust's mail domains. standards: keys of the standards sets; none checks nothing.
    """
    problems: list[Problem] = []
    people, rows = _people(_lines("Staff", tabs.get("Staff", ()), problems), problems)
    lines = {tab: list(_lines(tab, tabs.get(tab, ()), problems)) for tab in TABS if tab != "Staff"}
    schools = _schools(lines["Schools"], lines["Term dates"], frozenset(rows), problems)
    exemptions = _exemptions(lines["Exemptions"], frozenset(rows), problems)
    register = Register(people, schools, exemptions, _admins(lines["Admins"], domains, problems))
    problems += register_problems(register, rows, domains, standards, today)
    return register, tuple(sorted(problems))


def _lines(tab: str, rows: Rows, problems: list[Problem]) -> Iterator[Line]:
    if not rows:
        return
    places = {heading.strip(): place for place, heading in enumerate(rows[0])}
    for column in TABS[tab]:
        if column.needed and column.heading not in places:
            message = "this column is missing" + ("" if tab == "Admins" else "; nothing is done for anybody until it is back")
            problems.append(Problem(tab, 1, "" if tab == "Admins" else EVERYONE, column.heading, "", message))
    for number in range(1, len(rows)):
        if any(cell.strip() for cell in rows[number]):
            yield _line(tab, number + 1, rows[number], places, problems)


def _line(tab: str, number: int, row: Sequence[str], places: Mapping[str, int], problems: list[Problem]) -> Line:
    values: dict[str, Any] = {}
    sound = True
    staff_id = _cell(row, places.get("Staff id"))
    for column in TABS[tab]:
        text = _cell(row, places.get(column.heading))
        if column.needed and not text:
            sound = False
            problems.append(Problem(tab, number, staff_id, column.heading, "", "needed"))
            continue
        try:
            values[column.field] = READ[column.kind](text)
        except ValueError:
            sound = False
            problems.append(Problem(tab, number, staff_id, column.heading, text, ALLOWED.get(column.kind, "not understood")))
    return Line(number, values, sound)


def _cell(row: Sequence[str], place: int | None) -> str:
    return str(row[place]).strip() if place is not None and place < len(row) else ""


def _people(lines: Iterable[Line], problems: list[Problem]) -> tuple[tuple[Person, ...], dict[str, list[int]]]:
    """People by their first row; a staff id that stands twice is held back."""
    people: dict[str, Person] = {}
    rows: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        staff_id = line.values.get("staff_id", "")
        if not staff_id:
            continue
        rows[staff_id].append(line.number)
        if staff_id in people:
            message = f"this staff id stands on row {rows[staff_id][0]} already; each person has one row"
            problems.append(Problem("Staff", line.number, staff_id, "Staff id", staff_id, message))
        elif line.sound:
            people[staff_id] = Person(**line.values)
    return tuple(people.values()), rows


def _schools(
    lines: Sequence[Line], term_dates: Sequence[Line], ids: frozenset[str], problems: list[Problem]
) -> tuple[School, ...]:
    for line in lines:
        for leader in line.values.get("leaders", ()):
            if leader not in ids:
                message = "nobody in the register has this staff id"
                problems.append(Problem("Schools", line.number, "", "Leaders", leader, message))
    found: dict[str, dict[str, dict[int, HalfTerm]]] = defaultdict(lambda: defaultdict(dict))
    known = {line.values["id"] for line in lines if line.sound}
    for line in term_dates:
        if not line.sound:
            continue
        school, cycle = line.values["school"], line.values["cycle"]
        one = HalfTerm(line.values["number"], line.values["starts"], line.values["ends"])
        if school not in known:
            problems.append(Problem("Term dates", line.number, "", "School id", school, f"one of {', '.join(sorted(known))}"))
        elif not 1 <= one.number <= 6 or one.ends < one.starts:
            problems.append(
                Problem("Term dates", line.number, "", "Half-term", str(one.number), "1 to 6, ending after it starts")
            )
        elif one.number in found[school][cycle]:
            message = f"{school} has this half-term of {cycle} already, further up"
            problems.append(Problem("Term dates", line.number, "", "Half-term", str(one.number), message))
        else:
            found[school][cycle][one.number] = one
    return tuple(
        School(**line.values, half_terms={cycle: _in_order(ones.values()) for cycle, ones in found[line.values["id"]].items()})
        for line in lines
        if line.sound
    )


def _in_order(half_terms: Iterable[HalfTerm]) -> tuple[HalfTerm, ...]:
    return tuple(sorted(half_terms, key=lambda one: one.number))


def _exemptions(lines: Sequence[Line], ids: frozenset[str], problems: list[Problem]) -> tuple[Exemption, ...]:
    found = []
    for line in lines:
        if not line.sound:
            continue
        one = Exemption(**line.values)
        if one.staff_id not in ids:
            problems.append(
                Problem("Exemptions", line.number, "", "Staff id", one.staff_id, "nobody in the register has this staff id")
            )
        elif one.kind not in KINDS:
            problems.append(Problem("Exemptions", line.number, one.staff_id, "Kind", one.kind, f"one of: {', '.join(KINDS)}"))
        elif one.kind == KINDS[0] and one.ends is None:
            message = "needed for an early career teacher: the day on which induction ends"
            problems.append(Problem("Exemptions", line.number, one.staff_id, "Ends", "", message))
        elif one.ends and one.ends < one.starts:
            problems.append(
                Problem("Exemptions", line.number, one.staff_id, "Ends", str(one.ends), f"before the start on {one.starts}")
            )
        else:
            found.append(one)
    return tuple(found)


def _admins(lines: Sequence[Line], domains: frozenset[str], problems: list[Problem]) -> frozenset[str]:
    found = set()
    for line in lines:
        if not line.sound:
            continue
        if not is_ours(line.values["email"], domains):
            message = f"not an address of the trust; allowed after the @: {', '.join(sorted(domains))}"
            problems.append(Problem("Admins", line.number, "", "E-mail", line.values["email"], message))
        else:
            found.add(line.values["email"].lower())
    return frozenset(found)


def headings(tab: str) -> list[str]:
    """A tab's heading row."""
    return [column.heading for column in TABS[tab]] + ([LAST_IMPORT] if tab == "Staff" else [])


def to_rows(register: Register) -> dict[str, list[list[str]]]:
    """The tabs, headings first: the reverse of `from_rows`."""
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
