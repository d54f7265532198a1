"""Takes some responses in: into the workbooks, into people's own Docs, onto the record; and the log of it last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.errors import NotThere, WorkspaceError
from service.jobs.answer_log import (
    CHECK_IN_COLUMNS,
    CHECK_INS,
    LOG,
    LOG_COLUMNS,
    LOOK_COLUMNS,
    LOOKS,
    WAITING,
    reflection_columns,
)
from service.jobs.applying import Progress
from service.jobs.deciding import Arrived, Intake, decide
from service.jobs.holding import Hold
from service.jobs.report import plain
from service.jobs.runs import Run
from service.policy.agreements import places_of
from service.reconcile.answer_books import AnswerColumn, Upsert
from service.reconcile.forms_for import check_ins_key, reflections_key
from service.reconcile.tabs import AGREEMENTS


def take_in(run: Run, intake: Intake, block: Sequence[Arrived], hold: Hold, progress: Progress) -> set[str]:
    """Some responses, to their end: one batch for each workbook. The ids of those that have to be tried again."""
    hold.keep()
    for one in block:
        decide(intake, one)
    _write_reflections(intake)
    failed = _return(run, intake, hold, progress)
    _write_agreements(intake)
    _write_check_ins(intake)
    return failed


def _write_reflections(intake: Intake) -> None:
    """The reflections workbook, in one batch. While it is not made yet, what belongs in it is waited for."""
    file_id = intake.files.get(reflections_key(intake.world.cycle))
    if not intake.reflections:
        return
    if file_id is None:
        for identity in (one for rows in intake.reflections.values() for one in rows):
            intake.log[identity]["state"] = WAITING
        return
    upserts = [_reflections_of(intake, key, rows) for key, rows in sorted(intake.reflections.items())]
    intake.world.books.write(file_id, intake.world.books.look(file_id), upserts)


def _reflections_of(intake: Intake, key: str, rows: Mapping[str, Mapping[str, str]]) -> Upsert:
    if key == LOOKS:
        return Upsert(LOOKS, LOOK_COLUMNS, rows)
    template = intake.asks[key]
    columns = reflection_columns(template)
    there = {one.id for one in columns}
    more = sorted({one for cells in rows.values() for one in cells} - there)
    standards = intake.world.cycle.standards[key.partition("/")[2]].title
    return Upsert(standards, (*columns, *(AnswerColumn(one, "Not asked any more") for one in more)), rows)


def _return(run: Run, intake: Intake, hold: Hold, progress: Progress) -> set[str]:
    """Put records into Docs. The ids of responses of which one could not be put there now: they are not in the log."""
    failed: set[str] = set()
    for done, (one, file_id, record) in enumerate(intake.records):
        if run.time_is_up():
            left = {other.response.id for other, _, _ in intake.records[done:]}
            intake.outcome.left += len(left)
            failed |= left
            break
        hold.keep()
        try:
            intake.world.documents.keep_record(file_id, record)
        except NotThere:
            intake.log[one.response.id]["state"] = WAITING
            intake.outcome.waiting += 1
        except WorkspaceError as problem:
            intake.outcome.failures[plain(problem)] += 1
            failed.add(one.response.id)
        progress(done + 1, len(intake.records))
    for identity in failed:
        del intake.log[identity]
    return failed


def _write_agreements(intake: Intake) -> None:
    """One row for each answer that agrees a plan."""
    if intake.agreed:
        places = places_of(intake.world.workbook.tables({AGREEMENTS: ""}).rows.get(AGREEMENTS, [()]))
        free = places.pop("")
        numbers = {one: places[one] if one in places else free + number for number, one in enumerate(_new(intake.agreed, places))}
        numbers |= {one: places[one] for one in intake.agreed if one in places}
        intake.world.workbook.write_rows(AGREEMENTS, {numbers[one]: cells for one, cells in intake.agreed.items()})


def _new(agreed: Mapping[str, object], places: Mapping[str, int]) -> list[str]:
    return [one for one in agreed if one not in places]


def _write_check_ins(intake: Intake) -> None:
    """The check-ins workbook, the log with it, in one batch: what the log says was done, was done."""
    file_id = intake.files[check_ins_key(intake.world.cycle)]
    looked = intake.world.books.look(file_id)
    upserts = []
    if intake.check_ins.get(CHECK_INS) or CHECK_INS not in looked:
        upserts.append(Upsert(CHECK_INS, CHECK_IN_COLUMNS, intake.check_ins.get(CHECK_INS, {})))
    if intake.check_ins.get(LOOKS):
        upserts.append(Upsert(LOOKS, LOOK_COLUMNS, intake.check_ins[LOOKS]))
    if intake.log:
        upserts.append(Upsert(LOG, LOG_COLUMNS, intake.log, hidden=True))
    if upserts:
        intake.world.books.write(file_id, looked, upserts)
