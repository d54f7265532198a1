"""Keeps the text of each plan as it was agreed: a PDF beside it, made once for each agreement.

The PDF's id is chosen and written down before it is made, so that a run that is stopped anywhere makes no second one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.errors import NotThere, WorkspaceError
from service.jobs.plan_book import PlanBook
from service.jobs.report import plain
from service.jobs.runs import Run
from service.jobs.world import World
from service.policy.agreement import Agreement
from service.policy.appendix import Appendix
from service.policy.days import full_day
from service.policy.evidence import evidence_of

DIGEST = "ggp-as-agreed"
"""The property of the PDF that says what the plan's evidence was when it was made."""


def to_keep(book: PlanBook, agreements: Mapping[str, Agreement]) -> list[str]:
    """Staff ids of those whose text as agreed is not kept yet, of those whose plan can be read."""
    found = ((one, book.lines.get(one.staff_id)) for one in agreements.values())
    return sorted(one.staff_id for one, line in found if line and line.evidence.digest and not line.has_kept(one))


def keep_texts(run: Run, book: PlanBook, agreements: Mapping[str, Agreement], wanted: Sequence[str]) -> dict[str, str]:
    """Keep them, as far as time allows; why some could not be, by staff id, in plain English. Raises what writing the
    workbook raises."""
    world = run.world
    fresh = [one for one in wanted if book.lines[one].kept_for != agreements[one].on]
    for staff_id, file_id in zip(fresh, world.writer.new_ids(len(fresh)) if fresh else (), strict=True):
        line = book.lines[staff_id]
        book.note(replace(line, as_agreed="", kept_as=file_id, kept_for=agreements[staff_id].on))
    book.save(world)
    failures: dict[str, str] = {}
    for staff_id in wanted:
        if run.time_is_up():
            break
        try:
            _keep(world, book, agreements[staff_id])
        except NotThere:
            failures[staff_id] = "a plan that was agreed is not where the service made it"
        except WorkspaceError as problem:
            failures[staff_id] = plain(problem)
        book.save_block(world)
    book.save(world)
    return failures


def _keep(world: World, book: PlanBook, agreement: Agreement) -> None:
    """Read, then keep: a word that comes between shows as changed since, and is in the PDF."""
    line = book.lines[agreement.staff_id]
    template = world.templates[Appendix.B.value]
    evidence = evidence_of(world.documents.read(line.file_id, template), template)
    ending = f" · as agreed on {full_day(agreement.on)}"
    marks = world.writer.keep_pdf(line.file_id, line.kept_as, ending, {DIGEST: evidence.digest})
    book.note(replace(line, evidence=evidence, read_on=world.today(), as_agreed=marks[DIGEST]))
