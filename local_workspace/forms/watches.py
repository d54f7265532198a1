"""watches.* (developers.google.com/workspace/forms/api/guides/push-notifications): seven days, one of a kind for each project.

There is no Pub/Sub here: what a topic would have been sent is kept, and ``GET /_local/form-notices`` shows it.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime, timedelta

from local_workspace.core.call import Call, Json, Principal
from local_workspace.core.errors import BadRequest, NotFound, Refusal
from local_workspace.core.workspace import Workspace
from local_workspace.drive import access
from local_workspace.drive.properties import project_of
from local_workspace.drive.rows import row_of, stamp
from local_workspace.drive.viewer import Viewer
from local_workspace.forms.form import load

LASTS = timedelta(days=7)
APART = timedelta(seconds=30)
"""No more than one notification in so long for each watch."""
ID = re.compile(r"[a-z-]{4,63}")
TOPIC = re.compile(r"projects/([^/]+)/topics/[^/]+")


def create(call: Call) -> Json:
    """Raises for a second watch of a kind, an id that is used, and a topic of another project."""
    form_id, project = _form(call), project_of(call)
    watch, wanted = call.body.get("watch", {}), call.body.get("watchId", "")
    event = watch.get("eventType", "EVENT_TYPE_UNSPECIFIED")
    topic = watch.get("target", {}).get("topic", {}).get("topicName", "")
    owner = TOPIC.fullmatch(topic)
    if event == "EVENT_TYPE_UNSPECIFIED":
        raise BadRequest("An event type is required.")
    if owner is None:
        raise BadRequest("A fully qualified Pub/Sub topic is required: projects/{project}/topics/{topic}.")
    if owner[1] != project:
        raise BadRequest("Only the project that owns a topic may create a watch with it.")
    if wanted and not ID.fullmatch(wanted):
        raise BadRequest("A watch ID has 4 to 63 characters of a-z and -.")
    there = [one for one in _current(call.workspace, form_id) if one["project"] == project]
    if any(one["event"] == event for one in there):
        raise BadRequest("There is already a watch of this event type on this form for this project.")
    identity = wanted or "".join(call.workspace.random.choices("abcdefghijklmnopqrstuvwxyz", k=20))
    if any(one["id"] == identity for one in _current(call.workspace, form_id)):
        raise Refusal(409, "alreadyExists", "Requested entity already exists")
    now = call.workspace.clock.now()
    row = (form_id, identity, project, call.principal.email.lower(), event, topic, stamp(now), stamp(now + LASTS), "", "")
    call.workspace.db.execute("INSERT INTO form_watches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    return _resource(_named(call, form_id, identity))


def list_(call: Call) -> Json:
    """Those of the calling project."""
    form_id = _form(call)
    mine = [one for one in _current(call.workspace, form_id) if one["project"] == project_of(call)]
    return {"watches": [_resource(one) for one in mine]} if mine else {}


def delete(call: Call) -> Json:
    form_id = _form(call)
    row = _named(call, form_id, call.params["watchId"])
    call.workspace.db.execute("DELETE FROM form_watches WHERE form_id = ? AND id = ?", (form_id, row["id"]))
    return {}


def renew(call: Call) -> Json:
    """Seven days from now, and a trouble forgotten."""
    form_id = _form(call)
    row = _named(call, form_id, call.params["watchId"])
    ends = stamp(call.workspace.clock.now() + LASTS)
    statement = "UPDATE form_watches SET expires = ?, error = '' WHERE form_id = ? AND id = ?"
    call.workspace.db.execute(statement, (ends, form_id, row["id"]))
    return _resource(_named(call, form_id, row["id"]))


def tell(workspace: Workspace, form_id: str, event: str) -> None:
    """Something happened to a form: its watches tell their topics; one whose owner lost the form is suspended."""
    now = workspace.clock.now()
    for one in _current(workspace, form_id):
        recently = one["told"] and now < datetime.fromisoformat(one["told"].replace("Z", "+00:00")) + APART
        if one["event"] != event or one["error"] or recently:
            continue
        file = row_of(workspace, form_id)
        lost = file is None or not Viewer(workspace, Principal(one["email"], "serviceAccount")).at_least(file, "writer")
        change = ("NO_USER_ACCESS", one["told"]) if lost else ("", stamp(now))
        statement = "UPDATE form_watches SET error = ?, told = ? WHERE form_id = ? AND id = ?"
        workspace.db.execute(statement, (*change, form_id, one["id"]))
        if not lost:
            notice = (stamp(now), one["topic"], form_id, one["id"], event)
            workspace.db.execute(
                "INSERT INTO form_notices (time, topic, form_id, watch_id, event) VALUES (?, ?, ?, ?, ?)", notice
            )


def notices(workspace: Workspace) -> list[Json]:
    """What topics were sent, in order, as the attributes of a message are called."""
    rows = workspace.db.execute("SELECT * FROM form_notices ORDER BY seq")
    return [
        {
            "topic": one["topic"],
            "time": one["time"],
            "formId": one["form_id"],
            "watchId": one["watch_id"],
            "eventType": one["event"],
        }
        for one in rows
    ]


def _form(call: Call) -> str:
    form_id: str = call.params["formId"]
    access.require(call, form_id, "write")
    load(call.workspace, form_id)
    return form_id


def _current(workspace: Workspace, form_id: str) -> list[sqlite3.Row]:
    """Those that have not ended; the others are gone."""
    workspace.db.execute("DELETE FROM form_watches WHERE expires <= ?", (stamp(workspace.clock.now()),))
    return workspace.db.execute("SELECT * FROM form_watches WHERE form_id = ? ORDER BY id", (form_id,)).fetchall()


def _named(call: Call, form_id: str, identity: str) -> sqlite3.Row:
    for one in _current(call.workspace, form_id):
        if one["id"] == identity and one["project"] == project_of(call):
            return one
    raise NotFound("Requested entity was not found.")


def _resource(row: sqlite3.Row) -> Json:
    return {
        "id": row["id"],
        "target": {"topic": {"topicName": row["topic"]}},
        "eventType": row["event"],
        "createTime": row["created"],
        "expireTime": row["expires"],
        "state": "SUSPENDED" if row["error"] else "ACTIVE",
        **({"errorType": row["error"]} if row["error"] else {}),
    }
