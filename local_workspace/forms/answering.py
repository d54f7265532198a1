"""Answering a form: who may, and what comes of it. The API has no method for it; people do it on the form's page."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence

from local_workspace.core.call import Json, Principal
from local_workspace.core.errors import BadRequest, Forbidden, NotFound
from local_workspace.core.workspace import Workspace
from local_workspace.directory import accounts
from local_workspace.drive.giving import PUBLISHED
from local_workspace.drive.rows import row_of
from local_workspace.drive.viewer import Viewer
from local_workspace.forms import watches
from local_workspace.forms.answers import Values, problems
from local_workspace.forms.form import Form, load
from local_workspace.forms.responses import nanos

CLOSED = "The form is no longer accepting responses."
STRANGER = "You need permission to answer this form."


def require(workspace: Workspace, form: Form, email: str) -> None:
    """Raises NotFound for a form that is not published, Forbidden for someone who may not answer or comes too late."""
    row = row_of(workspace, form.file_id)
    if row is None or row["in_bin"] or not form.published:
        raise NotFound("Requested entity was not found.")
    if not _is_responder(workspace, row, email):
        raise Forbidden(STRANGER)
    if not form.accepting:
        raise Forbidden(CLOSED)


def _is_responder(workspace: Workspace, row: sqlite3.Row, email: str) -> bool:
    """Whoever may edit the form, and whoever it is published to: by address, through a group, by domain, or anyone."""
    if Viewer(workspace, Principal(email)).at_least(row, "writer"):
        return True
    mine = {"", email.lower(), email.lower().rpartition("@")[2], *accounts.groups_of(workspace, email)}
    statement = "SELECT email FROM permissions WHERE file_id = ? AND view = ?"
    return any(one["email"] in mine for one in workspace.db.execute(statement, (row["id"], PUBLISHED)))


def mine(workspace: Workspace, form: Form, email: str) -> sqlite3.Row | None:
    """The person's latest response to a form."""
    statement = "SELECT * FROM form_responses WHERE form_id = ? AND email = ? ORDER BY submitted DESC LIMIT 1"
    row: sqlite3.Row | None = workspace.db.execute(statement, (form.file_id, email.lower())).fetchone()
    return row


def submit(
    workspace: Workspace, form: Form, email: str, values: Values, response_id: str = "", stated: str = ""
) -> tuple[str, dict[str, str]]:
    """Send answers as a person. response_id: their own response to change, or '' for a new one; stated: the address that
    they typed, where a form asks for one.

    Returns the response's id and {}, or '' and what is wrong by question id. Raises Forbidden and NotFound.
    """
    require(workspace, form, email)
    given = {one: [text for text in texts if text.strip()] for one, texts in values.items()}
    given = {one: texts for one, texts in given.items() if texts}
    wrong = problems(form, given)
    if form.collects == "RESPONDER_INPUT" and "@" not in stated:
        wrong["emailAddress"] = "Your address is needed"
    if wrong:
        return "", wrong
    earlier = _earlier(workspace, form, email, response_id)
    now = nanos(workspace.clock.stamp())
    identity = response_id or _new_id(workspace)
    created = earlier["created"] if earlier else now
    place = hashlib.sha256(identity.encode()).hexdigest()[:20]
    row = (form.file_id, identity, (stated or email).lower(), created, now, place, json.dumps(given, ensure_ascii=False))
    workspace.db.execute("INSERT OR REPLACE INTO form_responses VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    watches.tell(workspace, form.file_id, "RESPONSES")
    return identity, {}


def _earlier(workspace: Workspace, form: Form, email: str, response_id: str) -> sqlite3.Row | None:
    """The response that is to be changed. Raises Forbidden where there may be no change or no second one."""
    if not response_id:
        if form.manners.get("limit_one") and mine(workspace, form, email) is not None:
            raise Forbidden("You have already answered this form. It takes one answer from each person.")
        return None
    statement = "SELECT * FROM form_responses WHERE form_id = ? AND id = ? AND email = ?"
    row: sqlite3.Row | None = workspace.db.execute(statement, (form.file_id, response_id, email.lower())).fetchone()
    if row is None or not form.manners.get("allow_edit"):
        raise Forbidden("This answer cannot be changed.")
    return row


def _new_id(workspace: Workspace) -> str:
    """In the shape of Google's: 65 letters that begin with ACYDBN."""
    return workspace.new_id(65, "ACYDBN")


def answer_as(
    workspace: Workspace, form_id: str, email: str, answers: Mapping[str, Sequence[str]], response_id: str = ""
) -> Json:
    """For the control route: what the form's page does with answers. Raises BadRequest that names what is wrong."""
    form = load(workspace, form_id)
    kept = dict(form.manners)
    if response_id:
        form.manners["allow_edit"] = True
    identity, wrong = submit(workspace, form, accounts.resolve(workspace, email), answers, response_id)
    form.manners = kept
    if wrong:
        raise BadRequest("; ".join(f"{one}: {what}" for one, what in sorted(wrong.items())))
    return {"responseId": identity}
