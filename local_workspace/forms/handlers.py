"""The Forms methods, and what Drive asks of Forms about its files."""

from __future__ import annotations

from collections.abc import Mapping

from local_workspace.core.call import Call, Handler, Json
from local_workspace.core.errors import BadRequest
from local_workspace.core.workspace import Kind, Workspace
from local_workspace.drive import access, files
from local_workspace.forms import responses, watches
from local_workspace.forms.answering import answer_as
from local_workspace.forms.form import MIME_TYPE, Form, load, resource, revision_id, save
from local_workspace.forms.requests import perform

ONLY_A_TITLE = "Only info.title can be set when creating a form. To add items and change settings, use batchUpdate."


def create(call: Call) -> Json:
    """A form in the caller's My Drive, which a service account does not have. "Only the form.info.title and
    form.info.document_title fields are copied"; it starts unpublished."""
    info = call.body.get("info", {})
    if set(call.body) - {"info"} or set(info) - {"title", "documentTitle"}:
        raise BadRequest(ONLY_A_TITLE)
    if not info.get("title"):
        raise BadRequest("A form needs a title.")
    body = {"name": info.get("documentTitle") or info["title"], "mimeType": MIME_TYPE}
    made = files.create(Call("drive.files.create", {"supportsAllDrives": True}, body, call.principal, call.workspace))
    form = load(call.workspace, made["id"])
    form.title = info["title"]
    save(call.workspace, form)
    return resource(call.workspace, form, call.principal.email)


def get(call: Call) -> Json:
    access.require(call, call.params["formId"], "read")
    return resource(call.workspace, load(call.workspace, call.params["formId"]), call.principal.email)


def batch_update(call: Call) -> Json:
    """All of the requests or none. With `targetRevisionId` they are done to the form as it is now."""
    form_id, email = call.params["formId"], call.principal.email
    access.require(call, form_id, "write")
    form = load(call.workspace, form_id)
    required = call.body.get("writeControl", {}).get("requiredRevisionId")
    if required is not None and required != revision_id(form, email):
        text = f"The required revision ID '{required}' does not match the latest revision."
        raise BadRequest(text, reason="failedPrecondition")
    requests = call.body.get("requests", [])
    if not requests:
        raise BadRequest("Must specify at least one request.")
    replies = perform(call.workspace, form, requests)
    save(call.workspace, form)
    access.touch(call, form_id)
    watches.tell(call.workspace, form_id, "SCHEMA")
    out: Json = {"replies": replies, "writeControl": {"requiredRevisionId": revision_id(form, email)}}
    if call.body.get("includeFormInResponse"):
        out["form"] = resource(call.workspace, form, email)
    return out


def set_publish_settings(call: Call) -> Json:
    """ "Both `is_published` and `is_accepting_responses` must be set"; accepting without being published is an error."""
    form_id = call.params["formId"]
    access.require(call, form_id, "write")
    mask = call.body.get("updateMask", "*")
    if not {one.strip() for one in mask.split(",")} <= {"*", "publishState", "publish_state"}:
        raise BadRequest("Invalid update mask: publish_state and * are supported.")
    state = call.body.get("publishSettings", {}).get("publishState", {})
    if set(state) != {"isPublished", "isAcceptingResponses"}:
        raise BadRequest("Both is_published and is_accepting_responses must be set.")
    if state["isAcceptingResponses"] and not state["isPublished"]:
        raise BadRequest("A form that is not published cannot accept responses.")
    form = load(call.workspace, form_id)
    form.published, form.accepting = state["isPublished"], state["isAcceptingResponses"]
    save(call.workspace, form)
    access.touch(call, form_id)
    return {"formId": form_id, "publishSettings": resource(call.workspace, form, call.principal.email)["publishSettings"]}


HANDLERS: Mapping[str, Handler] = {
    "forms.forms.batchUpdate": batch_update,
    "forms.forms.create": create,
    "forms.forms.get": get,
    "forms.forms.responses.get": responses.get,
    "forms.forms.responses.list": responses.list_,
    "forms.forms.setPublishSettings": set_publish_settings,
    "forms.forms.watches.create": watches.create,
    "forms.forms.watches.delete": watches.delete,
    "forms.forms.watches.list": watches.list_,
    "forms.forms.watches.renew": watches.renew,
}

NOTES: Mapping[str, str] = {
    "forms.forms.batchUpdate": "pictures are never fetched, so they are shown as links",
}


def register(workspace: Workspace) -> None:
    """Tell Drive how Forms keeps its files."""
    workspace.kinds[MIME_TYPE] = Kind(create=_make, copy=_duplicate)
    workspace.routes["form-notices"] = lambda where, body: {"notices": watches.notices(where)}
    workspace.routes["form-responses"] = _answer


def _answer(workspace: Workspace, body: Json) -> Json:
    """``formId``, ``email`` and ``answers`` (texts by question id), as if that person had sent the form's page; ``responseId``
    to change an answer."""
    given = {one: [texts] if isinstance(texts, str) else texts for one, texts in body["answers"].items()}
    with workspace.transaction():
        return answer_as(workspace, body["formId"], body["email"], given, body.get("responseId", ""))


def _make(workspace: Workspace, file_id: str, title: str) -> None:
    save(workspace, Form(file_id, title))


def _duplicate(workspace: Workspace, source: str, target: str) -> None:
    """Questions, settings and manners go along, ids and all; responses do not, and the copy starts unpublished."""
    form = load(workspace, source)
    save(workspace, Form(target, form.title, form.description, form.items, form.settings, manners=form.manners))
