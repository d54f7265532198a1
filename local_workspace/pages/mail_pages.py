"""Mail: what Drive sent to this person, or to a group they are in."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from local_workspace.core.call import Json
from local_workspace.directory import accounts
from local_workspace.drive import outbox
from local_workspace.pages.person import Person, here

blueprint = Blueprint("mail", __name__)


@blueprint.get("/mail")
def inbox() -> ResponseReturnValue:
    return render_template("mail.html", mails=received(here()))


def received(person: Person) -> list[Json]:
    """The person's mails, the newest first, each with its sender's name."""
    workspace = person.workspace
    with workspace.lock:
        mine = {person.email, *accounts.groups_of(workspace, person.email)}
        mails = [one for one in outbox.sent(workspace) if one["recipient"].lower() in mine]
        return [{**one, "from": accounts.display_name(workspace, one["sender"])} for one in reversed(mails)]
