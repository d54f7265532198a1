"""What the pages say about runs, problems and people, in plain English. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from service.jobs.report import Report
from service.jobs.rollover import Turned
from service.jobs.world import LONDON
from service.policy.people import Person, is_employed, line_manager_on
from service.policy.problems import Problem
from service.policy.register import Register
from service.web.desk import Outcome, RegisterProblem, RunRow

PLURALS: Mapping[str, str] = {
    "carry forward": "Focuses carried forward",
    "close": "Things of a past year closed",
    "keep open": "Things left open, for somebody wrote in them",
    "reopen": "Things opened again",
    "turn the year": "Decisions about cycles written down",
    "add tabs": "Tabs added to the control workbook",
    "adopt": "Things entered in the ledger",
    "build template": "Templates checked",
    "clear rows": "Rows past their retention cleared",
    "dispose": "Things past their retention put into the bin",
    "keep tabs": "Control workbook brought up to date",
    "make blank form": "Blank Form made",
    "make document": "Documents made",
    "make form": "Forms made",
    "make sheet": "Status Sheets made",
    "make folder": "Folders made",
    "make template": "Templates made",
    "mark": "Marks set again",
    "mend template": "Templates mended",
    "move workbook": "Control workbook moved",
    "refresh": "Documents brought up to date",
    "rename": "Things renamed",
    "restore": "Things taken out of the bin",
    "settle": "Disposals of a stopped run written down",
    "shape form": "Forms brought up to date",
    "restrict drive": "Drives limited to the trust's people",
    "share": "Shares given",
    "unshare": "Shares taken back",
}


def summary(report: Report) -> str:
    """How a run ended, in one sentence."""
    if report.stale_review:
        return "What you reviewed has changed since; nothing was done. Look at the preview again."
    if report.refused:
        return "Nothing was done: there was more to do than a run may do unreviewed."
    if report.busy:
        return "Another run is going on; it does the same work."
    if not report.changeset and not report.done:
        return "There was nothing to do."
    rest = report.left + len(report.failures) + report.waiting
    done = sum(report.done.values())
    made = "1 change was made" if done == 1 else f"{done:,} changes were made"
    return f"{made}." if not rest else f"{made}; {rest:,} {'is' if rest == 1 else 'are'} left for the next run."


def turned_outcome(turned: Turned) -> Outcome:
    """How turning a year ended: what the register brought since it was reviewed is told, and left to the nightly runs."""
    compared = turned.compared
    details = [
        (title, lines)
        for title, lines in (
            ("What would be otherwise than you reviewed", compared.differing),
            ("What the register brought since: on another day", compared.moved),
            ("What the register brought since: not to be done any more", compared.gone),
            ("What the register brought since: new", compared.new),
        )
        if lines
    ]
    if turned.refused:
        return Outcome(True, f"Nothing was done: {turned.refused}.")
    if compared.differing:
        number = len(compared.differing)
        return Outcome(True, f"Nothing was done: {number} of what you reviewed would be otherwise now. Look again.", "", details)
    assert turned.report is not None  # noqa: S101 what is not refused was run
    more = "The nightly runs do the rest, each thing on its day."
    return Outcome(finished(turned.report), f"{summary(turned.report)} {more}", turned.report.run_id, details)


def finished(report: Report) -> bool:
    return report.busy or report.exit_code in (0, 3)


def told(problems: Sequence[Problem]) -> list[RegisterProblem]:
    return [RegisterProblem(one.row, one.sentence()) for one in problems]


def school_name(register: Register, person: Person) -> str:
    school = register.school(person.school)
    return school.name if school else person.school


def in_lines(cell: str) -> tuple[str, ...]:
    """``make folder: 2; share: 4`` → ``Folders made: 2``, …; nothing to do → ()."""
    lines = []
    for part in (part.strip() for part in cell.split(";") if part.strip()):
        verb, colon, number = part.rpartition(": ")
        lines.append(f"{PLURALS.get(verb, verb.capitalize())}: {number}" if colon else part.capitalize())
    return tuple(line for line in lines if line != "Nothing to do")


def run_of(cells: Sequence[str]) -> RunRow | None:
    row = [*cells, *[""] * (9 - len(cells))]
    try:
        when = datetime.strptime(row[1], "%Y-%m-%d %H:%M").replace(tzinfo=LONDON)
        seconds, calls = float(row[8] or 0), int(row[7] or 0)
    except ValueError:
        return None
    why = tuple(part.strip() for part in row[6].split("; ") if part.strip())
    return RunRow(row[0], when, row[2], in_lines(row[3]), in_lines(row[4]), in_lines(row[5]), why, seconds, calls)


def plays(register: Register, today: date) -> dict[str, str]:
    """Whom a newcomer would like to be, and why: one of each kind."""
    leads = {line_manager_on(person, today) for person in register.people}
    kinds: dict[str, Callable[[Person], bool]] = {
        "a teacher with a plan to write": lambda one: one.role == "Teacher" and one.staff_id not in leads,
        "a line manager": lambda one: one.role == "Phase leader" and one.staff_id in leads,
        "a headteacher": lambda one: one.role == "Headteacher",
        "a teaching assistant": lambda one: one.standards == "teaching-assistants",
        "office, with a job description": lambda one: one.role == "Office administrator",
        "an early career teacher, not taking part until induction ends": lambda one: one.role == "Early career teacher",
        "has an acting line manager": lambda one: bool(one.acting_manager),
    }
    found: dict[str, str] = {}
    for why, fits in kinds.items():
        one = next((one for one in register.people if is_employed(one, today) and one.staff_id not in found and fits(one)), None)
        if one:
            found[one.staff_id] = why
    return found
