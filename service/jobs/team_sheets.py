"""The Sheet that each lead has of their teams' check-ins: what they correct in it becomes the latest word, and the history stays.

A cell is a correction where it differs from what the service last wrote there, which a hidden column of the same row keeps: so a
lead's edit is told from a Form that came in meanwhile, and an edit is taken once, however often a run is stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from service.errors import Refused, WorkspaceError
from service.jobs.answer_log import CHECK_IN_COLUMNS, CHECK_INS, check_in_cells, check_ins_in
from service.jobs.report import plain
from service.jobs.world import World
from service.policy.check_ins import Attendance, CheckIn, Mark, attendance
from service.policy.people import Person
from service.policy.register import Register
from service.policy.teams import Team, all_teams
from service.reconcile.answer_books import AnswerColumn, Upsert
from service.reconcile.forms_for import check_ins_key, teams_key
from service.reconcile.tracking import Mark as Remembered

TAB = "My teams"
WORDS: Mapping[str, Mark] = {
    "there": Mark.PRESENT,
    "present": Mark.PRESENT,
    "met": Mark.PRESENT,
    "yes": Mark.PRESENT,
    "apologies": Mark.APOLOGIES,
    "caught up": Mark.CAUGHT_UP,
}
SHOWN = {Mark.PRESENT: "there", Mark.APOLOGIES: "apologies", Mark.CAUGHT_UP: "caught up"}


@dataclass
class Teams:
    """What came of the leads' Sheets. corrected: how many marks were changed in them; unclear: how many cells said what
    is no mark; marks: what to remember of each, as for the status Sheets."""

    attendance: Attendance
    corrected: int = 0
    unclear: int = 0
    written: int = 0
    marks: list[Remembered] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def keep_teams(
    world: World,
    register: Register,
    files: Mapping[str, str],
    marks: Mapping[str, Remembered],
    touched: frozenset[str],
    now: datetime,
) -> Teams | None:
    """Take corrections in and bring the Sheets in line. None where there are no check-ins. Raises what reading them raises."""
    book = files.get(check_ins_key(world.cycle))
    if book is None:
        return None
    outcome = Teams(attendance(_history(world, book)))
    teams = all_teams(register, world.today())
    sheets = {one.staff_id: file_id for one in register.people if (file_id := files.get(teams_key(world.cycle, one.staff_id)))}
    corrections: dict[str, dict[str, str]] = {}
    for staff_id, file_id in sheets.items():
        if file_id in touched:
            corrections |= _corrections(world, register, teams, staff_id, file_id, now, outcome)
    if corrections:
        world.books.write(book, world.books.look(book), [Upsert(CHECK_INS, CHECK_IN_COLUMNS, corrections)])
        outcome.attendance, outcome.corrected = attendance(_history(world, book)), len(corrections)
    for staff_id, file_id in sheets.items():
        mine = [team for team in teams.values() if staff_id in team.leads]
        _keep(world, file_id, _rows(mine, outcome.attendance), marks.get(file_id), file_id in touched, outcome)
    return outcome


def _history(world: World, book: str) -> list[CheckIn]:
    try:
        return check_ins_in(world.books.rows(book, CHECK_INS))
    except Refused:
        return []


def _corrections(
    world: World,
    register: Register,
    teams: Mapping[tuple[str, str], Team],
    lead: str,
    file_id: str,
    now: datetime,
    outcome: Teams,
) -> dict[str, dict[str, str]]:
    """Rows of the history, one for each cell that the lead changed, by an id that the change itself gives."""
    found: dict[str, dict[str, str]] = {}
    try:
        rows = world.books.rows(file_id, TAB)
    except Refused:
        return found
    by = register.person(lead)
    for row in rows:
        school, name, staff_id = (*row.get("id", "").split("|"), "", "")[:3]
        team = teams.get((school, name))
        if team is None or by is None or lead not in team.leads or staff_id not in {one.staff_id for one in team.members}:
            continue
        for number, before, text in _changed(row):
            mark = WORDS.get(" ".join(text.casefold().split()))
            if mark is None:
                outcome.unclear += bool(text.strip())
                continue
            said = f"{lead} {row['id']} {number} {before} {text}"
            identity = f"sheet-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
            one = CheckIn(school, name, number, now, {staff_id: mark})
            found[identity] = check_in_cells(identity, one, f"{by.name}, in the Sheet", register, world.cycle.half_terms)
    return found


def _changed(row: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    """Half-term, what the service wrote last, and what stands there now, where the two differ."""
    try:
        kept: Mapping[str, str] = dict(json.loads(row.get("kept", "") or "{}"))
    except ValueError:
        return
    for number in range(1, 7):
        before, text = kept.get(str(number), ""), row.get(f"half_term_{number}", "")
        if text.strip() != before:
            yield number, before, text


def _rows(teams: Sequence[Team], found: Attendance) -> dict[str, dict[str, str]]:
    """What a lead's Sheet should say, by the row's id."""
    return {_row_id(team, one): _cells(team, one, found) for team in teams for one in team.members}


def _row_id(team: Team, person: Person) -> str:
    return f"{team.school}|{team.name}|{person.staff_id}"


def _cells(team: Team, person: Person, found: Attendance) -> dict[str, str]:
    said = {}
    for number in range(1, 7):
        mark = found.marks.get((team.school, team.name, number), {}).get(person.staff_id)
        said[str(number)] = SHOWN[mark] if mark else ""
    cells = {f"half_term_{number}": text for number, text in said.items()}
    return {"id": _row_id(team, person), "name": person.name, "team": team.name, **cells, "kept": json.dumps(said)}


def columns_for(half_terms: Sequence[str]) -> tuple[AnswerColumn, ...]:
    """Who, which team, and one for each half-term, for the lead to write in."""
    return (
        AnswerColumn("id", "Row", hidden=True),
        AnswerColumn("name", "Name (write there, apologies or caught up beside it)"),
        AnswerColumn("team", "Team"),
        *(AnswerColumn(f"half_term_{number}", name) for number, name in enumerate(half_terms, start=1)),
        AnswerColumn("kept", "Kept by the service", hidden=True),
    )


def _keep(
    world: World,
    file_id: str,
    rows: Mapping[str, Mapping[str, str]],
    before: Remembered | None,
    touched: bool,
    outcome: Teams,
) -> None:
    """Bring one Sheet in line, where it should say something else than before or somebody wrote in it. A line of somebody who is
    not in the team any more is emptied."""
    digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:16]
    if before and before.token == digest and not touched:
        return
    try:
        looked = world.books.look(file_id)
        there = looked[TAB].rows if TAB in looked else {}
        columns = columns_for(world.cycle.half_terms)
        blank = {column.id: "" for column in columns}
        gone = {one: {**blank, "id": one} for one in there if one not in rows}
        world.books.write(file_id, looked, [Upsert(TAB, columns, {**rows, **gone})])
    except WorkspaceError as problem:
        outcome.failures.append(plain(problem))
        return
    outcome.written += 1
    outcome.marks.append(Remembered(file_id, digest, world.today()))
