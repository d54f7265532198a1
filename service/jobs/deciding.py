"""What is to be done about each response: pure but for the intake that it is noted in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from service.jobs.answer_log import (
    CHECK_INS,
    LOOK,
    LOOKS,
    SETTLED,
    TAKEN,
    WAITING,
    Logged,
    check_in_row,
    log_row,
    look_row,
    reflection_row,
)
from service.jobs.collected import Collected
from service.jobs.world import World
from service.policy.appendix import Appendix
from service.policy.check_ins import check_in_of
from service.policy.form_template import FormTemplate
from service.policy.forms import CHECK_IN, CONVERSATION
from service.policy.judging import Judge, Verdict
from service.policy.people import Person
from service.policy.record import Record
from service.policy.register import Register
from service.policy.responses import Response
from service.policy.returning import agreed_on, conversation_record, day_of_sending, offer_record, reflection_record
from service.reconcile.documents_for import document_key, reflection_key


@dataclass(frozen=True)
class Arrived:
    """One response, with the key of the template of its Form."""

    form: str
    response: Response


@dataclass
class Intake:
    """Some responses on their way in. files: ids by key, of Docs and workbooks; made: what each reflection's Doc was made from,
    by key; reflections, check_ins: what is to be put into each workbook, by tab and the row's id; agreed: rows of the Agreements
    tab; log: what became of each response."""

    world: World
    register: Register
    asks: Mapping[str, FormTemplate]
    files: Mapping[str, str]
    made: Mapping[str, str]
    judge: Judge
    known: Mapping[str, Logged]
    outcome: Collected
    reflections: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    check_ins: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    agreed: dict[str, list[str]] = field(default_factory=dict)
    records: list[tuple[Arrived, str, Record]] = field(default_factory=list)
    log: dict[str, dict[str, str]] = field(default_factory=dict)


def decide(intake: Intake, one: Arrived) -> None:
    """What is to be done about one response. A Form that is not open any more is read as it was asked last."""
    template = intake.asks.get(one.form)
    day = day_of_sending(one.response.sent)
    if template is None:
        _look(intake, one, FormTemplate(one.form, one.form, "", "", ()), "its Form is not one of this day's", Verdict())
        return
    verdict = intake.judge.verdict(one.form, one.response, day)
    if verdict.reason or verdict.by is None:
        _look(intake, one, template, verdict.reason, verdict)
    elif template.kind == CONVERSATION:
        _agree(intake, one, template, verdict)
    elif template.kind == CHECK_IN:
        _check_in(intake, one, template, verdict, day)
    else:
        _reflect(intake, one, template, verdict)


def _look(intake: Intake, one: Arrived, template: FormTemplate, reason: str, verdict: Verdict) -> None:
    """Nothing is dropped: it stands in the tab of the workbook that may hold it, or in the Form, and is judged again daily."""
    intake.outcome.looks += 1
    own = template.kind == CHECK_IN
    kept = intake.world.trust.reflections_workbook and template.kind not in (CHECK_IN, CONVERSATION)
    shelf = intake.reflections if kept else intake.check_ins
    shelf.setdefault(LOOKS, {})[one.response.id] = look_row(one.response, template, reason, with_answers=own or kept)
    _log(intake, one, verdict, LOOK)


def _settle(intake: Intake, one: Arrived, shelf: dict[str, dict[str, dict[str, str]]]) -> None:
    """What needed a look before and counts now."""
    before = intake.known.get(one.response.id)
    if before and before.state == LOOK:
        shelf.setdefault(LOOKS, {})[one.response.id] = {"response": one.response.id, "state": SETTLED}


def _log(intake: Intake, one: Arrived, verdict: Verdict, state: str) -> None:
    intake.log[one.response.id] = log_row(one.response, one.form, verdict.by.staff_id if verdict.by else "", state)


def _reflect(intake: Intake, one: Arrived, template: FormTemplate, verdict: Verdict) -> None:
    assert verdict.by is not None  # noqa: S101 judged
    whose = verdict.by.staff_id
    if intake.world.trust.reflections_workbook:
        intake.reflections.setdefault(one.form, {})[one.response.id] = reflection_row(one.response, verdict.by, intake.register)
        _settle(intake, one, intake.reflections)
    records = {_reflection_of(intake, verdict.by, one.form): reflection_record(one.response, template)}
    offer = offer_record(one.response, template)
    if offer:
        records[document_key(intake.world.cycle, Appendix.B, whose)] = offer
    _to_doc(intake, one, verdict, records, "reflections")


def _reflection_of(intake: Intake, person: Person, form: str) -> str:
    """The key of the Appendix A that an answer belongs in: the one about the standards that were asked about. Whoever answered
    about standards that were never theirs has it in their own."""
    cycle, asked = intake.world.cycle, form.partition("/")[2]
    key = reflection_key(cycle, person.staff_id, asked, intake.made)
    own = reflection_key(cycle, person.staff_id, person.standards, intake.made)
    return key if key in intake.files else own


def _agree(intake: Intake, one: Arrived, template: FormTemplate, verdict: Verdict) -> None:
    assert verdict.by is not None  # noqa: S101 judged
    assert verdict.about is not None  # noqa: S101 judged
    on = agreed_on(one.response)
    about = verdict.about.staff_id
    intake.agreed[one.response.id] = [about, intake.world.cycle.id, on.isoformat(), verdict.by.staff_id, one.response.id]
    _settle(intake, one, intake.check_ins)
    record = conversation_record(one.response, template, verdict.by.name, on)
    _to_doc(intake, one, verdict, {document_key(intake.world.cycle, Appendix.C, about): record}, "agreements")


def _check_in(intake: Intake, one: Arrived, template: FormTemplate, verdict: Verdict, day: date) -> None:
    assert verdict.by is not None  # noqa: S101 judged
    school = intake.register.school(one.form.partition("/")[2])
    assert school is not None  # noqa: S101 judged
    team = intake.judge.teams(day)[school.id, one.response.text("team")]
    found = check_in_of(one.response, template, school, team, intake.world.cycle, day)
    if isinstance(found, str):
        _look(intake, one, template, found, verdict)
        return
    row = check_in_row(one.response, found, verdict.by, intake.register, intake.world.cycle.half_terms)
    intake.check_ins.setdefault(CHECK_INS, {})[one.response.id] = row
    _settle(intake, one, intake.check_ins)
    _log(intake, one, verdict, TAKEN)
    intake.outcome.counted["check-ins"] += 1


def _to_doc(intake: Intake, one: Arrived, verdict: Verdict, records: Mapping[str, Record], kind: str) -> None:
    """Into the person's own Docs, by their keys. One that is not made yet is waited for: it is tried again every day."""
    found = [(intake.files.get(key, ""), record) for key, record in records.items()]
    intake.records += [(one, file_id, record) for file_id, record in found if file_id]
    waits = any(not file_id for file_id, _ in found)
    intake.outcome.waiting += waits
    intake.outcome.counted[kind] += 1
    _log(intake, one, verdict, WAITING if waits else TAKEN)
