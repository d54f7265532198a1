"""responses.get and list (developers.google.com/workspace/forms/api/reference/rest/v1/forms.responses).

Google says neither in what order responses are listed nor which of its two times the filter looks at. Here they come in an
order of their own, so that nobody relies on one, and the filter looks at the last submission; `workspace.remember` with
``forms filter`` makes it look at the first instead, for whoever has to live with either.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator

from local_workspace.core.call import Call, Json
from local_workspace.core.errors import BadRequest, NotFound
from local_workspace.drive import access
from local_workspace.drive.paging import opened, token
from local_workspace.forms import grading
from local_workspace.forms.form import Form, load

MOST = 5000
FILTER = re.compile(r"\s*timestamp\s*(>=|>)\s*(\S+)\s*")
ZULU = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z")
TIMES = {"lastSubmittedTime": "submitted", "createTime": "created"}


def get(call: Call) -> Json:
    form = _form(call)
    statement = "SELECT * FROM form_responses WHERE form_id = ? AND id = ?"
    row = call.workspace.db.execute(statement, (form.file_id, call.params["responseId"])).fetchone()
    if row is None:
        raise NotFound("Requested entity was not found.")
    return {"formId": form.file_id, **_resource(form, row)}


def list_(call: Call) -> Json:
    """A page of the responses that the filter lets through; the token holds where the next page begins."""
    form = _form(call)
    asked = call.params.get("filter", "")
    clause, since = _since(call, asked)
    size = call.params.get("pageSize") or MOST
    if size < 0:
        raise BadRequest("Page size must not be negative.")
    size, scope = min(size, MOST), f"{form.file_id} {asked}"
    after = _opened(call, scope)
    statement = f"SELECT * FROM form_responses WHERE form_id = ? AND place > ? {clause} ORDER BY place LIMIT ?"  # noqa: S608 ours
    rows = call.workspace.db.execute(statement, (form.file_id, after, *since, size + 1)).fetchall()
    shown = [_resource(form, row) for row in rows[:size]]
    more = {"nextPageToken": token([scope, rows[size - 1]["place"]])} if len(rows) > size else {}
    return {**({"responses": shown} if shown else {}), **more}


def _form(call: Call) -> Form:
    """Whoever may edit a form sees its responses."""
    access.require(call, call.params["formId"], "write")
    return load(call.workspace, call.params["formId"])


def _opened(call: Call, scope: str) -> str:
    try:
        return str(opened(call, scope) or "")
    except BadRequest as problem:
        raise BadRequest("Invalid page token: the form and the filter must be the same as for the original request.") from problem


def _since(call: Call, asked: str) -> tuple[str, tuple[str, ...]]:
    if not asked:
        return "", ()
    found = FILTER.fullmatch(asked)
    moment = ZULU.fullmatch(found[2]) if found else None
    if found is None or moment is None:
        raise BadRequest(
            "Invalid filter. Only 'timestamp > N' and 'timestamp >= N' are supported, N in RFC3339 UTC 'Zulu' format."
        )
    column = TIMES[call.workspace.recall("forms filter") or "lastSubmittedTime"]
    return f"AND {column} {found[1]} ?", (f"{moment[1]}.{(moment[2] or '').ljust(9, '0')}Z",)


def nanos(stamp: str) -> str:
    """A stamp with nine digits behind the point, so that texts compare as times do."""
    head, _, rest = stamp.removesuffix("Z").partition(".")
    return f"{head}.{rest.ljust(9, '0')}Z"


def _shown(stamp: str) -> str:
    """As Google writes times: with as many digits as there are, in threes."""
    head, _, rest = stamp.removesuffix("Z").partition(".")
    while rest.endswith("000"):
        rest = rest[:-3]
    return f"{head}.{rest}Z" if rest else f"{head}Z"


def _resource(form: Form, row: sqlite3.Row) -> Json:
    """In a list "the formId field is not returned"."""
    given = json.loads(row["answers"])
    answers = dict(_answers(form, given))
    grades = [one["grade"] for one in answers.values() if "grade" in one]
    return {
        "responseId": row["id"],
        "createTime": _shown(row["created"]),
        "lastSubmittedTime": _shown(row["submitted"]),
        **({"respondentEmail": row["email"]} if form.collects != "DO_NOT_COLLECT" and row["email"] else {}),
        **({"answers": answers} if answers else {}),
        **grading.total(form, grades),
    }


def _answers(form: Form, given: Json) -> Iterator[tuple[str, Json]]:
    """What was answered, also to questions that are not asked any more."""
    questions = {one["questionId"]: one for one in form.questions()}
    for identity, texts in given.items():
        grade = grading.grade(questions[identity], texts) if form.is_quiz and identity in questions else None
        answer = {"questionId": identity, "textAnswers": {"answers": [{"value": text} for text in texts]}}
        yield identity, {**answer, **({"grade": grade} if grade is not None else {})}
