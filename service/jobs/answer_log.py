"""The tabs of answers: which columns each has, and what a response is as a row of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from service.policy.check_ins import MARKS, CheckIn, Mark
from service.policy.form_template import FormTemplate, question_id
from service.policy.people import Person
from service.policy.register import Register
from service.policy.responses import Response
from service.policy.returning import LONDON
from service.reconcile.answer_books import AnswerColumn

LOG, CHECK_INS, LOOKS = "Log", "Check-ins", "Needs a look"
TAKEN, LOOK, WAITING = "taken", "look", "waiting"
"""What became of a response, as the log says it."""

LOG_COLUMNS = (
    AnswerColumn("response", "Answer", hidden=True),
    AnswerColumn("form", "Form"),
    AnswerColumn("staff_id", "Staff id"),
    AnswerColumn("sent", "Sent"),
    AnswerColumn("state", "State"),
)
CHECK_IN_COLUMNS = (
    AnswerColumn("response", "Answer", hidden=True),
    AnswerColumn("school", "School"),
    AnswerColumn("team", "Team"),
    AnswerColumn("half_term", "Half-term"),
    AnswerColumn("sent", "Sent"),
    AnswerColumn("by", "Recorded by"),
    AnswerColumn("met", "There"),
    AnswerColumn("apologies", "Apologies"),
    AnswerColumn("caught_up", "Caught up"),
    AnswerColumn("presented", "Presented"),
    AnswerColumn("marks", "Kept by the service", hidden=True),
)
LOOK_COLUMNS = (
    AnswerColumn("response", "Answer", hidden=True),
    AnswerColumn("state", "State"),
    AnswerColumn("reason", "Why"),
    AnswerColumn("form", "Form"),
    AnswerColumn("email", "Sent by"),
    AnswerColumn("sent", "Sent"),
    AnswerColumn("answers", "What was sent"),
)
SETTLED = "settled"
WHO_COLUMNS = (
    AnswerColumn("response", "Answer", hidden=True),
    AnswerColumn("staff_id", "Staff id"),
    AnswerColumn("name", "Name"),
    AnswerColumn("school", "School"),
    AnswerColumn("first", "First sent"),
    AnswerColumn("sent", "Last sent"),
)


@dataclass(frozen=True)
class Logged:
    """What the log says of a response."""

    sent: str
    state: str


def logged(rows: Sequence[Mapping[str, str]]) -> dict[str, Logged]:
    """By the response's id."""
    return {row["response"]: Logged(row.get("sent", ""), row.get("state", "")) for row in rows}


def stamp(moment: datetime) -> str:
    """A moment as the log and the marks keep it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def shown_time(moment: datetime) -> str:
    """A moment as people read it: London's time."""
    return f"{moment.astimezone(LONDON):%Y-%m-%d %H:%M}"


def log_row(response: Response, form: str, staff_id: str, state: str) -> dict[str, str]:
    return {"response": response.id, "form": form, "staff_id": staff_id, "sent": stamp(response.sent), "state": state}


def reflection_columns(template: FormTemplate) -> tuple[AnswerColumn, ...]:
    """Who, when, and one for each question, known by its id."""
    return (*WHO_COLUMNS, *(AnswerColumn(question_id(one.key), one.title) for one in template.questions()))


def reflection_row(response: Response, by: Person, register: Register) -> dict[str, str]:
    """A reflection as it was written; questions that are not asked any more, too."""
    school = register.school(by.school)
    who = {
        "response": response.id,
        "staff_id": by.staff_id,
        "name": by.name,
        "school": school.name if school else by.school,
        "first": shown_time(response.first),
        "sent": shown_time(response.sent),
    }
    return {**who, **{question: "\n".join(texts) for question, texts in response.answers.items()}}


def check_in_row(response: Response, found: CheckIn, by: Person, register: Register, half_terms: Sequence[str]) -> dict[str, str]:
    """A check-in that came in with the Form."""
    return check_in_cells(response.id, found, by.name, register, half_terms)


def check_in_cells(identity: str, found: CheckIn, by: str, register: Register, half_terms: Sequence[str]) -> dict[str, str]:
    """A check-in for people to read, and its marks for the service to read back."""
    school = register.school(found.school)

    def names(*wanted: Mark) -> str:
        return ", ".join(_name(register, one) for one, mark in found.marks.items() if mark in wanted)

    return {
        "response": identity,
        "school": school.name if school else found.school,
        "team": found.team,
        "half_term": half_terms[found.half_term - 1],
        "sent": shown_time(found.sent),
        "by": by,
        "met": names(Mark.PRESENT),
        "apologies": names(Mark.APOLOGIES),
        "caught_up": names(Mark.CAUGHT_UP),
        "presented": ", ".join(_name(register, one) for one in sorted(found.presented)),
        "marks": _packed(found),
    }


def check_ins_in(rows: Sequence[Mapping[str, str]]) -> list[CheckIn]:
    """What was recorded, from the tab's rows. A row that somebody spoiled says nothing."""
    found = []
    for row in rows:
        try:
            found.append(_unpacked(row.get("marks", "")))
        except (ValueError, KeyError):
            continue
    return found


def look_row(response: Response, template: FormTemplate, reason: str, *, with_answers: bool) -> dict[str, str]:
    """A response that does not count, with why. with_answers: what was said too, where this workbook may hold it."""
    return {
        "response": response.id,
        "state": LOOK,
        "reason": reason,
        "form": template.name,
        "email": response.email,
        "sent": shown_time(response.sent),
        "answers": _all_answers(response, template) if with_answers else "It stays in the Form.",
    }


def _all_answers(response: Response, template: FormTemplate) -> str:
    titles = {question_id(one.key): one.title for one in template.questions()}
    lines = []
    for question, texts in response.answers.items():
        lines.append(f"{titles.get(question, question)}: {', '.join(texts)}")
    return "\n".join(lines)


def _name(register: Register, staff_id: str) -> str:
    person = register.person(staff_id)
    return person.name if person else staff_id


def _packed(found: CheckIn) -> str:
    """``OXB|3|2025-10-14T15:30:00.000000+00:00|Year 4|S0001=there S0002=apologies|S0001``."""
    keys = {mark: key for key, mark in MARKS.items()}
    marks = " ".join(f"{one}={keys[mark]}" for one, mark in sorted(found.marks.items()))
    return "|".join((found.school, str(found.half_term), stamp(found.sent), marks, " ".join(sorted(found.presented)), found.team))


def _unpacked(text: str) -> CheckIn:
    school, number, sent, marks, presented, team = text.split("|", 5)
    pairs = (one.partition("=") for one in marks.split())
    return CheckIn(
        school,
        team,
        int(number),
        datetime.fromisoformat(sent),
        {one: MARKS[key] for one, _, key in pairs},
        frozenset(presented.split()),
    )
